import { useQuery } from "@tanstack/preact-query";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { t } from "../language/index.ts";
import { Mark } from "../ui/part.tsx";
import { type Dashboard, type Event, type Hour, Organizer } from "./api.ts";
import { Distribution, Hours, stepName } from "./chart.tsx";
import { type DeskProps, Main } from "./desk.tsx";
import { Figure, figure, Note, words } from "./part.tsx";
import { clock, clockSeconds, day, days, moment } from "./zone.ts";

/** How often the figures are fetched while the page is visible, in milliseconds. */
const pollMs = 5_000;
/** From this many hours on the chart shows one day at a time. */
const hoursAtOnce = 30;

export default function DashboardPage({ event }: DeskProps) {
  const { data, error } = useQuery({
    queryKey: ["dashboard", event.id],
    queryFn: () => Organizer.dashboard(event.id),
    refetchInterval: pollMs, // pauses by itself while the page is hidden
    refetchOnWindowFocus: true,
  });
  const about = [event.venue, days(event.startsAt, event.endsAt, event.timeZone)].filter(Boolean).join(", ");
  return (
    <Main
      event={event}
      title={t("Dashboard")}
      about={about}
      end={data && <Live data={data} zone={event.timeZone} stale={Boolean(error)} />}
    >
      {!data && error && <Note signal="stop">{words(error)}</Note>}
      {!data && !error && <p class="lead">{t("Counting")}</p>}
      {data && <Figures data={data} />}
      {data && (data.attendees === 0 ? <Nobody event={event} /> : <Charts data={data} event={event} />)}
    </Main>
  );
}

function Live({ data, zone, stale }: { data: Dashboard; zone: string; stale: boolean }) {
  const at = clockSeconds(data.asOf, zone);
  if (!stale) return <span class="live">{t("Live, as of {at}", { at })}</span>;
  return (
    <span class="st">
      <Mark signal="hold" icon="clock" />
      {t("No answer, as of {at}", { at })}
    </span>
  );
}

function Figures({ data }: { data: Dashboard }) {
  return (
    <dl class="figs">
      <Figure name={t("Attendees")} value={figure(data.attendees)}>
        {data.invitation?.progress?.sent
          ? t("On the list now, {n} invited", { n: figure(data.invitation.progress.sent) })
          : t("On the list now, all roles")}
      </Figure>
      <Figure name={t("Claimed")} value={figure(data.claimed)}>
        {t("Signed in once since they were added")}
      </Figure>
      <Figure name={t("Checked in")} value={figure(data.checkedIn)}>
        {t("Scanned at the door, once each")}
      </Figure>
      <Figure name={t("Connections")} value={figure(data.connections)}>
        {t("Pairs ever connected, each pair once")}
      </Figure>
      <Figure name={t("Requests")} value={figure(data.requested)}>
        {t("Pairs asked and never connected")}
      </Figure>
      <Figure name={t("Met nobody yet")} value={figure(data.unconnected)}>
        {t("Attendees never connected")}
      </Figure>
    </dl>
  );
}

function Nobody({ event }: { event: Event }) {
  return (
    <section class="block hold start">
      <h2 class="h2">{t("Nobody is on the list yet")}</h2>
      <p>{t("Import the list your ticket shop gives you. Badges and figures start from there, and no mail goes out.")}</p>
      <p>
        <a class="btn" href={`/organize/${event.id}/import`}>
          {t("Import attendees")}
        </a>
      </p>
    </section>
  );
}

function Charts({ data, event }: { data: Dashboard; event: Event }) {
  return (
    <div class="grid">
      <OverTime data={data} event={event} />
      <Switched class="c4" title={t("Connections per attendee")} table={<DistributionTable data={data} />}>
        <Distribution steps={data.distribution} />
      </Switched>
      <section class="cell c6 block hold row2">
        <h2 class="h2">{t("Have met nobody yet")}</h2>
        <p class="fig">{figure(data.unconnected)}</p>
        <p>
          {t("A greeter at the door, or two people introduced to each other at the next break, helps most. The list tells who they are.")}
        </p>
        <p class="push">
          <a class="btn" href={`/organize/${event.id}/attendees?filter=unconnected`}>
            {t("See the list")}
          </a>
        </p>
      </section>
      <FollowUpProgress data={data} event={event} />
    </div>
  );
}

/** A chart, or the same as a table. */
function Switched({
  title,
  table,
  extra,
  class: span,
  children,
}: {
  title: string;
  table: ComponentChildren;
  extra?: ComponentChildren;
  class: string;
  children: ComponentChildren;
}) {
  const [asTable, setAsTable] = useState(false);
  const other = asTable ? t("As a chart") : t("As a table");
  return (
    <section class={`cell ${span}`}>
      <header>
        <h2 class="h2">{title}</h2>
        <span class="legend">
          {!asTable && extra}
          <button type="button" class="txt" aria-label={`${other}: ${title}`} onClick={() => setAsTable(!asTable)}>
            {other}
          </button>
        </span>
      </header>
      {asTable ? <div class="scroll">{table}</div> : children}
    </section>
  );
}

function OverTime({ data, event }: { data: Dashboard; event: Event }) {
  const zone = event.timeZone;
  const byDay = new Map<string, Hour[]>();
  for (const hour of data.overTime) byDay.set(day(hour.at, zone), [...(byDay.get(day(hour.at, zone)) ?? []), hour]);
  const busy = [...byDay].filter(([, hours]) => hours.some((hour) => hour.connections + hour.checkIns > 0));
  const split = data.overTime.length > hoursAtOnce && busy.length > 1;
  const [chosen, setChosen] = useState<string>();
  const shown = split ? withoutNight(byDay.get(chosen ?? "") ?? busy.at(-1)![1]) : data.overTime;
  const shownDay = shown[0] && day(shown[0].at, zone);
  const legend = (
    <>
      {split &&
        busy.map(([name]) => (
          <button type="button" class="chip" key={name} aria-pressed={name === shownDay} onClick={() => setChosen(name)}>
            {name}
          </button>
        ))}
      <span class="st">
        <i class="sw full" />
        {t("Connections")}
      </span>
      <span class="st">
        <i class="sw" />
        {t("Check-ins")}
      </span>
    </>
  );
  const quiet = data.overTime.every((hour) => hour.connections + hour.checkIns === 0);
  if (quiet) {
    const before = Date.parse(data.asOf) < Date.parse(event.startsAt);
    return (
      <section class="cell c8">
        <header>
          <h2 class="h2">{t("New connections by hour")}</h2>
        </header>
        <p class="quiet">
          {before
            ? t("0 connections. Doors open {at}, figures start then.", { at: moment(event.startsAt, zone) })
            : t("0 connections so far. The first scan shows up here within seconds.")}
        </p>
      </section>
    );
  }
  return (
    <Switched class="c8" title={t("New connections by hour")} extra={legend} table={<HoursTable hours={data.overTime} zone={zone} />}>
      <Hours hours={shown} zone={zone} now={data.asOf} />
    </Switched>
  );
}

/** A day from the hour before something happened. */
function withoutNight(hours: Hour[]): Hour[] {
  return hours.slice(Math.max(0, hours.findIndex((hour) => hour.connections + hour.checkIns > 0) - 1));
}

function HoursTable({ hours, zone }: { hours: Hour[]; zone: string }) {
  return (
    <table class="tb tight">
      <thead>
        <tr>
          <th scope="col">{t("Hour from")}</th>
          <th scope="col" class="r">
            {t("Connections")}
          </th>
          <th scope="col" class="r">
            {t("Check-ins")}
          </th>
        </tr>
      </thead>
      <tbody>
        {hours.map((hour) => (
          <tr key={hour.at}>
            <th scope="row">
              {day(hour.at, zone)}, {clock(hour.at, zone)}
            </th>
            <td class="r">{figure(hour.connections)}</td>
            <td class="r">{figure(hour.checkIns)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DistributionTable({ data }: { data: Dashboard }) {
  return (
    <table class="tb tight">
      <thead>
        <tr>
          <th scope="col">{t("Connections")}</th>
          <th scope="col" class="r">
            {t("Attendees")}
          </th>
        </tr>
      </thead>
      <tbody>
        {data.distribution.map((step) => (
          <tr key={step.from}>
            <th scope="row">{stepName(step)}</th>
            <td class="r">{figure(step.attendees)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function FollowUpProgress({ data, event }: { data: Dashboard; event: Event }) {
  const plan = data.followUp;
  const progress = plan?.progress;
  const unsent = progress ? progress.skipped + progress.failed + progress.bounced : 0;
  const whole = progress ? progress.pending + progress.sent + unsent : 0;
  const share = (n: number) => `${whole === 0 ? 0 : (n / whole) * 100}%`;
  return (
    <section class="cell c6 row2">
      <header>
        <h2 class="h2">{t("Follow-up mail")}</h2>
        <a class="txt" href={`/organize/${event.id}/follow-up`}>
          {plan?.enabled ? moment(plan.sendAt, event.timeZone) : t("Set it up")}
        </a>
      </header>
      {!plan && <p class="quiet">{t("No plan yet. One personal mail to each, once, the day after: it is the mail that gets answered.")}</p>}
      {plan && progress && (
        <>
          <p class="said-fig">
            <b class="fig2">{figure(whole)}</b> {t("get one mail each: they met someone, or were asked")}
          </p>
          <div class="meter" aria-hidden="true">
            <i class="go" style={{ inlineSize: share(progress.sent) }} />
            <i class="stop" style={{ inlineSize: share(unsent) }} />
            <i class="hatch" style={{ inlineSize: share(progress.pending) }} />
          </div>
          <ul class="key two-k">
            <Key look="hatch" name={t("Pending")} n={progress.pending} />
            <Key look="go" name={t("Sent")} n={progress.sent} />
            <Key look="stop" name={t("Skipped, failed or bounced")} n={unsent} />
          </ul>
        </>
      )}
    </section>
  );
}

function Key({ look, name, n }: { look: string; name: string; n: number }) {
  return (
    <li>
      <i class={`sw ${look}`} />
      {name} <b>{figure(n)}</b>
    </li>
  );
}
