/** The pieces that inputs are made of. Each message says what to do; the field is named by the path. */
import * as z from "zod";
import { canonicalEmail } from "./email-address.ts";
import { clean } from "./text.ts";

/** One line of text, cleaned; longer than `max` code points is an error, not a cut. */
export const line = (max: number) => cleaned(max, false);
/** Text of several lines. */
export const lines = (max: number) => cleaned(max, true);

function cleaned(max: number, multiline: boolean) {
  return z
    .string({ error: "Send text here." })
    .max(max * 8 + 1024, `At most ${max} characters, please.`)
    .transform((value) => clean(value, max + 1, { multiline }))
    .refine((value) => value.length <= max || [...value].length <= max, `At most ${max} characters, please.`);
}

export const email = z
  .string({ error: "Send an e-mail address here." })
  .transform((value, issue) => {
    const address = canonicalEmail(value);
    if (address) return address;
    issue.addIssue({ code: "custom", message: "This is not an e-mail address. Write it like name@example.org." });
    return z.NEVER;
  })
  .meta({ format: "email" });

/** ISO 8601 with an offset or Z; answered as milliseconds. Years 1970 to 2200, so that every sum of times stays a date. */
export const time = z
  .string({ error: "Send a time as text, like 2026-05-14T09:00:00Z." })
  .max(40)
  .transform((value, issue) => {
    const ms = ISO_TIME.test(value) ? Date.parse(value) : Number.NaN;
    if (ms >= 0 && ms < LATEST) return ms;
    issue.addIssue({ code: "custom", message: "This is not a time with its offset. Write it like 2026-05-14T09:00:00Z." });
    return z.NEVER;
  })
  .meta({ format: "date-time" });
const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/i;
const LATEST = Date.UTC(2200, 0);

/** A calendar day, without a zone: `2026-05-19`. */
export const day = z.string({ error: "Send a day as text, like 2026-05-19." }).refine((value) => {
  if (!/^(19|20|21)\d\d-\d\d-\d\d$/.test(value)) return false;
  const ms = Date.parse(`${value}T00:00:00Z`);
  return Number.isFinite(ms) && new Date(ms).toISOString().startsWith(value);
}, "This is not a day. Write it like 2026-05-19.");

/** https only; `example.org/x` without a scheme gets it. */
export const httpsUrl = line(500).transform((value, issue) => {
  if (value === "") return "";
  const text = /^[a-z][a-z0-9+.-]*:/i.test(value) ? value : `https://${value}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "https:" && url.hostname.includes(".") && url.href.length <= 1000 && !url.username && !url.password)
    return url.href;
  issue.addIssue({ code: "custom", message: "This is not a web address. Write it like https://example.org." });
  return z.NEVER;
});

export const timeZone = z.string({ error: "Send an IANA time zone, like Europe/Amsterdam." }).refine((value) => {
  if (value.length > 60 || !/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(value)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: value });
    return true;
  } catch {
    return false;
  }
}, "This is not an IANA time zone. Write it like Europe/Amsterdam.");

export const iso = (ms: number): string => new Date(ms).toISOString();
