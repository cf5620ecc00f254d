/**
 * The people on an attendee list, by the organizer's plan for its columns: ready to import, each with the line it came from; and
 * everything that could not be read, with what is wrong. The words for it are the page's.
 */
import { canonicalEmail } from "./email-address.ts";
import type { Sheet } from "./table-file.ts";
import { columnOf, type Field, isComing, type Plan, type Role, roleFor } from "./table-file-mapping.ts";
import { clean } from "./text.ts";

export * as TableFileAttendee from "./table-file-attendee.ts";

/** The body of an import row. A field that is missing is no change to what is stored. */
export interface Attendee {
  email: string;
  name: string;
  company?: string;
  headline?: string;
  role?: Role;
  reference?: string;
}
export interface Numbered {
  /** The line of the file. */
  line: number;
  attendee: Attendee;
}
export type ProblemCode =
  | "email.missing"
  | "email.invalid"
  | "email.comma"
  | "email.space"
  | "email.several"
  | "email.no_at"
  | "email.twice_at"
  | "name.missing"
  | "row.too_many_cells"
  | "row.quotes"
  | "name.garbled";
export interface Problem {
  line: number;
  field: Field | "row";
  code: ProblemCode;
  /** The cell as it stands in the file, shortened. */
  value: string;
  /** Whether the row is imported all the same. */
  imported: boolean;
}
/** One address on several lines. The last line counts, fields that are blank there come from the lines before. */
export interface Repeated {
  email: string;
  lines: number[];
  /** The different names on these lines: with more than one, people are lost. */
  names: string[];
}
export interface List {
  /** One for each address, in the order of their last lines. */
  rows: Numbered[];
  problems: Problem[];
  repeated: Repeated[];
  /** Rows that the plan leaves out by their status or ticket type: value -> how many. */
  leftOut: Map<string, number>;
}

/** At most this many rows in one import request (API.md). */
export const BATCH_ROWS = 500;

const SHORT = 120;
/** Above what the server takes, so that the server's refusal is told instead of a silent cut. */
const NAME_MAX = 1000;
const TEXT_MAX = 1000;
/** What ticket shops write where the buyer has not said who comes. "Null" and "None" are names of people. */
const PLACEHOLDER = /^(info requested|n\/a|n\.a\.|unassigned|-+)$/i;
/** UTF-8 that was once read as Windows-1252 ("MÃ¼ller"), or letters that could not be read at all. */
const GARBLED = /\ufffd|[ÃÂ][\u0080-\u00bf\u0152-\u0192\u2013-\u2122]|ï¿½/;
const EAST_ASIAN = /^[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\s]+$/u;

/** Reads every row by the plan. The same sheet and plan give the same list; rows are never reordered but for repeated addresses. */
export function read(sheet: Sheet, plan: Plan): List {
  const columns = new Map<Field, number>();
  for (const [column, { field }] of plan.columns.entries()) if (field) columns.set(field, column);
  const people = new Map<string, Numbered>();
  const seen = new Map<string, Repeated>();
  const list: List = { rows: [], problems: [], repeated: [], leftOut: new Map() };
  const broken = new Set(sheet.brokenQuotes);
  const statusHeader = sheet.columns[columnOf(plan, "status") ?? -1] ?? "";

  const comes = remembered((status) => isComing(plan, status, statusHeader));
  const roleOf = remembered((value) => roleFor(plan, value));

  for (const { line, cells } of sheet.rows) {
    const cell = (field: Field) => text(cells[columns.get(field) ?? -1] ?? "");
    const problem = (field: Field | "row", code: ProblemCode, value: string, imported = false) =>
      list.problems.push({ line, field, code, value: clean(value, SHORT), imported });
    const leaveOut = (value: string) => list.leftOut.set(value, (list.leftOut.get(value) ?? 0) + 1);

    if (broken.has(line)) {
      problem("row", "row.quotes", cells[0] ?? "");
      continue;
    }
    if (!comes(cell("status"))) {
      leaveOut(cell("status"));
      continue;
    }
    const role = roleOf(cell("role"));
    if (role === "leave_out") {
      leaveOut(cell("role"));
      continue;
    }
    const extra = cells.slice(sheet.columns.length).filter((value) => value.trim() !== "");
    if (extra.length > 0) {
      problem("row", "row.too_many_cells", extra.join(" "));
      continue;
    }
    const email = address(cell("email"));
    if (typeof email !== "string") {
      problem("email", email.code, cell("email"));
      continue;
    }
    const name = clean(fullName(cell), NAME_MAX);
    if (name === "") {
      problem("name", "name.missing", "");
      continue;
    }
    if (GARBLED.test(name)) problem("name", "name.garbled", name, true);

    const before = people.get(email)?.attendee;
    const attendee: Attendee = { ...before, email, name };
    for (const field of ["company", "headline", "reference"] as const) {
      const value = clean(cell(field), TEXT_MAX);
      if (value !== "") attendee[field] = value;
    }
    if (cell("role") !== "" || Object.hasOwn(plan.roles, "")) attendee.role = role;
    people.delete(email); // so that the order is that of the last lines
    people.set(email, { line, attendee });
    const repeated = seen.get(email) ?? { email, lines: [], names: [] };
    repeated.lines.push(line);
    if (!repeated.names.includes(name)) repeated.names.push(name);
    seen.set(email, repeated);
  }
  list.rows = [...people.values()];
  list.repeated = [...seen.values()].filter((repeated) => repeated.lines.length > 1);
  return list;
}

/** The list cut for the import call. */
export function batches(rows: Numbered[], size = BATCH_ROWS): Numbered[][] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, i) => rows.slice(i * size, (i + 1) * size));
}

/** 50,000 rows have a handful of ticket types: each is looked at once. */
function remembered<T>(decide: (value: string) => T): (value: string) => T {
  const known = new Map<string, T>();
  return (value) => {
    if (!known.has(value)) known.set(value, decide(value));
    return known.get(value)!;
  };
}

/** A cell without what spreadsheets put around it: an apostrophe against formulas, ="0042" against lost zeros. */
function text(cell: string): string {
  const inner = /^="(.*)"$/s.exec(cell.trim())?.[1] ?? cell.trim();
  const value = /^'[=+\-@\t]/.test(inner) ? inner.slice(1) : inner;
  return PLACEHOLDER.test(value) ? "" : value;
}

/** The address in its stored form, or what is wrong with it. Takes "mailto:" and "Name <address>" off. */
function address(cell: string): string | { code: ProblemCode } {
  if (cell === "") return { code: "email.missing" };
  const bare = (/<([^<>]+)>\s*$/.exec(cell)?.[1] ?? cell).replace(/^mailto:/i, "").trim();
  const email = canonicalEmail(bare);
  if (email) return email;
  const ats = bare.split("@").length - 1;
  if (ats === 0) return { code: "email.no_at" };
  if (ats > 1) return { code: /[\s,;/]/.test(bare) ? "email.several" : "email.twice_at" };
  if (/,/.test(bare)) return { code: "email.comma" };
  if (/\s/.test(bare)) return { code: "email.space" };
  return { code: "email.invalid" };
}

/** Given before family name, in East Asian scripts the other way round, as they are read. */
function fullName(cell: (field: Field) => string): string {
  const full = cell("name");
  if (full !== "") return full;
  const [first, middle, last] = [cell("firstName"), cell("middleName"), cell("lastName")];
  const parts = EAST_ASIAN.test(`${first}${last}`) ? [last, first] : [first, middle, last];
  return parts.filter((part) => part !== "").join(" ");
}
