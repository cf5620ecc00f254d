/** How much the functions weigh and how long they take to load: printed, and held against the budget. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { describe, expect, test } from "vitest";
import { findNode22 } from "../support/node22.ts";
import { synthesizeStack } from "./stack.ts";
import { ROOT } from "./synth/synthesize.ts";

/** Minified, as uploaded. */
const API_MAX_BYTES = 900_000;
const ROUNDS = 5;

describe("the built functions", async () => {
  const stack = await synthesizeStack({ stage: "production" });
  const node = findNode22() ?? process.execPath;

  test("are uploaded without their source maps, and without the languages of a second zod", () => {
    for (const name of stack.functions()) {
      const has = (file: string, text: string) => readFileSync(file).includes(text);
      expect(has(join(stack.folder, ".sst/artifacts", name, "code.zip"), "bundle.mjs"), name).toBe(true);
      expect(has(join(stack.folder, ".sst/artifacts", name, "code.zip"), "bundle.mjs.map"), name).toBe(false);
      expect(has(join(stack.artifact(name), "bundle.mjs"), "ungültige Eingabe"), name).toBe(false);
    }
  });

  test(`the API is within ${API_MAX_BYTES / 1000} KB`, () => {
    const bundles = new Map([["the two SDK clients alone", floorBundle()]]);
    for (const name of stack.functions().sort()) bundles.set(name, join(stack.artifact(name), "bundle.mjs"));
    const times = importTimes(node, [...bundles.values()]);
    const rows = [...bundles].map(([name, bundle], place) => {
      const size = { KB: Math.round(statSync(bundle).size / 1000), "import ms": Math.round(times[place]!) };
      return [name, { ...size, ratio: Number((times[place]! / times[0]!).toFixed(2)) }];
    });
    console.table(Object.fromEntries(rows));
    expect(statSync(bundles.get("Api")!).size).toBeLessThanOrEqual(API_MAX_BYTES);
  });
});

/** What no function of ours can be smaller than. */
function floorBundle(): string {
  const folder = join(ROOT, ".cache/infra/floor");
  mkdirSync(folder, { recursive: true });
  buildSync({
    stdin: {
      contents: `import { DynamoDBClient } from "@aws-sdk/client-dynamodb"; import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
        import { SESClient, SendRawEmailCommand } from "@aws-sdk/client-ses";
        export const handler = [DynamoDBDocumentClient.from(new DynamoDBClient({})), GetCommand, new SESClient({}), SendRawEmailCommand];`,
      resolveDir: join(ROOT, "packages/core"),
    },
    outfile: join(folder, "bundle.mjs"),
    banner: { js: 'import { createRequire } from "module"; const require = createRequire(import.meta.url);' },
    ...{ bundle: true, minify: true, platform: "node", format: "esm", target: "esnext", mainFields: ["module", "main"], logLevel: "error" },
  });
  return join(folder, "bundle.mjs");
}

/** Milliseconds in a fresh process, the best of a few; in turns, so that a busy moment meets all alike. */
function importTimes(node: string, bundles: string[]): number[] {
  const measure = "const from = performance.now(); await import(process.argv[1]); process.stdout.write(String(performance.now() - from))";
  const env = { SST_RESOURCE_App: "{}", SST_RESOURCES_JSON: LINKS, AWS_REGION: "eu-central-1", PATH: process.env.PATH };
  const once = (bundle: string) => Number(execFileSync(node, ["--input-type=module", "-e", measure, bundle], { encoding: "utf8", env }));
  const rounds = Array.from({ length: ROUNDS }, () => bundles.map(once));
  return bundles.map((_, place) => Math.min(...rounds.map((round) => round[place]!)));
}

const LINKS = JSON.stringify({
  Table: { name: "any" },
  Settings: {
    appUrl: "https://cards.tidewater.example",
    signInFrom: "a@tidewater.example",
    mailingFrom: "a@tidewater.example",
    signIn: "known",
    organizers: [],
  },
});
