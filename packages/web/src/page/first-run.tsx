import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { Api, ApiError, type Attendance, type Me, type Policy, type ShareMatrix, type Wish } from "../api.ts";
import type { PageProps } from "../app.tsx";
import { t } from "../language/index.ts";
import { put, useAnswer } from "../offline/answer.ts";
import { keep } from "../session.ts";
import { CardFields, cardOf, draftOf } from "../ui/card-form.tsx";
import { Attending } from "../ui/event-frame.tsx";
import { Icon } from "../ui/icon.tsx";
import { Field, Screen, Trouble } from "../ui/part.tsx";
import { PolicyChoice } from "../ui/policy-choice.tsx";
import { ShareTable } from "../ui/share-matrix.tsx";
import { policyName } from "./home.tsx";

const steps = 4;

/** Four short steps, each of which can be skipped and changed later. Nobody is sent here; home invites. */
export default function FirstRun({ me, eventId }: PageProps) {
  return (
    <Attending me={me} eventId={eventId}>
      {(mine) => <Steps me={me} mine={mine} />}
    </Attending>
  );
}

function Steps({ me, mine }: { me: Me; mine: Me["attending"][number] }) {
  const { route } = useLocation();
  const { event } = mine;
  const home = `/e/${event.id}`;
  const person = me.person.id;
  const answer = useAnswer<Attendance>(person, `event ${event.id} me`, () => Api.attendance(event.id));
  const now = answer.value?.attendee;
  const [step, setStep] = useState(1);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const [card, setCard] = useState(() => draftOf(me.card));
  const [policy, setPolicy] = useState<Policy | undefined>();
  const [share, setShare] = useState<ShareMatrix>(me.card.share ?? {});
  const [wishes, setWishes] = useState<{ lookingFor?: string; offering?: string }>({});
  const chosen = policy ?? (now?.chosen ? now.policy : "open");
  const wish = (name: "lookingFor" | "offering") => wishes[name] ?? sentenceOf(now?.purpose[name]);

  const next = () => {
    setTrouble("");
    scrollTo({ top: 0 });
    if (step === steps) route(home);
    else setStep(step + 1);
  };
  const save = (work: () => Promise<void>) => async () => {
    if (busy) return;
    setBusy(true);
    try {
      await work();
      next();
    } catch (error) {
      setTrouble(error instanceof ApiError ? error.message : t("No answer. Is there a network? Try again, or skip this for now."));
    }
    setBusy(false);
  };
  const saveCard = (input: Parameters<typeof Api.saveCard>[0]) => async () => {
    const saved = await Api.saveCard(input);
    keep({ ...me, card: saved.card });
  };
  const saveMine = (input: Parameters<typeof Api.saveAttendance>[1]) => async () => {
    put(person, `event ${event.id} me`, await Api.saveAttendance(event.id, input));
  };

  const frame = (title: string, button: string, act: () => Promise<void>, children: ComponentChildren) => (
    <Screen key={step} title={title}>
      <div class="top">
        {step === 1 ? (
          <a class="ib" href={home} aria-label={t("Back")}>
            <Icon name="back" flip />
          </a>
        ) : (
          <button type="button" class="ib" onClick={() => setStep(step - 1)} aria-label={t("Back")}>
            <Icon name="back" flip />
          </button>
        )}
        <div class="steps" role="img" aria-label={t("Step {n} of {all}", { n: step, all: steps })}>
          {Array.from({ length: steps }, (_, i) => (
            <i key={String(i)} class={i < step ? "on" : ""} />
          ))}
        </div>
        <button type="button" class="txt end" onClick={next}>
          {t("Skip")}
        </button>
      </div>
      <form
        class="steps-form"
        onSubmit={(submit) => {
          submit.preventDefault();
          void save(act)();
        }}
      >
        <div class="pad grow">
          <h1 class="title">{title}</h1>
          {children}
          {trouble && <Trouble>{trouble}</Trouble>}
        </div>
        <div class="thumb stick">
          <button type="submit" class="btn" aria-disabled={busy}>
            {button}
          </button>
        </div>
      </form>
    </Screen>
  );

  if (step === 1) return frame(t("My card"), t("This is me"), saveCard(cardOf(card)), <CardFields draft={card} onChange={setCard} brief />);
  if (step === 2)
    return frame(
      t("When someone scans my badge"),
      t("Use {policy}", { policy: policyName(chosen) }),
      saveMine({ policy: chosen }),
      <>
        <PolicyChoice value={chosen} onChange={setPolicy} />
        <p class="hint after">{t("Until you choose, a scan of you is a request. You can change this any time, and take a card back.")}</p>
      </>,
    );
  if (step === 3)
    return frame(
      t("What I share"),
      t("Share like this"),
      saveCard({ share }),
      <>
        <p class="before">
          {t("Scan gives it at once. Ask gives it when you accept. Never keeps it with you. Your name is always shown.")}
        </p>
        <ShareTable share={share} onChange={(change) => setShare({ ...share, ...change })} />
      </>,
    );
  return frame(
    t("What brings me here"),
    t("Done"),
    saveMine({ purpose: { lookingFor: wish("lookingFor"), offering: wish("offering") } }),
    <div class="fields">
      <Field label={t("I look for")} id="looking" hint={t("A sentence is enough. People who offer it can find you.")}>
        <textarea
          class="in"
          id="looking"
          rows={3}
          maxLength={500}
          dir="auto"
          value={wish("lookingFor")}
          onInput={(event) => setWishes({ ...wishes, lookingFor: event.currentTarget.value })}
        />
      </Field>
      <Field label={t("I offer")} id="offering">
        <textarea
          class="in"
          id="offering"
          rows={3}
          maxLength={500}
          dir="auto"
          value={wish("offering")}
          onInput={(event) => setWishes({ ...wishes, offering: event.currentTarget.value })}
        />
      </Field>
    </div>,
  );
}

function sentenceOf(wish: Wish | undefined): string {
  if (!wish) return "";
  if (typeof wish === "string") return wish;
  if (Array.isArray(wish)) return wish.join(", ");
  return [wish.tags?.join(", "), wish.sentence].filter(Boolean).join(". ");
}
