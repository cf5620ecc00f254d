/** First-load bytes of every page of an attendee, with nothing kept, held against bare Preact bundled in the same run. */
import { buildWeb } from "../../scripts/web.mjs";
import { barePreact, FIRST_LOAD_BUDGET, firstLoads } from "../web/support/first-load.ts";
import { Stage } from "../web/support/open-stage.ts";
import { type Line, report } from "./report.ts";

await buildWeb();
const floor = barePreact();
const at = await new Stage().open();
const lines: Line[] = [];
for await (const { name, js, css, requests } of firstLoads(at))
  lines.push({ what: name, "JS, KB gz": js / 1024, "against bare Preact": js / floor, "CSS, KB gz": css / 1024, requests });
await at.close();
report(
  `First load of an attendee's pages (budget: ${FIRST_LOAD_BUDGET.js / 1024} KB JS, ${FIRST_LOAD_BUDGET.css / 1024} KB CSS; a KB is 1,024 bytes)`,
  [...lines, { what: "bare Preact with hooks", "JS, KB gz": floor / 1024, "against bare Preact": 1 }],
);
