/** Formatters cost more to make than a mail to write; there are as many as zones and languages in use. */
const FORMATS = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, options]);
  const made = FORMATS.get(key) ?? new Intl.DateTimeFormat(locale, options);
  FORMATS.set(key, made);
  return made;
}

export type Moments = ReturnType<typeof moments>;

/** Days and times (24 hours) in words, as the clocks in that zone show them. Moments are ISO 8601; `date` takes a YYYY-MM-DD. */
export function moments(locale: string, timeZone: string) {
  const day = format(locale, { weekday: "long", day: "numeric", month: "long", timeZone });
  const dayOfYear = format(locale, { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone });
  const time = format(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone });
  const date = format(locale, { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" });
  return {
    day: (at: string) => day.format(new Date(at)).replace(",", ""),
    dayOfYear: (at: string) => dayOfYear.format(new Date(at)).replace(",", ""),
    time: (at: string) => time.format(new Date(at)),
    date: (on: string) => date.format(new Date(`${on}T00:00:00Z`)).replace(",", ""),
  };
}
