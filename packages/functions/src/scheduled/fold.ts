import type { Deps } from "@lanyard/core/context";
import { Event } from "@lanyard/core/event";
import { Rollup } from "@lanyard/core/rollup";
import { scheduled } from "./scheduled.ts";

/** Folds the facts of every event that still moves into its rollup. */
export async function fold(deps: Deps): Promise<void> {
  for (const id of await Event.stillMoving(deps)) {
    const event = await Event.find(deps, id);
    if (event) await Rollup.foldEvent(deps, event);
  }
}

export const handler = scheduled(fold);
