/** Moments as people say them, in the event's own time zone. */
import { language, t } from "./language/index.ts";

const kept = new Map<string, Intl.DateTimeFormat>();

/** `14:32` */
export const clock = (iso: string, timeZone?: string): string =>
  format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, timeZone, iso);

/** `Thu 14 May` */
export const day = (iso: string, timeZone?: string): string => format({ weekday: "short", day: "numeric", month: "short" }, timeZone, iso);

/** `today, 14:32` or `Thu 14 May, 14:32`, inside a sentence. */
export function when(iso: string, timeZone?: string, now = new Date().toISOString()): string {
  const date = day(iso, timeZone);
  return `${date === day(now, timeZone) ? t("today") : date}${t(", ")}${clock(iso, timeZone)}`;
}

/** As `when`, at the start of a line: `Today, 14:32`. */
export function startWhen(iso: string, timeZone?: string): string {
  const words = when(iso, timeZone);
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

/** `14:32` today, else `14 May` */
export function short(iso: string, timeZone?: string, now = new Date().toISOString()): string {
  if (day(iso, timeZone) === day(now, timeZone)) return clock(iso, timeZone);
  return format({ day: "numeric", month: "short" }, timeZone, iso);
}

/** A calendar date (`2026-05-19`) as `Tuesday 19 May`. */
export const dateName = (date: string): string => format({ weekday: "long", day: "numeric", month: "long" }, "UTC", `${date}T12:00:00Z`);
export const dateShort = (date: string): string => format({ weekday: "short", day: "numeric", month: "short" }, "UTC", `${date}T12:00:00Z`);

/** The calendar date so many days from now, where this phone is. */
export function dateIn(days: number, now = new Date()): string {
  const then = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 12);
  return [then.getFullYear(), then.getMonth() + 1, then.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
}

function format(options: Intl.DateTimeFormatOptions, timeZone: string | undefined, iso: string): string {
  const locale = language.get() === "en" ? "en-GB" : `${language.get()}-u-nu-latn`;
  const name = `${locale}|${timeZone}|${JSON.stringify(options)}`;
  let found = kept.get(name);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, { ...options, ...(timeZone && { timeZone }) });
    kept.set(name, found);
  }
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? "" : found.format(date).replace(/^(\p{L}+), /u, "$1 ");
}
