/**
 * Words on the screen. English is written where it is used; other languages are a dictionary keyed by the English words.
 *
 *     t("Hold their badge in the frame")
 *     t("{name} decides.", { name })
 *     plural(n, "{n} person asks", "{n} people ask")
 *
 * A sentence missing from a dictionary shows in English; a test counts them.
 */
import { store } from "../store.ts";

export type Language = "en" | "ar";
export type Plurals = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
export type Dictionary = Record<string, string | Plurals>;

export const languages: { code: Language; name: string }[] = [
  { code: "en", name: "English" },
  { code: "ar", name: "العربية" },
];

const load: Record<Exclude<Language, "en">, () => Promise<{ default: Dictionary }>> = { ar: () => import("./ar.ts") };
const keptAs = "lanyard.language";
let words: Dictionary = {};

/** The language shown now; screens follow it. */
export const language = store<Language>("en");

export function t(english: string, values: Record<string, string | number> = {}): string {
  const found = words[english];
  return fill(typeof found === "string" ? found : english, values);
}

/** A sentence that depends on a count; `{n}` is the count. */
export function plural(n: number, one: string, other: string, values: Record<string, string | number> = {}): string {
  const found = words[other];
  const form = new Intl.PluralRules(language.get()).select(n);
  const sentence = typeof found === "object" ? (found[form] ?? found.other) : found === undefined && n === 1 ? one : (found ?? other);
  return fill(sentence, { n, ...values });
}

/** Shows the language, for good on this phone. Stays with the one before when its words cannot be loaded. */
export async function speak(next: Language): Promise<void> {
  if (next !== "en") words = (await load[next]()).default;
  else words = {};
  try {
    localStorage.setItem(keptAs, next);
  } catch {
    // A browser without storage forgets the choice, nothing else.
  }
  document.documentElement.lang = next;
  document.documentElement.dir = next === "ar" ? "rtl" : "ltr";
  language.set(next);
}

/** The language chosen on this phone before, else the browser's where we have it, else English. */
export function preferred(): Language {
  let kept: string | null = null;
  try {
    kept = localStorage.getItem(keptAs);
  } catch {
    kept = null;
  }
  return [kept, ...navigator.languages.map((l) => l.slice(0, 2))].map(known).find((l) => l !== undefined) ?? "en";
}

export const known = (code: string | null | undefined): Language | undefined => languages.find((l) => l.code === code)?.code;

function fill(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, key: string) => (key in values ? isolated(String(values[key])) : whole));
}

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const leftToRight = /\p{Script=Latin}/u;

/** A name that runs against the sentence is set apart in it (U+2068, U+2069), else the words around it change places. */
function isolated(value: string): string {
  const against = language.get() === "ar" ? leftToRight.test(value) : rightToLeft.test(value);
  return against ? `\u2068${value}\u2069` : value;
}
