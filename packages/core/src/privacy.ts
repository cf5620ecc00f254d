/** A person's right to their data: all of it as one file, and all of it gone. */
export * as Privacy from "./privacy.ts";

import * as z from "zod";
import { Attendee } from "./attendee.ts";
import { Badge } from "./badge.ts";
import { Contact } from "./contact.ts";
import { ContactList } from "./contact-list.ts";
import type { Context, Deps, PersonActor } from "./context.ts";
import * as keys from "./db/keys.ts";
import { Event } from "./event.ts";
import * as field from "./field.ts";
import { Member } from "./member.ts";
import { Pair } from "./pair.ts";
import { Person } from "./person.ts";
import { Session } from "./session.ts";
import { Suppression } from "./suppression.ts";

export const Export = z
  .object({
    person: Person.View.extend({ createdAt: z.string() }),
    card: z.unknown(),
    share: z.unknown(),
    attending: z.array(z.unknown()),
    organizing: z.array(z.object({ eventId: z.string(), role: z.string() })),
    contacts: z.array(Contact.View),
    shared: z.array(ContactList.Shared),
    sessions: z.array(Session.View),
    unsubscribed: z.boolean(),
    exportedAt: z.string(),
  })
  .meta({ ref: "Export" });

/** Everything stored about me, with my contacts as they are shown to me. Needs a fresh sign-in. */
export async function exportAll(ctx: Context<PersonActor>): Promise<z.infer<typeof Export>> {
  Session.requireFresh(ctx);
  const { deps, actor } = ctx;
  const { person } = actor;
  const [attendances, roles, contacts, shared, sessions, suppressed] = await Promise.all([
    Attendee.attendancesOf(deps, person.id),
    Member.rolesOf(deps, person.id),
    ContactList.allEverywhere(ctx),
    ContactList.shared(ctx),
    Session.list(ctx),
    Suppression.among(deps, [person.id]),
  ]);
  const events = await Event.findAll(
    deps,
    attendances.map((attendee) => attendee.event),
  );
  return {
    person: { ...Person.view(person), createdAt: field.iso(person.createdAt) },
    card: person.card,
    share: person.share,
    attending: attendances.map((attendee) => {
      const event = events.get(attendee.event);
      return { event: event && Event.view(event), listed: attendee.row, ...Attendee.mine(attendee), badge: Badge.viewOf(deps, attendee) };
    }),
    organizing: [...roles].map(([eventId, role]) => ({ eventId, role })),
    contacts,
    shared,
    sessions,
    unsubscribed: suppressed.has(person.id),
    exportedAt: field.iso(deps.clock()),
  };
}

/** Erases me; needs a fresh sign-in. When this answers it is done; killed half way, the erasure job ends it. */
export async function eraseMe(ctx: Context<PersonActor>): Promise<void> {
  Session.requireFresh(ctx);
  const { deps, actor } = ctx;
  const at = deps.clock();
  await deps.table.put({ ...keys.erasure(actor.person.id), ...keys.erasureWork(actor.person.id, at), person: actor.person.id, at });
  await erase(deps, actor.person.id);
}

/** Goes on with erasures that were cut off. */
export async function eraseDue(deps: Deps): Promise<void> {
  const items = await deps.table.queryAll({ index: "work", pk: keys.ERASURE_WORK });
  for (const item of items) await erase(deps, keys.eventOfWork(String(item.workSk)));
}

/** Each step may be repeated; what finds the rest (rows, then the note of the erasure itself) goes last. */
async function erase(deps: Deps, person: string): Promise<void> {
  await Session.revokeAll(deps, person);
  const attendances = await Attendee.attendancesOf(deps, person);
  const events = await Event.findAll(
    deps,
    attendances.map((attendee) => attendee.event),
  );
  for (const attendee of attendances) await eraseAttendee(deps, attendee, events.get(attendee.event)?.shards ?? 1);
  const roles = await Member.rolesOf(deps, person);
  await deps.table.batchWrite({ deletes: [...[...roles.keys()].map((event) => keys.member(event, person)), keys.person(person)] });
  await deps.table.delete(keys.erasure(person));
}

async function eraseAttendee(deps: Deps, attendee: Attendee.Info, shards: number): Promise<void> {
  const pk = keys.attendee(attendee.id);
  const [own, listed] = await Promise.all([
    deps.table.queryAll({ pk, after: "CONN", strong: true }),
    deps.table.queryAll({ index: "lists", pk, prefix: keys.CONNECTION_PREFIX }),
  ]);
  const asLow = own
    .filter((item) => item.sk.startsWith(keys.CONNECTION_PREFIX))
    .map((item) => item.sk.slice(keys.CONNECTION_PREFIX.length));
  const partners = [...asLow, ...listed.map((item) => keys.attendeeOf(item.pk))];
  const people = await Attendee.rows(deps, partners);
  for (const id of partners) {
    const pair = Pair.of(attendee, { id, person: people.get(id)?.person ?? "" });
    await Pair.apply(deps, { id: attendee.event, shards }, pair, { kind: "erase", by: pair.mine }, "known");
  }
  const badges = Array.from({ length: attendee.badgeRevision + 1 }, (_, revision) => Badge.token(deps, attendee.id, revision));
  await deps.table.batchWrite({
    deletes: [
      ...partners.map((id) => keys.note(id, attendee.id)),
      ...own.filter((item) => item.sk.startsWith(keys.NOTE_PREFIX)),
      ...badges.map((token) => keys.badge(attendee.event, token)),
      keys.self(attendee.id),
      keys.checkIn(attendee.id),
    ],
  });
  await deps.table.batchWrite({ deletes: [keys.currentBadge(attendee.id), keys.row(attendee.id)] });
}
