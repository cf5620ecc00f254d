/** @jsxImportSource hono/jsx */
/**
 * The one mail after the event: whom I met, what I noted, what to do next.
 *
 * @example
 * const { subject, html, text } = followUpMail({ language: "en", event, attendee, people, awaiting: [], asked: [], url, unsubscribeUrl });
 */
import { followUpHtml } from "./follow-up-html.tsx";
import { followUpText } from "./follow-up-text.ts";
import { followUpView } from "./follow-up-view.ts";
import type { Rendered } from "./rendered.ts";

export interface FollowUpLink {
  kind: string;
  /** https; anything else is left out. */
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

/** Gmail hides what comes after 102 KB of HTML, and with it the way to unsubscribe; octets, with some room. */
const HTML_MAX = 96 * 1024;
const PEOPLE_MAX = 25;

/**
 * Subject, HTML and its text twin, made from one view. At most 25 people are in the body, fewer where their notes are long, so
 * that no mail program cuts it; all are behind "See all". Times are in the event's zone. Whatever people typed is text here.
 */
export function followUpMail(model: FollowUpModel): Rendered {
  for (let shown = Math.min(PEOPLE_MAX, model.people.length); ; shown = Math.floor(shown * 0.8)) {
    const view = followUpView(model, shown);
    const html = followUpHtml(view);
    if (Buffer.byteLength(html) <= HTML_MAX || shown === 0) return { subject: view.subject, html, text: followUpText(view) };
  }
}
