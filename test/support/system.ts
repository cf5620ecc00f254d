/**
 * Programs that npm does not bring: Java and Chromium. What is there is used; as root on Debian or Ubuntu it is installed; else it is
 * missing, in one line, and what needs it is skipped. With CI=true a missing part is an error.
 */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const CHROMIUM_NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const CHROMIUM_PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** The path of a Java that runs, or undefined after one line that says so. */
export function findJava(): string | undefined {
  const home = process.env.JAVA_HOME && join(process.env.JAVA_HOME, "bin", "java");
  const find = () => [home, onPath("java")].find((path) => path && existsSync(path) && runs(path));
  return find() ?? installed("default-jre-headless", find) ?? missing("Java", "JAVA_HOME");
}

/** The path of a Chromium or Chrome, or undefined after one line that says so. */
export function findChromium(): string | undefined {
  const find = () => [process.env.CHROME_PATH, ...CHROMIUM_NAMES.map(onPath), ...CHROMIUM_PLACES].find((path) => path && existsSync(path));
  return find() ?? installed("chromium", find) ?? missing("Chromium", "CHROME_PATH");
}

/** Says that a part cannot be had; throws when CI=true, because a skipped proof is none. */
export function missing(part: string, variable?: string): undefined {
  const line = `${part} cannot be had here${variable ? ` (install it, or set ${variable})` : ""}: what needs it is skipped.`;
  if (process.env.CI === "true") throw new Error(line);
  console.warn(line);
}

function installed(debianPackage: string, find: () => string | undefined): string | undefined {
  if (process.getuid?.() !== 0 || !onPath("apt-get")) return undefined;
  console.log(`Installing ${debianPackage} (apt-get) ...`);
  const apt = (...args: string[]) =>
    execFileSync("apt-get", ["-qq", "-y", "-o", "DPkg::Lock::Timeout=300", ...args], {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  try {
    apt("update");
    apt("install", "--no-install-recommends", debianPackage);
  } catch {
    return undefined;
  }
  return find();
}

function onPath(name: string): string | undefined {
  const suffixes = process.platform === "win32" ? [".exe", ".cmd"] : [""];
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.flatMap((folder) => suffixes.map((suffix) => join(folder, name + suffix))).find((path) => existsSync(path));
}

// macOS has a /usr/bin/java that only says that there is none.
function runs(java: string): boolean {
  try {
    execFileSync(java, ["-version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
