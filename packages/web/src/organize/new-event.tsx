import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Me } from "../api.ts";
import { t } from "../language/index.ts";
import { refresh } from "../session.ts";
import { Screen, Top } from "../ui/part.tsx";
import { Organizer } from "./api.ts";
import { EventForm } from "./event-form.tsx";
import { Note, words } from "./part.tsx";

/** /organize/new: a new event, whose owner one becomes. */
export default function NewEvent(_: { me: Me }) {
  const { route } = useLocation();
  const [wrong, setWrong] = useState("");
  return (
    <Screen title={t("New event")}>
      <Top back="/" label={t("My events")} />
      <div class="pad">
        <h1 class="title">{t("New event")}</h1>
        {wrong && <Note signal="stop">{wrong}</Note>}
        <EventForm
          save={t("Create event")}
          onSave={async (input) => {
            try {
              const { venue, ...rest } = input;
              const { event } = await Organizer.createEvent({ ...rest, ...(venue && { venue }) });
              await refresh();
              route(`/organize/${event.id}/import`);
            } catch (error) {
              setWrong(words(error));
            }
          }}
        />
      </div>
    </Screen>
  );
}
