import type { Policy } from "../api.ts";
import { t } from "../language/index.ts";
import { Pictogram } from "./pictogram.tsx";

/** Whether a scan of me gives at once, asks first, or is refused. */
export function PolicyChoice({ value, onChange }: { value: Policy; onChange(value: Policy): void }) {
  const choices = [
    { policy: "open", sign: "done", name: t("Open"), words: t("Cards swap at once, nothing to answer. Best in a crowd.") },
    { policy: "ask", sign: "waiting", name: t("Ask"), words: t("You see who asks. They get nothing of yours until you accept.") },
    { policy: "closed", sign: "closed", name: t("Closed"), words: t("Nobody can scan you. You can still scan others.") },
  ] as const;
  return (
    <fieldset class="list">
      <legend class="vh">{t("When someone scans my badge")}</legend>
      {choices.map(({ policy, sign, name, words }) => (
        <label key={policy} class="pick">
          <input type="radio" name="policy" value={policy} checked={value === policy} onChange={() => onChange(policy)} />
          <Pictogram sign={sign} on={value === policy ? "var(--ink)" : "var(--paper)"} />
          <span>
            <b class="t">{name}</b>
            {policy === "open" && <span class="rec">{t("Recommended")}</span>}
          </span>
          <span class="sub">{words}</span>
        </label>
      ))}
    </fieldset>
  );
}
