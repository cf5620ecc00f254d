/** Limits: how often something may happen in a window of time. Each is one write whose guard is inside the write. */
export * as Rate from "./rate.ts";

import type { Deps } from "./context.ts";
import * as keys from "./db/keys.ts";
import { sha256 } from "./id.ts";

export interface Limit {
  scope: string;
  who: string;
  /** How many; 0 is no limit. */
  max: number;
  windowSeconds: number;
}

/** Counts one; false when the window is full, and then nothing is counted. */
export async function take(deps: Deps, limit: Limit, at = deps.clock()): Promise<boolean> {
  if (limit.max === 0) return true;
  const done = await deps.table.update(key(limit, at), {
    set: "SET #expiresAt = :ttl ADD #count :one",
    when: "attribute_not_exists(#count) OR #count < :max",
    values: { ":one": 1, ":max": limit.max, ":ttl": ttl(limit, at) },
  });
  return done !== undefined;
}

/** Whether one more would fit; counts nothing. */
export async function hasRoom(deps: Deps, limit: Limit, at = deps.clock()): Promise<boolean> {
  if (limit.max === 0) return true;
  const counter = await deps.table.get(key(limit, at));
  return Number(counter?.count ?? 0) < limit.max;
}

/** A limit on different things of a kind: their kind's name, and the limits of other kinds that the same counter holds. */
export interface OnceLimit extends Limit {
  kind: string;
  /** When one of these is full, nothing new of this kind fits either. */
  others?: Record<string, number>;
}

/**
 * Counts `what` once a window, however often it comes: a repeated scan costs nothing. Answers `full` when there is no room for it,
 * `again` when it was counted before, `first` when it is counted now.
 */
export async function takeOnce(deps: Deps, limit: OnceLimit, what: string, at = deps.clock()): Promise<"first" | "again" | "full"> {
  const others = Object.entries(limit.others ?? {});
  const before = await deps.table.update(key(limit, at), {
    set: `SET #expiresAt = :ttl ADD #${limit.kind} :one`,
    when: [
      `(attribute_not_exists(#${limit.kind}) OR size(#${limit.kind}) < :max OR contains(#${limit.kind}, :what))`,
      ...others.map(([kind]) => `(attribute_not_exists(#${kind}) OR size(#${kind}) < :${kind})`),
    ].join(" AND "),
    values: {
      ":one": new Set([short(what)]),
      ":what": short(what),
      ":max": limit.max,
      ":ttl": ttl(limit, at),
      ...Object.fromEntries(others.map(([kind, max]) => [`:${kind}`, max])),
    },
    answer: "old",
  });
  if (before === undefined) return "full";
  const seen = before[limit.kind];
  return seen instanceof Set && seen.has(short(what)) ? "again" : "first";
}

/** Takes back a `first`: it turned out not to count. */
export async function giveBack(deps: Deps, limit: OnceLimit, what: string, at = deps.clock()): Promise<void> {
  await deps.table.update(key(limit, at), { set: `DELETE #${limit.kind} :one`, values: { ":one": new Set([short(what)]) } });
}

/** Seconds until the window of `at` ends. */
export function secondsLeft(limit: Limit, at: number): number {
  const windowMs = limit.windowSeconds * 1000;
  return Math.max(1, Math.ceil((windowMs - (at % windowMs)) / 1000));
}

const key = (limit: Limit, at: number) =>
  keys.rate(limit.scope, sha256(limit.who).slice(0, 22), Math.floor(at / (limit.windowSeconds * 1000)));
/** A counter is kept two windows longer than it counts. */
const ttl = (limit: Limit, at: number) => Math.ceil(at / 1000) + 3 * limit.windowSeconds;
/** 48 bits tell the few hundred things of one window apart and keep the counter within one write unit. */
const short = (what: string) => sha256(what).slice(0, 8);
