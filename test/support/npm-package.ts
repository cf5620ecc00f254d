/**
 * A package that only the tests need and that no install of everybody's should carry: its file from npm's registry, checked against a
 * hash before anything of it runs, unpacked once into .cache/.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

const CACHE = join(import.meta.dirname, "../../.cache");

/** Answers the unpacked folder. Only the package's own file is fetched, none of its dependencies. Throws when it cannot be had. */
export function npmPackage(name: string, version: string, sha512: string): string {
  const home = join(CACHE, `${name}-${version}`);
  const folder = join(home, "package");
  if (existsSync(folder)) return folder;
  const scratch = join(CACHE, `${name}-${process.pid}`);
  mkdirSync(scratch, { recursive: true });
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  execFileSync(npm, ["pack", `${name}@${version}`, "--silent", "--pack-destination", scratch], {
    stdio: "ignore",
    shell: process.platform === "win32",
  });
  const file = join(scratch, `${name}-${version}.tgz`);
  const hash = createHash("sha512").update(readFileSync(file)).digest("base64");
  if (hash !== sha512) throw new Error(`${name}@${version} is not the file this was written for (sha512 ${hash}).`);
  execFileSync("tar", ["-xzf", file, "-C", scratch]);
  rmSync(file);
  // Two runs at once may both have fetched it; the first rename wins.
  if (existsSync(home)) rmSync(scratch, { recursive: true });
  else renameSync(scratch, home);
  return folder;
}
