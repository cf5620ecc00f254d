/**
 * Every scheduled job: what it does and how often. The deployment makes one EventBridge schedule of each, the embedded ticker calls the
 * same functions. A job may be killed anywhere and started twice at once; each begins where the last one left.
 */
import type { Deps } from "@lanyard/core/context";
import { erase } from "./erase.ts";
import { fold } from "./fold.ts";
import { recount } from "./recount.ts";
import { sendFollowUps } from "./send-follow-ups.ts";

export interface Job {
  /** The file in this folder whose `handler` Lambda calls. */
  file: string;
  everyMinutes: number;
  /** How long one run may take on Lambda, in seconds. */
  timeoutSeconds: number;
  run: (deps: Deps) => Promise<void>;
}

export const JOBS = {
  Fold: { file: "fold", everyMinutes: 1, timeoutSeconds: 55, run: fold },
  SendFollowUps: { file: "send-follow-ups", everyMinutes: 1, timeoutSeconds: 150, run: sendFollowUps },
  Recount: { file: "recount", everyMinutes: 60, timeoutSeconds: 600, run: recount },
  Erase: { file: "erase", everyMinutes: 5, timeoutSeconds: 300, run: erase },
} as const satisfies Record<string, Job>;
