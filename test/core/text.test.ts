import { clean, fold } from "@lanyard/core/text";
import fc from "fast-check";
import { expect, test } from "vitest";

const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 12 }),
      fc.string({ unit: "grapheme", maxLength: 12 }),
      fc.constantFrom(
        "\u0000",
        "\u001b[31m",
        "\r\n",
        "\n",
        "\t",
        "\u2028",
        "\u202e",
        "\u2066",
        "\ufeff",
        "\ud800",
        "\udc00",
        "\u200d",
        "e\u0301",
        " ",
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

// biome-ignore lint/suspicious/noControlCharactersInRegex: the guarantee is about them
const FORBIDDEN = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/u;

test("cleaned text holds no control, override or half character, is NFC, trimmed and within its length", () => {
  fc.assert(
    fc.property(hostile, fc.integer({ min: 1, max: 60 }), fc.boolean(), (value, max, multiline) => {
      const text = clean(value, max, { multiline });
      expect(multiline ? text.replaceAll("\n", "") : text).not.toMatch(FORBIDDEN);
      expect([...text].length).toBeLessThanOrEqual(max);
      expect(text).toBe(text.normalize("NFC").trim());
      expect(clean(text, max, { multiline })).toBe(text);
    }),
    { numRuns: 10_000 },
  );
});

test("cleaning keeps markup, addresses, formulas, joiners and every script", () => {
  for (const name of [
    '<b onclick="x">Ada</b> & co',
    "https://example.org/?a=1#b",
    "=HYPERLINK(1)",
    "Søren Kierkegård",
    "محمد علي",
    "王小明",
    "👩‍🚀 नमस्ते",
    "می‌خواهم",
  ])
    expect(clean(name, 200)).toBe(name.normalize("NFC"));
});

test("a line break in a single line becomes one space, in a note it stays one break", () => {
  expect(clean("Ada \r\n\tLovelace\u2028King", 99)).toBe("Ada Lovelace King");
  expect(clean("one\r\ntwo\rthree\u2029four", 99, { multiline: true })).toBe("one\ntwo\nthree\nfour");
});

test("a name that shows nothing is empty", () => {
  for (const name of ["\u200b\u200d", " \u00a0\u3000", "\u3164", "\u202e", "\u0000"]) expect(clean(name, 99)).toBe("");
});

test("a long run of combining marks is cleaned in linear time", () => {
  const started = performance.now();
  expect([...clean(`a${"\u0316\u0301".repeat(500_000)}`, 100)].length).toBeLessThanOrEqual(100);
  expect(performance.now() - started).toBeLessThan(1000);
});

test.each([
  ["Søren", "soren"],
  ["Łukasz Đorđević", "lukasz dordevic"],
  ["Straße", "STRASSE"],
  ["Ægir Þórsson", "aegir thorsson"],
  ["İstanbul ılık", "istanbul ilik"],
  ["ΟΔΥΣΣΕΥΣ", "οδυσσευς"],
  ["Ёлкин", "елкин"],
  ["ＡＤＡ", "ada"],
  ["أحمد", "احمد"],
  ["O’Brien", "o'brien"],
  ["José", "Jose\u0301"],
])("a search for %s and for %s is the same", (a, b) => {
  expect(fold(a)).toBe(fold(b));
  expect(fold(a)).not.toBe("");
});

test("folding a folded text changes nothing", () => {
  fc.assert(
    fc.property(hostile, (value) => fold(fold(value)) === fold(value)),
    { numRuns: 5000 },
  );
});
