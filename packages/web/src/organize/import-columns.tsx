import type { TableFile } from "@lanyard/core/table-file";
import type { TableFileAttendee } from "@lanyard/core/table-file-attendee";
import { FIELDS, type Field, type Plan, ROLES, type RoleChoice, TableFileMapping, type Value } from "@lanyard/core/table-file-mapping";
import { useMemo, useState } from "preact/hooks";
import { plural, t } from "../language/index.ts";
import { Said } from "../ui/name.tsx";
import { Mark } from "../ui/part.tsx";
import { roleName } from "./attendee-table.tsx";
import { fieldName, surenessName } from "./import-word.ts";
import { figure } from "./part.tsx";

/** So many different ticket types are shown to be mapped; a column with more of them is none. */
const VALUES_MAX = 40;
/** With more columns than this only those in use are shown at first. */
const COLUMNS_MAX = 14;

interface Props {
  sheet: TableFile.Sheet;
  plan: Plan;
  list: TableFileAttendee.List;
  onPlan: (plan: Plan) => void;
}

/** Where each column goes, what its ticket types and statuses mean, and the first people that come of it. */
export function Columns({ sheet, plan, list, onPlan }: Props) {
  const used = plan.columns.filter((column) => column.field).length;
  const [first] = useState(plan);
  const [all, setAll] = useState(sheet.columns.length <= COLUMNS_MAX);
  const shown = (column: number) => all || first.columns[column]?.field || plan.columns[column]?.field;
  const hidden = sheet.columns.filter((_, column) => !shown(column)).length;
  const role = TableFileMapping.columnOf(plan, "role");
  const status = TableFileMapping.columnOf(plan, "status");
  return (
    <section class="columns">
      <header class="sub">
        <h2 class="h2">{t("Where each column goes")}</h2>
        <span class="n2">{t("{n} columns, {m} used", { n: sheet.columns.length, m: used })}</span>
      </header>
      <div class="scroll">
        <table class="tb tight">
          <thead>
            <tr>
              <th scope="col">{t("Your column")}</th>
              {sheet.rows.slice(0, 2).map((row, i) => (
                <th scope="col" class="wide" key={row.line}>
                  {t("Row {n}", { n: i + 1 })}
                </th>
              ))}
              <th scope="col">{t("Goes to")}</th>
              <th scope="col" class="wide">
                {t("How sure")}
              </th>
            </tr>
          </thead>
          <tbody>
            {sheet.columns.map(
              (name, column) =>
                shown(column) && (
                  <ColumnRow key={`${column} ${name}`} name={name} column={column} sheet={sheet} plan={plan} onPlan={onPlan} />
                ),
            )}
          </tbody>
        </table>
      </div>
      {hidden > 0 && (
        <button type="button" class="txt" onClick={() => setAll(true)}>
          {plural(hidden, "Show the column that is left out", "Show the {n} columns that are left out")}
        </button>
      )}
      {role !== undefined && <Roles sheet={sheet} column={role} plan={plan} onPlan={onPlan} />}
      {role === undefined && <Everybody plan={plan} onPlan={onPlan} />}
      {status !== undefined && <Statuses sheet={sheet} column={status} plan={plan} onPlan={onPlan} />}
      {list.rows.length > 0 && <First list={list} />}
    </section>
  );
}

function ColumnRow({ name, column, sheet, plan, onPlan }: Omit<Props, "list"> & { name: string; column: number }) {
  const { field, sure } = plan.columns[column]!;
  return (
    <tr>
      <th scope="row">
        <Said>{name}</Said>
      </th>
      {sheet.rows.slice(0, 2).map((row) => (
        <td class="wide sample" key={row.line}>
          {row.cells[column]?.trim() ? <Said>{short(row.cells[column])}</Said> : <span class="n2">{t("Blank")}</span>}
        </td>
      ))}
      <td>
        <select
          class={`sel ${field ? "" : "x"}`}
          aria-label={t("{column} goes to", { column: name })}
          value={field ?? ""}
          onChange={(e) => onPlan(TableFileMapping.choose(plan, column, (e.currentTarget.value || undefined) as Field | undefined))}
        >
          <option value="">{t("Leave out")}</option>
          {FIELDS.map((one) => (
            <option key={one} value={one}>
              {fieldName(one)}
            </option>
          ))}
        </select>
      </td>
      <td class="wide">
        {sure === "guessed" ? (
          <span class="st">
            <Mark signal="hold" icon="eye" />
            {surenessName(sure)}
          </span>
        ) : (
          <span class="n2 once">{surenessName(sure)}</span>
        )}
      </td>
    </tr>
  );
}

function Roles({ sheet, column, plan, onPlan }: Omit<Props, "list"> & { column: number }) {
  const values = useMemo(() => TableFileMapping.values(sheet, column), [sheet, column]);
  return (
    <Values title={t("What each {column} is", { column: sheet.columns[column]! })} values={values}>
      {(value) => (
        <select
          class="sel"
          aria-label={t("{value} is", { value: value.label })}
          value={TableFileMapping.roleFor(plan, value.label)}
          onChange={(e) => onPlan({ ...plan, roles: { ...plan.roles, [value.key]: e.currentTarget.value as RoleChoice } })}
        >
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {roleName(role)}
            </option>
          ))}
          <option value="leave_out">{t("Leave these rows out")}</option>
        </select>
      )}
    </Values>
  );
}

/** A list without ticket types is often a list of one kind: the speakers, the crew. */
function Everybody({ plan, onPlan }: Pick<Props, "plan" | "onPlan">) {
  return (
    <p class="everybody">
      <label>
        {t("Everybody on this list is")}
        <select
          class="sel"
          value={plan.roles[""] ?? ""}
          onChange={(e) => {
            const { "": _, ...roles } = plan.roles;
            const role = e.currentTarget.value as RoleChoice | "";
            onPlan({ ...plan, roles: role ? { ...roles, "": role } : roles });
          }}
        >
          <option value="">{t("As before, or attendee")}</option>
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {roleName(role)}
            </option>
          ))}
        </select>
      </label>
    </p>
  );
}

function Statuses({ sheet, column, plan, onPlan }: Omit<Props, "list"> & { column: number }) {
  const values = useMemo(() => TableFileMapping.values(sheet, column), [sheet, column]);
  const header = sheet.columns[column]!;
  return (
    <Values title={t("Who comes, by {column}", { column: header })} values={values}>
      {(value) => (
        <select
          class="sel"
          aria-label={t("{value} is", { value: value.label })}
          value={TableFileMapping.isComing(plan, value.label, header) ? "yes" : "no"}
          onChange={(e) => onPlan({ ...plan, statuses: { ...plan.statuses, [value.key]: e.currentTarget.value === "yes" } })}
        >
          <option value="yes">{t("Comes, goes in")}</option>
          <option value="no">{t("Leave these rows out")}</option>
        </select>
      )}
    </Values>
  );
}

function Values({ title, values, children }: { title: string; values: Value[]; children: (value: Value) => preact.ComponentChildren }) {
  if (values.length === 0) return null;
  return (
    <>
      <header class="sub">
        <h2 class="h2">{title}</h2>
        <span class="n2">{t("{n} values", { n: figure(values.length) })}</span>
      </header>
      <table class="tb tight values">
        <tbody>
          {values.slice(0, VALUES_MAX).map((value) => (
            <tr key={value.key}>
              <th scope="row">
                <Said>{short(value.label)}</Said>
              </th>
              <td class="r">{plural(value.rows, "{n} row", "{rows} rows", { rows: figure(value.rows) })}</td>
              <td>{children(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {values.length > VALUES_MAX && (
        <p class="hint">{t("{n} more values, each an attendee. Is this the right column?", { n: figure(values.length - VALUES_MAX) })}</p>
      )}
    </>
  );
}

function First({ list }: { list: TableFileAttendee.List }) {
  return (
    <>
      <header class="sub">
        <h2 class="h2">{t("So they become")}</h2>
        <span class="n2">{t("The first rows, as badges")}</span>
      </header>
      <div class="minis">
        {list.rows.slice(0, 4).map(({ line, attendee }) => (
          <div class="pb mini" key={line}>
            <b>
              <Said>{attendee.name}</Said>
            </b>
            <span>{attendee.company ? <Said>{attendee.company}</Said> : t("No company")}</span>
            <span class="rr">{roleName(attendee.role ?? "attendee")}</span>
          </div>
        ))}
      </div>
    </>
  );
}

const short = (text: string) => {
  const line = text.trim().replace(/\s+/g, " ");
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
};
