/**
 * Runs the real `sst diff` (real command line, real components, real bundler) with no network: in a workspace of its own under .cache/,
 * with a stand-in for pulumi and one for the two AWS services that sst needs. What it found is kept until a source changes.
 *
 * @example
 * const production = await synthesize({ stage: "production" });
 * const mutant = await synthesize({ stage: "development", name: "mutant", edits: { "infra/table.ts": (text) => text.replace("ttl", "tll") } });
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { buildSync } from "esbuild";
import { linkPlatform, OFFLINE, SST } from "../../../scripts/sst.mjs";
import { startSstAws } from "./aws.ts";
import type { Synthesis } from "./resource.ts";

export const ROOT = join(import.meta.dirname, "../../..");
const CACHE = join(ROOT, ".cache/infra");
const HERE = import.meta.dirname;
/** Everything that a synthesis depends on; mutants have empty functions and depend on less. */
const CONFIGURATION = [
  ...["sst.config.ts", "infra", "tsconfig.json", "package-lock.json", "packages/web/dist", "test/infra/synth"],
  ...["packages/core/src/db/schema.ts", "packages/functions/src/site.ts", "packages/functions/src/scheduled"],
];
const SOURCES = { whole: [...CONFIGURATION, "packages/core/src", "packages/functions"], mutant: CONFIGURATION };

export interface Wanted {
  stage: string;
  /** Of the workspace; by default the stage's. */
  name?: string;
  /** Changes to copies of sst.config.ts and infra/*, for mutants. Their functions are empty. */
  edits?: Record<string, (text: string) => string>;
  secrets?: Record<string, string>;
}

export interface Synthesized extends Synthesis {
  /** Where it lies; .sst/artifacts holds what would be uploaded. */
  folder: string;
  stage: string;
}

export const SECRETS = { IdSecret: `${"i".repeat(32)}-ids`, CodePepper: `${"c".repeat(32)}-codes` };

/** Throws with everything that sst said when the deployment would not even begin. */
export async function synthesize({ stage, name = stage, edits = {}, secrets = SECRETS }: Wanted): Promise<Synthesized> {
  const folder = join(CACHE, name);
  const key = createHash("sha256")
    .update(sourcesOf(Object.keys(edits).length > 0 ? "mutant" : "whole"))
    .update(JSON.stringify([stage, secrets, [...configuration(edits)]]))
    .digest("hex");
  const [result, stamp] = [join(folder, "synthesis.json"), join(folder, "key")];
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== key) {
    workspace(name, edits);
    await diff(folder, stage, secrets, result);
    writeFileSync(stamp, key);
  }
  return { ...(JSON.parse(readFileSync(result, "utf8")) as Synthesis), folder, stage };
}

/** The files of the configuration by path, with the tests' settings and the edits in them. */
function configuration(edits: Record<string, (text: string) => string>): Map<string, string> {
  const paths = ["sst.config.ts", ...readdirSync(join(ROOT, "infra")).map((file) => `infra/${file}`)];
  const files = new Map(paths.map((path) => [path, readFileSync(join(ROOT, path), "utf8")]));
  files.set("infra/stages.ts", readFileSync(join(HERE, "stages.ts"), "utf8").replace("../../../infra/", "./"));
  for (const [path, edit] of Object.entries(edits)) {
    const before = files.get(path);
    const after = before && edit(before);
    if (!after || after === before) throw new Error(`The edit of ${path} changes nothing.`);
    files.set(path, after);
  }
  return files;
}

/** A folder with the configuration, changed by the edits, in which sst finds all it needs. */
export function workspace(name: string, edits: Wanted["edits"] = {}): string {
  const folder = join(CACHE, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "infra"), { recursive: true });
  for (const [path, text] of configuration(edits)) writeFileSync(join(folder, path), text);
  for (const path of ["package.json", "tsconfig.json"]) cpSync(join(ROOT, path), join(folder, path));
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"), "dir");
  if (Object.keys(edits).length > 0) standInForPackages(folder);
  else symlinkSync(join(ROOT, "packages"), join(folder, "packages"), "dir");
  linkPlatform(folder);
  return folder;
}

/** For mutants of the configuration the handlers may be empty: that saves most of the time. What the configuration reads stays real. */
function standInForPackages(folder: string): void {
  const [functions, read] = ["packages/functions/src", ["site.ts", "scheduled/schedule.ts"]];
  const handlers = ["api.ts", "mail-events.ts", ...readdirSync(join(ROOT, functions, "scheduled")).map((file) => `scheduled/${file}`)];
  mkdirSync(join(folder, functions, "scheduled"), { recursive: true });
  mkdirSync(join(folder, "packages/core/src/db"), { recursive: true });
  for (const file of handlers.filter((one) => !read.includes(one)))
    writeFileSync(join(folder, functions, file), "export const handler = async () => {};\n");
  for (const path of [...read.map((file) => `${functions}/${file}`), "packages/core/src/db/schema.ts", "packages/web"])
    symlinkSync(join(ROOT, path), join(folder, path));
}

async function diff(folder: string, stage: string, secrets: Record<string, string>, out: string): Promise<void> {
  const pulumi = standInForPulumi();
  const aws = await startSstAws();
  try {
    const child = spawn(process.execPath, [SST, "diff", "--stage", stage, "--json"], {
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
      env: {
        ...{ PATH: process.env.PATH, HOME: process.env.HOME, TZ: "UTC", SYNTH_OUT: out, ...OFFLINE },
        ...{ XDG_CONFIG_HOME: join(CACHE, "home"), SST_PULUMI_PATH: pulumi, SST_PASSPHRASE: "offline" },
        ...{ AWS_ENDPOINT_URL: aws.url, AWS_ACCESS_KEY_ID: "offline", AWS_SECRET_ACCESS_KEY: "offline", AWS_EC2_METADATA_DISABLED: "true" },
        ...Object.fromEntries(Object.entries(secrets).map(([name, value]) => [`SST_SECRET_${name}`, value])),
      },
    });
    let said = "";
    child.stderr.on("data", (text) => {
      said += text;
    });
    const code = await new Promise((resolve) => child.once("close", resolve));
    if (code !== 0) throw new Error(`sst diff --stage ${stage} ended with ${code}\n${said}\n${logs(folder)}`);
  } finally {
    aws.close();
  }
}

const logs = (folder: string): string =>
  ["pulumi.log", "pulumi.err.log"]
    .map((file) => join(folder, ".sst/log", file))
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path, "utf8"))
    .join("\n");

/** pulumi.ts and program.ts as files that plain Node runs; made once a run, because several may run them at once. */
function standInForPulumi(): string {
  if (process.env.LANYARD_PULUMI) return process.env.LANYARD_PULUMI;
  const bin = join(CACHE, "home/sst/bin");
  buildSync({
    entryPoints: [join(HERE, "pulumi.ts"), join(HERE, "program.ts")],
    outdir: bin,
    outExtension: { ".js": ".mjs" },
    ...{ bundle: true, platform: "node", format: "esm", target: "node20", logLevel: "error" },
  });
  const executable = join(bin, "pulumi");
  writeFileSync(executable, `#!/bin/sh\nexec "${process.execPath}" "${join(bin, "pulumi.mjs")}" "$@"\n`, { mode: 0o755 });
  return executable;
}

/** Their hash; looked up once (`fixSources`) for a whole run, so that all of it sees the same sources. */
function sourcesOf(kind: keyof typeof SOURCES): string {
  return process.env[`LANYARD_SOURCES_${kind}`] ?? hashOf(SOURCES[kind]);
}

export function fixSources(): void {
  for (const kind of ["whole", "mutant"] as const) process.env[`LANYARD_SOURCES_${kind}`] = hashOf(SOURCES[kind]);
  process.env.LANYARD_PULUMI = standInForPulumi();
}

function hashOf(sources: string[]): string {
  const hash = createHash("sha256");
  const files = new Set(sources.flatMap((source) => filesOf(join(ROOT, source))));
  for (const file of [...files].sort())
    hash
      .update(`${relative(ROOT, file)}\0`)
      .update(readFileSync(file))
      .update("\0");
  return hash.digest("hex");
}

function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => name !== "node_modules" && name !== ".sources");
  return names.flatMap((name) => filesOf(join(path, name)));
}
