/** Check-in: somebody came through the door. Written once; a second scan at the door tells when the first was. */
export * as CheckIn from "./check-in.ts";

import * as z from "zod";
import { Attendee } from "./attendee.ts";
import { Badge } from "./badge.ts";
import { Connection } from "./connection.ts";
import type { Context, MemberActor } from "./context.ts";
import * as keys from "./db/keys.ts";
import { AppError } from "./error.ts";
import { Fact } from "./fact.ts";
import * as field from "./field.ts";

export const Input = z
  .object({
    badge: Badge.Given,
    at: field.time.optional(),
    sentAt: field.time.optional(),
  })
  .meta({ ref: "CheckIn", required: ["badge"] });

export const Result = z
  .object({
    attendee: z.object({ id: z.string(), name: z.string(), role: Attendee.Role }),
    checkedInAt: z.string(),
    first: z.boolean(),
  })
  .meta({ ref: "CheckInResult" });

/** Checks in by badge; a missing or future `at` means now. The first check-in stays, whoever comes later. */
export async function create(ctx: Context<MemberActor>, input: z.output<typeof Input>): Promise<z.infer<typeof Result>> {
  const { deps, actor } = ctx;
  if (typeof input.badge !== "string") throw new AppError("badge.missing", { field: "badge" });
  const now = deps.clock();
  const at = Connection.madeAt(input, now) ?? now;
  const [found] = await Badge.findAll(deps, actor.event.id, [input.badge]);
  const badge = Badge.usable(found, at);
  const attendee = await Attendee.find(deps, actor.event.id, badge.attendee).catch((error: unknown) => {
    throw error instanceof AppError ? new AppError("badge.unknown") : error;
  });
  const key = keys.checkIn(attendee.id);
  const first = await deps.table.putIfAbsent({
    ...key,
    event: actor.event.id,
    at,
    by: actor.person.id,
    ...Fact.checkedIn(actor.event, attendee.id, now, keys.hourOf(at)),
  });
  const checkedInAt = first ? at : Number((await deps.table.get(key, { strong: true }))?.at ?? at);
  return {
    attendee: { id: attendee.id, name: attendee.row.name, role: attendee.row.role },
    checkedInAt: field.iso(checkedInAt),
    first,
  };
}
