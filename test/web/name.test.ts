import { describe, expect, test } from "vitest";
import { chromiumPath } from "../support/chromium.ts";
import { until } from "../support/wait.ts";
import { connect, stage } from "./support/stage.ts";

const names = [
  "Nkechi Adeyemi",
  "Aleksandra Wojciechowska-Zielińska",
  "مارا ليندكويست",
  "فاطمة الزهراء بنعلي",
  "Αλέξανδρος Παπαδημητρακόπουλος",
  "Wolfeschlegelsteinhausenbergerdorff",
  "நாகலட்சுமி சுப்பிரமணியன்",
  "田中 美咲",
  "Ngọc Nguyễn",
  "M".repeat(60),
];

describe.skipIf(!chromiumPath)("a name on a result", () => {
  const at = stage();

  test("in any script fits a small phone, wraps between words only, and is never cut", { timeout: 120_000 }, async () => {
    const people = Object.fromEntries(names.map((name, i) => [`p${i}`, { name, email: `p${i}@name.example`, policy: "open" as const }]));
    const guests = await at.guests({ mara: { name: "Mara", email: "mara@name.example", policy: "open" }, ...people });
    const page = await at.phone(guests.mara, { viewport: { width: 360, height: 700 } });
    await page.goto(at.path("/scan"));
    await page.getByLabel("Badge code").waitFor();
    for (const [i, name] of names.entries()) {
      await connect(page, guests[`p${i}` as "mara"].badge.code);
      const heading = page.locator("h1.name");
      await until(`${name} is shown`, async () => (await heading.textContent()) === name);
      const { broken, wide } = await heading.evaluate((h1) => {
        const text = h1.firstChild!;
        const range = document.createRange();
        const linesOf = (from: number, to: number) => {
          range.setStart(text, from);
          range.setEnd(text, to);
          return new Set([...range.getClientRects()].filter((r) => r.width > 0).map((r) => Math.round(r.bottom))).size;
        };
        const words = [...h1.textContent!.matchAll(/[^\s-]+/g)];
        return {
          broken: words.filter((word) => linesOf(word.index, word.index + word[0].length) > 1).map(([word]) => word),
          wide: h1.scrollWidth > h1.clientWidth || document.documentElement.scrollWidth > innerWidth,
        };
      });
      expect({ name, wide }).toEqual({ name, wide: false });
      if (name.length < 60) expect({ name, broken }).toEqual({ name, broken: [] });
    }
  });
});
