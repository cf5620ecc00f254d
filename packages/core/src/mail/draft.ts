/**
 * A first message to somebody one met: it thanks, says where, and mentions the note, so that it is about them. Pure text;
 * the reader changes it before sending.
 *
 * @example
 * linkedInDraft({ language: "en", event: "Tidewater 2026", from: "Mara Lindqvist", to: "Nkechi Adeyemi", note: "Berth slots" });
 * // Nkechi, thank you for the conversation at Tidewater 2026. What stayed with me: “Berth slots” Let us stay in touch. Mara
 */
import * as greeting from "../greeting.ts";
import { clean } from "../text.ts";
import { wordsFor } from "./words.ts";

export interface DraftModel {
  language: string;
  event: string;
  /** Full names. */
  from: string;
  to: string;
  company?: string | undefined;
  /** The writer's private note. A line that begins with "I promised" or "Promised" is told as the promise. */
  note?: string | undefined;
}

/** LinkedIn takes at most 300 characters with an invitation (200 from free accounts); counted in code points. */
export const LINKEDIN_MAX = 300;
/** Some mail programs cut a mailto address near 2,000 characters. */
const MAILTO_MAX = 1_900;

/** How much of the note, of the promise and of each name there is room for, from ample to next to nothing; code points. */
const AMPLE = { note: 180, promise: 100, name: 60 };
const NONE = { note: 0, promise: 0, name: 20 };
const ROOM = [
  AMPLE,
  { note: 110, promise: 70, name: 60 },
  { note: 60, promise: 40, name: 40 },
  { note: 30, promise: 0, name: 30 },
  { note: 0, promise: 0, name: 30 },
  NONE,
];

export interface MailDraft {
  subject: string;
  body: string;
  /** A `mailto:` address that opens the message, when the other's e-mail is known. */
  href?: string;
}

/** The message as a mail; `address` as `canonicalEmail` answers it. The note is shortened where the `mailto:` address would become too long. */
export function mailDraft(model: DraftModel, address?: string): MailDraft {
  if (address === undefined) return mailText(model, AMPLE);
  for (const room of ROOM) {
    const draft = mailText(model, room);
    const href = mailto(address, draft);
    if (href.length <= MAILTO_MAX) return { ...draft, href };
  }
  return mailText(model, NONE);
}

/** The message as the text of a LinkedIn invitation, at most 300 code points. */
export function linkedInDraft(model: DraftModel): string {
  for (const room of ROOM) {
    const text = linkedInText(model, room);
    if (codePoints(text) <= LINKEDIN_MAX) return text;
  }
  return clip(linkedInText(model, NONE), LINKEDIN_MAX);
}

export function codePoints(text: string): number {
  return [...text].length;
}

/** At most `max` code points, ending in "…" where something was cut, at a space if one is near, never inside a visible character. */
export function clip(text: string, max: number): string {
  if (text.length <= max || codePoints(text) <= max) return text;
  let kept = "";
  let length = 0;
  for (const { segment } of GRAPHEMES.segment(text)) {
    length += codePoints(segment);
    if (length > max - 1) break;
    kept += segment;
  }
  const space = kept.lastIndexOf(" ");
  const whole = space > kept.length * 0.7 ? kept.slice(0, space) : kept;
  return `${whole.replace(/[\s.,;:]+$/u, "")}…`;
}

const GRAPHEMES = new Intl.Segmenter();

/** How a mail addresses somebody; a name too long for a greeting is cut. */
export const greetingName = (name: string): string => greeting.greetingName(clip(clean(name, 100), 40));

type Room = typeof AMPLE;

function mailText(model: DraftModel, room: Room): { subject: string; body: string } {
  const { words } = wordsFor(model.language);
  const parts = partsOf(model, room);
  const body = [
    [words.draft.hello(parts.to), words.draft.thanks(parts.event), parts.about].filter(Boolean).join(" "),
    parts.promised,
    parts.about ? words.draft.next : words.draft.more(parts.company),
    parts.from,
  ];
  return { subject: words.draft.subject(parts.event), body: body.filter(Boolean).join("\n\n") };
}

function linkedInText(model: DraftModel, room: Room): string {
  const { words } = wordsFor(model.language);
  const parts = partsOf(model, room);
  const text = [
    words.draft.address(parts.to),
    words.draft.thanks(parts.event),
    parts.about ?? words.draft.more(parts.company),
    parts.promised,
    words.draft.inTouch,
    parts.from,
  ];
  return text.filter(Boolean).join(" ");
}

function partsOf(model: DraftModel, room: Room) {
  const { words } = wordsFor(model.language);
  const { about, promise } = readNote(model.note ?? "");
  return {
    to: clip(greetingName(model.to), room.name),
    from: clip(greetingName(model.from), room.name),
    event: clip(clean(model.event, 200), room.name),
    company: clip(clean(model.company ?? "", 200), room.name),
    about: about && room.note > 0 ? words.draft.about(sentence(clip(about, room.note))) : undefined,
    promised: promise && room.promise > 0 ? sentence(words.draft.promised(clip(promise, room.promise))) : undefined,
  };
}

const PROMISE = /^(?:(?:i )?promised(?: (?:you|him|her|them))?|وعدت|وعدته|وعدتها)\s*:?\s+/iu;

function readNote(note: string): { about: string; promise: string } {
  const lines = clean(note, 2_000, { multiline: true }).split("\n");
  const promises = lines.filter((line) => PROMISE.test(line)).map((line) => line.replace(PROMISE, ""));
  const about = lines.filter((line) => !PROMISE.test(line));
  return { about: clean(about.join(" "), 2_000), promise: clean(promises.join(" "), 2_000) };
}

/** RFC 6068: line breaks are %0D%0A, everything that is not unreserved is encoded. */
function mailto(address: string, { subject, body }: { subject: string; body: string }): string {
  const to = encodeURIComponent(address).replace("%40", "@");
  return `mailto:${to}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body.replace(/\n/g, "\r\n"))}`;
}

function sentence(text: string): string {
  return /[.!?…。؟]$/u.test(text) ? text : `${text}.`;
}
