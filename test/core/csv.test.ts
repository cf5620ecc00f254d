import { csvFile } from "@lanyard/core/csv";
import fc from "fast-check";
import Papa from "papaparse";
import { expect, test } from "vitest";

const parse = (file: string) => Papa.parse<string[]>(file, { delimiter: ",", skipEmptyLines: false }).data.slice(0, -1);

const cell = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.string({ unit: "grapheme", maxLength: 20 }),
  fc
    .tuple(
      fc.constantFrom("", " ", "\t", "\n", "\r\n", "\ufeff", "\u00a0", '"', ","),
      fc.constantFrom("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "|x", "%x", "＝1", '""', ";"),
      fc.string({ maxLength: 8 }),
    )
    .map((parts) => parts.join("")),
);

test("what another parser reads back is what was written, but for one apostrophe before a formula", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.array(cell, { maxLength: 5 }), { maxLength: 8 }), (width, rows) => {
      const columns = Array.from({ length: width }, (_, i) => `Column ${i}`);
      const read = parse(csvFile(columns, rows));
      expect(read[0]).toEqual(columns);
      expect(read.length).toBe(rows.length + 1);
      for (const [r, row] of rows.entries())
        for (const [c] of columns.entries()) {
          const written = (row[c] ?? "").replaceAll("\0", "");
          expect([written, `'${written}`]).toContain(read[r + 1]?.[c]);
        }
    }),
    { numRuns: 5000 },
  );
});

test("no cell starts like a formula, whatever spaces hide it", () => {
  fc.assert(
    fc.property(cell, (value) => {
      const [[read = ""] = []] = parse(csvFile([value], []));
      if (/^[=+\-@\t\r＝＋－＠|%]/.test(read.replace(/^[\s\ufeff]+/, ""))) expect(read).toMatch(/^[+-]?\d+([.,]\d+)?$/);
    }),
    { numRuns: 20_000 },
  );
});

test("numbers and telephone numbers without spaces are left alone", () => {
  expect(parse(csvFile(["a", "b", "c"], [["-5", "+491701234567", 7]]))[1]).toEqual(["-5", "+491701234567", "7"]);
});

test("the file starts with a byte order mark, ends its lines with CRLF and quotes every cell", () => {
  expect(csvFile(["Name", "Note"], [["Ada", undefined]])).toBe('\ufeff"Name","Note"\r\n"Ada",""\r\n');
});
