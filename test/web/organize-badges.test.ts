import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { beforeAll, describe, expect, test } from "vitest";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { chromiumPath } from "../support/chromium.ts";
import { createEvent, importRows, type Json } from "../support/client.ts";
import { until } from "../support/wait.ts";
import { attendeesOf, laptop, organize } from "./organize-desk.ts";
import { stage } from "./support/stage.ts";

const NAMES = [
  "Ada",
  "Aleksandra Wojciechowska-Zielińska",
  "فاطمة الزهراء بنعلي",
  "김서연",
  "नीलम शर्मा",
  "Nguyễn Thị Ánh",
  "田中 美咲",
  "שירה לוי",
  "Wolfeschlegelsteinhausenbergerdorff Hubert",
  "Maria da Conceição de Oliveira e Silva Pereira dos Santos",
];

describe.skipIf(!chromiumPath)("the badge sheet", () => {
  const at = stage({ eventName: "Tidewater 2026" });
  let people: Json[] = [];

  beforeAll(async () => {
    const wasm = createRequire(new URL("../../packages/web/package.json", import.meta.url)).resolve("zxing-wasm/reader/zxing_reader.wasm");
    prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm).buffer as ArrayBuffer } });
    await importRows(
      at.owner,
      at.event,
      NAMES.map((name, i) => ({
        email: `b${i}@badge.example`,
        name,
        company: i % 2 ? "Ports & Co" : "",
        role: i === 1 ? "speaker" : "attendee",
      })),
    );
    people = await attendeesOf(at.owner, at.event);
  });

  test("every badge on every paper is read back by an independent reader, with a whole quiet zone", async () => {
    const page = await laptop(at, { viewport: { width: 1440, height: 1000 }, deviceScaleFactor: 2 });
    await page.goto(organize(at, at.event, "/badges"));
    await page.getByText("10 badges", { exact: true }).waitFor();
    const papers = await page
      .getByLabel("Paper")
      .locator("option")
      .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
    expect(papers.length).toBeGreaterThan(4);
    for (const paper of papers) {
      await page.getByLabel("Paper").selectOption(paper);
      const read = new Map<string, string>();
      for (;;) {
        for (const sheet of await page.locator(".scaled").all()) {
          for (const code of await readBarcodes(new Uint8Array(await sheet.screenshot()), {
            formats: ["QRCode"],
            tryHarder: true,
            maxNumberOfSymbols: 30,
          }))
            read.set(code.text, code.ecLevel ?? "");
        }
        const next = page.getByRole("button", { name: "Next" });
        if (await next.isDisabled()) break;
        await next.click();
      }
      expect([...read.keys()].sort(), paper).toEqual(people.map((one) => one.badge.url).sort());
      for (const level of read.values()) expect(["M", "Q"]).toContain(level);
    }
    // The picture itself carries the margin: four white modules on each side.
    const quiet = await page
      .locator(".label .qr")
      .first()
      .evaluate((svg) => {
        const box = svg.getAttribute("viewBox")!.split(" ").map(Number);
        const black = (svg.querySelector("path:last-of-type") as SVGPathElement).getBBox();
        return [
          black.x - box[0]!,
          black.y - box[1]!,
          box[0]! + box[2]! - black.x - black.width,
          box[1]! + box[3]! - black.y - black.height,
        ];
      });
    expect(quiet).toEqual([4, 4, 4, 4]);
    await page.context().close();
  });

  test("a name in any script fits its badge on any paper and is never cut", async () => {
    const page = await laptop(at);
    await page.goto(organize(at, at.event, "/badges"));
    await page.getByText("10 badges", { exact: true }).waitFor();
    for (const paper of await page
      .getByLabel("Paper")
      .locator("option")
      .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value))) {
      await page.getByLabel("Paper").selectOption(paper);
      const seen = new Set<string>();
      for (;;) {
        const labels = await page.locator(".label:not(.used)").evaluateAll((all) =>
          all.map((label) => {
            const name = label.querySelector<HTMLElement>(".bn")!;
            const foot = label.querySelector<HTMLElement>(".foot")!;
            const text = label.querySelector<HTMLElement>(".text")!;
            const range = document.createRange();
            range.selectNodeContents(text);
            const [ink, room, qr] = [range.getBoundingClientRect(), label.getBoundingClientRect(), foot.getBoundingClientRect()];
            const beside = label.classList.contains("low");
            const clear = beside
              ? ink.right <= qr.left + 1 && ink.bottom <= room.bottom + 1
              : ink.bottom <= qr.top + 1 && ink.right <= room.right;
            return { name: name.textContent ?? "", fits: name.scrollWidth <= name.clientWidth + 1 && clear };
          }),
        );
        for (const { name, fits } of labels) {
          expect(fits, `${name} on ${paper}`).toBe(true);
          seen.add(name);
        }
        const next = page.getByRole("button", { name: "Next" });
        if (await next.isDisabled()) break;
        await next.click();
      }
      expect(seen.size).toBe(NAMES.length);
    }
    await page.context().close();
  });

  test("prints every sheet at its size in millimetres and nothing else", async () => {
    const page = await laptop(at);
    await page.goto(organize(at, at.event, "/badges"));
    await page.getByText("10 badges", { exact: true }).waitFor();
    await page.evaluate(() => {
      window.print = () => document.documentElement.setAttribute("data-printed", "yes");
    });
    await page.getByRole("button", { name: "Print 10 badges" }).click();
    await page.locator("html[data-printed]").waitFor({ state: "attached" });
    await page.emulateMedia({ media: "print" });
    expect(await page.getByRole("navigation").isVisible()).toBe(false);
    const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString("latin1");
    const boxes = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, w, h]) => [
      Math.round(Number(w)),
      Math.round(Number(h)),
    ]);
    expect(boxes).toEqual(Array.from({ length: 3 }, () => [595, 842])); // A4 in points
    await page.context().close();
  });

  test("only some, from a label that is free: one attendee, a word, a start", async () => {
    const page = await laptop(at);
    await page.goto(organize(at, at.event, "/badges"));
    await page.getByText("10 badges", { exact: true }).waitFor();
    await page.getByLabel("Only with these words").fill("santos");
    await page.getByRole("button", { name: "Print 1 badge" }).waitFor();
    await page.getByLabel("Only with these words").fill("");
    await page.getByLabel("Start at label").fill("4");
    await until("ten badges from label 4 take four sheets", async () => (await page.locator(".mh p").textContent()) === "4 sheets");
    expect(await page.locator(".scaled").first().locator(".label.used").count()).toBe(3);
    await page.goto(organize(at, at.event, `/badges?attendee=${people[0].id}`));
    await page.getByRole("button", { name: "Print 1 badge" }).waitFor();
    const [first, second] = people[0].badge.code.split("-");
    expect(await page.locator(".label .short").textContent()).toBe(`${first} ${second}`);
    await page.context().close();
  });

  test("an event of another colour hangs on it", async () => {
    const event = await createEvent(at.owner, { name: "Blue" });
    await at.owner.patch(`/api/events/${event}`, { color: "#1144ee" });
    await importRows(at.owner, event, [{ email: "x@blue.example", name: "Xi" }]);
    const page = await laptop(at);
    await page.goto(organize(at, event, "/badges"));
    await page.locator(".label .band").waitFor();
    await until("the strap is blue", () =>
      page.locator(".label .band").evaluate((band) => getComputedStyle(band).backgroundImage.includes("rgb(17, 68, 238)")),
    );
    await page.context().close();
  });
});
