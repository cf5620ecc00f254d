const letters: Record<string, string> = {
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ı: "i",
  ħ: "h",
  ŋ: "n",
  ŧ: "t",
  ĸ: "k",
  ſ: "s",
  أ: "ا",
  إ: "ا",
  آ: "ا",
  ٱ: "ا",
  ى: "ي",
  ة: "ه",
  ـ: "",
};
const folded = new RegExp(`[${Object.keys(letters).join("")}]`, "g");

/** Text as it is searched: no case, no accents, and plain letters for those that accents do not explain (ø ł ß). */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .replace(folded, (letter) => letters[letter] ?? letter)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(folded, (letter) => letters[letter] ?? letter);
}
