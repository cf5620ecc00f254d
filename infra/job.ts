/// <reference path="../.sst/platform/config.d.ts" />
/** One schedule and one function for each job of `packages/functions/src/scheduled/schedule.ts`. */
import { type JobName, SCHEDULE } from "../packages/functions/src/scheduled/schedule.ts";
import { type FunctionContext, type FunctionInput, lambda } from "./function.ts";

/** What each job may do. A job without an entry does not compile. */
const ACCESS: Record<JobName, Pick<FunctionInput, "memoryMb" | "table" | "indexes" | "secrets" | "mail">> = {
  Fold: { memoryMb: 512, table: ["GetItem", "PutItem"], indexes: ["feed", "work"] },
  Recount: { memoryMb: 1024, table: ["GetItem", "PutItem", "BatchWriteItem"], indexes: ["feed", "work"] },
  SendMailings: {
    memoryMb: 512,
    table: ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "BatchWriteItem"],
    indexes: ["lists", "work"],
    secrets: ["IdSecret"],
    mail: ["SendRawEmail", "GetSendQuota"],
  },
  Erase: {
    memoryMb: 512,
    table: ["GetItem", "BatchGetItem", "Query", "PutItem", "DeleteItem", "BatchWriteItem"],
    indexes: ["lists", "work"],
    secrets: ["IdSecret"],
  },
};

export function createJobs(context: FunctionContext): Record<JobName, sst.aws.Function> {
  const jobs = Object.entries(SCHEDULE).map(([name, { file, everyMinutes, timeoutSeconds }]) => {
    const job = lambda(context, name, {
      handler: `packages/functions/src/scheduled/${file}.handler`,
      timeoutSeconds,
      ...ACCESS[name as JobName],
      // The next run takes up what this one left, so an event that waited long is worth nothing.
      async: { retries: 1, maximumAgeSeconds: 600 },
    });
    new sst.aws.CronV2(`${name}Schedule`, {
      schedule: everyMinutes === 1 ? "rate(1 minute)" : `rate(${everyMinutes} minutes)`,
      function: job.arn,
      retries: 2,
      dlq: context.deadLetters.arn,
    });
    return [name, job] as const;
  });
  return Object.fromEntries(jobs) as Record<JobName, sst.aws.Function>;
}
