/**
 * An attendee: a person at one event. Stored as one item a writer: the import's row, the person's own part (claim, policy, purpose),
 * the check-in, the badge's revision. So no writer can undo another, and each write stays a single item.
 */
export * as Attendee from "./attendee.ts";

import * as z from "zod";
import type { AttendeeActor, Context, Deps } from "./context.ts";
import * as keys from "./db/keys.ts";
import type { Item } from "./db/table.ts";
import { AppError } from "./error.ts";
import { Fact } from "./fact.ts";
import * as field from "./field.ts";
import { AttendeeId, attendeeId } from "./id.ts";
import { Person } from "./person.ts";

export const ROLES = ["attendee", "speaker", "exhibitor", "staff"] as const;
export type Role = (typeof ROLES)[number];
export const Role = z.enum(ROLES);

export const POLICIES = ["open", "ask", "closed"] as const;
export const Policy = z.enum(POLICIES, { error: "Choose open, ask or closed." });
export type Policy = z.infer<typeof Policy>;

/** As imported. */
export interface Row {
  email: string;
  name: string;
  company?: string;
  headline?: string;
  role: Role;
  reference?: string;
}

const tags = z.array(field.line(50)).max(20, "At most 20 tags, please.");
const Wish = z.union([field.lines(500), tags, z.object({ tags: tags.optional(), sentence: field.lines(500).optional() })], {
  error: "Send a sentence, a list of tags, or { tags, sentence }.",
});
export const Purpose = z.object({ lookingFor: Wish.optional(), offering: Wish.optional() }).meta({ ref: "Purpose" });
export type Purpose = z.output<typeof Purpose>;

export interface Info {
  id: string;
  event: string;
  person: string;
  row: Row;
  createdAt: number;
  claimedAt?: number;
  policy?: Policy;
  purpose?: Purpose;
  checkedInAt?: number;
  badgeRevision: number;
}

/** Until somebody has chosen, a scan of them is a request. */
export const policyOf = (attendee: Info): Policy => attendee.policy ?? "ask";

export const Mine = z
  .object({
    id: z.string(),
    name: z.string(),
    role: Role,
    claimed: z.boolean(),
    policy: Policy,
    /** Whether the policy is a choice of theirs, or what holds until they choose. */
    chosen: z.boolean(),
    purpose: Purpose,
    checkedInAt: z.string().optional(),
  })
  .meta({ ref: "MyAttendee" });

export const PatchMine = z.object({ policy: Policy.optional(), purpose: Purpose.nullable().optional() }).meta({ ref: "MyAttendeePatch" });

export const mine = (attendee: Info): z.infer<typeof Mine> => ({
  id: attendee.id,
  name: attendee.row.name,
  role: attendee.row.role,
  claimed: attendee.claimedAt !== undefined,
  policy: policyOf(attendee),
  chosen: attendee.policy !== undefined,
  purpose: attendee.purpose ?? {},
  ...(attendee.checkedInAt !== undefined && { checkedInAt: field.iso(attendee.checkedInAt) }),
});

export const idOf = (deps: Deps, event: string, person: string): string => attendeeId(deps.secrets.ids, event, person);

/** This person's own parts at this event: one query, half a read unit. */
export async function read(deps: Deps, event: string, person: string, options: { strong?: boolean } = {}): Promise<Info | undefined> {
  const { items } = await deps.table.query({ pk: keys.attendee(idOf(deps, event, person)), prefix: "A#", ...options });
  return assemble(items).get(idOf(deps, event, person));
}

/** An attendee of this event by id; another event's id is unknown here. */
export async function find(deps: Deps, event: string, id: string, options: { strong?: boolean } = {}): Promise<Info> {
  if (!AttendeeId.safeParse(id).success) throw new AppError("attendee.unknown");
  const { items } = await deps.table.query({ pk: keys.attendee(id), prefix: "A#", ...options });
  const attendee = assemble(items).get(id);
  if (attendee?.event !== event) throw new AppError("attendee.unknown");
  return attendee;
}

/** Items of any number of attendees, put together; whoever has no row is not there. */
export function assemble(items: Item[]): Map<string, Info> {
  const attendees = new Map<string, Info>();
  for (const item of items) {
    if (item.sk !== "A#ROW") continue;
    const id = keys.attendeeOf(item.pk);
    attendees.set(id, {
      id,
      event: String(item.event),
      person: String(item.person),
      row: item.listed as Row,
      createdAt: Number(item.createdAt),
      badgeRevision: 0,
    });
  }
  for (const item of items) {
    const attendee = attendees.get(keys.attendeeOf(item.pk));
    if (!attendee) continue;
    if (item.sk === "A#SELF") {
      attendee.claimedAt = Number(item.claimedAt);
      if (item.policy) attendee.policy = item.policy as Policy;
      if (item.purpose) attendee.purpose = item.purpose as Purpose;
    }
    if (item.sk === "A#IN") attendee.checkedInAt = Number(item.at);
    if (item.sk === "A#BADGE") attendee.badgeRevision = Number(item.revision);
  }
  return attendees;
}

/** All events this person is on the list of. */
export async function attendancesOf(deps: Deps, person: string): Promise<Info[]> {
  const found = await deps.table.queryAll({ index: "work", pk: keys.attendancesOf(person), prefix: "EVENT#" });
  const ids = found.map((item) => keys.attendeeOf(item.pk));
  const items = await deps.table.batchGet(ids.flatMap((id) => [keys.row(id), keys.self(id), keys.checkIn(id), keys.currentBadge(id)]));
  return [...assemble(items).values()];
}

/** After a sign-in: claims every badge of this person, and fills an empty card from the first list they are on. */
export async function claimAll(deps: Deps, person: Person.Info): Promise<Person.Info> {
  const attendances = await attendancesOf(deps, person.id);
  await Promise.all(attendances.filter((attendee) => !attendee.claimedAt).map((attendee) => putSelf(deps, attendee)));
  const first = attendances.sort((a, b) => a.createdAt - b.createdAt)[0];
  return first ? Person.fillOnce(deps, person, first.row) : person;
}

export async function claim(deps: Deps, person: Person.Info, attendee: Info): Promise<Person.Info> {
  await putSelf(deps, attendee);
  return Person.fillOnce(deps, person, attendee.row);
}

/** Changes my policy and purpose at this event; choosing claims as well. */
export async function patchMine(ctx: Context<AttendeeActor>, input: z.output<typeof PatchMine>): Promise<Info> {
  const { deps, actor } = ctx;
  const id = actor.attendee.id;
  await putSelf(deps, actor.attendee);
  const sets = ["#person = :person"];
  const values: Record<string, unknown> = { ":person": actor.person.id };
  if (input.policy) {
    sets.push("#policy = :policy", "#policyAt = :now");
    Object.assign(values, { ":policy": input.policy, ":now": deps.clock() });
  }
  if (input.purpose !== undefined) {
    sets.push("#purpose = :purpose");
    values[":purpose"] = input.purpose ?? {};
  }
  await deps.table.update(keys.self(id), { set: `SET ${sets.join(", ")}`, when: "attribute_exists(pk)", values });
  return find(deps, actor.event.id, id, { strong: true });
}

/** Written once, with the fact that the dashboard counts; a second claim changes nothing. */
async function putSelf(deps: Deps, attendee: Info): Promise<void> {
  if (attendee.claimedAt) return;
  const now = deps.clock();
  const event = await shardsOf(deps, attendee.event);
  await deps.table.putIfAbsent({
    ...keys.self(attendee.id),
    event: attendee.event,
    person: attendee.person,
    claimedAt: now,
    ...Fact.claimed(event, attendee.id, now),
  });
}

/** Facts need the event's id and shard count only; here the event is often in memory already. */
async function shardsOf(deps: Deps, event: string): Promise<{ id: string; shards: number }> {
  const known = deps.events.get(event)?.event;
  if (known) return known;
  const item = await deps.table.get(keys.event(event));
  return { id: event, shards: Number(item?.shards ?? 1) };
}

/** Which people those are: of an attendee id list, their rows. */
export async function rows(deps: Deps, ids: readonly string[]): Promise<Map<string, Info>> {
  return assemble(await deps.table.batchGet(ids.map(keys.row)));
}
