/** What an event costs, from what its acts consume, and that docs/operations.md says so. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startDynamodbLocal } from "../support/dynamodb-local.ts";
import { billOf } from "./cost/bill.ts";
import { measure } from "./cost/measure.ts";
import { synthesizeStack } from "./stack.ts";
import { ROOT } from "./synth/synthesize.ts";

const SIZES = [200, 2_000, 20_000];
/** The code may change by this much before the page has to. */
const TOLERANCE = 0.2;

const engine = await startDynamodbLocal();

test.skipIf(!engine)(
  "docs/operations.md names the cost of an event of 200, 2,000 and 20,000 people",
  async () => {
    const measured = await measure(engine!).finally(() => engine!.close());
    const alarms = (await synthesizeStack({ stage: "production" })).all("MetricAlarm").length;
    const bills = SIZES.map((people) => ({ people, ...billOf(people, measured, alarms) }));
    console.table(measured);
    console.table(bills.map((bill) => Object.fromEntries(Object.entries(bill).map(([key, value]) => [key, Number(value.toFixed(2))]))));
    const page = readFileSync(join(ROOT, "docs/operations.md"), "utf8");
    for (const { people, total } of bills) {
      const row = new RegExp(`^\\| ${people.toLocaleString("en")} \\|.*\\| ([\\d.]+) \\|$`, "m").exec(page);
      const told = Number(row?.[1]);
      expect(Math.abs(told / total - 1), `${people} people: the page says ${told}, measured are ${total.toFixed(2)}`).toBeLessThan(
        TOLERANCE,
      );
    }
  },
  180_000,
);
