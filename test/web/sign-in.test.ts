import { describe, expect, test } from "vitest";
import { chromiumPath } from "../support/chromium.ts";
import { until } from "../support/wait.ts";
import { codeFor, linkFor, stage } from "./support/stage.ts";

describe.skipIf(!chromiumPath)("signing in", () => {
  const at = stage();
  const said = async (page: Awaited<ReturnType<typeof at.phone>>) => (await page.getByRole("status").textContent()) ?? "";

  async function guests(tag: string) {
    return at.guests({
      mara: { name: "Mara Lindqvist", email: `mara.${tag}@in.example` },
      nkechi: { name: "Nkechi Adeyemi", email: `nkechi.${tag}@in.example`, policy: "open" },
    });
  }

  test("a page asked for while signed out leads to sign-in by code, and back to that page", async () => {
    const { mara } = await guests("code");
    const page = await at.phone();
    await page.goto(at.path("/contacts"));
    await page.waitForURL(/\/sign-in/);
    await page.getByLabel("Email").fill(mara.email);
    await page.getByRole("button", { name: "Send code" }).click();
    await page.getByLabel("Code").fill("000 000");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("That is not the code.").waitFor();
    await page.getByLabel("Code").fill(await codeFor(at.app, mara.email));
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(at.path("/contacts"));
    await page.getByLabel("Search").waitFor();
  });

  test("the start page lists my events as links by name; an event has its three places", async () => {
    const { nkechi } = await guests("start");
    const page = await at.phone(nkechi);
    await page.goto(at.url);
    await page.getByRole("link", { name: "Tidewater 2026" }).click();
    await page.waitForURL(at.path());
    for (const name of ["Scan", "My badge", "Contacts"]) await page.getByRole("link", { name }).waitFor();
  });

  test("the mailed link signs in by itself in the browser that asked", async () => {
    const { mara } = await guests("link");
    const page = await at.phone();
    await page.goto(at.path("/badge"));
    await page.getByLabel("Email").fill(mara.email);
    await page.getByRole("button", { name: "Send code" }).click();
    await page.getByLabel("Code").waitFor();
    await page.goto(await linkFor(at.app, mara.email));
    await page.waitForURL(at.path("/badge"));
    await page.getByRole("img", { name: "My badge" }).waitFor();
  });

  test("where one signs in nothing is asked that the server must refuse; a page opened from there asks, and knows me", async () => {
    const { nkechi } = await guests("quiet");
    const page = await at.phone(nkechi);
    const refused: string[] = [];
    page.on("console", (message) => message.type() === "error" && refused.push(message.text()));
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    for (const place of ["/sign-in", "/auth"]) {
      await page.goto(at.url + place);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.waitForLoadState("networkidle");
    }
    expect(asked).not.toContain("/api/me");
    expect(refused).toEqual([]);
    await page.evaluate(() => {
      history.pushState(null, "", "/");
      dispatchEvent(new PopStateEvent("popstate"));
    });
    await page.getByRole("link", { name: "Tidewater 2026" }).waitFor();
  });

  test("in any other browser the link does nothing until it is clicked", async () => {
    const { mara } = await guests("other");
    const asking = await at.phone();
    await asking.goto(`${at.url}/sign-in`);
    await asking.getByLabel("Email").fill(mara.email);
    await asking.getByRole("button", { name: "Send code" }).click();
    await asking.getByLabel("Code").waitFor();
    const other = await at.phone();
    let verified = 0;
    other.on("request", (request) => {
      if (request.url().endsWith("/api/auth/verify")) verified++;
    });
    await other.goto(await linkFor(at.app, mara.email));
    const button = other.getByRole("button", { name: "Sign in" });
    await button.waitFor();
    await other.reload({ waitUntil: "networkidle" });
    expect(verified).toBe(0);
    await button.click();
    await other.getByRole("heading", { name: "My events" }).waitFor();
  });

  test("a badge opened while signed out is kept through sign-in, the scan is made, and its outcome is said", async () => {
    const { mara, nkechi } = await guests("badge");
    const page = await at.phone();
    const errors: string[] = [];
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    await page.goto(`${at.url}/B/${nkechi.badge.url.split("/").at(-1)}`);
    await page.waitForURL(/\/sign-in/);
    await page.getByText("The badge you scanned is kept.").waitFor();
    expect(await page.content()).not.toContain("Nkechi");
    expect(errors).toEqual([]);
    await page.getByLabel("Email").fill(mara.email);
    await page.getByRole("button", { name: "Send code" }).click();
    await page.getByLabel("Code").waitFor();
    await page.getByLabel("Code").fill(await codeFor(at.app, mara.email));
    await page.getByRole("button", { name: "Sign in" }).click();
    await until("connected is said", async () => /connected: Nkechi Adeyemi/i.test(await said(page)));
    await page.getByRole("heading", { name: "Nkechi Adeyemi" }).waitFor();
  });

  test("a badge of nobody is told as unknown, and my own as my own", async () => {
    const { nkechi } = await guests("unknown");
    const page = await at.phone(nkechi);
    await page.goto(`${at.url}/b/00000000000000000000ZZ`);
    await until("unknown is said", async () => /unknown/i.test(await said(page)));
    await page.goto(nkechi.badge.url);
    await until("own is said", async () => /own badge/i.test(await said(page)));
  });

  test("an address that leads elsewhere is no place to return to", async () => {
    for (const [i, next] of ["//evil.example/x", "https://evil.example", "/\\evil.example", "javascript:alert(1)"].entries()) {
      const email = `next${i}@in.example`;
      const page = await at.phone();
      await page.goto(`${at.url}/sign-in?next=${encodeURIComponent(next)}`);
      await page.getByLabel("Email").fill(email);
      await page.getByRole("button", { name: "Send code" }).click();
      await page.getByLabel("Code").waitFor();
      await page.getByLabel("Code").fill(await codeFor(at.app, email));
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("heading", { name: "My events" }).waitFor();
      expect(page.url()).toBe(`${at.url}/`);
    }
  });
});
