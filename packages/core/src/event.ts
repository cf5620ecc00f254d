/** An event: when, where, whose. Its owner and members organize it; its attendees are another noun. */
export * as Event from "./event.ts";

import * as z from "zod";
import { Attendee } from "./attendee.ts";
import type { AttendeeActor, Context, Deps, EventActor, MemberActor, PersonActor } from "./context.ts";
import * as keys from "./db/keys.ts";
import type { Item } from "./db/table.ts";
import { AppError } from "./error.ts";
import * as field from "./field.ts";
import { eventId } from "./id.ts";
import { Member } from "./member.ts";
import type { Settings } from "./settings.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Events are read from memory for this long: a changed date reaches every Lambda within it. */
const CACHE_SECONDS = 10;
/** Scans arrive until 14 days after the end; the rollup moves a day longer. */
const FOLD_DAYS = 15;
const LONGEST_DAYS = 366;

export const Info = z.object({
  id: z.string(),
  name: z.string(),
  startsAt: z.number(),
  endsAt: z.number(),
  timeZone: z.string(),
  venue: z.string().optional(),
  /** Colour of the strap, `#rrggbb`. */
  color: z.string().optional(),
  owner: z.string(),
  createdAt: z.number(),
  /** Into how many feeds its facts are spread; one carries 1,000 scans a second. Only grows. */
  shards: z.number(),
  v: z.number(),
});
export type Info = z.infer<typeof Info>;

export const View = z
  .object({
    id: z.string(),
    name: z.string(),
    startsAt: z.string(),
    endsAt: z.string(),
    timeZone: z.string(),
    venue: z.string().optional(),
    color: z.string().optional(),
  })
  .meta({ ref: "Event" });
export type View = z.infer<typeof View>;

const name = field.line(120).refine((value) => value !== "", "Give the event a name.");
const color = z.string().regex(/^#[0-9a-f]{6}$/i, "Write the colour like #ff5a1f.");

export const Create = z
  .object({
    name,
    startsAt: field.time,
    endsAt: field.time,
    timeZone: field.timeZone,
    venue: field.line(200).optional(),
    color: color.optional(),
  })
  .meta({ ref: "EventCreate" });
export const Patch = z
  .object({
    name: name.optional(),
    startsAt: field.time.optional(),
    endsAt: field.time.optional(),
    timeZone: field.timeZone.optional(),
    venue: field.line(200).nullable().optional(),
    color: color.nullable().optional(),
  })
  .meta({ ref: "EventPatch" });

export const view = (event: Info): View => ({
  id: event.id,
  name: event.name,
  startsAt: field.iso(event.startsAt),
  endsAt: field.iso(event.endsAt),
  timeZone: event.timeZone,
  ...(event.venue !== undefined && { venue: event.venue }),
  ...(event.color !== undefined && { color: event.color }),
});

/** Whether this address may create events: everybody, or the listed addresses and `@domains`. */
export function mayCreate(settings: Settings, email: string): boolean {
  if (settings.organizers === "anyone") return true;
  return settings.organizers.some((entry) => (entry.startsWith("@") ? email.endsWith(entry) : email === entry));
}

/** Makes an event; the caller becomes its owner, and no attendee. */
export async function create(ctx: Context<PersonActor>, input: z.output<typeof Create>): Promise<Info> {
  const { deps, actor } = ctx;
  if (!mayCreate(deps.settings, actor.person.email)) throw new AppError("event.creation_not_allowed");
  checkTimes(input.startsAt, input.endsAt);
  const now = deps.clock();
  const { venue, color: strap, ...rest } = input;
  const event: Info = {
    ...rest,
    ...(venue && { venue }),
    ...(strap && { color: strap }),
    id: eventId(now, deps.random),
    owner: actor.person.id,
    createdAt: now,
    shards: 1,
    v: 1,
  };
  // The owner's place first: an event without an owner would be nobody's.
  await Member.putOwner(deps, event, actor.person);
  await deps.table.putIfAbsent(toItem(event));
  return event;
}

export async function patch(ctx: Context<MemberActor>, input: z.output<typeof Patch>): Promise<Info> {
  const { deps, actor } = ctx;
  const key = keys.event(actor.event.id);
  for (let attempt = 0; attempt < 20; attempt++) {
    const item = await deps.table.get(key, { strong: true });
    if (!item) throw new AppError("event.unknown");
    const now = parse(item);
    const changes = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
    const next = { ...now, ...changes, v: now.v + 1 } as Info;
    if (input.venue === null || input.venue === "") delete next.venue;
    if (input.color === null) delete next.color;
    checkTimes(next.startsAt, next.endsAt);
    if (await deps.table.putIfVersion(toItem(next), now.v)) {
      deps.events.delete(next.id);
      return next;
    }
  }
  throw new AppError("write.contended");
}

/** The event, from memory when it was read in the last seconds. */
export async function find(deps: Deps, id: string): Promise<Info | undefined> {
  const known = deps.events.get(id);
  if (known && Math.abs(deps.clock() - known.readAt) < CACHE_SECONDS * 1000) return known.event;
  const item = await deps.table.get(keys.event(id), { strong: true });
  if (!item) return undefined;
  const event = parse(item);
  deps.events.set(id, { event, readAt: deps.clock() });
  return event;
}

export async function findAll(deps: Deps, ids: string[]): Promise<Map<string, Info>> {
  const items = await deps.table.batchGet(ids.map(keys.event), { strong: true });
  return new Map(items.map((item) => [String(item.id), parse(item)]));
}

/** The event with a place in it, whichever: for what attendees and members may both see. Opening an event claims one's badge. */
export async function open(ctx: Context<PersonActor>, id: string): Promise<Context<EventActor>> {
  const { deps, actor } = ctx;
  const [event, attendee, role] = await Promise.all([
    find(deps, id),
    Attendee.read(deps, id, actor.person.id),
    Member.roleOf(deps, id, actor.person.id),
  ]);
  if (!event || (!attendee && !role)) throw new AppError("event.unknown");
  if (attendee && !attendee.claimedAt) await Attendee.claim(deps, actor.person, attendee);
  return { deps, actor: { ...actor, event } };
}

/** The place of an attendee; a member without one learns that scanning is for attendees. */
export async function attend(
  ctx: Context<PersonActor>,
  id: string,
  ahead?: Promise<Attendee.Info | undefined>,
): Promise<Context<AttendeeActor>> {
  const { deps, actor } = ctx;
  const [event, attendee] = await Promise.all([find(deps, id), ahead ?? Attendee.read(deps, id, actor.person.id)]);
  if (event && attendee) return { deps, actor: { ...actor, event, attendee } };
  const role = event && (await Member.roleOf(deps, id, actor.person.id));
  throw new AppError(role ? "event.not_attending" : "event.unknown");
}

/** The place of a member who has one of these roles. */
export async function serve(ctx: Context<PersonActor>, id: string, roles: readonly Member.Role[]): Promise<Context<MemberActor>> {
  const { deps, actor } = ctx;
  const [event, role] = await Promise.all([find(deps, id), Member.roleOf(deps, id, actor.person.id)]);
  if (event && role && roles.includes(role)) return { deps, actor: { ...actor, event, role } };
  if (event && role) throw new AppError("event.not_allowed");
  const attendee = event && (await Attendee.read(deps, id, actor.person.id));
  throw new AppError(attendee ? "event.not_allowed" : "event.unknown");
}

/** When the scan of a badge may have been made, and until when it may arrive (milliseconds). */
export const scanWindow = (event: Info) => ({
  from: event.startsAt - 12 * HOUR,
  to: event.endsAt + DAY,
  arrivesUntil: event.endsAt + 14 * DAY,
});

/** Ids of the events whose figures may still move. */
export async function stillMoving(deps: Deps): Promise<string[]> {
  const items = await deps.table.queryAll({ index: "work", pk: keys.FOLD_WORK, after: keys.stamp(deps.clock()) });
  return items.map((item) => keys.eventOfWork(String(item.workSk)));
}

function checkTimes(startsAt: number, endsAt: number): void {
  if (endsAt <= startsAt)
    throw new AppError("event.invalid", { field: "endsAt", message: "endsAt: The event ends before it starts. Choose a later end." });
  if (endsAt - startsAt > LONGEST_DAYS * DAY) {
    throw new AppError("event.invalid", { field: "endsAt", message: `endsAt: An event lasts at most ${LONGEST_DAYS} days.` });
  }
}

const toItem = (event: Info): Item => ({
  ...keys.event(event.id),
  ...event,
  ...keys.foldWork(event.id, Math.max(event.endsAt, event.createdAt) + FOLD_DAYS * DAY),
});
const parse = (item: Item): Info => Info.parse(item);
