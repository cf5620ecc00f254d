/**
 * Times as the event's clock shows them. Instants are ISO 8601 in UTC; `zone` is an IANA name.
 */
import { language } from "../language/index.ts";
import { clock, day } from "../time.ts";

export { clock, day };

/** "14:32:08" */
export const clockSeconds = (instant: string, zone: string) =>
  new Intl.DateTimeFormat(language.get() === "en" ? "en-GB" : `${language.get()}-u-nu-latn`, {
    timeZone: zone,
    timeStyle: "medium",
    hourCycle: "h23",
  }).format(new Date(instant));
/** "Thu 14 May, 14:32" */
export const moment = (instant: string, zone: string) => `${day(instant, zone)}, ${clock(instant, zone)}`;
/** "Thu 14 May" or "Thu 14 to Fri 15 May": what a poster would say. */
export function days(start: string, end: string, zone: string): string {
  const [first, last] = [day(start, zone), day(end, zone)];
  return first === last ? first : `${first} – ${last}`;
}

/** "Rotterdam" of Europe/Rotterdam, for a label. */
export const city = (zone: string) => zone.split("/").at(-1)!.replaceAll("_", " ");

/** What date and time inputs show for an instant: `{ date: "2026-05-16", time: "09:00" }`. */
export function parts(instant: string, zone: string): { date: string; time: string } {
  const found = new Map(
    new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    })
      .formatToParts(new Date(instant))
      .map((part) => [part.type, part.value]),
  );
  return { date: `${found.get("year")}-${found.get("month")}-${found.get("day")}`, time: `${found.get("hour")}:${found.get("minute")}` };
}

/**
 * The instant at which the clock of `zone` shows this date and time, to the minute. Where the clock shows it twice (autumn), the
 * earlier one; where it never does (spring), the instant as far behind the gap as the time lies in it. Undefined when no date.
 */
export function instantOf(date: string, time: string, zone: string): string | undefined {
  const wall = Date.parse(`${date}T${time}:00Z`);
  if (!Number.isFinite(wall)) return undefined;
  // The offsets in force a day before and after enclose every change of the clock.
  const candidates = [wall - day24, wall + day24].map((near) => wall - offset(near, zone)).sort((a, b) => a - b);
  const exact = candidates.find((candidate) => candidate + offset(candidate, zone) === wall);
  return new Date(exact ?? candidates[1]!).toISOString();
}
const day24 = 86_400_000;

function offset(instant: number, zone: string): number {
  const { date, time } = parts(new Date(instant).toISOString(), zone);
  return Date.parse(`${date}T${time}:00Z`) - Math.floor(instant / 60_000) * 60_000;
}
