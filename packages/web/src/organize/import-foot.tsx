import type { TableFileAttendee } from "@lanyard/core/table-file-attendee";
import { plural, t } from "../language/index.ts";
import type { Work } from "./import.tsx";
import { figure, Note, Totals, words } from "./part.tsx";

interface Props {
  work: Work | undefined;
  list: TableFileAttendee.List;
  onImport: () => void;
  onStop: () => void;
  onGoOn: () => void;
}

/** What the import would change, or has changed so far, and the one button. */
export function Foot({ work, list, onImport, onStop, onGoOn }: Props) {
  const left = list.problems.filter((problem) => !problem.imported).length + (work?.tally.rejected.length ?? 0);
  const leftByPlan = [...list.leftOut.values()].reduce((a, b) => a + b, 0);
  const rows = list.rows.length - (work?.tally.rejected.length ?? 0);
  const tally = work?.tally;
  const checked = work?.step === "check" && work.state === "done";
  return (
    <div class="foot-bar">
      <Totals
        items={[
          [t("New"), tally?.created ?? 0],
          [t("Changed"), tally?.updated ?? 0],
          [t("As before"), tally?.unchanged ?? 0],
          [t("Left out"), left + leftByPlan],
        ]}
      />
      <div class="foot-say">
        {list.rows.length === 0 && (
          <Note signal="stop">{t("No row can be imported like this. Say which column holds the address and which the name.")}</Note>
        )}
        {work?.state === "stopped" && <Stopped work={work} />}
        {list.rows.length > 0 && (!work || (work.step === "check" && work.state === "running")) && (
          <p class="n2">{t("Checking {n} of {m}", { n: figure(tally?.done ?? 0), m: figure(list.rows.length) })}</p>
        )}
        {checked && <p class="n2">{t("Nobody is doubled, no badge changes, no mail goes out.")}</p>}
      </div>
      {work?.state === "running" && work.step === "import" && (
        <button type="button" class="btn alt" onClick={onStop}>
          {t("Stop")}
        </button>
      )}
      {work?.state === "stopped" && (
        <button type="button" class="btn" onClick={onGoOn}>
          {work.step === "check" ? t("Check again") : t("Go on")}
        </button>
      )}
      {work?.step !== "import" && work?.state !== "stopped" && (
        <button type="button" class="btn" disabled={!checked || rows === 0} onClick={onImport}>
          {plural(rows, "Import {n} row", "Import {rows} rows", { rows: figure(rows) })}
        </button>
      )}
    </div>
  );
}

function Stopped({ work }: { work: Work & { state: "stopped" } }) {
  const done = t("{n} of {m} rows are through.", { n: figure(work.tally.done), m: figure(work.tally.of) });
  if (work.error === undefined) return <Note signal="hold">{t("Stopped. {done} Going on doubles nobody.", { done })}</Note>;
  return (
    <Note signal="stop">
      {words(work.error)} {done} {t("Going on doubles nobody.")}
    </Note>
  );
}
