export interface Line {
  what: string;
  /** The figures, by column. */
  [column: string]: string | number;
}

/** Prints a table. Times are told as ratios to a floor of the same run, since machines differ; counts are told as they are. */
export function report(title: string, lines: Line[]): void {
  const columns = [...new Set(lines.flatMap((line) => Object.keys(line)))];
  const cells = [columns.map((name) => (name === "what" ? "" : name)), ...lines.map((line) => columns.map((name) => shown(line[name])))];
  const widths = columns.map((_, i) => Math.max(...cells.map((row) => row[i]!.length)));
  console.log(`\n${title}`);
  for (const row of cells)
    console.log(`  ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join("  ")}`);
}

function shown(value: string | number | undefined): string {
  if (value === undefined) return "";
  if (typeof value === "string") return value;
  return Number.isInteger(value) ? value.toLocaleString("en") : value.toFixed(Math.abs(value) < 10 ? 2 : 1);
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
