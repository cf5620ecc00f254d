import { useQuery, useQueryClient } from "@tanstack/preact-query";
import { useState } from "preact/hooks";
import { ApiError } from "../api.ts";
import { t } from "../language/index.ts";
import { announce } from "../ui/announce.ts";
import { type Event, type Mailing, type MailingKind, Organizer } from "./api.ts";
import { type DeskProps, Main } from "./desk.tsx";
import { DeskIcon } from "./icon.tsx";
import { firstPlan, formOf, MailingForm, planOf } from "./mailing-form.tsx";
import { MailingPreview } from "./mailing-preview.tsx";
import { type MailingWords, mailingWords } from "./mailing-words.ts";
import { Confirm, figure, Note, Totals, words as wordsOf } from "./part.tsx";
import { city, moment } from "./zone.ts";

/** While mails go out the progress follows every so many milliseconds, else it rests longer. */
const pollMs = { sending: 1_500, resting: 10_000 };

export const InvitationPage = (props: DeskProps) => <MailingPage {...props} kind="invitation" />;
export const FollowUpPage = (props: DeskProps) => <MailingPage {...props} kind="follow-up" />;

function MailingPage({ event, me, kind }: DeskProps & { kind: MailingKind }) {
  const { data, error } = useQuery({
    queryKey: [kind, event.id],
    queryFn: () => Organizer.mailing(event.id, kind),
    refetchInterval: ({ state }) => (isSending(state.data) ? pollMs.sending : pollMs.resting),
  });
  const words = mailingWords(kind, event);
  if (!data)
    return (
      <Main event={event} title={words.title} about={t("One mail to each, once")}>
        {error ? <Note signal="stop">{wordsOf(error)}</Note> : <p class="lead">{t("One moment")}</p>}
      </Main>
    );
  return <Planned event={event} kind={kind} words={words} data={data} myEmail={me.person.email} />;
}

const isSending = (data: Mailing | undefined) => data?.plan?.state === "sending";

type Said = { signal: "go" | "hold" | "stop"; text: string };

interface PlannedProps {
  event: Event;
  kind: MailingKind;
  words: MailingWords;
  data: Mailing;
  myEmail: string;
}

function Planned({ event, kind, words, data, myEmail }: PlannedProps) {
  const queries = useQueryClient();
  const { plan, progress } = data;
  const [form, setForm] = useState(() => formOf(plan ?? firstPlan(event, kind), event));
  const [said, setSaid] = useState<Said>();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  // A follow-up that is sent stands; an invitation goes on to newcomers, until the event is over.
  const over = kind === "invitation" && Date.parse(event.endsAt) <= Date.now();
  const ended = kind === "follow-up" ? plan?.state === "sent" : over;
  const changed = !plan || JSON.stringify(form) !== JSON.stringify(formOf(plan, event));

  async function act(work: () => Promise<string>) {
    setBusy(true);
    try {
      const text = await work();
      setSaid({ signal: "go", text });
      announce(text, { fresh: true });
    } catch (error) {
      const late = error instanceof ApiError && error.code === "follow_up.sent";
      setSaid({ signal: "stop", text: late ? t("These mails are sent. The plan can no longer be changed.") : wordsOf(error) });
    }
    setBusy(false);
    await queries.invalidateQueries({ queryKey: [kind, event.id] });
  }
  async function save(): Promise<void> {
    if (!changed || ended) return;
    const next = planOf(form, event);
    const saved = await Organizer.saveMailing(event.id, kind, next);
    if (saved.plan) setForm(formOf(saved.plan, event));
    queries.setQueryData([kind, event.id], saved);
    await queries.invalidateQueries({ queryKey: ["preview", kind, event.id] });
  }
  const test = () =>
    act(async () => {
      await save();
      await Organizer.testMailing(event.id, kind);
      return t("A test is on its way to {email}.", { email: myEmail });
    });
  const sendNow = () => {
    setAsking(false);
    void act(async () => {
      await save();
      await Organizer.sendMailing(event.id, kind);
      return t("On its way.");
    });
  };

  return (
    <Main
      event={event}
      title={words.title}
      about={t("One mail to each, once")}
      end={
        <>
          <button type="button" class="btn alt" disabled={busy || over} onClick={() => setAsking(true)}>
            {t("Send now")}
          </button>
          <button type="button" class="btn alt" disabled={busy} onClick={test}>
            <DeskIcon name="send" />
            {t("Send me a test")}
          </button>
        </>
      }
    >
      <div class="two follow-two">
        <div class="follow">
          <State event={event} words={words} data={data} over={over} />
          {said && <Note signal={said.signal}>{said.text}</Note>}
          <MailingForm
            event={event}
            subject={words.subject}
            form={form}
            onForm={setForm}
            fixed={ended}
            saving={busy || !changed}
            onSave={() =>
              act(async () => {
                await save();
                return form.enabled ? t("Saved. It goes out by itself.") : t("Saved. Nothing goes out by itself.");
              })
            }
          />
          <section class="sub-sec">
            <h2 class="h2">{t("Progress")}</h2>
            <Totals
              items={[
                [t("Pending"), progress.pending],
                [t("Sent"), progress.sent],
                [t("Skipped"), progress.skipped],
                [t("Failed"), progress.failed],
                [t("Bounced"), progress.bounced],
              ]}
            />
            <p class="hint">{words.skipped}</p>
          </section>
        </div>
        <MailingPreview event={event} kind={kind} />
      </div>
      {asking && (
        <Confirm
          title={t("Send it to everyone now?")}
          yes={t("Send to everyone")}
          no={t("Not yet")}
          onNo={() => setAsking(false)}
          onYes={sendNow}
        >
          <p>
            {progress.pending > 0 && t("{n} people have had none yet.", { n: figure(progress.pending) })} {words.whom}
          </p>
        </Confirm>
      )}
    </Main>
  );
}

function State({ event, words, data: { plan, progress }, over }: Pick<PlannedProps, "event" | "words" | "data"> & { over: boolean }) {
  const say = (head: string, large: string, rest: string) => (
    <section>
      <p class="say">{head}</p>
      <p class="huge">{large}</p>
      <p>{rest}</p>
    </section>
  );
  const zone = event.timeZone;
  const people = progress.pending + progress.sent + progress.skipped + progress.failed + progress.bounced;
  if (over) return say(t("The event is over."), t("{n} sent", { n: figure(progress.sent) }), t("Nobody is invited to it any more."));
  if (!plan) return say(t("No plan yet."), t("Not set up"), t("Save one, and it goes out by itself the day you choose."));
  if (plan.state === "sent") return say(t("Done."), t("{n} sent", { n: figure(progress.sent) }), words.rest(progress.pending));
  if (plan.state === "sending")
    return say(
      t("Going out now."),
      t("{n} of {m}", { n: figure(people - progress.pending), m: figure(people) }),
      t("It goes on by itself, also when you close this page."),
    );
  if (!plan.enabled) return say(t("Switched off."), t("Nothing goes out"), words.would(progress.pending));
  return say(
    t("Scheduled. It goes out by itself."),
    moment(plan.sendAt, zone),
    `${t("{city} time.", { city: city(zone) })} ${words.will(progress.pending)}`,
  );
}
