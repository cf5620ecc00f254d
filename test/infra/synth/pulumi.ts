#!/usr/bin/env node
/**
 * Stands in for the `pulumi` executable under `sst diff`: runs the program that sst bundled (program.ts), and writes the state and the
 * log of events that sst reads back. Knows the three commands that sst 4.17.1 gives.
 */
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Synthesis } from "./resource.ts";

const args = process.argv.slice(2);
const option = (name: string): string => args[args.indexOf(name) + 1]!;
const now = Math.floor(Date.now() / 1000);

if (args[0] === "version") console.log("v3.215.0");
else if (args[0] === "stack" && args[1] === "init") saveState(args[2]!, []);
else if (args[0] === "preview") preview();
else {
  console.error(`The stand-in for pulumi does not know: ${args.join(" ")}`);
  process.exit(1);
}

function preview(): void {
  const stack = option("--stack");
  const [, app = "", stage = ""] = stack.split("/");
  const program = /main: (.*)/.exec(readFileSync("Pulumi.yaml", "utf8"))![1]!;
  const platform = dirname(program);
  const region = args.find((arg) => arg.startsWith("aws:region="))?.split("=")[1];
  const here = dirname(fileURLToPath(import.meta.url));
  const { status } = spawnSync(process.execPath, [join(here, "program.mjs")], {
    stdio: "inherit",
    cwd: join(platform, "../.."),
    env: {
      ...process.env,
      ...{ SYNTH_PROGRAM: program, SYNTH_PLATFORM: platform, SYNTH_REGION: region, SYNTH_APP: app, SYNTH_STAGE: stage },
      ...{ PULUMI_NODEJS_PROJECT: app, PULUMI_NODEJS_STACK: stage },
    },
  });
  if (status !== 0) {
    log({ diagnosticEvent: { message: `the program ended with ${status}`, color: "never", severity: "error" } });
    process.exit(1);
  }
  const { resources, links } = JSON.parse(readFileSync(process.env.SYNTH_OUT!, "utf8")) as Synthesis;
  const root = `urn:pulumi:${stage}::${app}::pulumi:pulumi:Stack::${app}-${stage}`;
  const linkRefs = Object.entries(links).map(([target, properties]) => ({
    urn: `urn:pulumi:${stage}::${app}::sst:sst:LinkRef::${target}LinkRef`,
    ...{ custom: false, type: "sst:sst:LinkRef", parent: root, outputs: { target, properties } },
  }));
  saveState(stack, [{ urn: root, custom: false, type: "pulumi:pulumi:Stack", outputs: {} }, ...linkRefs]);
  for (const { urn, type, custom, parent = "", inputs } of resources) {
    const made = { type, urn, custom, id: "", parent, provider: "", inputs, outputs: inputs };
    const metadata = { op: "create", urn, type, new: made, old: null, detailedDiff: null, logical: true, provider: "" };
    if (urn) log({ resOutputsEvent: { metadata } });
  }
  log({ summaryEvent: { maybeCorrupt: false, durationSeconds: 1, resourceChanges: { create: resources.length }, PolicyPacks: {} } });
}

function log(event: object): void {
  appendFileSync(option("--event-log"), `${JSON.stringify({ sequence: 0, timestamp: now, ...event })}\n`);
}

function saveState(stack: string, resources: object[]): void {
  const [, app = "", stage = ""] = stack.split("/");
  const manifest = { time: new Date().toISOString(), magic: "", version: "" };
  mkdirSync(join(".pulumi/stacks", app), { recursive: true });
  writeFileSync(
    join(".pulumi/stacks", app, `${stage}.json`),
    JSON.stringify({ version: 3, checkpoint: { stack, latest: { manifest, resources } } }),
  );
}
