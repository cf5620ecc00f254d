/** What the follow-up mail says, in words and in order, before it is HTML or text. */
import { canonicalEmail } from "../email-address.ts";
import { clean } from "../text.ts";
import { clip, codePoints, type DraftModel, greetingName, linkedInDraft, mailDraft } from "./draft.ts";
import type { FollowUpModel, FollowUpPerson } from "./follow-up.tsx";
import { foreignLink, ownLink } from "./link.ts";
import { type Moments, moments } from "./moment.ts";
import { type Words, wordsFor } from "./words.ts";

export interface LinkView {
  label: string;
  href: string;
}

export interface PersonView {
  name: string;
  /** Headline, company, city; or that no company was shared. */
  line: string;
  /** When we met, when to follow up, how I rated it. */
  facts: string;
  pitch?: string;
  /** E-mail and phone as text, never as links. */
  reach: string[];
  links: LinkView[];
  note?: string;
  tags?: string;
  draftTitle: string;
  draft: string[];
  /** Opens the draft as a mail, else their profile, else their card. */
  act: LinkView;
  linkedIn?: { title: string; text: string };
  card: LinkView;
}

/** Some people by name, and how many more there are. */
export interface NamesView {
  title: string;
  lead: string;
  names: { name: string; href?: string }[];
  more?: string;
}

export interface FollowUpView {
  language: string;
  words: Words["followUp"];
  dir: "ltr" | "rtl";
  subject: string;
  preheader?: string;
  eventLine: string;
  head: string;
  intro: string[];
  firstTitle?: string;
  first: PersonView[];
  awaiting?: NamesView;
  restTitle?: string;
  rest: PersonView[];
  asked?: NamesView;
  all: LinkView;
  attached?: { what: string; how: string };
  why: string;
  unsubscribe: LinkView;
}

/** People shown large, with their drafts in a box. */
const FIRST = 3;
const NAMES_MAX = 10;
/** Code points of what is shown of one's own longer text; the rest is a tap away. */
const NOTE_SHOWN = 400;
const PITCH_SHOWN = 200;

/** `shown` people of those met get a place in the mail. */
export function followUpView(model: FollowUpModel, shown: number): FollowUpView {
  const { language, words } = wordsFor(model.language);
  const say = words.followUp;
  const event = clean(model.event.name, 150);
  const when = moments(words.locale, model.event.timeZone);
  const met = model.people.length;
  const people = inOrder(model.people)
    .slice(0, shown)
    .map((person) => personView(person, model, words, when));
  const [first, rest] = [people.slice(0, FIRST), people.slice(FIRST)];
  const hidden = met - first.length;
  return {
    language,
    words: say,
    dir: words.dir,
    subject: clean(model.subject ?? "", 150) || ownSubject(model, event, say),
    ...(first.length > 0 && {
      preheader: say.preheader(
        list(
          words.locale,
          first.map((person) => greetingName(person.name)),
        ),
      ),
    }),
    eventLine: [event, clean(model.event.venue ?? "", 150)].filter(Boolean).join(", "),
    head: headline(model, say),
    intro: introOf(model, say),
    ...(hidden > 0 && { firstTitle: say.first(first.length), restTitle: say.more(hidden) }),
    first,
    ...(model.awaiting.length > 0 && { awaiting: names(model.awaiting, say.awaiting, say.awaitingLead, say) }),
    rest,
    ...(model.asked.length > 0 && { asked: names(model.asked, say.asked, say.askedLead, say) }),
    all: { label: met > 1 ? say.seeAll(met) : say.openAll, href: ownLink(model.url) },
    ...(met > 0 && { attached: { what: say.attached(met, model.cardsFile), how: say.attachedLead(met) } }),
    why: say.why(event),
    unsubscribe: { label: say.unsubscribe, href: ownLink(model.unsubscribeUrl) },
  };
}

/** Whom to write to first: a chosen day, then a rating, then a note, then the latest meeting. */
function inOrder(people: FollowUpPerson[]): FollowUpPerson[] {
  const rank = (person: FollowUpPerson) => [person.followUpOn ?? "9999", 9 - (person.rating ?? 0), person.note?.trim() ? 0 : 1].join("|");
  return [...people].sort((a, b) => compare(rank(a), rank(b)) || compare(b.metAt, a.metAt));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function personView(person: FollowUpPerson, model: FollowUpModel, words: Words, when: Moments): PersonView {
  const say = words.followUp;
  const name = clean(person.name, 100);
  const given = greetingName(name);
  const [headline, company, city, pronouns] = [person.headline, person.company, person.city, person.pronouns].map((text) =>
    clean(text ?? "", 150),
  );
  const note = clean(person.note ?? "", 5_000, { multiline: true });
  const draftModel: DraftModel = {
    ...{ language: model.language, event: model.event.name, from: model.attendee.name, to: name },
    ...{ company: person.company, note: person.note },
  };
  const email = clean(person.email ?? "", 254) || undefined;
  const draft = mailDraft(draftModel, canonicalEmail(email ?? ""));
  const linkedInUrl = foreignLink(person.links?.find(({ kind }) => kind === "linkedin")?.url);
  const invitation = linkedInUrl ? linkedInDraft(draftModel) : undefined;
  const card = { label: say.card, href: ownLink(person.url) };
  const facts = [
    say.metAt(when.day(person.metAt), when.time(person.metAt)),
    person.followUpOn && say.followUpOn(when.date(person.followUpOn)),
    person.rating && say.rating(person.rating),
  ];
  const tags = (person.tags ?? []).map((tag) => clean(tag, 60)).filter(Boolean);
  const pitch = clip(clean(person.pitch ?? "", 2_000), PITCH_SHOWN);
  return {
    name,
    line: [headline, company || (headline ? "" : say.noCompany), city, pronouns].filter(Boolean).join(", "),
    facts: facts.filter(Boolean).join(". "),
    ...(pitch && { pitch }),
    reach: [email ?? "", clean(person.phone ?? "", 60)].filter(Boolean),
    links: linksOf(person, say),
    ...(note && { note: clip(note, NOTE_SHOWN) }),
    ...(tags.length > 0 && { tags: `${say.tags} ${tags.join(", ")}` }),
    draftTitle: say.draftFor(given),
    draft: draft.body.split("\n\n"),
    act: draft.href ? { label: say.writeTo(given), href: draft.href } : linkedInUrl ? { label: "LinkedIn", href: linkedInUrl } : card,
    ...(invitation && { linkedIn: { title: say.forLinkedIn(codePoints(invitation)), text: invitation } }),
    card,
  };
}

const KINDS: Record<string, string> = {
  ...{ linkedin: "LinkedIn", x: "X", instagram: "Instagram", github: "GitHub", mastodon: "Mastodon", bluesky: "Bluesky" },
};

function linksOf(person: FollowUpPerson, say: Words["followUp"]): LinkView[] {
  const website = { label: say.website, href: foreignLink(person.website) };
  const links = (person.links ?? [])
    .slice(0, NAMES_MAX)
    .map(({ kind, url }) => ({ label: KINDS[kind] ?? say.other, href: foreignLink(url) }));
  return [website, ...links].filter((link): link is LinkView => link.href !== undefined);
}

function names(people: { name: string; url?: string }[], title: (n: number) => string, lead: string, say: Words["followUp"]): NamesView {
  const hidden = people.length - NAMES_MAX;
  return {
    title: title(people.length),
    lead,
    names: people.slice(0, NAMES_MAX).map(({ name, url }) => ({ name: clean(name, 100), ...(url && { href: ownLink(url) }) })),
    ...(hidden > 0 && { more: say.andMore(hidden) }),
  };
}

function ownSubject({ people, awaiting }: FollowUpModel, event: string, say: Words["followUp"]): string {
  if (people.length > 0) return say.metSubject(people.length, event);
  return awaiting.length > 0 ? say.awaitingSubject(awaiting.length, event) : say.askedSubject(event);
}

function headline({ people, awaiting, asked, attendee }: FollowUpModel, say: Words["followUp"]): string {
  const name = greetingName(attendee.name);
  if (people.length > 0) return say.met(people.length, name);
  return awaiting.length > 0 ? say.awaitingHead(awaiting.length, name) : say.askedHead(asked.length, name);
}

function introOf(model: FollowUpModel, say: Words["followUp"]): string[] {
  const own = clean(model.intro ?? "", 2_000, { multiline: true })
    .split("\n")
    .filter((line) => line.trim() !== "");
  return own.length > 0 ? own : [model.people.length > 0 ? say.intro : say.introRequests];
}

function list(locale: string, items: string[]): string {
  return new Intl.ListFormat(locale, { type: "conjunction" }).format(items);
}
