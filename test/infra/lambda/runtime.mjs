// What AWS starts for a function, as far as our bundles can tell: loads bundle.mjs of the working folder, calls its handler for each event
// that the parent sends, one at a time, and answers what it returned or threw. Plain JavaScript, because Node 20 and 22 both run it.
import { join } from "node:path";
import { pathToFileURL } from "node:url";

let clockOffsetMs = 0;
const now = Date.now;
Date.now = () => now() + clockOffsetMs;

const from = performance.now();
const { handler } = await import(pathToFileURL(join(process.cwd(), "bundle.mjs")).href);
process.send({ importMs: performance.now() - from, node: process.version });

process.on("message", async ({ id, event, offsetMs }) => {
  clockOffsetMs = offsetMs;
  const context = { awsRequestId: id, functionName: process.env.AWS_LAMBDA_FUNCTION_NAME, getRemainingTimeInMillis: () => 10_000 };
  try {
    // Lambda hands JSON over and takes JSON back.
    const result = await handler(JSON.parse(JSON.stringify(event)), context);
    process.send({ id, result: result === undefined ? null : JSON.parse(JSON.stringify(result)) });
  } catch (error) {
    process.send({ id, error: String(error?.stack ?? error) });
  }
});
