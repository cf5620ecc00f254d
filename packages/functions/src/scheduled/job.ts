/** What each scheduled job does, for the embedded ticker; on Lambda each job's file is a function of its own. */
import type { Deps } from "@lanyard/core/context";
import { erase } from "./erase.ts";
import { fold } from "./fold.ts";
import { recount } from "./recount.ts";
import { type JobName, SCHEDULE, type Schedule } from "./schedule.ts";
import { sendMailings } from "./send-mailings.ts";

export interface Job extends Schedule {
  run: (deps: Deps) => Promise<void>;
}

const RUN: Record<JobName, Job["run"]> = { Fold: fold, SendMailings: sendMailings, Recount: recount, Erase: erase };

export const JOBS: Job[] = Object.entries(SCHEDULE).map(([name, schedule]) => ({ ...schedule, run: RUN[name as JobName] }));
