import { sendMailings } from "@lanyard/functions/scheduled/send-mailings";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { chromiumPath } from "../support/chromium.ts";
import { createEvent, importRows } from "../support/client.ts";
import { until } from "../support/wait.ts";
import { laptop, organize } from "./organize-desk.ts";
import { codeFor, stage } from "./support/stage.ts";

/** The figures below the plan. */
const progress = async (page: Page) =>
  Object.fromEntries(
    await page
      .locator(".sub-sec .tot > div")
      .evaluateAll((divs) => divs.map((div) => [div.querySelector("dt")?.textContent, Number(div.querySelector("dd")?.textContent)])),
  );

describe.skipIf(!chromiumPath)("the follow-up page", () => {
  const at = stage({ eventName: "Tidewater 2026" });

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

describe.skipIf(!chromiumPath)("the invitation page", () => {
  const at = stage();
  const event = (days: number) => {
    const startsAt = Date.now() + days * 86_400_000;
    const [start, end] = [startsAt, startsAt + 8 * 3_600_000].map((ms) => new Date(ms).toISOString());
    return createEvent(at.owner, { name: "Harbour Days", startsAt: start!, endsAt: end!, timeZone: "Europe/Oslo" });
  };
  const untilSent = (page: Page, text: string) =>
    until(text, async () => {
      await sendMailings(at.app.deps);
      return page.getByText(text, { exact: true }).isVisible();
    });

  test("proposes nine in the morning a week before; sent now it reaches who has not signed in, and later the newcomers", async () => {
    const id = await event(30);
    await importRows(at.owner, id, [
      { email: "ada@invited.example", name: "Ada Lovelace" },
      { email: "bo@invited.example", name: "Bo" },
    ]);
    const page = await laptop(at);
    await page.goto(organize(at, id));
    await page.getByRole("link", { name: "Invitation", exact: true }).click();
    await page.getByText("Not set up").waitFor();
    expect(await page.getByLabel("Time, Oslo").inputValue()).toBe("09:00");
    const day = new Date(Date.now() + 23 * 86_400_000).toLocaleDateString("sv", { timeZone: "Europe/Oslo" });
    expect(await page.getByLabel("Day").inputValue()).toBe(day);
    expect(await page.locator("iframe.mail").contentFrame().locator("body").textContent()).toContain("Your badge is ready");
    await page.getByLabel("Introduction, in your words").fill("Doors open at nine.");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("2 people get it so far: everyone on the list who has not signed in.").waitFor();
    await until("the words are in the preview", async () =>
      /Doors open at nine/.test((await page.locator("iframe.mail").contentFrame().locator("body").textContent()) ?? ""),
    );

    await page.getByRole("button", { name: "Send now" }).click();
    const dialog = page.getByRole("dialog", { name: "Send it to everyone now?" });
    await dialog.getByText("2 people have had none yet.").waitFor();
    await dialog.getByRole("button", { name: "Send to everyone" }).click();
    await untilSent(page, "2 sent");
    expect(await progress(page)).toEqual({ Pending: 0, Sent: 2, Skipped: 0, Failed: 0, Bounced: 0 });
    await page.getByText("Everyone on the list has it.").waitFor();

    await importRows(at.owner, id, [{ email: "cy@invited.example", name: "Cy" }]);
    await page.reload();
    await page.getByText("1 person came onto the list since.").waitFor();
    await page.getByRole("button", { name: "Send now" }).click();
    await dialog.getByRole("button", { name: "Send to everyone" }).click();
    await untilSent(page, "3 sent");
    for (const name of ["ada", "bo", "cy"])
      expect((await at.app.ses.mails()).filter((mail) => mail.to.includes(`${name}@invited.example`))).toHaveLength(1);
    await page.goto(organize(at, id));
    await page.getByText("On the list now, 3 invited").waitFor();
    await page.context().close();
  });

  test("its mail opens the app: the address is there already, and after the code one is at the event", async () => {
    const id = await event(3);
    const email = "dee+phone@invited.example";
    await importRows(at.owner, id, [{ email, name: "Dee Invited" }]);
    await at.owner.put(`/api/events/${id}/invitation`, { enabled: true, sendAt: new Date().toISOString() });
    const mail = await until("the mail is there", async () => {
      await sendMailings(at.app.deps);
      return (await at.app.ses.mails()).find((one) => one.to.includes(email));
    });
    const page = await at.phone();
    await page.goto(/https?:\/\/\S+\/e\/\S+/.exec(mail.text)![0]);
    await page.waitForURL(/\/sign-in/);
    await until("the address is filled in", async () => (await page.getByLabel("Email").inputValue()) === email);
    await page.getByRole("button", { name: "Send code" }).click();
    await page.getByLabel("Code").fill(await until("the code is mailed", () => codeFor(at.app, email).catch(() => "")));
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { level: 1, name: "Harbour Days" }).waitFor();
    await page.getByText("Choose what you give").waitFor();
    expect(new URL(page.url()).pathname).toBe(`/e/${id}`);
    await page.context().close();
  });

  test("of an event that is over sends nothing and says so", async () => {
    const id = await event(-3);
    const page = await laptop(at);
    await page.goto(organize(at, id, "/invitation"));
    await page.getByText("Nobody is invited to it any more.").waitFor();
    expect(await page.getByRole("button", { name: "Send now" }).isDisabled()).toBe(true);
    expect(await page.getByRole("button", { name: "Save" }).isDisabled()).toBe(true);
    await page.context().close();
  });
});
