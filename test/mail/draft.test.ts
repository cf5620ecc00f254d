import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clip, codePoints, type DraftModel, greetingName, linkedInDraft, mailDraft } from "../../packages/core/src/mail/draft.ts";
import { hostile } from "./hostile.ts";

const model = (changes: Partial<DraftModel> = {}): DraftModel => ({
  ...{ language: "en", event: "Tidewater 2026", from: "Mara Lindqvist", to: "Nkechi Adeyemi", note: "Berth slots as open data" },
  ...changes,
});

describe("a draft", () => {
  test("thanks, says where, mentions the note and is signed", () => {
    expect(linkedInDraft(model())).toBe(
      "Nkechi, thank you for the conversation at Tidewater 2026. What stayed with me: “Berth slots as open data.” Let us stay in touch. Mara",
    );
    expect(mailDraft(model()).body).toContain(
      "thank you for the conversation at Tidewater 2026. What stayed with me: “Berth slots as open data.”",
    );
  });

  test("tells a promise in the note as a promise", () => {
    const note = "Berth slots as open data.\nPromised: the tide model by Tuesday";
    expect(linkedInDraft(model({ note }))).toContain("“Berth slots as open data.” I promised: the tide model by Tuesday. Let us");
    expect(mailDraft(model({ note: "I promised to send the slides" })).body).toContain("I promised: to send the slides.");
  });

  test("asks about their work where there is no note", () => {
    expect(linkedInDraft(model({ note: undefined, company: "Maersk Growth" }))).toContain("hear more about your work at Maersk Growth.");
  });

  test("for LinkedIn never has more than 300 code points, and is never empty", () => {
    const input = fc.record({
      language: fc.constantFrom("en", "ar", "xx"),
      event: hostile,
      from: hostile,
      to: hostile,
      company: fc.option(hostile, { nil: undefined }),
      note: fc.option(hostile, { nil: undefined }),
    });
    fc.assert(
      fc.property(input, (one) => {
        const text = linkedInDraft(one);
        expect(codePoints(text)).toBeLessThanOrEqual(300);
        expect(text.length).toBeGreaterThan(40);
        expect(text).not.toMatch(/\p{Surrogate}/u);
      }),
      { numRuns: 500 },
    );
  });

  test("of a long note keeps as much as LinkedIn has room for", () => {
    const text = linkedInDraft(model({ note: "word ".repeat(200) }));
    expect(codePoints(text)).toBeGreaterThan(250);
    expect(text).toContain("word…”");
  });

  test("opens as a mail whose address, subject and body come out as they went in", () => {
    const { href, subject, body } = mailDraft(model({ note: "Fish & chips? 100% + #1\nsecond line" }), "o'neil+x@example.org");
    const url = new URL(href!);
    expect(decodeURIComponent(url.pathname)).toBe("o'neil+x@example.org");
    expect(url.searchParams.get("subject")).toBe(subject);
    expect(url.searchParams.get("body")).toBe(body.replace(/\n/g, "\r\n"));
  });

  test("opens as a mail at most 1,900 characters long in any script, and what it opens is what is shown", () => {
    const draft = mailDraft(
      model({ note: "光".repeat(2_000), event: "海".repeat(150), to: "田".repeat(100), from: "中".repeat(100) }),
      "misaki@example.org",
    );
    expect(draft.href!.length).toBeLessThanOrEqual(1_900);
    expect(new URL(draft.href!).searchParams.get("body")).toBe(draft.body.replace(/\n/g, "\r\n"));
  });
});

test.each([
  ["Nkechi Adeyemi", "Nkechi"],
  ["Jean-Luc O'Brien", "Jean-Luc"],
  ["فاطمة الزهراء بنعلي", "فاطمة"],
  ["عبد الله المنصور", "عبد الله المنصور"],
  ["Аркадий Соколов", "Аркадий"],
  ["田中 美咲", "田中 美咲"],
  ["김서연", "김서연"],
  ["Dr. Ada Lovelace", "Dr. Ada Lovelace"],
  ["Prof Ada Lovelace", "Prof Ada Lovelace"],
  ["J. Smith", "J. Smith"],
  ["Lovelace, Ada", "Lovelace, Ada"],
  ["Madonna", "Madonna"],
])("%s is addressed as %s", (name, greeting) => {
  expect(greetingName(name)).toBe(greeting);
});

test("a cut never splits what is seen as one character", () => {
  expect(clip(`aaaa${"👩‍👩‍👧".repeat(3)}`, 12)).toBe("aaaa👩‍👩‍👧…");
});
