/** What the settings of a stage mean, and which of them cannot be right. The values are in stages.ts. */
import { STAGES } from "./stages.ts";

export interface StageSettings {
  /** The AWS region of everything but CloudFront. Choose one that has SES. */
  region: string;
  /** Where people open Lanyard, e.g. `cards.example.org`. Without it CloudFront's own address is used; production needs one. */
  domain?: string;
  /**
   * Who answers for `domain` and `sender`: Route 53 in this account, or somebody else. Then bring a certificate of us-east-1 for the
   * domain, and write the records of docs/operations.md by hand.
   */
  dns: "route53" | { certificateArn: string };
  /** A domain: mail comes from `sign-in@` and `hello@` of it. Or one address, for a first look; it needs no DNS. */
  sender: string;
  /** Addresses that may get mail while the account is in the SES sandbox; each gets a mail to confirm. Leave it out in production. */
  testRecipients?: string[];
  /** Who may sign in: `anyone`, or only people on a list of an event, members and organizers. */
  signIn: "anyone" | "known";
  /** Who may create events: `anyone`, or these addresses and domains (`@example.org`). */
  organizers: "anyone" | string[];
  /** Where alarms go. AWS sends a mail to confirm it; until then nobody is told. */
  alarmEmail: string;
  /** A mail goes out at 80 % of it, and when the forecast exceeds it. Counts the whole account; 0 for none. */
  monthlyBudgetUsd: number;
  retention: {
    logs: "1 week" | "2 weeks" | "1 month" | "3 months" | "6 months" | "1 year";
    /** How far back the table can be restored, 1 to 35 days (limit of DynamoDB's point-in-time recovery). */
    backupDays: number;
  };
  /** The name of a table that was restored from a backup; the stage then runs on it instead of its own, which stays as it is. */
  restoredTable?: string;
}

export const regionOf = (stage: string): string => given(stage).region;

/** The settings of a stage. Throws one error that lists everything that is missing or cannot be right. */
export function settingsOf(stage: string): StageSettings {
  const settings = given(stage);
  const problems = problemsOf(settings, stage === "production");
  if (problems.length === 0) return settings;
  const entry = stage in STAGES ? stage : "development";
  throw new Error(`Stage "${stage}" cannot be deployed yet. Set in infra/stages.ts, under "${entry}":\n${list(problems)}`);
}

const given = (stage: string): StageSettings => STAGES[stage] ?? STAGES.development!;
const list = (lines: string[]) => lines.map((line) => `  - ${line}`).join("\n");

const DOMAIN = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
const ADDRESS = /^[^\s@]+@([a-z0-9-]+\.)+[a-z]{2,63}$/;
const CERTIFICATE = /^arn:aws:acm:us-east-1:\d{12}:certificate\/.+$/;

export function problemsOf(settings: StageSettings, production: boolean): string[] {
  const { domain, dns, sender, testRecipients = [], organizers, alarmEmail, monthlyBudgetUsd, retention } = settings;
  const problems: string[] = [];
  const need = (holds: boolean, problem: string) => void (holds || problems.push(problem));
  need(/^[a-z]{2}(-[a-z]+)+-\d$/.test(settings.region), "region: an AWS region, e.g. eu-central-1");
  need(Boolean(domain) || !production, "domain: the address people open, e.g. cards.example.org");
  need(!domain || DOMAIN.test(domain), `domain: "${domain}" is no domain; write it in lower case, without https:// and path`);
  need(dns === "route53" || CERTIFICATE.test(dns.certificateArn), "dns: the ARN of a certificate in us-east-1");
  need(sender !== "", "sender: the domain (or, for a first look, the address) that mail comes from");
  need(sender === "" || DOMAIN.test(sender) || ADDRESS.test(sender), `sender: "${sender}" is neither a domain nor an address`);
  need(!production || !sender.includes("@"), "sender: production sends from a domain, because DKIM, SPF and DMARC belong to one");
  for (const one of testRecipients) need(ADDRESS.test(one), `testRecipients: "${one}" is no address`);
  need(!production || testRecipients.length === 0, "testRecipients: not in production; leave the SES sandbox instead");
  need(organizers.length > 0, "organizers: who may create events: addresses, domains like @example.org, or the word anyone");
  for (const one of organizers === "anyone" ? [] : organizers)
    need(
      ADDRESS.test(one) || (one.startsWith("@") && DOMAIN.test(one.slice(1))),
      `organizers: "${one}" is neither an address nor @ and a domain`,
    );
  need(ADDRESS.test(alarmEmail), "alarmEmail: the address that alarms go to");
  need(Number.isFinite(monthlyBudgetUsd) && monthlyBudgetUsd >= 0, "monthlyBudgetUsd: US dollars a month, 0 for no budget alarm");
  need(
    Number.isInteger(retention.backupDays) && retention.backupDays >= 1 && retention.backupDays <= 35,
    "retention.backupDays: 1 to 35 days",
  );
  return problems;
}
