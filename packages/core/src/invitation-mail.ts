/** What is in somebody's invitation: that their badge is ready, when and where, and the way in. */
export * as InvitationMail from "./invitation-mail.ts";

import type { Deps } from "./context.ts";
import * as keys from "./db/keys.ts";
import type { Event } from "./event.ts";
import { invitationMail } from "./mail/invitation.tsx";
import type { Mail } from "./mail/mailer.ts";
import type { Mailing } from "./mailing.ts";
import { envelope, eventOf, type Reader, readerOf } from "./mailing-envelope.ts";
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
      return [id, { mail: () => compose(deps, event, plan, readerOf(one)) }];
    }),
  );
}

function compose(deps: Deps, event: Event.Info, plan: Mailing.Plan, reader: Reader): Mail {
  const { mail, unsubscribeUrl } = envelope(deps, event, plan, reader);
  return { ...mail, ...invitationMail({ ...frame(deps, event, plan, reader), unsubscribeUrl }) };
}

/** The mail as the organizer previews it. */
export function sample(deps: Deps, event: Event.Info, plan: Mailing.Plan | undefined, name: string) {
  const reader = { name, email: "alex@example.com", language: undefined };
  return invitationMail({ ...frame(deps, event, plan, reader), unsubscribeUrl: `${deps.settings.appUrl}/u/preview` });
}

function frame(deps: Deps, event: Event.Info, plan: Mailing.Plan | undefined, reader: Omit<Reader, "person">) {
  return {
    language: reader.language ?? "en",
    event: eventOf(event),
    attendee: { name: reader.name, email: reader.email },
    subject: plan?.subject,
    intro: plan?.intro,
    // The address stands in the fragment, which no server sees: the sign-in page fills it in.
    url: `${deps.settings.appUrl}/e/${event.id}#email=${encodeURIComponent(reader.email)}`,
  };
}
