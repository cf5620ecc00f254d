import { clean } from "@lanyard/core/text";
import { type VCardInput, vcard, vcards } from "@lanyard/core/vcard";
import fc from "fast-check";
import ICAL from "ical.js";
import { expect, test } from "vitest";

const revisedAt = new Date("2026-03-04T05:06:07.890Z");
const minimal: VCardInput = { uid: "per_1", name: "Ada Lovelace", revisedAt };

type Property = [name: string, parameters: Record<string, string>, type: string, ...values: (string | string[])[]];

// ical.js reads one vCard as ["vcard", properties, []] and several as a list of these.
function parse(file: string): Property[][] {
  const parsed = ICAL.parse(file) as unknown as [string, Property[]] | [string, Property[]][];
  const cards = (typeof parsed[0] === "string" ? [parsed] : parsed) as [string, Property[]][];
  return cards.map(([, properties]) => properties);
}
// ical.js leaves "\\;" as it is outside of N and ORG, where RFC 2426 (section 4, ESCAPED-CHAR) demands it; every ";" has exactly one such backslash.
function value(card: Property[] | undefined, name: string): string | string[] | undefined {
  const read = card?.find((property) => property[0] === name)?.[3];
  return typeof read === "string" && name !== "org" ? read.replaceAll("\\;", ";") : read;
}

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 120 }),
  fc.string({ unit: "grapheme", maxLength: 120 }),
  fc
    .array(
      fc.constantFrom(
        "\r\n",
        "\n",
        "\\",
        "\\n",
        ";",
        ",",
        ":",
        '"',
        "END:VCARD",
        "\r\nEND:VCARD\r\nBEGIN:VCARD\r\n",
        "\u2028",
        "\0",
        "\u202e",
        "é",
        "👩‍🚀",
        "王",
        " ",
        "x".repeat(70),
        "=1+1",
        "<b>",
      ),
      { maxLength: 20 },
    )
    .map((parts) => parts.join("")),
);
const url = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  text,
  fc.constantFrom("javascript:alert(1)", "data:text/html,x", "https://a.example/?\\n=\r\nEND:VCARD", "http://ünï.example/ä b;c,d"),
);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const card = fc
  .record({
    uid: fc.stringMatching(/^per_[a-z0-9]{1,26}$/),
    name: text,
    headline: optional(text),
    company: optional(text),
    email: optional(fc.oneof(fc.emailAddress(), text)),
    phone: optional(fc.oneof(text, fc.constantFrom("+44 20 7946 0000", "**21*+1900555#"))),
    website: optional(url),
    links: optional(fc.array(fc.record({ kind: fc.oneof(fc.constantFrom("linkedin", "x", "other"), text), url }), { maxLength: 4 })),
    city: optional(text),
    pronouns: optional(text),
    pitch: optional(text),
    note: optional(text),
  })
  .map(
    (fields) => ({ ...Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined)), revisedAt }) as unknown as VCardInput,
  );

test("10,000 hostile cards each read back as exactly one card with the same name, company and note", () => {
  fc.assert(
    fc.property(card, (input) => {
      const file = vcard(input);
      expect(file).toMatch(/^BEGIN:VCARD\r\nVERSION:3\.0\r\n[\s\S]*\r\nEND:VCARD\r\n$/);
      const read = parse(file);
      expect(read).toHaveLength(1);
      const single = (field: string | undefined) => clean(field ?? "", 300).replace(/\s+/g, " ");
      expect(value(read[0], "uid")).toBe(input.uid);
      expect(value(read[0], "fn")).toBe(single(input.name) || "Unnamed");
      expect(value(read[0], "org") ?? "").toBe(single(input.company));
      expect(value(read[0], "title") ?? "").toBe(single(input.headline));
      const lines = (field: string | undefined) => clean(field ?? "", 8000, { multiline: true });
      const note = [single(input.pronouns), lines(input.pitch), lines(input.note)].filter(Boolean).join("\n\n");
      expect(value(read[0], "note") ?? "").toBe(note);
      for (const [name, , , address] of read[0]!.filter((property) => property[0].endsWith("url")))
        expect([name, address]).toEqual([name, expect.stringMatching(/^https?:\/\//)]);
    }),
    { numRuns: 10_000 },
  );
});

test("lines are at most 75 octets, end with CRLF, split no character and hold no control character", () => {
  fc.assert(
    fc.property(card, (input) => {
      const bytes = Buffer.from(vcard(input), "utf8");
      for (const line of splitLines(bytes)) {
        expect(line.length).toBeLessThanOrEqual(75);
        const decoded = new TextDecoder("utf-8", { fatal: true }).decode(line);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: the guarantee is about them
        expect(decoded).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
      }
    }),
    { numRuns: 3000 },
  );
});

function splitLines(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf("\r\n", start);
    lines.push(bytes.subarray(start, end));
    start = end + 2;
  }
  return lines;
}

test("many cards in one file read back in order", () => {
  const names = ["Ada Lovelace", "王小明", "José; Núñez, Jr.", "محمد علي"];
  const read = parse(vcards(names.map((name, i) => ({ ...minimal, uid: `per_${i}`, name }))));
  expect(read.map((properties) => value(properties, "fn"))).toEqual(names);
  expect(vcards([])).toBe("");
});

test.each([
  ["Ada King Lovelace", ["Lovelace", "Ada King"]],
  ["Madonna", ["", "Madonna"]],
  ["王 小明", ["", "王 小明"]],
  ["Łukasz O'Brien-Smith", ["O'Brien-Smith", "Łukasz"]],
])("%s is sorted as %j", (name, parts) => {
  const [card] = parse(vcard({ ...minimal, name }));
  expect((value(card, "n") as string[]).slice(0, 2)).toEqual(parts);
});

test("a full card is written as address books read it", () => {
  expect(
    vcard({
      ...minimal,
      headline: "Programmer; analyst",
      company: "Analytical Engines, Ltd",
      email: "Ada@Example.org",
      phone: "+44 20 7946 0000 ext 5",
      website: "https://example.org/a,b;c",
      links: [
        { kind: "linkedin", url: "https://www.linkedin.com/in/ada" },
        { kind: "other", url: "https://ada.example" },
      ],
      city: "London",
      pronouns: "she/her",
      pitch: "I weave\nalgebra",
      note: "Met at C:\\coffee",
    }).split("\r\n"),
  ).toEqual([
    "BEGIN:VCARD",
    "VERSION:3.0",
    "PRODID:-//Lanyard//Lanyard//EN",
    "UID:per_1",
    "REV:20260304T050607Z",
    "N:Lovelace;Ada;;;",
    "FN:Ada Lovelace",
    "ORG:Analytical Engines\\, Ltd",
    "TITLE:Programmer\\; analyst",
    "EMAIL;TYPE=INTERNET:ada@example.org",
    "TEL;TYPE=VOICE:+44 20 7946 0000 ext 5",
    "ADR;TYPE=WORK:;;;London;;;",
    "URL:https://example.org/a,b;c",
    "item1.URL:https://www.linkedin.com/in/ada",
    "item1.X-ABLabel:LinkedIn",
    "item2.URL:https://ada.example/",
    "item2.X-ABLabel:Link",
    "NOTE:she/her\\n\\nI weave\\nalgebra\\n\\nMet at C:\\\\coffee",
    "END:VCARD",
    "",
  ]);
});

test("no address but http and https is written, and no service code as a number", () => {
  const file = vcard({
    ...minimal,
    website: "javascript:alert(1)",
    links: [{ kind: "x", url: "data:text/html,x" }],
    phone: "**21*+1900555#",
    email: "no address",
  });
  expect(file).not.toMatch(/javascript|data:|[*#]|EMAIL/);
  expect(file).toContain("TEL;TYPE=VOICE:21+1900555");
});
