import { useRef, useState } from "preact/hooks";
import type { PageProps } from "../app.tsx";
import { allowSound } from "../camera/feedback.ts";
import { t } from "../language/index.ts";
import { CameraView } from "../ui/camera-view.tsx";
import { Switch } from "../ui/dock.tsx";
import { Attending } from "../ui/event-frame.tsx";
import { Icon } from "../ui/icon.tsx";
import { NotSent } from "../ui/not-sent.tsx";
import { Screen, Top } from "../ui/part.tsx";
import { Result } from "../ui/result.tsx";
import { useScan } from "../use-scan.ts";

/** The camera, the code field, and between them whatever the last scan came to. */
export default function Scan({ me, eventId }: PageProps) {
  return (
    <Attending me={me} eventId={eventId}>
      {() => <Scanner me={me} eventId={eventId} />}
    </Attending>
  );
}

function Scanner({ me, eventId }: Pick<PageProps, "me" | "eventId">) {
  const { view, submit, clear } = useScan(me, eventId);
  const [code, setCode] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const ready = view.kind === "ready" || view.kind === "sending";
  const run = (text: string) => {
    void submit(text).then(() => scrollTo({ top: 0 }));
  };
  const again = (
    <div class="list">
      <button type="button" class="btn" onClick={clear}>
        <Icon name="scan" />
        {t("Scan again")}
      </button>
      {view.kind === "refused" && view.code === "scan.own_badge" ? (
        <a class="btn alt" href={`/e/${eventId}/badge`}>
          <Icon name="badge" />
          {t("Show my badge")}
        </a>
      ) : (
        <button type="button" class="btn alt" onClick={() => field.current?.focus()}>
          <Icon name="keys" />
          {t("Type their code")}
        </button>
      )}
    </div>
  );

  return (
    <Screen title={t("Scan")} class={ready ? "night clip" : "clip"}>
      {ready && <h1 class="vh">{t("Scan a badge")}</h1>}
      <CameraView
        hidden={!ready}
        busy={view.kind === "sending"}
        top={
          ready && (
            <Top back={`/e/${eventId}`}>
              <NotSent eventId={eventId} />
            </Top>
          )
        }
        onCode={(text) => {
          if (view.kind !== "ready" && view.kind !== "refused") return false;
          run(text);
          return true;
        }}
      />
      {view.kind !== "ready" && view.kind !== "sending" && <Result view={view} me={me} eventId={eventId} onNext={clear} again={again} />}
      <form
        class="pad type"
        onSubmit={(event) => {
          event.preventDefault();
          if (!code.trim()) return field.current?.focus();
          allowSound();
          run(code);
          setCode("");
        }}
      >
        <div class="f">
          <label for="badge-code">{t("Badge code")}</label>
          <div class="join">
            <input
              ref={field}
              class="in code"
              id="badge-code"
              value={code}
              onInput={(event) => setCode(event.currentTarget.value)}
              autocapitalize="characters"
              autocomplete="off"
              autocorrect="off"
              spellcheck={false}
              enterkeyhint="go"
              dir="ltr"
              placeholder="0000-0000"
            />
            <button type="submit" class="btn alt">
              {t("Connect")}
            </button>
          </div>
        </div>
      </form>
      <Switch eventId={eventId} at="scan" />
    </Screen>
  );
}
