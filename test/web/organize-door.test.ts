import { describe, expect, test } from "vitest";
import { chromiumPath } from "../support/chromium.ts";
import { createEvent, importRows, signIn } from "../support/client.ts";
import { until } from "../support/wait.ts";
import { attendeesOf, laptop, organize } from "./organize-desk.ts";
import { stage } from "./support/stage.ts";

describe.skipIf(!chromiumPath)("the door", () => {
  const at = stage({ eventName: "Door Day" });

  test("each badge has one large answer: first time, already, unknown, replaced, no network", async () => {
    await importRows(at.owner, at.event, [
      { email: "a@door.example", name: "Ada Door", role: "speaker" },
      { email: "b@door.example", name: "فاطمة الزهراء" },
    ]);
    const [ada, fatima] = await attendeesOf(at.owner, at.event);
    const page = await laptop(at, { viewport: { width: 1024, height: 768 } });
    await page.goto(organize(at, at.event, "/check-in"));
    const status = page.getByRole("status");
    const enter = async (badge: string, outcome: "go" | "hold" | "stop", said: RegExp) => {
      await page.getByLabel("Badge code").fill(badge);
      await page.getByRole("button", { name: "Check in", exact: true }).click();
      await until(`${badge} is answered`, async () => said.test((await status.textContent()) ?? ""));
      await page.locator(`[data-outcome="${outcome}"]`).waitFor();
    };
    await enter(ada.badge.code.toLowerCase().replace("-", " "), "go", /Checked in.*Ada Door.*Speaker/);
    await enter(ada.badge.url, "hold", /Already at \d\d:\d\d.*Ada Door/);
    await enter("0000-0000", "stop", /Unknown badge.*Not one of Door Day/);
    await enter(fatima.badge.code, "go", /Checked in.*فاطمة الزهراء/);
    await at.owner.post(`/api/events/${at.event}/attendees/${fatima.id}/badge`);
    await enter(fatima.badge.url, "stop", /Replaced badge/);
    await page.route("**/check-ins", (route) => route.abort());
    await enter(ada.badge.code, "stop", /No answer.*scan this badge again/);
    const before = page.getByRole("list", { name: "Before" }).getByRole("listitem");
    await until("the five before are listed", async () => (await before.count()) === 5);
    expect((await attendeesOf(at.owner, at.event)).every((one) => one.checkedInAt)).toBe(true);
    await page.context().close();
  });

  test("staff see the door and nothing else, wherever they go", async () => {
    const event = await createEvent(at.owner, { name: "Staffed" });
    expect((await at.owner.post(`/api/events/${event}/members`, { email: "joost@door.example", role: "staff" })).status).toBe(201);
    const joost = await signIn(at.app, "joost@door.example");
    const page = await at.phone({ client: joost }, { viewport: { width: 1024, height: 768 } });
    for (const place of ["", "/attendees", "/settings", "/check-in"]) {
      await page.goto(organize(at, event, place));
      await page.getByLabel("Badge code").waitFor();
      expect(await page.getByRole("navigation", { name: "Organize" }).getByRole("link").allInnerTexts()).toEqual(["Lanyard", "Check-in"]);
    }
    await page.context().close();
  });

  test("someone without a place in the event is told that there is nothing", async () => {
    const stranger = await signIn(at.app, "stranger@door.example");
    const page = await at.phone({ client: stranger });
    await page.goto(organize(at, at.event));
    await page.getByRole("heading", { level: 1, name: "Nothing here" }).waitFor();
    await page.context().close();
  });

  test("members are added, told by role, and removed after a question", async () => {
    const event = await createEvent(at.owner, { name: "Members" });
    const page = await laptop(at);
    await page.goto(organize(at, event, "/settings"));
    await page.getByLabel("Email").fill("helper@door.example");
    await page.getByLabel("Role").selectOption("organizer");
    await page.getByRole("button", { name: "Add member" }).click();
    await page.locator(".members li", { hasText: "helper@door.example" }).getByText("Organizer, since").waitFor();
    await page.getByRole("button", { name: "Remove helper@door.example" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await page.locator(".members li", { hasText: "helper@door.example" }).waitFor({ state: "detached" });
    expect((await at.owner.get(`/api/events/${event}/members`)).body.items).toHaveLength(1);
    await page.context().close();
  });

  test("someone whose session ended elsewhere is led to sign-in and back to the page", async () => {
    const owner = await signIn(at.app, "leaver@door.example");
    const event = await createEvent(owner, { name: "Left" });
    const page = await at.phone({ client: owner }, { viewport: { width: 1440, height: 900 } });
    await page.goto(organize(at, event));
    await page.getByRole("heading", { level: 1, name: "Left" }).waitFor();
    await owner.post("/api/auth/sign-out");
    await page.waitForURL((url) => url.pathname === "/sign-in" && url.searchParams.get("next") === `/organize/${event}`, {
      timeout: 20_000,
    });
    await page.context().close();
  });

  test("a page whose file is gone since a new version came opens again by itself", async () => {
    const page = await laptop(at);
    await page.goto(organize(at, at.event));
    await page.getByRole("heading", { level: 1, name: "Door Day" }).waitFor();
    let missing = 1;
    await page.route(/assets\/settings-.*\.js/, (route) => (missing-- > 0 ? route.fulfill({ status: 404 }) : route.continue()));
    await page.getByRole("link", { name: "Settings" }).click();
    await page.getByRole("heading", { level: 2, name: "Members" }).waitFor();
    expect(missing).toBeLessThan(0);
    await page.context().close();
  });

  test("an event is made, and its facts changed, on the clock of its zone", async () => {
    const page = await laptop(at);
    await page.goto(`${at.url}/organize/new`);
    await page.getByLabel("Name of the event").fill("Nouvelle Vague");
    await page.getByLabel("First day").fill("2027-06-10");
    await page.getByLabel("Time zone").selectOption("America/St_Johns");
    await page.getByRole("button", { name: "Create event" }).click();
    await page.getByRole("heading", { level: 1, name: "Nouvelle Vague" }).waitFor();
    await page.getByLabel("Attendee list").waitFor();
    const id = new URL(page.url()).pathname.split("/")[2];
    expect((await at.owner.get(`/api/events/${id}`)).body.event).toMatchObject({
      startsAt: "2027-06-10T11:30:00.000Z",
      endsAt: "2027-06-10T20:30:00.000Z",
    });

    await page.getByRole("link", { name: "Settings" }).click();
    await page.getByLabel("Venue").fill("Harbourside");
    await page.getByLabel("Name of the event").fill("Nouvelle Vague 2");
    await page.getByLabel("Last day").fill("2027-06-09");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("alert").getByText("The event ends before it starts.").waitFor();
    await page.getByLabel("Last day").fill("2027-06-11");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { level: 1, name: "Nouvelle Vague 2" }).waitFor();
    expect((await at.owner.get(`/api/events/${id}`)).body.event).toMatchObject({
      venue: "Harbourside",
      endsAt: "2027-06-11T20:30:00.000Z",
    });
    await page.context().close();
  });
});
