/** Which decoder reads a badge: 320 generated frames (size, angle, blur, light, glare, tilt) in Chromium, each by every decoder. */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { checkCharacters } from "@lanyard/core/badge-code";
import { build, type Plugin } from "esbuild";
import { launch } from "../support/chromium.ts";
import type { Frame, Outcome } from "./decoder-page.ts";
import { median, report } from "./report.ts";

const SIZES = [70, 90, 120, 160, 240];
const ANGLES = [0, 12, 35, 80];
const BLURS = [0, 0.7, 1.4, 2.1];
const SCENES = ["plain", "dim", "glare", "tilted"] as const;

/** One module for the browser; a file imported for its address is the decoder's binary. */
async function bundle(entry: string): Promise<string> {
  const address: Plugin = {
    name: "address",
    setup(build) {
      build.onResolve({ filter: /\?url$/ }, ({ path }) => ({ path, namespace: "address" }));
      build.onLoad({ filter: /.*/, namespace: "address" }, () => ({ contents: 'export default "/reader.wasm"' }));
    },
  };
  const built = await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    plugins: [address],
    ...{ bundle: true, format: "esm", platform: "browser", write: false, logLevel: "error" },
  });
  return built.outputFiles![0]!.text;
}

const wasm = readFileSync(createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm"));
const files: Record<string, [string, string | Buffer]> = {
  "/": ["text/html", "<!doctype html><script type=module src=/page.js></script>"],
  "/page.js": ["text/javascript", await bundle("decoder-page.ts")],
  "/decoder.worker.ts": ["text/javascript", await bundle("../../packages/web/src/camera/decoder.worker.ts")],
  "/reader.wasm": ["application/wasm", wasm],
};
const server = createServer((request, response) => {
  const [type, content] = files[request.url ?? "/"] ?? ["text/plain", ""];
  response.writeHead(200, { "Content-Type": type }).end(content);
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

interface Window {
  start(): Promise<number>;
  look(frame: Frame): Promise<Outcome[]>;
}
const browser = await launch();
const page = await browser.newPage();
await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
const startMs = await page.evaluate(() => (globalThis as unknown as Window).start());

const seen: (Outcome & { scene: string })[] = [];
for (const [seed, frame] of frames().entries()) {
  const outcomes = await page.evaluate((one) => (globalThis as unknown as Window).look(one), { ...frame, seed: seed + 1 });
  seen.push(...outcomes.map((outcome) => ({ ...outcome, scene: frame.scene })));
}
await browser.close();
server.close();

const decoders = [...new Set(seen.map((one) => one.decoder))];
report(
  `Decoders on ${seen.length / decoders.length} frames of 640 x 480 (zxing's wasm starts in ${startMs.toFixed(0)} ms)`,
  decoders.map((decoder) => {
    const mine = seen.filter((one) => one.decoder === decoder);
    const count = (scene: string) => mine.filter((one) => one.scene === scene && one.read).length;
    const times = mine.map((one) => one.ms).sort((a, b) => a - b);
    return {
      what: decoder,
      read: mine.filter((one) => one.read).length,
      ...Object.fromEntries(SCENES.map((scene) => [scene, count(scene)])),
      "p50, ms": median(times),
      "p95, ms": times[Math.floor(times.length * 0.95)]!,
    };
  }),
);

function frames(): Omit<Frame, "seed">[] {
  const body = "7K3M9QX2VD4TWB8NRFHA";
  const text = `HTTPS://CARDS.EXAMPLE.COM/B/${body}${checkCharacters(body)}`;
  return SIZES.flatMap((size) =>
    ANGLES.flatMap((degrees) => BLURS.flatMap((blur) => SCENES.map((scene) => ({ text, size, degrees, blur, scene })))),
  );
}
