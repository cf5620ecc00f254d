import { readdirSync, readFileSync } from "node:fs";
import { TableFile } from "@lanyard/core/table-file";
import { TableFileAttendee } from "@lanyard/core/table-file-attendee";
import { TableFileMapping } from "@lanyard/core/table-file-mapping";
import { describe, expect, it } from "vitest";

interface Expected {
  people: TableFileAttendee.Attendee[];
  source?: string;
  encoding: string;
  separator: string;
  headerLine?: number;
  lines?: number[];
  leftOut: Record<string, number>;
  problems: [number, string][];
  repeated?: [string, number[], number][];
}

const folder = new URL("../fixtures/attendee-lists/", import.meta.url);
const bytesOf = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));
const expected: Record<string, Expected> = JSON.parse(readFileSync(new URL("expected.json", folder), "utf8"));

function sheetOf(bytes: Uint8Array, options: { encoding?: TableFile.Encoding } = {}): TableFile.Sheet {
  const sheet = TableFile.read(bytes, options);
  if (sheet.kind === "refused") throw new Error(`refused: ${sheet.reason}`);
  return sheet;
}
const text = (value: string) => new TextEncoder().encode(value);
const listOf = (value: string) => {
  const sheet = sheetOf(text(value));
  return TableFileAttendee.read(sheet, TableFileMapping.guess(sheet));
};
const people = (value: string) => listOf(value).rows.map((row) => row.attendee);

describe("every list in the fixtures, without any help", () => {
  it("is told what to expect", () => {
    const files = readdirSync(folder).filter((name) => name !== "expected.json");
    expect(Object.keys(expected).sort()).toEqual(files.sort());
    expect(files.length).toBeGreaterThan(12);
  });

  for (const [name, wanted] of Object.entries(expected)) {
    it(`${name} becomes the right people`, () => {
      const sheet = sheetOf(bytesOf(name));
      expect({ encoding: sheet.encoding, separator: sheet.separator, source: sheet.source }).toEqual({
        encoding: wanted.encoding,
        separator: wanted.separator,
        source: wanted.source,
      });
      const list = TableFileAttendee.read(sheet, TableFileMapping.guess(sheet));
      expect(list.rows.map((row) => row.attendee)).toEqual(wanted.people);
      expect(list.problems.map((problem) => [problem.line, problem.code])).toEqual(wanted.problems);
      expect(Object.fromEntries(list.leftOut)).toEqual(wanted.leftOut);
      if (wanted.headerLine) expect(sheet.headerLine).toBe(wanted.headerLine);
      if (wanted.lines) expect(list.rows.map((row) => row.line)).toEqual(wanted.lines);
      if (wanted.repeated) {
        expect(list.repeated.map((r) => [r.email, r.lines, r.names.length])).toEqual(wanted.repeated);
      } else expect(list.repeated).toEqual([]);
    });
  }
});

describe("the lines told are the lines an editor shows", () => {
  it("also behind quoted line breaks, blank lines and any kind of line end", () => {
    for (const end of ["\n", "\r\n", "\r"]) {
      const list = listOf(["email,name,company", `a@x.org,A,"one${end}two"`, "", "bad,B,", "c@x.org,C,"].join(end));
      expect(list.rows.map((row) => row.line)).toEqual([2, 6]);
      expect(list.problems).toMatchObject([{ line: 5, field: "email", code: "email.no_at", value: "bad" }]);
    }
  });

  it("a quote that never closes costs no row above it and is told with its line", () => {
    const sheet = sheetOf(text('email,name\na@x.org,A\nb@x.org,"B\nc@x.org,C\n'));
    const list = TableFileAttendee.read(sheet, TableFileMapping.guess(sheet));
    expect(list.rows.map((row) => row.attendee.email)).toEqual(["a@x.org"]);
    expect(list.problems).toMatchObject([{ line: 3, code: "row.quotes" }]);
  });
});

describe("columns", () => {
  it("prefer the attendee's address to the buyer's, unless nobody filled it in", () => {
    expect(people("Buyer email,Attendee email,Name\nb@x.org,a@x.org,A\n")).toMatchObject([{ email: "a@x.org" }]);
    expect(people("Buyer email,Attendee email,Name\nb@x.org,,A\n")).toMatchObject([{ email: "b@x.org" }]);
  });

  it("called Name are the family name beside a given name, and the whole name alone", () => {
    expect(people("Name,Vorname,E-Mail\nMüller,Jo,jo@x.org\n")).toMatchObject([{ name: "Jo Müller" }]);
    expect(people("Name,E-Mail\nJo Müller,jo@x.org\n")).toMatchObject([{ name: "Jo Müller" }]);
    expect(people("Nombre,Apellidos,Correo\nJo,Ruiz,jo@x.org\n")).toMatchObject([{ name: "Jo Ruiz" }]);
    expect(people("Nombre,Correo\nJo Ruiz,jo@x.org\n")).toMatchObject([{ name: "Jo Ruiz" }]);
  });

  it("called Role are the job when the cells are jobs, the ticket's role when they are roles", () => {
    const jobs = Array.from({ length: 12 }, (_, i) => `p${i}@x.org,P ${i},Job number ${"abcdefghijkl"[i]}`).join("\n");
    expect(people(`email,name,role\n${jobs}`)[0]).toEqual({ email: "p0@x.org", name: "P 0", headline: "Job number a" });
    expect(people("email,name,role\na@x.org,A,Speaker\nb@x.org,B,Attendee\n")[0]).toEqual({ email: "a@x.org", name: "A", role: "speaker" });
  });

  it("called Title are no headline when they hold Mr and Dr", () => {
    expect(people("email,name,title\na@x.org,A,Dr.\nb@x.org,B,Mrs\n")[0]).toEqual({ email: "a@x.org", name: "A" });
    expect(people("email,name,title\na@x.org,A,Pilot\n")[0]).toMatchObject({ headline: "Pilot" });
  });

  it("in a language we do not know are found by what they hold", () => {
    expect(people("Xyzzy;Plugh;Frotz\nAda Lovelace;ada@x.org;1\nGrace Hopper;grace@x.org;2\n")).toEqual([
      { email: "ada@x.org", name: "Ada Lovelace" },
      { email: "grace@x.org", name: "Grace Hopper" },
    ]);
  });

  it("moved by the organizer give their old field up", () => {
    const sheet = sheetOf(text("email,name,a,b\nx@x.org,X,One,Two\n"));
    const first = TableFileMapping.choose(TableFileMapping.guess(sheet), 2, "company");
    const second = TableFileMapping.choose(first, 3, "company");
    expect(second.columns.map((column) => column.field)).toEqual(["email", "name", undefined, "company"]);
    expect(TableFileAttendee.read(sheet, second).rows[0]!.attendee.company).toBe("Two");
    const none = TableFileMapping.choose(second, 3, undefined);
    expect(TableFileAttendee.read(sheet, none).rows[0]!.attendee).toEqual({ email: "x@x.org", name: "X" });
  });
});

describe("ticket types and statuses", () => {
  const sheet = sheetOf(text("email,name,ticket type,status\na@x.org,A,VIP,paid\nb@x.org,B,vip,odd\nc@x.org,C,T-shirt,canceled\n"));
  const plan = TableFileMapping.guess(sheet);

  it("an unknown ticket type is an attendee, an unknown status comes", () => {
    expect(TableFileAttendee.read(sheet, plan).rows.map((row) => row.attendee.role)).toEqual(["attendee", "attendee"]);
  });

  it("are listed once with their rows, and mapped by the organizer", () => {
    expect(TableFileMapping.values(sheet, 2)).toEqual([
      { key: "vip", label: "VIP", rows: 2 },
      { key: "t shirt", label: "T-shirt", rows: 1 },
    ]);
    const mapped = { ...plan, roles: { vip: "exhibitor" as const, "t shirt": "leave_out" as const }, statuses: { canceled: true } };
    const list = TableFileAttendee.read(sheet, mapped);
    expect(list.rows.map((row) => row.attendee.role)).toEqual(["exhibitor", "exhibitor"]);
    expect([...list.leftOut]).toEqual([["T-shirt", 1]]);
  });
});

describe("files that are no list", () => {
  it("are refused with the reason", () => {
    expect(TableFile.read(new Uint8Array())).toEqual({ kind: "refused", reason: "empty" });
    expect(TableFile.read(text("email,name\n\n"))).toEqual({ kind: "refused", reason: "empty" });
    expect(TableFile.read(new Uint8Array([0x50, 0x4b, 3, 4, 20, 0]))).toEqual({ kind: "refused", reason: "workbook" });
    expect(TableFile.read(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1]))).toEqual({ kind: "refused", reason: "workbook" });
    expect(TableFile.read(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 1, 0]))).toEqual({ kind: "refused", reason: "not_text" });
  });
});

it("the organizer's choice of encoding overrules the guess", () => {
  const bytes = new Uint8Array([...text("email,name\na@x.org,M"), 0xfc, ...text("ller\n")]);
  expect(sheetOf(bytes).encoding).toBe("windows-1252");
  const cyrillic = sheetOf(bytes, { encoding: "windows-1251" });
  expect(cyrillic.rows[0]!.cells[1]).toBe("Mьller");
});

it("one letter that was cut in half does not turn the others into something else", () => {
  const whole = text(`email,name\n${"a@x.org,Jürgen Öhler Ærø\n".repeat(30)}b@x.org,Zo`);
  const sheet = sheetOf(new Uint8Array([...whole, 0xc3]));
  expect(sheet.encoding).toBe("utf-8");
  const list = TableFileAttendee.read(sheet, TableFileMapping.guess(sheet));
  expect(list.rows[0]!.attendee.name).toBe("Jürgen Öhler Ærø");
  expect(list.problems).toMatchObject([{ code: "name.garbled", imported: true }]);
});

it("a value of the sheet can be called like a property of every object", () => {
  const list = people("email,name,ticket type\na@x.org,A,constructor\nb@x.org,B,__proto__\n");
  expect(list.map((row) => row.role)).toEqual(["attendee", "attendee"]);
});

it("50,000 rows are cut into batches of 500", () => {
  const rows = Array.from({ length: 50_000 }, (_, i) => `p${i}@x.org,Person ${i},Company ${i % 97}`);
  const list = listOf(`email,name,company\n${rows.join("\n")}`);
  const batches = TableFileAttendee.batches(list.rows);
  expect([batches.length, batches[0]!.length, batches.at(-1)!.length]).toEqual([100, 500, 500]);
  expect(batches[99]![499]).toEqual({ line: 50_001, attendee: { email: "p49999@x.org", name: "Person 49999", company: "Company 44" } });
});
