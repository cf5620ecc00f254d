import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";

/**
 * The spelling of a badge, shared by server and phone, so that a damaged or foreign code is known before it is sent.
 *
 *     HTTPS://EVENTS.EXAMPLE.ORG/B/7K3M9QX2VD4TWB8NRFHA5C
 *                                  20 random (100 bits) + 2 check characters
 *
 * The short code printed under the square is the first 8 characters, shown as `7K3M-9QX2`.
 */

/** Crockford's base32 alphabet (https://www.crockford.com/base32.html): no I, L, O, U. */
export const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Random characters of a token: 100 bits. */
export const bodyLength = 20;
/** Characters of the short code: 40 bits, valid within one event only. */
export const codeLength = 8;

export type Reading = { token: string } | { code: string };

/**
 * What a camera or a person read: a badge URL, a whole token, or a short code, in any letter case, with any spaces and
 * hyphens, and with O for 0 and I or L for 1. Undefined when it cannot be a badge. Never throws.
 */
export function readBadge(text: string): Reading | undefined {
  if (text.length > 300) return undefined;
  const url = /^\s*https?:\/\/[^/?#]+\/b\/([^/?#]+)\/?(?:[?#].*)?$/i.exec(text);
  const spelled = canonical(url?.[1] ?? text);
  if (!spelled) return undefined;
  if (!url && spelled.length === codeLength) return { code: spelled };
  if (spelled.length !== bodyLength + 2) return undefined;
  const body = spelled.slice(0, bodyLength);
  return spelled === body + checkCharacters(body) ? { token: spelled } : undefined;
}

/** The two check characters of a token's first 20: one wrong character passes about once in 1,000. */
export function checkCharacters(body: string): string {
  const hash = sha256(utf8ToBytes(`badge1${body}`));
  return [hash[0], hash[1]].map((byte) => CROCKFORD[(byte ?? 0) & 31]).join("");
}

/** The short code of a token or of itself, as people read it: `7K3M-9QX2`. */
export function shortCode(spelled: string): string {
  return `${spelled.slice(0, 4)}-${spelled.slice(4, codeLength)}`;
}

function canonical(text: string): string | undefined {
  const bare = text.replace(/[\s\u00ad\u2010-\u2015-]/g, "");
  if (!/^[0-9A-Za-z]+$/.test(bare)) return undefined;
  const spelled = bare.toUpperCase().replaceAll("O", "0").replace(/[IL]/g, "1");
  return spelled.includes("U") ? undefined : spelled;
}
