import { ar } from "./words/ar.ts";
import { en, type Words } from "./words/en.ts";

export type { Words } from "./words/en.ts";

const LANGUAGES: Record<string, Words> = { ar, en };

/** The words for a BCP 47 tag, by its first part; English where there are none. */
export function wordsFor(language: string | undefined): { language: string; words: Words } {
  const primary = language?.toLowerCase().split("-")[0] ?? "en";
  const words = Object.hasOwn(LANGUAGES, primary) ? LANGUAGES[primary] : undefined;
  return words ? { language: primary, words } : { language: "en", words: en };
}
