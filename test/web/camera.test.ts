import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { chromiumPath } from "../support/chromium.ts";
import { until } from "../support/wait.ts";
import { type Guest, type Stage, stage } from "./support/stage.ts";
import { film, picture } from "./support/video.ts";

const said = async (page: Page) => (await page.getByRole("status").textContent()) ?? "";
const people = (tag: string) => ({
  mara: { name: "Mara Lindqvist", email: `mara@${tag}.example`, policy: "open" as const },
  nkechi: { name: "Nkechi Adeyemi", email: `nkechi@${tag}.example`, policy: "open" as const },
});
type Two = { mara: Guest; nkechi: Guest };

async function openScan(at: Stage, who: Guest, { allowed = true } = {}): Promise<Page> {
  const page = await at.phone(who);
  if (allowed) await page.context().grantPermissions(["camera"], { origin: at.url });
  await page.goto(at.path("/scan"));
  await page.getByLabel("Badge code").waitFor();
  return page;
}

describe.skipIf(!chromiumPath)("the camera", () => {
  describe("a printed badge, turned, blurred and dim", () => {
    let two: Two;
    const at = stage({
      args: async (built) => {
        two = await built.guests(people("printed"));
        return film([{ text: two.nkechi.badge.url, seconds: 2, module: 5, degrees: 17, blur: 1, light: 0.5 }]);
      },
    });

    test("is read, the exchange is made and said, and the same badge in view is not scanned again", async () => {
      const page = await at.phone(two.mara);
      let scans = 0;
      page.on("request", (request) => {
        if (request.method() === "POST" && request.url().includes("/scans")) scans++;
      });
      await page.context().grantPermissions(["camera"], { origin: at.url });
      await page.goto(at.path("/scan"));
      await until("connected is said", async () => /connected: Nkechi Adeyemi/i.test(await said(page)));
      expect((await two.mara.contact(two.nkechi)).status).toBe("connected");
      await page.getByRole("button", { name: "Scan next" }).click();
      const video = page.locator("video");
      const from = await video.evaluate((v: HTMLVideoElement) => v.currentTime);
      await until("four seconds of the same badge have been seen", () =>
        video.evaluate((v: HTMLVideoElement, t) => v.currentTime > t + 4, from),
      );
      expect(scans).toBe(1);
      expect(await page.getByRole("button", { name: "Scan next" }).count()).toBe(0);
    });
  });

  describe("a phone with a detector of its own", () => {
    let two: Two;
    const at = stage({
      args: async (built) => {
        two = await built.guests(people("own"));
        return film([{ text: two.nkechi.badge.url, seconds: 2, module: 6 }]);
      },
    });

    for (const [what, works] of [
      ["reads with it, and loads no other", true],
      ["whose detector fails at its first picture reads with ours", false],
    ] as const)
      test(what, async () => {
        const page = await at.phone(works ? two.mara : two.nkechi, { serviceWorkers: "block" });
        const asked: string[] = [];
        page.on("request", (request) => asked.push(request.url()));
        await page.context().grantPermissions(["camera"], { origin: at.url });
        await page.addInitScript(
          ([url, works]) => {
            class BarcodeDetector {
              static getSupportedFormats = async () => ["qr_code"];
              async detect() {
                if (!works) throw new DOMException("no service", "NotSupportedError");
                return [{ rawValue: url, boundingBox: new DOMRectReadOnly(200, 100, 200, 200) }];
              }
            }
            Object.assign(globalThis, { BarcodeDetector });
          },
          [two.nkechi.badge.url, works] as const,
        );
        await page.goto(at.path("/scan"));
        await until("the badge is read", async () => (works ? /connected: Nkechi/i : /own badge/i).test(await said(page)));
        expect(asked.some((url) => url.endsWith(".wasm"))).toBe(!works);
        await page.context().close();
      });
  });

  describe("a code that is no badge", () => {
    let two: Two;
    const at = stage({
      args: async (built) => {
        two = await built.guests(people("bad"));
        return film([
          { text: "WIFI:T:WPA;S:hall;P:secret;;", seconds: 2, module: 7 },
          { seconds: 1 },
          { text: two.nkechi.badge.url, seconds: 3 },
        ]);
      },
    });

    test("is told as unknown and does not stop the camera: the next badge is read without a touch", async () => {
      const page = await openScan(at, two.mara);
      await until("unknown is said", async () => /unknown/i.test(await said(page)));
      await until("connected is said", async () => /connected: Nkechi/i.test(await said(page)));
    });
  });

  describe("without permission", () => {
    let two: Two;
    const at = stage({
      args: async (built) => {
        two = await built.guests(people("off"));
        return ["--use-fake-device-for-media-stream", "--deny-permission-prompts"];
      },
    });

    test("nobody is asked out of the blue; the refusal is told in words, and the code field goes on working", async () => {
      const page = await openScan(at, two.mara, { allowed: false });
      await page.getByRole("button", { name: "Start camera" }).click();
      await page.getByRole("heading", { name: "The camera is off here." }).waitFor();
      expect(await said(page)).toMatch(/camera/i);
      await page.getByLabel("Badge code").fill(two.nkechi.badge.code);
      await page.getByRole("button", { name: "Connect" }).click();
      await until("connected is said", async () => /connected: Nkechi/i.test(await said(page)));
    });

    test("a photo of a badge is read instead", async () => {
      const page = await openScan(at, two.nkechi, { allowed: false });
      const chooser = page.waitForEvent("filechooser");
      const grey = picture({ text: two.mara.badge.url, seconds: 1, degrees: 4, blur: 1 });
      const photo = await page.evaluate(
        async (pixels) => {
          const canvas = new OffscreenCanvas(640, 480);
          const image = new ImageData(640, 480);
          for (const [i, value] of pixels.entries()) image.data.set([value, value, value, 255], i * 4);
          canvas.getContext("2d")?.putImageData(image, 0, 0);
          const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
          return [...bytes];
        },
        [...grey],
      );
      await page.getByRole("button", { name: "Choose a photo" }).click();
      await (await chooser).setFiles({ name: "badge.png", mimeType: "image/png", buffer: Buffer.from(photo) });
      await until("connected is said", async () => /connected.*Mara Lindqvist/i.test(await said(page)));
    });
  });
});
