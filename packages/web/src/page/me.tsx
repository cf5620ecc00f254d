import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { Api, ApiError, type Session } from "../api.ts";
import type { PageProps } from "../app.tsx";
import { known, type Language, language, languages, plural, speak, t } from "../language/index.ts";
import { useAnswer } from "../offline/answer.ts";
import { Outbox } from "../offline/outbox.ts";
import { Sender } from "../offline/sender.ts";
import { keep, leave, signOut } from "../session.ts";
import { when } from "../time.ts";
import { announce } from "../ui/announce.ts";
import { CardFields, cardOf, draftOf } from "../ui/card-form.tsx";
import { Said } from "../ui/name.tsx";
import { Field, Screen, Top, Trouble } from "../ui/part.tsx";
import { ShareTable } from "../ui/share-matrix.tsx";
import { useStore } from "../use-store.ts";

/** Everything about me: my card, what I share, where I am signed in, my data and the way out. */
export default function MyPage({ me }: PageProps) {
  return (
    <Screen title={t("My card")}>
      <Top back="/" label={t("My events")} />
      <div class="pad grow">
        <h1 class="title">{t("My card")}</h1>
        <CardSection me={me} />
        <ShareSection me={me} />
        <LanguageSection />
        <p class="sec">
          <a class="txt" href="/me/home-screen">
            {t("On the home screen")}
          </a>
        </p>
        <SessionSection me={me} />
        <DataSection me={me} />
      </div>
    </Screen>
  );
}

type Props = { me: PageProps["me"] };

function CardSection({ me }: Props) {
  const [draft, setDraft] = useState(() => draftOf(me.card));
  const [trouble, setTrouble] = useState("");
  const save = async () => {
    setTrouble("");
    try {
      const { card } = await Api.saveCard(cardOf(draft));
      keep({ ...me, card, person: { ...me.person, name: card.name } });
      setDraft(draftOf(card));
      announce(t("Your card is saved."), { fresh: true });
    } catch (error) {
      setTrouble(error instanceof ApiError ? error.message : t("No answer. Is there a network? Try again."));
    }
  };
  const isChanged = JSON.stringify(cardOf(draft)) !== JSON.stringify(draftOf(me.card));
  return (
    <form
      class="sec"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <CardFields draft={draft} onChange={setDraft} />
      {trouble && <Trouble>{trouble}</Trouble>}
      <button type="submit" class="btn" disabled={!isChanged}>
        {isChanged ? t("Save my card") : t("Saved")}
      </button>
    </form>
  );
}

function ShareSection({ me }: Props) {
  const [trouble, setTrouble] = useState("");
  const [share, setShare] = useState(me.card.share ?? {});
  return (
    <section class="sec" aria-labelledby="share">
      <h2 class="head" id="share">
        {t("What I share")}
      </h2>
      <p>{t("Scan gives it at once. Ask gives it when you accept. Never keeps it with you. Your name is always shown.")}</p>
      <ShareTable
        share={share}
        onChange={async (change) => {
          setTrouble("");
          setShare({ ...share, ...change });
          try {
            const { card } = await Api.saveCard({ share: change });
            keep({ ...me, card });
            announce(t("Saved"), { fresh: true });
          } catch {
            setShare(share);
            setTrouble(t("Not saved: no answer. Try again."));
          }
        }}
      />
      {trouble && <Trouble>{trouble}</Trouble>}
      <a class="txt" href="/me/shared">
        {t("Who has my card")}
      </a>
    </section>
  );
}

function LanguageSection() {
  const spoken = useStore(language);
  const choose = async (code: Language) => {
    await speak(code).catch(() => {});
    await Api.setLanguage(code).catch(() => {});
  };
  return (
    <section class="sec">
      <Field label={t("Language")} id="language">
        <select class="sel tall" id="language" value={spoken} onChange={(event) => void choose(known(event.currentTarget.value) ?? "en")}>
          {languages.map(({ code, name }) => (
            <option key={code} value={code} lang={code}>
              {name}
            </option>
          ))}
        </select>
      </Field>
    </section>
  );
}

function SessionSection({ me }: Props) {
  const { route } = useLocation();
  const { value = [], reload } = useAnswer<Session[]>(me.person.id, "sessions", Api.sessions);
  const waiting = Outbox.countWaiting(useStore(Outbox.scans));
  const [warned, setWarned] = useState(false);
  const [trouble, setTrouble] = useState("");
  const end = async (session: Session) => {
    await Api.endSession(session.id).catch(() => {});
    await reload();
    announce(t("Signed out there."), { fresh: true });
  };
  const out = async () => {
    if (waiting > 0 && !warned) return setWarned(true);
    try {
      await signOut();
      Sender.stop();
      route("/sign-in", true);
    } catch {
      setTrouble(t("No answer. Is there a network? Try again."));
    }
  };
  return (
    <section class="sec" aria-labelledby="sessions">
      <h2 class="head" id="sessions">
        {t("Where I am signed in")}
      </h2>
      <ul class="board">
        {value.map((session) => (
          <li key={session.id} class="row who">
            <span>
              <b class="t">
                <Said>{session.current ? t("Here") : deviceName(session.agent)}</Said>
              </b>
              <span class="sub">{t("Since {time}.", { time: when(session.createdAt) })}</span>
            </span>
            {!session.current && (
              <button type="button" class="txt" aria-label={`${t("End")} ${deviceName(session.agent)}`} onClick={() => void end(session)}>
                {t("End")}
              </button>
            )}
          </li>
        ))}
      </ul>
      {warned && (
        <p>
          <b>{plural(waiting, "{n} not yet sent", "{n} not yet sent")}.</b>{" "}
          {t("They stay on this phone and go out when you sign in here again. Anyone else using this phone cannot see them.")}
        </p>
      )}
      {trouble && <Trouble>{trouble}</Trouble>}
      <div class="join">
        {warned && (
          <button type="button" class="btn sm" onClick={() => Sender.kick()}>
            {t("Send now")}
          </button>
        )}
        <button type="button" class="btn sm alt" onClick={() => void out()}>
          {warned ? t("Sign out all the same") : t("Sign out")}
        </button>
      </div>
    </section>
  );
}

function DataSection({ me }: Props) {
  const { route } = useLocation();
  const [sure, setSure] = useState(false);
  const [trouble, setTrouble] = useState<"again" | "none" | undefined>();
  const attempt = async (work: () => Promise<void>) => {
    setTrouble(undefined);
    await work().catch((error) => setTrouble(error instanceof ApiError && error.code === "sign_in.again" ? "again" : "none"));
  };
  const download = () =>
    attempt(async () => {
      const url = URL.createObjectURL(new Blob([JSON.stringify(await Api.exportMe(), null, 2)], { type: "application/json" }));
      const link = Object.assign(document.createElement("a"), { href: url, download: "lanyard-export.json" });
      document.body.append(link);
      link.click();
      link.remove();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    });
  const erase = () =>
    attempt(async () => {
      await Api.eraseMe();
      const mine = Outbox.scans.get().map((s) => s.scanId);
      await Outbox.remove(...mine).catch(() => {});
      Sender.stop();
      leave();
      route("/sign-in", true);
      announce(t("You are deleted."), { fresh: true });
    });
  return (
    <section class="sec" aria-labelledby="data">
      <h2 class="head" id="data">
        {t("My data")}
      </h2>
      <p>
        {t("Export gives you everything Lanyard holds about you. Delete takes you out of it, and out of everyone’s contacts, for good.")}
      </p>
      {trouble && (
        <Trouble>
          {trouble === "none" ? (
            t("No answer. Is there a network? Try again.")
          ) : (
            <>
              {t("For this, sign in again first.")} <a href="/sign-in?next=/me">{t("Sign in again")}</a>
            </>
          )}
        </Trouble>
      )}
      {sure && (
        <p class="lead">{t("Delete {email} with all cards, notes and contacts? This cannot be undone.", { email: me.person.email })}</p>
      )}
      <div class="join">
        {sure ? (
          <>
            <button type="button" class="btn sm" onClick={() => setSure(false)}>
              {t("Keep me")}
            </button>
            <button type="button" class="btn sm alt" onClick={() => void erase()}>
              {t("Delete for good")}
            </button>
          </>
        ) : (
          <>
            <button type="button" class="btn sm alt" onClick={() => void download()}>
              {t("Export")}
            </button>
            <button type="button" class="btn sm alt" onClick={() => setSure(true)}>
              {t("Delete")}
            </button>
          </>
        )}
      </div>
    </section>
  );
}

/** `Chrome, Android`: enough of a browser's long name to know it again. */
function deviceName(agent: string | undefined): string {
  if (!agent) return t("Another browser");
  const browser = ["Edg", "OPR", "Firefox", "Chrome", "Safari"].find((name) => agent.includes(name));
  const system = ["iPhone", "iPad", "Android", "Windows", "Mac", "Linux"].find((name) => agent.includes(name));
  const said = { Edg: "Edge", OPR: "Opera" }[browser ?? ""] ?? browser;
  return [said, system].filter(Boolean).join(", ") || t("Another browser");
}
