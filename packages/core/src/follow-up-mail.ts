/** What is in somebody's follow-up: the people they met, their own notes, open requests, and all cards as one file. */
export * as FollowUpMail from "./follow-up-mail.ts";

import type { Contact } from "./contact.ts";
import { ContactFile } from "./contact-file.ts";
import type { Deps } from "./context.ts";
import type { Event } from "./event.ts";
import * as field from "./field.ts";
import type { FollowUp } from "./follow-up.ts";
import { type FollowUpModel, followUpMail } from "./mail/follow-up.tsx";
import type { Mail } from "./mail/mailer.ts";
import { Suppression } from "./suppression.ts";

const CARDS_FILE = "people-you-met.vcf";

export interface Reader {
  person: string;
  name: string;
  email: string;
  language: string | undefined;
}

/** Whether there is anything to write about: somebody met, or a request open either way. */
export const worthSending = (contacts: Contact.View[]): boolean =>
  contacts.some(({ status }) => status === "connected" || status === "requested" || status === "awaiting_me");

/** The whole mail to one attendee. */
export function compose(deps: Deps, event: Event.Info, plan: FollowUp.Plan, reader: Reader, contacts: Contact.View[]): Mail {
  const met = contacts.filter(({ status }) => status === "connected").sort((a, b) => (a.met.at < b.met.at ? -1 : 1));
  const url = (contact: Contact.View) => `${deps.settings.appUrl}/e/${event.id}/contacts/${contact.attendeeId}`;
  const unsubscribeUrl = `${deps.settings.appUrl}/u/${Suppression.token(deps, reader.person)}`;
  const model: FollowUpModel = {
    ...frame(deps, event, plan, reader.name, reader.language),
    people: met.map((contact) => ({ ...contact.card, ...mine(contact), metAt: contact.met.at, url: url(contact) })),
    awaiting: contacts
      .filter(({ status }) => status === "awaiting_me")
      .map((contact) => ({ name: contact.card.name, metAt: contact.met.at, url: url(contact) })),
    asked: contacts.filter(({ status }) => status === "requested").map((contact) => ({ name: contact.card.name, metAt: contact.met.at })),
    unsubscribeUrl,
    ...(met.length > 0 && { cardsFile: CARDS_FILE }),
  };
  return {
    from: { name: `${event.name} via Lanyard`, address: deps.settings.mail.followUpFrom },
    to: { name: reader.name, address: reader.email },
    ...(plan.replyTo && { replyTo: { address: plan.replyTo } }),
    ...followUpMail(model),
    headers: headers(deps, event.id, unsubscribeUrl),
    ...(met.length > 0 && {
      attachments: [{ filename: CARDS_FILE, contentType: "text/vcard; charset=utf-8", content: ContactFile.vcf(deps, met, event.name) }],
    }),
  };
}

/** The mail as the organizer previews it, with invented people. */
export function sample(deps: Deps, event: Event.Info, plan: FollowUp.Plan | undefined, name: string) {
  const at = (hours: number) => field.iso(Math.min(event.endsAt, event.startsAt + hours * 3_600_000));
  const url = `${deps.settings.appUrl}/e/${event.id}/contacts`;
  return followUpMail({
    ...frame(deps, event, plan, name, undefined),
    people: [
      {
        name: "Robin Sample",
        headline: "Product lead",
        company: "Sample Works",
        email: "robin@example.com",
        links: [{ kind: "linkedin", url: "https://www.linkedin.com/in/example" }],
        metAt: at(1),
        note: "Wants to see the prototype in June",
        url,
      },
      { name: "Kim Invented", company: "Nowhere Labs", metAt: at(2), url },
    ],
    awaiting: [{ name: "Jo Placeholder", metAt: at(3), url }],
    asked: [{ name: "Lee Fictional", metAt: at(3) }],
    unsubscribeUrl: `${deps.settings.appUrl}/u/preview`,
    cardsFile: CARDS_FILE,
  });
}

function frame(deps: Deps, event: Event.Info, plan: FollowUp.Plan | undefined, name: string, language: string | undefined) {
  return {
    language: language ?? "en",
    event: {
      name: event.name,
      timeZone: event.timeZone,
      startsAt: field.iso(event.startsAt),
      endsAt: field.iso(event.endsAt),
      ...(event.venue !== undefined && { venue: event.venue }),
    },
    attendee: { name },
    subject: plan?.subject,
    intro: plan?.intro,
    url: `${deps.settings.appUrl}/e/${event.id}/contacts`,
  };
}

/** One-click unsubscribe by RFC 8058 and RFC 2369; automatic by RFC 3834. */
function headers(deps: Deps, event: string, unsubscribeUrl: string): Record<string, string> {
  const domain = deps.settings.mail.followUpFrom.split("@")[1];
  return {
    "List-Unsubscribe": `<${unsubscribeUrl}>`,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    "List-Id": `<follow-up.${event.replace("_", "-")}.${domain}>`,
    "Feedback-ID": `${event}:follow-up:lanyard`,
    "Auto-Submitted": "auto-generated",
    "X-Auto-Response-Suppress": "OOF, AutoReply",
  };
}

const mine = ({ note, tags, rating, followUpOn }: Contact.View) => ({ note, tags, rating, followUpOn });
