/** A file imported for its address, as Vite does in packages/web. */
declare module "*?url" {
  const address: string;
  export default address;
}
