/**
 * The event's badges as a phone may keep them, to say of an offline scan that it may not be one of them. It is made when somebody asks and
 * the last one is old, by one asker at a time, and kept as one item: a phone that asks costs a read of some KB, whatever the event's size.
 */
export * as BadgeList from "./badge-list.ts";

import * as z from "zod";
import { Badge } from "./badge.ts";
import { type Marks, marksOf } from "./badge-mark.ts";
import type { AttendeeActor, Context, Deps } from "./context.ts";
import * as keys from "./db/keys.ts";
import type { Item, Position } from "./db/table.ts";
import * as field from "./field.ts";

/** `gaps` is empty where there is no list, and then it says nothing about any badge. */
export const View = z
  .object({
    bits: z.number().int().meta({ description: "How many bits of a hash a mark has" }),
    gaps: z.string().meta({ description: "The distances between the marks in ascending order, LEB128, in base64" }),
    asOf: z.string().optional().meta({ description: "The badges that were valid then" }),
  })
  .meta({ ref: "BadgeList" });
export type View = z.infer<typeof View>;

interface Kept extends Marks {
  asOf: number;
}

/** How old a list may be before the next asker makes a new one. */
const FRESH_MS = 10 * 60_000;
/** Longer than making one takes; after this somebody else tries. */
const MAKING_MS = 30_000;
/** More badges than this do not fit an item (AWS limit: 400 KB) for certain; such an event has no list. */
const BADGES_MAX = 200_000;

/**
 * The list, at most ten minutes older than the last asking. 1 read of the kept item; every ten minutes one asker reads the event's
 * attendees and writes it. Whoever asks meanwhile gets the last one, or none.
 */
export async function read({ deps, actor }: Context<AttendeeActor>): Promise<View> {
  const event = actor.event.id;
  const kept = parse(await deps.table.get(keys.badgeList(event)));
  if (kept && kept.asOf > deps.clock() - FRESH_MS) return view(kept);
  const mine = await deps.table.update(keys.badgeList(event), {
    set: "SET #makingSince = :now",
    when: "attribute_not_exists(#makingSince) OR #makingSince < :longAgo",
    values: { ":now": deps.clock(), ":longAgo": deps.clock() - MAKING_MS },
  });
  return view(mine ? await make(deps, event) : kept);
}

async function make(deps: Deps, event: string): Promise<Kept> {
  const asOf = deps.clock();
  const [ids, revisions] = await Promise.all([attendees(deps, event), reprinted(deps, event)]);
  const tokens = ids.length > BADGES_MAX ? [] : ids.map((id) => Badge.token(deps, id, revisions.get(id) ?? 0));
  const made: Kept = { ...marksOf(event, tokens), asOf };
  await deps.table.update(keys.badgeList(event), {
    set: "SET #bits = :bits, #gaps = :gaps, #asOf = :asOf",
    when: "attribute_not_exists(#asOf) OR #asOf < :asOf",
    values: { ":bits": made.bits, ":gaps": made.gaps, ":asOf": asOf },
  });
  return made;
}

async function attendees(deps: Deps, event: string): Promise<string[]> {
  const ids: string[] = [];
  let from: Position | undefined;
  do {
    const page = await deps.table.query({
      index: "lists",
      pk: keys.attendeesOf(event),
      prefix: keys.ATTENDEE_PREFIX,
      ...(from && { from }),
    });
    for (const item of page.items) ids.push(keys.attendeeOf(item.pk));
    from = page.next;
  } while (from);
  return ids;
}

/** The few whose badge was replaced, with the revision that counts. */
async function reprinted(deps: Deps, event: string): Promise<Map<string, number>> {
  const listed = await deps.table.queryAll({ index: "lists", pk: keys.attendeesOf(event), prefix: keys.REPRINT_PREFIX });
  const items = await deps.table.batchGet(listed);
  return new Map(items.map((item) => [keys.attendeeOf(item.pk), Number(item.revision)]));
}

function parse(item: Item | undefined): Kept | undefined {
  if (item?.asOf === undefined) return undefined;
  return { bits: Number(item.bits), gaps: item.gaps as Uint8Array, asOf: Number(item.asOf) };
}

const view = (kept: Kept | undefined): View =>
  kept ? { bits: kept.bits, gaps: Buffer.from(kept.gaps).toString("base64"), asOf: field.iso(kept.asOf) } : { bits: 0, gaps: "" };
