/**
 * Random histories of one pair, driven through the real write loop: every act may be sent again, late, out of order, at once with others,
 * and its process may die between any two table calls. Phones' clocks are off by up to two hours, servers' by up to a second.
 * LANYARD_HISTORIES sets how many (5,000); a violation names its seed, and LANYARD_SEED runs that one alone.
 */
import { Connection } from "@lanyard/core/connection";
import type { Deps } from "@lanyard/core/context";
import type { Item, Table } from "@lanyard/core/db/table";
import { AppError } from "@lanyard/core/error";
import { Pair } from "@lanyard/core/pair";
import { beforeAll, expect, test } from "vitest";
import { type Rng, rng } from "../support/rng.ts";
import { createStepper, type Worker } from "../support/stepper.ts";

const HISTORIES = Number(process.env.LANYARD_HISTORIES ?? 5000);
const ONLY = process.env.LANYARD_SEED;
const SIDES = ["low", "high"] as const;
const EVENT = { id: "evt_0", shards: 1 };
const PEOPLE = { low: { id: "att_a", person: "per_a" }, high: { id: "att_b", person: "per_b" } };

type Guarantee = keyof typeof GUARANTEES;
const GUARANTEES = {
  serial: "the pair is what its writes make of it one after the other",
  ownAct: "a side that closed is open again only by an act it made itself, after it closed",
  block: "a block ends only by its own unblock, and an unblock gives nothing back",
  erased: "an erased pair comes back only as a new one, by a scan made after the erasure",
  fields: "a side gives only what its own acts gave, or its open policy gave to a new pair",
  silence: "declining, blocking and unblocking cannot be told from silence while nothing was given",
  facts: "facts never change once written, and an answered request has exactly two",
  replay: "delivering every queued act once more opens nobody who closed after it",
  unexpected: "no act ends in an error that is no answer",
} as const;

const violations = new Map<Guarantee, string[]>();
const tally = { writes: 0, lostRaces: 0, deaths: 0, reopened: 0, returns: 0, replays: 0, refused: 0 };

beforeAll(async () => {
  const seeds = ONLY ? [Number(ONLY)] : Array.from({ length: HISTORIES }, (_, i) => i + 1);
  for (const seed of seeds)
    await history(seed, (guarantee, what) => violations.set(guarantee, [...(violations.get(guarantee) ?? []), `seed ${seed}: ${what}`]));
}, 1_800_000);

for (const guarantee of Object.keys(GUARANTEES) as Guarantee[])
  test(GUARANTEES[guarantee], () => {
    expect((violations.get(guarantee) ?? []).slice(0, 5)).toEqual([]);
  });

test.skipIf(ONLY !== undefined)("the histories held races, deaths, replays and returns", () => {
  console.log(`${HISTORIES} histories of a pair: ${JSON.stringify(tally)}`);
  for (const count of Object.values(tally)) expect(count).toBeGreaterThan(HISTORIES / 100);
});

interface Delivery {
  due: number;
  made: number;
  by: Connection.Which;
  kind: Connection.Act["kind"];
  /** Carries the phone's times; an act without counts in the order it arrives. */
  queued: boolean;
}
type Step = Delivery | { due: number; setPolicy: Connection.Which; to: Policy };
type Policy = "open" | "ask" | "closed";

async function history(seed: number, violated: (guarantee: Guarantee, what: string) => void): Promise<void> {
  const random = rng(seed);
  const stepper = createStepper(random);
  const skewOf = { low: phoneSkew(random), high: phoneSkew(random) };
  const policyOf = { low: random.pick(POLICIES), high: random.pick(POLICIES) };
  /** When each side last closed, in true time; what each may give now. */
  const closedAt = { low: -1, high: -1 };
  let erasedAt = -1;
  const mayGive = { low: new Set<string>(), high: new Set<string>() };
  const landed: { act: Connection.Act; now: number }[] = [];
  let trueTime = 10_000_000;
  let item: Item | undefined;

  const table = (delivery: Delivery, act: Connection.Act, clock: { now: number }) => {
    const put = (next: Item, guard: (old: Item | undefined) => boolean) =>
      stepper.call(() => {
        if (!guard(item)) {
          tally.lostRaces++;
          return false;
        }
        const before = item;
        item = structuredClone(next);
        tally.writes++;
        landed.push({ act, now: clock.now });
        check(before, item, delivery, act);
        return true;
      });
    return {
      get: () => stepper.call(() => item && structuredClone(item)),
      putIfAbsent: (next: Item) => put(next, (old) => !old),
      putIfVersion: (next: Item, version: number) => put(next, (old) => old?.v === version),
    } as unknown as Table;
  };

  const start = (delivery: Delivery): Promise<Worker> => {
    const serverSkew = random.int(-1000, 1000);
    const clock = { now: trueTime + serverSkew };
    const transit = random.int(5, delivery.queued ? 9000 : 200);
    const act = actOf(delivery, trueTime + serverSkew, transit);
    const deps = {
      table: table(delivery, act, clock),
      clock: () => {
        clock.now = trueTime + serverSkew;
        return clock.now;
      },
    } as unknown as Deps;
    const pair = { ...PEOPLE, mine: delivery.by };
    return stepper.start(() => Pair.apply(deps, EVENT, pair, act, delivery.kind === "scan" ? "new" : "known"));
  };

  function actOf({ by, kind, made, queued }: Delivery, serverNow: number, transit: number): Connection.Act {
    const phone = skewOf[by];
    const times = queued ? { at: made + phone, sentAt: Math.max(made, trueTime - transit) + phone } : {};
    const at = Connection.madeAt(times, serverNow);
    const gives = kind === "accept" ? ["email", "company"] : ["company"];
    return { kind, by, at, gives, policy: policyOf[Connection.other(by)], theirs: ["company"] };
  }

  // A close counts from when it is written, also when the answer is lost, or answered, also when there was nothing to write.
  function closes(delivery: Delivery): void {
    if (CLOSING.has(delivery.kind)) closedAt[delivery.by] = Math.max(closedAt[delivery.by], delivery.made);
  }

  function check(old: Item | undefined, now: Item, delivery: Delivery, act: Connection.Act): void {
    const stored = old && Pair.parse(old);
    const after = Pair.parse(now);
    const made = delivery.queued ? delivery.made : trueTime;
    const anew = stored !== undefined && !Connection.exists(stored) && Connection.exists(after);
    if (anew) {
      tally.returns++;
      if (act.kind !== "scan" || made <= erasedAt) violated("erased", `${act.kind} made ${made}, erased ${erasedAt}`);
      for (const side of SIDES) mayGive[side].clear();
    }
    if (act.kind === "erase") erasedAt = Math.max(erasedAt, delivery.made);
    const before = anew ? undefined : stored;
    for (const side of SIDES) {
      const [was, is] = [before?.[side], after[side]];
      const mine = act.by === side;
      const told = `${act.kind} by ${act.by} turned ${side} from ${JSON.stringify(was)} to ${JSON.stringify(is)}`;
      if (was?.closed && !is.closed) {
        tally.reopened++;
        if (!mine || made < closedAt[side] || (delivery.queued && made === closedAt[side]))
          violated("ownAct", `${told}, made ${made}, closed ${closedAt[side]}`);
      }
      if (was?.closed === "blocked" && is.closed !== "blocked" && is.closed !== "erased" && !(mine && act.kind === "unblock"))
        violated("block", told);
      if (act.kind === "unblock" && is.given && !was?.given) violated("block", told);
      const counts = mine && (act.kind === "scan" || act.kind === "accept") && made >= closedAt[side];
      if (counts) for (const field of act.gives!) mayGive[side].add(field);
      if (!mine && !before && act.policy === "open") mayGive[side].add("company");
      if (mine && is.closed) {
        closes(delivery);
        mayGive[side].clear();
      }
      if (is.given?.some((field) => !mayGive[side].has(field))) violated("fields", told);
      if (mine && before && !was?.given && CLOSING.has(act.kind) && act.kind !== "erase") {
        const [seen, sees] = [before, after].map((state) => JSON.stringify(Connection.view(state, Connection.other(side))));
        if (seen !== sees) violated("silence", `${told}: ${seen} became ${sees}`);
      }
    }
    if (old && (old.feedSk !== now.feedSk || old.feedPk !== now.feedPk)) violated("facts", `feed ${old.feedSk} became ${now.feedSk}`);
    if (old?.workSk !== undefined && old.workSk !== now.workSk) violated("facts", `work ${old.workSk} became ${now.workSk}`);
    if ((now.workSk !== undefined) !== (after.first === "R" && after.connectedAt !== undefined)) violated("facts", JSON.stringify(now));
    if (now.workSk !== undefined && String(now.workSk) <= String(now.feedSk)) violated("facts", `${now.workSk} is not after ${now.feedSk}`);
  }

  const live: { worker: Worker; step: Delivery }[] = [];
  const drain = async (all: boolean) => {
    while (live.length > 0 && (all || random.chance(0.6))) {
      const one = random.pick(live);
      const { worker, step } = one;
      if (random.chance(0.03)) {
        tally.deaths++;
        stepper.kill(worker);
      } else {
        await stepper.step(worker);
        if (worker.ended && worker.answer !== undefined) closes(step);
      }
      if (worker.ended) {
        live.splice(live.indexOf(one), 1);
        if (worker.error instanceof AppError) tally.refused++;
        else if (worker.error) violated("unexpected", String(worker.error));
      }
      if (!all && random.chance(0.2)) trueTime += random.int(1, 400);
    }
  };

  const steps = plan(random, trueTime);
  for (const step of steps) {
    trueTime = Math.max(trueTime, step.due);
    if ("setPolicy" in step) {
      policyOf[step.setPolicy] = step.to;
      continue;
    }
    live.push({ worker: await start(step), step });
    await drain(random.chance(0.5));
  }
  await drain(true);

  let serial: Connection.State | undefined;
  for (const { act, now } of landed) serial = Connection.decide(serial, act, now).state;
  if (JSON.stringify(serial) !== JSON.stringify(item && Pair.parse(item)))
    violated("serial", `${JSON.stringify(serial)} is not ${JSON.stringify(item)}`);

  if (!item) return;
  trueTime += 20_000;
  const state = Pair.parse(item);
  for (const step of random.shuffle(steps)) {
    if ("setPolicy" in step || !step.queued) continue;
    const serverNow = trueTime + random.int(-1000, 1000);
    const { state: after, changed } = Connection.decide(state, actOf(step, serverNow, 50), serverNow);
    tally.replays += changed ? 0 : 1;
    const begins = !Connection.exists(state) && step.made > erasedAt;
    for (const side of SIDES)
      if (!begins && state[side].closed && after?.[side].given && !(step.by === side && step.made > closedAt[side]))
        violated("replay", `${step.kind} by ${step.by} opened ${side}`);
  }
}

const POLICIES: Policy[] = ["open", "ask", "closed"];
const CLOSING = new Set<Connection.Act["kind"]>(["decline", "withdraw", "block", "erase"]);
const OFTEN = [
  "scan",
  "scan",
  "scan",
  "scan",
  "accept",
  "accept",
  "decline",
  "withdraw",
  "withdraw",
  "block",
  "unblock",
  "policy",
] as const;

const phoneSkew = (random: Rng) => random.pick([0, 0, 1000, -1000, random.int(-20_000, 20_000), random.int(-7_200_000, 7_200_000)]);

/** What two people do, in true time, and when each copy of it arrives: queued acts up to three times and up to 50 minutes later. */
function plan(random: Rng, from: number): Step[] {
  const steps: Step[] = [];
  let time = from;
  for (let acts = random.int(2, 9); acts > 0; acts--) {
    time += random.pick([50, 900, 5000, 20_000, 60_000, 600_000]);
    const by = random.pick(SIDES);
    const kind = random.chance(0.05) ? "erase" : random.pick(OFTEN);
    if (kind === "policy") {
      steps.push({ due: time, setPolicy: by, to: random.pick(POLICIES) });
      continue;
    }
    const queued = (kind === "scan" || kind === "accept") && random.chance(0.7);
    for (let copies = queued ? random.int(1, 3) : 1; copies > 0; copies--) {
      const late = queued ? random.pick([0, 100, 3000, 40_000, 400_000, 3_000_000]) : 0;
      steps.push({ due: time + late, made: time, by, kind, queued });
    }
  }
  return steps.sort((a, b) => a.due - b.due);
}
