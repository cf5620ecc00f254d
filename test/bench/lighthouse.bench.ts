/**
 * Lighthouse on first visits: attendees' pages on its emulated phone and slow 4G, the organizer's on its desktop, at an event of 48 people.
 * LANYARD_BENCH_RUNS (3) runs a page, each in a browser that has never been there; LANYARD_BENCH_PAGES is a pattern for pages' names;
 * LANYARD_BENCH_REPORT is a folder for Lighthouse's own JSON.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { notes, people } from "@lanyard/functions/local/demo-people";
import { chromium } from "playwright-core";
import { buildWeb } from "../../scripts/web.mjs";
import { startApp, type TestApp } from "../support/app.ts";
import { chromiumPath, QUIET } from "../support/chromium.ts";
import { attend, type Client, createEvent, importRows, signIn } from "../support/client.ts";
import { type Category, type Lighthouse, loadLighthouse, type Result } from "../support/lighthouse.ts";
import { rng } from "../support/rng.ts";
import { until } from "../support/wait.ts";
import { lendSession } from "../web/support/open-stage.ts";
import { median, report } from "./report.ts";

const RUNS = Number(process.env.LANYARD_BENCH_RUNS ?? 3);
const WANTED = new RegExp(process.env.LANYARD_BENCH_PAGES ?? "", "i");
const REPORT = process.env.LANYARD_BENCH_REPORT;
const PEOPLE = 48;
const CATEGORIES: Category[] = ["performance", "accessibility", "best-practices"];

interface Page {
  name: string;
  path: string;
  who?: Client;
  /** Where the page leads, if it is to lead elsewhere. */
  lands?: string;
}

if (!chromiumPath) process.exit();
await buildWeb();
const { lighthouse, desktop } = await loadLighthouse();
const app = await startApp({ ticker: false });
const { attendee, organizer } = await fill(app);
await table("Lighthouse, attendee's pages: phone, slow 4G (budget: 95, 100, 100)", attendee);
await table("Lighthouse, organizer's pages: desktop (budget: 95, 100, 100)", organizer, desktop);
await app.close();

async function table(title: string, pages: Page[], config?: object): Promise<void> {
  const failed = new Set<string>();
  const lines = [];
  for (const page of pages.filter(({ name }) => WANTED.test(name))) {
    const results: Result[] = [];
    for (let run = 0; run < RUNS; run++) results.push(await visit(lighthouse, page, config));
    const score = (category: Category) => results.map((result) => Math.round((result.categories[category].score ?? 0) * 100));
    const time = (audit: string) => median(results.map((result) => result.audits[audit]?.numericValue ?? 0));
    for (const result of results) for (const line of failures(result)) failed.add(`${page.name}: ${line}`);
    lines.push({
      what: page.name,
      performance: median(score("performance")),
      accessibility: Math.min(...score("accessibility")),
      "best practices": Math.min(...score("best-practices")),
      "FCP, s": time("first-contentful-paint") / 1000,
      "LCP, s": time("largest-contentful-paint") / 1000,
      "blocked, ms": Math.round(time("total-blocking-time")),
      "layout shift": time("cumulative-layout-shift"),
    });
  }
  if (lines.length === 0) return;
  report(title, lines);
  for (const line of failed) console.log(`  ! ${line}`);
}

/** One visit by a browser that has nothing but the session's cookie. */
async function visit(look: Lighthouse, { name, path, who, lands = path }: Page, config?: object): Promise<Result> {
  const profile = mkdtempSync(join(tmpdir(), "lanyard-lighthouse-"));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath!,
    args: [...QUIET, "--remote-debugging-port=0"],
    viewport: null,
  });
  try {
    await lendSession(browser, app.url, who);
    const portFile = join(profile, "DevToolsActivePort");
    const port = await until("the browser says its port", () => Number(readFileSync(portFile, "utf8").split("\n")[0]));
    const flags = { port, disableStorageReset: true, logLevel: "error", onlyCategories: CATEGORIES };
    const found = await look(app.url + path, flags, config);
    if (!found || found.lhr.runtimeError) throw new Error(`${name}: ${found?.lhr.runtimeError?.message ?? "no result"}`);
    // Without its session a page leads to sign-in, and that is not what was to be measured.
    if (new URL(found.lhr.finalDisplayedUrl).pathname !== lands) throw new Error(`${name} led to ${found.lhr.finalDisplayedUrl}`);
    if (REPORT) writeFileSync(join(REPORT, `${name.replaceAll(" ", "-")}.json`), JSON.stringify(found.lhr, null, 1));
    return found.lhr;
  } finally {
    await browser.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** What costs points; the performance category's own times are in the table. */
function failures({ categories, audits }: Result): string[] {
  return CATEGORIES.filter((category) => category !== "performance").flatMap((category) =>
    categories[category].auditRefs
      .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1)
      .map(({ id }) => `${id} (${audits[id]?.title}) ${JSON.stringify(audits[id]?.details?.items?.slice(0, 3) ?? "").slice(0, 400)}`),
  );
}

/** An event of some dozens of people who met, and the pages of two of them. */
async function fill(at: TestApp): Promise<{ attendee: Page[]; organizer: Page[] }> {
  const owner = await signIn(at, "owner@lighthouse.example");
  const event = await createEvent(owner, { name: "Tidewater 2026" });
  const chance = rng(7);
  const rows = people(PEOPLE, chance.next);
  await importRows(
    owner,
    event,
    rows.map((row) => ({ ...row })),
  );
  const here = [];
  for (const [i, { email }] of rows.entries()) {
    if (i % 8 === 7) continue; // has not claimed a badge
    here.push(await attend(at, event, email, i % 5 === 3 ? "ask" : "open"));
  }
  const [mara, second, ...others] = here;
  const newcomer = await attend(at, event, rows[7]!.email);
  for (const other of others.slice(0, 24)) await mara!.scan(other);
  for (const other of others.slice(20)) await other.scan(mara!);
  for (const other of others) await second!.scan(other);
  for (const [i, other] of others.slice(0, 10).entries())
    await mara!.client.patch(`/api/events/${event}/contacts/${other.id}`, { note: notes[i], tags: ["pilot"], rating: 4 });
  for (const { badge } of others.slice(0, 30)) await owner.post(`/api/events/${event}/check-ins`, { badge: badge.url });

  const mine = (name: string, path: string, who?: Client) => ({ name, path, ...(who && { who }) });
  const e = `/e/${event}`;
  const desk = (name: string, place: string) => mine(name, `/organize/${event}${place}`, owner);
  return {
    attendee: [
      mine("sign-in", "/sign-in"),
      { ...mine("badge link, signed out", new URL(second!.badge.url, at.url).pathname), lands: "/sign-in" },
      mine("first run", `${e}/start`, newcomer.client),
      mine("home", e, mara!.client),
      mine("scan", `${e}/scan`, mara!.client),
      mine("badge", `${e}/badge`, mara!.client),
      mine("contacts", `${e}/contacts`, mara!.client),
      mine("contact", `${e}/contacts/${others[0]!.id}`, mara!.client),
      mine("me", "/me", mara!.client),
      mine("who has my card", "/me/shared", mara!.client),
    ],
    organizer: [
      mine("events", "/", owner),
      desk("dashboard", ""),
      desk("attendees", "/attendees"),
      desk("import", "/import"),
      desk("badges", "/badges"),
      desk("check-in", "/check-in"),
      desk("invitation", "/invitation"),
      desk("follow-up", "/follow-up"),
      desk("settings", "/settings"),
    ],
  };
}
