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
    await page.getByRole("heading", { name: "Nkechi Adeyemi" }).waitFor();
    expect((await mara.contact(open)).status).toBe("connected");

    await connect(page, asks.badge.url);
    await until("requested is said", async () => /requested.*Yusuf Karahan/i.test((await status.textContent()) ?? ""));
    expect((await mara.contact(asks)).status).toBe("requested");
  });

  test("my own badge, an unknown, a replaced and a closed one are each told, and connect nobody", async () => {
    const { mara, old, shut } = await at.guests({
      mara: { name: "Mara Own", email: "own@scan.example", policy: "open" },
      old: { name: "Olga Old", email: "old@scan.example", policy: "open" },
      shut: { name: "Sam Shut", email: "shut@scan.example", policy: "closed" },
    });
    await at.owner.post(`/api/events/${at.event}/attendees/${old.id}/badge`);
    const page = await at.phone(mara);
    await page.goto(at.path("/scan"));
    for (const [code, words] of [
      [mara.badge.url, /own badge/i],
      [mara.badge.code, /own badge/i],
      ["a ticket", /unknown/i],
      ["0000-0000", /unknown/i],
      [old.badge.url, /replaced/i],
      [shut.badge.code, /not open/i],
    ] as const) {
      await connect(page, code);
      await until(`${words} is said`, async () => words.test((await page.getByRole("status").textContent()) ?? ""));
      await page.getByText("not yet sent").first().waitFor({ state: "detached" });
    }
    expect((await mara.client.get(`/api/events/${at.event}/contacts`)).body.items).toHaveLength(0);
  });

  test("after each outcome nothing covers the code field, and the prompts can be skipped", async () => {
    const { mara, a, b } = await at.guests({
      mara: { name: "Mara Next", email: "next@scan.example", policy: "open" },
      a: { name: "Ann One", email: "ann@scan.example", policy: "open" },
      b: { name: "Bob Two", email: "bob@scan.example", policy: "open" },
    });
    for (const viewport of [
      { width: 360, height: 640 },
      { width: 768, height: 1024 },
    ]) {
      const page = await at.phone(mara, { viewport });
      await page.goto(at.path("/scan"));
      for (const other of [a, b]) {
        await connect(page, other.badge.code);
        await page.getByRole("heading", { name: other.name }).waitFor();
        const field = page.getByLabel("Badge code");
        await field.click();
        expect(await field.evaluate((input) => document.activeElement === input)).toBe(true);
      }
    }
    const page = await at.phone(mara);
    await page.goto(at.path("/scan"));
    const { c } = await at.guests({ c: { name: "Cid Three", email: "cid@scan.example", policy: "open" } });
    await connect(page, c.badge.code);
    await page.getByRole("button", { name: "Skip" }).click();
    await page.getByRole("heading", { name: "Scan a badge" }).waitFor();
  });

  test("what one talked about and promised becomes the note; undo takes my card back", async () => {
    const { mara, nora } = await at.guests({
      mara: { name: "Mara Note", email: "note@scan.example", policy: "open", company: "Havenlab" },
      nora: { name: "Nora Note", email: "nora@scan.example", policy: "open" },
    });
    const page = await at.phone(mara);
    await page.goto(at.path("/scan"));
    await connect(page, nora.badge.code);
    await page.getByLabel("What did you talk about?").fill("Berth slots");
    await page.getByLabel("What did you promise?").fill("the tide model");
    await until("the note is saved", async () => (await mara.contact(nora)).note === "Berth slots\n→ the tide model");
    expect((await nora.contact(mara)).card.company).toBe("Havenlab");
    await page.getByRole("button", { name: "Undo" }).click();
    await until("my card is back with me", async () => (await nora.contact(mara)).card.company === undefined);
    expect((await mara.contact(nora)).note).toBe("Berth slots\n→ the tide model");
  });

  test("a badge scanned again says since when we are connected", async () => {
    const { mara, ivo } = await at.guests({
      mara: { name: "Mara Again", email: "again@scan.example", policy: "open" },
      ivo: { name: "Ivo Again", email: "ivo@scan.example", policy: "open" },
    });
    await mara.scan(ivo, { scannedAt: new Date(Date.now() - 600_000).toISOString() });
    const page = await at.phone(mara);
    await page.goto(at.path("/scan"));
    await connect(page, ivo.badge.code);
    await page.getByText(/Connected since \d\d:\d\d/).waitFor();
    expect(await page.getByRole("button", { name: "Undo" }).count()).toBe(0);
  });
});
