/** What is in somebody's follow-up: the people they met, their own notes, open requests, and all cards as one file. */
export * as FollowUpMail from "./follow-up-mail.ts";

import type { Contact } from "./contact.ts";
import { ContactFile } from "./contact-file.ts";
import { ContactList } from "./contact-list.ts";
import type { Deps } from "./context.ts";
import type { Event } from "./event.ts";
import * as field from "./field.ts";
import { type FollowUpModel, followUpMail } from "./mail/follow-up.tsx";
import type { Mail } from "./mail/mailer.ts";
import type { Mailing } from "./mailing.ts";
import { envelope, eventOf, type Reader, readerOf } from "./mailing-envelope.ts";
import type { Letter, Recipient } from "./mailing-letter.ts";

const CARDS_FILE = "people-you-met.vcf";

/** It waits as long as it must. */
export const isOver = (): boolean => false;

/** Who met somebody or has an open request gets one; everybody else may later. */
export async function letters(deps: Deps, event: Event.Info, plan: Mailing.Plan, recipients: Recipient[]): Promise<Map<string, Letter>> {
  const contacts = await ContactList.allOf(deps, recipients);
  const worth = recipients.map((one, place) => [one, contacts[place]!] as const).filter(([, mine]) => worthSending(mine));
  return new Map(worth.map(([one, mine]) => [one.attendee.id, { mail: () => compose(deps, event, plan, readerOf(one), mine) }]));
}

/** Whether there is anything to write about: somebody met, or a request open either way. */
const worthSending = (contacts: Contact.View[]): boolean =>
  contacts.some(({ status }) => status === "connected" || status === "requested" || status === "awaiting_me");

/** The whole mail to one attendee. */
function compose(deps: Deps, event: Event.Info, plan: Mailing.Plan, reader: Reader, contacts: Contact.View[]): Mail {
  const met = contacts.filter(({ status }) => status === "connected").sort((a, b) => (a.met.at < b.met.at ? -1 : 1));
  const url = (contact: Contact.View) => `${deps.settings.appUrl}/e/${event.id}/contacts/${contact.attendeeId}`;
  const cover = envelope(deps, event, plan, reader);
  const model: FollowUpModel = {
    ...frame(deps, event, plan, reader.name, reader.language),
    people: met.map((contact) => ({ ...contact.card, ...mine(contact), metAt: contact.met.at, url: url(contact) })),
    awaiting: contacts
      .filter(({ status }) => status === "awaiting_me")
      .map((contact) => ({ name: contact.card.name, metAt: contact.met.at, url: url(contact) })),
    asked: contacts.filter(({ status }) => status === "requested").map((contact) => ({ name: contact.card.name, metAt: contact.met.at })),
    unsubscribeUrl: cover.unsubscribeUrl,
    ...(met.length > 0 && { cardsFile: CARDS_FILE }),
  };
  return {
    ...cover.mail,
    ...followUpMail(model),
    ...(met.length > 0 && {
      attachments: [{ filename: CARDS_FILE, contentType: "text/vcard; charset=utf-8", content: ContactFile.vcf(deps, met, event.name) }],
    }),
  };
}

/** The mail as the organizer previews it, with invented people. */
export function sample(deps: Deps, event: Event.Info, plan: Mailing.Plan | undefined, name: string) {
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

function frame(deps: Deps, event: Event.Info, plan: Mailing.Plan | undefined, name: string, language: string | undefined) {
  return {
    language: language ?? "en",
    event: eventOf(event),
    attendee: { name },
    subject: plan?.subject,
    intro: plan?.intro,
    url: `${deps.settings.appUrl}/e/${event.id}/contacts`,
  };
}

const mine = ({ note, tags, rating, followUpOn }: Contact.View) => ({ note, tags, rating, followUpOn });
