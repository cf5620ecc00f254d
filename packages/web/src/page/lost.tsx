import { t } from "../language/index.ts";
import { Screen, Top } from "../ui/part.tsx";
import { Pictogram } from "../ui/pictogram.tsx";

/** No such page, or no such event for this person. */
export function Lost() {
  return (
    <Screen title={t("Nothing here")}>
      <Top back="/" label={t("My events")} />
      <div class="pad grow middle">
        <Pictogram sign="closed" />
        <h1 class="title">{t("Nothing here")}</h1>
        <p class="lead">{t("This address leads to no event or person you can see.")}</p>
      </div>
      <div class="thumb">
        <a class="btn" href="/">
          {t("My events")}
        </a>
      </div>
    </Screen>
  );
}
