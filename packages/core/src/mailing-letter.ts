/** Who gets which mail of a mailing; each kind has its writer, and the sender knows no more about it than this. */
import type { Attendee } from "./attendee.ts";
import type { Deps } from "./context.ts";
import type { Event } from "./event.ts";
import { FollowUpMail } from "./follow-up-mail.ts";
import { InvitationMail } from "./invitation-mail.ts";
import type { Mail } from "./mail/mailer.ts";
import type { Rendered } from "./mail/rendered.ts";
import type { Mailing } from "./mailing.ts";
import type { MailingKind } from "./mailing-kind.ts";
import type { Person } from "./person.ts";

export interface Recipient {
  attendee: Attendee.Info;
  event: Event.Info;
  person: Person.Info;
}
/** A mail, composed when it is called for, or why there is none for this person, for good. */
export type Letter = { mail: () => Mail } | { skipped: string };

export interface Writer {
  /** Whether its time has passed: nobody gets one any more. */
  isOver(event: Event.Info, now: number): boolean;
  /** Letters by attendee id. Who is not there has nothing to be told yet. */
  letters(deps: Deps, event: Event.Info, plan: Mailing.Plan, recipients: Recipient[]): Promise<Map<string, Letter>>;
  /** The mail as the organizer previews it; never with anyone's real contacts or notes. */
  sample(deps: Deps, event: Event.Info, plan: Mailing.Plan | undefined, name: string): Rendered;
}

export const WRITERS: Record<MailingKind, Writer> = { invitation: InvitationMail, "follow-up": FollowUpMail };
