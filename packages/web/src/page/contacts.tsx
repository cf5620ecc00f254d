import { useEffect, useMemo, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { Api, type Contact } from "../api.ts";
import type { PageProps } from "../app.tsx";
import { roleLine } from "../card.ts";
import { fold } from "../fold.ts";
import { plural, t } from "../language/index.ts";
import { ContactBook } from "../offline/contact-book.ts";
import type { KeptScan } from "../offline/database.ts";
import { Outbox } from "../offline/outbox.ts";
import { doubt } from "../session.ts";
import { dateIn, short } from "../time.ts";
import { announce } from "../ui/announce.ts";
import { ContactRow, contactPath } from "../ui/contact-row.tsx";
import { Dock } from "../ui/dock.tsx";
import { Attending } from "../ui/event-frame.tsx";
import { Icon } from "../ui/icon.tsx";
import { Said } from "../ui/name.tsx";
import { Screen, Status, Top } from "../ui/part.tsx";
import { useStore } from "../use-store.ts";

/** Whom I met, at one event or at all of them: newest first, found as one types. */
export default function Contacts({ me, eventId }: PageProps) {
  if (!eventId) return <Met me={me} />;
  return (
    <Attending me={me} eventId={eventId}>
      {() => <Met me={me} eventId={eventId} />}
    </Attending>
  );
}

function Met({ me, eventId }: { me: PageProps["me"]; eventId?: string }) {
  const { contacts, read } = useStore(ContactBook.book);
  const scans = useStore(Outbox.scans);
  // What is shown stands in the address, so that it is the same when one comes back from a person.
  const { query, path, route } = useLocation();
  const show = (next: { event?: string; show?: string }) => {
    const wanted = new URLSearchParams(Object.entries({ ...query, ...next }).filter(([, value]) => value));
    route(wanted.size > 0 ? `${path}?${wanted}` : path, true);
  };
  const [words, setWords] = useState("");
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const fetch = () =>
      ContactBook.refresh(eventId).then(
        () => setFailed(false),
        (error) => {
          setFailed(true);
          doubt(error);
        },
      );
    void fetch();
    addEventListener("focus", fetch);
    addEventListener("online", fetch);
    return () => {
      removeEventListener("focus", fetch);
      removeEventListener("online", fetch);
    };
  }, [eventId]);

  const events = useMemo(() => (eventId ? [] : eventsOf(contacts, me)), [contacts, eventId, me]);
  const only = eventId ?? events.find((e) => e.id === query.event)?.id;
  const mine = only ? contacts.filter((c) => c.eventId === only) : contacts;
  const waiting = scans.filter((s) => Outbox.isWaiting(s) && (!only || !s.eventId || s.eventId === only));
  const requests = mine.filter((c) => c.status === "awaiting_me");
  const others = mine.filter((c) => c.status !== "awaiting_me");
  const filters = useMemo(() => filtersOf(others), [contacts, only]);
  const chosen = filters.find((f) => f.id === query.show);
  const found = useMemo(() => search(chosen ? others.filter(chosen.takes) : others, words), [contacts, only, chosen, words]);
  const foundRequests = words ? search(requests, words) : requests;
  const zone = (id: string) => me.attending.find((a) => a.event.id === id)?.event;
  const nobody = read && mine.length === 0 && waiting.length === 0;

  return (
    <Screen title={t("Contacts")}>
      <Top back={eventId ? `/e/${eventId}` : "/"}>
        {mine.length > 0 && (
          <a class="txt end" href="#export">
            <Icon name="save" />
            {t("Export")}
          </a>
        )}
      </Top>
      <div class="pad find">
        <h1 class="title">
          {t("Contacts")} <span>{mine.length > 0 ? mine.length : ""}</span>
        </h1>
        <div class="seek">
          <Icon name="search" />
          <input
            class="in"
            type="search"
            aria-label={t("Search")}
            autocomplete="off"
            enterkeyhint="search"
            placeholder={t("Name, company, note")}
            value={words}
            onInput={(event) => setWords(event.currentTarget.value)}
          />
        </div>
        {events.length > 1 && (
          <select
            class="sel at"
            aria-label={t("Event")}
            value={only ?? ""}
            onChange={(event) => show({ event: event.currentTarget.value, show: "" })}
          >
            <option value="">{t("All events")}</option>
            {events.map(({ id, name, met }) => (
              <option key={id} value={id}>
                {name} {met}
              </option>
            ))}
          </select>
        )}
        {filters.length > 0 && (
          <fieldset class="chips run filters">
            <legend class="vh">{t("Show")}</legend>
            {[{ id: "", name: t("All") }, ...filters].map((each) => (
              <button
                key={each.id}
                type="button"
                class="chip"
                aria-pressed={(chosen?.id ?? "") === each.id}
                onClick={() => show({ show: each.id })}
              >
                {each.name}
              </button>
            ))}
          </fieldset>
        )}
      </div>
      {foundRequests.length > 0 && !chosen && <Requests requests={foundRequests} />}
      {nobody ? (
        <div class="pad empty">
          <p class="lead">
            {failed ? t("No network, and nothing kept on this phone yet.") : t("Nobody yet. Scan the next badge you talk to.")}
          </p>
        </div>
      ) : (
        <ul class="board pad plain-top">
          {!words &&
            !chosen &&
            waiting
              .toReversed()
              .map((scan) => <WaitingRow key={scan.scanId} scan={scan} eventId={only} timeZone={zone(scan.eventId ?? "")?.timeZone} />)}
          {found.map((contact) => (
            <ContactRow
              key={contactPath(contact)}
              contact={contact}
              timeZone={zone(contact.eventId)?.timeZone}
              eventName={only ? undefined : zone(contact.eventId)?.name}
            />
          ))}
        </ul>
      )}
      {words && found.length + foundRequests.length === 0 && (
        <p class="pad lead">{t("Nothing with “{words}” in names, companies or notes.", { words })}</p>
      )}
      {mine.length > 0 && <Files eventId={only} />}
      <div class="grow" />
      {eventId && <Dock eventId={eventId} at="contacts" />}
    </Screen>
  );
}

function Requests({ requests }: { requests: Contact[] }) {
  const answer = (contact: Contact, act: "accept" | "decline") => {
    void ContactBook.act(contact, act);
    const { name } = contact.card;
    announce(act === "accept" ? t("Accepted: {name}", { name }) : t("Declined: {name}", { name }), { fresh: true });
  };
  return (
    <section class="ask signal hold" aria-labelledby="requests">
      <h2 class="head" id="requests">
        {plural(requests.length, "{n} person asks for your card", "{n} people ask for your card")}
      </h2>
      <ul>
        {requests.map((contact) => (
          <li key={contactPath(contact)}>
            <div>
              <a class="t" href={contactPath(contact)}>
                <Said>{contact.card.name}</Said>
              </a>
              <br />
              <Said>{roleLine(contact.card) || t("No company shared")}</Said>
            </div>
            <div class="join">
              <button
                type="button"
                class="btn sm"
                aria-label={`${t("Accept")} ${contact.card.name}`}
                onClick={() => answer(contact, "accept")}
              >
                {t("Accept")}
              </button>
              <button
                type="button"
                class="btn sm alt"
                aria-label={`${t("Decline")} ${contact.card.name}`}
                onClick={() => answer(contact, "decline")}
              >
                {t("Decline")}
              </button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

type WaitingProps = { scan: KeptScan; eventId: string | undefined; timeZone: string | undefined };

function WaitingRow({ scan, eventId, timeZone }: WaitingProps) {
  return (
    <li class="row who reach">
      <span>
        <a class="t" href={`/e/${scan.eventId ?? eventId}/waiting`}>
          <Said>{scan.who || scan.code}</Said>
        </a>
        {scan.talk && (
          <span class="sub">
            <Said>{scan.talk}</Said>
          </span>
        )}
        <Status signal="kept" icon="kept">
          {t("Not yet sent")}
        </Status>
      </span>
      <span class="tm">{short(scan.scannedAt, timeZone)}</span>
    </li>
  );
}

function Files({ eventId }: { eventId: string | undefined }) {
  return (
    <section class="pad sec files" id="export" aria-label={t("Export")}>
      <div class="join">
        <a class="btn sm alt" href={Api.contactsFilePath(eventId, "vcf")} download>
          <Icon name="save" />
          {t("All as vCard")}
        </a>
        <a class="btn sm alt" href={Api.contactsFilePath(eventId, "csv")} download>
          <Icon name="save" />
          {t("All as CSV")}
        </a>
      </div>
    </section>
  );
}

/** The events I met anybody at, newest first, with how many. */
function eventsOf(contacts: Contact[], me: PageProps["me"]): { id: string; name: string; met: number }[] {
  const met = new Map<string, number>();
  for (const { eventId } of contacts) met.set(eventId, (met.get(eventId) ?? 0) + 1);
  return me.attending
    .filter(({ event }) => met.has(event.id))
    .toSorted((a, b) => b.event.startsAt.localeCompare(a.event.startsAt))
    .map(({ event }) => ({ id: event.id, name: event.name, met: met.get(event.id) ?? 0 }));
}

type Filter = { id: string; name: string; takes(contact: Contact): boolean };

function filtersOf(contacts: Contact[]): Filter[] {
  const today = dateIn(0);
  const due: Filter = { id: "follow-up", name: "", takes: (c) => Boolean(c.followUpOn && c.followUpOn >= "0") };
  const open: Filter = { id: "waiting", name: "", takes: (c) => c.status === "requested" };
  const tags = new Map<string, number>();
  for (const tag of contacts.flatMap((c) => c.tags ?? [])) tags.set(tag, (tags.get(tag) ?? 0) + 1);
  const count = (filter: Filter) => contacts.filter(filter.takes).length;
  const late = contacts.filter((c) => c.followUpOn && c.followUpOn <= today).length;
  const fixed = [
    { ...due, name: late ? t("To follow up {n}, {late} due", { n: count(due), late }) : t("To follow up {n}", { n: count(due) }) },
    { ...open, name: t("Waiting {n}", { n: count(open) }) },
  ].filter((filter) => count(filter) > 0);
  const ofTags = [...tags]
    .toSorted((a, b) => b[1] - a[1])
    .map(([tag, n]) => ({ id: `tag ${tag}`, name: `${tag} ${n}`, takes: (c: Contact) => c.tags?.includes(tag) === true }));
  return [...fixed, ...ofTags];
}

/** Every word typed must be somewhere in the card, the note or the tags. */
function search(contacts: Contact[], words: string): Contact[] {
  const wanted = fold(words).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return contacts;
  return contacts.filter((contact) => {
    const text = haystack(contact);
    return wanted.every((word) => text.includes(word));
  });
}

const haystacks = new WeakMap<Contact, string>();
function haystack(contact: Contact): string {
  let text = haystacks.get(contact);
  if (text === undefined) {
    const { links = [], ...card } = contact.card;
    text = fold([...Object.values(card), ...links.map((l) => l.url), contact.note ?? "", ...(contact.tags ?? [])].join("\n"));
    haystacks.set(contact, text);
  }
  return text;
}
