/** The settings that the tests deploy with, in place of infra/stages.ts. */
import type { StageSettings } from "../../../infra/settings.ts";

export const STAGES: Record<string, StageSettings> = {
  production: {
    region: "eu-central-1",
    domain: "cards.tidewater.example",
    dns: "route53",
    sender: "mail.tidewater.example",
    signIn: "known",
    organizers: ["ingrid@tidewater.example", "@tidewater.example"],
    alarmEmail: "alarms@tidewater.example",
    monthlyBudgetUsd: 50,
    retention: { logs: "3 months", backupDays: 35 },
  },
  development: {
    region: "eu-west-1",
    dns: "route53",
    sender: "dev@tidewater.example",
    testRecipients: ["mara@tidewater.example"],
    signIn: "anyone",
    organizers: "anyone",
    alarmEmail: "dev@tidewater.example",
    monthlyBudgetUsd: 10,
    retention: { logs: "1 week", backupDays: 7 },
  },
};
