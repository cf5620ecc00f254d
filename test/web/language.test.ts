import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import arabic from "../../packages/web/src/language/ar.ts";

const source = join(import.meta.dirname, "../../packages/web/src");

/** Every sentence the attendee's screens can show, as written in the source. */
function sentences(): { plain: Set<string>; counted: Set<string> } {
  const plain = new Set<string>();
  const counted = new Set<string>();
  const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter(
    (name) => /\.tsx?$/.test(name) && !/^(organize|language)/.test(name),
  );
  for (const file of files) {
    const text = readFileSync(join(source, file), "utf8");
    for (const [, words] of text.matchAll(/\bt\(\s*"((?:[^"\\]|\\.)*)"/g)) plain.add(words!);
    for (const [, words] of text.matchAll(/\bplural\(\s*[\w.]+,\s*"(?:[^"\\]|\\.)*",\s*"((?:[^"\\]|\\.)*)"/g)) counted.add(words!);
  }
  return { plain, counted };
}

const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted();

test("every sentence of the attendee's screens is there in Arabic, and no other", () => {
  const { plain, counted } = sentences();
  expect(plain.size).toBeGreaterThan(200);
  const missing = [...plain, ...counted].filter((words) => !(words in arabic));
  const unused = Object.keys(arabic).filter((words) => !plain.has(words) && !counted.has(words));
  expect({ missing, unused }).toEqual({ missing: [], unused: [] });
});

test("a translation names whatever the English sentence names", () => {
  for (const [english, words] of Object.entries(arabic)) {
    if (typeof words !== "string") expect(words.other, english).toContain("{n}");
    else for (const hole of holes(words)) expect(holes(english), english).toContain(hole);
    if (typeof words === "string" && !english.includes("when {name} accepts")) expect(holes(words), english).toEqual(holes(english));
  }
});

test("sentences that depend on a number have the forms that Arabic needs", () => {
  for (const words of sentences().counted) {
    const forms = arabic[words as keyof typeof arabic] as Record<string, string>;
    for (const n of [1, 2, 3, 11, 100]) expect(forms[new Intl.PluralRules("ar").select(n)] ?? forms.other, `${words} ${n}`).toBeTruthy();
  }
});
