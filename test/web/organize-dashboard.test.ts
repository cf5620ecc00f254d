import { describe, expect, test } from "vitest";
import { chromiumPath } from "../support/chromium.ts";
import { createEvent, importRows } from "../support/client.ts";
import { until } from "../support/wait.ts";
import { laptop, organize } from "./organize-desk.ts";
import { stage } from "./support/stage.ts";

describe.skipIf(!chromiumPath)("the dashboard", () => {
  const at = stage({ eventName: "Harbour Day" });

  const figures = (page: Awaited<ReturnType<typeof laptop>>) =>
    page
      .locator(".figs > div")
      .evaluateAll((divs) =>
        Object.fromEntries(divs.map((div) => [div.querySelector("dt")?.textContent, div.querySelector(".fig")?.textContent])),
      );

  test("shows each figure with what it counts, follows new facts by itself, and names nobody", async () => {
    const { mara, nkechi, yusuf } = await at.guests({
      mara: { name: "Mara Lindqvist", email: "mara@dash.example", policy: "open" },
      nkechi: { name: "Nkechi Adeyemi", email: "nkechi@dash.example", policy: "open" },
      yusuf: { name: "Yusuf Kaya", email: "yusuf@dash.example", policy: "ask" },
      idle: { name: "Ida Idle", email: "ida@dash.example" },
    });
    const page = await laptop(at);
    await page.goto(organize(at, at.event));
    await page.getByRole("heading", { level: 1, name: "Harbour Day" }).waitFor();
    await page.getByText("Pairs ever connected, each pair once").waitFor();
    expect(await figures(page)).toMatchObject({
      Attendees: "4",
      Claimed: "3",
      "Checked in": "0",
      Connections: "0",
      Requests: "0",
      "Met nobody yet": "4",
    });
    await page.getByText("0 connections so far.").waitFor();

    await mara.scan(nkechi);
    await mara.scan(yusuf);
    await at.owner.post(`/api/events/${at.event}/check-ins`, { badge: mara.badge.code });
    await until("the figures follow without a reload", async () => {
      expect(await figures(page)).toEqual({
        Attendees: "4",
        Claimed: "3",
        "Checked in": "1",
        Connections: "1",
        Requests: "1",
        "Met nobody yet": "2",
      });
      return true;
    });
    expect(await page.locator(".block .fig").textContent()).toBe("2");
    expect(await page.getByRole("img", { name: /^New connections by hour, 1 at most/ }).count()).toBe(1);

    await page.getByRole("button", { name: "As a table: New connections by hour" }).click();
    expect(await page.locator("table tbody tr").allInnerTexts()).toEqual([expect.stringMatching(/\d\d:00\s+1\s+1$/)]);
    await page.getByRole("button", { name: "As a chart: New connections by hour" }).click();
    await page.getByRole("button", { name: "As a table: Connections per attendee" }).click();
    expect(await page.locator("table tbody tr").allInnerTexts()).toEqual([
      "0\t2",
      "1\t2",
      "2\t0",
      "3 to 4\t0",
      "5 to 9\t0",
      "10 to 19\t0",
      "20 to 49\t0",
      "50 up\t0",
    ]);
    const text = await page.locator("main").textContent();
    for (const name of ["Mara", "Nkechi", "Yusuf", "Ida"]) expect(text).not.toContain(name);
    await page.context().close();
  });

  test("a page that is not seen asks nothing, and asks again when it is", async () => {
    const page = await laptop(at);
    let asked = 0;
    await page.route("**/dashboard", (route) => {
      asked++;
      return route.continue();
    });
    await page.clock.install();
    await page.goto(organize(at, at.event));
    await page.getByText("Pairs ever connected, each pair once").waitFor();
    const show = (state: string) =>
      page.evaluate((now) => {
        Object.defineProperty(document, "visibilityState", { value: now, configurable: true });
        window.dispatchEvent(new Event("visibilitychange"));
        document.dispatchEvent(new Event("visibilitychange"));
      }, state);
    await show("hidden");
    const before = asked;
    await page.clock.runFor(60_000);
    expect(asked).toBe(before);
    await show("visible");
    await page.clock.runFor(11_000);
    await until("it asks again", () => asked >= before + 2);
    await page.context().close();
  });

  test("without an answer the last figures stay, with their time", async () => {
    const page = await laptop(at);
    await page.goto(organize(at, at.event));
    await page.getByText(/^Live, as of \d\d:\d\d:\d\d$/).waitFor();
    await page.route("**/dashboard", (route) => route.abort());
    await page.getByText(/^No answer, as of \d\d:\d\d:\d\d$/).waitFor({ timeout: 30_000 });
    expect((await figures(page)).Attendees).toBe("4");
    await page.context().close();
  });

  test("an event without a list leads to the import; before doors it says when they open", async () => {
    const startsAt = new Date(Date.now() + 86_400_000).toISOString().replace(/T.*/, "T07:00:00Z");
    const event = await createEvent(at.owner, {
      name: "Early",
      startsAt,
      endsAt: startsAt.replace("T07", "T17"),
      timeZone: "Europe/Lisbon",
    });
    const page = await laptop(at);
    await page.goto(organize(at, event));
    await page.getByRole("link", { name: "Import attendees" }).click();
    await page.getByLabel("Attendee list").waitFor();
    await importRows(at.owner, event, [{ email: "one@early.example", name: "One" }]);
    await page.getByRole("link", { name: "Dashboard" }).click();
    await page.getByText(/0 connections\. Doors open .*07:00, figures start then\./).waitFor();
    await page.context().close();
  });
});
