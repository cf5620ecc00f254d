import type { Deps } from "@lanyard/core/context";
import { Privacy } from "@lanyard/core/privacy";
import { scheduled } from "./scheduled.ts";

/** Ends erasures that were cut off. */
export const erase = (deps: Deps): Promise<void> => Privacy.eraseDue(deps);

export const handler = scheduled(erase);
