/**
 * Importing an attendee list: choose the file, see where each column goes and what would change, import. Everything up to the
 * button happens without writing anything.
 */
import { TableFile } from "@lanyard/core/table-file";
import { TableFileAttendee } from "@lanyard/core/table-file-attendee";
import { TableFileMapping } from "@lanyard/core/table-file-mapping";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { t } from "../language/index.ts";
import { announce } from "../ui/announce.ts";
import type { Event } from "./api.ts";
import { type DeskProps, Main } from "./desk.tsx";
import { Columns } from "./import-columns.tsx";
import { Foot } from "./import-foot.tsx";
import { Problems } from "./import-problems.tsx";
import { nothing, run, type Tally } from "./import-run.ts";
import { encodingName, refusalWords, separatorName, sourceName } from "./import-word.ts";
import { figure, Note } from "./part.tsx";
import { outdated } from "./roster.ts";

/** After the last change to the columns, in milliseconds, before the dry run starts. */
const settleMs = 400;

export interface Opened {
  /** Another one for each file opened, also for the same file mended. */
  id: number;
  name: string;
  bytes: Uint8Array;
  sheet: TableFile.Sheet;
}
/** `check` is the dry run: nothing is written. */
export type Work =
  | { step: "check" | "import"; tally: Tally; state: "running" | "done" }
  | { step: "check" | "import"; tally: Tally; state: "stopped"; error: unknown };

export default function ImportPage({ event }: DeskProps) {
  const [opened, setOpened] = useState<Opened>();
  const [refused, setRefused] = useState<TableFile.Refusal["reason"]>();
  const [reading, setReading] = useState(false);

  async function open(file: File) {
    setReading(true);
    setRefused(undefined);
    const bytes = new Uint8Array(await file.arrayBuffer());
    await frame(); // so that "Reading" is on screen before the work starts
    const sheet = TableFile.read(bytes);
    setReading(false);
    if (sheet.kind === "refused") {
      setOpened(undefined);
      setRefused(sheet.reason);
      announce(refusalWords(sheet.reason), { fresh: true });
      return;
    }
    setOpened({ id: ++openedSoFar, name: file.name, bytes, sheet });
  }

  if (opened)
    return <Plan key={opened.id} event={event} opened={opened} onFile={open} onSheet={(sheet) => setOpened({ ...opened, sheet })} />;
  return (
    <Main event={event} title={t("Import")} about={t("Attendee list")} end={<Steps at={1} />}>
      <div class="start-two">
        <Drop onFile={open}>
          <label class="lab" for="attendee-list">
            {t("Attendee list")}
          </label>
          <input
            id="attendee-list"
            class="in file"
            type="file"
            accept=".csv,.tsv,.txt,text/csv,text/plain"
            aria-describedby="attendee-list-hint"
            onChange={chosen(open)}
          />
          <p class="hint" id="attendee-list-hint">
            {t(
              "The CSV file that Eventbrite, Luma, Tito or pretix gives you, or any sheet saved as CSV, in any language. Nothing is stored before you have seen it.",
            )}
          </p>
          {reading && <p class="lead">{t("Reading")}</p>}
          {refused && <Note signal="stop">{refusalWords(refused)}</Note>}
        </Drop>
        <ol class="num">
          <li>
            <span>{t("Choose the list. One row for each person, with an address and a name; everything else helps.")}</span>
          </li>
          <li>
            <span>{t("See where each column goes, and every row that cannot be read, with its line.")}</span>
          </li>
          <li>
            <span>{t("Import. Again tomorrow with a newer list: people are updated, nobody is doubled.")}</span>
          </li>
        </ol>
      </div>
    </Main>
  );
}

let openedSoFar = 0;

interface PlanProps {
  event: Event;
  opened: Opened;
  onFile: (file: File) => void;
  onSheet: (sheet: TableFile.Sheet) => void;
}

function Plan({ event, opened: { name, bytes, sheet }, onFile, onSheet }: PlanProps) {
  const [plan, setPlan] = useState(() => TableFileMapping.guess(sheet));
  const list = useMemo(() => TableFileAttendee.read(sheet, plan), [sheet, plan]);
  const [work, start, stop] = useWork(event.id, list);
  const importing = work?.step === "import";
  const finished = importing && work.state === "done";

  function readAs(encoding: TableFile.Encoding) {
    const again = TableFile.read(bytes, { encoding });
    if (again.kind === "refused") return;
    setPlan(TableFileMapping.guess(again));
    onSheet(again);
  }

  return (
    <Main event={event} title={t("Import")} about={t("Attendee list")} end={<Steps at={importing ? 3 : 2} />}>
      <div class="bar file-bar">
        <b class="file-name">{name}</b>
        <span class="n2">
          {t("{n} rows, {separator}{source}.", {
            n: figure(sheet.rows.length),
            separator: separatorName(sheet.separator),
            source: sheet.source ? t(", from {source}", { source: sourceName(sheet.source) }) : "",
          })}
        </span>
        <label class="read-as">
          {t("Read as")}
          <select
            class="sel"
            value={sheet.encoding}
            disabled={importing}
            onChange={(e) => readAs(e.currentTarget.value as TableFile.Encoding)}
          >
            {TableFile.encodings.map((encoding) => (
              <option key={encoding} value={encoding}>
                {encodingName(encoding)}
              </option>
            ))}
          </select>
        </label>
        {(!importing || finished) && (
          <label class="btn alt push">
            {t("Another file")}
            <input
              class="vh"
              type="file"
              accept=".csv,.tsv,.txt,text/csv,text/plain"
              aria-label={t("Attendee list")}
              onChange={chosen(onFile)}
            />
          </label>
        )}
      </div>
      <div class="two import-two">
        {importing ? <Summary work={work} eventId={event.id} /> : <Columns sheet={sheet} plan={plan} list={list} onPlan={setPlan} />}
        <Problems sheet={sheet} list={list} rejected={work?.tally.rejected ?? []} eventName={event.name} />
      </div>
      <Foot work={work} list={list} onImport={() => start("import")} onStop={stop} onGoOn={() => work && start(work.step, work.tally)} />
    </Main>
  );
}

/** Runs the dry run whenever the list changes, and the import when told. One at a time: a new one ends the one before. */
function useWork(eventId: string, list: TableFileAttendee.List) {
  const [work, setWork] = useState<Work>();
  const current = useRef<AbortController>();

  async function start(step: "check" | "import", from = nothing(list.rows.length)) {
    current.current?.abort();
    const control = new AbortController();
    current.current = control;
    let tally = from;
    setWork({ step, tally, state: "running" });
    const onProgress = (next: Tally) => {
      tally = next;
      setWork({ step, tally, state: "running" });
    };
    try {
      await run(eventId, list.rows, { dryRun: step === "check", from, onProgress, signal: control.signal });
      setWork({ step, tally, state: "done" });
      const figures = { n: figure(tally.created), m: figure(tally.updated), k: figure(tally.unchanged) };
      const said =
        step === "import" ? t("Imported: {n} new, {m} changed.", figures) : t("Checked: {n} new, {m} changed, {k} as before.", figures);
      announce(said, { fresh: true });
    } catch (error) {
      if (!control.signal.aborted) setWork({ step, tally, state: "stopped", error });
    }
    if (step === "import") outdated(eventId);
  }

  useEffect(() => {
    setWork(undefined);
    const timer = setTimeout(() => start("check"), settleMs);
    return () => clearTimeout(timer);
  }, [list]);
  useEffect(() => () => current.current?.abort(), []);
  const running = work?.step === "import" && work.state === "running";
  useEffect(() => {
    if (!running) return;
    const ask = (leaving: BeforeUnloadEvent) => leaving.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [running]);

  const stop = () => {
    current.current?.abort();
    if (work) setWork({ step: work.step, tally: work.tally, state: "stopped", error: undefined });
  };
  return [work, start, stop] as const;
}

function Summary({ work, eventId }: { work: Work; eventId: string }) {
  const { done, of } = work.tally;
  return (
    <section class="summary">
      <h2 class="h2">{work.state === "done" ? t("Imported") : t("Importing")}</h2>
      <p class="huge">{t("{done} of {of}", { done: figure(done), of: figure(of) })}</p>
      <progress class="progress" max={of || 1} value={done} aria-label={t("Rows imported")} />
      {work.state === "done" && (
        <>
          <p class="lead">{t("Nobody is doubled, no badge changed, and no mail went out.")}</p>
          <p class="two-btn">
            <a class="btn alt" href={`/organize/${eventId}/attendees`}>
              {t("See the list")}
            </a>
            <a class="btn alt" href={`/organize/${eventId}/badges`}>
              {t("Print badges")}
            </a>
            <a class="btn alt" href={`/organize/${eventId}/invitation`}>
              {t("Invite them")}
            </a>
          </p>
        </>
      )}
    </section>
  );
}

function Steps({ at }: { at: 1 | 2 | 3 }) {
  const names = [t("File"), t("Columns"), t("Import")];
  return (
    <ol class="wiz" aria-label={t("Steps")}>
      {names.map((name, i) => (
        <li key={name} aria-current={i + 1 === at ? "step" : undefined}>
          {i + 1} {name}
        </li>
      ))}
    </ol>
  );
}

function Drop({ onFile, children }: { onFile: (file: File) => void; children: preact.ComponentChildren }) {
  const [over, setOver] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is a second way, the field in it is the first
    <section
      class={`dropzone ${over ? "over" : ""}`}
      onDragOver={(e) => {
        e.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(e) => {
        e.preventDefault();
        setOver(false);
        const file = e.dataTransfer?.files[0];
        if (file) onFile(file);
      }}
    >
      {children}
    </section>
  );
}

/** The same file can be chosen again after it was mended. */
const chosen = (then: (file: File) => void) => (e: { currentTarget: HTMLInputElement }) => {
  const file = e.currentTarget.files?.[0];
  e.currentTarget.value = "";
  if (file) then(file);
};

const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
