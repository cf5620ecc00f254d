import { t } from "../language/index.ts";
import { Icon } from "./icon.tsx";

/** The three places of an event; Scan is the loud one. */
export function Dock({ eventId, at }: { eventId: string; at?: "contacts" }) {
  return (
    <nav class="dock" aria-label={t("Event")}>
      <a href={`/e/${eventId}/badge`}>
        <Icon name="badge" />
        {t("My badge")}
      </a>
      <a class="main" href={`/e/${eventId}/scan`}>
        <Icon name="scan" />
        {t("Scan")}
      </a>
      <a href={`/e/${eventId}/contacts`} aria-current={at === "contacts" ? "page" : undefined}>
        <Icon name="contacts" />
        {t("Contacts")}
      </a>
    </nav>
  );
}

/** On the camera and on the badge: scan, or be scanned. */
export function Switch({ eventId, at }: { eventId: string; at: "scan" | "badge" }) {
  return (
    <nav class="thumb" aria-label={t("Scan or be scanned")}>
      <div class="seg">
        <a href={`/e/${eventId}/scan`} aria-current={at === "scan" ? "page" : undefined}>
          <Icon name="scan" />
          {t("Scan")}
        </a>
        <a href={`/e/${eventId}/badge`} aria-current={at === "badge" ? "page" : undefined}>
          <Icon name="badge" />
          {t("My badge")}
        </a>
      </div>
    </nav>
  );
}
