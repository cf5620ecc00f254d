/**
 * The rollup: the dashboard's figures, folded forward from the event's facts. Dashboard = rollup + tail.
 *
 * Main holds exactly the facts up to its cursor. Attendees and their degrees live in 64 pages, each with its own cursor; a page holds
 * exactly its facts up to its own cursor, and all of its facts up to main's. Pages are written before main, each write under its version,
 * so that a fold may die anywhere and any number of them may run at once. Nothing younger than SETTLE is folded; readers add the tail.
 * Nothing here reads a clock or a table; `event-rollup.ts` drives it.
 * Exact after any crash while no index entry is later than SETTLE; a recount into a new generation heals the rest.
 */
export * as Rollup from "./rollup.ts";

import type { Fact } from "./fact.ts";

export const PAGES = 64;
/** Lower ends of the steps of the distribution. */
export const STEPS = [0, 1, 2, 3, 5, 10, 20, 50] as const;
/** Longer than the longest write in flight (20 s), the lag of an index and the difference of clocks together. */
export const SETTLE_MS = 60_000;
/** Facts a fold takes from one source before it writes: bounds memory and the size of one write. */
const SLICE_FACTS = 2_000;

export interface Main {
  /** All facts up to this time (milliseconds) are in. */
  cursor: number;
  generation: number;
  claimed: number;
  checkedIn: number;
  requested: number;
  connections: number;
  /** By UTC hour: connections, check-ins. */
  hours: Record<string, [number, number]>;
  /** By page: attendees in each step, then those who have met or asked somebody. */
  pages: number[][];
  v: number;
}
/** By attendee: four times the degree, plus 1 when on the list, plus 2 when in any pair. */
export type Degrees = Record<string, number>;
export interface PageState {
  cursor: number;
  degrees: Degrees;
  v: number;
}
export interface Store {
  getMain(): Promise<Main | undefined>;
  putMain(main: Main): Promise<boolean>;
  getPage(generation: number, page: number): Promise<PageState | undefined>;
  putPage(generation: number, page: number, state: PageState): Promise<boolean>;
}
export interface FactFeed {
  /** All facts later than the cursor. */
  after(cursor: number): Promise<Fact.Info[]>;
  /** At most `limit` facts a source, and the time up to which they are all. */
  slice(cursor: number, limit: number): Promise<{ facts: Fact.Info[]; complete: number }>;
}

export interface Figures {
  attendees: number;
  claimed: number;
  checkedIn: number;
  connections: number;
  requested: number;
  unconnected: number;
  /** Attendees in any pair: who may get a follow-up. */
  reachable: number;
  hours: Record<string, [number, number]>;
  distribution: number[];
}

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
/** The first six random bits of an attendee id: neighbours in the organizer's list share a page. */
export function pageOf(id: string): number {
  return (ALPHABET.indexOf(id[4] ?? "0") * 2 + (ALPHABET.indexOf(id[5] ?? "0") >> 4)) % PAGES;
}

export const emptyMain = (generation = 0): Main => ({
  cursor: 0,
  generation,
  claimed: 0,
  checkedIn: 0,
  requested: 0,
  connections: 0,
  hours: {},
  pages: Array.from({ length: PAGES }, () => new Array(STEPS.length + 1).fill(0)),
  v: 0,
});

export function figures(main: Main): Figures {
  const sums = main.pages.reduce((total, page) => total.map((count, i) => count + page[i]!), new Array<number>(STEPS.length + 1).fill(0));
  const distribution = sums.slice(0, STEPS.length);
  const { claimed, checkedIn, connections, requested, hours } = main;
  return {
    attendees: distribution.reduce((a, b) => a + b, 0),
    claimed,
    checkedIn,
    connections,
    requested,
    unconnected: distribution[0]!,
    reachable: sums[STEPS.length]!,
    hours,
    distribution,
  };
}

/** The figures as of now: main, and the tail added to a copy. */
export async function read(store: Store, feed: FactFeed): Promise<Figures> {
  for (;;) {
    const main = (await store.getMain()) ?? emptyMain();
    const seen = await advance(store, main, await feed.after(main.cursor), Number.MAX_SAFE_INTEGER);
    if (!seen) continue;
    // A page that is not there is new, or one that a recount has just taken away.
    if (seen.pageMissing && main.v > 0 && (await store.getMain())?.generation !== main.generation) continue;
    return figures(seen.main);
  }
}

/** Folds what has settled. False when another fold was ahead: nothing is lost, it goes on from there. */
export async function fold(store: Store, feed: FactFeed, now: number, limit = SLICE_FACTS, known?: Main): Promise<boolean> {
  const main = known ?? (await store.getMain()) ?? emptyMain();
  const { facts, complete } = await feed.slice(main.cursor, limit);
  const until = Math.min(now - SETTLE_MS, complete);
  if (until <= main.cursor) return true;
  const next = await advance(store, main, facts, until);
  if (!next) return false;
  for (const [page, { from, state }] of next.pages) {
    if (from < until && !(await store.putPage(main.generation, page, { ...state, cursor: until, v: state.v + 1 }))) return false;
  }
  return store.putMain({ ...next.main, v: main.v + 1 });
}

/**
 * The same fold from nothing, under a new generation that nobody reads, put in place by one write of main. False when main moved
 * meanwhile; then it is tried again under another generation. `generation` must be new: the time it began.
 */
export async function recount(store: Store, feed: FactFeed, now: number, generation: number, limit = SLICE_FACTS): Promise<boolean> {
  const live = (await store.getMain()) ?? emptyMain();
  let counted = emptyMain(Math.max(generation, live.generation + 1));
  const shadow: Store = {
    ...store,
    getMain: async () => counted,
    putMain: async (main) => {
      counted = main;
      return true;
    },
  };
  while (counted.cursor < now - SETTLE_MS) {
    const before = counted.cursor;
    if (!(await fold(shadow, feed, now, limit))) return false;
    if (counted.cursor === before) break;
  }
  return store.putMain({ ...counted, v: live.v + 1 });
}

/** Main and the touched pages up to `until`; undefined when a page is ahead of it, because somebody else folds. */
async function advance(store: Store, main: Main, tail: Fact.Info[], until: number) {
  const next: Main = { ...main, hours: structuredClone(main.hours), pages: [...main.pages] };
  const facts = tail.filter((fact) => timeOf(fact) <= until);
  for (const fact of facts) addToMain(next, fact);
  const touched = [...new Set(facts.flatMap(touches).map(pageOf))];
  const states = await Promise.all(
    touched.map(async (page) => [page, (await store.getPage(main.generation, page)) ?? { cursor: 0, degrees: {}, v: 0 }] as const),
  );
  const pages = new Map<number, { from: number; state: PageState }>();
  for (const [page, old] of states) {
    if (old.cursor > until) return undefined;
    const degrees = { ...old.degrees };
    for (const fact of facts) if (timeOf(fact) > old.cursor) addToPage(degrees, page, fact);
    pages.set(page, { from: old.cursor, state: { ...old, degrees } });
    next.pages[page] = count(degrees);
  }
  next.cursor = until;
  return { main: next, pages, pageMissing: states.some(([, state]) => state.v === 0) };
}

export const timeOf = (fact: Fact.Info): number => Date.parse(fact.at.slice(0, 24));
const touches = (fact: Fact.Info): string[] => (fact.kind === "K" || fact.kind === "I" ? [] : fact.ids);

function addToMain(main: Main, fact: Fact.Info): void {
  if (fact.kind === "K") main.claimed++;
  if (fact.kind === "R") main.requested++;
  if (fact.kind === "c") main.requested--;
  if (fact.kind === "I") main.checkedIn++;
  if (fact.kind === "C" || fact.kind === "c") main.connections++;
  if (fact.kind === "I" || fact.kind === "C" || fact.kind === "c") {
    const [connections, checkIns] = main.hours[fact.hour] ?? [0, 0];
    main.hours[fact.hour] = fact.kind === "I" ? [connections, checkIns + 1] : [connections + 1, checkIns];
  }
}

const LISTED = 1;
const PAIRED = 2;
export const DEGREE = 4;
/** A row may be told twice (two imports raced): being on the list counts once. */
export function addToPage(degrees: Degrees, page: number, fact: Fact.Info): void {
  for (const id of touches(fact)) {
    if (pageOf(id) !== page) continue;
    const old = degrees[id] ?? 0;
    if (fact.kind === "A") degrees[id] = old | LISTED;
    else degrees[id] = (old | PAIRED) + (fact.kind === "R" ? 0 : DEGREE);
  }
}

function count(degrees: Degrees): number[] {
  const counts = new Array<number>(STEPS.length + 1).fill(0);
  for (const code of Object.values(degrees)) {
    if ((code & LISTED) === 0) continue;
    const degree = Math.floor(code / DEGREE);
    const step = STEPS.findLastIndex((low) => degree >= low);
    counts[step]!++;
    if (code & PAIRED) counts[STEPS.length]!++;
  }
  return counts;
}
