import type { PageProps } from "../app.tsx";
import { plural, t } from "../language/index.ts";
import type { KeptScan } from "../offline/database.ts";
import { Outbox } from "../offline/outbox.ts";
import { Sender } from "../offline/sender.ts";
import { doubt, refusalOf } from "../outcome.ts";
import { startWhen } from "../time.ts";
import { Dock } from "../ui/dock.tsx";
import { Icon } from "../ui/icon.tsx";
import { Said } from "../ui/name.tsx";
import { Field, Screen, Status, Top } from "../ui/part.tsx";
import { useStore } from "../use-store.ts";

/** What this phone has not yet sent, and how what it sent late has ended. */
export default function Waiting({ me, eventId }: PageProps) {
  const scans = useStore(Outbox.scans);
  const trouble = useStore(Sender.trouble);
  const waiting = scans.filter(Outbox.isWaiting).toReversed();
  const ended = scans.filter((s) => s.ending).toReversed();
  const zone = me.attending.find((a) => a.event.id === eventId)?.event.timeZone;
  return (
    <Screen title={t("On this phone")}>
      <Top back={`/e/${eventId}`} />
      <div class="pad grow">
        <h1 class="title">
          {waiting.length === 0 ? t("Everything is sent") : plural(waiting.length, "{n} not yet sent", "{n} not yet sent")}
        </h1>
        {waiting.length > 0 && (
          <>
            <p class="lead">
              {trouble?.signedOut
                ? t("You were signed out. They are kept, and sent when you sign in again.")
                : t("Kept on this phone, and sent by itself.")}
            </p>
            <p class="before">
              {trouble?.signedOut ? (
                <a class="btn sm" href={`/sign-in?next=${encodeURIComponent(`/e/${eventId}/waiting`)}`}>
                  {t("Sign in again")}
                </a>
              ) : (
                <button type="button" class="btn sm" onClick={() => Sender.kick()}>
                  {t("Send now")}
                </button>
              )}
            </p>
            <ul class="board">
              {waiting.map((scan) => (
                <WaitingScan key={scan.scanId} scan={scan} timeZone={zone} />
              ))}
            </ul>
          </>
        )}
        {ended.length > 0 && (
          <section class="sec" aria-labelledby="ended">
            <h2 class="head" id="ended">
              {t("How they ended")}
            </h2>
            <ul class="board">
              {ended.map((scan) => (
                <EndedScan key={scan.scanId} scan={scan} timeZone={zone} />
              ))}
            </ul>
            <button type="button" class="txt" onClick={() => void Outbox.remove(...ended.map((s) => s.scanId))}>
              {t("Clear these")}
            </button>
          </section>
        )}
      </div>
      <Dock eventId={eventId} />
    </Screen>
  );
}

function WaitingScan({ scan, timeZone }: { scan: KeptScan; timeZone: string | undefined }) {
  const write = (part: "who" | "talk") => (event: { currentTarget: HTMLInputElement }) =>
    void Outbox.writeWords(scan.scanId, { [part]: event.currentTarget.value });
  return (
    <li class="kept-scan">
      <div class="kv">
        <b dir="ltr">{scan.code}</b>
        <span class="tm">{startWhen(scan.scannedAt, timeZone)}</span>
      </div>
      {scan.doubtful && (
        <Status signal="hold" icon="clock">
          {doubt()}
        </Status>
      )}
      <Field label={t("Who was it?")} id={`who-${scan.scanId}`}>
        <input class="in" id={`who-${scan.scanId}`} defaultValue={scan.who ?? ""} dir="auto" maxLength={500} onInput={write("who")} />
      </Field>
      <Field label={t("What did you talk about?")} id={`talk-${scan.scanId}`}>
        <input class="in" id={`talk-${scan.scanId}`} defaultValue={scan.talk ?? ""} dir="auto" maxLength={500} onInput={write("talk")} />
      </Field>
      <button
        type="button"
        class="txt"
        aria-label={`${t("Remove this scan")} ${scan.code}`}
        onClick={() => void Outbox.remove(scan.scanId)}
      >
        <Icon name="cross" />
        {t("Remove this scan")}
      </button>
    </li>
  );
}

function EndedScan({ scan, timeZone }: { scan: KeptScan; timeZone: string | undefined }) {
  const { ending } = scan;
  if (!ending) return null;
  if ("code" in ending)
    return (
      <li class="row who">
        <span>
          <b class="t">
            <Said>{scan.who || scan.code}</Said>
          </b>
          {scan.talk && (
            <span class="sub">
              <Said>{scan.talk}</Said>
            </span>
          )}
          <Status signal="stop" icon="bar">
            {refusalOf(ending.code).title}
          </Status>
        </span>
        <span class="tm">{startWhen(scan.scannedAt, timeZone)}</span>
      </li>
    );
  return (
    <li class="row who reach">
      <span>
        <a class="t" href={`/e/${scan.eventId}/contacts/${ending.attendeeId}`}>
          <Said>{ending.name}</Said>
        </a>
        <Status signal={ending.status === "requested" ? "hold" : "go"} icon={ending.status === "requested" ? "clock" : "check"}>
          {ending.status === "requested" ? t("Request sent") : t("Connected")}
        </Status>
      </span>
      <span class="tm">{startWhen(scan.scannedAt, timeZone)}</span>
    </li>
  );
}
