import type { Contact } from "../api.ts";
import { underName } from "../card.ts";
import { t } from "../language/index.ts";
import { dateShort, short } from "../time.ts";
import { Said } from "./name.tsx";
import { Status } from "./part.tsx";

export const contactPath = (c: { eventId: string; attendeeId: string }): string => `/e/${c.eventId}/contacts/${c.attendeeId}`;

/** One person in a list: the name is the link, and the whole row is its target. */
export function ContactRow({
  contact,
  timeZone,
  eventName,
}: {
  contact: Contact;
  timeZone: string | undefined;
  eventName?: string | undefined;
}) {
  const line = contact.note?.trim().split("\n")[0];
  return (
    <li class="row who reach">
      <span>
        <a class="t" href={contactPath(contact)}>
          <Said>{contact.card.name}</Said>
        </a>
        <span class="sub">
          <Said>{underName(contact)}</Said>
        </span>
        {eventName && (
          <span class="sub">
            <Said>{eventName}</Said>
          </span>
        )}
        {line && (
          <span class="q">
            <Said>{line}</Said>
          </span>
        )}
        <StatusLine contact={contact} />
      </span>
      <span class="tm">{short(contact.met.at, timeZone)}</span>
    </li>
  );
}

function StatusLine({ contact }: { contact: Contact }) {
  if (contact.status === "requested")
    return (
      <Status signal="hold" icon="clock">
        {t("Request sent, no answer yet")}
      </Status>
    );
  if (contact.status === "awaiting_me")
    return (
      <Status signal="hold" icon="clock">
        {t("Asks for your card")}
      </Status>
    );
  if (contact.status === "withdrawn")
    return (
      <Status signal="stop" icon="bar">
        {t("Card taken back")}
      </Status>
    );
  if (contact.status === "blocked")
    return (
      <Status signal="stop" icon="cross">
        {t("Blocked by you")}
      </Status>
    );
  if (contact.followUpOn)
    return (
      <Status signal="plain" icon="calendar">
        {t("Follow up {date}", { date: dateShort(contact.followUpOn) })}
      </Status>
    );
  return null;
}
