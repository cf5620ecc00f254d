/** The whole of Lanyard in this process, on a folder of its own: for tests that go through HTTP or a browser. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Running, type RunOptions, run } from "@lanyard/functions/local/run";

export type TestApp = Running & { dataDir: string };

/** Takes a free port and a fresh folder unless told otherwise; `close` removes a folder that it made. The jobs run unless `ticker: false`. */
export async function startApp({ ticker = true, ...options }: Partial<RunOptions> & { ticker?: boolean } = {}): Promise<TestApp> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "lanyard-"));
  const running = await run({ port: 0, ...options, dataDir });
  if (ticker) running.startTicker();
  return {
    ...running,
    dataDir,
    async close() {
      await running.close();
      if (!options.dataDir) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
