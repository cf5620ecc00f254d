import { describe, expect, test } from "vitest";
import { chromiumPath } from "../support/chromium.ts";
import { until } from "../support/wait.ts";
import { connect, stage } from "./support/stage.ts";

describe.skipIf(!chromiumPath)("scanning by code", () => {
  const at = stage();

  test("an open badge connects at once, a badge that asks becomes a request, each with the name", async () => {
    const { mara, open, asks } = await at.guests({
      mara: { name: "Mara Lindqvist", email: "mara@scan.example", policy: "open" },
      open: {
        name: "Nkechi Adeyemi",
        email: "nkechi@scan.example",
        policy: "open",
        company: "Maersk Growth",
        headline: "Head of port data",
      },
      asks: { name: "Yusuf Karahan", email: "yusuf@scan.example", policy: "ask" },
    });
    const page = await at.phone(mara);
    await page.goto(at.path("/scan"));
    const status = page.getByRole("status");
    await status.waitFor({ state: "attached" });

    await connect(page, open.badge.code);
    await until("connected is said", async () => /connected.*Nkechi Adeyemi/i.test((await status.textContent()) ?? ""));
    expect(await page.getByRole("heading", { name: "Nkechi Adeyemi" }).isVisible()).toBe(true);
    expect((await mara.contact(open)).status).toBe("connected");

    await connect(page, asks.badge.url);
    await until("requested is said", async () => /requested.*Yusuf Karahan/i.test((await status.textContent()) ?? ""));
    expect((await mara.contact(asks)).status).toBe("requested");
  });
});
