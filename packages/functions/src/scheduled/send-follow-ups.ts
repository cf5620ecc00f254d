import type { Deps } from "@lanyard/core/context";
import { Sender } from "@lanyard/core/follow-up-sender";
import { scheduled } from "./scheduled.ts";

/** Sends every follow-up whose time has come. */
export const sendFollowUps = (deps: Deps): Promise<void> => Sender.sendDue(deps);

export const handler = scheduled(sendFollowUps);
