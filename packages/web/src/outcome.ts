/** How a scan ended, in words: short, kind, about the person, never about the system. */
import type { Contact, ContactStatus } from "./api.ts";
import { t } from "./language/index.ts";
import type { Signal } from "./ui/part.tsx";
import type { Sign } from "./ui/pictogram.tsx";

export type Outcome = { signal: Signal; sign: Sign; word: string; said: string };
export type Refusal = Outcome & { title: string; advice: string };

export function outcomeOf({ status, card }: Contact): Outcome {
  const said = saidOf(status, card.name);
  if (status === "requested") return { signal: "hold", sign: "waiting", word: t("Request sent"), said };
  if (status === "withdrawn") return { signal: "hold", sign: "waiting", word: t("No card for now"), said };
  if (status === "blocked") return { signal: "stop", sign: "refused", word: t("Not connected"), said };
  return { signal: "go", sign: "done", word: t("Connected"), said };
}

/** The outcome as one spoken line, with the name. */
export function saidOf(status: ContactStatus, name: string): string {
  if (status === "requested") return t("Card requested: {name}", { name });
  if (status === "withdrawn") return t("No card for now: {name}", { name });
  if (status === "blocked") return t("You blocked {name}", { name });
  return t("Connected: {name}", { name });
}

/** Said of a scan that is kept and not on the event's list of badges; the list may be older than the badge. */
export const doubt = (): string => t("It may not be a badge of this event. Compare the code.");

/** What a refusal means to the person who scanned. `code` is the badge's short code, said where several scans end at once. */
export function refusalOf(reason: string, code?: string, eventName?: string): Refusal {
  const { title, advice } = wording(reason, eventName);
  const base = { signal: "stop" as const, sign: "refused" as const, word: t("Not connected") };
  const said = `${t("Not connected: {what}", { what: title })}${code ? ` (${code})` : ""}`;
  if (reason === "scan.too_fast")
    return { signal: "hold", sign: "waiting", word: t("Wait a minute"), said: `${title} ${advice}`, title, advice };
  return { ...base, said, title, advice };
}

function wording(reason: string, eventName: string | undefined): { title: string; advice: string } {
  switch (reason) {
    case "scan.own_badge":
      return { title: t("Your own badge."), advice: t("Turn the phone round: you scan theirs, or they scan yours.") };
    case "badge.replaced":
      return {
        title: t("Replaced badge."),
        advice: t("Its owner has a newer one. Ask them to open My badge on their phone, and scan that."),
      };
    case "badge.closed":
      return { title: t("Not open to scans."), advice: t("They take no scans now. Show them your badge instead.") };
    case "contact.blocked":
      return { title: t("You blocked this person."), advice: t("Unblock them in Contacts, then scan again.") };
    case "scan.outside_event":
      return {
        title: t("Not during the event."),
        advice: t("Badges can be scanned from half a day before the start to a day after the end."),
      };
    case "scan.too_fast":
      return { title: t("That was many badges at once."), advice: t("Your scans are kept, and go out by themselves.") };
    case "event.not_attending":
      return {
        title: t("You organize this event."),
        advice: t("Only its attendees exchange cards. Import yourself as an attendee to take part."),
      };
    case "event.unknown":
    case "event.not_allowed":
      return {
        title: t("Not your event."),
        advice: t("Your address is not on this event's list. Ask at the desk which address they have."),
      };
    case "badge.unknown":
    case "badge.missing":
      return {
        title: t("Unknown badge."),
        advice: eventName
          ? t("Not one of {event}. It may be a ticket, or another event’s badge.", { event: eventName })
          : t("It may be a ticket, or another event’s badge."),
      };
    default:
      return { title: t("That did not work."), advice: t("Scan the badge again, or type its code.") };
  }
}
