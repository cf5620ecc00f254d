import { greetingName } from "@lanyard/core/greeting";
/** The whole screen as one signal: what became of a scan, readable from an arm's length. */
import type { ComponentChildren } from "preact";
import type { Contact, Event } from "../api.ts";
import { fieldList, given, roleLine } from "../card.ts";
import { plural, t } from "../language/index.ts";
import { ContactBook } from "../offline/contact-book.ts";
import type { KeptScan } from "../offline/database.ts";
import { doubt, type Outcome, outcomeOf, refusalOf } from "../outcome.ts";
import { clock, startWhen } from "../time.ts";
import { Name, Said } from "./name.tsx";
import { NotSent } from "./not-sent.tsx";
import type { Signal } from "./part.tsx";
import { Pictogram, type Sign } from "./pictogram.tsx";

type FaceProps = { signal: Signal; sign: Sign; word: string; moment: string; eventId?: string | undefined; children: ComponentChildren };

function Face({ signal, sign, word, moment, eventId, children }: FaceProps) {
  return (
    <div class={`face signal ${signal}`}>
      {eventId && <NotSent eventId={eventId} />}
      <div class="hang">
        <span class="drop">
          <Pictogram sign={sign} />
        </span>
        <div class="said">
          <p class="outcome">{word}</p>
          <p class="when">{moment}</p>
        </div>
      </div>
      {children}
    </div>
  );
}

/** A pair scanned more than this before was met already, and is told so. */
const againMs = 60_000;
export const metBefore = (contact: Contact, scan: KeptScan): boolean =>
  contact.status === "connected" && Date.parse(scan.scannedAt) - Date.parse(contact.met.at) > againMs;

export function ContactFace({ contact, scan, event }: { contact: Contact; scan: KeptScan; event: Event | undefined }) {
  const { name } = contact.card;
  const outcome: Outcome = outcomeOf(contact);
  const again = metBefore(contact, scan);
  const fields = given(contact.card);
  const called = greetingName(name);
  return (
    <Face
      eventId={contact.eventId}
      signal={outcome.signal}
      sign={outcome.sign}
      word={again ? t("Connected since {time}", { time: clock(contact.met.at, event?.timeZone) }) : outcome.word}
      moment={startWhen(again ? contact.met.at : scan.scannedAt, event?.timeZone)}
    >
      <Name text={name} as="h1" />
      <p class="role">
        {contact.status === "requested" ? (
          t("{name} decides. You see the card when {name} accepts.", { name: called })
        ) : (
          <Said>{roleLine(contact.card)}</Said>
        )}
        {contact.status === "withdrawn" &&
          (ContactBook.hasJustClosed(contact)
            ? t("You took your card back a moment ago. Scan again in a quarter of a minute.")
            : t("{name} took the card back. Your scan gives yours all the same.", { name: called }))}
      </p>
      <div class="grow" />
      <dl class="swap">
        <div>
          <dt>{t("You got")}</dt>
          <dd>{fields.length ? fieldList(fields) : contact.status === "requested" ? t("Name only, for now") : t("Name only")}</dd>
        </div>
        <div>
          <dt>{contact.status === "requested" ? t("{name} sees", { name: called }) : t("{name} got", { name: called })}</dt>
          <dd>{contact.sharedWithThem.length ? fieldList(contact.sharedWithThem) : t("Name only")}</dd>
        </div>
      </dl>
    </Face>
  );
}

type RefusalProps = { code: string; event: Event | undefined; children: ComponentChildren };

export function RefusalFace({ code, event, children }: RefusalProps) {
  const refusal = refusalOf(code, undefined, event?.name);
  return (
    <Face {...refusal} eventId={event?.id} moment={refusal.signal === "stop" ? t("Nothing was sent") : t("Kept on this phone")}>
      <Name text={refusal.title} as="h1" />
      <p class="role advice">{refusal.advice}</p>
      <div class="grow" />
      {children}
    </Face>
  );
}

type KeptProps = { scan: KeptScan; waiting: KeptScan[]; event: Event | undefined; signedOut: boolean };

/** The scan is safe on the phone and goes out by itself. */
export function KeptFace({ scan, waiting, event, signedOut }: KeptProps) {
  const recent = waiting.toReversed().slice(0, 3);
  const zone = event?.timeZone;
  return (
    <Face
      signal="kept"
      sign="kept"
      word={t("Saved offline")}
      moment={`${startWhen(scan.scannedAt, zone)}${t(", ")}${signedOut ? t("signed out") : t("no answer yet")}`}
    >
      <h1 class="name count" data-fit="xl">
        {plural(waiting.length, "{n} not yet sent", "{n} not yet sent")}
      </h1>
      <p class="role">
        {signedOut
          ? t("Badge {code} is kept on this phone, and sent when you sign in again.", { code: scan.code })
          : t("Badge {code} is kept on this phone and sent by itself.", { code: scan.code })}
      </p>
      {scan.doubtful && <p class="role advice">{doubt()}</p>}
      <div class="grow" />
      <ul class="queue" aria-label={t("The latest")}>
        {recent.map((each) => (
          <li key={each.scanId}>
            <b>{each.who || each.code}</b>
            <span>{clock(each.scannedAt, zone)}</span>
          </li>
        ))}
      </ul>
    </Face>
  );
}
