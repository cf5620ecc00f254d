/** A link that somebody else typed: only https may become one; anything else is undefined. */
export function foreignLink(value: string | undefined): string | undefined {
  if (!value || value.length > 2_000 || !URL.canParse(value)) return undefined;
  const url = new URL(value);
  return url.protocol === "https:" && url.username === "" && url.password === "" ? url.href : undefined;
}

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** A link into this installation: https, or http on this machine. Anything else is a fault of the installation, and throws. */
export function ownLink(value: string): string {
  const url = new URL(value);
  if (url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.has(url.hostname))) return url.href;
  throw new Error(`a link in a mail must be https: ${url.protocol}//${url.host}`);
}

/** A web address as people read it: without the scheme, without a lone slash at the end. */
export function shortLink(href: string): string {
  return href.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "");
}
