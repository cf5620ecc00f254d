/** Events, members, the attendee list and its import, badges, my place, check-in. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApp, type TestApp } from "../support/app.ts";
import { type Client, createEvent, importRows, type Json, signIn } from "../support/client.ts";
import { DAY, enter, fromNow, guest, HOUR, refused } from "./support.ts";

let app: TestApp;
let owner: Client;
let count = 0;
const address = () => `p${++count}@event.example`;

beforeAll(async () => {
  app = await startApp({ ticker: false });
  owner = await enter(app, "owner@event.example");
});
afterAll(() => app.close());

const EVENT = {
  name: "Tidewater",
  startsAt: "2030-05-14T09:00:00+02:00",
  endsAt: "2030-05-15T18:00:00+02:00",
  timeZone: "Europe/Amsterdam",
};
const list = async (event: string, query = "", client = owner): Promise<Json[]> =>
  (await client.get(`/api/events/${event}/attendees${query}`)).body.items;
const put = (event: string, rows: unknown[], more = {}) => owner.post(`/api/events/${event}/attendees/import`, { rows, ...more });

describe("an event", () => {
  test("is made with its caller as owner and no attendee; times are answered in UTC", async () => {
    const { status, body } = await owner.post("/api/events", { ...EVENT, venue: "Pier 4" });
    expect(status).toBe(201);
    expect(body.event).toEqual({
      ...{ id: expect.stringMatching(/^evt_/), name: "Tidewater", timeZone: "Europe/Amsterdam", venue: "Pier 4" },
      ...{ startsAt: "2030-05-14T07:00:00.000Z", endsAt: "2030-05-15T16:00:00.000Z" },
    });
    const me = (await owner.get("/api/me")).body;
    expect(me.organizing).toContainEqual({ event: body.event, role: "owner" });
    expect(me.attending).toEqual([]);
    expect((await owner.get(`/api/events/${body.event.id}`)).body.event).toEqual(body.event);
  });
  test("wants a name, an order of times, a time zone", async () => {
    const wrong: [object, string][] = [
      [{ name: "" }, "name"],
      [{ name: " \u0000 " }, "name"],
      [{ name: "x".repeat(121) }, "name"],
      [{ name: 5 }, "name"],
      [{ startsAt: "2030-05-14" }, "startsAt"],
      [{ startsAt: "2030-05-14T09:00:00" }, "startsAt"],
      [{ startsAt: 1_900_000_000_000 }, "startsAt"],
      [{ endsAt: "2030-02-31T09:00:00Z" }, "endsAt"],
      [{ endsAt: "2030-05-14T06:00:00Z" }, "endsAt"],
      [{ endsAt: EVENT.startsAt }, "endsAt"],
      [{ endsAt: "2035-05-14T06:00:00Z" }, "endsAt"],
      [{ timeZone: "Mars/Olympus" }, "timeZone"],
      [{ timeZone: "" }, "timeZone"],
      [{ venue: 7 }, "venue"],
    ];
    for (const [change, field] of wrong) {
      const answer = await owner.post("/api/events", { ...EVENT, ...change });
      expect([answer.status, answer.body.error?.field], JSON.stringify(change)).toEqual([400, field]);
    }
  });
  test("can be changed in part, and cleared where it may be empty", async () => {
    const { body } = await owner.post("/api/events", { ...EVENT, venue: "Pier 4" });
    const path = `/api/events/${body.event.id}`;
    expect((await owner.patch(path, { name: "Tide <b>2</b>" })).body.event).toEqual({ ...body.event, name: "Tide <b>2</b>" });
    expect((await owner.patch(path, { venue: null })).body.event.venue).toBeUndefined();
    refused(await owner.patch(path, { endsAt: "2030-01-01T00:00:00Z" }), 400, "event.invalid", "endsAt");
    expect((await owner.patch(path, {})).body.event.name).toBe("Tide <b>2</b>");
    expect((await owner.get(path)).body.event.name).toBe("Tide <b>2</b>");
  });
  test("is listed for who organizes or attends it, and for nobody else", async () => {
    const [a, b] = [await enter(app, address()), await enter(app, address())];
    const mine = await createEvent(a, { name: "Mine" });
    const theirs = await createEvent(b, { name: "Theirs" });
    await importRows(b, theirs, [{ email: a.email, name: "A" }]);
    expect((await a.get("/api/events")).body.items.map((one: Json) => one.name).toSorted()).toEqual(["Mine", "Theirs"]);
    expect((await b.get("/api/events")).body.items.map((one: Json) => one.id)).toEqual([theirs]);
    expect(mine).not.toBe(theirs);
  });
});

describe("members", () => {
  test("an organizer may do what the owner may; staff may see the event and check in, nothing else", async () => {
    const event = await createEvent(owner);
    const [organizer, staff] = [await enter(app, address()), await enter(app, address())];
    for (const [who, role] of [
      [organizer, "organizer"],
      [staff, "staff"],
    ] as const) {
      const { status, body } = await owner.post(`/api/events/${event}/members`, { email: who.email.toUpperCase(), role });
      expect([status, body.member]).toMatchObject([201, { email: who.email, role }]);
    }
    expect((await organizer.patch(`/api/events/${event}`, { name: "Ours" })).status).toBe(200);
    expect((await organizer.get("/api/me")).body.organizing).toMatchObject([{ event: { id: event }, role: "organizer" }]);
    expect((await staff.get(`/api/events/${event}`)).status).toBe(200);
    const [attendee] = (await put(event, [{ email: address(), name: "A" }])) && (await list(event));
    expect((await staff.post(`/api/events/${event}/check-ins`, { badge: attendee.badge.url })).status).toBe(201);
    for (const path of ["attendees", "dashboard", "invitation", "follow-up", "members"])
      refused(await staff.get(`/api/events/${event}/${path}`), 403, "event.not_allowed");
    for (const path of ["me", "contacts", "contacts.vcf", "contacts.csv"])
      refused(await staff.get(`/api/events/${event}/${path}`), 403, "event.not_attending");
  });
  test("a member is added once, and a role can be changed; the owner's cannot", async () => {
    const event = await createEvent(owner);
    const email = address();
    const add = (who: string, role: string) => owner.post(`/api/events/${event}/members`, { email: who, role });
    expect((await add(email, "staff")).status).toBe(201);
    expect((await add(email, "organizer")).status).toBe(201);
    const { body } = await owner.get(`/api/events/${event}/members`);
    expect(body.items.map((one: Json) => [one.email, one.role])).toEqual([
      [owner.email, "owner"],
      [email, "organizer"],
    ]);
    refused(await add(owner.email, "staff"), 409, "member.owner");
    refused(await add(email, "owner"), 400, "input.invalid", "role");
    refused(await add("nonsense", "staff"), 400, "input.invalid", "email");
    const path = `/api/events/${event}/members`;
    refused(await owner.delete(`${path}/${body.items[0].personId}`), 409, "member.owner");
    expect((await owner.delete(`${path}/${body.items[1].personId}`)).status).toBe(204);
    refused(await owner.delete(`${path}/${body.items[1].personId}`), 404, "member.unknown");
    refused(await owner.delete(`${path}/${"x".repeat(3000)}`), 404, "member.unknown");
    refused(await (await enter(app, email)).get(`/api/events/${event}`), 404, "event.unknown");
  });
  test("the attendee role staff gives no rights", async () => {
    const event = await createEvent(owner);
    const helper = await guest(app, owner, event, { email: address(), role: "staff" });
    refused(await helper.client.post(`/api/events/${event}/check-ins`, { badge: helper.badge.url }), 403, "event.not_allowed");
  });
});

describe("the import", () => {
  test("repeated, it creates nobody twice, and keeps id and badge", async () => {
    const event = await createEvent(owner);
    const rows = [
      { email: address(), name: "Ada", company: "A" },
      { email: address(), name: "Bo", role: "speaker", headline: "H" },
    ];
    expect((await put(event, rows)).body).toEqual({ created: 2, updated: 0, unchanged: 0, rejected: [] });
    const before = await list(event);
    expect((await put(event, rows)).body).toEqual({ created: 0, updated: 0, unchanged: 2, rejected: [] });
    expect((await put(event, [{ ...rows[0], company: "New" }, rows[1]])).body).toMatchObject({ created: 0, updated: 1, unchanged: 1 });
    const after = await list(event);
    expect(after.map(({ id, badge }) => ({ id, badge }))).toEqual(before.map(({ id, badge }) => ({ id, badge })));
    expect(after.map((one) => one.company).filter(Boolean)).toEqual(["New"]);
  });
  test("sends no mail", async () => {
    const before = app.ses.summaries().length;
    await put(await createEvent(owner), [{ email: address(), name: "Ada" }]);
    expect(app.ses.summaries().length).toBe(before);
  });
  test("takes a blank as no change, however it is blank", async () => {
    const event = await createEvent(owner);
    const email = address();
    const full = { email, name: "Ada", company: "Works", headline: "Head", role: "exhibitor", reference: "R1" };
    await put(event, [full]);
    for (const blank of ["", "  ", "\u0000", "\u200b", null, undefined]) {
      const row = { email, name: blank, company: blank, headline: blank, role: blank, reference: blank };
      expect((await put(event, [row])).body, JSON.stringify(blank)).toMatchObject({ unchanged: 1, rejected: [] });
    }
    expect((await put(event, [{ email }])).body).toMatchObject({ unchanged: 1 });
    expect((await list(event))[0]).toMatchObject(full);
  });
  test("compares addresses in lower case and merges repeated ones, the last wins", async () => {
    const event = await createEvent(owner);
    const email = address();
    const { body } = await put(event, [
      { email, name: "First", company: "Kept" },
      { email: `  ${email.toUpperCase()} `, name: "Last" },
      { email: email.replace("@", "+tag@"), name: "Another person" },
    ]);
    expect(body).toEqual({ created: 2, updated: 0, unchanged: 0, rejected: [] });
    const items = await list(event);
    expect(items).toHaveLength(2);
    expect(items.find((one) => one.email === email)).toMatchObject({ name: "Last", company: "Kept" });
  });
  test("lists what it rejects by row and field, and takes the rest", async () => {
    const event = await createEvent(owner);
    const { status, body } = await put(event, [
      { email: address(), name: "Good" },
      { email: "nonsense", name: "B" },
      { email: address(), name: "C", role: "boss" },
      { email: address() },
      { email: address(), name: "x".repeat(201) },
      null,
      "text",
      ["a"],
      { name: "No address" },
      { email: address(), name: { first: "Ada" } },
      { email: address(), name: "Also good", role: " Speaker ", more: "ignored", __proto__: 1 },
    ]);
    expect(status).toBe(200);
    expect(body.created).toBe(2);
    expect(body.rejected.map((one: Json) => [one.row, one.field])).toEqual(
      [
        [1, "email"],
        [2, "role"],
        [3, "name"],
        [4, "name"],
        [5, "row"],
        [6, "row"],
        [7, "row"],
        [8, "email"],
        [9, "name"],
      ].map(([row, field]) => (row === 7 ? [7, expect.any(String)] : [row, field])),
    );
    for (const one of body.rejected)
      expect(one).toMatchObject({ code: expect.stringMatching(/^\w+\.\w+$/), message: expect.stringMatching(/\w{3}/) });
    expect((await list(event)).map((one) => one.name).toSorted()).toEqual(["Also good", "Good"]);
  });
  test("a dry run answers the same and changes nothing", async () => {
    const event = await createEvent(owner);
    const rows = [
      { email: address(), name: "Ada" },
      { email: "bad", name: "B" },
    ];
    const dry = (await put(event, rows, { dryRun: true })).body;
    expect(dry).toMatchObject({ created: 1, rejected: [{ row: 1 }] });
    expect(await list(event)).toEqual([]);
    expect((await put(event, rows)).body).toEqual(dry);
  });
  test("takes 500 rows and not one more", async () => {
    const event = await createEvent(owner);
    const rows = Array.from({ length: 501 }, () => ({ email: address(), name: "N" }));
    refused(await put(event, rows), 400, "input.invalid", "rows");
    expect((await put(event, rows.slice(1))).body.created).toBe(500);
    expect((await put(event, [])).body).toEqual({ created: 0, updated: 0, unchanged: 0, rejected: [] });
    for (const body of [{}, { rows: "x" }, { rows: {} }, { rows: [], dryRun: "yes" }]) {
      refused(await owner.post(`/api/events/${event}/attendees/import`, body), 400, "input.invalid");
    }
  });
  test("keeps markup, URLs and formulas in names, and strips control characters", async () => {
    const event = await createEvent(owner);
    const names = [
      "<b>Bold</b> & Co",
      '=HYPERLINK("http://x")',
      "https://x.example/a?b=c",
      "O'Hara; DROP TABLE",
      "محمد ‎علي",
      "👩‍👩‍👧 Family",
      "Zoë",
    ];
    await put(
      event,
      names.map((name) => ({ email: address(), name })),
    );
    expect((await list(event)).map((one) => one.name).toSorted()).toEqual(names.map((name) => name.normalize("NFC")).toSorted());
    const dirty = address();
    await put(event, [{ email: dirty, name: "A\u0000d\u0007a\r\n\tL\u202eo\ud800ve" }]);
    expect((await list(event, `?q=${dirty}`))[0].name).toBe("Ada Love");
  });
  test("never touches what a person did: claim, policy, check-in", async () => {
    const event = await createEvent(owner);
    const ada = await guest(app, owner, event, { email: address(), name: "Ada" }, "open");
    await owner.post(`/api/events/${event}/check-ins`, { badge: ada.badge.url });
    await put(event, [{ email: ada.client.email, name: "Ada L", role: "speaker" }]);
    const { body } = await ada.client.get(`/api/events/${event}/me`);
    expect(body.attendee).toMatchObject({ claimed: true, policy: "open", role: "speaker", checkedInAt: expect.any(String) });
    expect(body.badge).toEqual(ada.badge);
  });
});

describe("the list of attendees", () => {
  test("pages through everyone once, in any page size", async () => {
    const event = await createEvent(owner);
    const emails = Array.from({ length: 230 }, address);
    await put(
      event,
      emails.map((email) => ({ email, name: email })),
    );
    for (const limit of [100, 37]) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const { body } = await owner.get(
          `/api/events/${event}/attendees?limit=${limit}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`,
        );
        expect(body.items.length).toBeLessThanOrEqual(limit);
        seen.push(...body.items.map((one: Json) => one.email));
        cursor = body.cursor;
      } while (cursor);
      expect(seen.length).toBe(230);
      expect(new Set(seen)).toEqual(new Set(emails));
    }
  });
  test("shows each attendee whole", async () => {
    const event = await createEvent(owner);
    const email = address();
    await put(event, [{ email, name: "Ada", company: "Works", headline: "Head", role: "speaker" }]);
    const before = (await list(event))[0];
    expect(before).toEqual({
      ...{ id: expect.stringMatching(/^att_/), name: "Ada", email, company: "Works", headline: "Head", role: "speaker" },
      ...{ claimed: false, connections: 0 },
      badge: {
        url: expect.stringMatching(/^HTTPS?:\/\/[^a-z]+\/B\/[0-9A-Z]{22}$/),
        code: expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/),
      },
    });
    const bo = await guest(app, owner, event, { email: address() }, "open");
    const ada = await enter(app, email);
    await ada.post(`/api/events/${event}/scans`, { badge: bo.badge.url });
    await owner.post(`/api/events/${event}/check-ins`, { badge: before.badge.code });
    expect((await list(event, `?q=${email}`))[0]).toEqual({
      ...before,
      claimed: true,
      connections: 1,
      checkedInAt: expect.stringMatching(/Z$/),
    });
  });
  test("is searched by address, and by any part of name and company, accents aside", async () => {
    const event = await createEvent(owner);
    await put(event, [
      { email: "soren@list.example", name: "Søren Kierkegård", company: "Tide" },
      { email: "zoe@list.example", name: "Zoë Łuk", company: "Tidal Works" },
      { email: "jose@list.example", name: "José" },
    ]);
    const names = async (q: string) => (await list(event, `?q=${encodeURIComponent(q)}`)).map((one) => one.name.split(" ")[0]).toSorted();
    expect(await names("soren@list.example")).toEqual(["Søren"]);
    expect(await names("SOREN@LIST.EXAMPLE")).toEqual(["Søren"]);
    expect(await names("soren")).toEqual(["Søren"]);
    expect(await names("jose")).toEqual(["José"]);
    expect(await names("tid")).toEqual(["Søren", "Zoë"]);
    expect(await names("luk zoe")).toEqual(["Zoë"]);
    expect(await names("nobody")).toEqual([]);
    expect(await names("")).toHaveLength(3);
    expect(await names("(.*[")).toEqual([]);
  });
  test("is filtered by status, together with a search and in pages", async () => {
    const event = await createEvent(owner);
    const emails = Array.from({ length: 130 }, address);
    await put(
      event,
      emails.map((email, i) => ({ email, name: i % 2 ? "Wave" : "Quay" })),
    );
    for (const one of (await list(event, "?limit=100")).slice(0, 60))
      await owner.post(`/api/events/${event}/check-ins`, { badge: one.badge.code });
    const count = async (query: string) => {
      let total = 0;
      let cursor = "";
      do {
        const { body } = await owner.get(`/api/events/${event}/attendees?limit=20${query}${cursor}`);
        total += body.items.length;
        cursor = body.cursor ? `&cursor=${encodeURIComponent(body.cursor)}` : "";
      } while (cursor);
      return total;
    };
    expect(await count("&status=checked_in")).toBe(60);
    expect(await count("&status=not_checked_in")).toBe(70);
    expect((await count("&status=checked_in&q=wave")) + (await count("&status=checked_in&q=quay"))).toBe(60);
    expect(await count("&status=unclaimed")).toBe(130);
    refused(await owner.get(`/api/events/${event}/attendees?status=rich`), 400, "input.invalid", "status");
  });
});

describe("a badge", () => {
  test("is replaced: the old one is dead in every form, the new one lives, and the list shows it", async () => {
    const event = await createEvent(owner);
    const ada = await guest(app, owner, event, { email: address() }, "open");
    const bo = await guest(app, owner, event, { email: address() }, "open");
    const { status, body } = await owner.post(`/api/events/${event}/attendees/${ada.id}/badge`);
    expect(status).toBe(201);
    expect(body.badge.url).not.toBe(ada.badge.url);
    for (const badge of [ada.badge.url, ada.badge.code, ada.badge.url.split("/").at(-1)!]) {
      refused(await bo.client.post(`/api/events/${event}/scans`, { badge }), 410, "badge.replaced");
      refused(await owner.post(`/api/events/${event}/check-ins`, { badge }), 410, "badge.replaced");
    }
    expect((await list(event, `?q=${ada.client.email}`))[0].badge).toEqual(body.badge);
    expect((await ada.client.get(`/api/events/${event}/me`)).body.badge).toEqual(body.badge);
    expect((await ada.client.get("/api/me")).body.attending[0].badge).toEqual(body.badge);
    expect((await bo.scan(body)).status).toBe(201);
    const third = (await owner.post(`/api/events/${event}/attendees/${ada.id}/badge`, {})).body.badge;
    expect(new Set([ada.badge.url, body.badge.url, third.url]).size).toBe(3);
    refused(await bo.scan(body), 410, "badge.replaced");
    await importRows(owner, event, [{ email: ada.client.email, name: "Ada" }]);
    refused(await bo.scan(ada), 410, "badge.replaced");
  });
  test("of nobody is unknown", async () => {
    const event = await createEvent(owner);
    for (const id of ["att_0000000000000000", "x", "%00", "x".repeat(3000)]) {
      refused(await owner.post(`/api/events/${event}/attendees/${id}/badge`), 404, "attendee.unknown");
    }
  });
  test("leads to its event for somebody signed in, in any letter case, and names nobody", async () => {
    const event = await createEvent(owner);
    const ada = await guest(app, owner, event, { email: address(), name: "Secret Name" });
    const token = ada.badge.url.split("/").at(-1)!;
    for (const spelled of [token, token.toLowerCase()]) {
      expect((await ada.client.get(`/api/badges/${spelled}`)).body).toEqual({ eventId: event });
    }
    refused(await ada.client.get("/api/badges/0000000000000000000000"), 404, "badge.unknown");
    const page = await fetch(`${app.url}/b/${token.toLowerCase()}`);
    expect(await page.text()).not.toContain("Secret Name");
  });
});

describe("my place at an event", () => {
  test("holds my role, my policy, my purpose and my badge; ask until I choose", async () => {
    const event = await createEvent(owner);
    const ada = await guest(app, owner, event, { email: address(), role: "exhibitor" });
    const path = `/api/events/${event}/me`;
    expect((await ada.client.get(path)).body).toMatchObject({
      attendee: { id: ada.id, role: "exhibitor", claimed: true, policy: "ask", purpose: {} },
      badge: ada.badge,
    });
    for (const policy of ["open", "closed", "ask"]) expect((await ada.client.patch(path, { policy })).body.attendee.policy).toBe(policy);
    const purpose = { lookingFor: "A pilot", offering: { tags: ["rust"], sentence: "Code" } };
    expect((await ada.client.patch(path, { purpose })).body.attendee).toMatchObject({ policy: "ask", purpose });
    expect((await ada.client.patch(path, {})).body.attendee).toMatchObject({ policy: "ask", purpose });
    expect((await ada.client.get(path)).body.attendee.purpose).toEqual(purpose);
    expect((await ada.client.get(path)).body.attendee.checkedInAt).toBeUndefined();
  });
  test("refuses what is no policy and no purpose", async () => {
    const event = await createEvent(owner);
    const ada = await guest(app, owner, event, { email: address() });
    for (const body of [{ policy: "maybe" }, { policy: null }, { policy: 1 }, { purpose: "x" }, { purpose: { lookingFor: 5 } }]) {
      refused(await ada.client.patch(`/api/events/${event}/me`, body), 400, "input.invalid");
    }
  });
  test("is claimed by a sign-in after being added, or by opening the event while signed in", async () => {
    const event = await createEvent(owner);
    const [early, late] = [address(), address()];
    const before = await enter(app, early);
    await put(event, [
      { email: early, name: "E" },
      { email: late, name: "L" },
    ]);
    const claimed = async (email: string) => (await list(event, `?q=${email}`))[0].claimed;
    expect([await claimed(early), await claimed(late)]).toEqual([false, false]);
    expect((await before.get(`/api/events/${event}`)).status).toBe(200);
    await signIn(app, late);
    expect([await claimed(early), await claimed(late)]).toEqual([true, true]);
  });
});

describe("a check-in", () => {
  test("is 201 the first time and 200 again, with the time of the first, by any form of the badge", async () => {
    const event = await createEvent(owner);
    const ada = await guest(app, owner, event, { email: address(), name: "Ada", role: "speaker" });
    const post = (body: object) => owner.post(`/api/events/${event}/check-ins`, body);
    const first = await post({ badge: ada.badge.url });
    expect(first).toMatchObject({ status: 201, body: { attendee: { id: ada.id, name: "Ada", role: "speaker" }, first: true } });
    for (const badge of [ada.badge.url.toLowerCase(), ada.badge.code, ada.badge.code.replace("-", " ").toLowerCase()]) {
      const again = await post({ badge });
      expect(again).toMatchObject({ status: 200, body: { first: false, checkedInAt: first.body.checkedInAt } });
    }
    expect((await ada.client.get(`/api/events/${event}/me`)).body.attendee.checkedInAt).toBe(first.body.checkedInAt);
  });
  test("made earlier counts from then; a future or missing time is now", async () => {
    const event = await createEvent(owner);
    const [a, b] = [await guest(app, owner, event, { email: address() }), await guest(app, owner, event, { email: address() })];
    const at = fromNow(-10 * 60_000);
    expect((await owner.post(`/api/events/${event}/check-ins`, { badge: a.badge.url, at })).body.checkedInAt).toBe(at);
    const { body } = await owner.post(`/api/events/${event}/check-ins`, { badge: b.badge.url, at: fromNow(HOUR) });
    expect(Math.abs(Date.parse(body.checkedInAt) - Date.now())).toBeLessThan(5_000);
  });
  test("refuses what is no badge here as scans do", async () => {
    const event = await createEvent(owner);
    const elsewhere = await guest(app, owner, await createEvent(owner), { email: address() });
    const post = (body: object) => owner.post(`/api/events/${event}/check-ins`, body);
    for (const badge of ["", "x", "0000-0000", elsewhere.badge.url, elsewhere.badge.code, "x".repeat(100_000)]) {
      refused(await post({ badge }), 404, "badge.unknown");
    }
    for (const body of [{}, { badge: null }, { badge: 5 }, { badge: ["x"] }, { badge: { a: 1 } }])
      refused(await post(body), 400, "badge.missing", "badge");
    refused(await post({ badge: "x", at: "yesterday" }), 400, "input.invalid", "at");
  });
  test("works before the event's day too, a door opens when it opens", async () => {
    const event = await createEvent(owner, { startsAt: fromNow(3 * DAY), endsAt: fromNow(4 * DAY) });
    const ada = await guest(app, owner, event, { email: address() });
    expect((await owner.post(`/api/events/${event}/check-ins`, { badge: ada.badge.url })).status).toBe(201);
  });
});
