import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { chromiumPath } from "../support/chromium.ts";
import { createEvent } from "../support/client.ts";
import { until } from "../support/wait.ts";
import { asListed, attendeesOf, chooseList, expectedLists, importNow, LISTS, laptop, organize, totals } from "./organize-desk.ts";
import { stage } from "./support/stage.ts";

const csv = (rows: string[]) => ({ name: "list.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\n")) });
const many = (n: number, name = "Person") => [
  "email,name,company",
  ...Array.from({ length: n }, (_, i) => `p${i}@many.example,${name} ${i},Company ${i}`),
];

describe.skipIf(!chromiumPath)("importing an attendee list through the page", () => {
  const at = stage();

  for (const [file, wanted] of Object.entries(expectedLists())) {
    test(`${file} ends in the right attendees, and again changes nothing`, async () => {
      const event = await createEvent(at.owner, { name: file });
      const page = await laptop(at);
      await page.goto(organize(at, event, "/import"));
      await chooseList(page, fileURLToPath(new URL(file, LISTS)));
      const leftOut =
        wanted.problems.filter(([, code]) => code !== "name.garbled").length + Object.values(wanted.leftOut).reduce((a, b) => a + b, 0);
      expect(await totals(page)).toEqual({ New: wanted.people.length, Changed: 0, "As before": 0, "Left out": leftOut });
      expect(await attendeesOf(at.owner, event)).toEqual([]);
      for (const [line] of wanted.problems)
        expect(await page.locator(".problems td:first-child", { hasText: String(line) }).count()).toBeGreaterThan(0);

      await importNow(page);
      const people = await attendeesOf(at.owner, event);
      expect(asListed(people)).toEqual(asListed(wanted.people.map((person) => ({ ...person, role: person.role ?? "attendee" }))));

      await chooseList(page, fileURLToPath(new URL(file, LISTS)));
      expect(await totals(page)).toEqual({ New: 0, Changed: 0, "As before": wanted.people.length, "Left out": leftOut });
      await importNow(page);
      expect(await attendeesOf(at.owner, event)).toEqual(people);
      await page.context().close();
    });
  }

  test("by keyboard alone", async () => {
    const event = await createEvent(at.owner);
    const page = await laptop(at);
    // Asked for this early because the browser may open the chooser before it has taken the request to hand it over.
    const chooser = page.waitForEvent("filechooser");
    await page.goto(organize(at, event, "/import"));
    await page.getByRole("heading", { level: 1, name: "Tidewater" }).waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.id ?? "");
    const tabTo = async (what: (focus: string) => boolean) => {
      for (let i = 0; i < 60 && !what(await focused()); i++) await page.keyboard.press("Tab");
      expect(what(await focused())).toBe(true);
    };
    await tabTo((focus) => focus === "attendee-list");
    await page.keyboard.press("Enter");
    await (await chooser).setFiles(csv(["email,name,extra,ticket", "ada@key.example,Ada Key,Analytical,Keynote"]));
    await page.getByText("Nobody is doubled, no badge changes").waitFor();

    await tabTo((focus) => focus === "extra goes to");
    await page.keyboard.type("Comp");
    await tabTo((focus) => focus === "Keynote is");
    await page.keyboard.type("Exh");
    await page.getByText("Nobody is doubled, no badge changes").waitFor();
    for (let i = 0; i < 60 && !(await page.evaluate(() => /^Import 1 row$/.test(document.activeElement?.textContent ?? ""))); i++)
      await page.keyboard.press("Tab");
    await until("the dry run is through", () => page.getByRole("button", { name: "Import 1 row" }).isEnabled());
    await page.getByRole("button", { name: "Import 1 row" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Imported" }).waitFor();
    expect(asListed(await attendeesOf(at.owner, event))).toEqual([
      { email: "ada@key.example", name: "Ada Key", company: "Analytical", role: "exhibitor" },
    ]);
    await page.context().close();
  });

  test("1,800 rows that stop in the middle go on where they stopped and double nobody", async () => {
    const event = await createEvent(at.owner);
    const page = await laptop(at);
    await page.goto(organize(at, event, "/import"));
    await chooseList(page, csv(many(1800)));
    let calls = 0;
    await page.route("**/attendees/import", async (route) => {
      calls++;
      if (calls === 3)
        return route.fulfill({
          status: 409,
          contentType: "application/json",
          body: JSON.stringify({
            error: { kind: "conflict", code: "write.contended", message: "Somebody changed this at the same moment. Try again." },
          }),
        });
      return route.continue();
    });
    await page.getByRole("button", { name: "Import 1,800 rows" }).click();
    await page.getByText("1,000 of 1,800 rows are through.").waitFor({ timeout: 90_000 });
    expect((await attendeesOf(at.owner, event)).length).toBe(1000);
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByRole("heading", { name: "Imported" }).waitFor({ timeout: 90_000 });
    expect(calls).toBe(5);
    expect(await totals(page)).toMatchObject({ New: 1800, Changed: 0, "As before": 0 });
    expect((await attendeesOf(at.owner, event)).length).toBe(1800);
    await page.context().close();
  });

  test("a network that is gone for a moment is waited for", async () => {
    const event = await createEvent(at.owner);
    const page = await laptop(at);
    await page.goto(organize(at, event, "/import"));
    await chooseList(page, csv(many(20)));
    let failed = false;
    await page.route("**/attendees/import", (route) => {
      if (failed) return route.continue();
      failed = true;
      return route.abort();
    });
    await importNow(page);
    expect(failed).toBe(true);
    expect((await attendeesOf(at.owner, event)).length).toBe(20);
    await page.context().close();
  });

  test("what the server refuses is told with its line, and everything else goes in", async () => {
    const event = await createEvent(at.owner);
    const page = await laptop(at);
    await page.goto(organize(at, event, "/import"));
    await chooseList(page, csv(["email,name", "a@x.example,Ada", `b@x.example,${"x".repeat(201)}`, "c@x.example,Cy"]));
    await page.getByText("1 row is left out").waitFor();
    expect(await page.locator(".problems tbody tr").allInnerTexts()).toEqual([
      expect.stringMatching(/^3\s+Full name\s+x+\s+At most 200 characters/),
    ]);
    await importNow(page);
    expect((await attendeesOf(at.owner, event)).map((one) => one.email)).toEqual(["a@x.example", "c@x.example"]);
    await page.context().close();
  });

  test("a workbook is refused with what to do, and the next file still works", async () => {
    const event = await createEvent(at.owner);
    const page = await laptop(at);
    await page.goto(organize(at, event, "/import"));
    await page
      .getByLabel("Attendee list")
      .setInputFiles({ name: "list.xlsx", mimeType: "application/zip", buffer: Buffer.from([0x50, 0x4b, 3, 4, 0, 0]) });
    await page.getByRole("alert").getByText("Save as or Export, CSV UTF-8").waitFor();
    await chooseList(page, csv(["email,name", "a@x.example,Ada"]));
    expect(await totals(page)).toMatchObject({ New: 1 });
    await page.context().close();
  });

  test("the rows left out come as a file that can be mended and imported", async () => {
    const event = await createEvent(at.owner);
    const page = await laptop(at);
    await page.goto(organize(at, event, "/import"));
    await chooseList(page, csv(["email,name,company", "a@x.example,Ada,One", "b@@x.example,Bo,Two"]));
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download this row" }).click();
    const stream = await (await download).createReadStream();
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString("utf8");
    expect(text).toContain('"b@@x.example","Bo","Two","3"');
    await chooseList(page, { name: "mended.csv", mimeType: "text/csv", buffer: Buffer.from(text.replace("b@@", "b@")) });
    expect(await totals(page)).toMatchObject({ New: 1, "Left out": 0 });
    await page.context().close();
  });
});
