import { TableFile } from "@lanyard/core/table-file";
import { TableFileAttendee } from "@lanyard/core/table-file-attendee";
import { TableFileMapping } from "@lanyard/core/table-file-mapping";
import fc from "fast-check";
import Papa from "papaparse";
import { expect, it } from "vitest";

const BOM = { "utf-8": [], "utf-8-bom": [0xef, 0xbb, 0xbf], "utf-16le": [0xff, 0xfe], "utf-16be": [0xfe, 0xff] } as const;

/** Words of every script, and everything that breaks a sheet: separators, quotes, line breaks, formulas, markup. */
const cell = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 24 }),
  fc.constantFrom(
    "",
    "a,b",
    "a;b",
    "x\ty",
    "p|q",
    'say "hi"',
    "two\nlines",
    "=1+1",
    "<b>x</b>",
    "Ærø",
    "日本",
    "नीलम",
    "שירה",
    "فاطمة",
    "  edge  ",
    "O'Brien",
    "-",
  ),
);
const person = fc.record({
  email: fc.emailAddress().filter((email) => /^[a-z0-9.]+@[a-z0-9.-]+$/i.test(email)),
  first: cell,
  company: cell,
});
const file = fc.record({
  people: fc.array(person, { minLength: 1, maxLength: 30 }),
  separator: fc.constantFrom(...TableFile.SEPARATORS),
  end: fc.constantFrom("\r\n", "\n", "\r"),
  encoding: fc.constantFrom<keyof typeof BOM>("utf-8", "utf-8-bom", "utf-16le", "utf-16be"),
  quoted: fc.boolean(),
});

function bytesOf(text: string, encoding: keyof typeof BOM): Uint8Array {
  const utf16 = Buffer.from(text, "utf16le");
  const body = encoding === "utf-16le" ? utf16 : encoding === "utf-16be" ? utf16.swap16() : Buffer.from(text, "utf8");
  return new Uint8Array([...BOM[encoding], ...body]);
}

function sheetOf(bytes: Uint8Array): TableFile.Sheet {
  const sheet = TableFile.read(bytes);
  if (sheet.kind === "refused") throw new Error(`refused: ${sheet.reason}`);
  return sheet;
}

it("every row of a well-formed list, however it is written, is either a person or a problem with its line", () => {
  fc.assert(
    fc.property(file, ({ people, separator, end, encoding, quoted }) => {
      const rows = people.map((p) => [p.email, `N ${p.first}`, p.company]);
      const text = Papa.unparse([["Email", "Full name", "Company"], ...rows], { delimiter: separator, newline: end, quotes: quoted });
      const sheet = sheetOf(bytesOf(text, encoding));
      expect(sheet.separator).toBe(separator);
      expect(sheet.rows.map((row) => row.cells.map((value) => value.replace(/\r\n?/g, "\n")))).toEqual(
        rows.map((row) => row.map((value) => value.replace(/\r\n?/g, "\n"))),
      );
      const list = TableFileAttendee.read(sheet, TableFileMapping.guess(sheet));
      const lines = new Set([
        ...list.rows.map((row) => row.line),
        ...list.problems.map((p) => p.line),
        ...list.repeated.flatMap((r) => r.lines),
      ]);
      expect([...lines].sort((a, b) => a - b)).toEqual(sheet.rows.map((row) => row.line));
      expect(new Set(list.rows.map((row) => row.attendee.email)).size).toBe(list.rows.length);
      for (const { attendee } of list.rows) expect(attendee.name).not.toBe("");
    }),
    { numRuns: 300 },
  );
});

it("reading a list again with what it read changes nothing", () => {
  fc.assert(
    fc.property(file, ({ people }) => {
      const first = TableFileAttendee.read(
        ...planned(Papa.unparse([["Email", "Full name", "Company"], ...people.map((p) => [p.email, `N ${p.first}`, p.company])])),
      );
      const again = first.rows.map(({ attendee }) => [attendee.email, attendee.name, attendee.company ?? ""]);
      const second = TableFileAttendee.read(...planned(Papa.unparse([["Email", "Full name", "Company"], ...again])));
      expect(second.rows.map((row) => row.attendee)).toEqual(first.rows.map((row) => row.attendee));
    }),
    { numRuns: 200 },
  );
});

it("no bytes at all make it throw or lose the count of lines", () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc
      .string({
        unit: fc.constantFrom('"', ",", ";", "\t", "|", "\n", "\r", "a", "@", ".", "email", "name", " ", "\ufeff", "ü"),
        maxLength: 200,
      })
      .map((s) => new TextEncoder().encode(s)),
  );
  fc.assert(
    fc.property(bytes, (input) => {
      const sheet = TableFile.read(input);
      if (sheet.kind === "refused") return;
      const lines = sheet.rows.map((row) => row.line);
      expect(lines).toEqual([...lines].sort((a, b) => a - b));
      const list = TableFileAttendee.read(sheet, TableFileMapping.guess(sheet));
      expect(list.rows.length + list.problems.length + list.leftOut.size).toBeLessThanOrEqual(2 * sheet.rows.length);
      const fields = TableFileMapping.guess(sheet).columns.flatMap((column) => column.field ?? []);
      expect(new Set(fields).size).toBe(fields.length);
    }),
    { numRuns: 1000 },
  );
});

function planned(text: string): [TableFile.Sheet, TableFileMapping.Plan] {
  const sheet = sheetOf(new TextEncoder().encode(text));
  return [sheet, TableFileMapping.guess(sheet)];
}
