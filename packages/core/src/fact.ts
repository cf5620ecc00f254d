/**
 * Facts: what the dashboard counts. A fact is an index entry that is written with its item and never changes its key, so that reading it
 * can be late but never wrong. Creation is a fact in `feed`; a request that is answered later is a second one in `work`.
 *
 * Sort key: `<when, ISO>#<kind>#<hour or empty>#<attendee ids>`; kinds: A on the list, K claimed, I checked in, R pair made as a request,
 * C pair made connected, c request answered.
 */
export * as Fact from "./fact.ts";

import * as keys from "./db/keys.ts";
import type { Item } from "./db/table.ts";

export type Kind = "A" | "K" | "I" | "R" | "C" | "c";
export interface Info {
  /** Where it sorts: its whole sort key. */
  at: string;
  kind: Kind;
  /** The UTC hour it counts for, `2026-05-14T09`; only for I, R, C and c. */
  hour: string;
  ids: string[];
}
interface Feed {
  id: string;
  shards: number;
}

export const listed = (event: Feed, attendee: string, at: number) => inFeed(event, at, "A", "", [attendee]);
export const claimed = (event: Feed, attendee: string, at: number) => inFeed(event, at, "K", "", [attendee]);
export const checkedIn = (event: Feed, attendee: string, at: number, hour: string) => inFeed(event, at, "I", hour, [attendee]);
export const paired = (event: Feed, low: string, high: string, at: number, hour: string, connected: boolean) =>
  inFeed(event, at, connected ? "C" : "R", hour, [low, high]);
export const answered = (event: string, low: string, high: string, at: number, hour: string) => ({
  workPk: keys.answers(event),
  workSk: sortKey(at, "c", hour, [low, high]),
});

export function parse(item: Item): Info {
  const at = String(item.feedSk ?? item.workSk);
  const [, kind, hour, ids] = at.split("#") as [string, Kind, string, string];
  return { at, kind, hour, ids: ids.split(",") };
}

/** Every source of an event's facts. */
export const sources = (event: Feed) => [
  ...Array.from({ length: event.shards }, (_, shard) => ({ index: "feed" as const, pk: keys.feed(event.id, shard) })),
  { index: "work" as const, pk: keys.answers(event.id) },
];

function inFeed(event: Feed, at: number, kind: Kind, hour: string, ids: string[]) {
  return { feedPk: keys.feed(event.id, shardOf(event, ids[0]!)), feedSk: sortKey(at, kind, hour, ids) };
}
const sortKey = (at: number, kind: Kind, hour: string, ids: string[]) => `${keys.stamp(at)}#${kind}#${hour}#${ids.join(",")}`;
/** Ids are uniform, so their last character spreads them. */
const shardOf = (event: Feed, id: string) => (event.shards === 1 ? 0 : id.charCodeAt(id.length - 1) % event.shards);
