import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { ROOT, runNode } from "./command.mjs";

const WEB = join(ROOT, "packages/web");
const STAMP = join(WEB, "dist/.sources"); // in dist, where a build by hand removes it
const SOURCES = ["packages/web", "packages/core/src", "packages/functions/src", "package-lock.json", "tsconfig.json"];

/** Builds the web files when they are missing or were built from other sources. Throws one line when that fails. */
export async function buildWeb() {
  const hash = hashOfSources();
  if (existsSync(join(WEB, "dist/index.html")) && existsSync(STAMP) && readFileSync(STAMP, "utf8") === hash) return;
  console.log("Building the web pages ...");
  const vite = join(dirname(createRequire(join(WEB, "package.json")).resolve("vite/package.json")), "bin/vite.js");
  const code = await runNode(vite, ["build", "--logLevel", "warn"], { cwd: WEB });
  if (code !== 0) throw new Error(`The web pages could not be built: vite ended with ${code}.`);
  writeFileSync(STAMP, hash);
}

export { buildWeb as setup }; // for the browser tests

function hashOfSources() {
  const hash = createHash("sha256");
  for (const file of SOURCES.flatMap((source) => filesOf(join(ROOT, source))).sort())
    hash
      .update(`${relative(ROOT, file)}\0`)
      .update(readFileSync(file))
      .update("\0");
  return hash.digest("hex");
}

function filesOf(path) {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return existsSync(path) ? [path] : [];
  const names = readdirSync(path).filter((name) => name !== "dist" && name !== "node_modules");
  return names.flatMap((name) => filesOf(join(path, name)));
}
