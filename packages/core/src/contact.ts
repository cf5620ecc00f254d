/** A contact: the other person as I see them in a connection, and what only I keep about them: note, tags, rating, follow-up date. */
export * as Contact from "./contact.ts";

import * as z from "zod";
import { Attendee } from "./attendee.ts";
import { Card } from "./card.ts";
import { Connection } from "./connection.ts";
import type { AttendeeActor, Context, Deps, PersonActor } from "./context.ts";
import * as keys from "./db/keys.ts";
import type { Item } from "./db/table.ts";
import { AppError } from "./error.ts";
import { Event } from "./event.ts";
import * as field from "./field.ts";
import { AttendeeId } from "./id.ts";
import { Page } from "./page.ts";
import { Pair } from "./pair.ts";
import { Person } from "./person.ts";

export const Status = z.enum(["connected", "requested", "awaiting_me", "withdrawn", "blocked", "declined"]);

export const View = z
  .object({
    attendeeId: z.string(),
    eventId: z.string(),
    status: Status,
    role: Attendee.Role,
    card: Card.Info,
    sharedWithThem: z.array(z.enum(Card.FIELDS)),
    met: z.object({ at: z.string(), recordedAt: z.string() }),
    note: z.string().optional(),
    tags: z.array(z.string()).optional(),
    rating: z.number().optional(),
    followUpOn: z.string().optional(),
  })
  .meta({ ref: "Contact" });
export type View = z.infer<typeof View>;

const optional = <T extends z.ZodType>(schema: T) => schema.nullable().optional();
/** null clears a field. */
export const Patch = z
  .object({
    note: optional(field.lines(5000)),
    tags: optional(
      z
        .array(field.line(50))
        .max(50, "At most 50 tags, please.")
        .transform((tags) => [...new Set(tags.filter((tag) => tag !== ""))]),
    ),
    rating: optional(
      z
        .number({ error: "Rate from 1 to 5." })
        .int("Rate in whole numbers, 1 to 5.")
        .min(1, "Rate from 1 to 5.")
        .max(5, "Rate from 1 to 5."),
    ),
    followUpOn: optional(z.union([z.literal(""), field.day])),
  })
  .meta({ ref: "ContactPatch" });

export const ActInput = z.object({ at: field.time.optional(), sentAt: field.time.optional() }).meta({ ref: "Act" });
export const ACTS = ["accept", "decline", "withdraw", "block", "unblock"] as const;
export type Act = (typeof ACTS)[number];

export interface Other {
  attendee: Attendee.Info;
  person: Person.Info | undefined;
  state: Connection.State;
  note: Item | undefined;
}

/** What I see of them, their card cut to what they give me now, and what they see of mine. */
export function view(me: Me, other: Other): View {
  const side: Connection.Which = me.attendee.id < other.attendee.id ? "low" : "high";
  const { status, sees } = Connection.view(other.state, side);
  const theirs = Person.cardOf(other.person, other.attendee.row.name);
  const seen = Card.visible(theirs, Person.shareOf(other.person), Card.audienceOf(me.attendee.row.role), sees);
  const mine = Person.cardOf(me.person, me.attendee.row.name);
  return {
    attendeeId: other.attendee.id,
    eventId: other.attendee.event,
    status,
    role: other.attendee.row.role,
    card: Card.cut(theirs, seen),
    sharedWithThem: Card.visible(mine, me.person.share, Card.audienceOf(other.attendee.row.role), other.state[side].given ?? []),
    met: { at: field.iso(other.state.metAt), recordedAt: field.iso(other.state.createdAt) },
    ...kept(other.note),
  };
}

/** One of my contacts at this event; consent is read strongly from the pair itself. */
export async function find(ctx: Context<AttendeeActor>, id: string): Promise<Other> {
  const { deps, actor } = ctx;
  if (!AttendeeId.safeParse(id).success) throw new AppError("contact.unknown");
  const pair = Pair.of(actor.attendee, { id, person: "" });
  const [connection, attendee, note] = await Promise.all([
    deps.table.get(keys.connection(pair.low.id, pair.high.id), { strong: true }),
    Attendee.rows(deps, [id]).then((rows) => rows.get(id)),
    deps.table.get(keys.note(actor.attendee.id, id), { strong: true }),
  ]);
  if (!connection || !attendee || attendee.event !== actor.event.id) throw new AppError("contact.unknown");
  const state = Pair.parse(connection);
  if (!Connection.exists(state)) throw new AppError("contact.unknown");
  const card = await deps.table.get(keys.person(attendee.person));
  return { attendee, person: card && Person.parse(card), state, note };
}

export async function patch(ctx: Context<AttendeeActor>, id: string, input: z.output<typeof Patch>): Promise<View> {
  const { deps, actor } = ctx;
  const other = await find(ctx, id);
  const sets = ["#updatedAt = :now"];
  const removes: string[] = [];
  const values: Record<string, unknown> = { ":now": deps.clock() };
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined) continue;
    if (value === null || value === "" || (Array.isArray(value) && value.length === 0)) removes.push(`#${name}`);
    else {
      sets.push(`#${name} = :${name}`);
      values[`:${name}`] = value;
    }
  }
  const set = `SET ${sets.join(", ")}${removes.length > 0 ? ` REMOVE ${removes.join(", ")}` : ""}`;
  const key = keys.note(actor.attendee.id, id);
  const note = await deps.table.update(key, { set, values });
  // Erased meanwhile: the erasure may have looked for notes before this one was there.
  const { low, high } = Pair.of(actor.attendee, other.attendee);
  const pair = await deps.table.get(keys.connection(low.id, high.id), { strong: true });
  if (pair && Connection.exists(Pair.parse(pair))) return view(actor, { ...other, note });
  await deps.table.delete(key);
  throw new AppError("contact.unknown");
}

/** Accept, decline, withdraw, block, unblock. An act that changes nothing answers the contact as it is. */
export async function act(ctx: Context<AttendeeActor>, id: string, kind: Act, input: z.output<typeof ActInput>): Promise<View> {
  const { deps, actor } = ctx;
  const other = await find(ctx, id);
  const pair = Pair.of(actor.attendee, other.attendee);
  const at = Connection.madeAt(input, deps.clock());
  const gives = kind === "accept" ? Card.given(actor.person.share, Card.audienceOf(other.attendee.row.role), "accept") : [];
  const applied = await Pair.apply(deps, actor.event, pair, { kind, by: pair.mine, at, gives }, "known");
  if (!applied) throw new AppError("contact.unknown");
  return view(actor, { ...other, state: applied.state });
}

/** My contacts at this event, newest first. Three requests in sequence however many there are on a page. */
export async function list(ctx: Context<AttendeeActor>, page: Page.Input): Promise<Page.Of<View>> {
  return pageOf(ctx.deps, await readPairs(ctx.deps, [ctx.actor]), page);
}

/** My contacts across all events. */
export async function listEverywhere(ctx: Context<PersonActor>, page: Page.Input): Promise<Page.Of<View>> {
  return pageOf(ctx.deps, await everywhere(ctx), page);
}

/** Everyone of this event at once, for a file. */
export async function all(ctx: Context<AttendeeActor>): Promise<View[]> {
  return (await allOf(ctx.deps, [ctx.actor]))[0]!;
}

/** All contacts of each of these attendees; their reads share requests, two queries each and the rest together. */
export async function allOf(deps: Deps, mes: Me[]): Promise<View[][]> {
  const pairs = await readPairs(deps, mes);
  const views = await join(deps, pairs);
  return mes.map((me) => plain(views.filter((one) => one.of === me.attendee.id)));
}

export async function allEverywhere(ctx: Context<PersonActor>): Promise<View[]> {
  return plain(await join(ctx.deps, await everywhere(ctx)));
}

export const Shared = z
  .object({ attendeeId: z.string(), eventId: z.string(), name: z.string(), fields: z.array(z.enum(Card.FIELDS)), since: z.string() })
  .meta({ ref: "Shared" });

/** A page of who has at least one field of mine now. */
export async function sharedPage(ctx: Context<PersonActor>, page: Page.Input): Promise<Page.Of<z.infer<typeof Shared>>> {
  const { slice, ...rest } = Page.slice(ctx.deps, "shared", await shared(ctx), (one) => [Date.parse(one.since), one.attendeeId], page);
  return { items: slice, ...rest };
}

/** Who has at least one field of mine now, which, and since when; newest first. */
export async function shared(ctx: Context<PersonActor>): Promise<z.infer<typeof Shared>[]> {
  const pairs = await everywhere(ctx);
  const given = pairs.filter((pair) => (pair.state[pair.side].given ?? []).length > 0);
  const since = new Map(given.map((pair) => [pair.id, pair.state[pair.side].since ?? pair.state.createdAt]));
  const views = await join(ctx.deps, given);
  return views
    .filter((one) => one.sharedWithThem.length > 0)
    .map((one) => ({
      attendeeId: one.attendeeId,
      eventId: one.eventId,
      name: one.card.name,
      fields: one.sharedWithThem,
      since: field.iso(since.get(one.attendeeId)!),
    }))
    .sort((a, b) => Date.parse(b.since) - Date.parse(a.since) || (a.attendeeId < b.attendeeId ? -1 : 1));
}

/** Whose contacts: an attendee with the card others see. */
export type Me = Pick<AttendeeActor, "person" | "event" | "attendee">;

interface MyPair {
  me: Me;
  /** The other's attendee id and person. */
  id: string;
  person: string;
  side: Connection.Which;
  state: Connection.State;
  note: Item | undefined;
}

async function everywhere(ctx: Context<PersonActor>): Promise<MyPair[]> {
  const attendances = await Attendee.attendancesOf(ctx.deps, ctx.actor.person.id);
  const events = await Event.findAll(
    ctx.deps,
    attendances.map((attendee) => attendee.event),
  );
  const mes = attendances.flatMap((attendee) => {
    const event = events.get(attendee.event);
    return event ? [{ person: ctx.actor.person, event, attendee }] : [];
  });
  return readPairs(ctx.deps, mes);
}

/**
 * Every pair of each: those they are the low side of stand in their own partition with their notes, the others are listed and then
 * read, both strongly, since consent is in them.
 */
async function readPairs(deps: Deps, mes: Me[]): Promise<MyPair[]> {
  const found = await Promise.all(
    mes.map(async (me) => {
      const pk = keys.attendee(me.attendee.id);
      const [own, listed] = await Promise.all([
        deps.table.queryAll({ pk, after: "CONN", strong: true }),
        deps.table.queryAll({ index: "lists", pk, prefix: keys.CONNECTION_PREFIX }),
      ]);
      return { me, own, listed };
    }),
  );
  const asHigh = await deps.table.batchGet(
    found.flatMap(({ listed }) => listed),
    { strong: true },
  );
  const byKey = new Map(asHigh.map((item) => [item.pk + item.sk, item]));
  return found.flatMap(({ me, own, listed }) => {
    const notes = new Map(
      own.filter((item) => item.sk.startsWith(keys.NOTE_PREFIX)).map((item) => [item.sk.slice(keys.NOTE_PREFIX.length), item]),
    );
    const pairs = [
      ...own.filter((item) => item.sk.startsWith(keys.CONNECTION_PREFIX)).map((item) => ["low", item] as const),
      ...listed.flatMap(({ pk, sk }) => (byKey.has(pk + sk) ? [["high", byKey.get(pk + sk)!] as const] : [])),
    ];
    return pairs
      .map(([side, item]) => {
        const id = side === "low" ? item.sk.slice(keys.CONNECTION_PREFIX.length) : keys.attendeeOf(item.pk);
        const people = item.listed as Record<Connection.Which, string>;
        return { me, id, person: people[Connection.other(side)], side, state: Pair.parse(item), note: notes.get(id) };
      })
      .filter((pair) => Connection.exists(pair.state));
  });
}

async function pageOf(deps: Deps, pairs: MyPair[], input: Page.Input): Promise<Page.Of<View>> {
  const newest = pairs
    .filter((pair) => Connection.view(pair.state, pair.side).status !== "declined")
    .sort((a, b) => b.state.metAt - a.state.metAt || (a.id < b.id ? -1 : 1));
  const { slice, cursor } = Page.slice(deps, "contacts", newest, (pair) => [pair.state.metAt, pair.id], input);
  return { items: plain(await join(deps, slice)), ...(cursor !== undefined && { cursor }) };
}

/** Joins the live cards and rows to the pairs, keeping their order; who is gone is left out. */
async function join(deps: Deps, pairs: MyPair[]): Promise<(View & { of: string })[]> {
  const items = await deps.table.batchGet(pairs.flatMap((pair) => [keys.row(pair.id), keys.person(pair.person)]));
  const attendees = Attendee.assemble(items);
  const people = new Map(items.filter((item) => item.sk === "CARD").map((item) => [String(item.id), Person.parse(item)]));
  return pairs.flatMap((pair) => {
    const attendee = attendees.get(pair.id);
    if (!attendee) return [];
    const contact = view(pair.me, { attendee, person: people.get(pair.person), state: pair.state, note: pair.note });
    return [{ ...contact, of: pair.me.attendee.id }];
  });
}

const plain = (views: (View & { of: string })[]): View[] => views.map(({ of: _, ...contact }) => contact);

function kept(note: Item | undefined) {
  if (!note) return {};
  return {
    ...(typeof note.note === "string" && { note: note.note }),
    ...(Array.isArray(note.tags) && { tags: note.tags as string[] }),
    ...(typeof note.rating === "number" && { rating: note.rating }),
    ...(typeof note.followUpOn === "string" && { followUpOn: note.followUpOn }),
  };
}
