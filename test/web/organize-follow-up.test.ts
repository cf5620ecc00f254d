import { describe, expect, test } from "vitest";
import { chromiumPath } from "../support/chromium.ts";
import { createEvent } from "../support/client.ts";
import { until } from "../support/wait.ts";
import { laptop, organize } from "./organize-desk.ts";
import { stage } from "./support/stage.ts";

describe.skipIf(!chromiumPath)("the follow-up page", () => {
  const at = stage({ eventName: "Tidewater 2026" });
  const progress = async (page: Awaited<ReturnType<typeof laptop>>) =>
    Object.fromEntries(
      await page
        .locator(".sub-sec .tot > div")
        .evaluateAll((divs) => divs.map((div) => [div.querySelector("dt")?.textContent, Number(div.querySelector("dd")?.textContent)])),
    );

  test("a plan is read and saved on the event's clock, across a change of the clock", async () => {
    const event = await createEvent(at.owner, {
      name: "Sydney",
      startsAt: "2027-04-02T22:00:00Z",
      endsAt: "2027-04-03T08:00:00Z",
      timeZone: "Australia/Sydney",
    });
    const page = await laptop(at);
    await page.goto(organize(at, event, "/follow-up"));
    await page.getByText("Not set up").waitFor();
    // Sydney leaves summer time on 4 April 2027 at 3:00.
    await until("the day is there", async () => (await page.getByLabel("Day").inputValue()) === "2027-04-04");
    expect(await page.getByLabel("Time, Sydney").inputValue()).toBe("09:00");
    await page.getByLabel("Time, Sydney").fill("06:30");
    await page.getByLabel("Subject").fill("Your people");
    await page.getByLabel("Introduction, in your words").fill("Hello <b>there</b>");
    await page.getByLabel("Replies go to").fill("hello@sydney.example");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Sun 4 Apr, 06:30").waitFor();
    const { body } = await at.owner.get(`/api/events/${event}/follow-up`);
    expect(body.plan).toMatchObject({
      enabled: true,
      sendAt: "2027-04-03T20:30:00.000Z",
      subject: "Your people",
      replyTo: "hello@sydney.example",
      intro: "Hello <b>there</b>",
    });

    await page.getByText("Send it by itself at this time").click();
    await page.getByLabel("Subject").fill("");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Nothing goes out", { exact: true }).waitFor();
    const again = await at.owner.get(`/api/events/${event}/follow-up`);
    expect(again.body.plan).toMatchObject({ enabled: false });
    expect(again.body.plan.subject).toBeUndefined();
    await page.context().close();
  });

  test("the preview shows invented people in a frame that may do nothing, and the same as text", async () => {
    const page = await laptop(at);
    await page.goto(organize(at, at.event, "/follow-up"));
    const frame = page.locator("iframe.mail");
    await frame.waitFor();
    expect(await frame.getAttribute("sandbox")).toBe("");
    expect(await frame.contentFrame().locator("body").textContent()).toContain("Alex");
    await page.getByRole("button", { name: "Text" }).click();
    expect(await page.locator(".mail.text").textContent()).toContain("Alex");
    await page.context().close();
  });

  test("a test goes to the organizer only; Send now asks, sends one mail to each, and the progress follows", async () => {
    const { ada, bo } = await at.guests({
      ada: { name: "Ada Follow", email: "ada@follow.example", policy: "open" },
      bo: { name: "Bo Follow", email: "bo@follow.example", policy: "open" },
      alone: { name: "Al Alone", email: "al@follow.example" },
    });
    await ada.scan(bo);
    const page = await laptop(at);
    await page.goto(organize(at, at.event, "/follow-up"));
    await page.getByLabel("Subject").fill("Tidewater people");
    const sent = async () =>
      (await at.app.ses.mails())
        .filter((mail) => mail.subject.includes("Tidewater people"))
        .map((mail) => mail.to[0])
        .sort();
    await page.getByRole("button", { name: "Send me a test" }).click();
    await page.locator(".note", { hasText: "A test is on its way to owner@stage.example." }).waitFor();
    expect(await sent()).toEqual(["owner@stage.example"]);
    expect(await progress(page)).toEqual({ Pending: 2, Sent: 0, Skipped: 0, Failed: 0, Bounced: 0 });

    await page.getByRole("button", { name: "Send now" }).click();
    const dialog = page.getByRole("dialog", { name: "Send it to everyone now?" });
    await dialog.getByText("2 people have had none yet.").waitFor();
    await dialog.getByRole("button", { name: "Not yet" }).click();
    expect((await at.owner.get(`/api/events/${at.event}/follow-up`)).body.plan.state).toBe("waiting");

    await page.getByRole("button", { name: "Send now" }).click();
    await dialog.getByRole("button", { name: "Send to everyone" }).click();
    await page.getByText("Going out now.").waitFor();
    const { sendMailings } = await import("@lanyard/functions/scheduled/send-mailings");
    await sendMailings(at.app.deps);
    await until("the page tells that both are sent", async () => (await progress(page)).Sent === 2);
    await until("and that it is done", async () => {
      await sendMailings(at.app.deps);
      return page.getByText("2 sent").isVisible();
    });
    expect(await sent()).toEqual(["ada@follow.example", "bo@follow.example", "owner@stage.example"]);
    expect(await page.getByLabel("Subject").isDisabled()).toBe(true);
    await page.context().close();
  });
});
