import type { Deps } from "@lanyard/core/context";
import { Event } from "@lanyard/core/event";
import { EventRollup } from "@lanyard/core/event-rollup";
import { scheduled } from "./scheduled.ts";

const HOUR = 3_600_000;
const NIGHT_HOUR_UTC = 3;

/** Counts events anew: all that still move at night, and each one within two hours after its end. */
export async function recount(deps: Deps): Promise<void> {
  const now = deps.clock();
  const night = new Date(now).getUTCHours() === NIGHT_HOUR_UTC;
  for (const id of await Event.stillMoving(deps)) {
    const event = await Event.find(deps, id);
    if (!event) continue;
    const justEnded = now >= event.endsAt && now < event.endsAt + 2 * HOUR;
    if (night || justEnded) await EventRollup.recount(deps, event);
  }
}

export const handler = scheduled(recount);
