/** What SES tells about mails: sent, bounced, complained. Told at least once, in any order; every handling may be repeated. */
export * as MailEvent from "./mail-event.ts";

import * as z from "zod";
import type { Deps } from "./context.ts";
import * as keys from "./db/keys.ts";
import { canonicalEmail } from "./email-address.ts";
import { AttendeeId, EventId } from "./id.ts";
import { MAILING_KINDS, type MailingId } from "./mailing-kind.ts";
import { Ledger } from "./mailing-ledger.ts";
import { Person } from "./person.ts";
import { Suppression } from "./suppression.ts";

const recipients = z.array(z.object({ emailAddress: z.string() }));
/** Amazon SES event publishing, the parts we use. */
export const Info = z.object({
  eventType: z.string(),
  mail: z.object({ timestamp: z.string(), tags: z.record(z.string(), z.array(z.string())).optional() }),
  bounce: z.object({ bounceType: z.string(), bouncedRecipients: recipients }).optional(),
  complaint: z.object({ complainedRecipients: recipients }).optional(),
});
export type Info = z.infer<typeof Info>;

/** "Heard" moves at most this often: it only has to be later than a mail in doubt. */
const HEARD_EVERY_MS = 1000;

export async function handle(deps: Deps, event: Info): Promise<void> {
  const about = mailingOf(event.mail.tags ?? {});
  if (event.eventType === "Send") {
    if (about) await Ledger.hear(deps, about.of, about.attendee, "sent");
    await heardUntil(deps, Date.parse(event.mail.timestamp));
  }
  if (event.eventType === "Bounce" && event.bounce?.bounceType === "Permanent") {
    if (about) await Ledger.hear(deps, about.of, about.attendee, "bounced");
    await suppress(deps, event.bounce.bouncedRecipients, "bounced");
  }
  if (event.eventType === "Complaint" && event.complaint) {
    if (about) await Ledger.hear(deps, about.of, about.attendee, "complained");
    await suppress(deps, event.complaint.complainedRecipients, "complained");
  }
}

const Tags = z.object({ kind: z.tuple([z.enum(MAILING_KINDS)]), event: z.tuple([EventId]), attendee: z.tuple([AttendeeId]) });

/** Whose mail of which mailing this is about; undefined for all other mails. */
function mailingOf(tags: Record<string, string[]>): { of: MailingId; attendee: string } | undefined {
  const { success, data } = Tags.safeParse(tags);
  return success ? { of: { event: data.event[0], kind: data.kind[0] }, attendee: data.attendee[0] } : undefined;
}

async function suppress(deps: Deps, list: z.infer<typeof recipients>, reason: Suppression.Reason): Promise<void> {
  for (const { emailAddress } of list) {
    const address = canonicalEmail(/<([^<>]+)>\s*$/.exec(emailAddress)?.[1] ?? emailAddress);
    if (address) await Suppression.add(deps, Person.idOf(deps, address), reason);
  }
}

/** The latest sending time of a mail whose event arrived; only grows. */
async function heardUntil(deps: Deps, at: number): Promise<void> {
  if (!Number.isFinite(at)) return;
  await deps.table.update(keys.heardEvents, {
    set: "SET #at = :at",
    when: "attribute_not_exists(#at) OR #at < :floor",
    values: { ":at": at, ":floor": at - HEARD_EVERY_MS },
  });
}
