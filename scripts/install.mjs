import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, runNpm } from "./command.mjs";

const LOCK = join(ROOT, "package-lock.json");
const INSTALLED = join(ROOT, "node_modules/.package-lock.json"); // npm's own record of what it installed
const STAMP = join(ROOT, "node_modules/.lanyard-lock");

/** `npm ci`, when node_modules is not what package-lock.json says. Throws one line when it fails. */
export async function installPackages() {
  const hash = createHash("sha256").update(readFileSync(LOCK)).digest("hex");
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === hash) return;
  if (!isInstalled()) {
    console.log("Installing packages (npm ci), a minute or two the first time ...");
    const code = await runNpm("ci", "--include=dev", "--no-audit", "--no-fund");
    if (code !== 0) throw new Error(`The packages could not be installed: npm ci ended with ${code}.`);
  }
  writeFileSync(STAMP, hash);
}

// Somebody who installs by hand need not wait for a second install. Optional packages belong to other platforms.
function isInstalled() {
  if (!existsSync(INSTALLED)) return false;
  const wanted = JSON.parse(readFileSync(LOCK, "utf8")).packages;
  const there = JSON.parse(readFileSync(INSTALLED, "utf8")).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional, link }]) => !path.startsWith("node_modules/") || optional || link || there[path]?.version === version,
  );
}
