import { t } from "../language/index.ts";
import { Field } from "../ui/part.tsx";
import type { Event, MailingKind, Plan } from "./api.ts";
import { city, instantOf, parts } from "./zone.ts";

/** The plan as its fields show it: day and time on the event's clock. */
export interface Form {
  date: string;
  time: string;
  enabled: boolean;
  subject: string;
  intro: string;
  replyTo: string;
}

export function formOf(plan: Plan, event: Event): Form {
  const { date, time } = parts(plan.sendAt, event.timeZone);
  return { date, time, enabled: plan.enabled, subject: plan.subject ?? "", intro: plan.intro ?? "", replyTo: plan.replyTo ?? "" };
}

/** The browser has made sure of a day and a time. */
export function planOf(form: Form, event: Event): Plan {
  const sendAt = instantOf(form.date, form.time, event.timeZone) ?? event.endsAt;
  return { enabled: form.enabled, sendAt, subject: form.subject.trim(), intro: form.intro.trim(), replyTo: form.replyTo.trim() };
}

/**
 * A first proposal: nine in the morning as the event's clock shows it, of the day after the event, or for an invitation of the day a week
 * before it; too late for that, of tomorrow.
 */
export function firstPlan(event: Event, kind: MailingKind): Plan {
  const nine = (ms: number) => instantOf(parts(new Date(ms).toISOString(), event.timeZone).date, "09:00", event.timeZone);
  if (kind === "follow-up") return { enabled: true, sendAt: nine(Date.parse(event.endsAt) + DAY_MS) ?? event.endsAt };
  const best = nine(Date.parse(event.startsAt) - 7 * DAY_MS);
  const sendAt = best && Date.parse(best) > Date.now() ? best : nine(Date.now() + DAY_MS);
  return { enabled: true, sendAt: sendAt ?? event.startsAt };
}
const DAY_MS = 86_400_000;

interface Props {
  event: Event;
  form: Form;
  onForm: (form: Form) => void;
  /** The subject that stands when none is written. */
  subject: string;
  /** Nothing can be changed any more. */
  fixed: boolean;
  /** Nothing to save, or being saved. */
  saving: boolean;
  onSave: () => void;
}

export function MailingForm({ event, form, onForm, subject, fixed, saving, onSave }: Props) {
  const set = (changes: Partial<Form>) => onForm({ ...form, ...changes });
  return (
    <form
      class="stack"
      onSubmit={(e) => {
        e.preventDefault();
        onSave();
      }}
    >
      <label class="opt">
        <input type="checkbox" checked={form.enabled} disabled={fixed} onChange={(e) => set({ enabled: e.currentTarget.checked })} />
        {t("Send it by itself at this time")}
      </label>
      <div class="three">
        <Field id="mailing-day" label={t("Day")}>
          <input
            id="mailing-day"
            class="in"
            type="date"
            required
            disabled={fixed}
            value={form.date}
            onInput={(e) => set({ date: e.currentTarget.value })}
          />
        </Field>
        <Field id="mailing-time" label={t("Time, {city}", { city: city(event.timeZone) })}>
          <input
            id="mailing-time"
            class="in"
            type="time"
            required
            disabled={fixed}
            value={form.time}
            onInput={(e) => set({ time: e.currentTarget.value })}
          />
        </Field>
        <Field id="mailing-reply" label={t("Replies go to")}>
          <input
            id="mailing-reply"
            class="in"
            type="email"
            disabled={fixed}
            value={form.replyTo}
            placeholder={t("Nobody")}
            onInput={(e) => set({ replyTo: e.currentTarget.value })}
          />
        </Field>
      </div>
      <Field id="mailing-subject" label={t("Subject")}>
        <input
          id="mailing-subject"
          class="in"
          maxLength={150}
          disabled={fixed}
          value={form.subject}
          placeholder={subject}
          onInput={(e) => set({ subject: e.currentTarget.value })}
        />
      </Field>
      <Field id="mailing-intro" label={t("Introduction, in your words")}>
        <textarea
          id="mailing-intro"
          class="in"
          rows={4}
          maxLength={2000}
          disabled={fixed}
          value={form.intro}
          dir="auto"
          onInput={(e) => set({ intro: e.currentTarget.value })}
        />
      </Field>
      <p>
        <button type="submit" class="btn" disabled={fixed || saving}>
          {t("Save")}
        </button>
      </p>
    </form>
  );
}
