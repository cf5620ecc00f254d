/**
 * What you set before you deploy: all that differs between your installation and another. The deployment stops with a list of what is
 * missing; settings.ts says what each line means, docs/operations.md how to go about it. A stage without an entry of its own (yours, a
 * colleague's) is deployed with the settings of `development`.
 */
import type { StageSettings } from "./settings.ts";

export const STAGES: Record<string, StageSettings> = {
  production: {
    region: "eu-central-1",
    domain: "",
    dns: "route53",
    sender: "",
    signIn: "known",
    organizers: [],
    alarmEmail: "",
    monthlyBudgetUsd: 50,
    retention: { logs: "3 months", backupDays: 35 },
  },
  development: {
    region: "eu-central-1",
    dns: "route53",
    sender: "",
    testRecipients: [],
    signIn: "known",
    organizers: [],
    alarmEmail: "",
    monthlyBudgetUsd: 10,
    retention: { logs: "1 week", backupDays: 7 },
  },
};
