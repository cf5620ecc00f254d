import { csvFile } from "@lanyard/core/csv";
import { useEffect, useMemo, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { plural, t } from "../language/index.ts";
import { AttendeePanel } from "./attendee-panel.tsx";
import { AttendeeTable } from "./attendee-table.tsx";
import { type DeskProps, Main } from "./desk.tsx";
import { DeskIcon } from "./icon.tsx";
import { download, figure, fileName, Note, words } from "./part.tsx";
import { counts, type Filter, found, type Person, useRoster } from "./roster.ts";

const FILTERS: [Filter, () => string][] = [
  ["all", () => t("All")],
  ["unclaimed", () => t("Not claimed")],
  ["absent", () => t("Not checked in")],
  ["present", () => t("Checked in")],
  ["unconnected", () => t("Met nobody yet")],
];

export default function AttendeesPage({ event }: DeskProps) {
  const { people, whole, error } = useRoster(event.id);
  const { query, path, route } = useLocation();
  const [search, setSearch] = useState("");
  const filter = FILTERS.find(([name]) => name === query.filter)?.[0] ?? "all";
  const shown = useMemo(() => found(people, search, filter), [people, search, filter]);
  const many = useMemo(() => counts(people), [people]);
  const person = people.find((one) => one.id === query.attendee);
  const address = (changes: { filter?: string; attendee?: string }) => {
    const next = new URLSearchParams(Object.entries({ ...query, ...changes }).filter(([, value]) => value && value !== "all"));
    return next.size > 0 ? `${path}?${next}` : path;
  };
  useTopOnChange(`${search} ${filter}`);

  const about = whole
    ? t("{n} people, {m} checked in", { n: figure(many.all), m: figure(many.present) })
    : t("{n} people so far", { n: figure(many.all) });
  const csv = (
    <button
      type="button"
      class="btn alt"
      disabled={!whole}
      onClick={() => download(`${fileName(event.name, t("Attendees"))}.csv`, sheetOf(shown), "text/csv")}
    >
      <DeskIcon name="save" />
      {t("CSV")}
    </button>
  );
  return (
    <Main event={event} title={t("Attendees")} about={about} end={csv}>
      {Boolean(error) && <Note signal="stop">{words(error)}</Note>}
      <div class="bar">
        <div class="seek">
          <DeskIcon name="search" />
          <input
            class="in"
            type="search"
            aria-label={t("Search")}
            placeholder={t("Name, company, email, code")}
            value={search}
            onInput={(e) => setSearch(e.currentTarget.value)}
          />
        </div>
        <fieldset class="chips" aria-label={t("Filter")}>
          {FILTERS.map(([name, label]) => (
            <button
              type="button"
              class="chip"
              key={name}
              aria-pressed={name === filter}
              onClick={() => route(address({ filter: name, attendee: "" }), true)}
            >
              {label()} {figure(many[name])}
            </button>
          ))}
        </fieldset>
      </div>
      <p class="vh" aria-live="polite">
        {whole && plural(shown.length, "{n} person", "{n} people")}
      </p>
      <div class={`two ${person ? "with-beside" : ""}`}>
        <div class="list-box">
          {shown.length > 0 && (
            <AttendeeTable people={shown} zone={event.timeZone} chosen={person?.id} addressOf={(id) => address({ attendee: id })} />
          )}
          {shown.length === 0 && <Empty eventId={event.id} whole={whole} total={people.length} search={search} />}
        </div>
        {person && (
          <AttendeePanel key={person.id} person={person} event={event} total={many.all} onClose={() => route(address({ attendee: "" }))} />
        )}
      </div>
    </Main>
  );
}

function Empty({ eventId, whole, total, search }: { eventId: string; whole: boolean; total: number; search: string }) {
  if (!whole) return <p class="quiet">{t("The list is coming in")}</p>;
  if (total === 0)
    return (
      <p class="quiet">
        {t("Nobody is on the list yet.")} <a href={`/organize/${eventId}/import`}>{t("Import attendees")}</a>
      </p>
    );
  return <p class="quiet">{search ? t("Nobody with “{search}” in name, company, address or code.", { search }) : t("Nobody here.")}</p>;
}

/** A new search starts at the top of its list. */
function useTopOnChange(what: string) {
  useEffect(() => {
    if (scrollY > 0) scrollTo(0, 0);
  }, [what]);
}

function sheetOf(people: Person[]): string {
  const columns = ["Name", "Email", "Company", "Headline", "Role", "Claimed", "Checked in at", "Connections", "Badge code", "Badge URL"];
  return csvFile(
    columns,
    people.map((one) => [
      one.name,
      one.email,
      one.company,
      one.headline,
      one.role,
      one.claimed ? "yes" : "no",
      one.checkedInAt,
      one.connections,
      one.badge.code,
      one.badge.url,
    ]),
  );
}
