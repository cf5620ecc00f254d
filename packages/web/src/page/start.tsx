import { useEffect } from "preact/hooks";
import type { Event } from "../api.ts";
import type { PageProps } from "../app.tsx";
import { t } from "../language/index.ts";
import { refresh } from "../session.ts";
import { day } from "../time.ts";
import { Said } from "../ui/name.tsx";
import { Screen } from "../ui/part.tsx";
import { Pictogram } from "../ui/pictogram.tsx";

/** My events, whether I attend or organize them. */
export default function Start({ me }: PageProps) {
  useEffect(() => void refresh(), []);
  const attending = newestFirst(me.attending.map((a) => a.event));
  const organizing = newestFirst(me.organizing.map((o) => o.event));
  const isOrganized = (event: Event) => organizing.some((o) => o.id === event.id);
  const onlyOrganized = organizing.filter((event) => !attending.some((a) => a.id === event.id));
  return (
    <Screen title={t("My events")}>
      <div class="top">
        <span class="brand">Lanyard</span>
        <a class="txt end" href="/me">
          {t("My card")}
        </a>
      </div>
      <div class="pad grow">
        <h1 class="title">{t("My events")}</h1>
        {attending.length + onlyOrganized.length === 0 && (
          <div class="empty">
            <Pictogram sign="closed" />
            <p class="lead">{t("{email} is on no event’s list yet.", { email: me.person.email })}</p>
            <p>{t("Did you register with another address? Sign in with that one, or ask at the desk.")}</p>
          </div>
        )}
        <ul class="board">
          {attending.map((event) => (
            <Row key={event.id} event={event} path={`/e/${event.id}`} organized={isOrganized(event)} />
          ))}
          {onlyOrganized.map((event) => (
            <Row key={event.id} event={event} path={`/organize/${event.id}`} organized />
          ))}
        </ul>
        <p class="more">
          <a class="txt" href="/contacts">
            {t("Everyone I met")}
          </a>
        </p>
      </div>
      <div class="thumb">
        <a class="btn alt" href="/organize/new">
          {t("Create event")}
        </a>
      </div>
    </Screen>
  );
}

function Row({ event, path, organized }: { event: Event; path: string; organized: boolean }) {
  const about = `about-${event.id}`;
  return (
    <li class="row who reach">
      <span>
        <a class="t" href={path}>
          <Said>{event.name}</Said>
        </a>
        <span class="sub" id={about}>
          {day(event.startsAt, event.timeZone)}
          {event.venue && (
            <>
              {" · "}
              <Said>{event.venue}</Said>
            </>
          )}
        </span>
      </span>
      {organized && (
        <a class="btn sm alt" href={`/organize/${event.id}`} aria-describedby={about}>
          {t("Organize")}
        </a>
      )}
    </li>
  );
}

const newestFirst = (events: Event[]): Event[] => events.toSorted((a, b) => b.startsAt.localeCompare(a.startsAt));
