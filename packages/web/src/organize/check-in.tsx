import { useRef, useState } from "preact/hooks";
import { ApiError, NoAnswer } from "../api.ts";
import { allowSound, feelDone, feelProblem } from "../camera/feedback.ts";
import { t } from "../language/index.ts";
import { announce } from "../ui/announce.ts";
import { CameraView } from "../ui/camera-view.tsx";
import { Name, Said } from "../ui/name.tsx";
import { type Signal, Status } from "../ui/part.tsx";
import { Pictogram, type Sign } from "../ui/pictogram.tsx";
import { type CheckedIn, Organizer } from "./api.ts";
import { roleName } from "./attendee-table.tsx";
import { type DeskProps, Main } from "./desk.tsx";
import { words } from "./part.tsx";
import { outdated } from "./roster.ts";
import { clock, day, moment } from "./zone.ts";

interface Outcome {
  signal: Signal;
  sign: Sign;
  word: string;
  name?: string;
  /** In place of a name. */
  title?: string;
  advice: string;
  at: string;
}

const RECENT = 6;

/** For a tablet at the door: scan or type, one answer a badge, as large as the screen. */
export default function CheckInPage({ event }: DeskProps) {
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [outcomes, setOutcomes] = useState<Outcome[]>([]);
  const field = useRef<HTMLInputElement>(null);
  const zone = event.timeZone;
  const now = outcomes[0];

  async function checkIn(badge: string) {
    setBusy(true);
    const at = new Date();
    const outcome = await Organizer.checkIn(event.id, badge.trim(), at).then(
      (done) => outcomeOf(done, zone, at),
      (error: unknown) => refusalOf(error, event.name, at),
    );
    setBusy(false);
    setOutcomes((before) => [outcome, ...before].slice(0, RECENT + 1));
    if (outcome.signal === "go") feelDone();
    else feelProblem();
    if (outcome.signal === "go") outdated(event.id);
    announce([outcome.word, outcome.name ?? outcome.title, outcome.advice].filter(Boolean).join(". "), { fresh: true });
  }

  return (
    <Main event={event} title={t("Check-in")} about={t("Scan a badge, or type its code")}>
      <div class="door">
        <div class="door-in">
          <CameraView
            hidden={false}
            busy={busy}
            top={null}
            onCode={(text) => {
              if (busy) return false;
              void checkIn(text);
              return true;
            }}
          />
          <form
            class="type"
            onSubmit={(e) => {
              e.preventDefault();
              allowSound();
              field.current?.focus();
              if (!code.trim() || busy) return;
              void checkIn(code);
              setCode("");
            }}
          >
            <div class="f">
              <label for="badge-code">{t("Badge code")}</label>
              <div class="join">
                <input
                  ref={field}
                  class="in code"
                  id="badge-code"
                  value={code}
                  onInput={(e) => setCode(e.currentTarget.value)}
                  autocapitalize="characters"
                  autocomplete="off"
                  spellcheck={false}
                  enterkeyhint="go"
                  dir="ltr"
                  placeholder="0000-0000"
                />
                <button type="submit" class="btn">
                  {t("Check in")}
                </button>
              </div>
            </div>
          </form>
        </div>
        <section class="door-out" aria-label={t("Outcome")}>
          {now ? <Face key={now.at} outcome={now} /> : <Ready />}
          {outcomes.length > 1 && (
            <ul class="board recent" aria-label={t("Before")}>
              {outcomes.slice(1).map((outcome) => (
                <li key={outcome.at}>
                  <Status signal={outcome.signal} icon={outcome.signal === "go" ? "check" : outcome.signal === "hold" ? "clock" : "bar"}>
                    {outcome.word}
                  </Status>
                  <b>{outcome.name ? <Said>{outcome.name}</Said> : outcome.title}</b>
                  <span class="n2">{clock(outcome.at, zone)}</span>
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
    </Main>
  );
}

function Face({ outcome: { signal, sign, word, name, title, advice } }: { outcome: Outcome }) {
  return (
    <div class={`face signal ${signal}`} data-outcome={signal}>
      <div class="hang">
        <span class="drop">
          <Pictogram sign={sign} />
        </span>
        <div class="said">
          <p class="outcome">{word}</p>
        </div>
      </div>
      <Name text={name ?? title ?? ""} as="h2" />
      <p class="role">{advice}</p>
    </div>
  );
}

function Ready() {
  return (
    <div class="face idle">
      <p class="lead">{t("Ready for the first badge.")}</p>
    </div>
  );
}

function outcomeOf({ attendee, checkedInAt, first }: CheckedIn, zone: string, at: Date): Outcome {
  const base = { name: attendee.name, at: at.toISOString() };
  if (first) return { ...base, signal: "go", sign: "done", word: t("Checked in"), advice: roleName(attendee.role) };
  const today = day(checkedInAt, zone) === day(base.at, zone);
  const since = today ? clock(checkedInAt, zone) : moment(checkedInAt, zone);
  return {
    ...base,
    signal: "hold",
    sign: "waiting",
    word: t("Already at {time}", { time: since }),
    advice: t("{role}. This badge was checked in before.", { role: roleName(attendee.role) }),
  };
}

function refusalOf(error: unknown, eventName: string, at: Date): Outcome {
  const base = { signal: "stop" as const, sign: "refused" as const, word: t("Not checked in"), at: at.toISOString() };
  if (error instanceof ApiError && error.code === "badge.replaced")
    return { ...base, title: t("Replaced badge."), advice: t("Its owner has a newer one. Ask for that, or look them up in the list.") };
  if (error instanceof ApiError && (error.code === "badge.unknown" || error.code === "badge.missing"))
    return {
      ...base,
      title: t("Unknown badge."),
      advice: t("Not one of {event}. It may be a ticket, or another event's badge.", { event: eventName }),
    };
  if (error instanceof NoAnswer) return { ...base, title: t("No answer."), advice: t("Check the network, then scan this badge again.") };
  return { ...base, title: t("Not now."), advice: words(error) };
}
