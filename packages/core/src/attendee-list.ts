/** The organizer's list of attendees, by id; with a search that finds a whole address at once and any word in lists of some thousands. */
export * as AttendeeList from "./attendee-list.ts";

import * as z from "zod";
import { Attendee } from "./attendee.ts";
import { Badge } from "./badge.ts";
import type { Context, Deps, MemberActor } from "./context.ts";
import * as keys from "./db/keys.ts";
import { canonicalEmail } from "./email-address.ts";
import { EventRollup } from "./event-rollup.ts";
import * as field from "./field.ts";
import { Page } from "./page.ts";
import { Person } from "./person.ts";
import { fold } from "./text.ts";

export const STATUSES = ["claimed", "unclaimed", "checked_in", "not_checked_in", "connected", "unconnected"] as const;

export const Query = Page.Input.extend({
  q: z.string().max(200).optional(),
  status: z.enum(STATUSES, { error: `The status is one of ${STATUSES.join(", ")}.` }).optional(),
});
type Query = z.output<typeof Query>;

export const View = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    company: z.string().optional(),
    headline: z.string().optional(),
    role: Attendee.Role,
    reference: z.string().optional(),
    claimed: z.boolean(),
    checkedInAt: z.string().optional(),
    connections: z.number().int(),
    badge: Badge.View,
  })
  .meta({ ref: "Attendee" });
export type View = z.infer<typeof View>;

/** A filtered page looks at this many rows at most before it answers what it has, with a cursor. */
const LOOKED_AT_MAX = 5_000;

export async function page(ctx: Context<MemberActor>, query: Query): Promise<Page.Of<View>> {
  const { deps, actor } = ctx;
  const list = `attendees ${actor.event.id}`;
  let after = Page.decode<string>(deps, list, query.cursor);
  const exact = query.q === undefined ? undefined : canonicalEmail(query.q);
  if (exact !== undefined) {
    const attendee = await Attendee.read(deps, actor.event.id, Person.idOf(deps, exact));
    if (attendee) return { items: (await complete(ctx, [attendee])).filter((one) => matches(one, query.status)) };
  }
  const words = fold(query.q ?? "").split(" ");
  const filtered = query.status !== undefined || words.some((word) => word !== "");
  const items: View[] = [];
  for (let looked = 0; looked < LOOKED_AT_MAX; ) {
    const size = filtered ? Page.LIMIT_MAX : query.limit - items.length;
    const rows = await nextRows(deps, actor.event.id, after, size);
    looked += rows.length;
    const hits = rows.filter(({ row }) => words.every((word) => haystack(row).includes(word)));
    for (const one of await complete(ctx, hits)) {
      if (items.length === query.limit) return { items, cursor: Page.encode(deps, list, items.at(-1)!.id) };
      if (matches(one, query.status)) items.push(one);
    }
    after = rows.at(-1)?.id;
    if (rows.length < size) return { items };
    if (items.length === query.limit) break;
  }
  return { items, cursor: Page.encode(deps, list, after) };
}

/** The next rows by attendee id. */
async function nextRows(deps: Deps, event: string, after: string | undefined, limit: number): Promise<{ id: string; row: Attendee.Row }[]> {
  const { items } = await deps.table.query({
    index: "lists",
    pk: keys.attendeesOf(event),
    prefix: keys.ATTENDEE_PREFIX,
    ...(after !== undefined && { after: keys.ATTENDEE_PREFIX + after }),
    limit,
  });
  return items.map((item) => ({ id: keys.attendeeOf(item.pk), row: item.listed as Attendee.Row }));
}

/** Claim, check-in, badge and degree, joined to the rows. */
async function complete(ctx: Context<MemberActor>, rows: { id: string; row: Attendee.Row }[]): Promise<View[]> {
  if (rows.length === 0) return [];
  const { deps, actor } = ctx;
  const [items, degrees] = await Promise.all([
    deps.table.batchGet(rows.flatMap(({ id }) => [keys.self(id), keys.checkIn(id), keys.currentBadge(id)])),
    EventRollup.degrees(
      deps,
      actor.event,
      rows.map(({ id }) => id),
    ),
  ]);
  const byKey = new Map(items.map((item) => [item.pk + item.sk, item]));
  return rows.map(({ id, row }) => {
    const find = (key: { pk: string; sk: string }) => byKey.get(key.pk + key.sk);
    const checkedIn = find(keys.checkIn(id));
    return {
      id,
      ...row,
      claimed: find(keys.self(id)) !== undefined,
      ...(checkedIn && { checkedInAt: field.iso(Number(checkedIn.at)) }),
      connections: degrees.get(id) ?? 0,
      badge: Badge.view(deps.settings, Badge.token(deps, id, Number(find(keys.currentBadge(id))?.revision ?? 0))),
    };
  });
}

const haystack = (row: Attendee.Row) => fold([row.name, row.email, row.company, row.headline, row.reference].filter(Boolean).join(" "));

function matches(one: View, status: Query["status"]): boolean {
  if (status === "claimed") return one.claimed;
  if (status === "unclaimed") return !one.claimed;
  if (status === "checked_in") return one.checkedInAt !== undefined;
  if (status === "not_checked_in") return one.checkedInAt === undefined;
  if (status === "connected") return one.connections > 0;
  if (status === "unconnected") return one.connections === 0;
  return true;
}
