/**
 * A full hall: 500 people, each scans 20 others, a third of the pairs from both sides at once, each scan is sent three times in random
 * order, alone or in batches. Then every pair is one connection, and the dashboard says what a count of the stored pairs says.
 */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import { EventRollup } from "@lanyard/core/event-rollup";
import { Rollup } from "@lanyard/core/rollup";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startApp, type TestApp } from "../support/app.ts";
import { type Client, createEvent, importRows, type Json } from "../support/client.ts";
import { rng } from "../support/rng.ts";
import { enter, fromNow, HOUR, MINUTE } from "./support.ts";

const PEOPLE = Number(process.env.LANYARD_PEOPLE ?? 500);
const SCANS_EACH = 20;
const SENT_TIMES = 3;
/** One request in so many is a single scan; the rest are batches, as phones send them after a while without a network. */
const SINGLES = 0.1;
const UNDER_WAY = 64;

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ ticker: false });
});
afterAll(() => app.close());

const random = rng(20260514);

/**
 * Who scans whom: in a ring everybody scans the next 15 places, and the first 5 of these scan back: 20 scans each, 15 pairs a person, a
 * third of them from both sides.
 */
function plan(): [number, number][] {
  const forth = SCANS_EACH * 0.75;
  const back = SCANS_EACH * 0.25;
  return Array.from({ length: PEOPLE }, (_, me) => [
    ...Array.from({ length: forth }, (_, i): [number, number] => [me, (me + 1 + i) % PEOPLE]),
    ...Array.from({ length: back }, (_, i): [number, number] => [me, (me - 1 - i + PEOPLE) % PEOPLE]),
  ]).flat();
}

interface Guest {
  client: Client;
  id: string;
  badge: string;
  policy: "open" | "ask";
}

test("500 people scanning at once: one connection a pair, and a dashboard that agrees with a recount", { timeout: 600_000 }, async () => {
  const owner = await enter(app, "owner@hall.example");
  const event = await createEvent(owner, { startsAt: fromNow(-20 * HOUR) });
  const guests = await hall(owner, event);
  const scans = plan();
  const pairs = new Map<string, { both: boolean; earliest: number; open: boolean }>();
  const sends: { by: number; scan: Json }[] = [];
  for (const [by, whom] of scans) {
    const at = Math.floor(Date.now() - random.int(1, 19 * 60) * MINUTE);
    const name = [by, whom].sort((a, b) => a - b).join(" ");
    const known = pairs.get(name);
    pairs.set(name, { both: known !== undefined, earliest: Math.min(at, known?.earliest ?? at), open: guests[whom]!.policy === "open" });
    const scan = { scanId: `${by}-${whom}`, badge: guests[whom]!.badge, scannedAt: new Date(at).toISOString() };
    for (let i = 0; i < SENT_TIMES; i++) sends.push({ by, scan });
  }

  const began = performance.now();
  const requests = mixed(guests, event, sends);
  let fresh = 0;
  await inParallel(UNDER_WAY, requests, async ({ client, path, body }) => {
    const answer = await client.post(path, body);
    if (answer.status === 201) fresh++;
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    for (const one of answer.body.results ?? [answer.body])
      expect(["connected", "requested", "awaiting_me"], JSON.stringify(one)).toContain(one.status);
  });
  const took = performance.now() - began;

  const stored = await storedPairs(event);
  expect(stored.length).toBe(pairs.size);
  expect(new Set(stored.map((pair) => pair.pk + pair.sk)).size).toBe(pairs.size);
  const numberOf = new Map(guests.map((guest, place) => [guest.id, place]));
  const degree = new Array<number>(guests.length).fill(0);
  let connected = 0;
  for (const pair of stored) {
    const ids = [pair.pk.slice("ATTENDEE#".length), pair.sk.slice("CONN#".length)].map((id) => numberOf.get(id)!);
    const planned = pairs.get(ids.toSorted((a, b) => a - b).join(" "))!;
    const together = pair.low.given !== undefined && pair.high.given !== undefined;
    expect(pair.metAt).toBe(planned.earliest);
    if (planned.both || planned.open) expect(together).toBe(true);
    else expect(together).toBe(false);
    if (!together) continue;
    connected++;
    for (const id of ids) degree[id]!++;
  }

  const expected = {
    attendees: guests.length,
    connections: connected,
    requested: stored.length - connected,
    unconnected: degree.filter((one) => one === 0).length,
    distribution: Rollup.STEPS.map((from, step) => {
      const next = Rollup.STEPS[step + 1] ?? Number.POSITIVE_INFINITY;
      return degree.filter((one) => one >= from && one < next).length;
    }),
    overTime: connected,
  };
  const read = async () => {
    const { body } = await owner.get(`/api/events/${event}/dashboard`);
    const { attendees, connections, requested, unconnected } = body;
    const overTime = body.overTime.reduce((sum: number, hour: Json) => sum + hour.connections, 0);
    return { attendees, connections, requested, unconnected, distribution: body.distribution.map((one: Json) => one.attendees), overTime };
  };
  const tail = await read();
  expect(tail).toEqual(expected);
  const { clock } = app.deps;
  app.deps.clock = () => clock() + 2 * MINUTE;
  await EventRollup.fold(app.deps, { id: event, shards: 1 });
  expect(await read()).toEqual(expected);
  expect(await EventRollup.recount(app.deps, { id: event, shards: 1 })).toBe(true);
  expect(await read()).toEqual(expected);
  app.deps.clock = clock;

  // What a few of them see agrees, too.
  for (const place of [0, 17, guests.length - 1]) {
    const { body } = await guests[place]!.client.get(`/api/events/${event}/contacts?limit=100`);
    expect(body.items.filter((one: Json) => one.status === "connected")).toHaveLength(degree[place]!);
  }
  const both = [...pairs.values()].filter((pair) => pair.both).length;
  console.log(
    `${guests.length} people, ${scans.length} scans of ${pairs.size} pairs (${both} from both sides), ${sends.length} sent in ${requests.length} requests ` +
      `(${requests.length - requests.filter((one) => one.body.scans).length} single), ${fresh} single ones new: ${stored.length} pairs stored, ${connected} connections, ` +
      `${stored.length - connected} requests, dashboard = count = recount; ${Math.round(took / 1000)} s, ${Math.round(sends.length / (took / 1000))} scans a second`,
  );
});

/** Everybody imported, signed in without a mail, half of them open. */
async function hall(owner: Client, event: string): Promise<Guest[]> {
  const emails = Array.from({ length: PEOPLE }, (_, i) => `g${i}@hall.example`);
  for (let i = 0; i < PEOPLE; i += 500)
    await importRows(
      owner,
      event,
      emails.slice(i, i + 500).map((email) => ({ email, name: email, company: "Works" })),
    );
  const guests: Guest[] = new Array(PEOPLE);
  await inParallel(
    16,
    emails.map((email, place) => ({ email, place })),
    async ({ email, place }) => {
      const client = await enter(app, email);
      const policy = place % 2 ? "open" : "ask";
      const { body } = await client.patch(`/api/events/${event}/me`, { policy });
      guests[place] = { client, id: body.attendee.id, badge: body.badge.url, policy };
    },
  );
  return guests;
}

/** Each person's sends in random order, cut into batches and single scans; then everybody's mixed. */
function mixed(guests: Guest[], event: string, sends: { by: number; scan: Json }[]) {
  const requests: { client: Client; path: string; body: Json }[] = [];
  const perPerson = guests.map((): Json[] => []);
  for (const { by, scan } of random.shuffle(sends)) perPerson[by]!.push(scan);
  for (const [by, left] of perPerson.entries()) {
    const client = guests[by]!.client;
    while (left.length > 0) {
      if (random.chance(SINGLES * 4)) requests.push({ client, path: `/api/events/${event}/scans`, body: left.shift() });
      else requests.push({ client, path: `/api/events/${event}/scans/batch`, body: { scans: left.splice(0, random.int(2, 40)) } });
    }
  }
  return random.shuffle(requests);
}

async function inParallel<T>(width: number, list: T[], step: (one: T) => Promise<unknown>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < list.length) await step(list[next++]!);
  };
  await Promise.all(Array.from({ length: width }, worker));
}

/** The pairs of an event as the engine keeps them: the one count that trusts no index. */
async function storedPairs(event: string): Promise<Json[]> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  const pairs: Json[] = [];
  for await (const page of paginateScan({ client }, { TableName: "lanyard" })) {
    pairs.push(...(page.Items ?? []).filter((item) => String(item.sk).startsWith("CONN#") && item.event === event));
  }
  client.destroy();
  return pairs;
}
