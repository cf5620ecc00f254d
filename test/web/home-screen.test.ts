import type { BrowserContextOptions, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { chromiumPath } from "../support/chromium.ts";
import { until } from "../support/wait.ts";
import { type Guest, stage } from "./support/stage.ts";

const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
const IPHONE_CHROME = IPHONE.replace("Version/18.5", "CriOS/137.0.7151.51");

/** As from an icon on the home screen: no browser around the page. */
const fromHomeScreen = (page: Page) =>
  page.addInitScript(() => Object.defineProperty(navigator, "standalone", { get: () => true, configurable: true }));

/** Chromium's offer to install, made as soon as the page listens; counts how often it was taken up. */
const offering = (page: Page, outcome: "accepted" | "dismissed") =>
  page.addInitScript((outcome) => {
    const offer = Object.assign(new Event("beforeinstallprompt", { cancelable: true }), {
      prompt: async () => {
        Object.assign(globalThis, { prompted: ((globalThis as { prompted?: number }).prompted ?? 0) + 1 });
        return { outcome };
      },
    });
    addEventListener("load", () => dispatchEvent(offer));
  }, outcome);

describe.skipIf(!chromiumPath)("on the home screen", () => {
  const at = stage({ args: async () => ["--use-fake-device-for-media-stream", "--deny-permission-prompts"] });
  let mara: Guest;
  let nkechi: Guest;
  const phone = (options: BrowserContextOptions = {}) => at.phone(mara, { serviceWorkers: "block", ...options });
  const said = async (page: Page) => (await page.getByRole("status").textContent()) ?? "";

  beforeAll(async () => {
    ({ mara, nkechi } = await at.guests({
      mara: { name: "Mara Lindqvist", email: "mara@icon.example", policy: "open" },
      nkechi: { name: "Nkechi Adeyemi", email: "nkechi@icon.example", policy: "open" },
    }));
  });

  test("an iPhone's owner is told once at home how to put it there, and finds it under my card afterwards", async () => {
    const page = await phone({ userAgent: IPHONE });
    await page.goto(at.path());
    await page.getByRole("link", { name: "On the home screen" }).click();
    await page.getByText("Choose Add to Home Screen, then Add.").waitFor();
    await page.getByText(/asks for the camera again/).waitFor();
    expect(await page.getByRole("button", { name: "Put it there" }).count()).toBe(0);

    await page.goto(at.path());
    await page.getByRole("link", { name: "What I look for and share" }).waitFor();
    expect(await page.getByRole("link", { name: "On the home screen" }).count()).toBe(0);
    await page.goto(`${at.url}/me`);
    await page.getByRole("link", { name: "On the home screen" }).click();
    await page.getByRole("heading", { level: 1, name: "On the home screen" }).waitFor();
  });

  test("what an iPhone has not yet sent is told before its owner goes to the home screen, which has a queue of its own", async () => {
    const page = await phone({ userAgent: IPHONE });
    await page.route("**/scans{,/batch}", (route) => route.abort());
    await page.goto(at.path("/scan"));
    await page.getByLabel("Badge code").fill(nkechi.badge.code);
    await page.getByRole("button", { name: "Connect" }).click();
    await page
      .getByText(/not yet sent/i)
      .first()
      .waitFor();
    await page.goto(`${at.url}/me/home-screen`);
    await page.getByText("1 not yet sent.").waitFor();
    await page.getByText("They go out from here only.").waitFor();
  });

  test("where the browser offers to install, one button does", async () => {
    const page = await phone();
    await offering(page, "accepted");
    await page.goto(at.path());
    await page.getByRole("link", { name: "On the home screen" }).click();
    await page.getByRole("button", { name: "Put it there" }).click();
    await until("it is said", async () => /on your home screen/.test(await said(page)));
    expect(await page.evaluate(() => (globalThis as { prompted?: number }).prompted)).toBe(1);
    await page.getByText("Open the browser’s menu.").waitFor();
  });

  test("nothing is said of it at home where the browser offers nothing, nor on the home screen itself", async () => {
    for (const options of [{}, { userAgent: IPHONE }]) {
      const page = await phone(options);
      if ("userAgent" in options) await fromHomeScreen(page);
      await page.goto(at.path());
      await page.getByRole("link", { name: "What I look for and share" }).waitFor();
      expect(await page.getByRole("link", { name: "On the home screen" }).count()).toBe(0);
    }
  });

  test("signing in there, the digits are asked for, since the link opens the browser", async () => {
    for (const [installed, told] of [
      [true, 1],
      [false, 0],
    ] as const) {
      const page = await at.phone(undefined, { userAgent: IPHONE, serviceWorkers: "block" });
      if (installed) await fromHomeScreen(page);
      await page.goto(`${at.url}/sign-in`);
      await page.getByLabel("Email").fill(`new.${installed}@icon.example`);
      await page.getByRole("button", { name: "Send code" }).click();
      await page.getByLabel("Code").waitFor();
      expect(await page.getByText(/Type the digits/).count()).toBe(told);
    }
  });

  for (const [where, userAgent, installed, advice] of [
    ["Safari on an iPhone", IPHONE, false, "Choose Website settings, then Camera: Allow."],
    ["Chrome on an iPhone", IPHONE_CHROME, false, "Open the phone’s Settings, and there this browser."],
    ["the home screen of an iPhone", IPHONE, true, "Close this app: swipe it up and away."],
    ["any other browser", undefined, false, "Tap the sign left of the address above."],
  ] as const)
    test(`a camera that is refused: ${where} is told how to allow it there, and the code field works`, async () => {
      const page = await phone(userAgent ? { userAgent } : {});
      if (installed) await fromHomeScreen(page);
      await page.goto(at.path("/scan"));
      await page.getByRole("button", { name: "Start camera" }).waitFor();
      expect(await page.getByText("An iPhone may ask for the camera each time").count()).toBe(installed ? 1 : 0);
      await page.getByRole("button", { name: "Start camera" }).click();
      await page.getByRole("heading", { name: "The camera is off here." }).waitFor();
      await page.getByText(advice).waitFor();
      await page.getByLabel("Badge code").fill(nkechi.badge.code);
      await page.getByRole("button", { name: "Connect" }).click();
      await until("connected is said", async () => /connected: Nkechi/i.test(await said(page)));
    });

  test("an app that shows pages but gives them no camera is left for the phone's own browser", async () => {
    const page = await phone();
    await page.addInitScript(() => Object.defineProperty(navigator, "mediaDevices", { get: () => undefined }));
    await page.goto(at.path("/scan"));
    await page.getByRole("heading", { name: "No camera in this app." }).waitFor();
    await page.getByText("Open this page in the phone’s own browser").waitFor();
    await page.getByRole("button", { name: "Choose a photo" }).waitFor();
  });
});
