import axe from "axe-core";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { chromiumPath } from "../support/chromium.ts";
import { until } from "../support/wait.ts";
import { connect, type Guest, stage } from "./support/stage.ts";

/** What axe finds on the page as it is now, one line a finding. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ["violations"] }),
  );
  return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 160)} ${n.failureSummary?.split("\n")[1] ?? ""}`));
}

describe.skipIf(!chromiumPath)("for everyone", () => {
  const at = stage();
  let mara: Guest;
  let nkechi: Guest;
  let yusuf: Guest;
  let iker: Guest;
  let clo: Guest;

  beforeAll(async () => {
    ({ mara, nkechi, yusuf, iker, clo } = await at.guests({
      mara: { name: "Mara Lindqvist", email: "mara@all.example", policy: "ask", company: "Havenlab", headline: "Co-founder" },
      nkechi: {
        name: "Nkechi Adeyemi",
        email: "nkechi@all.example",
        policy: "open",
        company: "Maersk Growth",
        headline: "Head of port data",
      },
      yusuf: { name: "Yusuf Karahan", email: "yusuf@all.example", policy: "ask" },
      iker: { name: "Iker Raman", email: "iker@all.example", policy: "ask" },
      clo: { name: "فاطمة الزهراء بنعلي", email: "clo@all.example", policy: "open" },
    }));
    await mara.scan(clo);
    await yusuf.scan(mara);
    await mara.client.patch(`/api/events/${at.event}/contacts/${clo.id}`, {
      note: "Tide model",
      tags: ["pilot"],
      followUpOn: "2027-01-05",
    });
  });

  const pages: [name: string, path: () => string, ready: (page: Page) => Promise<void>][] = [
    ["start", () => at.url, (page) => page.getByRole("heading", { name: "My events" }).waitFor()],
    ["home", () => at.path(), (page) => page.getByRole("link", { name: "Requests" }).waitFor()],
    ["first run", () => at.path("/start"), (page) => page.getByRole("button", { name: "Skip" }).waitFor()],
    ["scan", () => at.path("/scan"), (page) => page.getByLabel("Badge code").waitFor()],
    ["badge", () => at.path("/badge"), (page) => page.getByRole("img", { name: "My badge" }).waitFor()],
    ["contacts", () => at.path("/contacts"), (page) => page.getByRole("link", { name: clo.name }).waitFor()],
    ["all contacts", () => `${at.url}/contacts`, (page) => page.getByRole("link", { name: clo.name }).waitFor()],
    ["contact", () => at.path(`/contacts/${clo.id}`), (page) => page.getByLabel("Note").waitFor()],
    ["request", () => at.path(`/contacts/${yusuf.id}`), (page) => page.getByRole("button", { name: "Accept" }).waitFor()],
    [
      "who has my card",
      () => `${at.url}/me/shared`,
      (page) =>
        page
          .getByRole("button", { name: /Withdraw/ })
          .first()
          .waitFor(),
    ],
    ["my card", () => `${at.url}/me`, (page) => page.getByText("Here", { exact: true }).waitFor()],
    [
      "home screen",
      () => `${at.url}/me/home-screen`,
      (page) => page.getByRole("heading", { level: 1, name: "On the home screen" }).waitFor(),
    ],
    ["nothing here", () => `${at.url}/no/such/page`, (page) => page.getByRole("heading", { name: "Nothing here" }).waitFor()],
  ];
  for (const colorScheme of ["light", "dark"] as const)
    test(`axe finds nothing on any page, ${colorScheme}`, { timeout: 180_000 }, async () => {
      const page = await at.phone(mara, { colorScheme });
      const found: Record<string, string[]> = {};
      const look = async (name: string) => {
        const here = await findings(page);
        if (here.length) found[name] = here;
      };
      for (const [name, path, ready] of pages) {
        await page.goto(path());
        await ready(page);
        await look(name);
      }
      await page.goto(at.path("/start"));
      for (const title of ["When someone scans my badge", "What I share", "What brings me here"]) {
        await page.getByRole("button", { name: "Skip" }).click();
        await page.getByRole("heading", { name: title }).waitFor();
        await look(title);
      }
      await page.goto(at.path("/scan"));
      for (const [name, code] of [
        ["connected", nkechi.badge.code],
        ["requested", iker.badge.code],
        ["own", mara.badge.code],
        ["unknown", "hello"],
      ] as const) {
        await connect(page, code);
        await until(name, async () => new RegExp(name, "i").test((await page.getByRole("status").textContent()) ?? ""));
        await look(name);
      }
      await page.route("**/scans**", (route) => route.abort());
      await connect(page, "0000-0000");
      await page.getByText("1 not yet sent").waitFor();
      await look("kept");
      await page.goto(at.path("/waiting"));
      await page.getByText("1 not yet sent").waitFor();
      await look("waiting");
      const signedOut = await at.phone(undefined, { colorScheme });
      await signedOut.goto(`${at.url}/sign-in?next=/b/x`);
      await signedOut.getByLabel("Email").waitFor();
      const wall = await findings(signedOut);
      if (wall.length) found["sign-in"] = wall;
      expect(found).toEqual({});
    });

  test("every target is at least 44 pixels high, and no page is wider than a small phone", async () => {
    const page = await at.phone(mara, { viewport: { width: 360, height: 700 } });
    for (const [name, path, ready] of pages) {
      await page.goto(path());
      await ready(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide, name).toBeLessThanOrEqual(360);
      const small = await page.evaluate(() =>
        [
          ...document.querySelectorAll<HTMLElement>(
            "button, a.btn, a.ib, a.txt, .dock a, .seg a, select, input:not([type=radio]):not([type=file])",
          ),
        ]
          .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.classList.contains("inline"))
          .filter((e) => e.getBoundingClientRect().height < 44)
          .map((e) => `${e.tagName} ${e.textContent} ${e.getBoundingClientRect().height}`),
      );
      expect(small, name).toEqual([]);
    }
  });

  test("Arabic turns every page round, keeps names as they are, and is remembered", async () => {
    const page = await at.phone(mara);
    await page.goto(`${at.url}/me`);
    await page.getByLabel("Language").selectOption({ label: "العربية" });
    await page.getByRole("heading", { name: "بطاقتي" }).waitFor();
    expect(await page.evaluate(() => [document.documentElement.dir, document.documentElement.lang])).toEqual(["rtl", "ar"]);
    for (const [name, path] of pages) {
      await page.goto(path());
      await page.locator("h1").first().waitFor();
      const { wide, left } = await page.evaluate(() => ({
        wide: [...document.querySelectorAll("body *")]
          .filter(() => document.documentElement.scrollWidth > innerWidth)
          .filter((e) => e.getBoundingClientRect().left < 0 || e.getBoundingClientRect().right > innerWidth)
          .map((e) => e.outerHTML.slice(0, 200)),
        left: [...document.querySelectorAll("h1, h2, label, button")]
          .filter((e) => /^[A-Z][a-z]+ [a-z]/.test(e.textContent ?? ""))
          .map((e) => e.textContent),
      }));
      expect({ name, wide, left }).toEqual({ name, wide: [], left: [] });
    }
    await page.goto(at.path("/contacts"));
    await page.getByRole("link", { name: clo.name }).waitFor();
    expect(await findings(page)).toEqual([]);
    await page.goto(`${at.url}/me`);
    await page.getByLabel("اللغة").selectOption({ label: "English" });
    await page.getByRole("heading", { name: "My card" }).waitFor();
  });
});
