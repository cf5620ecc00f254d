/** Me: my card and what I share, who has it, everything about me as a file, and all of it gone. */
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApp, type TestApp } from "../support/app.ts";
import { type Attending, attend, Client, createEvent, importRows, type Json, signIn } from "../support/client.ts";
import { enter, fromNow, guest, later, MINUTE, refused } from "./support.ts";

let app: TestApp;
let owner: Client;
let event: string;
let count = 0;
const address = () => `p${++count}@privacy.example`;
const someone = (policy: "open" | "ask" | "closed" = "open", more: object = {}, at = event) =>
  guest(app, owner, at, { email: address(), ...more }, policy);

beforeAll(async () => {
  app = await startApp({ ticker: false });
  owner = await enter(app, "owner@privacy.example");
  event = await createEvent(owner);
});
afterAll(() => app.close());

const card = (client: Client, body: unknown) => client.patch("/api/me/card", body);

describe("my card", () => {
  test("starts with the sign-in address, and the first sign-in fills what is empty from the import; later imports leave it alone", async () => {
    const email = address();
    await importRows(owner, event, [{ email, name: "Ada", company: "Works", headline: "Head" }]);
    const ada = await signIn(app, email);
    const read = async () => (await ada.get("/api/me")).body;
    expect((await read()).card).toMatchObject({ name: "Ada", company: "Works", headline: "Head", email });
    expect((await read()).person).toMatchObject({ email, name: "Ada" });
    await card(ada, { company: "", headline: "Mine" });
    await importRows(owner, event, [{ email, name: "Other", company: "Again", headline: "Theirs" }]);
    await signIn(app, email, ada);
    await ada.get(`/api/events/${event}/me`);
    expect((await read()).card).toMatchObject({ name: "Ada", headline: "Mine", email });
    expect((await read()).card.company).toBeUndefined();
    const early = await enter(app, address());
    await card(early, { name: "Self made" });
    await importRows(owner, event, [{ email: early.email, name: "Listed", company: "Works" }]);
    await early.get(`/api/events/${event}/me`);
    expect((await early.get("/api/me")).body.card).toMatchObject({ name: "Self made", company: "Works" });
  });
  test("is changed field by field, and cleared by null or nothing", async () => {
    const ada = await enter(app, address());
    const full = {
      ...{
        name: "Ada",
        headline: "H",
        company: "C",
        pitch: "P\nQ",
        email: "other@privacy.example",
        phone: "+1 555",
        website: "https://ada.example/",
      },
      ...{ links: [{ kind: "github", url: "https://github.com/ada" }], city: "Köln", pronouns: "she/her" },
    };
    const answer = await card(ada, full);
    expect([answer.status, answer.body.card]).toMatchObject([200, full]);
    expect((await card(ada, { city: "Bonn" })).body.card).toMatchObject({ ...full, city: "Bonn" });
    for (const field of ["headline", "company", "pitch", "email", "phone", "website", "links", "city", "pronouns"]) {
      expect((await card(ada, { [field]: null })).body.card[field]).toBeUndefined();
    }
    expect((await card(ada, {})).body.card.name).toBe("Ada");
    for (const name of ["", null, " \u200b "]) refused(await card(ada, { name }), 400, "input.invalid", "name");
  });
  test("takes at most 10 links, of the known kinds, by https", async () => {
    const ada = await enter(app, address());
    const kinds = ["linkedin", "x", "instagram", "github", "mastodon", "bluesky", "other"];
    const links = kinds.map((kind) => ({ kind, url: `https://${kind}.example/ada` }));
    expect((await card(ada, { links })).body.card.links).toEqual(links);
    const many = Array.from({ length: 11 }, () => links[0]);
    expect((await card(ada, { links: many.slice(1) })).status).toBe(200);
    refused(await card(ada, { links: many }), 400, "input.invalid", "links");
    for (const url of [
      "http://x.example",
      "javascript:alert(1)",
      "data:text/html,x",
      "https://",
      "",
      "https://u:p@x.example/",
      "//x",
      5,
      null,
    ]) {
      refused(await card(ada, { links: [{ kind: "x", url }] }), 400, "input.invalid", "links.0.url");
    }
    refused(await card(ada, { links: [{ kind: "myspace", url: "https://x.example" }] }), 400, "input.invalid", "links.0.kind");
    refused(await card(ada, { links: { 0: links[0] } }), 400, "input.invalid", "links");
  });
  test("shares by default as PRODUCT has it, and each choice changes alone", async () => {
    const ada = await enter(app, address());
    const both = { people: "scan", exhibitors: "scan" };
    const scan = { people: "scan", exhibitors: "ask" };
    const ask = { people: "ask", exhibitors: "ask" };
    const share = {
      ...{ headline: both, company: both, pitch: scan, links: scan, website: scan, city: scan, pronouns: scan },
      ...{ email: ask, phone: ask },
    };
    expect((await ada.get("/api/me")).body.card.share).toEqual(share);
    const next = await card(ada, { share: { email: { people: "never" }, city: { people: "ask", exhibitors: "never" } } });
    expect(next.body.card.share).toEqual({
      ...share,
      email: { people: "never", exhibitors: "ask" },
      city: { people: "ask", exhibitors: "never" },
    });
    expect((await ada.get("/api/me")).body.card.share).toEqual(next.body.card.share);
    for (const wrong of [
      { email: { people: "maybe" } },
      { name: { people: "never" } },
      { email: "never" },
      { email: null },
      "x",
      [],
      { __proto__: null, toString: { people: "scan" } },
    ]) {
      const before = (await ada.get("/api/me")).body.card.share;
      const answer = await card(ada, { share: wrong });
      if (Array.isArray(wrong)) expect([200, 400]).toContain(answer.status);
      else refused(answer, 400, "input.invalid");
      expect((await ada.get("/api/me")).body.card.share).toEqual(before);
    }
  });
  test("the language is a choice of those there are", async () => {
    const ada = await enter(app, address());
    expect((await ada.patch("/api/me", { language: "ar" })).body.person.language).toBe("ar");
    refused(await ada.patch("/api/me", { language: "xx" }), 400, "input.invalid", "language");
  });
});

describe("who has my card", () => {
  test("is who has at least one field of mine now, across events", async () => {
    const there = await createEvent(owner);
    const email = address();
    const ada = await guest(app, owner, event, { email, company: "Works" }, "open");
    const adaThere = await guest(app, owner, there, { email }, "open");
    const [bo, cy, di, ed] = [await someone(), await someone("ask"), await someone("open", {}, there), await someone()];
    await bo.scan(ada);
    await ada.scan(cy);
    await di.scan(adaThere);
    await ed.scan(ada);
    await ada.act(ed, "withdraw");
    const { body } = await ada.client.get("/api/me/shared");
    expect(body.items.map((one: Json) => [one.attendeeId, one.eventId]).toSorted()).toEqual(
      [
        [bo.id, event],
        [cy.id, event],
        [di.id, there],
      ].toSorted(),
    );
    for (const one of body.items)
      expect(one).toMatchObject({ name: expect.stringMatching(/^p\d/), fields: ["company"], since: expect.stringMatching(/Z$/) });
    await card(ada.client, { share: { company: { people: "never" } } });
    expect((await ada.client.get("/api/me/shared")).body.items).toEqual([]);
  });
});

describe("everything about me", () => {
  test("is one file: card, events, contacts with my notes, who has my card, sessions", async () => {
    const ada = await someone("open", { name: "Ada", company: "Works" });
    const bo = await someone();
    await bo.scan(ada);
    await ada.client.patch(`/api/events/${event}/contacts/${bo.id}`, { note: "My own note", tags: ["t"] });
    await ada.client.patch(`/api/events/${event}/me`, { purpose: { lookingFor: "A pilot" } });
    const answer = await ada.client.get("/api/me/export");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-disposition")).toMatch(/attachment/);
    expect(answer.body).toMatchObject({
      person: { email: ada.client.email },
      card: { name: "Ada", company: "Works" },
      attending: [{ id: ada.id, policy: "open", purpose: { lookingFor: "A pilot" }, badge: ada.badge }],
      contacts: [{ attendeeId: bo.id, note: "My own note", tags: ["t"] }],
      shared: [{ attendeeId: bo.id }],
      sessions: [{ current: true }],
    });
    expect(JSON.stringify(answer.body)).not.toContain(ada.client.cookies.get("__Host-sid")!.split(".")[1]);
  });
});

/** Every item of the table, as the engine keeps it. */
async function wholeTable(): Promise<string[]> {
  const client = new DynamoDBClient({});
  const items: string[] = [];
  let from: Record<string, never> | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName: "lanyard", ExclusiveStartKey: from }));
    items.push(...(page.Items ?? []).map((item) => JSON.stringify(item)));
    from = page.LastEvaluatedKey as typeof from;
  } while (from);
  client.destroy();
  return items;
}

describe("erasing myself", () => {
  const CANARY = "canary7f3a";
  /** Somebody who left traces everywhere a person can leave them. */
  async function canary(): Promise<{ ada: Attending; bo: Attending; cy: Attending; badges: string[]; phone: Client; there: string }> {
    const email = `${CANARY}.mail@privacy.example`;
    const row = { email, name: `${CANARY} Name`, company: `${CANARY} Company`, headline: `${CANARY} Headline`, reference: `${CANARY}-R` };
    await importRows(owner, event, [row]);
    await new Client(app).post("/api/auth/start", { email });
    const ada = await attend(app, event, email, "open");
    const phone = await signIn(app, email);
    await card(ada.client, {
      ...{
        pitch: `${CANARY} pitch`,
        phone: `+1 ${CANARY}`,
        city: `${CANARY} city`,
        pronouns: CANARY,
        website: `https://${CANARY}.example`,
      },
      links: [{ kind: "x", url: `https://x.com/${CANARY}` }],
    });
    await ada.client.patch(`/api/events/${event}/me`, { purpose: { lookingFor: `${CANARY} wish`, offering: [`${CANARY} offer`] } });
    const [bo, cy] = [await someone(), await someone("ask")];
    await ada.scan(bo);
    await ada.act(bo, "accept");
    await cy.scan(ada);
    await bo.client.patch(`/api/events/${event}/contacts/${ada.id}`, { note: `Met ${CANARY}`, tags: [CANARY] });
    await ada.client.patch(`/api/events/${event}/contacts/${bo.id}`, { note: `${CANARY} wrote this` });
    await owner.post(`/api/events/${event}/check-ins`, { badge: ada.badge.url });
    const next = (await owner.post(`/api/events/${event}/attendees/${ada.id}/badge`)).body.badge;
    await owner.post(`/api/events/${event}/members`, { email, role: "staff" });
    const there = await createEvent(ada.client, { name: "An event of theirs" });
    return { ada, bo, cy, badges: [ada.badge.url, next.url, next.code], phone, there };
  }

  test("leaves nothing of them anywhere: not in lists, contacts, files, nor in any item of the table", async () => {
    const { ada, bo, cy, badges, phone } = await canary();
    const before = (await wholeTable()).filter((item) => item.includes(CANARY));
    expect(before.length).toBeGreaterThan(5);
    const cookie = ada.client.cookies.get("__Host-sid")!;
    const answer = await ada.client.delete("/api/me");
    expect([answer.status, answer.body]).toEqual([202, {}]);

    expect((await wholeTable()).filter((item) => item.includes(CANARY))).toEqual([]);
    const people = [bo, cy];
    for (const one of people) {
      expect((await one.client.get(`/api/events/${event}/contacts`)).body.items).toEqual([]);
      expect((await one.client.get("/api/contacts")).body.items).toEqual([]);
      refused(await one.client.get(`/api/events/${event}/contacts/${ada.id}`), 404, "contact.unknown");
      refused(await one.act(ada, "accept"), 404, "contact.unknown");
      refused(await one.client.patch(`/api/events/${event}/contacts/${ada.id}`, { note: "x" }), 404, "contact.unknown");
      for (const path of ["contacts.vcf", "contacts.csv"])
        expect((await one.client.get(`/api/events/${event}/${path}`)).body).not.toContain(CANARY);
      expect((await one.client.get("/api/me/shared")).body.items).toEqual([]);
      expect(JSON.stringify((await one.client.get("/api/me/export")).body)).not.toContain(CANARY);
      for (const badge of badges) refused(await one.scan({ badge: { url: badge } }), 404, "badge.unknown");
    }
    for (const badge of badges) refused(await owner.post(`/api/events/${event}/check-ins`, { badge }), 404, "badge.unknown");
    expect((await owner.get(`/api/events/${event}/attendees?q=${CANARY}`)).body.items).toEqual([]);
    expect(JSON.stringify((await owner.get(`/api/events/${event}/members`)).body)).not.toContain(CANARY);
    expect((await owner.get(`/api/events/${event}/dashboard`)).status).toBe(200);

    for (const client of [ada.client, phone]) {
      client.cookies.set("__Host-sid", client === phone ? phone.cookies.get("__Host-sid")! : cookie);
      refused(await client.get("/api/me"), 401, "session.missing");
    }
  });
  test("signed in again, they are somebody new, and can be added and met anew", async () => {
    const there = await createEvent(owner);
    const ada = await someone("open", { name: "Ada", company: "Works" }, there);
    const bo = await someone("open", {}, there);
    const old = fromNow(-MINUTE);
    await bo.scan(ada, { scannedAt: old });
    await bo.client.patch(`/api/events/${there}/contacts/${ada.id}`, { note: "Old note" });
    await ada.client.delete("/api/me");
    const again = await enter(app, ada.client.email);
    expect((await again.get("/api/me")).body).toMatchObject({ card: { email: ada.client.email }, attending: [], organizing: [] });
    expect((await again.get("/api/me")).body.card.company).toBeUndefined();
    const back = await guest(app, owner, there, { email: ada.client.email, name: "Ada anew" }, "open");
    expect((await bo.client.get(`/api/events/${there}/contacts`)).body.items).toEqual([]);
    refused(await bo.scan(back, { scannedAt: old }), 404, "badge.unknown");
    await later(app, MINUTE, async () => {
      refused(await bo.scan(back, { scannedAt: old }), 404, "badge.unknown");
      const met = await bo.scan(back);
      expect([met.status, met.body.status, met.body.contact.note]).toEqual([201, "connected", undefined]);
      expect(Date.parse(met.body.contact.met.recordedAt)).toBeGreaterThan(Date.now());
      expect((await bo.contact(back)).card.name).toBe("Ada anew");
      expect((await back.contact(bo)).status).toBe("connected");
      expect((await back.scan(bo)).status).toBe(200);
    });
    expect((await owner.get(`/api/events/${there}/dashboard`)).body).toMatchObject({ attendees: 2, connections: 1, unconnected: 0 });
  });
  test("without a body or with one, and a second time it is nobody", async () => {
    const ada = await enter(app, address());
    const cookie = ada.cookies.get("__Host-sid")!;
    expect((await ada.call("DELETE", "/api/me", undefined, { "Content-Type": "application/json" })).status).toBe(202);
    expect(ada.cookies.size).toBe(0);
    ada.cookies.set("__Host-sid", cookie);
    refused(await ada.delete("/api/me"), 401, "session.missing");
  });
});
