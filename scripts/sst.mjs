import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { ROOT, runNode } from "./command.mjs";

const VERSION = JSON.parse(readFileSync(join(ROOT, "node_modules/sst/package.json"), "utf8")).version;
export const SST = join(ROOT, "node_modules/sst/bin/sst.mjs");
/** SST's components with what they need, installed once for every workspace of the tests and for the type check. */
export const PLATFORM = join(ROOT, `.cache/sst-${VERSION}/platform`);

/** Keeps sst from downloading the deployment engine, for which nothing here has a use. */
export const OFFLINE = { SST_SKIP_DEPENDENCY_CHECK: "1", SST_NO_BUN: "1", SST_TELEMETRY_DISABLED: "1" };

/** `sst install`, when it has not run for this version, and `.sst/platform` for editor and compiler. Needs npm's registry, nothing else. */
export async function installPlatform() {
  if (!existsSync(PLATFORM)) await install();
  const link = join(ROOT, ".sst/platform");
  const found = lstatSync(link, { throwIfNoEntry: false });
  if (found && !found.isSymbolicLink()) return; // sst's own, made by hand or by a deployment
  if (found && readlinkSync(link) === PLATFORM) return;
  if (found) unlinkSync(link);
  linkPlatform(ROOT);
}

export { installPlatform as setup }; // for the tests of the deployment

/** Gives a folder the installed platform, as if `sst install` had run there. */
export function linkPlatform(folder) {
  mkdirSync(join(folder, ".sst"), { recursive: true });
  symlinkSync(PLATFORM, join(folder, ".sst/platform"), "dir");
  writeFileSync(join(folder, ".sst/provider-lock.json"), readFileSync(join(dirname(PLATFORM), "provider-lock.json")));
}

async function install() {
  console.log("Installing SST's components (sst install), about half a minute ...");
  const scratch = join(ROOT, `.cache/sst-${VERSION}-${process.pid}`);
  mkdirSync(scratch, { recursive: true });
  writeFileSync(join(scratch, "package.json"), '{ "private": true }\n');
  // Which providers are installed is all that counts here.
  const config = '{ app: () => ({ name: "lanyard", home: "aws", providers: { aws: {} } }), async run() {} }';
  writeFileSync(join(scratch, "sst.config.ts"), `export default $config(${config});\n`);
  const code = await runNode(SST, ["install", "--stage", "install"], { cwd: scratch, env: OFFLINE });
  if (code !== 0) throw new Error(`SST's components could not be installed: sst install ended with ${code}.`);
  try {
    renameSync(join(scratch, ".sst"), dirname(PLATFORM));
  } catch (error) {
    if (!existsSync(PLATFORM)) throw error; // another run was faster
  }
  rmSync(scratch, { recursive: true, force: true });
}

if (process.argv[1] === import.meta.filename) await installPlatform();
