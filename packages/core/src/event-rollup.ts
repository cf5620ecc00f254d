/** The rollup of an event as it is stored: main and its pages in the table, facts from the event's feeds and its answered requests. */
export * as EventRollup from "./event-rollup.ts";

import type { Deps } from "./context.ts";
import * as keys from "./db/keys.ts";
import type { Item } from "./db/table.ts";
import { Fact } from "./fact.ts";
import { Rollup } from "./rollup.ts";

interface EventRef {
  id: string;
  shards: number;
}

/** The figures of an event, exact up to now. */
export const read = (deps: Deps, event: EventRef): Promise<Rollup.Figures> => Rollup.read(storeOf(deps, event.id), feedOf(deps, event));

/** Folds everything that has settled; ends early when another fold is at it. */
export async function fold(deps: Deps, event: EventRef): Promise<void> {
  const store = storeOf(deps, event.id);
  const feed = feedOf(deps, event);
  for (;;) {
    const before = (await store.getMain())?.cursor ?? 0;
    if (!(await Rollup.fold(store, feed, deps.clock()))) return;
    const after = (await store.getMain())?.cursor ?? 0;
    if (after === before || after >= deps.clock() - Rollup.SETTLE_MS - 1000) return;
  }
}

/** Counts an event anew and takes away what the old generation left. */
export async function recount(deps: Deps, event: EventRef): Promise<boolean> {
  const store = storeOf(deps, event.id);
  const before = await store.getMain();
  const done = await Rollup.recount(store, feedOf(deps, event), deps.clock(), deps.clock());
  if (done && before) {
    const pages = Array.from({ length: Rollup.PAGES }, (_, page) => keys.rollupPage(event.id, before.generation, page));
    await deps.table.batchWrite({ deletes: pages });
  }
  return done;
}

/** How many connections each of these attendees has, from the pages and the tail. */
export async function degrees(deps: Deps, event: EventRef, ids: readonly string[]): Promise<Map<string, number>> {
  const store = storeOf(deps, event.id);
  const main = (await store.getMain()) ?? Rollup.emptyMain();
  const numbers = [...new Set(ids.map(Rollup.pageOf))];
  const [tail, ...pages] = await Promise.all([
    feedOf(deps, event).after(main.cursor),
    ...numbers.map((page) => store.getPage(main.generation, page)),
  ]);
  const all: Rollup.Degrees = {};
  for (const [place, page] of numbers.entries()) {
    const state = pages[place] ?? { cursor: 0, degrees: {}, v: 0 };
    const copy = { ...state.degrees };
    for (const fact of tail) if (Rollup.timeOf(fact) > state.cursor) Rollup.addToPage(copy, page, fact);
    Object.assign(all, copy);
  }
  return new Map(ids.map((id) => [id, Math.floor((all[id] ?? 0) / Rollup.DEGREE)]));
}

export function storeOf(deps: Deps, event: string): Rollup.Store {
  const { table } = deps;
  return {
    async getMain() {
      const item = await table.get(keys.rollup(event));
      return item && parseMain(item);
    },
    putMain(main) {
      const item = { ...keys.rollup(event), ...main, pages: main.pages.map((page) => page.join(",")).join(";") };
      return main.v === 1 ? table.putIfAbsent(item) : table.putIfVersion(item, main.v - 1);
    },
    async getPage(generation, page) {
      const item = await table.get(keys.rollupPage(event, generation, page));
      return item && { cursor: Number(item.cursor), degrees: unpack(item.degrees as Rollup.Degrees), v: Number(item.v) };
    },
    putPage(generation, page, state) {
      const item = { ...keys.rollupPage(event, generation, page), ...state, degrees: pack(state.degrees) };
      return state.v === 1 ? table.putIfAbsent(item) : table.putIfVersion(item, state.v - 1);
    },
  };
}

export function feedOf(deps: Deps, event: EventRef): Rollup.FactFeed {
  const sources = Fact.sources(event);
  // "$" is the character after "#", with which a fact's key goes on after its time.
  const later = (cursor: number) => (cursor === 0 ? {} : { after: `${keys.stamp(cursor)}$` });
  return {
    async after(cursor) {
      const parts = await Promise.all(sources.map((source) => deps.table.queryAll({ ...source, ...later(cursor) })));
      return parts.flat().map(Fact.parse);
    },
    async slice(cursor, limit) {
      const parts = await Promise.all(
        sources.map(async (source) => {
          let { items, next } = await deps.table.query({ ...source, ...later(cursor), limit });
          const facts = items.map(Fact.parse);
          // The last time read may go on behind the limit, so it is left for the next slice; unless there is no other.
          while (next && Rollup.timeOf(facts[0]!) === Rollup.timeOf(facts.at(-1)!)) {
            ({ items, next } = await deps.table.query({ ...source, limit, from: next }));
            facts.push(...items.map(Fact.parse));
          }
          return { facts, complete: next && facts.length > 0 ? Rollup.timeOf(facts.at(-1)!) - 1 : Number.MAX_SAFE_INTEGER };
        }),
      );
      return { facts: parts.flatMap((part) => part.facts), complete: Math.min(...parts.map((part) => part.complete)) };
    },
  };
}

function parseMain(item: Item): Rollup.Main {
  const { cursor, generation, claimed, checkedIn, requested, connections, hours, pages, v } = item as unknown as Rollup.Main & {
    pages: string;
  };
  return {
    cursor,
    generation,
    claimed,
    checkedIn,
    requested,
    connections,
    hours,
    pages: pages.split(";").map((page) => page.split(",").map(Number)),
    v,
  };
}

const pack = (degrees: Rollup.Degrees): Rollup.Degrees =>
  Object.fromEntries(Object.entries(degrees).map(([id, code]) => [id.slice(4), code]));
const unpack = (degrees: Rollup.Degrees): Rollup.Degrees =>
  Object.fromEntries(Object.entries(degrees).map(([id, code]) => [`att_${id}`, code]));
