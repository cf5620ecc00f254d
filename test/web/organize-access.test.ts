import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { chromiumPath } from "../support/chromium.ts";
import { importRows } from "../support/client.ts";
import { attendeesOf, chooseList, LISTS, laptop, organize } from "./organize-desk.ts";
import { stage } from "./support/stage.ts";

const AXE = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

interface Axe {
  run(
    context: Document,
    options: object,
  ): Promise<{ violations: { id: string; nodes: { target: string[]; failureSummary?: string }[] }[] }>;
}
declare const axe: Axe;

async function findings(page: Page): Promise<string[]> {
  if (!(await page.evaluate("typeof axe !== 'undefined'"))) await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { violations } = await axe.run(document, { resultTypes: ["violations"], iframes: false });
    return violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(" ")} ${node.failureSummary ?? ""}`));
  });
}

const PLACES = ["", "/attendees", "/import", "/badges", "/check-in", "/invitation", "/follow-up", "/settings"];

describe.skipIf(!chromiumPath)("every organizer's page", () => {
  const at = stage({ eventName: "Tidewater 2026" });
  beforeAll(async () => {
    const { ada } = await at.guests({
      ada: { name: "Ada Access", email: "ada@access.example", policy: "open" },
      bo: { name: "فاطمة الزهراء", email: "bo@access.example" },
    });
    await ada.scan({ badge: (await attendeesOf(at.owner, at.event))[1].badge });
    await importRows(at.owner, at.event, [{ email: "c@access.example", name: "Cy" }]);
  });

  for (const colorScheme of ["light", "dark"] as const) {
    for (const viewport of [
      { width: 1440, height: 900 },
      { width: 390, height: 844 },
    ]) {
      test(`has nothing for axe to find, is named after the event and fits ${viewport.width} px, ${colorScheme}`, async () => {
        const page = await laptop(at, { colorScheme, viewport, reducedMotion: "reduce" });
        const errors: string[] = [];
        page.on("pageerror", (error) => errors.push(error.message));
        page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
        for (const place of PLACES) {
          await page.goto(organize(at, at.event, place));
          await page.getByRole("heading", { level: 1, name: "Tidewater 2026" }).waitFor();
          await page.waitForLoadState("networkidle");
          expect(await page.getByRole("heading", { level: 1 }).count()).toBe(1);
          const nav = page.getByRole("navigation", { name: "Organize" });
          for (const name of ["Dashboard", "Attendees", "Import", "Badges", "Check-in", "Invitation", "Follow-up"])
            expect(await nav.getByRole("link", { name, exact: true }).count()).toBe(1);
          expect(await findings(page), place).toEqual([]);
          expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${place} is too wide`).toBe(true);
        }
        expect(errors).toEqual([]);
        await page.context().close();
      });
    }

    test(`the steps of an import, an open attendee and the questions, ${colorScheme}`, async () => {
      const page = await laptop(at, { colorScheme, reducedMotion: "reduce" });
      await page.goto(organize(at, at.event, "/import"));
      await chooseList(page, fileURLToPath(new URL("repeated-and-broken.csv", LISTS)));
      expect(await findings(page)).toEqual([]);
      const [ada] = await attendeesOf(at.owner, at.event);
      await page.goto(organize(at, at.event, `/attendees?attendee=${ada.id}`));
      await page.getByRole("button", { name: "Reprint" }).click();
      expect(await findings(page)).toEqual([]);
      await page.getByRole("button", { name: "Keep it" }).click();
      await page.goto(organize(at, at.event, "/check-in"));
      await page.getByLabel("Badge code").fill("0000-0000");
      await page.keyboard.press("Enter");
      await page.locator(".face.stop").waitFor();
      expect(await findings(page)).toEqual([]);
      await page.goto(organize(at, at.event));
      await page.getByRole("button", { name: "As a table: Connections per attendee" }).click();
      expect(await findings(page)).toEqual([]);
      // and axe is really looking
      await page.evaluate(() => document.querySelector("main")?.append(document.createElement("img")));
      expect(await findings(page)).toEqual([expect.stringContaining("image-alt")]);
      await page.context().close();
    });
  }
});
