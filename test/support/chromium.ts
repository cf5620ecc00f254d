import { type Browser, chromium, type LaunchOptions } from "playwright-core";
import { findChromium } from "./system.ts";

/** Arguments of a browser that asks nobody for anything. */
export const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** undefined: browser tests are skipped (`describe.skipIf(!chromiumPath)`); with CI=true importing this file fails instead. */
export const chromiumPath: string | undefined = findChromium();

/** A headless Chromium that talks to nobody but the page's own server. `args` are added, e.g. a fake camera. */
export function launch({ args = [], ...options }: LaunchOptions = {}): Promise<Browser> {
  if (!chromiumPath) throw new Error("There is no Chromium here. Guard the test with describe.skipIf(!chromiumPath).");
  return chromium.launch({ executablePath: chromiumPath, args: [...QUIET, ...args], ...options });
}
