import * as fc from "fast-check";
import { simpleParser } from "mailparser";
import PostalMime from "postal-mime";
import { describe, expect, test } from "vitest";
import { compose } from "../../packages/core/src/mail/mime.ts";
import { clean } from "../../packages/core/src/text.ts";
import { hostile } from "./hostile.ts";
import { mail } from "./support.ts";

const UNSUBSCRIBE = `<https://lanyard.example/u/${"x".repeat(300)}>`;
const HEADERS = {
  "List-Unsubscribe": UNSUBSCRIBE,
  "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  "Auto-Submitted": "auto-generated",
};
const CARDS = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:José\r\nN:;José;;;\r\nEND:VCARD\r\n";
const attachments = [{ filename: "people.vcf", contentType: "text/vcard; charset=utf-8", content: CARDS }];

const rawOf = async (changes: Parameters<typeof mail>[0]) => Buffer.from((await compose(mail(changes))).raw);

function headerNames(raw: Buffer): string[] {
  const text = raw.toString("latin1");
  return text
    .slice(0, text.indexOf("\r\n\r\n"))
    .split(/\r\n(?![ \t])/)
    .map((line) => line.slice(0, line.indexOf(":")).toLowerCase())
    .sort();
}

const oneSpaced = (text: string) => text.replace(/\s+/g, " ").trim();

describe("the bytes that SES is given", () => {
  test("two parsers that share no code read the same mail from them", async () => {
    const raw = await rawOf({ headers: HEADERS, attachments, replyTo: { name: "Tidewater team", address: "team@tidewater.example" } });
    const [postal, parser] = [await PostalMime.parse(raw), await simpleParser(raw)];

    expect(postal.from).toEqual({ name: "Tidewater via Lanyard", address: "events@lanyard.example" });
    expect(parser.from?.value).toEqual([postal.from]);
    expect(postal.to).toEqual([{ name: "Mara Lindqvist", address: "mara@example.org" }]);
    expect(Array.isArray(parser.to) ? parser.to : parser.to?.value).toEqual(postal.to);
    expect([postal.replyTo, parser.replyTo?.value]).toEqual(Array(2).fill([{ name: "Tidewater team", address: "team@tidewater.example" }]));
    expect([postal.subject, parser.subject]).toEqual(Array(2).fill("You met 3 people"));
    expect([postal.text?.trim(), parser.text?.trim()]).toEqual(Array(2).fill("Nkechi, José, Fatima"));
    expect([postal.html, parser.html || undefined].map((html) => html?.trim())).toEqual(Array(2).fill("<p>Nkechi, José, Fatima</p>"));
    expect(Buffer.from(postal.attachments[0]!.content as ArrayBuffer).toString()).toBe(CARDS);
    expect(parser.attachments.map((file) => [file.filename, file.contentType, file.content.toString()])).toEqual([
      ["people.vcf", "text/vcard", CARDS],
    ]);
  });

  test("a header that mail programs act on stands on one line, however long", async () => {
    const raw = (await rawOf({ headers: HEADERS })).toString("latin1");
    expect(raw).toContain(`List-Unsubscribe: ${UNSUBSCRIBE}\r\n`);
    expect(raw).toContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
  });

  test("nothing that people type adds a header, a recipient, a part, a bare line break, an eighth bit or an endless line", async () => {
    const input = fc.record({ name: hostile, from: hostile, subject: hostile, text: hostile, filename: hostile });
    const plain = headerNames(await rawOf({ headers: HEADERS, attachments, replyTo: { address: "team@tidewater.example" } }));
    await fc.assert(
      fc.asyncProperty(input, async ({ name, from, text, filename, ...input }) => {
        const subject = `A${input.subject}`;
        const composed = await compose(
          mail({
            from: { name: from, address: "events@lanyard.example" },
            to: { name, address: "mara@example.org" },
            replyTo: { name: from, address: "team@tidewater.example" },
            ...{ subject, text: `${text}.`, html: `<p>${text.replace(/[&<]/g, "")}</p>`, headers: HEADERS },
            attachments: [{ ...attachments[0]!, filename }],
          }),
        );
        const raw = Buffer.from(composed.raw);
        const latin = raw.toString("latin1");
        expect(composed.destination).toBe("mara@example.org");
        expect(headerNames(raw)).toEqual(plain);
        expect(latin).not.toMatch(/(?<!\r)\n|\r(?!\n)|[^\p{ASCII}]/u);
        expect(Math.max(...latin.split("\r\n").map((line) => line.length))).toBeLessThanOrEqual(998);
        expect(latin.match(/^Content-Type: /gm)).toHaveLength(5);

        const [postal, parser] = [await PostalMime.parse(raw), await simpleParser(raw)];
        expect(postal.to?.map((mailbox) => mailbox.address)).toEqual(["mara@example.org"]);
        expect([parser.to].flat().flatMap((header) => header?.value.map((mailbox) => mailbox.address))).toEqual(["mara@example.org"]);
        expect([postal.cc, postal.bcc, parser.cc, parser.bcc]).toEqual(Array(4).fill(undefined));
        expect(oneSpaced(postal.subject ?? "")).toBe(oneSpaced(clean(subject.replaceAll("=?", "= ?"), 150)));
        expect(oneSpaced(parser.text ?? "")).toBe(
          oneSpaced(`${text.replace(/(?![\t\r\n\u0080-\u009f])\p{Cc}/gu, "").replace(/\p{Surrogate}/gu, "\ufffd")}.`),
        );
        expect(postal.attachments).toHaveLength(1);
        expect(parser.attachments).toHaveLength(1);
        expect(parser.attachments[0]!.content.toString()).toBe(CARDS);
      }),
      { numRuns: 250 },
    );
  }, 60_000);

  test.each([
    ["a second recipient in the address", { to: { address: "mara@example.org, evil@attack.example" } }],
    ["a line break in the address", { to: { address: "mara@example.org\r\nBcc: evil@attack.example" } }],
    ["a line break in a header", { headers: { "List-Id": "x\r\nBcc: evil@attack.example" } }],
    ["a header that names recipients", { headers: { Bcc: "evil@attack.example" } }],
    ["a header that steers SES", { headers: { "X-SES-CONFIGURATION-SET": "other" } }],
    ["a header name with a colon", { headers: { "X: y\r\nBcc": "evil@attack.example" } }],
    ["a header longer than a line may be", { headers: { "List-Unsubscribe": "x".repeat(1_000) } }],
    ["an address in a tag", { tags: { mid: "mara@example.org" } }],
    ["a content type with a line break", { attachments: [{ filename: "a", contentType: "text/vcard\r\nX: y", content: "" }] }],
    ["more than a megabyte", { attachments: [{ filename: "a", contentType: "text/plain", content: "x".repeat(1024 * 1024) }] }],
  ])("%s is refused before anything is sent", async (_what, changes) => {
    await expect(compose(mail(changes))).rejects.toMatchObject({ name: "MailError", kind: "refused" });
  });

  test("a sender without a usable address stops the run: no other mail would go either", async () => {
    await expect(compose(mail({ from: { address: "nobody" } }))).rejects.toMatchObject({ kind: "stopped" });
  });

  test("a file on this machine cannot be attached by naming it", async () => {
    const raw = await rawOf({ text: { path: "/etc/hostname" } as unknown as string }).catch((error: Error) => error);
    expect(raw).toBeInstanceOf(Error);
  });
});
