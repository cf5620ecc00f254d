/** What is in somebody's invitation: that their badge is ready, when and where, and the way in. */
export * as InvitationMail from "./invitation-mail.ts";

import type { Deps } from "./context.ts";
import * as keys from "./db/keys.ts";
import type { Event } from "./event.ts";
import * as field from "./field.ts";
import { invitationMail } from "./mail/invitation.tsx";
import type { Mailing } from "./mailing.ts";
import { envelope, readerOf } from "./mailing-envelope.ts";
import type { Letter, Recipient } from "./mailing-letter.ts";

/** Nobody is invited to what has ended. */
export const isOver = (event: Event.Info, now: number): boolean => now >= event.endsAt;

/** Everyone on the list gets one, but for those who have signed in already and so know. */
export async function letters(deps: Deps, event: Event.Info, plan: Mailing.Plan, recipients: Recipient[]): Promise<Map<string, Letter>> {
  const over = isOver(event, deps.clock());
  const selves = await deps.table.batchGet(recipients.map(({ attendee }) => keys.self(attendee.id)));
  const claimed = new Set(selves.map((item) => keys.attendeeOf(item.pk)));
  return new Map(
    recipients.map((one): [string, Letter] => {
      const { id } = one.attendee;
      if (over) return [id, { skipped: "over" }];
      if (claimed.has(id)) return [id, { skipped: "claimed" }];
      const reader = readerOf(one);
      const { mail, unsubscribeUrl } = envelope(deps, event, plan, reader);
      return [id, { mail: { ...mail, ...invitationMail({ ...frame(deps, event, plan, reader), unsubscribeUrl }) } }];
    }),
  );
}

/** The mail as the organizer previews it. */
export function sample(deps: Deps, event: Event.Info, plan: Mailing.Plan | undefined, name: string) {
  const reader = { name, email: "alex@example.com", language: undefined };
  return invitationMail({ ...frame(deps, event, plan, reader), unsubscribeUrl: `${deps.settings.appUrl}/u/preview` });
}

function frame(
  deps: Deps,
  event: Event.Info,
  plan: Mailing.Plan | undefined,
  reader: { name: string; email: string; language: string | undefined },
) {
  return {
    language: reader.language ?? "en",
    event: {
      name: event.name,
      timeZone: event.timeZone,
      startsAt: field.iso(event.startsAt),
      endsAt: field.iso(event.endsAt),
      ...(event.venue !== undefined && { venue: event.venue }),
    },
    attendee: { name: reader.name, email: reader.email },
    subject: plan?.subject,
    intro: plan?.intro,
    // The address stands in the fragment, which no server sees: the sign-in page fills it in.
    url: `${deps.settings.appUrl}/e/${event.id}#email=${encodeURIComponent(reader.email)}`,
  };
}
