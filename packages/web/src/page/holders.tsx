import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { Api, type Shared } from "../api.ts";
import type { PageProps } from "../app.tsx";
import { fieldList } from "../card.ts";
import { plural, t } from "../language/index.ts";
import { useAnswer } from "../offline/answer.ts";
import { ContactBook } from "../offline/contact-book.ts";
import { startWhen } from "../time.ts";
import { announce } from "../ui/announce.ts";
import { contactPath } from "../ui/contact-row.tsx";
import { Dock } from "../ui/dock.tsx";
import { Said } from "../ui/name.tsx";
import { Screen, Top } from "../ui/part.tsx";

/** Who has my card: each line one person, and every field they can read now. */
export default function Holders({ me }: PageProps) {
  const { query } = useLocation();
  const eventId = me.attending.some((a) => a.event.id === query.event) ? query.event : undefined;
  const { value, error } = useAnswer(me.person.id, "shared", Api.shared);
  const [taken, setTaken] = useState<string[]>([]);
  const [filter, setFilter] = useState("");
  const all = (value ?? [])
    .filter((s) => (!eventId || s.eventId === eventId) && !taken.includes(contactPath(s)))
    .toSorted((a, b) => b.since.localeCompare(a.since));
  const phone = all.filter((s) => s.fields.includes("phone"));
  const shown = filter ? phone : all;
  const zone = (s: Shared) => me.attending.find((a) => a.event.id === s.eventId)?.event;
  const withdraw = (s: Shared) => {
    void ContactBook.act(s, "withdraw");
    setTaken([...taken, contactPath(s)]);
    announce(t("Taken back: {name}", { name: s.name }), { fresh: true });
  };
  return (
    <Screen title={t("Who has my card")}>
      <Top back={eventId ? `/e/${eventId}` : "/me"} />
      <div class="pad grow">
        <h1 class="title">{value ? plural(all.length, "{n} person has my card", "{n} people have my card") : t("Who has my card")}</h1>
        <p class="lead">
          {value && all.length === 0
            ? t("Nobody has your card. It goes out when you are scanned.")
            : t("Each line is one person and every field they can read now.")}
        </p>
        {error && !value && <p>{t("No answer. Is there a network?")}</p>}
        {phone.length > 0 && (
          <fieldset class="chips run filters">
            <legend class="vh">{t("Show")}</legend>
            <button type="button" class="chip" aria-pressed={filter === ""} onClick={() => setFilter("")}>
              {t("All {n}", { n: all.length })}
            </button>
            <button type="button" class="chip" aria-pressed={filter === "phone"} onClick={() => setFilter("phone")}>
              {t("Has my phone {n}", { n: phone.length })}
            </button>
          </fieldset>
        )}
        <ul class="board">
          {shown.map((s) => (
            <li key={contactPath(s)} class="row who">
              <span>
                <b class="t">
                  <Said>{s.name}</Said>
                </b>
                {!eventId && zone(s) && (
                  <span class="sub">
                    <Said>{zone(s)?.name ?? ""}</Said>
                  </span>
                )}
                <span class="given">{fieldList(s.fields)}</span>
              </span>
              <span class="side">
                <span class="tm">{startWhen(s.since, zone(s)?.timeZone)}</span>
                <button type="button" class="txt" aria-label={`${t("Withdraw")} ${s.name}`} onClick={() => withdraw(s)}>
                  {t("Withdraw")}
                </button>
              </span>
            </li>
          ))}
        </ul>
      </div>
      {eventId && <Dock eventId={eventId} />}
    </Screen>
  );
}
