import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FollowUpModel, followUpMail } from "../../packages/core/src/mail/follow-up.tsx";
import { clean } from "../../packages/core/src/text.ts";
import { find } from "./found.ts";
import { hostile } from "./hostile.ts";
import { sample } from "./sample.ts";

describe("the mail after the event", () => {
  test.each(["en", "ar"])("has every name and every address of its HTML in its text (%s)", (language) => {
    const model = sample(30, { language });
    const { html, text } = followUpMail(model);
    const { names, hrefs } = find(html);
    expect(names).toHaveLength(25);
    for (const name of [...names, ...model.awaiting.map((one) => one.name), ...model.asked.map((one) => one.name)])
      expect(text).toContain(name);
    for (const href of hrefs) {
      const url = new URL(href);
      if (url.protocol === "https:") expect(text).toContain(href);
      else expect([url.protocol, text.includes(decodeURIComponent(url.pathname))]).toEqual(["mailto:", true]);
    }
    for (const part of [model.url, model.unsubscribeUrl, "+45 20 12 34 56", "Berth slots as open data", "tidewater-2026.vcf"])
      expect(text).toContain(part);
  });

  test("shows at most 25 people and a way to all of them", () => {
    const { html, subject } = followUpMail(sample(63));
    const { names, text, hrefs } = find(html);
    expect([names.length, text.includes("See all 63"), text.includes("And 60 more"), subject]).toEqual([
      ...[25, true, true],
      "You met 63 people at Tidewater 2026",
    ]);
    expect(hrefs).toContain(sample().url);
  });

  test("is never so long that a mail program cuts off the way to unsubscribe", () => {
    const long = sample(25);
    const people = long.people.map((person) => ({
      ...person,
      note: "光の港".repeat(1_000),
      pitch: "海".repeat(1_000),
      email: "misaki@example.org",
    }));
    const { html, text } = followUpMail({ ...long, people });
    expect(Buffer.byteLength(html)).toBeLessThan(102_000);
    expect(find(html).names.length).toBeGreaterThan(10);
    expect([html, text].every((body) => body.includes(long.unsubscribeUrl))).toBe(true);
    expect(Buffer.byteLength(followUpMail(sample(25)).html)).toBeLessThan(80_000);
  });

  test("puts whom I chose to follow up first, then whom I rated, then whom I noted", () => {
    const [first, second, third, fourth] = find(followUpMail(sample()).html).names;
    expect([first, second, third, fourth]).toEqual(["Nkechi Adeyemi", "José Ángel Muñoz", "فاطمة الزهراء بنعلي", "김서연"]);
  });

  test("tells times as the clocks at the event did", () => {
    const zoned = (timeZone: string) => followUpMail(sample(1, { event: { ...sample().event, timeZone } })).text;
    expect(zoned("Europe/Amsterdam")).toContain("Met Thursday 14 May, 14:32");
    expect(zoned("Pacific/Auckland")).toContain("Met Friday 15 May, 00:32");
  });

  test("drafts a mail and a LinkedIn text that thank and mention the note", () => {
    const { html, text } = followUpMail(sample(1));
    const mailto = find(html).hrefs.find((href) => href.startsWith("mailto:nkechi@example.org?"))!;
    expect(new URL(mailto).searchParams.get("body")).toMatch(
      /^Hi Nkechi, thank you for .*“Berth slots as open data\..*I promised: the tide model by Tuesday\./s,
    );
    expect(text).toMatch(/For LinkedIn, 199 characters:\nNkechi, thank you for .*“Berth slots as open data\./);
  });

  test("says what waits when nobody was met", () => {
    const awaiting = followUpMail(sample(0));
    const asked = followUpMail(sample(0, { awaiting: [] }));
    expect([awaiting.subject, asked.subject]).toEqual([
      "2 people from Tidewater 2026 wait for your answer",
      "Your requests at Tidewater 2026",
    ]);
    expect(awaiting.text).not.toContain("attached");
  });

  test("takes the organizer's words as text", () => {
    const { subject, html, text } = followUpMail(
      sample(1, { subject: "Thank you\r\nBcc: x@y.example", intro: "Hello <b>you</b>\n\nsecond" }),
    );
    expect(subject).toBe("Thank you Bcc: x@y.example");
    expect(html).toContain("Hello &lt;b&gt;you&lt;/b&gt;</p>");
    expect(text).toContain("Hello <b>you</b>\n\nsecond");
  });

  test("links to nothing but https that others typed", () => {
    const urls = [
      "javascript:alert(1)",
      "http://plain.example",
      "data:text/html,x",
      "https://user:secret@bank.example",
      "//x.example",
      "https://good.example/a",
    ];
    const people = urls.map((url, index) => ({
      ...sample().people[3]!,
      name: `P${index}`,
      website: url,
      links: [{ kind: "linkedin", url }],
    }));
    const { html, text } = followUpMail(sample(0, { people }));
    const foreign = find(html).hrefs.filter((href) => !href.startsWith("https://lanyard.example/"));
    expect(new Set(foreign)).toEqual(new Set(["https://good.example/a"]));
    expect(text).not.toMatch(/javascript:|plain\.example|bank\.example/);
  });

  test("throws rather than to send people to an address without https", () => {
    expect(() => followUpMail(sample(1, { url: "http://cards.example.org/" }))).toThrow("must be https");
    expect(followUpMail(sample(1, { url: "http://localhost:3000/contacts" })).html).toContain('href="http://localhost:3000/contacts"');
  });

  test("reads from right to left in Arabic", () => {
    const { html } = followUpMail(sample(3, { language: "ar-EG" }));
    expect(html).toMatch(/^<!doctype html><html lang="ar" dir="rtl">/);
    expect(html).toContain("border-right:4px");
  });

  test("is the same mail, with the same elements, whatever people call themselves and write", () => {
    const harmless = find(followUpMail(sample(8)).html);
    const fields = fc.record({ name: hostile, other: hostile, note: hostile, email: hostile });
    fc.assert(
      fc.property(fields, ({ name, other, note, email }) => {
        const plain = sample(8);
        const people = plain.people.map((person) => ({
          ...{ ...person, name: `N${name}`, headline: other, company: other, city: other, pronouns: other, pitch: other, phone: other },
          ...{ note, email, website: other, tags: [other], links: [{ kind: "linkedin", url: other }, ...(person.links ?? [])] },
        }));
        const event = { ...plain.event, name: `E${other}`, venue: other };
        const model: FollowUpModel = { ...plain, people, event, attendee: { name: `A${name}` }, intro: other, subject: other };
        const { html, text } = followUpMail({ ...model, awaiting: [{ ...plain.awaiting[0]!, name: `W${other}` }] });
        const found = find(html);
        for (const tag of found.tags) expect(harmless.tags).toContain(tag);
        for (const attribute of found.attributes) expect(harmless.attributes).toContain(attribute);
        for (const href of found.hrefs) expect(href).toMatch(/^(https:\/\/|mailto:)[^\s"<>]+$/);
        for (const shown of found.names) expect(shown).toBe(clean(`N${name}`, 100));
        expect(text).toContain(clean(`N${name}`, 100));
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});
