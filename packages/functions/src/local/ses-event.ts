/** SES event publishing: what becomes of an accepted mail, told in the JSON that SES sends to a configuration set's destination. */

/** "Contents of event data that Amazon SES publishes", the parts that are used. */
export interface SesEvent {
  eventType: "Send" | "Delivery" | "Bounce" | "Complaint" | "Reject";
  mail: {
    timestamp: string;
    source: string;
    sendingAccountId: string;
    messageId: string;
    destination: string[];
    headersTruncated: boolean;
    headers: { name: string; value: string }[];
    commonHeaders: { from: string[]; to: string[]; subject: string };
    tags: Record<string, string[]>;
  };
  send?: Record<string, never>;
  delivery?: { timestamp: string; processingTimeMillis: number; recipients: string[]; smtpResponse: string; reportingMTA: string };
  bounce?: {
    bounceType: "Permanent" | "Transient";
    bounceSubType: string;
    bouncedRecipients: { emailAddress: string; action?: string; status?: string }[];
    timestamp: string;
    feedbackId: string;
  };
  complaint?: { complainedRecipients: { emailAddress: string }[]; timestamp: string; feedbackId: string; complaintFeedbackType: string };
  reject?: { reason: string };
}

export type Outcome = "send" | "delivery" | "bounce" | "suppressed" | "away" | "complaint" | "reject";

/** One thing that happened to a mail: to the whole of it (send, reject), or to one recipient. */
export type Happening = [Outcome, recipient?: string];

export interface Happened {
  id: string;
  at: string;
  from: string;
  to: string[];
  subject: string;
  tags: Record<string, string>;
  configurationSet?: string | undefined;
  headers: Record<string, string>;
}

const SIMULATOR = "@simulator.amazonses.com";

/**
 * What happens to a mail, by its recipients. The simulator's addresses do what AWS documents (`bounce`, `complaint`, `ooto`,
 * `suppressionlist`, with any `+label`); at any other domain `name+bounce@` and so on do the same. `suppressed` are addresses that
 * bounced or complained before: SES takes the mail and does not deliver it.
 */
export function happenings(recipients: string[], suppressed: ReadonlySet<string>): Happening[] {
  const words = recipients.map(wordOf);
  if (words.includes("reject")) return [["reject"]];
  return [["send"], ...recipients.flatMap((recipient, index) => forRecipient(recipient, words[index]!, suppressed))];
}

/** Whether SES puts the recipient on the account's suppression list. */
export function suppresses(outcome: Outcome): boolean {
  return outcome === "bounce" || outcome === "complaint";
}

export function event(mail: Happened, [outcome, recipient = ""]: Happening): SesEvent {
  const timestamp = mail.at;
  const feedbackId = `${mail.id}-${outcome}`;
  const base = { mail: describe(mail) };
  const bounced = (bounceType: "Permanent" | "Transient", bounceSubType: string, detail = {}): SesEvent => ({
    eventType: "Bounce",
    ...base,
    bounce: { bounceType, bounceSubType, bouncedRecipients: [{ emailAddress: recipient, ...detail }], timestamp, feedbackId },
  });
  switch (outcome) {
    case "send":
      return { eventType: "Send", ...base, send: {} };
    case "delivery": {
      const delivery = { timestamp, processingTimeMillis: 1, recipients: [recipient], smtpResponse: "250 ok", reportingMTA: "local" };
      return { eventType: "Delivery", ...base, delivery };
    }
    case "bounce":
      return bounced("Permanent", "General", { action: "failed", status: "5.1.1" });
    case "suppressed":
      return bounced("Permanent", "OnAccountSuppressionList");
    case "away":
      return bounced("Transient", "General");
    case "complaint": {
      const complainedRecipients = [{ emailAddress: recipient }];
      return {
        eventType: "Complaint",
        ...base,
        complaint: { complainedRecipients, timestamp, feedbackId, complaintFeedbackType: "abuse" },
      };
    }
    case "reject":
      return { eventType: "Reject", ...base, reject: { reason: "Bad content" } };
  }
}

function forRecipient(recipient: string, word: string, suppressed: ReadonlySet<string>): Happening[] {
  if (word === "suppressionlist" || suppressed.has(recipient.toLowerCase())) return [["suppressed", recipient]];
  if (word === "bounce") return [["bounce", recipient]];
  const delivered: Happening = ["delivery", recipient];
  if (word === "complaint") return [delivered, ["complaint", recipient]];
  if (word === "ooto") return [delivered, ["away", recipient]];
  return [delivered];
}

function wordOf(recipient: string): string {
  const [name = "", label = ""] = recipient.slice(0, recipient.lastIndexOf("@")).toLowerCase().split("+");
  return recipient.toLowerCase().endsWith(SIMULATOR) ? name : label;
}

function describe(mail: Happened): SesEvent["mail"] {
  const tags = Object.entries(mail.tags).map(([name, value]): [string, string[]] => [name, [value]]);
  return {
    timestamp: mail.at,
    source: mail.from,
    sendingAccountId: "000000000000",
    messageId: mail.id,
    destination: mail.to,
    headersTruncated: false,
    headers: Object.entries(mail.headers).map(([name, value]) => ({ name, value })),
    commonHeaders: { from: [mail.headers.from ?? mail.from], to: mail.to, subject: mail.subject },
    tags: { ...(mail.configurationSet && { "ses:configuration-set": [mail.configurationSet] }), ...Object.fromEntries(tags) },
  };
}
