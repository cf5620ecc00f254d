import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { chromiumPath } from "../support/chromium.ts";
import { stage } from "./support/stage.ts";

const dist = join(import.meta.dirname, "../../packages/web/dist");
const limits = { js: 45 * 1024, css: 12 * 1024 };

describe.skipIf(!chromiumPath)("the first load", () => {
  const at = stage();

  test("of every page of an attendee stays within 45 KB of scripts and 12 KB of styles, gzipped", async () => {
    const { mara } = await at.guests({ mara: { name: "Mara Lindqvist", email: "mara@budget.example", policy: "open" } });
    const pages: [string, Parameters<typeof at.phone>[0], string][] = [
      [`${at.url}/sign-in`, undefined, "Email"],
      [at.path("/scan"), mara, "Badge code"],
      [at.path("/contacts"), mara, "Search"],
      [`${at.url}/me`, mara, "Language"],
    ];
    for (const [url, who, label] of pages) {
      const page = await at.phone(who, { serviceWorkers: "block" });
      await page.goto(url);
      await page.getByLabel(label).first().waitFor();
      const paths = await page.evaluate(() => performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname));
      const size = (kind: string) =>
        paths.filter((path) => path.endsWith(`.${kind}`)).reduce((sum, path) => sum + gzipSync(readFileSync(join(dist, path))).length, 0);
      expect(size("js"), `${url} scripts`).toBeGreaterThan(10_000);
      expect(size("js"), `${url} scripts`).toBeLessThanOrEqual(limits.js);
      expect(size("css"), `${url} styles`).toBeLessThanOrEqual(limits.css);
      expect(
        paths.some((path) => /zxing|decoder/.test(path)),
        "the decoder waits for the camera",
      ).toBe(false);
      if (process.env.SHOW) console.log(url, size("js"), size("css"), paths.length);
      await page.context().close();
    }
  });
});
