import { useQuery, useQueryClient } from "@tanstack/preact-query";
import { useState } from "preact/hooks";
import { ApiError } from "../api.ts";
import { t } from "../language/index.ts";
import { announce } from "../ui/announce.ts";
import { type Event, type FollowUp, Organizer } from "./api.ts";
import { type DeskProps, Main } from "./desk.tsx";
import { FollowUpForm, firstPlan, formOf, planOf } from "./follow-up-form.tsx";
import { FollowUpPreview } from "./follow-up-preview.tsx";
import { DeskIcon } from "./icon.tsx";
import { Confirm, figure, Note, Totals, words } from "./part.tsx";
import { city, moment } from "./zone.ts";

/** While mails go out the progress follows every so many milliseconds, else it rests longer. */
const pollMs = { sending: 1_500, resting: 10_000 };

export default function FollowUpPage({ event, me }: DeskProps) {
  const { data, error } = useQuery({
    queryKey: ["follow-up", event.id],
    queryFn: () => Organizer.followUp(event.id),
    refetchInterval: ({ state }) => (isSending(state.data) ? pollMs.sending : pollMs.resting),
  });
  if (!data)
    return (
      <Main event={event} title={t("Follow-up")} about={t("One mail to each, once")}>
        {error ? <Note signal="stop">{words(error)}</Note> : <p class="lead">{t("One moment")}</p>}
      </Main>
    );
  return <Planned event={event} data={data} myEmail={me.person.email} />;
}

const isSending = (data: FollowUp | undefined) => data?.plan?.state === "sending";

type Said = { signal: "go" | "hold" | "stop"; text: string };

function Planned({ event, data, myEmail }: { event: Event; data: FollowUp; myEmail: string }) {
  const queries = useQueryClient();
  const { plan, progress } = data;
  const [form, setForm] = useState(() => formOf(plan ?? firstPlan(event), event));
  const [said, setSaid] = useState<Said>();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const ended = plan?.state === "sent";
  const changed = !plan || JSON.stringify(form) !== JSON.stringify(formOf(plan, event));

  async function act(work: () => Promise<string>) {
    setBusy(true);
    try {
      const text = await work();
      setSaid({ signal: "go", text });
      announce(text, { fresh: true });
    } catch (error) {
      const late = error instanceof ApiError && error.code === "follow_up.sent";
      setSaid({ signal: "stop", text: late ? t("These mails are sent. The plan can no longer be changed.") : words(error) });
    }
    setBusy(false);
    await queries.invalidateQueries({ queryKey: ["follow-up", event.id] });
  }
  async function save(): Promise<void> {
    if (!changed || ended) return;
    const next = planOf(form, event);
    const saved = await Organizer.saveFollowUp(event.id, next);
    if (saved.plan) setForm(formOf(saved.plan, event));
    queries.setQueryData(["follow-up", event.id], saved);
    await queries.invalidateQueries({ queryKey: ["follow-up-preview", event.id] });
  }
  const test = () =>
    act(async () => {
      await save();
      await Organizer.testFollowUp(event.id);
      return t("A test is on its way to {email}.", { email: myEmail });
    });
  const sendNow = () => {
    setAsking(false);
    void act(async () => {
      await save();
      await Organizer.sendFollowUp(event.id);
      return t("On its way.");
    });
  };

  return (
    <Main
      event={event}
      title={t("Follow-up")}
      about={t("One mail to each, once")}
      end={
        <>
          <button type="button" class="btn alt" disabled={busy} onClick={() => setAsking(true)}>
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
          <State event={event} data={data} />
          {said && <Note signal={said.signal}>{said.text}</Note>}
          <FollowUpForm
            event={event}
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
            <p class="hint">
              {t(
                "Skipped: unsubscribed, or an address that bounced before. Failed: no mail server took it. Bounced: it came back. Each person has one mail at most, whatever happens.",
              )}
            </p>
          </section>
        </div>
        <FollowUpPreview event={event} />
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
            {progress.pending > 0 && t("{n} people have had none yet.", { n: figure(progress.pending) })}{" "}
            {t("Everyone who met someone, or was asked, gets one mail. Nobody gets a second. It cannot be taken back.")}
          </p>
        </Confirm>
      )}
    </Main>
  );
}

function State({ event, data: { plan, progress } }: { event: Event; data: FollowUp }) {
  const say = (head: string, large: string, rest: string) => (
    <section>
      <p class="say">{head}</p>
      <p class="huge">{large}</p>
      <p>{rest}</p>
    </section>
  );
  const zone = event.timeZone;
  const people = progress.pending + progress.sent + progress.skipped + progress.failed + progress.bounced;
  if (!plan) return say(t("No plan yet."), t("Not set up"), t("Save one, and it goes out by itself the day you choose."));
  if (plan.state === "sent")
    return say(t("Done."), t("{n} sent", { n: figure(progress.sent) }), t("Who met someone since then is reached with Send now."));
  if (plan.state === "sending")
    return say(
      t("Going out now."),
      t("{n} of {m}", { n: figure(people - progress.pending), m: figure(people) }),
      t("It goes on by itself, also when you close this page."),
    );
  if (!plan.enabled)
    return say(
      t("Switched off."),
      t("Nothing goes out"),
      t("{n} people would get it: everyone who met someone, or was asked.", { n: figure(progress.pending) }),
    );
  return say(
    t("Scheduled. It goes out by itself."),
    moment(plan.sendAt, zone),
    t("{city} time. {n} people get it so far: everyone who met someone, or was asked.", { city: city(zone), n: figure(progress.pending) }),
  );
}
