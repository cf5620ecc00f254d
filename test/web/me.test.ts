import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { chromiumPath } from "../support/chromium.ts";
import { signIn } from "../support/client.ts";
import { until } from "../support/wait.ts";
import { stage } from "./support/stage.ts";

describe.skipIf(!chromiumPath)("my card and my data", () => {
  const at = stage();
  const guests = (tag: string) =>
    at.guests({
      mara: { name: "Mara Lindqvist", email: `mara.${tag}@me.example`, policy: "open", company: "Havenlab" },
      nkechi: { name: "Nkechi Adeyemi", email: `nkechi.${tag}@me.example`, policy: "open" },
    });

  test("the card is changed, links made whole, and each field's sharing saved as it is chosen", async () => {
    const { mara, nkechi } = await guests("card");
    await nkechi.scan(mara);
    const page = await at.phone(mara);
    await page.goto(`${at.url}/me`);
    await page.getByLabel("Headline", { exact: true }).fill("Co-founder");
    await page.getByRole("button", { name: "Add a link" }).click();
    await page.getByLabel("Address of link 1").fill("linkedin.com/in/mara");
    await page.getByRole("button", { name: "Save my card" }).click();
    await until("it is saved", async () => {
      const { card } = (await mara.client.get("/api/me")).body;
      return card.headline === "Co-founder" && card.links[0].url === "https://linkedin.com/in/mara";
    });
    expect((await nkechi.contact(mara)).card.company).toBe("Havenlab");
    await page.getByLabel("Company, to people").selectOption("Never");
    await until("the company is taken back", async () => (await nkechi.contact(mara)).card.company === undefined);
  });

  test("first run can be walked through in four steps, is never in the way, and is saved", async () => {
    const { mara } = await at.guests({ mara: { name: "Mara First", email: "first@me.example" } });
    const client = await signIn(at.app, mara.email);
    const page = await at.phone({ client });
    await page.goto(at.path("/badge"));
    await page.getByRole("img", { name: "My badge" }).waitFor();
    await page.goto(at.path());
    await page.getByRole("link", { name: "Choose what you give" }).click();
    await page.getByLabel("Headline").fill("Pilot");
    await page.getByRole("button", { name: "This is me" }).click();
    await page.getByText("Open", { exact: true }).click();
    await page.getByRole("button", { name: "Use Open" }).click();
    await page.getByLabel("Email, to people").selectOption("Scan");
    await page.getByRole("button", { name: "Share like this" }).click();
    await page.getByLabel("I look for").fill("A pilot port");
    await page.getByLabel("I offer").fill("Tide models");
    await page.getByRole("button", { name: "Done" }).click();
    await page.waitForURL(at.path());
    const { attendee } = (await client.get(`/api/events/${at.event}/me`)).body;
    expect(attendee).toMatchObject({ policy: "open", chosen: true });
    expect(JSON.stringify(attendee.purpose)).toContain("Tide models");
    const { card } = (await client.get("/api/me")).body;
    expect(card).toMatchObject({ headline: "Pilot", share: { email: { people: "scan" } } });
  });

  test("everything about me can be taken along", async () => {
    const { mara, nkechi } = await guests("export");
    await mara.scan(nkechi);
    const page = await at.phone(mara);
    await page.goto(`${at.url}/me`);
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export" }).click();
    const text = await readFile((await (await saved).path())!, "utf8");
    expect(text).toContain(mara.email);
    expect(text).toContain("Nkechi Adeyemi");
  });

  test("another browser is signed out from here", async () => {
    const { mara } = await guests("session");
    const page = await at.phone(mara);
    const other = await signIn(at.app, mara.email);
    await page.goto(`${at.url}/me`);
    await page.getByRole("button", { name: /^End/ }).first().click();
    await until("it is signed out", async () => (await other.get("/api/me")).status === 401);
    expect((await mara.client.get("/api/me")).status).toBe(200);
  });

  test("deleting myself asks once more, and takes me out of everyone's contacts", async () => {
    const { mara, nkechi } = await guests("delete");
    await mara.scan(nkechi);
    const page = await at.phone(mara);
    await page.goto(`${at.url}/me`);
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("button", { name: "Delete for good" }).click();
    await page.waitForURL(/\/sign-in/);
    await until("gone from contacts", async () => (await nkechi.client.get(`/api/events/${at.event}/contacts`)).body.items.length === 0);
    expect((await mara.client.get("/api/me")).status).toBe(401);
  });
});
