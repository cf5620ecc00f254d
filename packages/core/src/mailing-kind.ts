/** The mailings of an event: one mail to each attendee, once. The invitation goes out before it, the follow-up after it. */
export const MAILING_KINDS = ["invitation", "follow-up"] as const;
export type MailingKind = (typeof MAILING_KINDS)[number];

/** One mailing of one event. */
export interface MailingId {
  event: string;
  kind: MailingKind;
}
