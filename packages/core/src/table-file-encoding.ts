/**
 * Which letters the bytes of an attendee list mean. Spreadsheets write UTF-8 with and without a mark, UTF-16, and the old code page
 * of the computer they run on; the name of it is nowhere in the file.
 */

/** Labels of the WHATWG Encoding Standard. */
export const ENCODINGS = [
  "utf-8",
  "utf-16le",
  "utf-16be",
  "windows-1252",
  "windows-1250",
  "windows-1251",
  "windows-1253",
  "windows-1254",
  "windows-1255",
  "windows-1256",
  "shift_jis",
  "gb18030",
  "big5",
  "euc-kr",
] as const;
export type Encoding = (typeof ENCODINGS)[number];

const CODE_PAGES = ENCODINGS.slice(3);
const SAMPLE_BYTES = 16_384;

/** What 0x80 to 0x9f mean in Windows-1252 (WHATWG index-windows-1252). Some versions of Node answer controls there. */
const C1 = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";

/**
 * The encoding by its mark; else by the NUL bytes of UTF-16; else UTF-8 when every byte fits, or when all but a few do; else the
 * code page under which `words` counts most in the first 16 KB, Windows-1252 when none is better.
 */
export function encodingOf(bytes: Uint8Array, words: (text: string) => number): Encoding {
  const marked = byMark(bytes);
  if (marked) return marked;
  const wide = byNulls(bytes);
  if (wide) return wide;
  if (isMostlyUtf8(bytes)) return "utf-8";
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const counts = CODE_PAGES.map((encoding) => words(decode(sample, encoding)));
  return CODE_PAGES[counts.indexOf(Math.max(...counts))]!;
}

/** Text with "\n" as the only line break and without a byte order mark. Bytes that mean nothing become U+FFFD; never throws. */
export function decode(bytes: Uint8Array, encoding: Encoding): string {
  const text = new TextDecoder(encoding).decode(bytes);
  const letters = encoding === "windows-1252" ? text.replace(/[\u0080-\u009f]/g, (c) => C1[c.charCodeAt(0) - 0x80]!) : text;
  return letters.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
}

function byMark(bytes: Uint8Array): Encoding | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
}

/** In UTF-16 the separators, line breaks, digits and "@" have a zero as one half, always on the same side. */
function byNulls(bytes: Uint8Array): Encoding | undefined {
  const length = Math.min(bytes.length, SAMPLE_BYTES) & ~1;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < length; i += 2) {
    if (bytes[i] === 0) even++;
    if (bytes[i + 1] === 0) odd++;
  }
  const few = length / 40;
  if (odd > few && odd > even * 4) return "utf-16le";
  if (even > few && even > odd * 4) return "utf-16be";
}

/** One broken letter in a long file (cut while copying) must not turn every other name into something else. */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder("utf-8").decode(bytes);
  let broken = 0;
  let wide = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0xfffd) broken++;
    else if (code > 0x7f) wide++;
  }
  return broken === 0 || broken * 20 < wide;
}
