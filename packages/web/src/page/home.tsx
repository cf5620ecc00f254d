import { useEffect } from "preact/hooks";
import { Api, type Attendance, type Me, type Policy } from "../api.ts";
import type { PageProps } from "../app.tsx";
import { roleLine } from "../card.ts";
import { isNews, offer } from "../home-screen.ts";
import { plural, t } from "../language/index.ts";
import { useAnswer } from "../offline/answer.ts";
import { ContactBook } from "../offline/contact-book.ts";
import { Outbox } from "../offline/outbox.ts";
import { when } from "../time.ts";
import { Dock } from "../ui/dock.tsx";
import { Attending, strapOf } from "../ui/event-frame.tsx";
import type { IconName } from "../ui/icon.tsx";
import { Name, Said } from "../ui/name.tsx";
import { Mark, Screen, type Signal, Top } from "../ui/part.tsx";
import { useStore } from "../use-store.ts";

/** The event at a glance: my badge, what waits for me, and the three places. */
export default function Home(props: PageProps) {
  return (
    <Attending me={props.me} eventId={props.eventId}>
      {(mine) => <At me={props.me} mine={mine} />}
    </Attending>
  );
}

export function policyName(policy: Policy): string {
  return { open: t("Open"), ask: t("Ask"), closed: t("Closed") }[policy];
}

function At({ me, mine }: { me: Me; mine: Me["attending"][number] }) {
  const { event, badge } = mine;
  const person = me.person.id;
  const attendance = useAnswer<Attendance>(person, `event ${event.id} me`, () => Api.attendance(event.id));
  const shared = useAnswer(person, "shared", Api.shared);
  const { contacts } = useStore(ContactBook.book);
  const waiting = Outbox.countWaiting(useStore(Outbox.scans));
  useStore(offer);
  useEffect(() => void ContactBook.refresh(event.id).catch(() => {}), [event.id]);

  const here = contacts.filter((c) => c.eventId === event.id);
  const requests = here.filter((c) => c.status === "awaiting_me").length;
  const met = here.filter((c) => c.status === "connected" || c.status === "withdrawn").length;
  const holders = (shared.value ?? []).filter((s) => s.eventId === event.id);
  const latest = holders
    .map((s) => s.since)
    .sort()
    .at(-1);
  const choice = attendance.value?.attendee;
  return (
    <Screen title={event.name} class="home">
      <div class="strap" style={strapOf(event)} />
      <Top back="/" label={t("My events")}>
        <a class="txt end" href="/me">
          {t("My card")}
        </a>
      </Top>
      <div class="pad grow">
        <section class="badge me" aria-label={t("Me at this event")}>
          <span class="slot" />
          <h1 class="evn">
            <Said>{event.name}</Said>
          </h1>
          <Name text={me.card.name || me.person.name} />
          <p class="role">
            <Said>{roleLine(me.card)}</Said>
          </p>
          <div class="perf" />
          <dl class="facts">
            <div>
              <dt>{t("Badge code")}</dt>
              <dd dir="ltr">{badge.code}</dd>
            </div>
            <div>
              <dt>{t("A scan of me")}</dt>
              <dd>{choice ? policyName(choice.policy) : "…"}</dd>
            </div>
            <div>
              <dt>{t("Met")}</dt>
              <dd>{met}</dd>
            </div>
          </dl>
        </section>
        <ul class="board">
          {choice && !choice.chosen && (
            <Row
              path={`/e/${event.id}/start`}
              signal="hold"
              icon="check"
              title={t("Choose what you give")}
              sub={t("Until then a scan of you is a request. Four short steps.")}
            />
          )}
          {requests > 0 && (
            <Row
              path={`/e/${event.id}/contacts#requests`}
              signal="hold"
              icon="clock"
              title={t("Requests")}
              sub={plural(requests, "{n} person asks for your card", "{n} people ask for your card")}
              n={requests}
            />
          )}
          {waiting > 0 && (
            <Row
              path={`/e/${event.id}/waiting`}
              signal="kept"
              icon="kept"
              title={plural(waiting, "{n} not yet sent", "{n} not yet sent")}
              sub={t("Kept here, sent when there is signal")}
            />
          )}
          <Row
            path={`/me/shared?event=${event.id}`}
            signal="plain"
            icon="eye"
            title={t("Who has my card")}
            sub={
              latest
                ? t("Last one {time}", { time: when(latest, event.timeZone) })
                : shared.value
                  ? t("It goes out when you are scanned.")
                  : ""
            }
            {...(shared.value && { n: holders.length })}
          />
          {choice?.chosen && (
            <Row
              path={`/e/${event.id}/start`}
              signal="plain"
              icon="people"
              title={t("What I look for and share")}
              sub={t("Change it any time")}
            />
          )}
          {choice?.chosen && isNews() && (
            <Row
              path="/me/home-screen"
              signal="plain"
              icon="save"
              title={t("On the home screen")}
              sub={t("Opens at once, also without a network")}
            />
          )}
        </ul>
      </div>
      <Dock eventId={event.id} />
    </Screen>
  );
}

type RowProps = { path: string; signal: Signal | "plain"; icon: IconName; title: string; sub: string; n?: number };

function Row({ path, signal, icon, title, sub, n }: RowProps) {
  return (
    <li class="row reach">
      <Mark signal={signal} icon={icon} />
      <span>
        <a class="t" href={path}>
          {title}
        </a>
        <span class="sub">{sub}</span>
      </span>
      {n !== undefined && <span class="num">{n}</span>}
    </li>
  );
}
