/** Every route of the OpenAPI document, asked by every kind of caller; and two events that never hear of each other. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApp, type TestApp } from "../support/app.ts";
import { type Attending, Client, createEvent, importRows, type Json } from "../support/client.ts";
import { enter, fromNow, guest, HOUR, isRefusal, refused } from "./support.ts";

let app: TestApp;
let world: World;
let document: Json;
let count = 0;
const address = () => `p${++count}@refusal.example`;

const CALLERS = ["nobody", "stranger", "elsewhere", "attendee", "staff", "organizer", "owner"] as const;
type Caller = (typeof CALLERS)[number];

interface World {
  event: string;
  callers: Record<Caller, Client>;
  attendee: Attending;
  /** Somebody the attendee asked and is in touch with; whom everybody's calls are about. */
  other: Attending;
  /** Somebody met nobody yet. */
  fresh: () => Promise<Attending>;
}

async function makeWorld(): Promise<World> {
  const owner = await enter(app, address());
  const event = await createEvent(owner);
  const elsewhere = await guest(app, owner, await createEvent(owner), { email: address() });
  const [attendee, other] = [
    await guest(app, owner, event, { email: address() }, "open"),
    await guest(app, owner, event, { email: address() }, "open"),
  ];
  await attendee.scan(other);
  const member = async (role: string) => {
    const client = await enter(app, address());
    await owner.post(`/api/events/${event}/members`, { email: client.email, role });
    return client;
  };
  const callers = {
    ...{ nobody: new Client(app), stranger: await enter(app, address()), elsewhere: elsewhere.client },
    ...{ attendee: attendee.client, staff: await member("staff"), organizer: await member("organizer"), owner },
  };
  return { event, callers, attendee, other, fresh: () => guest(app, owner, event, { email: address() }, "open") };
}

/** Who is let through, and what the others hear. */
type Guard = Record<Caller, "in" | [number, string]>;
const OUT = [401, "session.missing"] as [number, string];
const UNKNOWN = [404, "event.unknown"] as [number, string];
const NOT_ALLOWED = [403, "event.not_allowed"] as [number, string];
const NOT_ATTENDING = [403, "event.not_attending"] as [number, string];
const everybody: Guard = { nobody: "in", stranger: "in", elsewhere: "in", attendee: "in", staff: "in", organizer: "in", owner: "in" };
const signedIn: Guard = { ...everybody, nobody: OUT };
const placed: Guard = { ...signedIn, stranger: UNKNOWN, elsewhere: UNKNOWN };
const attending: Guard = { ...placed, staff: NOT_ATTENDING, organizer: NOT_ATTENDING, owner: NOT_ATTENDING };
const staffing: Guard = { ...placed, attendee: NOT_ALLOWED };
const organizing: Guard = { ...staffing, staff: NOT_ALLOWED };

interface Entry {
  guard: Guard;
  /** What who is let through gets: one of these statuses, or a refusal of the deed itself. */
  answers: number[] | [number, string];
  body?: (world: World) => unknown;
  /** Path parameters beside the event. */
  ids?: (world: World) => Promise<Record<string, string>> | Record<string, string>;
  /** Asked by a copy of the caller, since the deed ends them. */
  fatal?: boolean;
}
const about = (world: World) => ({ attendeeId: world.other.id });
const act: Entry = { guard: attending, answers: [200], ids: about, body: () => ({}) };

/** One entry a route. A route without an entry fails, and so does an entry without its route. */
const MATRIX: Record<string, Entry> = {
  "GET /health": { guard: everybody, answers: [200] },
  "POST /auth/start": { guard: everybody, answers: [202], body: () => ({ email: address() }) },
  "POST /auth/verify": { guard: everybody, answers: [400, "sign_in.expired"], body: () => ({ challenge: "x", token: "x" }) },
  "GET /auth/session": { guard: everybody, answers: [200] },
  "POST /auth/sign-out": { guard: everybody, answers: [204], fatal: true },
  "GET /me": { guard: signedIn, answers: [200] },
  "PATCH /me": { guard: signedIn, answers: [200], body: () => ({}) },
  "DELETE /me": { guard: signedIn, answers: [202], fatal: true },
  "PATCH /me/card": { guard: signedIn, answers: [200], body: () => ({ city: "Bonn" }) },
  "GET /me/export": { guard: signedIn, answers: [200] },
  "GET /me/shared": { guard: signedIn, answers: [200] },
  "GET /me/sessions": { guard: signedIn, answers: [200] },
  "DELETE /me/sessions/{sessionId}": { guard: signedIn, answers: [404, "session.unknown"], ids: sessionOfOther },
  "POST /events": { guard: signedIn, answers: [201], body: eventBody },
  "GET /events": { guard: signedIn, answers: [200] },
  "GET /events/{eventId}": { guard: placed, answers: [200] },
  "PATCH /events/{eventId}": { guard: organizing, answers: [200], body: () => ({ venue: "Pier" }) },
  "GET /events/{eventId}/me": { guard: attending, answers: [200] },
  "PATCH /events/{eventId}/me": { guard: attending, answers: [200], body: () => ({ policy: "open" }) },
  "GET /events/{eventId}/badges": { guard: attending, answers: [200] },
  "GET /events/{eventId}/members": { guard: organizing, answers: [200] },
  "POST /events/{eventId}/members": { guard: organizing, answers: [201], body: () => ({ email: address(), role: "staff" }) },
  "DELETE /events/{eventId}/members/{personId}": { guard: organizing, answers: [204], ids: newMember },
  "GET /events/{eventId}/attendees": { guard: organizing, answers: [200] },
  "POST /events/{eventId}/attendees/import": {
    guard: organizing,
    answers: [200],
    body: () => ({ rows: [{ email: address(), name: "N" }] }),
  },
  "POST /events/{eventId}/attendees/{attendeeId}/badge": { guard: organizing, answers: [201], ids: newAttendee },
  "POST /events/{eventId}/check-ins": { guard: staffing, answers: [200, 201], body: (world) => ({ badge: world.other.badge.code }) },
  "POST /events/{eventId}/scans": { guard: attending, answers: [200], body: (world) => ({ badge: world.other.badge.url }) },
  "POST /events/{eventId}/scans/batch": {
    guard: attending,
    answers: [200],
    body: (world) => ({ scans: [{ scanId: "1", badge: world.other.badge.url }] }),
  },
  "GET /events/{eventId}/dashboard": { guard: organizing, answers: [200] },
  "POST /events/{eventId}/dashboard/recount": { guard: organizing, answers: [200] },
  "GET /events/{eventId}/invitation": { guard: organizing, answers: [200] },
  "PUT /events/{eventId}/invitation": {
    guard: organizing,
    answers: [200],
    body: () => ({ enabled: false, sendAt: "2031-01-01T00:00:00Z" }),
  },
  "POST /events/{eventId}/invitation/preview": { guard: organizing, answers: [200], body: () => ({}) },
  "POST /events/{eventId}/invitation/test": { guard: organizing, answers: [202] },
  "POST /events/{eventId}/invitation/send": { guard: organizing, answers: [202] },
  "GET /events/{eventId}/follow-up": { guard: organizing, answers: [200] },
  "PUT /events/{eventId}/follow-up": {
    guard: organizing,
    answers: [200],
    body: () => ({ enabled: false, sendAt: "2031-01-01T00:00:00Z" }),
  },
  "POST /events/{eventId}/follow-up/preview": { guard: organizing, answers: [200], body: () => ({}) },
  "POST /events/{eventId}/follow-up/test": { guard: organizing, answers: [202] },
  "POST /events/{eventId}/follow-up/send": { guard: organizing, answers: [202] },
  "GET /events/{eventId}/contacts": { guard: attending, answers: [200] },
  "GET /events/{eventId}/contacts.vcf": { guard: attending, answers: [200] },
  "GET /events/{eventId}/contacts.csv": { guard: attending, answers: [200] },
  "GET /events/{eventId}/contacts/{attendeeId}": { guard: attending, answers: [200], ids: about },
  "PATCH /events/{eventId}/contacts/{attendeeId}": { guard: attending, answers: [200], ids: about, body: () => ({ note: "x" }) },
  "GET /events/{eventId}/contacts/{attendeeId}/vcard": { guard: attending, answers: [200], ids: about },
  "POST /events/{eventId}/contacts/{attendeeId}/accept": act,
  "POST /events/{eventId}/contacts/{attendeeId}/decline": act,
  "POST /events/{eventId}/contacts/{attendeeId}/withdraw": act,
  "POST /events/{eventId}/contacts/{attendeeId}/block": act,
  "POST /events/{eventId}/contacts/{attendeeId}/unblock": act,
  "GET /badges/{token}": { guard: signedIn, answers: [200], ids: (world) => ({ token: world.other.badge.url.split("/").at(-1)! }) },
  "GET /contacts": { guard: signedIn, answers: [200] },
  "GET /contacts.vcf": { guard: signedIn, answers: [200] },
  "GET /contacts.csv": { guard: signedIn, answers: [200] },
};

function eventBody() {
  return { name: "E", startsAt: fromNow(0), endsAt: fromNow(HOUR), timeZone: "UTC" };
}
async function sessionOfOther({ other }: World) {
  const { body } = await other.client.get("/api/me/sessions");
  return { sessionId: body.items[0].id as string };
}
async function newMember({ callers, event }: World) {
  const { body } = await callers.owner.post(`/api/events/${event}/members`, { email: address(), role: "staff" });
  return { personId: body.member.personId as string };
}
async function newAttendee({ fresh }: World) {
  return { attendeeId: (await fresh()).id };
}

beforeAll(async () => {
  app = await startApp({ ticker: false });
  document = await (await app.app.request("/api/openapi.json")).json();
  world = await makeWorld();
});
afterAll(() => app.close());

const operations = () =>
  Object.entries(document.paths as Record<string, Record<string, Json>>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/^\/api/, "")}`),
  );

/** The caller, or, where the deed ends its session or person, somebody of the same kind in another world. */
async function asker(caller: Caller, fatal = false): Promise<{ client: Client; world: World }> {
  if (!fatal || caller === "nobody") return { client: world.callers[caller], world };
  const own = await makeWorld();
  return { client: own.callers[caller], world: own };
}

async function ask(operation: string, caller: Caller, raw?: string) {
  const entry = MATRIX[operation]!;
  const { client, world: at } = await asker(caller, entry.fatal);
  const [method, template] = operation.split(" ") as [string, string];
  const ids = { eventId: at.event, ...(template.replace("{eventId}", "").includes("{") && (await entry.ids?.(at))) } as Record<
    string,
    string
  >;
  const path = `/api${template.replace(/\{(\w+)\}/g, (_, name) => ids[name]!)}`;
  const body = method === "GET" ? undefined : (raw ?? (entry.body ? entry.body(at) : {}));
  return client.call(method, path, body);
}

describe("the refusal matrix", () => {
  test("has an entry for every route of the OpenAPI document, and none besides", () => {
    expect(Object.keys(MATRIX).toSorted()).toEqual(operations().toSorted());
  });

  test.each(Object.keys(MATRIX))("%s", async (operation) => {
    const { guard, answers } = MATRIX[operation]!;
    for (const caller of CALLERS) {
      const expected = guard[caller];
      const answer = await ask(operation, caller);
      const told = `${operation} by ${caller}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 200)}`;
      if (expected !== "in") {
        expect([answer.status, answer.body.error?.code], told).toEqual(expected);
        isRefusal(answer);
        // Who may not come in hears nothing about their body.
        if (!operation.startsWith("GET")) expect((await ask(operation, caller, "{")).body.error.code, told).toBe(expected[1]);
      } else if (typeof answers[1] === "string") refused(answer, answers[0] as number, answers[1]);
      else expect(answers, told).toContain(answer.status);
    }
  });

  test("what was refused changed nothing", async () => {
    const { event, callers, other } = await makeWorld();
    const state = async () =>
      JSON.stringify([
        (await callers.owner.get(`/api/events/${event}`)).body,
        (await callers.owner.get(`/api/events/${event}/members`)).body,
        (await callers.owner.get(`/api/events/${event}/attendees`)).body,
        (await callers.owner.get(`/api/events/${event}/invitation`)).body,
        (await callers.owner.get(`/api/events/${event}/follow-up`)).body,
        (await callers.attendee.get(`/api/events/${event}/contacts`)).body,
        (await other.client.get(`/api/events/${event}/contacts`)).body,
        (await callers.attendee.get(`/api/events/${event}/me`)).body,
      ]);
    const before = await state();
    for (const [operation, entry] of Object.entries(MATRIX)) {
      if (operation.startsWith("GET")) continue;
      for (const caller of CALLERS) {
        if (entry.guard[caller] === "in") continue;
        const [method, template] = operation.split(" ") as [string, string];
        const ids: Record<string, string> = { eventId: event, attendeeId: other.id, personId: "per_0000000000000000", sessionId: "x" };
        const path = `/api${template.replace(/\{(\w+)\}/g, (_, name) => ids[name]!)}`;
        const answer = await callers[caller].call(method, path, entry.body?.({ ...world, event, other }) ?? {});
        expect(answer.status, `${operation} by ${caller}`).toBeGreaterThanOrEqual(400);
      }
    }
    expect(await state()).toBe(before);
  });
});

describe("two events that know nothing of each other", () => {
  interface Tenant {
    canary: string;
    event: string;
    owner: Client;
    people: Attending[];
    ids: Record<string, string>;
  }

  async function tenant(canary: string): Promise<Tenant> {
    const owner = await enter(app, `${canary}-owner@refusal.example`);
    const event = await createEvent(owner, { name: `${canary} event` });
    await owner.patch("/api/me/card", { name: `${canary} owner` });
    const people: Attending[] = [];
    for (let i = 0; i < 3; i++) {
      const row = {
        email: `${canary}-${i}@refusal.example`,
        name: `${canary} person`,
        company: `${canary} company`,
        headline: canary,
        reference: canary,
      };
      const one = await guest(app, owner, event, row, i === 2 ? "ask" : "open");
      const all = { people: "scan", exhibitors: "scan" };
      await one.client.patch("/api/me/card", { pitch: canary, phone: `+1 ${canary}`, city: canary, share: { phone: all, email: all } });
      people.push(one);
    }
    const [a, b, c] = people as [Attending, Attending, Attending];
    await a.scan(b);
    await a.scan(c);
    await a.client.patch(`/api/events/${event}/contacts/${b.id}`, { note: `${canary} note`, tags: [canary] });
    await owner.put(`/api/events/${event}/invitation`, { enabled: false, sendAt: "2031-01-01T00:00:00Z", subject: canary, intro: canary });
    await owner.put(`/api/events/${event}/follow-up`, { enabled: false, sendAt: "2031-01-01T00:00:00Z", subject: canary, intro: canary });
    const staff = (await owner.post(`/api/events/${event}/members`, { email: `${canary}-staff@refusal.example`, role: "staff" })).body
      .member;
    const session = (await owner.get("/api/me/sessions")).body.items[0].id;
    const token = a.badge.url.split("/").at(-1)!;
    return { canary, event, owner, people, ids: { eventId: event, attendeeId: b.id, personId: staff.personId, sessionId: session, token } };
  }

  test("no answer to one holds a word of the other, whatever ids are mixed into whatever call", async () => {
    const [red, blue] = [await tenant("redcanary"), await tenant("bluecanary")];
    let asked = 0;
    let answered = 0;
    for (const [mine, theirs] of [
      [red, blue],
      [blue, red],
    ] as const) {
      for (const client of [mine.owner, mine.people[0]!.client]) {
        for (const operation of operations()) {
          const [method, template] = operation.split(" ") as [string, string];
          // Ending oneself is no way to hear of others.
          if (operation === "DELETE /me" || operation === "POST /auth/sign-out") continue;
          const names = [...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
          for (let mask = 0; mask < 2 ** names.length; mask++) {
            const idOf = (name: string) => (mask & (2 ** names.indexOf(name)) ? theirs : mine).ids[name]!;
            // The ids of a session or a member that is mine are there to be used again.
            if (method === "DELETE" && names.some((name) => name !== "eventId" && idOf(name) === mine.ids[name])) continue;
            const path = `/api${template.replace(/\{(\w+)\}/g, (_, name) => idOf(name))}`;
            for (const body of method === "GET" ? [undefined] : bodies(theirs)) {
              const answer = await client.call(method, path, body);
              asked++;
              if (answer.status < 300) answered++;
              expect(JSON.stringify(answer.body), `${operation} as ${mine.canary}: ${path}`).not.toContain(theirs.canary);
              expect(answer.status, `${operation} ${path}`).toBeLessThan(500);
            }
          }
        }
      }
    }
    console.log(`two events: ${asked} calls with mixed ids, ${answered} of them answered`);
    expect(answered).toBeGreaterThan(100);
    for (const one of [red, blue]) {
      const words = (await one.owner.get(`/api/events/${one.event}/attendees`)).body;
      expect(JSON.stringify(words)).toContain(one.canary);
    }
  });

  /** Bodies that name the other's things and nothing else of theirs. */
  function bodies(theirs: Tenant): unknown[] {
    const [a, b] = theirs.people as [Attending, Attending];
    return [
      {},
      { badge: a.badge.url },
      { badge: b.badge.code, attendeeId: b.id },
      {
        scans: [
          { scanId: "1", badge: a.badge.url },
          { scanId: "2", badge: b.badge.code },
        ],
      },
      { attendeeId: b.id, personId: theirs.ids.personId, eventId: theirs.event, event: theirs.event },
    ];
  }
});

test("a person at both events sees each one's people in its own list only", async () => {
  const owners = [await enter(app, address()), await enter(app, address())];
  const email = address();
  const [one, two] = [await createEvent(owners[0]!), await createEvent(owners[1]!)];
  await importRows(owners[0]!, one, [{ email, name: "Listed by one", company: "Company of one" }]);
  await importRows(owners[1]!, two, [{ email, name: "Listed by two", company: "Company of two" }]);
  const client = await enter(app, email);
  await client.get(`/api/events/${one}/me`);
  const listed = async (owner: Client, event: string) => JSON.stringify((await owner.get(`/api/events/${event}/attendees`)).body);
  expect(await listed(owners[0]!, one)).not.toContain("two");
  expect(await listed(owners[1]!, two)).not.toContain("one");
});
