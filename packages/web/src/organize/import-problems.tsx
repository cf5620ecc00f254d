import { csvFile } from "@lanyard/core/csv";
import type { TableFile } from "@lanyard/core/table-file";
import type { Repeated, TableFileAttendee } from "@lanyard/core/table-file-attendee";
import { FIELDS, type Field } from "@lanyard/core/table-file-mapping";
import { useMemo } from "preact/hooks";
import { plural, t } from "../language/index.ts";
import { Said } from "../ui/name.tsx";
import { Mark } from "../ui/part.tsx";
import { DeskIcon } from "./icon.tsx";
import type { Rejected } from "./import-run.ts";
import { fieldName, problemWords } from "./import-word.ts";
import { download, figure, fileName } from "./part.tsx";

const SHOWN = 100;

interface Entry {
  line: number;
  field: string;
  value: string;
  wrong: string;
  imported: boolean;
}
interface Props {
  sheet: TableFile.Sheet;
  list: TableFileAttendee.List;
  rejected: Rejected[];
  eventName: string;
}

/** Every row that is not imported, with its line in the file, and what else one should know before importing. */
export function Problems({ sheet, list, rejected, eventName }: Props) {
  const entries = useMemo(() => allOf(list, rejected), [list, rejected]);
  const out = entries.filter((entry) => !entry.imported);
  const odd = entries.filter((entry) => entry.imported);
  const mixed = list.repeated.filter((one) => one.names.length > 1);
  const repeats = list.repeated.filter((one) => one.names.length === 1);
  return (
    <section class="beside" aria-label={t("What to look at")}>
      <Head
        signal={out.length > 0 ? "stop" : "go"}
        title={out.length > 0 ? plural(out.length, "{n} row is left out", "{n} rows are left out") : t("Every row can be read")}
      >
        {out.length > 0 && t("The others go in. Fix these and import again.")}
      </Head>
      {out.length > 0 && <Rows entries={out} />}
      {out.length > 0 && (
        <button
          type="button"
          class="txt"
          onClick={() => download(`${fileName(eventName, t("left out"))}.csv`, sheetOf(sheet, out), "text/csv")}
        >
          <DeskIcon name="save" />
          {plural(out.length, "Download this row", "Download these {n} rows")}
        </button>
      )}
      {list.leftOut.size > 0 && (
        <div>
          <Head signal="plain" title={t("Left out by your columns")} />
          <ul class="key facts-list">
            {[...list.leftOut].map(([value, n]) => (
              <li key={value}>
                <Said>{value}</Said> <b>{figure(n)}</b>
              </li>
            ))}
          </ul>
        </div>
      )}
      {odd.length > 0 && (
        <div>
          <Head signal="hold" title={plural(odd.length, "{n} row looks odd", "{n} rows look odd")} />
          <Rows entries={odd} />
        </div>
      )}
      {mixed.length > 0 && (
        <div>
          <Head signal="hold" title={plural(mixed.length, "{n} address has several people", "{n} addresses have several people")}>
            {t("An address is one person: only the last name goes in. Give each person their own address.")}
          </Head>
          <Addresses repeated={mixed} />
        </div>
      )}
      {repeats.length > 0 && (
        <div>
          <Head
            signal="plain"
            title={plural(repeats.length, "{n} address stands on several lines", "{n} addresses stand on several lines")}
          >
            {t("They become one person each. The last line counts.")}
          </Head>
          <Addresses repeated={repeats} />
        </div>
      )}
    </section>
  );
}

function Head({
  signal,
  title,
  children,
}: {
  signal: "go" | "hold" | "stop" | "plain";
  title: string;
  children?: preact.ComponentChildren;
}) {
  const icon = { go: "check", hold: "eye", stop: "bar", plain: "people" } as const;
  return (
    <header class="beside-head">
      <Mark signal={signal} icon={icon[signal]} />
      <div>
        <h2 class="h2">{title}</h2>
        {children && <p class="n2">{children}</p>}
      </div>
    </header>
  );
}

function Rows({ entries }: { entries: Entry[] }) {
  return (
    <>
      <table class="tb problems">
        <thead>
          <tr>
            <th scope="col" class="r">
              {t("Line")}
            </th>
            <th scope="col">{t("Field")}</th>
            <th scope="col">{t("What is wrong")}</th>
          </tr>
        </thead>
        <tbody>
          {entries.slice(0, SHOWN).map((entry) => (
            <tr key={`${entry.line} ${entry.field} ${entry.wrong}`}>
              <td class="r">
                <b>{figure(entry.line)}</b>
              </td>
              <td>{entry.field}</td>
              <td>
                <b>{entry.value ? <Said>{entry.value}</Said> : t("(blank)")}</b>
                <br />
                <span class="n2">{entry.wrong}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {entries.length > SHOWN && <p class="hint">{t("And {n} more.", { n: figure(entries.length - SHOWN) })}</p>}
    </>
  );
}

function Addresses({ repeated }: { repeated: Repeated[] }) {
  return (
    <ul class="addresses">
      {repeated.slice(0, SHOWN).map((one) => (
        <li key={one.email}>
          <b>{one.email}</b>
          <br />
          <span class="n2">
            {t("Lines {lines}", { lines: one.lines.join(", ") })}
            {one.names.length > 1 && (
              <>
                {": "}
                {one.names.map((name, i) => (
                  <span key={name}>
                    {i > 0 && ", "}
                    <Said>{name}</Said>
                  </span>
                ))}
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

function allOf(list: TableFileAttendee.List, rejected: Rejected[]): Entry[] {
  const found = list.problems.map(({ line, field, code, value, imported }) => ({
    line,
    field: fieldName(field),
    value,
    wrong: problemWords(code),
    imported,
  }));
  const refused = rejected.map(({ line, field, message, value }) => ({
    line,
    field: FIELDS.includes(field as Field) ? fieldName(field as Field) : field,
    value: value.slice(0, 120),
    wrong: message.replace(/^\w+: /, ""),
    imported: false,
  }));
  return [...found, ...refused].sort((a, b) => a.line - b.line);
}

/** The rows as they stand in the file, to be mended and imported by themselves. */
function sheetOf(sheet: TableFile.Sheet, entries: Entry[]): string {
  const wrong = new Map(entries.map((entry) => [entry.line, entry.wrong]));
  const rows = sheet.rows.filter((row) => wrong.has(row.line));
  return csvFile(
    [...sheet.columns, t("Line"), t("What is wrong")],
    rows.map((row) => [...sheet.columns.map((_, i) => row.cells[i] ?? ""), row.line, wrong.get(row.line)]),
  );
}
