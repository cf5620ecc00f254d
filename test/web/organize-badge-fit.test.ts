import fc from "fast-check";
import { expect, it } from "vitest";
import { nameSize, pieces } from "../../packages/web/src/organize/badge-fit.ts";

/** Every letter is half as wide as it is high. */
const measure = (text: string) => [...text].length * 50;
const sizes = { largest: 17, smallest: 3, system: false };

it("a name breaks at spaces, behind hyphens and between East Asian letters, and loses none of them", () => {
  expect(pieces("Zoë van-der Meulen").map((piece) => piece.text)).toEqual(["Zoë", "van-", "der", "Meulen"]);
  expect(pieces("田中 美咲").map((piece) => piece.glued)).toEqual([false, true, false, true]);
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (name) => {
      const letters = name.replace(/\s/g, "");
      expect(
        pieces(name)
          .map((piece) => piece.text)
          .join(""),
      ).toBe(letters);
    }),
  );
});

it("the size chosen fits, and a quarter of a millimetre more would not", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom("a", "b"), minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 8 }),
      (words) => {
        const box = { width: 90, height: 50 };
        const size = nameSize(words.join(" "), box, sizes, measure);
        expect(linesAt(words, box.width, size) * 1.04 * size).toBeLessThanOrEqual(box.height);
        if (size < sizes.largest) expect(linesAt(words, box.width, size + 0.25) * 1.04 * (size + 0.25)).toBeGreaterThan(box.height);
      },
    ),
  );
});

/** Greedy lines, written again: infinite when a word is too wide. */
function linesAt(words: string[], width: number, size: number): number {
  const room = (width * 0.96) / size;
  if (words.some((word) => word.length / 2 > room)) return Number.POSITIVE_INFINITY;
  let lines = 1;
  let line = "";
  for (const word of words) {
    const next = line ? `${line} ${word}` : word;
    if (next.length / 2 <= room) line = next;
    else {
      lines++;
      line = word;
    }
  }
  return lines;
}
