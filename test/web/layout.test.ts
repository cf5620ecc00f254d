import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { chromiumPath } from "../support/chromium.ts";
import { type Guest, stage } from "./support/stage.ts";

/** Elements that reach over the side of the window, and how far the page can be pushed sideways. */
const sideways = (page: Page) =>
  page.evaluate(() => ({
    pushed: document.documentElement.scrollWidth - innerWidth,
    over: [...document.querySelectorAll("main :is(h1, h2, p, a, b, bdi, button, input:not([type=radio]), select)")]
      .filter((e) => e.checkVisibility() && !e.closest(".vh, .chips.run"))
      .filter((e) => e.getBoundingClientRect().left < 0 || e.getBoundingClientRect().right > innerWidth)
      .map((e) => e.outerHTML.slice(0, 160)),
  }));

describe.skipIf(!chromiumPath)("on a small phone", () => {
  const at = stage();
  let mara: Guest;
  let hubert: Guest;

  beforeAll(async () => {
    const company = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
    ({ mara, hubert } = await at.guests({
      mara: {
        name: "Mara Lindqvist",
        email: "mara@layout.example",
        headline: "Head of partnerships",
        company: "Estuary Ventures",
        policy: "open",
      },
      hubert: { name: "Hubert Wolfeschlegelsteinhausenbergerdorff", email: "hubert@layout.example", company, policy: "open" },
    }));
    await mara.scan(hubert);
  });

  for (const language of ["en", "ar"])
    for (const size of [100, 200])
      test(`one long word pushes no page sideways, ${language}, text at ${size} %`, { timeout: 60_000 }, async () => {
        const page = await at.phone(mara, { viewport: { width: 360, height: 740 } });
        await page.addInitScript(
          ([language, size]) => {
            localStorage.setItem("lanyard.language", String(language));
            addEventListener("DOMContentLoaded", () => {
              document.documentElement.style.fontSize = `${size}%`;
            });
          },
          [language, size],
        );
        for (const path of ["", "/badge", "/contacts", `/contacts/${hubert.id}`, "/scan"]
          .map(at.path)
          .concat(["/me/shared", "/me/home-screen"].map((place) => at.url + place))) {
          await page.goto(path);
          await page.locator("main a, main button").first().waitFor();
          if (!/scan|shared$|screen$/.test(path))
            await page
              .getByText(/Lindqvist|Wolfeschlegel/)
              .first()
              .waitFor();
          expect({ path, ...(await sideways(page)) }).toEqual({ path, pushed: 0, over: [] });
        }
      });

  for (const viewport of [
    { width: 360, height: 740 },
    { width: 390, height: 844 },
  ])
    test(`my badge, its code and the way to the camera are on one screen of ${viewport.width} x ${viewport.height}`, async () => {
      const page = await at.phone(mara, { viewport });
      await page.goto(at.path("/badge"));
      const square = page.getByRole("img", { name: "My badge" });
      await square.waitFor();
      await page.evaluate(() => document.fonts.ready);
      expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(viewport.height);
      expect((await square.boundingBox())?.width).toBeGreaterThan(220);
    });
});
