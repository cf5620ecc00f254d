/** EventBridge's stand-in: calls every job of the schedule, one at a time each, sooner than on AWS. */
import type { Deps } from "@lanyard/core/context";
import { JOBS, type Job } from "../scheduled/job.ts";

/** A minute of the schedule lasts this long here, so that nobody at a laptop waits for it. */
const MINUTE_MS = 5_000;

export interface Ticker {
  /** Runs every job once, now. */
  tick(): Promise<void>;
  stop(): Promise<void>;
}

export function startTicker(deps: Deps): Ticker {
  const running = new Map<Job, Promise<void>>();
  const run = (job: Job): Promise<void> => {
    const current = running.get(job) ?? runOnce(deps, job).finally(() => running.delete(job));
    running.set(job, current);
    return current;
  };
  const timers = JOBS.map((job) => setInterval(() => run(job), job.everyMinutes * MINUTE_MS));
  for (const job of JOBS) void run(job);
  return {
    async tick() {
      for (const job of JOBS) await run(job);
    },
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(running.values());
    },
  };
}

async function runOnce(deps: Deps, job: Job): Promise<void> {
  try {
    await job.run(deps);
  } catch (error) {
    console.error(`Job ${job.file} failed and is tried again: ${error instanceof Error ? error.message : error}`);
  }
}
