import { spawn } from "node:child_process";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "..");

/**
 * Runs a program of node_modules (or npm) without stdin, output as it comes, and answers its exit code; 1 when a signal ended it.
 * @param {string} script @param {string[]} args @param {{ cwd?: string, env?: Record<string, string> }} [options]
 * @returns {Promise<number>}
 */
export function runNode(script, args, { cwd = ROOT, env = {} } = {}) {
  return run(process.execPath, [script, ...args], { cwd, env });
}

/** npm itself: the one that started us, where one did. */
export function runNpm(...args) {
  const npm = process.env.npm_execpath;
  if (npm?.endsWith("js")) return runNode(npm, args);
  return run("npm", args, { shell: process.platform === "win32" });
}

function run(program, args, { cwd = ROOT, env = {}, shell = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, shell, stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, ...env } });
    const forward = (signal) => child.kill(signal);
    process.once("SIGTERM", forward);
    child.once("error", reject);
    child.once("exit", (code) => {
      process.off("SIGTERM", forward);
      resolve(code ?? 1);
    });
  });
}

/** One line, no stack: these are things a newcomer can act on. */
export function fail(error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
