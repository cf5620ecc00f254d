/** The dashboard's read at 1,000 connections and at LANYARD_BENCH_CONNECTIONS (50,000): it must not grow with the event. */
import { connection, connectionLists, hourOf } from "@lanyard/core/db/keys";
import type { Item } from "@lanyard/core/db/table";
import { EventRollup } from "@lanyard/core/event-rollup";
import { Fact } from "@lanyard/core/fact";
import { createApp } from "@lanyard/functions/app";
import { createWorld, HOUR, NOON } from "../support/world.ts";
import { browser } from "./browser.ts";
import { meter } from "./meter.ts";
import { type Line, report } from "./report.ts";

const MANY = Number(process.env.LANYARD_BENCH_CONNECTIONS ?? 50_000);
const ATTENDEES = 2_000;
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

const world = await createWorld();
const { cost } = meter(world.db.client);
const app = createApp(world.deps, { version: "bench" });
const lines: Line[] = [];
for (const connections of [1_000, MANY]) {
  world.at(NOON);
  const owner = await world.owner();
  const { event } = owner.actor;
  await fill(event, connections);
  world.at(NOON + HOUR);
  const before = performance.now();
  const fold = await cost(() => EventRollup.fold(world.deps, event));
  const foldSeconds = (performance.now() - before) / 1000;
  const organizer = await browser(world, app, owner);
  await organizer("GET", `/events/${event.id}`);
  lines.push({
    what: `${connections.toLocaleString("en")} connections, nothing in the tail`,
    ...(await read()),
    "fold, s": foldSeconds,
    "fold units": fold["write units"],
  });
  await fill(event, 30, NOON + HOUR);
  lines.push({ what: `${connections.toLocaleString("en")} connections, 30 in the last minute`, ...(await read()) });

  async function read() {
    let figures: { connections?: number } = {};
    const spent = await cost(async () => {
      figures = (await organizer("GET", `/events/${event.id}/dashboard`)) as typeof figures;
    });
    return { ...spent, counted: figures.connections ?? 0 };
  }
}
report("Dashboard on DynamoDB Local (budget: read units at the second size at most 1.2 times those at the first)", lines);
await world.close();

/** Attendees and connections as the rules write them, written raw: a million scans would take hours. */
async function fill(event: { id: string; shards: number }, connections: number, from = NOON - HOUR): Promise<void> {
  const ids = Array.from(
    { length: ATTENDEES },
    (_, i) => `att_${[15, 10, 5, 0].map((bits) => ALPHABET[((i * 2_654_435) >> bits) & 31]).join("")}${String(i).padStart(12, "0")}`,
  ).sort();
  const items: Item[] = ids.map((id, i) => ({ pk: `ATTENDEE#${id}`, sk: "A#ROW", ...Fact.listed(event, id, from + i) }));
  for (let i = 0; i < connections; i++) {
    const [low, high] = [
      ids[i % (ATTENDEES - 1)]!,
      ids[(i % (ATTENDEES - 1)) + 1 + Math.floor(Math.random() * (ATTENDEES - 1 - (i % (ATTENDEES - 1))))]!,
    ];
    const at = from + (i % 3000);
    items.push({
      ...connection(low, `${high}-${i}`),
      ...connectionLists(low, `${high}-${i}`),
      ...Fact.paired(event, low, high, at, hourOf(at), true),
    });
  }
  for (let i = 0; i < items.length; i += 500) await world.deps.table.batchWrite({ puts: items.slice(i, i + 500) });
}
