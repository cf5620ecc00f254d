/**
 * Reading the attendee list a ticket shop or a spreadsheet gives: bytes in, named columns and numbered rows out. Pure, in the
 * browser and in Node. What the columns mean is table-file-mapping.ts, what the rows say table-file-attendee.ts.
 *
 * @example
 * const sheet = TableFile.read(new Uint8Array(await file.arrayBuffer()));
 * if (sheet.kind === "refused") return tell(sheet.reason);
 * const plan = TableFileMapping.guess(sheet);
 * const { rows, problems } = TableFileAttendee.read(sheet, plan);
 */
import Papa from "papaparse";
import { decode, ENCODINGS, type Encoding, encodingOf } from "./table-file-encoding.ts";
import { fieldsNamed, isNamedExactly, looksLikeEmail, sourceOf } from "./table-file-word.ts";

export * as TableFile from "./table-file.ts";

export const SEPARATORS = [",", ";", "\t", "|"] as const;
export type Separator = (typeof SEPARATORS)[number];
export type Source = "eventbrite" | "luma" | "tito" | "pretix";

export interface Row {
  /** The line of the file on which this row starts, counted from 1 as an editor counts. */
  line: number;
  cells: string[];
}
export interface Sheet {
  kind: "sheet";
  encoding: Encoding;
  separator: Separator;
  /** Undefined when the file has no header; its columns are then called "Column 1" and so on. */
  headerLine?: number;
  columns: string[];
  /** Rows that hold anything, in the order of the file. */
  rows: Row[];
  /** Lines where a quote does not close as it should; what follows may be read wrongly. */
  brokenQuotes: number[];
  source?: Source;
}
export interface Refusal {
  kind: "refused";
  /** `workbook` is Excel, Numbers or OpenDocument; `empty` has no row below its header. */
  reason: "empty" | "workbook" | "not_text";
}

/** How far down a header is looked for: exports put a title, a date and a blank line or two above it. */
const HEADER_ROWS = 20;
const SAMPLE_ROWS = 60;

/**
 * Reads a whole list. Encoding, separator and header are found by looking; `encoding` overrules the first of them.
 * Accepts any bytes and never throws. Linear in the size of the file, about 1 s for 50,000 rows of 30 columns.
 */
export function read(bytes: Uint8Array, options: { encoding?: Encoding } = {}): Sheet | Refusal {
  if (startsWith(bytes, [0x50, 0x4b, 3, 4]) || startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) return { kind: "refused", reason: "workbook" };
  const encoding = options.encoding ?? encodingOf(bytes, headerWords);
  const text = decode(bytes, encoding);
  if (text.includes("\0")) return { kind: "refused", reason: "not_text" };

  const told = /^sep=([,;|\t])\n/i.exec(text);
  const body = told ? text.slice(told[0].length) : text;
  const separator = (told?.[1] as Separator | undefined) ?? separatorOf(body);
  const { rows, brokenQuotes } = parse(body, separator, told ? 2 : 1);
  const header = headerOf(rows);
  const data = header === undefined ? rows : rows.slice(header + 1);
  const width = header === undefined ? Math.max(0, ...data.slice(0, SAMPLE_ROWS).map(filled)) : filled(rows[header]!);
  if (data.length === 0 || width === 0) return { kind: "refused", reason: "empty" };

  const names = header === undefined ? [] : rows[header]!.cells.map((cell) => cell.trim());
  const columns = Array.from({ length: width }, (_, i) => names[i] || `Column ${i + 1}`);
  const source = header === undefined ? undefined : sourceOf(columns);
  return {
    kind: "sheet",
    encoding,
    separator,
    ...(header !== undefined && { headerLine: rows[header]!.line }),
    columns,
    rows: data,
    brokenQuotes,
    ...(source && { source }),
  };
}

/** The encodings an organizer can choose when the guess was wrong. */
export const encodings = ENCODINGS;
export type { Encoding };

function startsWith(bytes: Uint8Array, magic: number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

/** How many words of this text are names of columns we know: tells encodings apart. */
function headerWords(text: string): number {
  const lines = text.split("\n", HEADER_ROWS).map((line) => line.split(/[,;\t|]/).map((cell) => cell.replace(/^"|"$/g, "")));
  return Math.max(0, ...lines.map((cells) => knownCells(cells) + cells.filter(isNamedExactly).length));
}

function knownCells(cells: string[]): number {
  return cells.filter((cell) => fieldsNamed(cell).length > 0).length;
}

/**
 * Every separator is tried on the first rows: the one that finds most known columns wins, then the one that gives the most
 * rows the same number of cells. A comma inside names must not beat the semicolon between cells.
 */
function separatorOf(text: string): Separator {
  const scores = SEPARATORS.map((separator) => {
    const { rows } = parse(text, separator, 1, SAMPLE_ROWS);
    const widths = rows.map((row) => row.cells.length).filter((width) => width > 1);
    const common = mostFrequent(widths);
    const share = widths.filter((width) => width === common).length / (rows.length || 1);
    const known = Math.max(0, ...rows.slice(0, HEADER_ROWS).map((row) => (row.cells.length > 1 ? knownCells(row.cells) : 0)));
    return known * 100 + share * share * Math.min(common, 50);
  });
  return SEPARATORS[scores.indexOf(Math.max(...scores))]!;
}

function mostFrequent(numbers: number[]): number {
  const counts = new Map<number, number>();
  for (const n of numbers) counts.set(n, (counts.get(n) ?? 0) + 1);
  return [...counts].sort(([a, x], [b, y]) => y - x || b - a)[0]?.[0] ?? 0;
}

/** RFC 4180 with any separator. Rows without a single filled cell are dropped, but their lines are counted. */
function parse(text: string, separator: Separator, firstLine: number, preview = 0): { rows: Row[]; brokenQuotes: number[] } {
  const rows: Row[] = [];
  const brokenQuotes: number[] = [];
  let line = firstLine;
  let read = 0;
  Papa.parse<string[]>(text, {
    delimiter: separator,
    newline: "\n",
    preview,
    step({ data, errors, meta }) {
      if (errors.some((error) => error.type === "Quotes")) brokenQuotes.push(line);
      if (data.some((cell) => cell.trim() !== "")) rows.push({ line, cells: data });
      for (let at = text.indexOf("\n", read); at !== -1 && at < meta.cursor; at = text.indexOf("\n", at + 1)) line++;
      read = meta.cursor;
    },
  });
  return { rows, brokenQuotes };
}

/**
 * The row that names most known columns and holds no address. Without one: the first row, if it is filled like the rows below and
 * holds no address while they do. Otherwise there is no header.
 */
function headerOf(rows: Row[]): number | undefined {
  const first = rows.slice(0, HEADER_ROWS);
  const known = first.map((row) => (row.cells.some(looksLikeEmail) ? 0 : knownCells(row.cells) + filled(row) / 1000));
  const best = Math.max(0, ...known);
  if (best >= 1) return known.indexOf(best);
  const below = rows.findIndex((row) => row.cells.some(looksLikeEmail));
  return below > 0 ? below - 1 : rows.length > 1 && below === -1 ? 0 : undefined;
}

/** Cells up to the last filled one. */
function filled(row: Row): number {
  return row.cells.findLastIndex((cell) => cell.trim() !== "") + 1;
}
