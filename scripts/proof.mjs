import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { fail, ROOT, runNode } from "./command.mjs";
import { installPackages } from "./install.mjs";
import { buildWeb } from "./web.mjs";

const RESULTS = join(ROOT, ".cache/test");
const isCi = process.env.CI === "true";
const started = performance.now();
const steps = []; // { name, ok, seconds }
const total = { passed: 0, failed: 0, skipped: 0 };
let skippedParts = 0;
const failures = []; // what failed, a line each, told at the very end

try {
  await installPackages();
} catch (error) {
  fail(error);
}
process.env.TZ = "UTC";
rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });

await step("lint", () => succeeds("@biomejs/biome/bin/biome", "check", "."));
await step("types", () => succeeds("typescript/bin/tsc", "--noEmit", "-p", "."));
await step("types of the web", () => succeeds("typescript/bin/tsc", "--noEmit", "-p", "packages/web"));
await step("types of the deployment", async () => {
  const { installPlatform } = await import("./sst.mjs");
  await installPlatform();
  return succeeds("typescript/bin/tsc", "--noEmit", "-p", "infra");
});
await step("web build", async () => {
  await buildWeb();
  return true;
});

const { findChromium, findEngine } = await parts();
await step("core, api, mail and infra on dynalite", () => vitest("main", ["core", "api", "mail", "infra"]));
const engine = await part("DynamoDB Local", findEngine);
if (engine) {
  const env = { LANYARD_TEST_ENGINE: "dynamodb-local", LANYARD_TEST_ENDPOINT: engine.endpoint };
  await step("core on DynamoDB Local", () => vitest("dynamodb-local", ["core"], env));
  await engine.close();
}
const chromium = await part("Chromium", findChromium);
if (chromium) await step("web in Chromium", () => vitest("web", ["web"], { CHROME_PATH: chromium }));

summary();

async function step(name, work) {
  console.log(`\n== ${name}`);
  const from = performance.now();
  let ok = false;
  try {
    ok = await work();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
  steps.push({ name, ok, seconds: (performance.now() - from) / 1000 });
}

async function succeeds(script, ...args) {
  return (await runNode(join(ROOT, "node_modules", script), args)) === 0;
}

async function vitest(name, projects, env = {}) {
  const file = join(RESULTS, `${name}.json`);
  const args = ["run", ...projects.flatMap((project) => ["--project", project])];
  const code = await runNode(
    join(ROOT, "node_modules/vitest/vitest.mjs"),
    [...args, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
    { env },
  );
  const results = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
  const counted = results ? count(results) : { passed: 0, failed: 0, skipped: 0 };
  if (results) failures.push(...failed(results));
  // An error outside of any test fails a run that has no failed test.
  if (code !== 0 && counted.failed === 0) counted.failed = 1;
  for (const key of Object.keys(total)) total[key] += counted[key];
  return counted.failed === 0 && !(isCi && counted.skipped > 0);
}

/** A file that could not be loaded has no tests to fail, and counts as one. */
function count({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) {
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  );
  return { passed: numPassedTests, failed: numFailedTests + broken.length, skipped: numPendingTests + numTodoTests };
}

/** Each failed test as its file, its name and the first line of why: a log of which only the end was kept still tells. */
function failed({ testResults }) {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(ROOT, name);
    const tests = assertionResults.filter((test) => test.status === "failed");
    if (status === "failed" && tests.length === 0) return [`${file}: ${firstLine(message)}`];
    return tests.map((test) => `${file}: ${test.fullName}\n        ${firstLine(test.failureMessages[0])}`);
  });
}

function firstLine(text = "") {
  return text.trim().split("\n")[0].slice(0, 300);
}

// The finders are shared with the tests and so TypeScript; they can be loaded only after the install.
async function parts() {
  const { tsImport } = await import("tsx/esm/api");
  const system = await tsImport("../test/support/system.ts", import.meta.url);
  const local = await tsImport("../test/support/dynamodb-local.ts", import.meta.url);
  return { findChromium: system.findChromium, findEngine: local.startDynamodbLocal };
}

/** What cannot be had is one line (said by the finder, or here) and one skip; with CI=true a failure. */
async function part(name, find) {
  let found;
  try {
    found = await find();
  } catch (error) {
    console.error(`\n${name}: ${error instanceof Error ? error.message : error}`);
  }
  if (found) return found;
  skippedParts++;
  if (isCi) steps.push({ name: `${name} is there`, ok: false, seconds: 0 });
  return undefined;
}

function summary() {
  console.log(`\n${"".padEnd(60, "=")}`);
  for (const { name, ok, seconds } of steps)
    console.log(`${ok ? "ok    " : "FAILED"}  ${name.padEnd(42)} ${seconds.toFixed(0).padStart(4)} s`);
  console.log(`in all ${((performance.now() - started) / 1000).toFixed(0)} s\n`);
  for (const line of failures) console.log(`FAILED  ${line}`);
  const failedSteps = steps.filter(({ ok }) => !ok);
  // Lint, types and the build are no tests, but nobody shall read "0 failed" above a failure.
  const failed = total.failed > 0 ? total.failed : failedSteps.length;
  const skipped = total.skipped + skippedParts;
  console.log(`${total.passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  process.exit(failedSteps.length > 0 ? 1 : 0);
}
