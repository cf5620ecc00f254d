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
  const home = keptInCache(`${name}-${version}`, (scratch) => {
    npm(["pack", `${name}@${version}`, "--silent", "--pack-destination", scratch]);
    const file = join(scratch, `${name}-${version}.tgz`);
    const hash = createHash("sha512").update(readFileSync(file)).digest("base64");
    if (hash !== sha512) throw new Error(`${name}@${version} is not the file this was written for (sha512 ${hash}).`);
    execFileSync("tar", ["-xzf", file, "-C", scratch]);
    rmSync(file);
  });
  return join(home, "package");
}

/** The folder of this name in .cache/; made by `fill` when it is not there, whole or not at all. */
export function keptInCache(name: string, fill: (scratch: string) => void): string {
  const home = join(CACHE, name);
  if (existsSync(home)) return home;
  const scratch = join(CACHE, `${name}-${process.pid}`);
  mkdirSync(scratch, { recursive: true });
  fill(scratch);
  // Two runs at once may both have made it; the first rename wins.
  if (existsSync(home)) rmSync(scratch, { recursive: true });
  else renameSync(scratch, home);
  return home;
}

export function npm(args: string[], cwd?: string): void {
  const isWindows = process.platform === "win32";
  execFileSync(isWindows ? "npm.cmd" : "npm", args, { ...(cwd && { cwd }), stdio: ["ignore", "ignore", "inherit"], shell: isWindows });
}
