/**
 * The marks of an event's badges: what a phone without a network may know of them. A mark is the first bits of a hash of a badge's short
 * code, so that it tells whether a code may be one of the event's and never which codes there are.
 *
 * A list is as many bits wide as leaves one wrong code in at least 128 looking right. Wider would help whoever guesses: short codes are 40
 * bits, and a mark of 32 would leave 256 of them to try.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { codeLength } from "./badge-code.ts";

/** Of wrong codes, one in 2^7 to 2^8 looks right. */
const spareBits = 7;

/** `gaps`: the distances from each mark to the next in ascending order, as LEB128 (DWARF 5, section 7.6), from 0. */
export interface Marks {
  bits: number;
  gaps: Uint8Array;
}

/** The marks of these tokens or short codes. About one and a half bytes a badge. */
export function marksOf(event: string, spelled: readonly string[]): Marks {
  const bits = Math.ceil(Math.log2(Math.max(spelled.length, 1))) + spareBits;
  const marks = Uint32Array.from(spelled, (one) => mark(event, one, bits)).sort();
  const gaps: number[] = [];
  let last = 0;
  for (const one of marks) {
    for (let gap = one - last; ; gap >>>= 7) {
      gaps.push(gap < 128 ? gap : (gap & 127) | 128);
      if (gap < 128) break;
    }
    last = one;
  }
  return { bits, gaps: Uint8Array.from(gaps) };
}

/** Whether this token or short code may be one of those; false is certain as of when the list was made. */
export function mayBeIn({ bits, gaps }: Marks, event: string, spelled: string): boolean {
  const wanted = mark(event, spelled, bits);
  let at = 0;
  let gap = 0;
  let shift = 0;
  for (const byte of gaps) {
    gap |= (byte & 127) << shift;
    shift += 7;
    if (byte > 127) continue;
    at += gap;
    if (at >= wanted) return at === wanted;
    gap = 0;
    shift = 0;
  }
  return false;
}

/** Differs by event, so that a table of all codes serves for one event only. */
function mark(event: string, spelled: string, bits: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = sha256(utf8ToBytes(`mark1 ${event} ${spelled.slice(0, codeLength)}`));
  return (((a << 24) | (b << 16) | (c << 8) | d) >>> 0) >>> (32 - bits);
}
