/** What the build, the pages and the service worker agree on. */

/** Paths of files: `first` are needed to open the app, `later` come once it is installed. */
export type AppFiles = { version: string; first: string[]; later: string[] };

export const prefix = "lanyard-files-";
export const syncTag = "lanyard-send";
