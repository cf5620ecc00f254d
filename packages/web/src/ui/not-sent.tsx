import { plural } from "../language/index.ts";
import { Outbox } from "../offline/outbox.ts";
import { useStore } from "../use-store.ts";
import { Icon } from "./icon.tsx";

/** `3 not yet sent`, with the way to them; nothing when all is sent. */
export function NotSent({ eventId }: { eventId: string }) {
  const n = Outbox.countWaiting(useStore(Outbox.scans));
  if (n === 0) return null;
  return (
    <a class="flag kept end" href={`/e/${eventId}/waiting`}>
      <Icon name="kept" />
      {plural(n, "{n} not yet sent", "{n} not yet sent")}
    </a>
  );
}
