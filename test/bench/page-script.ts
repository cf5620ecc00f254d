import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

/** A file of this folder, with what it imports, as one script for the browser. */
export function pageScript(name: string): string {
  return buildSync({
    entryPoints: [fileURLToPath(new URL(name, import.meta.url))],
    ...{ bundle: true, format: "iife", platform: "browser", target: "es2022", write: false, logLevel: "error" },
  }).outputFiles[0]!.text;
}
