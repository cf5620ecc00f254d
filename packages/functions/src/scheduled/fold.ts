import type { Deps } from "@lanyard/core/context";
import { Event } from "@lanyard/core/event";
import { EventRollup } from "@lanyard/core/event-rollup";
import { scheduled } from "./scheduled.ts";

/** Folds the facts of every event that still moves into its rollup. */
export async function fold(deps: Deps): Promise<void> {
  for (const id of await Event.stillMoving(deps)) {
    const event = await Event.find(deps, id);
    if (event) await EventRollup.fold(deps, event);
  }
}

export const handler = scheduled(fold);
