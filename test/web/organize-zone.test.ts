import fc from "fast-check";
import { expect, it } from "vitest";
import { instantOf, parts } from "../../packages/web/src/organize/zone.ts";

const ZONES = [
  "UTC",
  "Europe/Amsterdam",
  "America/St_Johns",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "Pacific/Apia",
  "America/New_York",
  "Africa/Casablanca",
];

it("what the fields show of an instant leads back to it, or to the same hour shown twice", () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date("2000-01-01"), max: new Date("2037-12-31"), noInvalidDate: true }),
      fc.constantFrom(...ZONES),
      (date, zone) => {
        const minute = new Date(Math.floor(date.getTime() / 60_000) * 60_000).toISOString();
        const wall = parts(minute, zone);
        const again = instantOf(wall.date, wall.time, zone)!;
        expect(parts(again, zone)).toEqual(wall);
        expect(Date.parse(minute) - Date.parse(again)).toBeGreaterThanOrEqual(0);
        expect(Date.parse(minute) - Date.parse(again)).toBeLessThanOrEqual(2 * 3_600_000);
      },
    ),
    { numRuns: 2000 },
  );
});

it("an hour the clock shows twice is the first one, an hour it never shows lies behind the gap", () => {
  expect(instantOf("2026-10-25", "02:30", "Europe/Amsterdam")).toBe("2026-10-25T00:30:00.000Z");
  expect(instantOf("2026-03-29", "02:30", "Europe/Amsterdam")).toBe("2026-03-29T01:30:00.000Z");
  expect(instantOf("2026-05-16", "09:00", "Europe/Amsterdam")).toBe("2026-05-16T07:00:00.000Z");
  expect(instantOf("", "09:00", "UTC")).toBeUndefined();
});
