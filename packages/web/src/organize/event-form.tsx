import { useState } from "preact/hooks";
import { t } from "../language/index.ts";
import { Field } from "../ui/part.tsx";
import type { Event, EventInput } from "./api.ts";
import { Note } from "./part.tsx";
import { instantOf, parts } from "./zone.ts";

interface Props {
  event?: Event;
  save: string;
  onSave: (input: EventInput) => Promise<void>;
}

/** The facts of an event. All times are read on the clock of its zone. */
export function EventForm({ event, save, onSave }: Props) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [zone, setZone] = useState(event?.timeZone ?? here);
  const [starts, setStarts] = useState(event ? parts(event.startsAt, event.timeZone) : { date: "", time: "09:00" });
  const [ends, setEnds] = useState(event ? parts(event.endsAt, event.timeZone) : { date: "", time: "18:00" });
  const [name, setName] = useState(event?.name ?? "");
  const [venue, setVenue] = useState(event?.venue ?? "");
  const [color, setColor] = useState(event?.color ?? "#ff5a1f");
  const [wrong, setWrong] = useState("");
  const [busy, setBusy] = useState(false);
  const zones = Intl.supportedValuesOf("timeZone");

  async function submit(e: SubmitEvent) {
    e.preventDefault();
    const [startsAt, endsAt] = [instantOf(starts.date, starts.time, zone), instantOf(ends.date, ends.time, zone)];
    if (!startsAt || !endsAt) return setWrong(t("Choose a first and a last day."));
    if (endsAt <= startsAt) return setWrong(t("The event ends before it starts. Choose a later end."));
    setWrong("");
    setBusy(true);
    await onSave({
      name: name.trim(),
      startsAt,
      endsAt,
      timeZone: zone,
      ...(venue.trim() || event ? { venue: venue.trim() || null } : {}),
      color,
    });
    setBusy(false);
  }

  return (
    <form class="stack" onSubmit={submit}>
      <Field id="ev-name" label={t("Name of the event")}>
        <input id="ev-name" class="in" required maxLength={120} value={name} onInput={(e) => setName(e.currentTarget.value)} />
      </Field>
      <Field id="ev-venue" label={t("Venue")}>
        <input id="ev-venue" class="in" maxLength={200} value={venue} onInput={(e) => setVenue(e.currentTarget.value)} />
      </Field>
      <Moment
        id="ev-start"
        day={t("First day")}
        time={t("Starts at")}
        value={starts}
        onValue={(next) => {
          setStarts(next);
          if (!ends.date) setEnds({ ...ends, date: next.date });
        }}
      />
      <Moment id="ev-end" day={t("Last day")} time={t("Ends at")} value={ends} onValue={setEnds} />
      <div class="pair">
        <Field id="ev-zone" label={t("Time zone")}>
          <select id="ev-zone" class="sel" value={zone} onChange={(e) => setZone(e.currentTarget.value)}>
            {[...new Set([zone, "UTC", ...zones])].map((one) => (
              <option key={one} value={one}>
                {one.replaceAll("_", " ")}
              </option>
            ))}
          </select>
        </Field>
        <Field id="ev-color" label={t("Colour of the strap")}>
          <input id="ev-color" class="in swatch" type="color" value={color} onInput={(e) => setColor(e.currentTarget.value)} />
        </Field>
      </div>
      {wrong && <Note signal="stop">{wrong}</Note>}
      <p>
        <button type="submit" class="btn" disabled={busy}>
          {save}
        </button>
      </p>
    </form>
  );
}

type Wall = { date: string; time: string };

function Moment({ id, day, time, value, onValue }: { id: string; day: string; time: string; value: Wall; onValue: (value: Wall) => void }) {
  return (
    <div class="pair">
      <Field id={`${id}-day`} label={day}>
        <input
          id={`${id}-day`}
          class="in"
          type="date"
          required
          value={value.date}
          onInput={(e) => onValue({ ...value, date: e.currentTarget.value })}
        />
      </Field>
      <Field id={`${id}-time`} label={time}>
        <input
          id={`${id}-time`}
          class="in"
          type="time"
          required
          value={value.time}
          onInput={(e) => onValue({ ...value, time: e.currentTarget.value })}
        />
      </Field>
    </div>
  );
}
