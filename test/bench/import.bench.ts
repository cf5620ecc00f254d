/** Import of LANYARD_BENCH_ROWS (10,000) rows, held against raw batch writes of the very same items, in turn, on the same engine. */
import type { Item } from "@lanyard/core/db/table";
import { Import } from "@lanyard/core/import";
import { createWorld } from "../support/world.ts";
import { report } from "./report.ts";

const ROWS = Number(process.env.LANYARD_BENCH_ROWS ?? 10_000);
const world = await createWorld();
const { table } = world.deps;
const written: Item[][] = [];
world.deps.table = {
  ...table,
  batchWrite(writes) {
    written.push(writes.puts ?? []);
    return table.batchWrite(writes);
  },
};

const batches = Array.from({ length: Math.ceil(ROWS / Import.ROWS_MAX) }, (_, batch) =>
  Array.from({ length: Import.ROWS_MAX }, (_, i) => {
    const n = batch * Import.ROWS_MAX + i;
    return {
      email: `person${n}@import.example`,
      name: `Person Number ${n}`,
      company: "Analytical Engines Ltd",
      headline: "Programmer",
      reference: `R${n}`,
    };
  }),
);
const owner = await world.owner();
let [imported, raw, repeated] = [0, 0, 0];
for (const [n, rows] of batches.entries()) {
  written.length = 0;
  imported += await seconds(() => Import.rows(owner, { rows }));
  const items = written
    .flat()
    .map((item) => ({ ...item, pk: `RAW#${item.pk}`, ...(item.listsPk !== undefined && { listsPk: `RAW#${item.listsPk}` }) }));
  raw += await seconds(() => table.batchWrite({ puts: items }));
  if (n === 0) repeated = await seconds(() => Import.rows(owner, { rows }));
}
report(`Import of ${ROWS.toLocaleString("en")} rows (budget: at least 0.8 times the speed of raw batch writes)`, [
  { what: "import, s", figure: imported },
  { what: "raw batch writes of the same items, s", figure: raw },
  { what: "speed against raw", figure: raw / imported },
  { what: "rows a second", figure: Math.round(ROWS / imported) },
  { what: "500 unchanged rows again, s", figure: repeated },
]);
await world.close();

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
}
