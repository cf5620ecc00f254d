/** A cell that a spreadsheet would run (OWASP, "CSV Injection"): a formula start, also behind spaces, also in full width. */
const FORMULA = /^[\s\u00a0\ufeff]*[=+\-@\t\r\n|%\uff1d\uff0b\uff0d\uff20]/;
const NUMBER = /^[+-]?\d+([.,]\d+)?$/;

/**
 * A sheet as RFC 4180 text: CRLF, every cell quoted, led by the UTF-8 byte order mark that Excel needs to read names.
 * A cell that a spreadsheet would take for a formula gets an apostrophe in front; plain numbers (also "+4912345") do not.
 * Missing cells are empty. Line breaks within a cell stay; NUL is dropped.
 */
export function csvFile(columns: string[], rows: Iterable<(string | number | undefined)[]>): string {
  const lines = [line(columns)];
  for (const row of rows) lines.push(line(columns.map((_, i) => row[i])));
  return `\ufeff${lines.join("\r\n")}\r\n`;
}

function line(cells: (string | number | undefined)[]): string {
  return cells.map(cell).join(",");
}

function cell(value: string | number | undefined): string {
  const text = String(value ?? "").replaceAll("\0", "");
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
