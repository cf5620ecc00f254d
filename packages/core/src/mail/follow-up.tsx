import type { Rendered } from "./sign-in.tsx";

export interface FollowUpLink {
  kind: string;
  /** https. */
  url: string;
}

/** Somebody the reader met: the card fields they share with the reader, and what only the reader wrote. */
export interface FollowUpPerson {
  name: string;
  headline?: string | undefined;
  company?: string | undefined;
  city?: string | undefined;
  pronouns?: string | undefined;
  email?: string | undefined;
  phone?: string | undefined;
  website?: string | undefined;
  links?: FollowUpLink[] | undefined;
  pitch?: string | undefined;
  /** ISO 8601 moment. */
  metAt: string;
  note?: string | undefined;
  tags?: string[] | undefined;
  /** 1 to 5. */
  rating?: number | undefined;
  /** YYYY-MM-DD. */
  followUpOn?: string | undefined;
  /** This contact in Lanyard. */
  url: string;
}

export interface FollowUpModel {
  /** BCP 47; English where we have no translation. */
  language: string;
  event: { name: string; timeZone: string; startsAt: string; endsAt: string; venue?: string | undefined };
  /** The reader. */
  attendee: { name: string };
  /** The organizer's own words, plain text. */
  subject?: string | undefined;
  intro?: string | undefined;
  people: FollowUpPerson[];
  /** People who asked for the reader's card and wait for an answer. */
  awaiting: { name: string; metAt: string; url: string }[];
  /** People the reader asked and who have not answered. */
  asked: { name: string; metAt: string }[];
  /** All my contacts at this event. */
  url: string;
  unsubscribeUrl: string;
  /** The name of the attached vCard file, when one is attached. */
  cardsFile?: string | undefined;
}

/** The one mail after the event: whom I met, what I noted, what to do next. */
export function followUpMail(model: FollowUpModel): Rendered {
  return { subject: model.subject ?? "", html: "", text: "" };
}
