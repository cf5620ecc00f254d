import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { chromiumPath } from "../support/chromium.ts";
import { attend, createEvent, importRows, type Json } from "../support/client.ts";
import { until } from "../support/wait.ts";
import { type Guest, stage } from "./support/stage.ts";

describe.skipIf(!chromiumPath)("contacts", () => {
  const at = stage();
  let count = 0;
  const contactsOf = async (guest: Guest): Promise<Json[]> => (await guest.client.get(`/api/events/${guest.event}/contacts`)).body.items;
  const said = async (page: Page) => (await page.getByRole("status").textContent()) ?? "";

  async function people() {
    const tag = `c${++count}`;
    const guests = await at.guests({
      mara: { name: "Mara Lindqvist", email: `mara.${tag}@c.example`, policy: "ask", company: "Havenlab" },
      soren: { name: "Søren Łukasz Größmann", email: `soren.${tag}@c.example`, policy: "open", company: "Buoy Works", headline: "Pilot" },
      nora: { name: "نورا حداد", email: `nora.${tag}@c.example`, policy: "open", company: "Blue Quay" },
    });
    return guests;
  }

  test("everyone is one link by name, and is found as one types: without accents, by company, by what I noted", async () => {
    const { mara, soren, nora } = await people();
    await mara.scan(soren);
    await mara.scan(nora);
    await mara.client.patch(`/api/events/${at.event}/contacts/${nora.id}`, { note: "Wants the tide model" });
    const page = await at.phone(mara);
    await page.goto(at.path("/contacts"));
    const links = () => page.getByRole("link", { name: /Søren|نورا/ }).count();
    await until("both are listed", async () => (await links()) === 2);
    for (const [words, name] of [
      ["soren lukasz", soren.name],
      ["grossmann", soren.name],
      ["blue quay", nora.name],
      ["TIDE", nora.name],
      ["نورا", nora.name],
    ] as const) {
      await page.getByLabel("Search").fill(words);
      await until(`only ${name} is found by ${words}`, async () => (await links()) === 1);
      expect(await page.getByRole("link", { name, exact: true }).count()).toBe(1);
    }
    await page.getByLabel("Search").fill("berht");
    await page.getByText("Nothing with").waitFor();
  });

  test("everyone I met is shown by event, with that event's tags, requests and files, and so again after a person was looked at", async () => {
    const { mara, soren, nora } = await people();
    await mara.scan(soren);
    await mara.client.patch(`/api/events/${at.event}/contacts/${soren.id}`, { tags: ["open data & more"] });
    const later = await createEvent(at.owner, { name: "Harbour Days 2027" });
    await importRows(
      at.owner,
      later,
      [mara, nora].map(({ name, email }) => ({ name, email })),
    );
    const [again, there] = await Promise.all([mara, nora].map(({ email }) => attend(at.app, later, email, "ask")));
    await there!.scan(again!);
    const page = await at.phone(mara);
    await page.goto(`${at.url}/contacts`);
    const link = (guest: Guest) => page.getByRole("link", { name: guest.name, exact: true });
    await Promise.all([link(soren).waitFor(), link(nora).waitFor()]);
    const choice = page.getByLabel("Event", { exact: true });
    expect(await choice.locator("option").allTextContents()).toEqual([
      "All events",
      expect.stringMatching(/^(Tidewater 2026|Harbour Days 2027) 1$/),
      expect.stringMatching(/^(Tidewater 2026|Harbour Days 2027) 1$/),
    ]);

    await choice.selectOption({ label: "Tidewater 2026 1" });
    await until("only that event's people are listed", async () => (await link(nora).count()) === 0 && (await link(soren).count()) === 1);
    const tag = page.getByRole("button", { name: "open data & more 1" });
    await tag.click();
    await until("the tag is chosen", async () => (await tag.getAttribute("aria-pressed")) === "true");
    expect(await page.getByRole("link", { name: "All as vCard" }).getAttribute("href")).toContain(at.event);
    await link(soren).click();
    await page.getByLabel("Note").waitFor();
    await page.goBack();
    await link(soren).waitFor();
    expect(await choice.inputValue()).toBe(at.event);
    expect(await tag.getAttribute("aria-pressed")).toBe("true");
    expect(await link(nora).count()).toBe(0);

    await choice.selectOption({ label: "Harbour Days 2027 1" });
    await page.getByRole("heading", { name: "1 person asks for your card" }).waitFor();
    expect(await link(soren).count()).toBe(0);
    await choice.selectOption({ label: "All events" });
    await Promise.all([link(soren).waitFor(), link(nora).waitFor()]);
  });

  test("note, tags, rating and follow-up date are saved as they are typed", async () => {
    const { mara, soren } = await people();
    await mara.scan(soren);
    const page = await at.phone(mara);
    await page.goto(at.path("/contacts"));
    await page.getByRole("link", { name: soren.name }).click();
    await page.getByLabel("Note").fill("Knows the Gdańsk team");
    await page.getByLabel("Tags").fill("pilot");
    await page.getByRole("button", { name: "Add" }).click();
    await page.getByText("4", { exact: true }).click();
    await page.getByLabel("Follow up on").fill("2027-05-18");
    await until("all of it is on the server", async () => {
      const [contact] = await contactsOf(mara);
      return (
        contact?.note === "Knows the Gdańsk team" &&
        contact.tags?.[0] === "pilot" &&
        contact.rating === 4 &&
        contact.followUpOn === "2027-05-18"
      );
    });
    await page.reload();
    await until("and shown again", async () => (await page.getByLabel("Note").inputValue()) === "Knows the Gdańsk team");
  });

  test("a request is accepted or declined where it is listed", async () => {
    const { mara, soren, nora } = await people();
    await soren.scan(mara);
    await nora.scan(mara);
    const page = await at.phone(mara);
    await page.goto(at.path("/contacts"));
    await page.getByRole("heading", { name: "2 people ask for your card" }).waitFor();
    await page.getByRole("button", { name: `Accept ${soren.name}` }).click();
    await page.getByRole("button", { name: `Decline ${nora.name}` }).click();
    await until("both answers arrived", async () => {
      const contacts = await contactsOf(mara);
      return contacts.length === 1 && contacts[0].status === "connected";
    });
    expect((await soren.contact(mara)).status).toBe("connected");
    expect((await nora.contact(mara)).status).toBe("requested");
    await until("it is said", async () => /declined/i.test(await said(page)));
  });

  test("a card is accepted, withdrawn and its owner blocked on the person's own page", async () => {
    const { mara, soren } = await people();
    await soren.scan(mara);
    const page = await at.phone(mara);
    await page.goto(at.path("/contacts"));
    await page.getByRole("link", { name: soren.name }).click();
    await page.getByRole("button", { name: "Accept" }).click();
    await until("accepted", async () => (await soren.contact(mara)).card.company === "Havenlab");
    await page.getByRole("button", { name: "Withdraw" }).click();
    await until("withdrawn", async () => (await soren.contact(mara)).card.company === undefined);
    await page.getByRole("button", { name: "Block" }).click();
    await page.getByRole("button", { name: "Unblock" }).waitFor();
    await until("blocked", async () => (await soren.scan(mara)).status === 403);
    await page.getByRole("button", { name: "Unblock" }).click();
    await page.getByRole("button", { name: "Block", exact: true }).waitFor();
  });

  test("a declined request can still be accepted, from its own address too", async () => {
    const { mara, soren } = await people();
    await soren.scan(mara);
    const page = await at.phone(mara);
    await page.goto(at.path(`/contacts/${soren.id}`));
    await page.getByRole("button", { name: "Decline" }).click();
    await page.getByText("Declined", { exact: true }).waitFor();
    await until("declined", async () => (await contactsOf(mara)).length === 0);
    await page.getByRole("button", { name: "Accept" }).click();
    await until("accepted", async () => (await soren.contact(mara)).status === "connected", { timeoutMs: 30_000 });
  });

  test("a request answered with no network is answered when the network is back, as of its moment", async () => {
    const { mara, soren } = await people();
    await soren.scan(mara);
    const page = await at.phone(mara);
    await page.goto(at.path("/contacts"));
    await page.getByRole("button", { name: `Accept ${soren.name}` }).waitFor();
    await page.context().setOffline(true);
    await page.getByRole("button", { name: `Accept ${soren.name}` }).click();
    await page.getByRole("link", { name: soren.name }).waitFor();
    expect((await mara.contact(soren)).status).toBe("awaiting_me");
    await page.context().setOffline(false);
    await until("accepted", async () => (await mara.contact(soren)).status === "connected");
  });

  test("my contacts of an event are there to save as vCard and CSV", async () => {
    const { mara, soren } = await people();
    await mara.scan(soren);
    const page = await at.phone(mara);
    await page.goto(at.path("/contacts"));
    for (const [name, file] of [
      ["All as vCard", /\.vcf$/],
      ["All as CSV", /\.csv$/],
    ] as const) {
      const saved = page.waitForEvent("download");
      await page.getByRole("link", { name }).click();
      expect((await saved).suggestedFilename()).toMatch(file);
    }
  });

  test("who has my card lists each with the fields, and takes it back", async () => {
    const { mara, soren } = await people();
    await mara.scan(soren);
    const page = await at.phone(mara);
    await page.goto(at.path());
    await page.getByRole("link", { name: "Who has my card" }).click();
    await page.getByText(soren.name).waitFor();
    await page.getByText("Company", { exact: true }).waitFor();
    await page.getByRole("button", { name: `Withdraw ${soren.name}` }).click();
    await until("taken back", async () => (await soren.contact(mara)).card.company === undefined);
  });
});
