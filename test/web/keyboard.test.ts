import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { chromiumPath } from "../support/chromium.ts";
import { attend, createEvent, importRows, signIn } from "../support/client.ts";
import { until } from "../support/wait.ts";
import { codeFor, stage } from "./support/stage.ts";

/** More stops than any page has, twice round. */
const STOPS_MAX = 160;

/** Hands that have keys only: locators say where to go and are never clicked or filled. */
function keys(page: Page) {
  const tabTo = async (there: Locator): Promise<void> => {
    await there.waitFor();
    for (let i = 0; i < STOPS_MAX; i++) {
      if (await there.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`the Tab key never came to ${there}`);
  };
  return {
    tabTo,
    press: async (there: Locator, key = "Enter") => {
      await tabTo(there);
      await page.keyboard.press(key);
    },
    type: async (there: Locator, text: string) => {
      await tabTo(there);
      await page.keyboard.press("ControlOrMeta+A");
      await page.keyboard.type(text);
    },
    /** A list of choices: its first letters choose. */
    choose: async (there: Locator, text: string) => {
      await tabTo(there);
      await page.keyboard.type(text);
    },
  };
}

describe.skipIf(!chromiumPath)("with nothing but the keyboard", () => {
  const at = stage({ args: async () => ["--use-fake-device-for-media-stream", "--deny-permission-prompts"] });
  let count = 0;

  async function people() {
    const tag = `k${++count}`;
    return at.guests({
      mara: { name: "Mara Lindqvist", email: `mara.${tag}@keys.example`, policy: "ask", company: "Havenlab" },
      nkechi: { name: "Nkechi Adeyemi", email: `nkechi.${tag}@keys.example`, policy: "open", company: "Maersk Growth" },
      yusuf: { name: "Yusuf Karahan", email: `yusuf.${tag}@keys.example`, policy: "open" },
    });
  }

  test("one signs in, scans by code, notes what was said, scans the next, and undoes", async () => {
    const { mara, nkechi, yusuf } = await people();
    const page = await at.phone();
    const { press, type } = keys(page);
    await page.goto(at.path());
    await type(page.getByLabel("Email"), mara.email);
    await page.keyboard.press("Enter");
    await page.getByLabel("Code").waitFor();
    await type(page.getByLabel("Code"), await codeFor(at.app, mara.email));
    await page.keyboard.press("Enter");
    await press(page.getByRole("link", { name: "Scan" }));
    await type(page.getByLabel("Badge code"), nkechi.badge.code);
    await page.keyboard.press("Enter");
    await page.getByLabel("What did you talk about?").waitFor();
    const focus = await page.evaluate(() => document.activeElement?.id);
    expect(focus, "the field stays in hand for the next code").toBe("badge-code");
    await type(page.getByLabel("What did you talk about?"), "Typed only");
    await press(page.getByRole("button", { name: "Scan next" }));
    await page.getByRole("heading", { name: "Scan a badge" }).waitFor();
    await until("the note is saved", async () => (await mara.contact(nkechi)).note === "Typed only");

    await type(page.getByLabel("Badge code"), yusuf.badge.code);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: yusuf.name }).waitFor();
    expect((await yusuf.contact(mara)).card.company).toBe("Havenlab");
    await press(page.getByRole("button", { name: "Undo" }));
    await until("the card is taken back", async () => (await yusuf.contact(mara)).card.company === undefined);
  });

  test("without a camera one is told what to do, and a photo is chosen instead", async () => {
    const { mara } = await people();
    const page = await at.phone(mara);
    const chooser = page.waitForEvent("filechooser");
    const { press } = keys(page);
    await page.goto(at.path("/scan"));
    await press(page.getByRole("button", { name: "Start camera" }));
    await page.getByRole("heading", { name: "The camera is off here." }).waitFor();
    await press(page.getByRole("button", { name: "Choose a photo" }));
    await chooser;
  });

  test("one walks through the first run", async () => {
    const email = "first@keys.example";
    await importRows(at.owner, at.event, [{ email, name: "Fi First" }]);
    const client = await signIn(at.app, email);
    const page = await at.phone({ client });
    const { press, type, choose, tabTo } = keys(page);
    await page.goto(at.path());
    await press(page.getByRole("link", { name: "Choose what you give" }));
    await type(page.getByLabel("Headline"), "Pilot");
    await press(page.getByRole("button", { name: "This is me" }));
    await tabTo(page.getByRole("radio", { name: /^Open/ }));
    await page.keyboard.press("ArrowDown");
    await press(page.getByRole("button", { name: "Use Ask" }));
    await choose(page.getByLabel("Email, to people"), "Nev");
    await press(page.getByRole("button", { name: "Share like this" }));
    await type(page.getByLabel("I look for"), "A pilot port");
    await press(page.getByRole("button", { name: "Done" }));
    await page.waitForURL(at.path());
    const { attendee } = (await client.get(`/api/events/${at.event}/me`)).body;
    expect(attendee).toMatchObject({ policy: "ask", chosen: true });
    expect((await client.get("/api/me")).body.card).toMatchObject({ headline: "Pilot", share: { email: { people: "never" } } });
  });

  test("one accepts, declines, finds, notes, tags, rates, dates, withdraws, blocks and unblocks", async () => {
    const { mara, nkechi, yusuf } = await people();
    await nkechi.scan(mara);
    await yusuf.scan(mara);
    const page = await at.phone(mara);
    const { press, type, tabTo } = keys(page);
    await page.goto(at.path());
    await press(page.getByRole("link", { name: "Contacts" }));
    await press(page.getByRole("button", { name: `Decline ${yusuf.name}` }));
    await press(page.getByRole("button", { name: `Accept ${nkechi.name}` }));
    await until("accepted", async () => (await nkechi.contact(mara)).status === "connected");
    await type(page.getByLabel("Search"), "maersk");
    await press(page.getByRole("link", { name: nkechi.name, exact: true }));
    await type(page.getByLabel("Note"), "Berth slots");
    await type(page.getByLabel("Tags"), "ports");
    await page.keyboard.press("Enter");
    await press(page.getByRole("radio", { name: "1" }), "Space");
    await page.keyboard.press("ArrowRight");
    await tabTo(page.getByLabel("Follow up on"));
    await page.keyboard.type("05182027");
    await until("all of it is saved", async () => {
      const { note, tags, rating, followUpOn } = await mara.contact(nkechi);
      return note === "Berth slots" && tags?.[0] === "ports" && rating === 2 && followUpOn === "2027-05-18";
    });
    await press(page.getByRole("button", { name: "Withdraw" }));
    await until("withdrawn", async () => (await nkechi.contact(mara)).card.company === undefined);
    await press(page.getByRole("button", { name: "Block", exact: true }));
    await until("blocked", async () => (await nkechi.scan(mara)).status === 403);
    await press(page.getByRole("button", { name: "Unblock" }));
    await page.getByRole("button", { name: "Block", exact: true }).waitFor();
  });

  test("one shows the people of one event, with one tag, and saves their cards", async () => {
    const { mara, nkechi, yusuf } = await people();
    await mara.scan(nkechi);
    await mara.client.patch(`/api/events/${at.event}/contacts/${nkechi.id}`, { tags: ["ports"] });
    const later = await createEvent(at.owner, { name: "Harbour Days" });
    await importRows(
      at.owner,
      later,
      [mara, yusuf].map(({ name, email }) => ({ name, email })),
    );
    const [again, there] = await Promise.all([mara, yusuf].map(({ email }) => attend(at.app, later, email, "open")));
    await again!.scan(there!);
    const page = await at.phone(mara);
    const { press, choose } = keys(page);
    await page.goto(at.url);
    await press(page.getByRole("link", { name: "Everyone I met" }));
    await page.getByRole("link", { name: yusuf.name, exact: true }).waitFor();
    await choose(page.getByLabel("Event", { exact: true }), "Tide");
    await page.getByRole("link", { name: yusuf.name, exact: true }).waitFor({ state: "detached" });
    await press(page.getByRole("button", { name: "ports 1" }));
    await page.getByRole("link", { name: nkechi.name, exact: true }).waitFor();
    const saved = page.waitForEvent("download");
    await press(page.getByRole("link", { name: "All as vCard" }));
    expect((await saved).suggestedFilename()).toMatch(/\.vcf$/);
  });

  test("one sees who has one's card, and takes it back", async () => {
    const { mara, nkechi } = await people();
    await mara.scan(nkechi);
    const page = await at.phone(mara);
    const { press } = keys(page);
    await page.goto(at.path());
    await press(page.getByRole("link", { name: "Who has my card" }));
    await press(page.getByRole("button", { name: `Withdraw ${nkechi.name}` }));
    await until("taken back", async () => (await nkechi.contact(mara)).card.company === undefined);
  });

  test("one shows one's badge, changes card, sharing and language, ends another session, exports, and deletes oneself", async () => {
    const { mara } = await people();
    const other = await signIn(at.app, mara.email);
    const page = await at.phone(mara);
    const { press, type, choose } = keys(page);
    await page.goto(at.path());
    await press(page.getByRole("link", { name: "My badge" }));
    await page.getByRole("img", { name: "My badge" }).waitFor();
    await press(page.getByRole("link", { name: "Back" }));
    await press(page.getByRole("link", { name: "My card", exact: true }));
    await type(page.getByLabel("Headline", { exact: true }), "Co-founder");
    await page.keyboard.press("Enter");
    await choose(page.getByLabel("Company, to people"), "Nev");
    await until("card and sharing are saved", async () => {
      const { card } = (await mara.client.get("/api/me")).body;
      return card.headline === "Co-founder" && card.share.company?.people === "never";
    });
    await press(page.getByRole("button", { name: /^End/ }).first());
    await until("the other browser is signed out", async () => (await other.get("/api/me")).status === 401);
    const saved = page.waitForEvent("download");
    await press(page.getByRole("button", { name: "Export" }));
    await saved;
    await press(page.getByRole("link", { name: "On the home screen" }));
    await page.getByRole("heading", { level: 1, name: "On the home screen" }).waitFor();
    await press(page.getByRole("link", { name: "My card", exact: true }));
    await press(page.getByLabel("Language"), "ArrowDown");
    await page.getByRole("heading", { name: "بطاقتي" }).waitFor();
    await press(page.getByLabel("اللغة"), "ArrowUp");
    await page.getByRole("heading", { name: "My card" }).waitFor();
    await press(page.getByRole("button", { name: "Delete" }));
    await press(page.getByRole("button", { name: "Delete for good" }));
    await page.waitForURL(/\/sign-in/);
    expect((await mara.client.get("/api/me")).status).toBe(401);
  });

  test("one reads what waits on the phone, sends it, and signs out", async () => {
    const { mara, nkechi } = await people();
    const page = await at.phone(mara, { serviceWorkers: "block" });
    const { press, type } = keys(page);
    let cut = true;
    await page.route("**/scans{,/batch}", (route) => (cut ? route.abort() : route.continue()));
    await page.goto(at.path("/scan"));
    await type(page.getByLabel("Badge code"), nkechi.badge.code);
    await page.keyboard.press("Enter");
    await type(page.getByLabel("Who was it?"), "Tall, blue coat");
    await page.goto(at.path());
    await press(page.getByRole("link", { name: "1 not yet sent" }));
    await page.getByRole("heading", { name: "1 not yet sent" }).waitFor();
    cut = false;
    await press(page.getByRole("button", { name: "Send now" }));
    await page.getByRole("heading", { name: "Everything is sent" }).waitFor();
    await until("it is with the server, note and all", async () => /blue coat/.test((await mara.contact(nkechi))?.note ?? ""));
    await page.goto(`${at.url}/me`);
    await press(page.getByRole("button", { name: "Sign out" }));
    await page.waitForURL(/\/sign-in/);
  });
});
