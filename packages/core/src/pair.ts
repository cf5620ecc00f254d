/**
 * A pair as it is stored, and the only way to move it: a new pair is one conditional write with no read before it, every later act is a
 * strong read and a write under the version.
 */
export * as Pair from "./pair.ts";

import { Connection } from "./connection.ts";
import type { Deps } from "./context.ts";
import * as keys from "./db/keys.ts";
import type { Item } from "./db/table.ts";
import { AppError } from "./error.ts";
import { Fact } from "./fact.ts";

/** Each lost race means that somebody else's write landed, so even a busy pair gets through in a few rounds. */
const ROUNDS_MAX = 50;

export interface Info {
  low: { id: string; person: string };
  high: { id: string; person: string };
  /** Which of the two acts. */
  mine: Connection.Which;
}

export function of(me: { id: string; person: string }, you: { id: string; person: string }): Info {
  const [a, b] = [
    { id: me.id, person: me.person },
    { id: you.id, person: you.person },
  ];
  return a.id < b.id ? { low: a, high: b, mine: "low" } : { low: b, high: a, mine: "high" };
}

/**
 * Moves a pair by one act. `likely` is a guess about the pair that saves a read: `new` tries to create it first, `known` only moves one
 * that exists and answers undefined when there is none, `seen` is the pair as it was just read, strongly. Refusals are thrown. Safe to repeat and to race: the version is the only lock.
 */
export async function apply(
  deps: Deps,
  event: { id: string; shards: number },
  pair: Info,
  act: Connection.Act,
  likely: "new" | "known" | { seen: Item | undefined },
): Promise<{ state: Connection.State; fresh: boolean } | undefined> {
  const key = keys.connection(pair.low.id, pair.high.id);
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const guessing = likely === "new" && round === 0;
    const seen = typeof likely === "object" && round === 0;
    const old = guessing ? undefined : seen ? likely.seen : await deps.table.get(key, { strong: true });
    if (!old && likely === "known") return undefined;
    const now = deps.clock();
    const { state, refused, changed, fresh } = Connection.decide(old && parse(old), act, now);
    if (refused && guessing) continue;
    if (refused) throw new AppError(refused);
    if (!changed) return { state: state!, fresh: false };
    const item = toItem(event, pair, state!, old);
    const landed = old ? await deps.table.putIfVersion(item, Number(old.v)) : await deps.table.putIfAbsent(item);
    if (landed) return { state: state!, fresh };
  }
  throw new AppError("write.contended");
}

export function parse(item: Item): Connection.State {
  const { low, high, metAt, createdAt, first, connectedAt } = item as unknown as Connection.State;
  return { low, high, metAt, createdAt, first, ...(connectedAt !== undefined && { connectedAt }) };
}

/** Facts are written with the item that makes them, and keep their key for ever. */
function toItem(event: { id: string; shards: number }, pair: Info, state: Connection.State, old: Item | undefined): Item {
  const [low, high] = [pair.low.id, pair.high.id];
  const hour = keys.hourOf(state.metAt);
  const kept = old && {
    feedPk: old.feedPk,
    feedSk: old.feedSk,
    ...(old.workPk !== undefined && { workPk: old.workPk, workSk: old.workSk }),
  };
  const answered = state.first === "R" && state.connectedAt !== undefined && Fact.answered(event.id, low, high, state.connectedAt, hour);
  return {
    ...keys.connection(low, high),
    ...keys.connectionLists(low, high),
    event: event.id,
    listed: old?.listed ?? { low: pair.low.person, high: pair.high.person },
    ...state,
    v: Number(old?.v ?? 0) + 1,
    ...(answered || {}),
    ...(kept ?? Fact.paired(event, low, high, state.createdAt, hour, state.first === "C")),
  };
}
