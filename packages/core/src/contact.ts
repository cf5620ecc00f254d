/** A contact: the other person as I see them in a connection, and what only I keep about them: note, tags, rating, follow-up date. */
export * as Contact from "./contact.ts";

import * as z from "zod";
import { Attendee } from "./attendee.ts";
import { Card } from "./card.ts";
import { Connection } from "./connection.ts";
import type { AttendeeActor, Context } from "./context.ts";
import * as keys from "./db/keys.ts";
import type { Item } from "./db/table.ts";
import { AppError } from "./error.ts";
import * as field from "./field.ts";
import { AttendeeId } from "./id.ts";
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

/** Whose contacts: an attendee with the card others see. */
export type Me = Pick<AttendeeActor, "person" | "event" | "attendee">;

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
export async function find(ctx: Context<AttendeeActor>, id: string): Promise<Other & { stored: Item }> {
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
  return { attendee, person: card && Person.parse(card), state, note, stored: connection };
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
  const applied = await Pair.apply(deps, actor.event, pair, { kind, by: pair.mine, at, gives }, { seen: other.stored });
  if (!applied) throw new AppError("contact.unknown");
  return view(actor, { ...other, state: applied.state });
}

function kept(note: Item | undefined) {
  if (!note) return {};
  return {
    ...(typeof note.note === "string" && { note: note.note }),
    ...(Array.isArray(note.tags) && { tags: note.tags as string[] }),
    ...(typeof note.rating === "number" && { rating: note.rating }),
    ...(typeof note.followUpOn === "string" && { followUpOn: note.followUpOn }),
  };
}
