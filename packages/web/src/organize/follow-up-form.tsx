import { t } from "../language/index.ts";
import { Field } from "../ui/part.tsx";
import type { Event, Plan } from "./api.ts";
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

/** Nine in the morning of the day after, as the event's clock shows it. */
export function firstPlan(event: Event): Plan {
  const after = parts(new Date(Date.parse(event.endsAt) + 86_400_000).toISOString(), event.timeZone);
  return { enabled: true, sendAt: instantOf(after.date, "09:00", event.timeZone) ?? event.endsAt };
}

interface Props {
  event: Event;
  form: Form;
  onForm: (form: Form) => void;
  /** The mails are out: nothing can be changed. */
  fixed: boolean;
  /** Nothing to save, or being saved. */
  saving: boolean;
  onSave: () => void;
}

export function FollowUpForm({ event, form, onForm, fixed, saving, onSave }: Props) {
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
        <Field id="fu-day" label={t("Day")}>
          <input
            id="fu-day"
            class="in"
            type="date"
            required
            disabled={fixed}
            value={form.date}
            onInput={(e) => set({ date: e.currentTarget.value })}
          />
        </Field>
        <Field id="fu-time" label={t("Time, {city}", { city: city(event.timeZone) })}>
          <input
            id="fu-time"
            class="in"
            type="time"
            required
            disabled={fixed}
            value={form.time}
            onInput={(e) => set({ time: e.currentTarget.value })}
          />
        </Field>
        <Field id="fu-reply" label={t("Replies go to")}>
          <input
            id="fu-reply"
            class="in"
            type="email"
            disabled={fixed}
            value={form.replyTo}
            placeholder={t("Nobody")}
            onInput={(e) => set({ replyTo: e.currentTarget.value })}
          />
        </Field>
      </div>
      <Field id="fu-subject" label={t("Subject")}>
        <input
          id="fu-subject"
          class="in"
          maxLength={150}
          disabled={fixed}
          value={form.subject}
          placeholder={t("You met … people at {event}", { event: event.name })}
          onInput={(e) => set({ subject: e.currentTarget.value })}
        />
      </Field>
      <Field id="fu-intro" label={t("Introduction, in your words")}>
        <textarea
          id="fu-intro"
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
