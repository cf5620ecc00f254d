import { useQueryClient } from "@tanstack/preact-query";
import { useState } from "preact/hooks";
import { t } from "../language/index.ts";
import { refresh } from "../session.ts";
import { announce } from "../ui/announce.ts";
import { Organizer } from "./api.ts";
import { type DeskProps, Main } from "./desk.tsx";
import { EventForm } from "./event-form.tsx";
import { Members } from "./members.tsx";
import { Note, words } from "./part.tsx";
import { days } from "./zone.ts";

export default function SettingsPage({ event, me, role }: DeskProps) {
  const queries = useQueryClient();
  const [said, setSaid] = useState<{ signal: "go" | "stop"; text: string }>();
  return (
    <Main event={event} title={t("Settings")} about={days(event.startsAt, event.endsAt, event.timeZone)}>
      <div class="two settings-two">
        <section class="part">
          <h2 class="h2">{t("The event")}</h2>
          {said && <Note signal={said.signal}>{said.text}</Note>}
          <EventForm
            event={event}
            save={t("Save")}
            onSave={async (input) => {
              try {
                queries.setQueryData(["event", event.id], await Organizer.patchEvent(event.id, input));
                void refresh();
                setSaid({ signal: "go", text: t("Saved.") });
                announce(t("Saved."), { fresh: true });
              } catch (error) {
                setSaid({ signal: "stop", text: words(error) });
              }
            }}
          />
        </section>
        <Members event={event} me={me} role={role} />
      </div>
    </Main>
  );
}
