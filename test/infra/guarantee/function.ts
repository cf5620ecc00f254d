import { DEFAULT_SENDER } from "@lanyard/core/settings";
import { SCHEDULE, type Schedule } from "@lanyard/functions/scheduled/schedule";
import { expect } from "vitest";
import { STAGES } from "../synth/stages.ts";
import type { Guarantees } from "./guarantee.ts";

const LOG_DAYS = { production: 90, development: 7 };
/** The rollup folds nothing younger than 60 s, so that a write in flight is never missed (packages/core/src/rollup.ts). */
const SETTLE_SECONDS = 60;

export const FUNCTION: Guarantees = {
  "every function runs on the Node and the processor that the tests know, minified, and answers whole"(stack) {
    for (const name of stack.functions()) {
      const { inputs } = stack.lambda(name);
      expect(inputs, name).toMatchObject({
        runtime: "nodejs22.x",
        architectures: ["arm64"],
        handler: "bundle.handler",
        packageType: "Zip",
      });
    }
    expect(stack.one("FunctionUrl", "ApiUrl").inputs.invokeMode).toBe("BUFFERED");
  },
  "logs are JSON, in a group of the function's own, for as long as the settings say"(stack) {
    for (const name of stack.functions()) {
      const group = stack.one("LogGroup", `${name}Logs`).inputs;
      expect(group, name).toEqual({ name: `/lanyard/${stack.stage}/${name}`, retentionInDays: LOG_DAYS[stack.stage as "production"] });
      expect(stack.lambda(name).inputs.loggingConfig, name).toEqual({ logFormat: "JSON", logGroup: group.name });
    }
    expect(stack.all("LogGroup")).toHaveLength(stack.functions().length);
  },
  "no write of the API outlives the rollup's settling time, and its answer comes before CloudFront gives up"(stack) {
    const { timeout } = stack.lambda("Api").inputs;
    expect(timeout).toBeLessThan(SETTLE_SECONDS / 2);
    expect(timeout).toBeLessThan(30);
  },
  "two senders never work at once: a run ends before the function does, and the function before the lease"(stack) {
    const { timeout } = stack.lambda("SendMailings").inputs;
    expect(timeout).toBeGreaterThan(DEFAULT_SENDER.runSeconds);
    expect(timeout).toBeLessThan(DEFAULT_SENDER.leaseSeconds);
  },
  "every job of the schedule is deployed as it is in the embedded run, and nothing else is scheduled"(stack) {
    const schedules = stack.all("Schedule").filter(({ type }) => type.startsWith("aws:"));
    expect(schedules.map(({ name }) => name).sort()).toEqual(
      Object.keys(SCHEDULE)
        .map((name) => `${name}ScheduleSchedule`)
        .sort(),
    );
    for (const [name, { file, everyMinutes, timeoutSeconds }] of Object.entries<Schedule>(SCHEDULE)) {
      const { inputs } = stack.one("aws:scheduler/schedule:Schedule", `${name}ScheduleSchedule`);
      expect(inputs, name).toMatchObject({
        scheduleExpression: everyMinutes === 1 ? "rate(1 minute)" : `rate(${everyMinutes} minutes)`,
        state: "ENABLED",
        flexibleTimeWindow: { mode: "OFF" },
        target: {
          arn: stack.lambda(name).arn,
          roleArn: stack.one("Role", `${name}ScheduleRole`).arn,
          deadLetterConfig: { arn: stack.one("Queue", "DeadLettersQueue").arn },
          retryPolicy: { maximumRetryAttempts: 2 },
        },
      });
      expect(stack.lambda(name).inputs.timeout, name).toBe(timeoutSeconds);
      const { handler } = stack.one("sst:aws:Function", name).outputs!._metadata;
      expect(handler, name).toBe(`packages/functions/src/scheduled/${file}.handler`);
    }
  },
  "what fails with nobody waiting is tried again, and then kept"(stack) {
    const asynchronous = stack.functions().filter((name) => name !== "Api");
    expect(stack.all("FunctionEventInvokeConfig")).toHaveLength(asynchronous.length);
    for (const name of asynchronous) {
      const { inputs } = stack.one("FunctionEventInvokeConfig", `${name}EventInvokeConfig`);
      expect(inputs, name).toEqual({
        functionName: stack.lambda(name).inputs.name,
        maximumRetryAttempts: name === "MailEvents" ? 2 : 1,
        maximumEventAgeInSeconds: name === "MailEvents" ? 21_600 : 600,
        destinationConfig: { onFailure: { destination: stack.one("Queue", "DeadLettersQueue").arn } },
      });
    }
  },
  "functions are told the stage's settings"(stack) {
    const { sender, signIn, organizers } = STAGES[stack.stage]!;
    const address = (name: string) => (sender.includes("@") ? sender : `${name}@${sender}`);
    for (const name of stack.functions()) {
      expect(stack.linksOf(name).Settings, name).toMatchObject({
        appUrl: stack.production ? "https://cards.tidewater.example" : "https://routercdndistribution.cloudfront.net",
        ...{ signInFrom: address("sign-in"), mailingFrom: address("hello") },
        ...{ configurationSet: `lanyard-${stack.stage}`, signIn, organizers: [organizers].flat() },
      });
      expect(stack.linksOf(name).Table!.name, name).toBe(stack.one("Table", "TableTable").inputs.name);
    }
  },
};
