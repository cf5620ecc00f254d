/** What each page of an attendee costs to open for the first time, with nothing kept. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";
import type { Locator, Page } from "playwright-core";
import type { Guest, Stage } from "./open-stage.ts";

/** Bytes, gzipped. */
export const FIRST_LOAD_BUDGET = { js: 45 * 1024, css: 12 * 1024 };

const web = join(import.meta.dirname, "../../../packages/web");
type Visit = { name: string; url: string; who?: Guest; usable(page: Page): Locator };
/** Bytes gzipped as a CDN sends them; requests of every kind, the page itself and the API's answers among them. */
export type FirstLoad = { name: string; js: number; css: number; requests: number; paths: string[] };

/** Opens every page of an attendee in a browser of its own and waits until it is usable and has no request left. */
export async function* firstLoads(at: Stage): AsyncGenerator<FirstLoad> {
  const { mara, nkechi, tomas } = await at.guests({
    mara: { name: "Mara Lindqvist", email: "mara@budget.example", policy: "open" },
    nkechi: { name: "Nkechi Adeyemi", email: "nkechi@budget.example", policy: "open" },
    tomas: { name: "Tomas Reyes", email: "tomas@budget.example", policy: "open" },
  });
  await mara.scan(nkechi);
  const visits: Visit[] = [
    { name: "sign-in", url: `${at.url}/sign-in`, usable: (page) => page.getByLabel("Email") },
    { name: "my events", url: `${at.url}/`, who: mara, usable: (page) => page.getByRole("link", { name: "Tidewater 2026" }) },
    { name: "home", url: at.path(), who: mara, usable: (page) => page.getByLabel("Me at this event") },
    { name: "first run", url: at.path("/start"), who: mara, usable: (page) => page.getByRole("button", { name: "Skip" }) },
    { name: "scan", url: at.path("/scan"), who: mara, usable: (page) => page.getByLabel("Badge code") },
    { name: "a badge's link", url: tomas.badge.url, who: mara, usable: (page) => page.getByText("Tomas Reyes") },
    { name: "badge", url: at.path("/badge"), who: mara, usable: (page) => page.getByRole("img", { name: "My badge" }) },
    { name: "contacts", url: at.path("/contacts"), who: mara, usable: (page) => page.getByLabel("Search") },
    {
      name: "one contact",
      url: at.path(`/contacts/${nkechi.id}`),
      who: mara,
      usable: (page) => page.getByRole("heading", { name: "Nkechi Adeyemi" }),
    },
    { name: "me", url: `${at.url}/me`, who: mara, usable: (page) => page.getByLabel("Language") },
  ];
  for (const visit of visits) yield await load(at, visit);
}

async function load(at: Stage, { name, url, who, usable }: Visit): Promise<FirstLoad> {
  const page = await at.phone(who, { serviceWorkers: "block" });
  const paths: string[] = [];
  page.on("request", (request) => paths.push(new URL(request.url()).pathname));
  await page.goto(url);
  await usable(page).first().waitFor();
  await page.waitForLoadState("networkidle");
  await page.context().close();
  const size = (kind: string) =>
    paths
      .filter((path) => path.endsWith(`.${kind}`))
      .reduce((sum, path) => sum + gzipSync(readFileSync(join(web, "dist", path))).length, 0);
  return { name, js: size("js"), css: size("css"), requests: paths.length, paths };
}

/** Bytes of bare Preact with its hooks, bundled and minified, gzipped: what the app stands on before it has a line of its own. */
export function barePreact(): number {
  const { outputFiles } = buildSync({
    stdin: { contents: `export * from "preact"; export * from "preact/hooks";`, resolveDir: web },
    ...{ bundle: true, minify: true, format: "esm", target: "es2022", write: false, logLevel: "error" },
  });
  return gzipSync(outputFiles[0]!.contents).length;
}
