import { describe, expect, test } from "vitest";
import { chromiumPath } from "../support/chromium.ts";
import { barePreact, FIRST_LOAD_BUDGET, firstLoads } from "./support/first-load.ts";
import { stage } from "./support/stage.ts";

describe.skipIf(!chromiumPath)("the first load", () => {
  const at = stage();

  test("of every page of an attendee stays within 45 KB of scripts and 12 KB of styles, gzipped", async () => {
    const floor = barePreact();
    for await (const { name, js, css, paths } of firstLoads(at)) {
      expect(js, `${name}: scripts`).toBeGreaterThan(floor);
      expect(js, `${name}: scripts`).toBeLessThanOrEqual(FIRST_LOAD_BUDGET.js);
      expect(css, `${name}: styles`).toBeGreaterThan(0);
      expect(css, `${name}: styles`).toBeLessThanOrEqual(FIRST_LOAD_BUDGET.css);
      expect(
        paths.some((path) => /zxing|decoder/.test(path)),
        `${name}: the decoder waits for the camera`,
      ).toBe(false);
    }
  });
});
