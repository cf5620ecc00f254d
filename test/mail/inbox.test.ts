import { simpleParser } from "mailparser";
import { describe, expect, test } from "vitest";
import { mail, mailer, ses } from "./support.ts";

const CARDS = "BEGIN:VCARD\r\nFN:José\r\nEND:VCARD\r\n";

describe("the inbox", () => {
  test("tells every mail as JSON, oldest first, with files that come out as they went in", async () => {
    const local = await ses();
    const headers = { "List-Unsubscribe": "<https://lanyard.example/u/x>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };
    const attachments = [{ filename: "people.vcf", contentType: "text/vcard; charset=utf-8", content: CARDS }];
    const first = await mailer(local.url).send(mail({ headers, attachments }));
    const second = await mailer(local.url).send(mail({ subject: "Second" }));

    const answer = await fetch(`${local.url}/_mail.json`);
    expect(answer.headers.get("content-type")).toBe("application/json");
    const mails = (await answer.json()) as Record<string, unknown>[];
    expect(mails.map(({ id }) => id)).toEqual([first.messageId, second.messageId]);
    expect(mails[0]).toEqual({
      ...{ id: first.messageId, to: ["mara@example.org"], from: "events@lanyard.example", subject: "You met 3 people" },
      ...{ text: "Nkechi, José, Fatima\n", html: "<p>Nkechi, José, Fatima</p>\n" },
      headers: expect.objectContaining({
        "list-unsubscribe": "<https://lanyard.example/u/x>",
        "list-unsubscribe-post": "List-Unsubscribe=One-Click",
      }),
      attachments: [{ filename: "people.vcf", contentType: "text/vcard", content: Buffer.from(CARDS).toString("base64") }],
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
  });

  test("is an empty list before the first mail", async () => {
    const local = await ses();
    expect(await (await fetch(`${local.url}/_mail.json`)).json()).toEqual([]);
    expect(await (await fetch(`${local.url}/_mail`)).text()).toContain("Nobody was written to yet");
  });

  test("lists the newest first and finds by address and subject", async () => {
    const local = await ses();
    for (const name of ["anna", "ben"])
      await mailer(local.url).send(mail({ to: { address: `${name}@example.org` }, subject: `For ${name}` }));
    const all = await (await fetch(`${local.url}/_mail`)).text();
    expect(all.indexOf("For ben")).toBeLessThan(all.indexOf("For anna"));
    expect(all).toContain("Nkechi, José, Fatima");
    const found = await (await fetch(`${local.url}/_mail?q=ANNA`)).text();
    expect([found.includes("For anna"), found.includes("For ben")]).toEqual([true, false]);
  });

  test("runs nothing that a mail brings: its markup is text on our pages, its HTML sits in a sandbox without scripts", async () => {
    const local = await ses();
    const attack = `"><script>document.title="PWNED"</script>`;
    const { messageId } = await mailer(local.url).send(
      mail({ subject: attack, html: `<head></head><p>hello</p><script>top.x=1</script>`, text: attack }),
    );
    for (const path of ["/_mail", `/_mail?q=${encodeURIComponent(attack)}`, `/_mail/${messageId}`]) {
      const page = await fetch(local.url + path);
      expect(await page.text()).not.toContain("<script");
      expect(page.headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'/);
    }
    const html = await fetch(`${local.url}/_mail/${messageId}/html`);
    expect(html.headers.get("content-security-policy")).toMatch(
      /^sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';/,
    );
    expect(await html.text()).toContain('<head><base target="_blank"></head><p>hello</p>');
    for (const part of ["raw", "html"]) {
      expect((await fetch(`${local.url}/_mail/${messageId}/${part}`)).headers.get("x-content-type-options")).toBe("nosniff");
    }
  });

  test("gives the bytes as sent, and a file under its name", async () => {
    const local = await ses();
    const attachments = [{ filename: "people you’ve met.vcf", contentType: "text/vcard; charset=utf-8", content: CARDS }];
    const { messageId } = await mailer(local.url).send(mail({ attachments }));
    const raw = await simpleParser(Buffer.from(await (await fetch(`${local.url}/_mail/${messageId}/raw`)).arrayBuffer()));
    expect(raw.subject).toBe("You met 3 people");
    const file = await fetch(`${local.url}/_mail/${messageId}/files/0`);
    expect(await file.text()).toBe(CARDS);
    expect(file.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''people%20you%E2%80%99ve%20met.vcf");
  });

  test.each(["/_mail/nobody", "/_mail/..%2f..%2fetc%2fpasswd", "/_mail/journal.jsonl", "/_mail/x/html", "/", "/other"])(
    "knows nothing at %s",
    async (path) => {
      const local = await ses();
      expect((await fetch(local.url + path)).status).toBe(404);
    },
  );

  test("answers the same where another server mounts it, and only to reading", async () => {
    const local = await ses();
    await mailer(local.url).send(mail());
    const mounted = await local.handle(new Request("http://localhost:3000/_mail.json"));
    expect(await mounted.json()).toEqual(await (await fetch(`${local.url}/_mail.json`)).json());
    expect((await local.handle(new Request("http://localhost:3000/_mail", { method: "POST" }))).status).toBe(405);
  });

  test("listens on this machine only", async () => {
    const local = await ses();
    expect(new URL(local.url).hostname).toBe("127.0.0.1");
  });
});
