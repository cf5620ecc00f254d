/**
 * Scan-ready on a slow phone: the time from the navigation to the scan page until the camera has shown a picture and the code field
 * has been painted, so that either can be used. Line of 1.6 Mbit/s down, 0.75 up and 150 ms round trip, processor slowed 4 times. The
 * camera was allowed before, since a person's answer cannot be timed. "First visit": signed in, nothing kept. "Installed": the app's
 * files are kept by the service worker, in a new page. "Badge read": the badge in front of the camera is scanned and the answer said,
 * so the decoder has come as well.
 */
import type { Page } from "playwright-core";
import { buildWeb } from "../../scripts/web.mjs";
import { until } from "../support/wait.ts";
import { type Guest, Stage } from "../web/support/open-stage.ts";
import { film } from "../web/support/video.ts";
import { openLine } from "./line.ts";
import { pageScript } from "./page-script.ts";
import type { Moments } from "./ready-page.ts";
import { median, report } from "./report.ts";

const RUNS = Number(process.env.LANYARD_BENCH_RUNS ?? 7);
const SLOWDOWN = 4;
const LINE = { downMbits: 1.6, upMbits: 0.75, rttMs: 150, handshakes: 2 };

interface Run {
  fieldMs: number;
  cameraMs: number;
  readyMs: number;
  readMs: number;
  readyBytes: number;
  readBytes: number;
}
await buildWeb();
const watching = pageScript("ready-page.ts");
let people!: Record<"mara" | "nkechi", Guest>;
const at = await new Stage().open({
  args: async (built) => {
    people = await built.guests({
      mara: { name: "Mara Lindqvist", email: "mara@ready.example", policy: "open" },
      nkechi: { name: "Nkechi Adeyemi", email: "nkechi@ready.example", policy: "open" },
    });
    return film([{ text: people.nkechi.badge.url, seconds: 1, module: 6, degrees: 8 }]);
  },
});
const line = await openLine(at.url, LINE);
const scan = `${line.url}/e/${at.event}/scan`;

/** How the server sends each type of content. */
const encodings = new Map<string, string>();
const first: Run[] = [];
let kept = 0;
for (let i = 0; i < RUNS; i++) {
  line.slow = true;
  const before = line.down;
  const page = await phone();
  first.push(await visit(page));
  line.slow = false;
  await installed(page);
  kept = line.down - before;
  await page.context().close();
}

line.slow = false;
const home = await phone();
await home.goto(scan);
await installed(home);
await home.close();
line.slow = true;
const again: Run[] = [];
for (let i = 0; i < RUNS; i++) {
  const page = await home.context().newPage();
  again.push(await visit(page));
  await page.close();
}

report(`Scan-ready on ${LINE.downMbits} Mbit/s, ${LINE.rttMs} ms, ${SLOWDOWN}x CPU slowdown, median of ${RUNS}`, [
  row("first visit", first, 3),
  row("installed", again, 1),
]);
console.log(
  `  All that an installed app keeps came in ${kb(kept)} KB. Sent: ${[...encodings].map(([type, how]) => `${type} ${how}`).join(", ")}.`,
);
await at.close();
await line.close();

function row(what: string, runs: Run[], budget: number) {
  const mid = (of: (run: Run) => number) => median(runs.map(of));
  return {
    what,
    "field, s": mid((run) => run.fieldMs) / 1000,
    "camera, s": mid((run) => run.cameraMs) / 1000,
    "ready, s": mid((run) => run.readyMs) / 1000,
    "slowest, s": Math.max(...runs.map((run) => run.readyMs)) / 1000,
    "budget, s": budget,
    "KB down": kb(mid((run) => run.readyBytes)),
    "badge read, s": mid((run) => run.readMs) / 1000,
    "KB down by then": kb(mid((run) => run.readBytes)),
  };
}

async function phone(): Promise<Page> {
  const page = await at.phone(people.mara);
  await page.context().grantPermissions(["camera"], { origin: line.url });
  return page;
}

async function visit(page: Page): Promise<Run> {
  page.setDefaultTimeout(60_000);
  await page.addInitScript({ content: watching });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
  page.on("response", (response) => {
    const { "content-type": type = "", "content-encoding": how = "as it is" } = response.headers();
    if (type && !encodings.has(type)) encodings.set(type.split(";")[0] ?? "", how);
  });
  const before = line.down;
  await page.goto(scan, { waitUntil: "commit" });
  const moments = () => page.evaluate(() => (globalThis as unknown as { moments: Moments }).moments);
  await until("the page is ready", async () => {
    const { field, camera } = await moments();
    return field && camera;
  });
  const readyBytes = line.down - before;
  await until("the badge is read", async () => (await moments()).read, { timeoutMs: 60_000 });
  const { field, camera, read } = (await moments()) as Required<Moments>;
  const readBytes = line.down - before;
  return { fieldMs: field, cameraMs: camera, readyMs: Math.max(field, camera), readMs: read, readyBytes, readBytes };
}

/** Waits until the service worker has all its files, the decoder among them. */
async function installed(page: Page): Promise<void> {
  await until(
    "the app is kept, with its decoder",
    () =>
      page.evaluate(async () => {
        if (!navigator.serviceWorker.controller) return false;
        const names = await caches.keys();
        const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
        return lists.flat().some((request) => request.url.endsWith(".wasm"));
      }),
    { timeoutMs: 60_000 },
  );
}

function kb(bytes: number): number {
  return Math.round(bytes / 1024);
}
