/** Many at once: one winner, nothing twice, nothing lost. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApp, type TestApp } from "../support/app.ts";
import { type Attending, Client, createEvent, importRows, type Json } from "../support/client.ts";
import { rng } from "../support/rng.ts";
import { enter, fromNow, guest, MINUTE, refused } from "./support.ts";

let app: TestApp;
let owner: Client;
let count = 0;
const address = () => `p${++count}@race.example`;
const someone = (event: string, policy: "open" | "ask" = "open") => guest(app, owner, event, { email: address() }, policy);
const times = <T>(n: number, step: (i: number) => Promise<T>) => Promise.all(Array.from({ length: n }, (_, i) => step(i)));
const tally = (list: (string | number)[]) =>
  Object.fromEntries([...new Set(list)].sort().map((one) => [one, list.filter((other) => other === one).length]));

beforeAll(async () => {
  app = await startApp({ ticker: false });
  owner = await enter(app, "owner@race.example");
});
afterAll(() => app.close());

describe("signing in", () => {
  async function ask() {
    const client = new Client(app);
    const email = address();
    const before = app.ses.summaries().length;
    await client.post("/api/auth/start", { email });
    const id = app.ses.summaries()[before]!.id;
    const { text } = await app.ses.waitFor((mail) => mail.id === id);
    const code = /\b(\d{3}) ?(\d{3})\b/.exec(text)!.slice(1).join("");
    const parameters = new URLSearchParams(/#(\S+)/.exec(text)![1]);
    const cookie = `__Host-lc=${client.cookies.get("__Host-lc")}`;
    const link = { challenge: parameters.get("c"), token: parameters.get("t") };
    const verify = (body: object) => new Client(app).call("POST", "/api/auth/verify", body, { Cookie: cookie });
    const wrong = (i: number) => String((Number(code) + 1 + i) % 1_000_000).padStart(6, "0");
    return { code, link, verify, wrong, email };
  }
  const outcome = (answers: { status: number; body: Json }[]) => tally(answers.map(({ status, body }) => body.error?.code ?? status));

  test("the right code 20 times at once lets one in", async () => {
    for (let round = 0; round < 5; round++) {
      const { code, verify } = await ask();
      const answers = await times(20, () => verify({ code }));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(answers.flatMap(({ headers }) => headers.getSetCookie().filter((line) => line.startsWith("__Host-sid=")))).toHaveLength(1);
      for (const { status, body } of answers) if (status !== 200) expect(body.error.code).toBe("sign_in.expired");
    }
  });
  test("code and link at once, 20 times, let one in", async () => {
    const { code, link, verify } = await ask();
    const answers = await times(20, (i) => verify(i % 2 ? { code } : link));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });
  test("of 100 wrong codes at once exactly five are looked at, and then the right one is too late", async () => {
    for (let round = 0; round < 3; round++) {
      const { code, verify, wrong } = await ask();
      expect(outcome(await times(100, (i) => verify({ code: wrong(i) })))).toEqual({ "sign_in.wrong_code": 5, "sign_in.expired": 95 });
      expect(outcome([await verify({ code })])).toEqual({ "sign_in.expired": 1 });
    }
  });
  test("the right code among 40 wrong ones lets at most one in, and no more than five are looked at", async () => {
    for (let round = 0; round < 5; round++) {
      const { code, verify, wrong } = await ask();
      const place = rng(round + 1).int(0, 40);
      const seen = outcome(await times(41, (i) => verify({ code: i === place ? code : wrong(i) })));
      expect((seen["200"] ?? 0) + (seen["sign_in.wrong_code"] ?? 0)).toBeLessThanOrEqual(5);
      expect(seen["200"] ?? 0).toBeLessThanOrEqual(1);
    }
  });
  test("the first sign-in of one person from many browsers makes one person and claims each event once", async () => {
    const email = address();
    const event = await createEvent(owner);
    await importRows(owner, event, [{ email, name: "Ada", company: "Works" }]);
    const clients = await times(10, () => enter(app, email));
    const ids = await times(10, async (i) => (await clients[i]!.get("/api/me")).body.person.id);
    expect(new Set(ids).size).toBe(1);
    expect((await clients[0]!.get("/api/me")).body.card).toMatchObject({ name: "Ada", company: "Works" });
    expect((await owner.get(`/api/events/${event}/dashboard`)).body.claimed).toBe(1);
  });
  test("more browsers than a person may have sign the oldest out, never the newest", async () => {
    const email = address();
    await times(30, () => enter(app, email));
    const last = await enter(app, email);
    expect((await last.get("/api/me/sessions")).body.items).toHaveLength(20);
  });
});

describe("changes of one card at once", () => {
  test("all land, none is lost", async () => {
    const ada = await enter(app, address());
    const fields = ["headline", "company", "pitch", "phone", "city", "pronouns"];
    const answers = await times(fields.length, (i) => ada.patch("/api/me/card", { [fields[i]!]: `v${i}` }));
    expect(tally(answers.map(({ status }) => status))).toEqual({ 200: fields.length });
    expect((await ada.get("/api/me")).body.card).toMatchObject(Object.fromEntries(fields.map((field, i) => [field, `v${i}`])));
  });
});

describe("reprints", () => {
  test("of one badge at once leave exactly one that lives", async () => {
    for (let round = 0; round < 5; round++) {
      const event = await createEvent(owner);
      const [ada, bo] = [await someone(event), await someone(event)];
      const answers = await times(12, () => owner.post(`/api/events/${event}/attendees/${ada.id}/badge`));
      expect(tally(answers.map(({ status }) => status))).toEqual({ 201: 12 });
      const current = (await ada.client.get(`/api/events/${event}/me`)).body.badge;
      const urls = [...new Set([ada.badge.url, ...answers.map(({ body }) => body.badge.url)])];
      expect(urls).toContain(current.url);
      for (const url of urls) {
        const { status } = await bo.scan({ badge: { url } });
        expect([url, url === current.url ? status < 300 : status]).toEqual([url, url === current.url ? true : 410]);
      }
    }
  });
});

describe("imports", () => {
  test("of the same rows at once, with claims, choices and check-ins between, double nobody and lose nothing", async () => {
    for (let round = 0; round < 3; round++) {
      const event = await createEvent(owner);
      const emails = Array.from({ length: 40 }, address);
      const rows = (company: string) => emails.map((email) => ({ email, name: `N ${email}`, company }));
      await importRows(owner, event, rows("First").slice(0, 20));
      const clients = await times(10, (i) => enter(app, emails[i]!));
      const badges = (await owner.get(`/api/events/${event}/attendees?limit=20`)).body.items.map((one: Json) => one.badge.url);
      const answers = await Promise.all([
        ...Array.from({ length: 6 }, () => owner.post(`/api/events/${event}/attendees/import`, { rows: rows("Second") })),
        ...clients.map((client) => client.get(`/api/events/${event}/me`)),
        ...clients.map((client) => client.patch(`/api/events/${event}/me`, { policy: "open" })),
        ...badges.map((badge: string) => owner.post(`/api/events/${event}/check-ins`, { badge })),
      ]);
      for (const { status, body } of answers) expect(status, JSON.stringify(body)).toBeLessThan(300);
      const { items } = (await owner.get(`/api/events/${event}/attendees?limit=100`)).body;
      expect(items.map((one: Json) => one.email).toSorted()).toEqual(emails.toSorted());
      expect(tally(items.map((one: Json) => one.company))).toEqual({ Second: 40 });
      expect(items.filter((one: Json) => one.claimed)).toHaveLength(10);
      expect(items.filter((one: Json) => one.checkedInAt)).toHaveLength(20);
      for (const client of clients)
        expect((await client.get(`/api/events/${event}/me`)).body.attendee).toMatchObject({ claimed: true, policy: "open" });
      expect((await owner.get(`/api/events/${event}/dashboard`)).body).toMatchObject({
        attendees: 40,
        claimed: 10,
        checkedIn: 20,
        unconnected: 40,
      });
      expect((await owner.post(`/api/events/${event}/attendees/import`, { rows: rows("Second") })).body).toMatchObject({ unchanged: 40 });
    }
  });
  test("beside a reprint leave the old badge dead", async () => {
    for (let round = 0; round < 5; round++) {
      const event = await createEvent(owner);
      const bo = await someone(event);
      const email = address();
      const row = (company: string) => ({ rows: [{ email, name: "Ada", company }] });
      await owner.post(`/api/events/${event}/attendees/import`, row("0"));
      const before = (await owner.get(`/api/events/${event}/attendees?q=${email}`)).body.items[0];
      await Promise.all([
        ...Array.from({ length: 5 }, (_, i) => owner.post(`/api/events/${event}/attendees/import`, row(`${i}`))),
        owner.post(`/api/events/${event}/attendees/${before.id}/badge`),
        ...Array.from({ length: 5 }, (_, i) => owner.post(`/api/events/${event}/attendees/import`, row(`${i}`))),
      ]);
      const after = (await owner.get(`/api/events/${event}/attendees?q=${email}`)).body.items[0];
      expect(after.badge.url).not.toBe(before.badge.url);
      expect((await bo.scan(before)).status).toBe(410);
      expect((await bo.scan(after)).status).toBe(201);
    }
  });
});

describe("check-ins", () => {
  test("of one badge at many doors at once: one is the first, and all tell its time", async () => {
    const event = await createEvent(owner);
    for (let round = 0; round < 5; round++) {
      const ada = await someone(event);
      const answers = await times(20, (i) =>
        owner.post(`/api/events/${event}/check-ins`, { badge: i % 2 ? ada.badge.url : ada.badge.code, at: fromNow(-i * MINUTE) }),
      );
      expect(tally(answers.map(({ status }) => status))).toEqual({ 200: 19, 201: 1 });
      expect(answers.filter(({ body }) => body.first)).toHaveLength(1);
      expect(new Set(answers.map(({ body }) => body.checkedInAt)).size).toBe(1);
    }
    expect((await owner.get(`/api/events/${event}/dashboard`)).body.checkedIn).toBe(5);
  });
});

describe("scans", () => {
  test("of each other at once, many times, by both: one connection, new once", async () => {
    const event = await createEvent(owner);
    for (let round = 0; round < 10; round++) {
      const [a, b] = [await someone(event, round % 2 ? "ask" : "open"), await someone(event, round % 3 ? "ask" : "open")];
      const answers = await times(12, (i) => (i % 2 ? a.scan(b) : b.scan(a)));
      expect(tally(answers.map(({ status }) => status))).toEqual({ 200: 11, 201: 1 });
      for (const [me, you] of [
        [a, b],
        [b, a],
      ] as const) {
        expect((await me.contact(you)).status).toBe("connected");
        expect((await me.client.get(`/api/events/${event}/contacts`)).body.items).toHaveLength(1);
      }
    }
    expect((await owner.get(`/api/events/${event}/dashboard`)).body).toMatchObject({ connections: 10, requested: 0, unconnected: 0 });
  });
  test("and closing acts at once: closing wins, and nobody is left half", async () => {
    const event = await createEvent(owner);
    for (let round = 0; round < 12; round++) {
      const [a, b] = [await someone(event), await someone(event)];
      const scannedAt = fromNow(-MINUTE);
      await a.scan(b, { scannedAt });
      const kind = ["withdraw", "block", "decline"][round % 3]!;
      const again = (i: number): Promise<unknown> => (i % 2 ? a.scan(b, { scannedAt }) : b.act(a, "accept", { at: scannedAt }));
      await Promise.all([again(0), again(1), b.act(a, kind), again(2), again(3)]);
      const [ofB, ofA] = [await a.contact(b), await b.contact(a)];
      expect([ofB.status, Object.keys(ofB.card)]).toEqual(["withdrawn", ["name"]]);
      expect(ofA.status).toBe(kind === "block" ? "blocked" : "withdrawn");
      expect(ofA.sharedWithThem).toEqual([]);
    }
  });
  test("by one person of more people than the pace allows, all at once: exactly as many as it allows", async () => {
    const event = await createEvent(owner);
    const emails = Array.from({ length: 90 }, address);
    await importRows(
      owner,
      event,
      emails.map((email) => ({ email, name: email })),
    );
    const ada = await someone(event);
    const { items } = (await owner.get(`/api/events/${event}/attendees?limit=100&status=unclaimed`)).body;
    const scannedAt = new Date(Math.floor(Date.now() / (10 * MINUTE) - 1) * 10 * MINUTE + MINUTE).toISOString();
    const answers = await times(items.length, (i) => ada.scan(items[i], { scannedAt }));
    expect(tally(answers.map(({ status }) => status))).toEqual({ 201: 60, 429: 30 });
    expect((await contactsOf(ada)).length).toBe(60);
  });
});

test("a new person counts for the pace also when the second copy of the scan is written before the first", async () => {
  const event = await createEvent(owner);
  const [ada, bo, cy] = [await someone(event), await someone(event), await someone(event)];
  const { table } = app.deps;
  const { newPeople } = app.deps.settings.limits;
  let overtaken: Promise<unknown> | undefined;
  app.deps.settings.limits.newPeople = 1;
  app.deps.table = {
    ...table,
    async putIfAbsent(item) {
      if (item.sk.startsWith("CONN#") && !overtaken) {
        overtaken = ada.scan(bo);
        await overtaken;
      }
      return table.putIfAbsent(item);
    },
  };
  try {
    expect((await ada.scan(bo)).status).toBe(200);
    expect(await overtaken).toMatchObject({ status: 201 });
    refused(await ada.scan(cy), 429, "scan.too_fast");
  } finally {
    app.deps.table = table;
    app.deps.settings.limits.newPeople = newPeople;
  }
});

const contactsOf = async (one: Attending): Promise<Json[]> =>
  (await one.client.get(`/api/events/${one.event}/contacts?limit=100`)).body.items;

describe("erasing oneself", () => {
  test("while others scan, accept and write notes leaves nothing behind", async () => {
    const event = await createEvent(owner);
    for (let round = 0; round < 8; round++) {
      const ada = await someone(event);
      const others = [await someone(event), await someone(event, "ask"), await someone(event)];
      await others[0]!.scan(ada);
      await ada.scan(others[1]!);
      const answers = await Promise.all([
        ...others.map((one) => one.scan(ada)),
        ada.client.delete("/api/me"),
        others[1]!.act(ada, "accept"),
        ...Array.from({ length: 12 }, () => others[0]!.client.patch(`/api/events/${event}/contacts/${ada.id}`, { note: "about Ada" })),
        ...others.map((one) => one.scan(ada)),
      ]);
      for (const { status } of answers) expect(status).toBeLessThan(500);
      for (const one of others) {
        expect(await contactsOf(one)).toEqual([]);
        expect(await app.deps.table.get({ pk: `ATTENDEE#${one.id}`, sk: `NOTE#${ada.id}` })).toBeUndefined();
      }
    }
  });
  test("between the reading and the writing of a note about me takes the note along", async () => {
    const event = await createEvent(owner);
    const [ada, bo] = [await someone(event), await someone(event)];
    await bo.scan(ada);
    const { table } = app.deps;
    app.deps.table = {
      ...table,
      async update(key, update) {
        if (key.sk.startsWith("NOTE#")) expect((await ada.client.delete("/api/me")).status).toBe(202);
        return table.update(key, update);
      },
    };
    const answer = await bo.client.patch(`/api/events/${event}/contacts/${ada.id}`, { note: "about Ada" });
    app.deps.table = table;
    refused(answer, 404, "contact.unknown");
    expect(await table.get({ pk: `ATTENDEE#${bo.id}`, sk: `NOTE#${ada.id}` })).toBeUndefined();
  });
  test("twice at once is one erasure", async () => {
    const ada = await enter(app, address());
    const answers = await times(5, () => ada.delete("/api/me"));
    for (const { status } of answers) expect([202, 401]).toContain(status);
    expect(answers.some(({ status }) => status === 202)).toBe(true);
  });
});
