/** `npm start`: one command, one process, one port. PORT (default 3000), LANYARD_DATA (default .lanyard/), `--empty` for no demo event. */
import { existsSync, writeFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { join, resolve } from "node:path";
import { VERSION } from "../version.ts";
import { loadDemo } from "./demo.ts";
import { run } from "./run.ts";
import { FolderError } from "./table.ts";

const port = readPort();
const dataDir = resolve(process.env.LANYARD_DATA ?? ".lanyard");
/** Written when the first start was through, demo or not. */
const startedFile = join(dataDir, "started.json");

try {
  const lanyard = await run({ port, dataDir });
  let closing = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (closing) process.exit(130);
      closing = true;
      console.log("\nStopping ...");
      lanyard.close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
  const first = !existsSync(startedFile) && !lanyard.hadTable;
  const demo = first && !process.argv.includes("--empty");
  if (demo) await loadDemo(lanyard, (line) => console.log(line));
  writeFileSync(startedFile, JSON.stringify({ version: VERSION }));
  lanyard.startTicker();
  greet(lanyard.url, demo);
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}

function readPort(): number {
  const text = process.env.PORT ?? "3000";
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0 && number < 65_536) return number;
  console.error(`PORT is "${text}"; it has to be a number from 0 to 65535.`);
  process.exit(1);
}

function greet(url: string, demo: boolean): void {
  const port = new URL(url).port;
  const lan = Object.values(networkInterfaces())
    .flat()
    .find((address) => address?.family === "IPv4" && !address.internal)?.address;
  console.log(`
  Lanyard     ${url}
  Inbox       ${url}/_mail   every mail it sends ends here${lan ? `\n  Network     http://${lan}:${port}   (a phone's camera needs https or localhost)` : ""}
  Data        ${dataDir}

  Sign in with any address; the code is in the inbox.${demo ? "\n  The demo's organizer is ingrid@tidewater.example, an attendee is mara@tidewater.example." : ""}
  Ctrl-C stops it.
`);
}

function explain(error: unknown): string {
  const code = (error as NodeJS.ErrnoException)?.code;
  if (code === "EADDRINUSE") return `Port ${port} is in use. Stop what uses it, or choose another: PORT=3001 npm start`;
  if (code === "EACCES" && port < 1024 && port > 0) return `Port ${port} needs more rights. Choose another: PORT=3000 npm start`;
  if (code === "EACCES" || code === "EPERM" || code === "EROFS" || code === "ENOTDIR" || code === "EEXIST") {
    return `The data folder ${dataDir} cannot be used (${code}). Make it readable and writable, or choose another with LANYARD_DATA.`;
  }
  if (error instanceof FolderError) {
    return `The data folder ${dataDir} cannot be opened; another Lanyard may be running on it. Stop that one, or choose another with LANYARD_DATA. (${error.message})`;
  }
  return `Lanyard could not start: ${error instanceof Error ? (error.stack ?? error.message) : error}`;
}
