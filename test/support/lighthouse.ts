/**
 * Lighthouse, which only the bench needs: 185 MB with what it needs itself. Installed into .cache/ from a lock file of its own, which
 * holds a hash for every package; no script of any of them runs.
 */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { keptInCache, npm } from "./npm-package.ts";

const LOCKED = join(import.meta.dirname, "../bench/lighthouse");
const VERSION = "12.8.2";

export type Category = "performance" | "accessibility" | "best-practices";
export interface Audit {
  id: string;
  title: string;
  /** 0 to 1; null for what cannot be scored. */
  score: number | null;
  displayValue?: string;
  numericValue?: number;
  details?: { items?: unknown[] };
}
export interface Result {
  finalDisplayedUrl: string;
  runtimeError?: { message: string };
  categories: Record<Category, { score: number | null; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, Audit>;
}
/** `config` is undefined for the default, an emulated phone on slow 4G. */
export type Lighthouse = (url: string, flags: object, config?: object) => Promise<{ lhr: Result } | undefined>;

/** Throws when it cannot be had. */
export async function loadLighthouse(): Promise<{ lighthouse: Lighthouse; desktop: object }> {
  const core = join(install(), "node_modules/lighthouse/core");
  const load = async (file: string) => (await import(pathToFileURL(join(core, file)).href)).default;
  return { lighthouse: await load("index.js"), desktop: await load("config/desktop-config.js") };
}

const install = () =>
  keptInCache(`lighthouse-${VERSION}`, (scratch) => {
    console.log("Installing Lighthouse (npm ci), once ...");
    for (const file of ["package.json", "package-lock.json"]) copyFileSync(join(LOCKED, file), join(scratch, file));
    npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], scratch);
  });
