import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Event, Me } from "../api.ts";
import { t } from "../language/index.ts";
import { BadgeList } from "../offline/badge-list.ts";
import { Lost } from "../page/lost.tsx";
import { Wait } from "../page/wait.tsx";
import { refresh, refreshIfOld } from "../session.ts";
import { Screen, Top } from "./part.tsx";

/** What I am at this event, or a page that says why there is nothing. */
export function Attending({
  me,
  eventId,
  children,
}: {
  me: Me;
  eventId: string;
  children(mine: Me["attending"][number]): ComponentChildren;
}) {
  const mine = me.attending.find((a) => a.event.id === eventId);
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    // Somebody put on the list a moment ago is not yet in what this phone knows.
    void (mine ? refreshIfOld() : refresh()).then(() => setAsked(true));
  }, [eventId]);
  const attends = mine !== undefined;
  useEffect(() => {
    if (!attends) return;
    const open = () => void BadgeList.open(me.person.id, eventId);
    open();
    addEventListener("online", open);
    return () => removeEventListener("online", open);
  }, [attends, eventId]);
  if (mine) return <>{children(mine)}</>;
  if (!asked) return <Wait words={t("One moment")} />;
  const organized = me.organizing.find((o) => o.event.id === eventId)?.event;
  return organized ? <Organizing event={organized} /> : <Lost />;
}

function Organizing({ event }: { event: Event }) {
  return (
    <Screen title={event.name}>
      <Top back="/" label={t("My events")} />
      <div class="pad grow middle">
        <h1 class="title">{event.name}</h1>
        <p class="lead">{t("You organize this event. Only its attendees have a badge and contacts here.")}</p>
      </div>
      <div class="thumb">
        <a class="btn" href={`/organize/${event.id}`}>
          {t("Organize")}
        </a>
      </div>
    </Screen>
  );
}

/** The event's colour, for its strap alone. */
export const strapOf = (event: Event): { "--strap": string } | undefined => (event.color ? { "--strap": event.color } : undefined);
