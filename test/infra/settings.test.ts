/** What an installation sets before it is deployed, and what it hears when something is missing. */
import { describe, expect, test } from "vitest";
import { problemsOf, type StageSettings, settingsOf } from "../../infra/settings.ts";
import { STAGES as SHIPPED } from "../../infra/stages.ts";
import { STAGES } from "./synth/stages.ts";
import { SECRETS, synthesize } from "./synth/synthesize.ts";

const { production, development } = STAGES as Record<"production" | "development", StageSettings>;
const problems = (change: Partial<StageSettings>) => problemsOf({ ...production, ...change }, true).map((line) => line.split(":")[0]);

describe("settings", () => {
  test("as shipped, nothing is deployed, and one error lists all that is missing", () => {
    expect(() => settingsOf("production")).toThrow(
      /^Stage "production" cannot be deployed yet\. Set in infra\/stages\.ts, under "production":\n {2}- domain: .*\n {2}- sender: .*\n {2}- organizers: .*\n {2}- alarmEmail: .*$/,
    );
    expect(() => settingsOf("mara")).toThrow(/^Stage "mara" .* under "development":\n {2}- sender: /);
    expect(Object.keys(SHIPPED)).toEqual(Object.keys(STAGES));
  });

  test("complete settings have no problem", () => {
    expect(problemsOf(production, true)).toEqual([]);
    expect(problemsOf(development, false)).toEqual([]);
    expect(problems({ dns: { certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/0a1b" }, organizers: "anyone" })).toEqual([]);
  });

  test.each<[string, Partial<StageSettings>]>([
    ["region", { region: "Frankfurt" }],
    ["domain", { domain: "" }],
    ["domain", { domain: "https://cards.example.org/" }],
    ["domain", { domain: "Cards.Example.org" }],
    ["dns", { dns: { certificateArn: "arn:aws:acm:eu-central-1:123456789012:certificate/0a1b" } }],
    ["sender", { sender: "" }],
    ["sender", { sender: "not a domain" }],
    ["sender", { sender: "me@example.org" }],
    ["testRecipients", { testRecipients: ["mara@example.org"] }],
    ["organizers", { organizers: [] }],
    ["organizers", { organizers: ["ingrid@example.org", "example.org"] }],
    ["alarmEmail", { alarmEmail: "" }],
    ["monthlyBudgetUsd", { monthlyBudgetUsd: Number.NaN }],
    ["retention.backupDays", { retention: { logs: "1 week", backupDays: 36 } }],
  ])("%s cannot be %o in production", (field, change) => {
    expect(problems(change)).toEqual([field]);
  });

  test("sst stops with that list before it makes anything", async () => {
    const edits = { "infra/stages.ts": (text: string) => text.replace('"alarms@tidewater.example"', '""') };
    const deploy = synthesize({ stage: "production", name: "refused/settings", edits });
    await expect(deploy).rejects.toThrow('Set in infra/stages.ts, under "production":\n  - alarmEmail: the address that alarms go to');
  });

  test("sst names a secret that was not set", async () => {
    const edits = { "sst.config.ts": (text: string) => `${text}\n` };
    const deploy = synthesize({ stage: "production", name: "refused/secret", secrets: { IdSecret: SECRETS.IdSecret }, edits });
    await expect(deploy).rejects.toThrow(/CodePepper/);
  });
});
