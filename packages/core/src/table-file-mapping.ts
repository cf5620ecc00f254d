/**
 * What each column of an attendee list is for: guessed here, shown to the organizer, changed by them. A field has at most one
 * column. Nothing here reads more than a sample of the rows, except `values`.
 */
import type { Row, Sheet } from "./table-file.ts";
import {
  comes,
  type Field,
  fieldHinted,
  fieldsNamed,
  looksLikeEmail,
  looksLikeHonorific,
  plain,
  type Role,
  roleSuggested,
} from "./table-file-word.ts";

export * as TableFileMapping from "./table-file-mapping.ts";
export { FIELDS, type Field, ROLES, type Role } from "./table-file-word.ts";

/** `named`: the header is a known name of the field. `guessed`: by a word in it, or by what the cells hold. `chosen`: by the organizer. */
export type Sureness = "named" | "guessed" | "chosen" | "unused";
export interface Column {
  field?: Field;
  sure: Sureness;
}
/** What becomes of the rows with one value of the role or status column. */
export type RoleChoice = Role | "leave_out";

export interface Plan {
  /** One for each column of the sheet. */
  columns: Column[];
  /** By the value as `valueKey` writes it; a value that is missing here takes its suggestion. "" is for rows without one. */
  roles: Record<string, RoleChoice>;
  /** Which statuses come: by the value as `valueKey` writes it. */
  statuses: Record<string, boolean>;
}
export interface Value {
  key: string;
  /** As it stands in the file, first spelling. */
  label: string;
  rows: number;
}

const SAMPLE_ROWS = 200;
const STATUS_VALUES_MAX = 20;

interface Candidate {
  column: number;
  field: Field;
  rank: number;
  sure: Sureness;
}

/** The best guess for every column. The organizer sees and changes it; nothing is imported by a guess alone. */
export function guess(sheet: Sheet): Plan {
  const sample = sheet.rows.slice(0, SAMPLE_ROWS);
  const candidates = sheet.columns.flatMap((header, column) => candidatesOf(header, column, sample)).sort((a, b) => a.rank - b.rank);
  const columns: Column[] = sheet.columns.map(() => ({ sure: "unused" }));
  for (const { column, field, sure } of candidates) {
    if (columns[column]!.field || columns.some((taken) => taken.field === field)) continue;
    columns[column] = { field, sure };
  }
  splitNames(columns, sheet.columns);
  findByContent(columns, sample);
  return { columns, roles: {}, statuses: {} };
}

/** The plan with a column moved to another field, or to none. A column that held this field before is left out. */
export function choose(plan: Plan, column: number, field: Field | undefined): Plan {
  const columns = plan.columns.map((old, i): Column => {
    if (i === column) return field ? { field, sure: "chosen" } : { sure: "unused" };
    return field && old.field === field ? { sure: "unused" } : old;
  });
  return { ...plan, columns };
}

export function columnOf(plan: Plan, field: Field): number | undefined {
  const at = plan.columns.findIndex((column) => column.field === field);
  return at === -1 ? undefined : at;
}

/** The different values in a column, most frequent first; blank cells are none. Values that differ in case or accents are one. */
export function values(sheet: Sheet, column: number): Value[] {
  const found = new Map<string, Value>();
  for (const row of sheet.rows) {
    const label = (row.cells[column] ?? "").trim();
    if (label === "") continue;
    const key = valueKey(label);
    const value = found.get(key) ?? { key, label, rows: 0 };
    value.rows++;
    found.set(key, value);
  }
  return [...found.values()].sort((a, b) => b.rows - a.rows || (a.key < b.key ? -1 : 1));
}

export function valueKey(cell: string): string {
  return plain(cell);
}

/** The organizer's choice for this value, else what the value itself suggests. A blank cell is an attendee. */
export function roleFor(plan: Plan, cell: string): RoleChoice {
  const key = valueKey(cell);
  return Object.hasOwn(plan.roles, key) ? plan.roles[key]! : roleSuggested(cell);
}

/** Whether a row with this status is imported. A blank or unknown status is. In a column that tells what is void, "true" is not. */
export function isComing(plan: Plan, cell: string, header = ""): boolean {
  const key = valueKey(cell);
  if (Object.hasOwn(plan.statuses, key)) return plan.statuses[key]!;
  if (/void|cancel/i.test(header)) return !/^(true|yes|1|void|voided|x)$/i.test(key) && comes(cell) !== false;
  return comes(cell) ?? true;
}

function candidatesOf(header: string, column: number, sample: Row[]): Candidate[] {
  const cells = sample.map((row) => (row.cells[column] ?? "").trim()).filter((cell) => cell !== "");
  const empty = cells.length === 0 ? 1000 : 0; // a blank column only where no other fits
  const named = fieldsNamed(header).map(([field, rank]): Candidate => ({ column, field, rank: rank + empty, sure: "named" }));
  const hinted = named.length === 0 && fieldHinted(header);
  const all = hinted ? [{ column, field: hinted, rank: 500 + empty, sure: "guessed" as const }] : named;
  return all.flatMap((candidate) => (fits(candidate.field, cells) ? [reranked(candidate, cells)] : []));
}

function fits(field: Field, cells: string[]): boolean {
  if (cells.length === 0) return true;
  if (field === "email") return share(cells, looksLikeEmail) >= 0.5;
  if (field === "status")
    return new Set(cells.map(valueKey)).size <= STATUS_VALUES_MAX && cells.some((cell) => comes(cell) !== undefined || cell === "true");
  if (field === "headline") return share(cells, looksLikeHonorific) < 0.5;
  return share(cells, looksLikeEmail) < 0.5 || field === "reference";
}

/** "Role" is the ticket in one list and the job in another: the cells tell. */
function reranked(candidate: Candidate, cells: string[]): Candidate {
  if (candidate.field !== "role" || cells.length === 0) return candidate;
  const telling = share(cells, (cell) => roleSuggested(cell) !== "attendee" || plain(cell) === "attendee") > 0.3;
  const many = new Set(cells.map(valueKey)).size > Math.max(8, cells.length / 2);
  return many && !telling ? { ...candidate, rank: candidate.rank + 900 } : candidate;
}

/** "Name" beside "Vorname" is the family name; "Nombre" beside "Apellidos" the given one. */
function splitNames(columns: Column[], headers: string[]): void {
  const at = (field: Field) => columns.findIndex((column) => column.field === field);
  const [full, first, last] = [at("name"), at("firstName"), at("lastName")];
  const alone = (i: number) =>
    /^(name|nom|naam|namn|navn|nimi|nev|nombre|nome|nazwisko|имя|ime|isim|שם|الاسم|이름)$/.test(plain(headers[i]!).normalize("NFC"));
  if (full !== -1 && first !== -1 && last === -1 && alone(full)) columns[full] = { field: "lastName", sure: "guessed" };
  else if (full !== -1 && first === -1 && last !== -1 && alone(full)) columns[full] = { field: "firstName", sure: "guessed" };
  else if (full === -1 && first !== -1 && last === -1) columns[first] = { field: "name", sure: "guessed" };
}

/** A list whose columns are named in no language we know still has addresses, and names beside them. */
function findByContent(columns: Column[], sample: Row[]): void {
  const has = (field: Field) => columns.some((column) => column.field === field);
  const unused = () => columns.flatMap((column, i) => (column.field ? [] : [i]));
  const best = (test: (cell: string) => boolean, least: number) =>
    unused()
      .map((column) => ({
        column,
        share: share(
          sample.map((row) => (row.cells[column] ?? "").trim()),
          test,
        ),
      }))
      .filter((found) => found.share >= least)
      .sort((a, b) => b.share - a.share)[0]?.column;
  if (!has("email")) put("email", best(looksLikeEmail, 0.5));
  if (!has("name") && !has("firstName") && !has("lastName")) put("name", best(looksLikeName, 0.6));

  function put(field: Field, column: number | undefined): void {
    if (column !== undefined) columns[column] = { field, sure: "guessed" };
  }
}

function looksLikeName(cell: string): boolean {
  return (
    cell.length <= 80 &&
    /^\p{L}[\p{L}\p{M}.'’ -]*$/u.test(cell) &&
    (cell.includes(" ") || /\p{scx=Han}|\p{scx=Hang}|\p{scx=Hira}/u.test(cell))
  );
}

function share(cells: string[], test: (cell: string) => boolean): number {
  return cells.length === 0 ? 0 : cells.filter(test).length / cells.length;
}
