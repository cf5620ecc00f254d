import { describe, expect, test } from "vitest";
import { chromiumPath } from "../support/chromium.ts";
import { createEvent, importRows } from "../support/client.ts";
import { until } from "../support/wait.ts";
import { attendeesOf, laptop, organize } from "./organize-desk.ts";
import { stage } from "./support/stage.ts";

describe.skipIf(!chromiumPath)("the attendees page", () => {
  const at = stage();

  test("searches all pages of the list without the server, folding accents, and filters", async () => {
    const event = await createEvent(at.owner, { name: "Large" });
    const rows = Array.from({ length: 450 }, (_, i) => ({
      email: `p${i}@list.example`,
      name: `Person ${i}`,
      company: i % 2 ? "Odd" : "Even",
    }));
    await importRows(at.owner, event, [...rows, { email: "s@list.example", name: "Søren Łukasz Ærø", company: "北港" }]);
    const [first] = await attendeesOf(at.owner, event);
    await at.owner.post(`/api/events/${event}/check-ins`, { badge: first.badge.code });

    const page = await laptop(at);
    await page.goto(organize(at, event, "/attendees"));
    await page.getByText("451 people, 1 checked in").waitFor();
    const names = page.locator("table.people .nm");
    const search = page.getByRole("searchbox", { name: "Search" });
    const finds = async (text: string, wanted: string[]) => {
      await search.fill(text);
      await until(`${text} finds ${wanted}`, async () => JSON.stringify(await names.allInnerTexts()) === JSON.stringify(wanted));
    };
    await finds("soren aero", ["Søren Łukasz Ærø"]);
    await finds("北港", ["Søren Łukasz Ærø"]);
    await finds("P449@LIST", ["Person 449"]);
    await finds(first.badge.code.toLowerCase(), [first.name]);
    await finds(first.badge.code.replace("-", ""), [first.name]);
    await search.fill("nobody at all");
    await page.getByText("Nobody with “nobody at all”").waitFor();
    await search.fill("");
    await page.getByRole("button", { name: "Checked in 1", exact: true }).click();
    await until("only who is here", async () => (await names.count()) === 1);
    await page.goBack().catch(() => {});
    await page.context().close();
  });

  test("names beside each other in order; a name opens the badge, Escape closes it and gives the focus back", async () => {
    const event = await createEvent(at.owner, { name: "Panel" });
    await importRows(at.owner, event, [
      { email: "z@panel.example", name: "Zoë" },
      { email: "a@panel.example", name: "Ångström" },
      { email: "m@panel.example", name: "<b>Mallory</b>", company: '"><img src=x onerror=alert(1)>' },
    ]);
    const page = await laptop(at);
    await page.goto(organize(at, event, "/attendees"));
    await page.getByText("3 people, 0 checked in").waitFor();
    expect(await page.locator("table.people .nm").allInnerTexts()).toEqual(["<b>Mallory</b>", "Ångström", "Zoë"]);
    await page.getByRole("link", { name: "Zoë" }).focus();
    await page.keyboard.press("Enter");
    const panel = page.getByRole("complementary", { name: "Zoë" });
    await panel.getByRole("img", { name: "Badge of Zoë" }).waitFor();
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Zoë");
    await page.context().close();
  });

  test("a reprint is asked about, replaces the badge, and the old one is refused at the door", async () => {
    const event = await createEvent(at.owner, { name: "Reprint" });
    await importRows(at.owner, event, [{ email: "r@reprint.example", name: "Rosa Reprint" }]);
    const [before] = await attendeesOf(at.owner, event);
    const page = await laptop(at);
    await page.goto(organize(at, event, `/attendees?attendee=${before.id}`));
    await page.getByRole("button", { name: "Reprint" }).click();
    await page.getByRole("dialog", { name: "Replace this badge?" }).getByRole("button", { name: "Keep it" }).click();
    expect((await attendeesOf(at.owner, event))[0].badge).toEqual(before.badge);
    await page.getByRole("button", { name: "Reprint" }).click();
    await page.getByRole("button", { name: "Replace badge" }).click();
    await page.locator(".note", { hasText: "The old one no longer works." }).waitFor();
    const [after] = await attendeesOf(at.owner, event);
    expect(after.badge.code).not.toBe(before.badge.code);
    expect(await page.locator(".pb .code").textContent()).toBe(after.badge.code);
    expect((await at.owner.post(`/api/events/${event}/check-ins`, { badge: before.badge.url })).status).toBe(410);
    await page.context().close();
  });

  test("the CSV holds what is shown, safe for spreadsheets", async () => {
    const event = await createEvent(at.owner, { name: "Sheet" });
    await importRows(at.owner, event, [
      { email: "f@sheet.example", name: "=1+1" },
      { email: "g@sheet.example", name: "Grace" },
    ]);
    const page = await laptop(at);
    await page.goto(organize(at, event, "/attendees"));
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "CSV" }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe("sheet-attendees.csv");
    const chunks: Buffer[] = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
    const lines = Buffer.concat(chunks).toString("utf8").split("\r\n");
    expect(lines[1]).toMatch(/^"'=1\+1","f@sheet.example"/);
    expect(lines[2]).toMatch(/^"Grace","g@sheet.example"/);
    await page.context().close();
  });
});
