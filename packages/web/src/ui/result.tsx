/** What a scan came to, and what one can do about it: the face above the tear line, one's own words below it. */
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import type { Contact, Me } from "../api.ts";
import { t } from "../language/index.ts";
import { ContactBook } from "../offline/contact-book.ts";
import { addToNote, joinParts, type Parts, withoutLines } from "../offline/note.ts";
import { Outbox } from "../offline/outbox.ts";
import { Sender } from "../offline/sender.ts";
import type { View } from "../use-scan.ts";
import { useStore } from "../use-store.ts";
import { announce } from "./announce.ts";
import { ContactFace, KeptFace, metBefore, RefusalFace } from "./face.tsx";
import { Icon } from "./icon.tsx";
import { Prompts } from "./prompts.tsx";

export type Ended = Exclude<View, { kind: "ready" } | { kind: "sending" }>;
type Props = { view: Ended; me: Me; eventId: string | undefined; onNext(): void; again: ComponentChildren };

export function Result({ view, me, eventId, onNext, again }: Props) {
  const trouble = useStore(Sender.trouble);
  const event = me.attending.find((a) => a.event.id === eventId)?.event;
  const refusal =
    view.kind === "refused" ? view.code : view.kind === "kept" && trouble?.code === "scan.too_fast" ? trouble.code : undefined;
  if (refusal || view.kind === "refused")
    return (
      <RefusalFace code={refusal ?? ""} event={event}>
        {again}
      </RefusalFace>
    );
  return <Scanned key={view.scan.scanId} view={view} event={event} signedOut={trouble?.signedOut === true} onNext={onNext} />;
}

type ScannedProps = {
  view: Exclude<Ended, { kind: "refused" }>;
  event: Me["attending"][number]["event"] | undefined;
  signedOut: boolean;
  onNext(): void;
};

/** Kept or answered: the questions stay in place, and what is typed stays in them, when the answer comes late. */
function Scanned({ view, event, signedOut, onNext }: ScannedProps) {
  const scans = useStore(Outbox.scans);
  const written = useRef<Parts>({});
  const noteBefore = useRef<string | undefined>(undefined);
  const { scan } = view;
  const contact = view.kind === "contact" ? view.contact : undefined;
  if (contact && noteBefore.current === undefined) noteBefore.current = withoutLines(noteNow(contact), joinParts(written.current));
  const again = contact !== undefined && metBefore(contact, scan);

  const write = (parts: Parts) => {
    written.current = parts;
    const lines = joinParts(parts);
    const before = noteBefore.current ?? "";
    if (contact) void ContactBook.write(contact, { note: lines ? addToNote(before, lines) : before });
    else void Outbox.writeWords(scan.scanId, parts);
  };
  const takeBack = () => {
    if (contact) void ContactBook.act(contact, "withdraw");
    else void Outbox.remove(scan.scanId);
    announce(t("Taken back: {name}", { name: contact?.card.name ?? scan.code }), { fresh: true });
    onNext();
  };
  return (
    <>
      {contact ? (
        <ContactFace contact={contact} scan={scan} event={event} />
      ) : (
        <KeptFace scan={scan} waiting={scans.filter(Outbox.isWaiting)} event={event} signedOut={signedOut} />
      )}
      <div class="tear" />
      <Prompts
        ask={contact ? (again && noteBefore.current ? [] : ["talk", "promise"]) : ["who", "talk"]}
        first={scans.find((s) => s.scanId === scan.scanId) ?? {}}
        onWrite={write}
        onSkip={onNext}
        onNext={onNext}
        undo={
          !again && (
            <button type="button" class="btn alt fit" onClick={takeBack}>
              <Icon name="undo" flip />
              {contact?.status === "requested" ? t("Take back") : t("Undo")}
            </button>
          )
        }
      />
    </>
  );
}

const noteNow = (contact: Contact): string => ContactBook.find(contact.eventId, contact.attendeeId)?.note ?? contact.note ?? "";
