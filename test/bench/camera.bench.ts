/**
 * From the camera's first picture of a badge to the confirmed exchange on the screen, with the server on the same machine: a film shows
 * an empty hall and badges in turn, and each badge is of somebody new. A mark in the film's corner tells the page when a badge is
 * presented. The first scan of a page, in which the decoder may still be on its way, is told apart.
 */
import { buildWeb } from "../../scripts/web.mjs";
import { until } from "../support/wait.ts";
import { type Guest, type Person, Stage } from "../web/support/open-stage.ts";
import { film } from "../web/support/video.ts";
import type { Scan } from "./camera-page.ts";
import { pageScript } from "./page-script.ts";
import { median, report } from "./report.ts";

const SCANNERS = 3;
const BADGES = 10;
const [DARK, BRIGHT] = [16, 235];

await buildWeb();
const persons = (role: string, count: number) =>
  Array.from(
    { length: count },
    (_, i) => [`${role}${i}`, { name: `${role} ${i}`, email: `${role}${i}@camera.example`, policy: "open" }] as [string, Person],
  );
let people: Record<string, Guest> = {};
const at = await new Stage().open({
  args: async (built) => {
    people = await built.guests(Object.fromEntries([...persons("Scanner", SCANNERS), ...persons("Badge", BADGES)]));
    return film(
      persons("Badge", BADGES).flatMap(([key], i) => [
        { seconds: 0.6, mark: DARK },
        { text: people[key]!.badge.url, seconds: 1, mark: BRIGHT, module: 5, degrees: (i * 23) % 90, blur: 1, light: 0.7 },
      ]),
    );
  },
});

const watching = pageScript("camera-page.ts");
const [first, later]: [Scan[], Scan[]] = [[], []];
for (const [key] of persons("Scanner", SCANNERS)) {
  const page = await at.phone(people[key]);
  await page.context().grantPermissions(["camera"], { origin: at.url });
  await page.addInitScript({ content: watching });
  await page.goto(at.path("/scan"));
  const names = new Set<string>();
  while (names.size < BADGES) {
    const name = await page.locator(".face h1.name").textContent();
    names.add(name ?? "");
    await page.getByRole("button", { name: "Scan next" }).click();
    await until("the next badge is told", () => names.size === BADGES || page.locator(".face h1.name").isVisible());
  }
  const scans = await page.evaluate(() => (globalThis as unknown as { scans: Scan[] }).scans);
  first.push(...scans.slice(0, 1));
  later.push(...scans.slice(1));
  await page.context().close();
}
await at.close();

report("Camera frame to confirmed exchange on the screen, ms (budget: 300)", [
  ...rows(`${later.length} scans`, later),
  ...rows(`first scan of a page, ${first.length}`, first),
]);

function rows(what: string, scans: Scan[]) {
  const column = (name: string, of: (all: number[]) => number) => ({
    what: `${what}, ${name}`,
    "scan sent": of(scans.map((scan) => scan.untilSent)),
    answered: of(scans.map((scan) => scan.untilAnswered)),
    painted: of(scans.map((scan) => scan.untilPainted)),
  });
  return [column("p50", median), column("p95", p95)];
}

function p95(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1]!;
}
