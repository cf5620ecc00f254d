import { greetingName } from "@lanyard/core/greeting";
import { useEffect, useRef, useState } from "preact/hooks";
import { Api, type Contact, type ContactAct, type Event } from "../api.ts";
import type { PageProps } from "../app.tsx";
import { fieldList, linkName, roleLine } from "../card.ts";
import { t } from "../language/index.ts";
import { ContactBook } from "../offline/contact-book.ts";
import { doubt } from "../session.ts";
import { when } from "../time.ts";
import { announce } from "../ui/announce.ts";
import { Icon } from "../ui/icon.tsx";
import { Name, Said } from "../ui/name.tsx";
import { OwnWords } from "../ui/own-words.tsx";
import { Screen, Status, Top } from "../ui/part.tsx";
import { useStore } from "../use-store.ts";
import { Lost } from "./lost.tsx";
import { Wait } from "./wait.tsx";

/** One person: their card as they share it, and below the tear line what only I keep. */
export default function ContactPage({ me, eventId, attendeeId }: PageProps) {
  const { contacts, read } = useStore(ContactBook.book);
  const [alone, setAlone] = useState<Contact | undefined>();
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    const ask = async () => {
      const { contact } = await Api.getContact({ eventId, attendeeId });
      await ContactBook.take(contact);
      setAlone(contact);
    };
    void ask()
      .catch(doubt)
      .then(() => setAsked(true));
  }, [eventId, attendeeId]);
  const listed = contacts.find((c) => c.eventId === eventId && c.attendeeId === attendeeId);
  // A declined request leaves the list, but not the page of somebody who may think again.
  const last = useRef<Contact | undefined>(undefined);
  last.current = listed ?? last.current ?? alone;
  const shown = listed ?? (last.current && { ...last.current, status: "declined" as const });
  if (!shown) return asked && read ? <Lost /> : <Wait words={t("One moment")} />;
  return <Person contact={shown} event={me.attending.find((a) => a.event.id === eventId)?.event} />;
}

function Person({ contact, event }: { contact: Contact; event: Event | undefined }) {
  const { card } = contact;
  const called = greetingName(card.name);
  const aside = [card.pronouns, card.city].filter((s): s is string => Boolean(s));
  return (
    <Screen title={card.name} class="clip">
      <header class="inv">
        <Top back={`/e/${contact.eventId}/contacts`} label={t("Contacts")}>
          {contact.status === "connected" && <ShareButton contact={contact} />}
        </Top>
        <div class="pad who-head">
          <Name text={card.name} as="h1" />
          {roleLine(card) && (
            <p class="role">
              <Said>{roleLine(card)}</Said>
            </p>
          )}
          <p class="met">
            {aside.length > 0 && (
              <>
                <Said>{aside.join(" · ")}</Said>
                <br />
              </>
            )}
            {t("Met {time}", { time: when(contact.met.at, event?.timeZone) })}
            {event && (
              <>
                {t(", ")}
                <Said>{event.name}</Said>
              </>
            )}
          </p>
          <Standing contact={contact} called={called} />
        </div>
      </header>
      <Reach contact={contact} called={called} />
      {(contact.status === "awaiting_me" || contact.status === "declined") && <Answer contact={contact} called={called} />}
      <Details contact={contact} />
      <div class="tear ink" />
      <div class="pad">
        <OwnWords contact={contact} />
        <Theirs contact={contact} called={called} timeZone={event?.timeZone} />
      </div>
    </Screen>
  );
}

function Standing({ contact, called }: { contact: Contact; called: string }) {
  if (contact.status === "requested")
    return (
      <Status signal="hold" icon="clock">
        {t("Request sent. {name} decides.", { name: called })}
      </Status>
    );
  if (contact.status === "withdrawn")
    return (
      <Status signal="stop" icon="bar">
        {t("Card taken back. Your note stays.")}
      </Status>
    );
  if (contact.status === "blocked")
    return (
      <Status signal="stop" icon="cross">
        {t("Blocked by you")}
      </Status>
    );
  if (contact.status === "declined")
    return (
      <Status signal="stop" icon="bar">
        {t("Declined")}
      </Status>
    );
  return null;
}

function Reach({ contact, called }: { contact: Contact; called: string }) {
  const { card } = contact;
  const link = card.links?.find((l) => l.kind === "linkedin") ?? card.links?.[0];
  if (contact.status !== "connected") return null;
  return (
    <nav class="acts" aria-label={t("Reach {name}", { name: called })}>
      {card.phone && (
        <a href={`tel:${card.phone.replace(/[^+\d]/g, "")}`}>
          <Icon name="call" />
          {t("Call")}
        </a>
      )}
      {card.email && (
        <a href={`mailto:${card.email}`}>
          <Icon name="mail" />
          {t("Mail")}
        </a>
      )}
      {link && safeUrl(link.url) && (
        <a href={link.url} target="_blank" rel="noreferrer noopener">
          <Icon name="link" />
          {linkName(link)}
        </a>
      )}
      <a href={Api.vcardPath(contact)} download={`${called}.vcf`}>
        <Icon name="save" />
        {t("Save")}
      </a>
    </nav>
  );
}

function Answer({ contact, called }: { contact: Contact; called: string }) {
  return (
    <section class="ask signal hold" aria-label={t("Request")}>
      <p class="lead">{t("{name} asks for your card.", { name: called })}</p>
      <div class="join">
        <button type="button" class="btn sm" onClick={() => run(contact, "accept")}>
          {t("Accept")}
        </button>
        {contact.status === "awaiting_me" && (
          <button type="button" class="btn sm alt" onClick={() => run(contact, "decline")}>
            {t("Decline")}
          </button>
        )}
      </div>
    </section>
  );
}

function Details({ contact }: { contact: Contact }) {
  const { card } = contact;
  const rest = (card.links ?? []).filter((l) => safeUrl(l.url));
  const lines: [string, string, string | undefined][] = [
    [t("Pitch"), card.pitch ?? "", undefined],
    [t("Email"), card.email ?? "", card.email ? `mailto:${card.email}` : undefined],
    [t("Phone"), card.phone ?? "", card.phone ? `tel:${card.phone.replace(/[^+\d]/g, "")}` : undefined],
    [t("Website"), card.website ?? "", safeUrl(card.website)],
    ...rest.map((l): [string, string, string | undefined] => [linkName(l), l.url.replace(/^https:\/\/(www\.)?/, ""), safeUrl(l.url)]),
  ];
  const shown = lines.filter(([, value]) => value);
  if (shown.length === 0) return null;
  return (
    <div class="pad">
      <section class="sec">
        <dl class="card">
          {shown.map(([name, value, href]) => (
            <div key={name + value}>
              <dt>{name}</dt>
              <dd>
                {href ? (
                  <a href={href} {...(href.startsWith("https:") && { target: "_blank", rel: "noreferrer noopener" })}>
                    <Said>{value}</Said>
                  </a>
                ) : (
                  <Said>{value}</Said>
                )}
              </dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}

function Theirs({ contact, called, timeZone }: { contact: Contact; called: string; timeZone: string | undefined }) {
  const gives = contact.sharedWithThem;
  const canWithdraw =
    contact.status === "requested" || (gives.length > 0 && contact.status !== "blocked") || contact.status === "connected";
  return (
    <section class="sec" aria-labelledby="shared">
      <h2 class="head" id="shared">
        {t("{name} has of you", { name: called })}
      </h2>
      <p>
        {gives.length ? fieldList(gives) : t("Nothing but your name")}
        {". "}
        {gives.length > 0 && t("Since {time}.", { time: when(contact.met.at, timeZone) })}
      </p>
      <div class="join">
        {canWithdraw && (
          <button type="button" class="btn sm alt" onClick={() => run(contact, "withdraw")}>
            {t("Withdraw")}
          </button>
        )}
        {contact.status === "blocked" ? (
          <button type="button" class="btn sm alt" onClick={() => run(contact, "unblock")}>
            {t("Unblock")}
          </button>
        ) : (
          <button type="button" class="btn sm alt" onClick={() => run(contact, "block")}>
            <Icon name="bar" />
            {t("Block")}
          </button>
        )}
      </div>
      <p class="hint">{t("Withdraw takes your card back. Your note stays with you.")}</p>
    </section>
  );
}

function ShareButton({ contact }: { contact: Contact }) {
  if (typeof navigator.share !== "function") return null;
  const share = async () => {
    const answer = await fetch(Api.vcardPath(contact)).catch(() => undefined);
    const file = answer?.ok && new File([await answer.blob()], `${greetingName(contact.card.name)}.vcf`, { type: "text/vcard" });
    const data =
      file && navigator.canShare?.({ files: [file] })
        ? { files: [file] }
        : { text: [contact.card.name, roleLine(contact.card), contact.card.email].filter(Boolean).join("\n") };
    await navigator.share(data).catch(() => {});
  };
  return (
    <button type="button" class="ib end" aria-label={t("Share this card")} onClick={share}>
      <Icon name="share" />
    </button>
  );
}

function run(contact: Contact, act: ContactAct) {
  void ContactBook.act(contact, act);
  const { name } = contact.card;
  const said: Record<ContactAct, string> = {
    accept: t("Accepted: {name}", { name }),
    decline: t("Declined: {name}", { name }),
    withdraw: t("Taken back: {name}", { name }),
    block: t("Blocked: {name}", { name }),
    unblock: t("Unblocked: {name}", { name }),
  };
  announce(said[act], { fresh: true });
}

/** An address that may stand in a link: https, nothing that runs. */
const safeUrl = (url: string | undefined): string | undefined => (url && /^https:\/\//i.test(url) ? url : undefined);
