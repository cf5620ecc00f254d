/** My contacts as files, for everyone and always: vCard 3.0 of who is connected, CSV of all but those I declined. */
export * as ContactFile from "./contact-file.ts";

import { Contact } from "./contact.ts";
import type { AttendeeActor, Context, Deps } from "./context.ts";
import { csvFile } from "./csv.ts";
import { AppError } from "./error.ts";
import { vcards } from "./vcard.ts";

/** All connected contacts; my own note goes into my copy. */
export function vcf(deps: Deps, contacts: Contact.View[], eventName?: string): string {
  const host = new URL(deps.settings.appUrl).hostname;
  return vcards(
    contacts
      .filter(({ status }) => status === "connected")
      .map((contact) => ({
        uid: `${contact.attendeeId}@${host}`,
        ...contact.card,
        note: [eventName, `Met ${contact.met.at.slice(0, 10)}`, contact.note].filter(Boolean).join("\n"),
        revisedAt: new Date(contact.met.recordedAt),
      })),
  );
}

/** One connected contact; anybody else has no card to give. */
export async function one(ctx: Context<AttendeeActor>, attendeeId: string): Promise<string> {
  const contact = Contact.view(ctx.actor, await Contact.find(ctx, attendeeId));
  if (contact.status !== "connected") throw new AppError("contact.unknown", { message: "There is no card of this contact now." });
  return vcf(ctx.deps, [contact], ctx.actor.event.name);
}

const COLUMNS = [
  "name",
  "status",
  "headline",
  "company",
  "email",
  "phone",
  "website",
  "city",
  "pronouns",
  "links",
  "note",
  "tags",
  "rating",
  "followUpOn",
  "metAt",
  "eventId",
];

export function csv(contacts: Contact.View[]): string {
  const newest = contacts.filter(({ status }) => status !== "declined").sort((a, b) => (a.met.at > b.met.at ? -1 : 1));
  return csvFile(
    COLUMNS,
    newest.map(({ card, ...contact }) => [
      card.name,
      contact.status,
      card.headline,
      card.company,
      card.email,
      card.phone,
      card.website,
      card.city,
      card.pronouns,
      card.links?.map((link) => link.url).join(" "),
      contact.note,
      contact.tags?.join(", "),
      contact.rating,
      contact.followUpOn,
      contact.met.at,
      contact.eventId,
    ]),
  );
}
