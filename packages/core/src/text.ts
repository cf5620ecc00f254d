/** C0 and C1 controls except line feed, bidi overrides and isolates (UAX #9), byte order mark, lone surrogates. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: stripping them is the point
const FORBIDDEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/gu;
const LINE_BREAK = /\r\n?|[\v\f\u0085\u2028\u2029]/g;
const INVISIBLE = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}]*$/u;

/**
 * What a person typed or an organizer imported, made safe to store: no control characters, no bidi overrides, no lone
 * surrogates; NFC; trimmed; at most `max` code points. Markup, URLs and formulas are text and stay as they are; whoever
 * writes HTML or a sheet escapes there. Line breaks and tabs become one space unless `multiline`, where breaks become "\n".
 * Text that shows nothing at all (only joiners and spaces) is "". Cleaning twice changes nothing.
 */
export function clean(value: string, max: number, { multiline = false } = {}): string {
  // Canonical ordering is quadratic in a run of combining marks, so the length is bounded before it.
  const bounded = value.length > 8 * max + 1024 ? value.slice(0, 8 * max + 1024) : value;
  const broken = bounded.replace(LINE_BREAK, "\n").replace(/\t/g, " ");
  const lined = multiline ? broken : broken.replace(/[ \n]*\n[ \n]*/g, " ");
  const text = lined.replace(FORBIDDEN, "").normalize("NFC").trim();
  const cut = text.length > max ? [...text].slice(0, max).join("").trim() : text;
  return INVISIBLE.test(cut) ? "" : cut;
}

// biome-ignore lint/suspicious/noMisleadingCharacterClass: marks are what is matched, each on its own
const MARKS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/g;
const LETTERS: Record<string, string> = {
  ...{ ø: "o", ł: "l", đ: "d", ð: "d", ħ: "h", ı: "i", ŋ: "n", ŧ: "t", ĸ: "k", ƒ: "f", ə: "e" },
  ...{ ß: "ss", æ: "ae", œ: "oe", þ: "th", ĳ: "ij" },
  ...{ ς: "σ", ى: "ي", ی: "ي", ک: "ك", ة: "ه", "’": "'", "‘": "'", ʼ: "'", "‐": "-", "‑": "-", "–": "-" },
};
const LETTER = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");

/**
 * Text as a search compares it: lower case, without accents, with the letters that Unicode does not decompose (ø ł đ ß æ þ ı ...)
 * replaced too, so that "soren" finds "Søren". Both sides of a comparison are folded; the result is never shown.
 */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .toLowerCase()
    .replace(MARKS, "")
    .replace(LETTER, (letter) => LETTERS[letter]!)
    .replace(/\s+/g, " ")
    .trim();
}
