/** Scans and batches: every form of a badge, every refusal, times and clocks, the pace, replays in any order. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApp, type TestApp } from "../support/app.ts";
import { type Answer, type Attending, type Client, createEvent, importRows, type Json } from "../support/client.ts";
import { DAY, enter, fromNow, guest, HOUR, later, MINUTE, refused } from "./support.ts";

let app: TestApp;
let owner: Client;
let event: string;
let count = 0;
const address = () => `p${++count}@scan.example`;
const someone = (policy: "open" | "ask" | "closed" = "open", more: object = {}, at = event) =>
  guest(app, owner, at, { email: address(), ...more }, policy);
const token = (one: Attending) => one.badge.url.split("/").at(-1)!;
const batch = (one: Attending, scans: unknown, more = {}): Promise<Answer<Json>> =>
  one.client.post(`/api/events/${one.event}/scans/batch`, { scans, ...more });

beforeAll(async () => {
  app = await startApp({ ticker: false });
  owner = await enter(app, "owner@scan.example");
  event = await createEvent(owner);
});
afterAll(() => app.close());

describe("a badge in a scan", () => {
  test("is its URL, its token or its short code, in any letter case, with spaces and hyphens", async () => {
    const [ada, bo] = [await someone(), await someone()];
    const { url, code } = bo.badge;
    const bare = code.replace("-", "");
    const forms = [
      ...[url, url.toLowerCase(), url.replace("HTTP://", "https://"), `  ${url}\n`, `${url}?utm=1`, `${url}#x`, `${url}/`],
      ...[token(bo), token(bo).toLowerCase(), token(bo).replace(/(.{4})/g, "$1 "), token(bo).replace(/(.{5})/g, "$1-")],
      ...[code, bare, bare.toLowerCase(), ` ${code} `, [...bare].join(" "), [...bare].join("-"), code.replace("-", "–")],
    ];
    const first = await ada.scan({ badge: { url: forms[0]! } });
    expect([first.status, first.body.contact.attendeeId]).toEqual([201, bo.id]);
    for (const badge of forms) {
      const again = await ada.client.post(`/api/events/${event}/scans`, { badge });
      expect([badge, again.status, again.body.contact?.attendeeId]).toEqual([badge, 200, bo.id]);
    }
  });
  test("answers the status and the contact", async () => {
    const [ada, bo] = [await someone(), await someone("ask", { name: "Bo", company: "Works" })];
    const { status, body } = await ada.scan(bo);
    expect(status).toBe(201);
    expect(body).toEqual({
      status: "requested",
      contact: {
        ...{ attendeeId: bo.id, eventId: event, status: "requested", role: "attendee", card: { name: "Bo" }, sharedWithThem: [] },
        met: { at: expect.stringMatching(/Z$/), recordedAt: expect.stringMatching(/Z$/) },
      },
    });
  });
  test("that is any other text is unknown, whatever it looks like", async () => {
    const ada = await someone();
    const there = await someone("open", {}, await createEvent(owner));
    const own = token(ada);
    const flipped = `${own.slice(0, 3)}${own[3] === "7" ? "8" : "7"}${own.slice(4)}`;
    const texts = [
      "",
      " ",
      "x",
      "TICKET-12345",
      flipped,
      "0000000000000000000000",
      "00000000",
      "https://other.example/",
      "😀",
      "%00",
      "\u0000",
    ];
    for (const badge of [
      ...texts,
      there.badge.url,
      there.badge.code,
      token(there),
      `${own}0`,
      own.slice(1),
      "x".repeat(200_000),
      "\ud800",
    ]) {
      refused(await ada.client.post(`/api/events/${event}/scans`, { badge }), 404, "badge.unknown");
    }
  });
  test("that is missing or no text is told as missing", async () => {
    const ada = await someone();
    for (const body of [{}, { badge: null }, { badge: 7 }, { badge: true }, { badge: [token(ada)] }, { badge: { url: ada.badge.url } }]) {
      refused(await ada.client.post(`/api/events/${event}/scans`, body), 400, "badge.missing", "badge");
    }
  });
  test("that is my own is a conflict", async () => {
    const ada = await someone();
    for (const badge of [ada.badge.url, ada.badge.code]) refused(await ada.scan({ badge: { url: badge } }), 409, "scan.own_badge");
  });
  test("of somebody closed is refused, of somebody I blocked is a conflict", async () => {
    const [ada, bo, cy] = [await someone(), await someone("closed"), await someone()];
    refused(await ada.scan(bo), 403, "badge.closed");
    await ada.scan(cy);
    await ada.act(cy, "block");
    refused(await ada.scan(cy), 409, "contact.blocked");
    refused(await cy.scan(ada), 403, "badge.closed");
  });
  test("that was replaced is gone, but a scan made before the reprint still counts", async () => {
    const [ada, bo] = [await someone(), await someone()];
    const before = fromNow(-2_000);
    await owner.post(`/api/events/${event}/attendees/${bo.id}/badge`);
    refused(await ada.scan(bo), 410, "badge.replaced");
    refused(await ada.scan(bo, { scannedAt: fromNow(HOUR) }), 410, "badge.replaced");
    const late = await ada.scan(bo, { scannedAt: before });
    expect([late.status, late.body.contact.met.at]).toEqual([201, before]);
  });
});

describe("the time of a scan", () => {
  test("may be 12 h before the start to 24 h after the end", async () => {
    const id = await createEvent(owner, { startsAt: fromNow(-3 * DAY), endsAt: fromNow(-2 * DAY) });
    const ada = await someone("open", {}, id);
    const at = async (ms: number) => ada.scan(await someone("open", {}, id), { scannedAt: fromNow(ms) });
    expect((await at(-3 * DAY - 12 * HOUR + MINUTE)).status).toBe(201);
    expect((await at(-DAY - MINUTE)).status).toBe(201);
    refused(await at(-3 * DAY - 12 * HOUR - MINUTE), 400, "scan.outside_event", "scannedAt");
    refused(await at(-DAY + MINUTE), 400, "scan.outside_event");
    refused(await ada.scan(await someone("open", {}, id)), 400, "scan.outside_event");
    refused(await at(HOUR), 400, "scan.outside_event");
    const future = await createEvent(owner, { startsAt: fromNow(13 * HOUR), endsAt: fromNow(20 * HOUR) });
    refused(await (await someone("open", {}, future)).scan(await someone("open", {}, future)), 400, "scan.outside_event");
    const soon = await createEvent(owner, { startsAt: fromNow(11 * HOUR), endsAt: fromNow(20 * HOUR) });
    expect((await (await someone("open", {}, soon)).scan(await someone("open", {}, soon))).status).toBe(201);
  });
  test("may be told up to 14 days after the end", async () => {
    const id = await createEvent(owner, { startsAt: fromNow(-13.9 * DAY), endsAt: fromNow(-13.5 * DAY) });
    const [ada, bo, cy] = [await someone("open", {}, id), await someone("open", {}, id), await someone("open", {}, id)];
    const scannedAt = fromNow(-13.6 * DAY);
    expect((await ada.scan(bo, { scannedAt })).status).toBe(201);
    await later(app, 0.6 * DAY, async () => {
      refused(await ada.scan(cy, { scannedAt }), 400, "scan.outside_event");
      refused(await ada.scan(bo, { scannedAt }), 400, "scan.outside_event");
    });
  });
  test("missing or in the future, it is now", async () => {
    const ada = await someone();
    for (const more of [{}, { scannedAt: fromNow(HOUR) }, { scannedAt: "2199-01-01T00:00:00Z" }]) {
      const { status, body } = await ada.scan(await someone(), more);
      expect(status).toBe(201);
      expect(Math.abs(Date.parse(body.contact.met.at) - Date.now())).toBeLessThan(5_000);
    }
  });
  test("is corrected by what the phone's clock says when it sends, fast or slow", async () => {
    const ada = await someone();
    for (const wrong of [HOUR, -HOUR, 5 * DAY, -400 * DAY, 40 * 365 * DAY, 30_000, -30_000]) {
      const made = -10 * MINUTE;
      const { status, body } = await ada.scan(await someone(), { scannedAt: fromNow(made + wrong), sentAt: fromNow(wrong) });
      expect([wrong, status]).toEqual([wrong, 201]);
      expect(Math.abs(Date.parse(body.contact.met.at) - (Date.now() + made)), String(wrong)).toBeLessThan(5_000);
    }
    const bo = await someone();
    await owner.post(`/api/events/${event}/attendees/${bo.id}/badge`);
    refused(await ada.scan(bo, { scannedAt: fromNow(-HOUR), sentAt: fromNow(-HOUR) }), 410, "badge.replaced");
    expect((await ada.scan(bo, { scannedAt: fromNow(HOUR - MINUTE), sentAt: fromNow(HOUR) })).status).toBe(201);
  });
  test("with an offset is the same moment; what is no time is refused", async () => {
    const [ada, bo] = [await someone(), await someone()];
    const at = Math.floor(Date.now() / 1000) * 1000 - MINUTE;
    const offset = `${new Date(at + 5.5 * HOUR).toISOString().slice(0, 19)}+05:30`;
    expect((await ada.scan(bo, { scannedAt: offset })).body.contact.met.at).toBe(new Date(at).toISOString());
    for (const scannedAt of ["", "now", 5, null, "2026-01-01", "2026-13-01T00:00:00Z", "+275760-09-13T00:00:00.001Z", "9".repeat(5000)]) {
      refused(await ada.scan(bo, { scannedAt }), 400, "input.invalid", "scannedAt");
      refused(await ada.scan(bo, { sentAt: scannedAt }), 400, "input.invalid", "sentAt");
    }
  });
  test("`met.at` is the earliest scan of the two, in whatever order they arrive", async () => {
    const [ada, bo] = [await someone(), await someone()];
    const times = [-30, -50, -10, -40].map((minutes) => fromNow(minutes * MINUTE));
    for (const [place, scannedAt] of times.entries()) await (place % 2 ? bo.scan(ada, { scannedAt }) : ada.scan(bo, { scannedAt }));
    expect((await ada.contact(bo)).met.at).toBe(times[1]);
    expect((await bo.contact(ada)).met.at).toBe(times[1]);
  });
});

describe("the pace", () => {
  /** Many people who never signed in; their badges as printed. */
  async function crowd(size: number, at: string): Promise<string[]> {
    const emails = Array.from({ length: size }, address);
    await importRows(
      owner,
      at,
      emails.map((email) => ({ email, name: email })),
    );
    const badges: string[] = [];
    let cursor = "";
    do {
      const { body } = await owner.get(`/api/events/${at}/attendees?limit=100&status=unclaimed${cursor}`);
      badges.push(...body.items.map((one: Json) => one.badge.url));
      cursor = body.cursor ? `&cursor=${encodeURIComponent(body.cursor)}` : "";
    } while (cursor);
    return badges;
  }
  const statuses = async (ada: Attending, badges: string[], scannedAt = fromNow(0)) => {
    const results: Json[] = [];
    for (let i = 0; i < badges.length; i += 100) {
      const { body } = await batch(
        ada,
        badges.slice(i, i + 100).map((badge, j) => ({ scanId: `${i + j}`, badge, scannedAt })),
      );
      results.push(...body.results);
    }
    return results.map((one) => one.status ?? one.error.code);
  };
  const tally = (list: string[]) =>
    Object.fromEntries([...new Set(list)].sort().map((one) => [one, list.filter((other) => other === one).length]));
  // Scans are counted in fixed stretches of ten minutes: all of one test lie within one, well in the past.
  const stretch = (back: number) => new Date(Math.floor(Date.now() / (10 * MINUTE) - back) * 10 * MINUTE + MINUTE).toISOString();

  test("60 new people in ten minutes, then 429 with a time to wait; known pairs are free", async () => {
    const id = await createEvent(owner);
    const badges = await crowd(70, id);
    const ada = await someone("open", {}, id);
    const at = stretch(2);
    expect(tally(await statuses(ada, badges.slice(0, 60), at))).toEqual({ requested: 60 });
    const next = await ada.scan({ badge: { url: badges[60]! } }, { scannedAt: at });
    refused(next, 429, "scan.too_fast");
    expect(Number(next.headers.get("retry-after"))).toBeLessThanOrEqual(600);
    expect(tally(await statuses(ada, badges.slice(0, 60), at))).toEqual({ requested: 60 });
    expect((await ada.scan({ badge: { url: badges[3]! } }, { scannedAt: at })).status).toBe(200);
    expect(tally(await statuses(ada, badges.slice(60), stretch(1)))).toEqual({ requested: 10 });
  });
  test("who was met by being scanned costs nothing", async () => {
    const id = await createEvent(owner);
    const [badges, at] = [await crowd(60, id), stretch(2)];
    const ada = await someone("open", {}, id);
    const friends = [await someone("open", {}, id), await someone("open", {}, id)];
    for (const friend of friends) await friend.scan(ada);
    for (const friend of friends) expect((await ada.scan(friend, { scannedAt: at })).status).toBe(200);
    expect(tally(await statuses(ada, badges, at))).toEqual({ requested: 60 });
    for (const friend of friends) expect((await ada.scan(friend, { scannedAt: at })).status).toBe(200);
  });
  test("exhibitors meet 200", async () => {
    const id = await createEvent(owner);
    const badges = await crowd(205, id);
    const ada = await someone("open", { role: "exhibitor" }, id);
    expect(tally(await statuses(ada, badges, stretch(2)))).toEqual({ requested: 200, "scan.too_fast": 5 });
  });
  test("30 unknown badges, then 429, for new people as well: a guesser learns nothing more; known pairs are free", async () => {
    const id = await createEvent(owner);
    const [ada, bo, cy] = [await someone("open", {}, id), await someone("open", {}, id), await someone("open", {}, id)];
    const at = stretch(2);
    await ada.scan(bo, { scannedAt: at });
    for (let i = 0; i < 30; i++) {
      refused(await ada.scan({ badge: { url: `${10_000_000 + i}` } }, { scannedAt: at }), 404, "badge.unknown");
      refused(await ada.scan({ badge: { url: `${10_000_000 + i}` } }, { scannedAt: at }), 404, "badge.unknown");
    }
    refused(await ada.scan({ badge: { url: "20000000" } }, { scannedAt: at }), 429, "scan.too_fast");
    refused(await ada.scan(cy, { scannedAt: at }), 429, "scan.too_fast");
    expect((await ada.scan(bo, { scannedAt: at })).status).toBe(200);
    expect((await ada.scan(cy, { scannedAt: stretch(1) })).status).toBe(201);
    expect((await bo.scan(cy, { scannedAt: at })).status).toBe(201);
  });
  test("made-up times outside the event are no room for more guesses", async () => {
    const id = await createEvent(owner);
    const ada = await someone("open", {}, id);
    let tries = 0;
    let code = "";
    while (code !== "scan.too_fast" && tries < 70) {
      const scannedAt = new Date(Date.UTC(2001, tries % 12, 1 + tries)).toISOString();
      code = (await ada.scan({ badge: { url: `${30_000_000 + tries++}` } }, { scannedAt })).body.error.code;
    }
    // 30 in one stretch of ten minutes; 60 when one ends during the test.
    expect(tries).toBeGreaterThan(30);
    expect(tries).toBeLessThanOrEqual(61);
  });
  test("offline scans spread over a day count by when they were made", async () => {
    const id = await createEvent(owner, { startsAt: fromNow(-20 * HOUR) });
    const badges = await crowd(180, id);
    const ada = await someone("open", {}, id);
    const results: string[] = [];
    for (let i = 0; i < 3; i++) results.push(...(await statuses(ada, badges.slice(i * 60, i * 60 + 60), stretch(3 + 6 * i))));
    expect(tally(results)).toEqual({ requested: 180 });
    const unknown = Array.from({ length: 50 }, (_, i) => ({
      scanId: `${i}`,
      badge: `${50_000_000 + i}`,
      scannedAt: stretch(10 + Math.floor(i / 25)),
    }));
    const { body } = await batch(ada, unknown);
    expect(tally(body.results.map((one: Json) => one.error.code))).toEqual({ "badge.unknown": 50 });
  });
  test("is each person's own, not the network's", async () => {
    const id = await createEvent(owner);
    const badges = await crowd(60, id);
    const at = stretch(2);
    const [ada, bo] = [await someone("open", {}, id), await someone("open", {}, id)];
    expect(tally(await statuses(ada, badges, at))).toEqual({ requested: 60 });
    expect(tally(await statuses(bo, badges, at))).toEqual({ requested: 60 });
  });
});

describe("a batch", () => {
  test("answers each scan in the order sent, and no bad one spoils another", async () => {
    const [ada, bo, cy, closed] = [await someone(), await someone(), await someone("ask"), await someone("closed")];
    const { status, body } = await batch(ada, [
      { scanId: "a", badge: bo.badge.url },
      { scanId: "b", badge: "nonsense" },
      { scanId: "c" },
      null,
      "text",
      { badge: cy.badge.url },
      { scanId: 7, badge: cy.badge.url },
      { scanId: "d", badge: cy.badge.code, scannedAt: "yesterday" },
      { scanId: "e", badge: ada.badge.code },
      { scanId: "f", badge: closed.badge.url },
      { scanId: "g", badge: cy.badge.code, scannedAt: "2001-01-01T00:00:00Z" },
      { scanId: "a", badge: cy.badge.code },
      { scanId: "x".repeat(101), badge: bo.badge.url },
      [],
      { scanId: "__proto__", badge: "constructor" },
      { scanId: "h", badge: bo.badge.url },
    ]);
    expect(status).toBe(200);
    expect(body.results.map((one: Json) => [one.scanId, one.status ?? one.error.code])).toEqual([
      ["a", "connected"],
      ["b", "badge.unknown"],
      ["c", "badge.missing"],
      [null, "input.invalid"],
      [null, "input.invalid"],
      [null, "input.invalid"],
      [null, "input.invalid"],
      ["d", "input.invalid"],
      ["e", "scan.own_badge"],
      ["f", "badge.closed"],
      ["g", "scan.outside_event"],
      ["a", "requested"],
      ["x".repeat(101), "input.invalid"],
      [null, "input.invalid"],
      ["__proto__", "badge.unknown"],
      ["h", "connected"],
    ]);
    for (const { error } of body.results.filter((one: Json) => one.error)) {
      expect(error).toMatchObject({ kind: expect.any(String), message: expect.stringMatching(/\w{3}/) });
    }
  });
  test("a hundred bad badges do not spoil the good one among them", async () => {
    const [ada, bo] = [await someone(), await someone()];
    const scans = Array.from({ length: 100 }, (_, i) => ({ scanId: `${i}`, badge: i === 77 ? bo.badge.url : `bad ${i}` }));
    const { body } = await batch(ada, scans);
    expect(body.results[77]).toMatchObject({ scanId: "77", status: "connected" });
  });
  test("takes at most 100 scans, and a list", async () => {
    const [ada, bo] = [await someone(), await someone()];
    const scans = Array.from({ length: 101 }, (_, i) => ({ scanId: `${i}`, badge: bo.badge.url }));
    refused(await batch(ada, scans), 400, "input.invalid", "scans");
    expect((await batch(ada, scans.slice(1))).body.results).toHaveLength(100);
    expect((await batch(ada, [])).body).toEqual({ results: [] });
    for (const bad of [undefined, null, {}, "x", 5]) refused(await batch(ada, bad), 400, "input.invalid", "scans");
    refused(await batch(ada, [], { sentAt: "x" }), 400, "input.invalid", "sentAt");
  });
  test("its `sentAt` corrects all its scans, a scan's own goes first", async () => {
    const [ada, bo, cy] = [await someone(), await someone(), await someone()];
    const { body } = await batch(
      ada,
      [
        { scanId: "a", badge: bo.badge.url, scannedAt: fromNow(5 * HOUR - 20 * MINUTE) },
        { scanId: "b", badge: cy.badge.url, scannedAt: fromNow(-3 * HOUR - 20 * MINUTE), sentAt: fromNow(-3 * HOUR) },
      ],
      { sentAt: fromNow(5 * HOUR) },
    );
    for (const one of body.results) expect(Math.abs(Date.parse(one.contact.met.at) - Date.now() + 20 * MINUTE)).toBeLessThan(5_000);
  });
  test("replayed in any order, in any cuts, with single scans between, ends the same", async () => {
    const id = await createEvent(owner);
    const people = [
      await someone("open", {}, id),
      await someone("ask", {}, id),
      await someone("open", {}, id),
      await someone("closed", {}, id),
    ];
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat()), async (chance) => {
        const ada = await someone("open", {}, id);
        const next = () => chance.next().value as number;
        const scans = people.flatMap((one, i) =>
          [1, 2].map((j) => ({ scanId: `${i}${j}`, badge: one.badge.url, scannedAt: fromNow(-(i * 10 + j * 3) * MINUTE) })),
        );
        const sent = [...scans, ...scans, ...scans]
          .map((scan) => ({ scan, at: next() }))
          .sort((a, b) => a.at - b.at)
          .map(({ scan }) => scan);
        while (sent.length > 0) {
          const part = sent.splice(0, 1 + (next() % 7));
          if (part.length === 1) await ada.client.post(`/api/events/${id}/scans`, part[0]);
          else await Promise.all([batch(ada, part), ...(next() % 3 === 0 ? [batch(ada, part)] : [])]);
        }
        const { body } = await ada.client.get(`/api/events/${id}/contacts`);
        const seen = body.items.map((one: Json) => [one.attendeeId, one.status, one.met.at]);
        const expected = [0, 1, 2].map((i) => [people[i]!.id, i === 1 ? "requested" : "connected", scans[2 * i + 1]!.scannedAt]);
        expect(seen).toEqual(expected);
      }),
      { numRuns: 8, endOnFailure: true },
    );
  });
});
