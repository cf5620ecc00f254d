/** The dashboard: the room in figures. Aggregates and counts only; nobody's name, nobody's note. */
export * as Dashboard from "./dashboard.ts";

import * as z from "zod";
import type { Context, MemberActor } from "./context.ts";
import { Event } from "./event.ts";
import { EventRollup } from "./event-rollup.ts";
import * as field from "./field.ts";
import { Mailing } from "./mailing.ts";
import { Rollup } from "./rollup.ts";

const HOUR = 3_600_000;
/** Hours shown at most: beyond a fortnight a curve by the hour tells nothing. */
const HOURS_MAX = 24 * 14;

export const View = z
  .object({
    event: Event.View,
    attendees: z.number().int(),
    claimed: z.number().int(),
    checkedIn: z.number().int(),
    connections: z.number().int(),
    requested: z.number().int(),
    unconnected: z.number().int(),
    overTime: z.array(z.object({ at: z.string(), connections: z.number().int(), checkIns: z.number().int() })),
    distribution: z.array(z.object({ from: z.number().int(), to: z.number().int().optional(), attendees: z.number().int() })),
    invitation: Mailing.Summary.nullable(),
    followUp: Mailing.Summary.nullable(),
    asOf: z.string(),
  })
  .meta({ ref: "Dashboard" });
export type View = z.infer<typeof View>;

/** Three requests at any size of event, plus the pages that the last minute touched. */
export async function read(ctx: Context<MemberActor>): Promise<View> {
  const { deps, actor } = ctx;
  const asOf = deps.clock();
  const [figures, plans] = await Promise.all([EventRollup.read(deps, actor.event), Mailing.findAll(deps, actor.event.id)]);
  const summary = (plan: Mailing.Plan | undefined) => (plan ? Mailing.summary(plan, figures) : null);
  const { hours, distribution, reachable: _, ...counts } = figures;
  return {
    event: Event.view(actor.event),
    ...counts,
    overTime: overTime(hours),
    distribution: distribution.map((attendees, step) => {
      const [from, next] = [Rollup.STEPS[step]!, Rollup.STEPS[step + 1]];
      return { from, ...(next !== undefined && { to: next - 1 }), attendees };
    }),
    invitation: summary(plans.invitation),
    followUp: summary(plans["follow-up"]),
    asOf: field.iso(asOf),
  };
}

/** Counts every fact of the event anew, then reads. Costs as much as the event is large; at night it happens by itself. */
export async function recount(ctx: Context<MemberActor>): Promise<View> {
  await EventRollup.recount(ctx.deps, ctx.actor.event);
  return read(ctx);
}

/** From the first hour with something in it to the last, gaps filled. */
function overTime(hours: Record<string, [number, number]>): View["overTime"] {
  const known = Object.keys(hours).sort();
  if (known.length === 0) return [];
  const last = Date.parse(`${known.at(-1)}:00:00.000Z`);
  const first = Math.max(Date.parse(`${known[0]}:00:00.000Z`), last - (HOURS_MAX - 1) * HOUR);
  return Array.from({ length: (last - first) / HOUR + 1 }, (_, i) => {
    const at = field.iso(first + i * HOUR);
    const [connections, checkIns] = hours[at.slice(0, 13)] ?? [0, 0];
    return { at, connections, checkIns };
  });
}
