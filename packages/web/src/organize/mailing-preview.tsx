import { useQuery } from "@tanstack/preact-query";
import { useState } from "preact/hooks";
import { t } from "../language/index.ts";
import { type Event, type MailingKind, Organizer } from "./api.ts";
import { Note, words } from "./part.tsx";

type View = "phone" | "desktop" | "text";

/** The mail as it will look, with invented people. Its HTML stands in a frame that may do nothing. */
export function MailingPreview({ event, kind }: { event: Event; kind: MailingKind }) {
  const [view, setView] = useState<View>("phone");
  const { data, error } = useQuery({
    queryKey: ["preview", kind, event.id],
    queryFn: () => Organizer.previewMailing(event.id, kind),
    refetchOnWindowFocus: false,
  });
  const views: [View, string][] = [
    ["phone", t("Phone")],
    ["desktop", t("Desktop")],
    ["text", t("Text")],
  ];
  return (
    <section class="ledge preview" aria-label={t("Preview")}>
      <div class="bar">
        <h2 class="h2">{t("Preview")}</h2>
        <span class="n2">{t("Invented people")}</span>
        <fieldset class="chips push" aria-label={t("Show as")}>
          {views.map(([name, label]) => (
            <button type="button" class="chip" key={name} aria-pressed={name === view} onClick={() => setView(name)}>
              {label}
            </button>
          ))}
        </fieldset>
      </div>
      {error && !data && <Note signal="stop">{words(error)}</Note>}
      {data && (
        <p class="subject">
          <span class="n2">{t("Subject")}</span> <b>{data.subject}</b>
        </p>
      )}
      {data && view !== "text" && <iframe class={`mail ${view}`} title={t("The mail")} sandbox="" srcdoc={data.html} />}
      {data && view === "text" && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section class="mail text" tabIndex={0} aria-label={t("The mail as text")}>
          <pre>{data.text}</pre>
        </section>
      )}
    </section>
  );
}
