/** How long a scan takes through the app, held against the same requests sent raw, in the same order, in turn, on the same engine. */
import { createApp } from "@lanyard/functions/app";
import { createWorld } from "../support/world.ts";
import { browser } from "./browser.ts";
import { meter, type Sent } from "./meter.ts";
import { median, report } from "./report.ts";

const SCANS = Number(process.env.LANYARD_BENCH_SCANS ?? 200);
const WARM = 30;

const world = await createWorld();
world.deps.settings.limits = { ...world.deps.settings.limits, newPeople: 100_000 };
const { cost, sent } = meter(world.db.client);
const app = createApp(world.deps, { version: "bench" });
const owner = await world.owner();
const [me, ...others] = await world.attend(
  owner,
  Array.from({ length: SCANS + WARM + 1 }, (_, i) => `t${i}@bench.example`),
);
const call = await browser(world, app, me!.ctx);
const path = `/events/${owner.actor.event.id}/scans`;

const [through, raw]: [number[], number[]] = [[], []];
for (const [i, other] of others.entries()) {
  const throughMs = await timed(() => cost(() => call("POST", path, { badge: other.badge })));
  const requests = [...sent()];
  await undo(requests);
  const rawMs = await timed(() => again(requests));
  if (i < WARM) continue;
  through.push(throughMs);
  raw.push(rawMs);
}
report("Scan of a new person, p50 (budget: at most 1.5 times the raw requests)", [
  { what: "through the app, ms", figure: median(through) },
  { what: "the same requests raw, ms", figure: median(raw) },
  { what: "ratio", figure: median(through) / median(raw) },
]);
await world.close();

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

/** What the scan put is taken away, so that the same conditional writes land again. */
async function undo(requests: Sent[]): Promise<void> {
  for (const { command } of requests) {
    const key = command.input.Item ?? (command.constructor.name === "UpdateCommand" ? command.input.Key : undefined);
    if (key) await world.deps.table.delete(key);
  }
}

async function again(requests: Sent[]): Promise<void> {
  const depths = [...new Set(requests.map(({ depth }) => depth))].sort();
  for (const depth of depths) {
    const wave = requests.filter((one) => one.depth === depth);
    await Promise.all(wave.map(({ command }) => world.db.client.send(new command.constructor(command.input))));
  }
}
