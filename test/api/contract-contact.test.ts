/** Contacts: the lists, what only I keep, the acts, and the files, read by parsers that are not ours. */
import ICAL from "ical.js";
import Papa from "papaparse";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApp, type TestApp } from "../support/app.ts";
import { type Attending, type Client, createEvent, type Json } from "../support/client.ts";
import { enter, fromNow, guest, HOUR, MINUTE, refused } from "./support.ts";

let app: TestApp;
let owner: Client;
let event: string;
let count = 0;
const address = () => `p${++count}@contact.example`;
const someone = (policy: "open" | "ask" | "closed" = "open", more: object = {}, at = event) =>
  guest(app, owner, at, { email: address(), ...more }, policy);

beforeAll(async () => {
  app = await startApp({ ticker: false });
  owner = await enter(app, "owner@contact.example");
  event = await createEvent(owner);
});
afterAll(() => app.close());

const contacts = async (one: Attending, query = "", path = `/api/events/${one.event}/contacts`): Promise<Json> =>
  (await one.client.get(`${path}${query}`)).body;
const names = (body: Json) => body.items.map((one: Json) => one.card.name);

async function paged(one: Attending, path: string, limit: number): Promise<Json[]> {
  const items: Json[] = [];
  let cursor = "";
  do {
    const { body } = await one.client.get(`${path}?limit=${limit}${cursor}`);
    expect(body.items.length).toBeLessThanOrEqual(limit);
    items.push(...body.items);
    cursor = body.cursor ? `&cursor=${encodeURIComponent(body.cursor)}` : "";
  } while (cursor);
  return items;
}

describe("my contacts", () => {
  test("come newest first, whole, and in pages without a gap or a double, here and across events", async () => {
    const [one, two] = [event, await createEvent(owner)];
    const email = address();
    const ada = await guest(app, owner, one, { email });
    const adaThere = await guest(app, owner, two, { email });
    for (let i = 0; i < 12; i++) {
      const [me, at] = i % 3 ? [ada, one] : [adaThere, two];
      const other = await someone(i % 2 ? "open" : "ask", { name: `N${i}` }, at);
      const scannedAt = fromNow(-(((i * 7) % 12) + 1) * 3 * MINUTE);
      if (i % 4 === 3) await other.scan(me, { scannedAt });
      else await me.scan(other, { scannedAt });
    }
    for (const path of [`/api/events/${one}/contacts`, `/api/events/${two}/contacts`, "/api/contacts"]) {
      const all = (await ada.client.get(`${path}?limit=100`)).body;
      expect(all.cursor).toBeUndefined();
      expect(all.items).toHaveLength(path === "/api/contacts" ? 12 : path.includes(one) ? 8 : 4);
      const times = all.items.map((item: Json) => item.met.at);
      expect(times).toEqual(times.toSorted().reverse());
      for (const limit of [1, 3, 5]) expect(await paged(ada, path, limit)).toEqual(all.items);
    }
    const everywhere = await contacts(ada, "?limit=100", "/api/contacts");
    for (const item of everywhere.items) {
      expect(item).toMatchObject({
        attendeeId: expect.any(String),
        eventId: expect.any(String),
        met: { at: expect.any(String), recordedAt: expect.any(String) },
      });
      expect(item.card.name).toMatch(/^N\d/);
    }
    expect(new Set(everywhere.items.map((item: Json) => item.eventId))).toEqual(new Set([one, two]));
  });
  test("keep their pages when somebody new comes between two of them", async () => {
    const ada = await someone();
    for (let i = 0; i < 4; i++) await ada.scan(await someone("open", { name: `P${i}` }), { scannedAt: fromNow(-(10 - i) * MINUTE) });
    const first = await contacts(ada, "?limit=2");
    expect(names(first)).toEqual(["P3", "P2"]);
    await ada.scan(await someone("open", { name: "New" }));
    const second = await contacts(ada, `?limit=2&cursor=${encodeURIComponent(first.cursor)}`);
    expect(names(second)).toEqual(["P1", "P0"]);
  });
  test("hold every status but declined", async () => {
    const ada = await someone("ask");
    const make = async (name: string, policy: "open" | "ask", step: (other: Attending) => Promise<unknown>) => {
      const other = await someone(policy, { name });
      await step(other);
    };
    await make("connected", "open", (other) => ada.scan(other));
    await make("requested", "ask", (other) => ada.scan(other));
    await make("awaiting_me", "ask", (other) => other.scan(ada));
    await make("withdrawn", "open", (other) => ada.scan(other).then(() => ada.act(other, "withdraw")));
    await make("blocked", "open", (other) => ada.scan(other).then(() => ada.act(other, "block")));
    await make("declined", "ask", (other) => other.scan(ada).then(() => ada.act(other, "decline")));
    const { items } = await contacts(ada);
    for (const item of items) expect(item.card.name).toBe(item.status);
    expect(items.map((item: Json) => item.status).toSorted()).toEqual(["awaiting_me", "blocked", "connected", "requested", "withdrawn"]);
    expect((await contacts(ada, "", "/api/contacts")).items).toHaveLength(5);
  });
  test("show the live card, cut to what is given", async () => {
    const [ada, bo] = [await someone(), await someone("open", { name: "Bo", company: "Old" })];
    await bo.client.patch("/api/me/card", {
      name: "Bo B",
      company: "New",
      phone: "+1 555",
      pitch: "Line 1\nLine 2",
      links: [{ kind: "x", url: "https://x.com/bo" }],
    });
    await ada.scan(bo);
    const contact = await ada.contact(bo);
    expect(contact.card).toEqual({
      name: "Bo B",
      company: "New",
      pitch: "Line 1\nLine 2",
      links: [{ kind: "x", url: "https://x.com/bo" }],
    });
    expect((await contacts(ada)).items[0]).toEqual(contact);
  });
});

describe("what only I keep about a contact", () => {
  const patch = (me: Attending, other: Attending, body: unknown) => me.client.patch(`/api/events/${event}/contacts/${other.id}`, body);
  test("is set and changed field by field, cleared by null or nothing, and seen by me alone", async () => {
    const [ada, bo] = [await someone(), await someone()];
    await ada.scan(bo);
    const full = { note: "Talked about tides.\nSend the map", tags: ["sea", "maps"], rating: 4, followUpOn: "2030-02-28" };
    expect((await patch(ada, bo, full)).body.contact).toMatchObject({ attendeeId: bo.id, status: "connected", ...full });
    expect((await patch(ada, bo, { rating: 5 })).body.contact).toMatchObject({ ...full, rating: 5 });
    expect(await ada.contact(bo)).toMatchObject({ ...full, rating: 5 });
    const seen = JSON.stringify([
      await bo.contact(ada),
      await contacts(bo),
      (await owner.get(`/api/events/${event}/attendees?limit=100`)).body,
    ]);
    expect(seen).not.toMatch(/tides|maps|2030-02-28/);
    for (const [field, empty] of [
      ["note", null],
      ["tags", null],
      ["rating", null],
      ["followUpOn", null],
    ] as const) {
      expect((await patch(ada, bo, { [field]: empty })).body.contact[field]).toBeUndefined();
      await patch(ada, bo, full);
    }
    for (const [field, empty] of [
      ["note", ""],
      ["tags", []],
      ["followUpOn", ""],
    ] as const) {
      expect((await patch(ada, bo, { [field]: empty })).body.contact[field]).toBeUndefined();
    }
    const bare = await ada.contact(bo);
    expect(bare).toMatchObject({ rating: 4 });
    expect(Object.keys(bare)).not.toContain("note");
  });
  test("refuses bad values by name and keeps what was", async () => {
    const [ada, bo] = [await someone(), await someone()];
    await ada.scan(bo);
    await patch(ada, bo, { note: "Kept", rating: 3 });
    const bad: [string, unknown][] = [
      ...[0, 6, 2.5, -1, "5", Number.MAX_VALUE, true, []].map((value): [string, unknown] => ["rating", value]),
      ...["2030-02-30", "tomorrow", "2030-2-3", "20300228", "2030-02-28T00:00:00Z", 5, {}, "0000-01-01"].map((value): [string, unknown] => [
        "followUpOn",
        value,
      ]),
      ...["sea", { 0: "sea" }, 5].map((value): [string, unknown] => ["tags", value]),
      ["tags.0", [5]],
      ["tags.0", ["x".repeat(51)]],
      ["tags", Array.from({ length: 51 }, (_, i) => `${i}`)],
      ["note", 5],
      ["note", ["x"]],
      ["note", "x".repeat(5001)],
    ];
    for (const [field, value] of bad) {
      const name = field.split(".")[0]!;
      refused(await patch(ada, bo, { [name]: value }), 400, "input.invalid", field);
    }
    expect(await ada.contact(bo)).toMatchObject({ note: "Kept", rating: 3 });
  });
  test("keeps any script, markup and emoji, without control characters", async () => {
    const [ada, bo] = [await someone(), await someone()];
    await ada.scan(bo);
    const note = "<script>alert(1)</script> =1+1 مرحبا 你好 👩‍👩‍👧‍👦";
    expect((await patch(ada, bo, { note: `${note}\u0000\u001b[31m\ud800` })).body.contact.note).toBe(`${note}[31m`);
    expect((await patch(ada, bo, { note: "😀".repeat(5000) })).status).toBe(200);
  });
  test("about nobody I met is not found", async () => {
    const [ada, bo] = [await someone(), await someone()];
    for (const id of [bo.id, ada.id, "att_0000000000000000", "x", "%00", "x".repeat(3000)]) {
      refused(await ada.client.patch(`/api/events/${event}/contacts/${id}`, { note: "x" }), 404, "contact.unknown");
      refused(await ada.client.get(`/api/events/${event}/contacts/${id}`), 404, "contact.unknown");
      refused(await ada.client.get(`/api/events/${event}/contacts/${id}/vcard`), 404, "contact.unknown");
      for (const act of ["accept", "decline", "withdraw", "block", "unblock"]) {
        refused(await ada.client.post(`/api/events/${event}/contacts/${id}/${act}`, {}), 404, "contact.unknown");
      }
    }
  });
});

describe("an act on a contact", () => {
  test("needs no body, takes a time, and refuses what is none", async () => {
    const [ada, bo] = [await someone("ask"), await someone()];
    await bo.scan(ada);
    const path = `/api/events/${event}/contacts/${bo.id}`;
    expect((await ada.client.post(`${path}/accept`)).body.contact.status).toBe("connected");
    expect((await ada.client.post(`${path}/withdraw`, { at: fromNow(0), sentAt: fromNow(0) })).body.contact.status).toBe("withdrawn");
    for (const body of [{ at: "x" }, { at: 5 }, { sentAt: "x" }])
      refused(await ada.client.post(`${path}/accept`, body), 400, "input.invalid");
    refused(await ada.client.post(`${path}/marry`, {}), 404, "route.unknown");
  });
  test("made before my last closing act is a replay: 200, nothing changes, whatever the phone's clock says", async () => {
    const [ada, bo] = [await someone("ask"), await someone()];
    await bo.scan(ada);
    const early = fromNow(-MINUTE);
    await ada.act(bo, "accept", { at: early });
    expect((await ada.contact(bo)).status).toBe("connected");
    await ada.act(bo, "withdraw");
    for (const body of [{ at: early }, { at: fromNow(HOUR - MINUTE), sentAt: fromNow(HOUR) }]) {
      const again = await ada.act(bo, "accept", body);
      expect([again.status, again.body.contact.status]).toEqual([200, "withdrawn"]);
    }
    expect((await ada.act(bo, "accept")).body.contact.status).toBe("connected");
  });
  test("repeated changes nothing", async () => {
    for (const act of ["accept", "decline", "withdraw", "block"]) {
      const [ada, bo] = [await someone("ask"), await someone()];
      await bo.scan(ada);
      const first = await ada.act(bo, act);
      const second = await ada.act(bo, act);
      expect(second.body).toEqual(first.body);
      expect([first.status, second.status]).toEqual([200, 200]);
    }
  });
  test("unblocking somebody who is not blocked changes nothing", async () => {
    const [ada, bo] = [await someone(), await someone()];
    await ada.scan(bo);
    expect((await ada.act(bo, "unblock")).body.contact.status).toBe("connected");
  });
});

describe("the files", () => {
  const NASTY = 'Zoë "Z", Łuk; <b>&\\ 王小明';
  async function hall() {
    const id = await createEvent(owner);
    const ada = await someone("ask", {}, id);
    const bo = await someone("open", { name: NASTY, company: "Müller, Söhne & Co; KG", headline: "=cmd|' /C calc'!A0" }, id);
    await bo.client.patch("/api/me/card", {
      pitch: `First line\nSecond; line, ${"long ".repeat(40)}`,
      phone: "+49 30 1234",
      city: "Köln, Rhein",
      website: "https://example.org/a?b=c,d;e",
      links: [{ kind: "linkedin", url: "https://linkedin.com/in/zoë" }],
    });
    await ada.scan(bo, { scannedAt: fromNow(-MINUTE) });
    await bo.act(ada, "accept");
    await ada.client.patch(`/api/events/${id}/contacts/${bo.id}`, {
      note: 'Said "hi",\nthen left; really',
      tags: ["a", "b"],
      rating: 5,
      followUpOn: "2030-01-02",
    });
    const asked = await someone("ask", { name: "Asked" }, id);
    await ada.scan(asked);
    const waiting = await someone("ask", { name: "Waiting" }, id);
    await waiting.scan(ada);
    const gone = await someone("open", { name: "Gone" }, id);
    await ada.scan(gone);
    await gone.act(ada, "withdraw");
    const declined = await someone("ask", { name: "Declined" }, id);
    await declined.scan(ada);
    await ada.act(declined, "decline");
    return { id, ada, bo, asked, gone, declined };
  }
  // ical.js leaves "\\;" as it is written in a 3.0 text, other readers and RFC 2426 section 4 take it for ";".
  const plain = (text: unknown) => String(text).replaceAll("\\;", ";");
  const file = (one: Attending, path: string) => one.client.call("GET", path);

  test("a vCard of one: 3.0 with CRLF, folded, and everything given in it; nobody else has one", async () => {
    const { id, ada, bo, asked, gone, declined } = await hall();
    const answer = await file(ada, `/api/events/${id}/contacts/${bo.id}/vcard`);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/vcard; charset=utf-8"]);
    expect(answer.headers.get("content-disposition")).toMatch(/attachment; filename="[\w.-]+\.vcf"/);
    expect(answer.body).not.toMatch(/[^\r]\n|\r[^\n]/);
    for (const line of answer.body.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    const card = new ICAL.Component(ICAL.parse(answer.body) as never);
    const value = (name: string) => card.getFirstPropertyValue(name) as unknown;
    expect(value("version")).toBe("3.0");
    expect(plain(value("fn"))).toBe(NASTY);
    expect(plain(value("org"))).toBe("Müller, Söhne & Co; KG");
    expect(value("email")).toBe(bo.client.email);
    expect(String(value("tel"))).toContain("+49 30 1234");
    expect(value("url")).toBe("https://example.org/a?b=c,d;e");
    expect(plain(value("note"))).toContain('Said "hi",\nthen left; really');
    expect(plain(value("note"))).toContain("First line\nSecond; line,");
    expect(JSON.stringify(value("adr"))).toContain("Köln, Rhein");
    for (const other of [asked, gone, declined])
      refused(await file(ada, `/api/events/${id}/contacts/${other.id}/vcard`), 404, "contact.unknown");
  });
  test("contacts.vcf holds connected people only, here and everywhere", async () => {
    const { id, ada } = await hall();
    for (const path of [`/api/events/${id}/contacts.vcf`, "/api/contacts.vcf"]) {
      const answer = await file(ada, path);
      expect(answer.headers.get("content-type")).toBe("text/vcard; charset=utf-8");
      const cards = [ICAL.parse(answer.body) as unknown[]].flatMap((parsed) => (Array.isArray(parsed[0]) ? parsed : [parsed]));
      expect(cards).toHaveLength(1);
      expect(plain(new ICAL.Component(cards[0] as never).getFirstPropertyValue("fn"))).toBe(NASTY);
    }
    const nobody = await someone("open", {}, id);
    expect((await file(nobody, `/api/events/${id}/contacts.vcf`)).body).toBe("");
  });
  test("contacts.csv holds all but declined with their status, and no cell is a formula", async () => {
    const { id, ada, bo } = await hall();
    for (const path of [`/api/events/${id}/contacts.csv`, "/api/contacts.csv"]) {
      const answer = await file(ada, path);
      expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/csv; charset=utf-8"]);
      expect(answer.headers.get("content-disposition")).toMatch(/attachment; filename="[\w.-]+\.csv"/);
      const { data, errors } = Papa.parse<Record<string, string>>(answer.body.replace(/^\ufeff/, ""), {
        header: true,
        skipEmptyLines: true,
      });
      expect(errors).toEqual([]);
      expect(data.map((row) => [row.name, row.status]).toSorted()).toEqual([
        ["Asked", "requested"],
        ["Gone", "withdrawn"],
        ["Waiting", "awaiting_me"],
        [NASTY, "connected"],
      ]);
      const row = data.find((one) => one.name === NASTY)!;
      expect(row).toMatchObject({
        email: bo.client.email,
        note: 'Said "hi",\nthen left; really',
        rating: "5",
        followUpOn: "2030-01-02",
        tags: "a, b",
        eventId: id,
      });
      expect(row.headline).toBe("'=cmd|' /C calc'!A0");
      expect(row.company).toBe("Müller, Söhne & Co; KG");
      expect(data.find((one) => one.name === "Asked")!.email).toBe("");
      for (const cell of data.flatMap((one) => Object.values(one))) expect(cell).not.toMatch(/^[=@\t\r]/);
    }
  });
});
