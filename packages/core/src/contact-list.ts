/** All contacts of somebody: pages for the phone, everyone at once for files and mails, and who has my card. */
export * as ContactList from "./contact-list.ts";

import * as z from "zod";
import { Attendee } from "./attendee.ts";
import { Card } from "./card.ts";
import { Connection } from "./connection.ts";
import { Contact } from "./contact.ts";
import type { AttendeeActor, Context, Deps, PersonActor } from "./context.ts";
import * as keys from "./db/keys.ts";
import type { Item } from "./db/table.ts";
import { Event } from "./event.ts";
import * as field from "./field.ts";
import { Page } from "./page.ts";
import { Pair } from "./pair.ts";
import { Person } from "./person.ts";

/** My contacts at this event, newest first. Two requests in sequence up to a hundred contacts, three beyond. */
export async function list(ctx: Context<AttendeeActor>, page: Page.Input): Promise<Page.Of<Contact.View>> {
  return pageOf(ctx.deps, await readPairs(ctx.deps, [ctx.actor], Page.LIMIT_MAX), page);
}

/** My contacts across all events. */
export async function listEverywhere(ctx: Context<PersonActor>, page: Page.Input): Promise<Page.Of<Contact.View>> {
  return pageOf(ctx.deps, await everywhere(ctx, Page.LIMIT_MAX), page);
}

/** Everyone of this event at once, for a file. */
export async function all(ctx: Context<AttendeeActor>): Promise<Contact.View[]> {
  return (await allOf(ctx.deps, [ctx.actor]))[0]!;
}

/** All contacts of each of these attendees; their reads share requests, two queries each and the rest together. */
export async function allOf(deps: Deps, mes: Contact.Me[]): Promise<Contact.View[][]> {
  const views = await join(deps, await readPairs(deps, mes));
  return mes.map((me) => plain(views.filter((one) => one.of === me.attendee.id)));
}

export async function allEverywhere(ctx: Context<PersonActor>): Promise<Contact.View[]> {
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
  const read = await everywhere(ctx, 0);
  const given = read.pairs.filter((pair) => (pair.state[pair.side].given ?? []).length > 0);
  const since = new Map(given.map((pair) => [pair.id, pair.state[pair.side].since ?? pair.state.createdAt]));
  const views = await join(ctx.deps, { pairs: given });
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

interface MyPair {
  me: Contact.Me;
  /** The other's attendee id and person. */
  id: string;
  person: string;
  side: Connection.Which;
  state: Connection.State;
  note: Item | undefined;
}
/** Pairs, and perhaps the rows and cards of the others, read in the same breath. */
interface Read {
  pairs: MyPair[];
  others?: Item[];
}

async function everywhere(ctx: Context<PersonActor>, joinUpTo?: number): Promise<Read> {
  const attendances = await Attendee.attendancesOf(ctx.deps, ctx.actor.person.id);
  const events = await Event.findAll(
    ctx.deps,
    attendances.map((attendee) => attendee.event),
  );
  const mes = attendances.flatMap((attendee) => {
    const event = events.get(attendee.event);
    return event ? [{ person: ctx.actor.person, event, attendee }] : [];
  });
  return readPairs(ctx.deps, mes, joinUpTo);
}

/**
 * Every pair of each: those they are the low side of stand in their own partition with their notes, the others are listed and then
 * read, both strongly, since consent is in them. Up to `joinUpTo` pairs the others' rows and cards are read at the same time, since the
 * keys tell who they are.
 */
async function readPairs(deps: Deps, mes: Contact.Me[], joinUpTo = Number.POSITIVE_INFINITY): Promise<Read> {
  const found = await Promise.all(mes.map((me) => listPairs(deps, me)));
  const listed = found.flatMap((one) => one.high);
  const who = found.flatMap((one) => [...one.low.map((item) => otherOf(item, "low")), ...one.high.map((item) => otherOf(item, "high"))]);
  const [asHigh, others] = await Promise.all([
    deps.table.batchGet(listed, { strong: true }),
    who.length <= joinUpTo ? deps.table.batchGet(who.flatMap(keysOf)) : undefined,
  ]);
  const byKey = new Map(asHigh.map((item) => [item.pk + item.sk, item]));
  const pairs = found.flatMap(({ me, low, high, notes }) => [
    ...low.map((item) => toPair(me, item, "low", notes)),
    ...high.flatMap(({ pk, sk }) => (byKey.has(pk + sk) ? [toPair(me, byKey.get(pk + sk)!, "high", notes)] : [])),
  ]);
  return { pairs: pairs.filter((pair) => Connection.exists(pair.state)), ...(others && { others }) };
}

async function listPairs(deps: Deps, me: Contact.Me) {
  const pk = keys.attendee(me.attendee.id);
  const [own, high] = await Promise.all([
    deps.table.queryAll({ pk, after: "CONN", strong: true }),
    deps.table.queryAll({ index: "lists", pk, prefix: keys.CONNECTION_PREFIX }),
  ]);
  const notes = own.filter((item) => item.sk.startsWith(keys.NOTE_PREFIX));
  return {
    me,
    low: own.filter((item) => item.sk.startsWith(keys.CONNECTION_PREFIX)),
    high,
    notes: new Map(notes.map((item) => [item.sk.slice(keys.NOTE_PREFIX.length), item])),
  };
}

/** The other of a pair, by its keys and what the index carries along. `side` is mine. */
function otherOf(item: Item, side: Connection.Which): { id: string; person: string } {
  const id = side === "low" ? item.sk.slice(keys.CONNECTION_PREFIX.length) : keys.attendeeOf(item.pk);
  const people = item.listed as Record<Connection.Which, string>;
  return { id, person: people[Connection.other(side)] };
}

function toPair(me: Contact.Me, item: Item, side: Connection.Which, notes: Map<string, Item>): MyPair {
  const other = otherOf(item, side);
  return { me, ...other, side, state: Pair.parse(item), note: notes.get(other.id) };
}

const keysOf = (other: { id: string; person: string }) => [keys.row(other.id), keys.person(other.person)];

async function pageOf(deps: Deps, { pairs, ...read }: Read, input: Page.Input): Promise<Page.Of<Contact.View>> {
  const newest = pairs
    .filter((pair) => Connection.view(pair.state, pair.side).status !== "declined")
    .sort((a, b) => b.state.metAt - a.state.metAt || (a.id < b.id ? -1 : 1));
  const { slice, cursor } = Page.slice(deps, "contacts", newest, (pair) => [pair.state.metAt, pair.id], input);
  return { items: plain(await join(deps, { ...read, pairs: slice })), ...(cursor !== undefined && { cursor }) };
}

/** Joins the live cards and rows to the pairs, keeping their order; who is gone is left out. */
async function join(deps: Deps, { pairs, others }: Read): Promise<(Contact.View & { of: string })[]> {
  const items = others ?? (await deps.table.batchGet(pairs.flatMap(keysOf)));
  const attendees = Attendee.assemble(items);
  const people = new Map(items.filter((item) => item.sk === "CARD").map((item) => [String(item.id), Person.parse(item)]));
  return pairs.flatMap((pair) => {
    const attendee = attendees.get(pair.id);
    if (!attendee) return [];
    const contact = Contact.view(pair.me, { attendee, person: people.get(pair.person), state: pair.state, note: pair.note });
    return [{ ...contact, of: pair.me.attendee.id }];
  });
}

const plain = (views: (Contact.View & { of: string })[]): Contact.View[] => views.map(({ of: _, ...contact }) => contact);
