/** What holds for every mail of a mailing: from whom, to whom, and how to get no more of them. */
import type { Deps } from "./context.ts";
import type { Event } from "./event.ts";
import * as field from "./field.ts";
import type { Mail } from "./mail/mailer.ts";
import type { Mailing } from "./mailing.ts";
import type { MailingId } from "./mailing-kind.ts";
import type { Recipient } from "./mailing-letter.ts";
import { Suppression } from "./suppression.ts";

export interface Reader {
  person: string;
  name: string;
  email: string;
  language: string | undefined;
}

export const readerOf = ({ attendee, person }: Recipient): Reader => ({
  person: attendee.person,
  name: person.card.name || attendee.row.name,
  email: attendee.row.email,
  language: person.language,
});

/** The event as every mail tells it. */
export const eventOf = (event: Event.Info) => ({
  name: event.name,
  timeZone: event.timeZone,
  startsAt: field.iso(event.startsAt),
  endsAt: field.iso(event.endsAt),
  ...(event.venue !== undefined && { venue: event.venue }),
});

/** All of a mail but its words, and the link in it that ends such mails. */
export function envelope(
  deps: Deps,
  event: Event.Info,
  plan: Mailing.Plan,
  reader: Reader,
): { mail: Pick<Mail, "from" | "to" | "replyTo" | "headers">; unsubscribeUrl: string } {
  const unsubscribeUrl = `${deps.settings.appUrl}/u/${Suppression.token(deps, reader.person)}`;
  return {
    mail: {
      from: { name: `${event.name} via Lanyard`, address: deps.settings.mail.mailingFrom },
      to: { name: reader.name, address: reader.email },
      ...(plan.replyTo && { replyTo: { address: plan.replyTo } }),
      headers: headers(deps, plan, unsubscribeUrl),
    },
    unsubscribeUrl,
  };
}

/** One-click unsubscribe by RFC 8058 and RFC 2369; automatic by RFC 3834. */
function headers(deps: Deps, { event, kind }: MailingId, unsubscribeUrl: string): Record<string, string> {
  const domain = deps.settings.mail.mailingFrom.split("@")[1];
  return {
    "List-Unsubscribe": `<${unsubscribeUrl}>`,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    "List-Id": `<${kind}.${event.replace("_", "-")}.${domain}>`,
    "Feedback-ID": `${event}:${kind}:lanyard`,
    "Auto-Submitted": "auto-generated",
    "X-Auto-Response-Suppress": "OOF, AutoReply",
  };
}
