import { useEffect } from "preact/hooks";
import { t } from "../language/index.ts";
import { refresh } from "../session.ts";
import { Pictogram } from "../ui/pictogram.tsx";

/** Nothing to show yet. */
export function Wait({ words }: { words: string }) {
  return (
    <main class="screen">
      <h1 class="vh">{words}</h1>
    </main>
  );
}

/** The first visit of this phone had no network: nothing is kept here yet that could be shown. */
export function Unreachable() {
  useEffect(() => {
    const again = setInterval(refresh, 5_000);
    addEventListener("online", refresh);
    return () => {
      clearInterval(again);
      removeEventListener("online", refresh);
    };
  }, []);
  return (
    <main class="screen">
      <div class="pad grow middle">
        <Pictogram sign="waiting" />
        <h1 class="title">{t("No signal yet")}</h1>
        <p class="lead">
          {t("This phone has not been here before, so there is nothing to show without a network. It tries again by itself.")}
        </p>
      </div>
      <div class="thumb">
        <button type="button" class="btn" onClick={refresh}>
          {t("Try again")}
        </button>
      </div>
    </main>
  );
}
