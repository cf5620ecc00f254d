import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { PageProps } from "../app.tsx";
import { t } from "../language/index.ts";
import { Icon } from "../ui/icon.tsx";
import { Screen, Top } from "../ui/part.tsx";
import { Result } from "../ui/result.tsx";
import { useScan } from "../use-scan.ts";

/** A badge's own address, opened by a phone's camera: the scan is made at the badge's event. */
export default function BadgeLink({ me, token }: PageProps) {
  const { view, submit } = useScan(me, undefined);
  const { route } = useLocation();
  useEffect(() => {
    void submit(`https://${location.host}/b/${token}`);
  }, [token]);
  const scan = "scan" in view ? view.scan : undefined;
  const only = me.attending.length === 1 ? me.attending[0]?.event.id : undefined;
  const eventId = (view.kind === "contact" ? view.contact.eventId : scan?.eventId) ?? only;
  const next = eventId ? `/e/${eventId}/scan` : "/";
  return (
    <Screen title={t("Scan")} class="clip">
      {view.kind === "ready" || view.kind === "sending" ? (
        <>
          <Top back="/" label={t("My events")} />
          <div class="pad grow middle">
            <h1 class="title">{t("One moment")}</h1>
          </div>
        </>
      ) : (
        <Result
          view={view}
          me={me}
          eventId={eventId}
          onNext={() => route(next)}
          again={
            <a class="btn" href={next}>
              <Icon name="scan" />
              {t("Scan again")}
            </a>
          }
        />
      )}
    </Screen>
  );
}
