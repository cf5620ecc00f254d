import type { Deps } from "@lanyard/core/context";
import { Sender } from "@lanyard/core/mailing-sender";
import { scheduled } from "./scheduled.ts";

/** Sends every invitation and every follow-up whose time has come. */
export const sendMailings = (deps: Deps): Promise<void> => Sender.sendDue(deps);

export const handler = scheduled(sendMailings);
