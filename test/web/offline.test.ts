import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mayBeIn } from "@lanyard/core/badge-mark";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { chromiumPath } from "../support/chromium.ts";
import { attend, createEvent, importRows, type Json } from "../support/client.ts";
import { until } from "../support/wait.ts";
import { attendeesOf } from "./organize-desk.ts";
import { codeFor, connect, type Guest, type Person, stage } from "./support/stage.ts";

/**
 * Open, and kept by the browser for use without a network. A test that routes requests opens its page so, or blocks the service worker: one
 * that takes the page over in the middle carries requests past the route.
 */
async function openKept(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByLabel("Badge code").waitFor();
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await until("the worker serves the page", () => page.evaluate(() => navigator.serviceWorker.controller !== null));
}

/** The same site under an address of its own, whose next version of the app can be put there while it runs. */
async function deployable(origin: string): Promise<{ url: string; deploy(version: string): void; close(): Promise<void> }> {
  let version: string | undefined;
  const server = createServer(async (request, answer) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = Object.entries(request.headers).filter(
      ([name]) => !["connection", "content-length", "transfer-encoding"].includes(name),
    );
    const response = await fetch(`${origin}${request.url}`, {
      method: request.method ?? "GET",
      headers: headers as [string, string][],
      redirect: "manual",
      ...(chunks.length && { body: Buffer.concat(chunks) }),
    });
    let body = Buffer.from(await response.arrayBuffer());
    const text = request.url === "/sw.js" && version ? body.toString() : undefined;
    const now = text && /version:[`"'](\w+)[`"']/.exec(text)?.[1];
    if (text && now && version) body = Buffer.from(text.replaceAll(now, version));
    const back = [...response.headers].filter(
      ([name]) => !["content-encoding", "content-length", "transfer-encoding", "connection"].includes(name),
    );
    answer.writeHead(response.status, Object.fromEntries(back)).end(body);
  });
  await new Promise<void>((listening) => server.listen(0, listening));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    deploy: (next) => {
      version = next;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const said = async (page: Page) => (await page.getByRole("status").textContent()) ?? "";
const contactsOf = async (guest: Guest): Promise<Json[]> => (await guest.client.get(`/api/events/${guest.event}/contacts`)).body.items;

async function everyContact(guest: Guest): Promise<Json[]> {
  const items: Json[] = [];
  for (let cursor = ""; ; ) {
    const { body } = await guest.client.get(
      `/api/events/${guest.event}/contacts?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    items.push(...body.items);
    if (!body.cursor) return items;
    cursor = body.cursor;
  }
}

describe.skipIf(!chromiumPath)("without a network", () => {
  const at = stage();
  let count = 0;

  /** A scanner of their own for each test, and people with open badges. */
  async function crowd(size: number): Promise<{ mara: Guest; others: Guest[] }> {
    const tag = `t${++count}`;
    const people: Record<string, Person> = { mara: { name: "Mara Lindqvist", email: `mara.${tag}@off.example`, policy: "open" } };
    for (let i = 0; i < size; i++) people[`p${i}`] = { name: `Person ${tag}x${i}z`, email: `p${i}.${tag}@off.example`, policy: "open" };
    const { mara, ...others } = await at.guests(people);
    return { mara: mara!, others: Object.values(others) };
  }

  test("ten scans made with the network cut survive a reload, and the server ends with exactly ten", async () => {
    const { mara, others } = await crowd(10);
    const page = await at.phone(mara);
    await openKept(page, at.path("/scan"));
    await page.context().setOffline(true);
    for (const [i, other] of others.entries()) {
      await connect(page, i % 2 ? other.badge.code : other.badge.url);
      await page.getByText(`${i + 1} not yet sent`).waitFor();
      expect(await said(page)).toMatch(/saved offline/i);
    }
    await page.reload();
    await page.getByText("10 not yet sent").waitFor();
    expect(await contactsOf(mara)).toHaveLength(0);

    await page.context().setOffline(false);
    await until("all are said", async () => {
      const text = await said(page);
      return others.every((o) => new RegExp(`connected: ${o.name}`, "i").test(text));
    });
    await page.getByText("not yet sent").first().waitFor({ state: "detached" });
    const contacts = await contactsOf(mara);
    expect(contacts.map((c) => c.card.name).toSorted()).toEqual(others.map((o) => o.name).toSorted());
    expect(contacts.every((c) => c.status === "connected")).toBe(true);
  });

  test("a queue of a whole day, longer than the server takes at once, is sent to the last scan", { timeout: 240_000 }, async () => {
    const { mara } = await crowd(0);
    const people = Array.from({ length: 230 }, (_, i) => ({ email: `day${i}@off.example`, name: `Day ${i}` }));
    await importRows(at.owner, at.event, people);
    const badges = (await attendeesOf(at.owner, at.event)).filter((one) => one.email.startsWith("day")).map((one) => one.badge);
    const page = await at.phone(mara);
    await openKept(page, at.path("/scan"));
    await page.context().setOffline(true);
    // As the scan page keeps them, three minutes apart.
    await page.evaluate(
      async ([eventId, badges]) => {
        const { person } = JSON.parse(localStorage.getItem("lanyard.me") ?? "{}");
        const db = await new Promise<IDBDatabase>((resolve, reject) => {
          const opening = indexedDB.open("lanyard");
          opening.onsuccess = () => resolve(opening.result);
          opening.onerror = () => reject(opening.error);
        });
        const tx = db.transaction("scan", "readwrite");
        for (const [i, { token, code }] of badges.entries()) {
          const scannedAt = new Date(Date.now() - (badges.length - i) * 180_000).toISOString();
          tx.objectStore("scan").put({ scanId: `day-${i}`, person: person.id, eventId, badge: token, code, scannedAt });
        }
        await new Promise((done) => tx.addEventListener("complete", done));
        db.close();
      },
      [at.event, badges.map(({ url, code }) => ({ token: url.split("/").at(-1)!, code }))] as const,
    );
    await page.reload();
    await page.getByText("230 not yet sent").waitFor();
    await page.context().setOffline(false);
    await until("all are with the server", async () => (await everyContact(mara)).length === 230, { timeoutMs: 120_000 });
    await page.getByText("not yet sent").first().waitFor({ state: "detached" });
    const contacts = await everyContact(mara);
    expect(new Set(contacts.map((contact) => contact.attendeeId)).size).toBe(230);
    expect(contacts.every((contact) => contact.status === "requested")).toBe(true);
  });

  test("a code that is not on the event's list is doubted at once, and kept all the same", async () => {
    const event = await createEvent(at.owner);
    const emails = ["list.mara@off.example", "list.noah@off.example"];
    await importRows(at.owner, event, [
      { email: emails[0]!, name: "Mara Lindqvist" },
      { email: emails[1]!, name: "Noah Abara" },
    ]);
    const [mara, noah] = [await attend(at.app, event, emails[0]!, "open"), await attend(at.app, event, emails[1]!, "open")];
    const { body: list } = await mara.client.get(`/api/events/${event}/badges`);
    const marks = { bits: list.bits, gaps: Buffer.from(list.gaps, "base64") };
    const foreign = Array.from({ length: 50 }, (_, i) => `7K3M9Q${String(i).padStart(2, "0")}`).find(
      (code) => !mayBeIn(marks, event, code),
    )!;

    const page = await at.phone(mara);
    const heard = page.waitForResponse((response) => response.url().endsWith("/badges"));
    await openKept(page, `${at.url}/e/${event}/scan`);
    await heard;
    await page.context().setOffline(true);
    await page.reload();
    await until("the page has its list", async () => {
      await connect(page, foreign);
      await page.getByText("not yet sent").first().waitFor();
      if (/compare the code/i.test(await said(page))) return true;
      await page.getByRole("button", { name: "Undo" }).click();
      return false;
    });
    expect(await said(page)).toContain(`Saved offline: 7K3M-${foreign.slice(4)}`);
    expect(await page.getByRole("main").textContent()).toMatch(/may not be a badge of this event/);
    await connect(page, noah.badge.url);
    await page.getByText("2 not yet sent").waitFor();
    expect(await said(page)).not.toMatch(/compare the code/i);
    await page.goto(`${at.url}/e/${event}/waiting`);
    await page.getByText("may not be a badge of this event").waitFor();

    await page.context().setOffline(false);
    await until("each has ended", async () => /Connected: Noah Abara/.test(await said(page)) && /unknown badge/i.test(await said(page)));
    const { body } = await mara.client.get(`/api/events/${event}/contacts`);
    expect(body.items.map((contact: Json) => contact.card.name)).toEqual(["Noah Abara"]);
  });

  test("a page closed without a network is no loss: the browser sends the queue when the network is back", async () => {
    const { mara, others } = await crowd(2);
    const page = await at.phone(mara);
    await openKept(page, at.path("/scan"));
    await page.context().setOffline(true);
    for (const other of others) await connect(page, other.badge.code);
    await page.getByText("2 not yet sent").waitFor();
    const other = await page.context().newPage();
    await page.close();
    await page.context().setOffline(false);
    await until("the server has both", async () => (await contactsOf(mara)).length === 2);
    await other.goto(at.path("/scan"));
    await until("the outcome is told on the next visit", async () => {
      const text = await said(other);
      return others.every((o) => text.includes(o.name));
    });
  });

  test("what is written on a scan before it is sent becomes the contact's note", async () => {
    const { mara, others } = await crowd(1);
    const page = await at.phone(mara);
    await openKept(page, at.path("/scan"));
    await page.context().setOffline(true);
    await connect(page, others[0]!.badge.code);
    await page.getByLabel("Who was it?").fill("Grey jacket");
    await page.getByLabel("What did you talk about?").fill("Cold chain sensors");
    await page.context().setOffline(false);
    await until("the note is there", async () => (await contactsOf(mara))[0]?.note === "Grey jacket\nCold chain sensors");
  });

  for (const [name, answer] of [
    ["401", { status: 401, json: { error: { kind: "unauthenticated", code: "session.missing", message: "Sign in.", requestId: "r" } } }],
    [
      "429",
      {
        status: 429,
        headers: { "Retry-After": "1" },
        json: { error: { kind: "rate_limited", code: "scan.too_fast", message: "Slow.", requestId: "r" } },
      },
    ],
    ["500", { status: 500, body: "Internal Server Error" }],
    ["a login page of the hall's wifi", { status: 200, contentType: "text/html", body: "<h1>Welcome to Free WiFi</h1>" }],
  ] as const)
    test(`${name} keeps the scan, and it is sent later without any network event`, async () => {
      const { mara, others } = await crowd(1);
      const page = await at.phone(mara, { serviceWorkers: "block" });
      await page.goto(at.path("/scan"));
      await page.getByLabel("Badge code").waitFor();
      await page.context().route("**/scans**", (route) => route.fulfill(answer));
      await connect(page, others[0]!.badge.code);
      await page.getByText("1 not yet sent").waitFor();
      await page.context().unroute("**/scans**");
      await until("it is sent", async () => (await contactsOf(mara)).length === 1);
      await until("it is said", async () => /connected: Person/i.test(await said(page)));
      await page.getByText("not yet sent").waitFor({ state: "detached" });
    });

  test("a scan without an answer within ten seconds counts as not sent, and is sent again", async () => {
    const { mara, others } = await crowd(1);
    const page = await at.phone(mara, { serviceWorkers: "block" });
    await page.goto(at.path("/scan"));
    await page.getByLabel("Badge code").waitFor();
    let asked = 0;
    await page.context().route("**/scans**", async (route) => {
      if (++asked > 1) await route.continue();
    });
    await connect(page, others[0]!.badge.code);
    await page.getByText("1 not yet sent").waitFor({ timeout: 10_500 });
    await until("it is sent again", async () => (await contactsOf(mara)).length === 1, { timeoutMs: 30_000 });
    expect(asked).toBeGreaterThan(1);
  });

  test("one bad scan in the queue spoils none of the others, and each is told how it ended", async () => {
    const { mara, others } = await crowd(3);
    const page = await at.phone(mara);
    await openKept(page, at.path("/scan"));
    await page.context().setOffline(true);
    for (const code of [others[0]!.badge.code, "0000-0000", others[1]!.badge.code, others[2]!.badge.code]) await connect(page, code);
    await page.getByText("4 not yet sent").waitFor();
    await page.context().setOffline(false);
    await until("all are said", async () => {
      const text = await said(page);
      return others.every((o) => text.includes(o.name)) && /unknown/i.test(text);
    });
    await page.getByText("not yet sent").waitFor({ state: "detached" });
    expect(await contactsOf(mara)).toHaveLength(3);
    await page.goto(at.path("/waiting"));
    await page.getByText("Unknown badge.").waitFor();
  });

  test("a queue belongs to its person: nobody else who signs in on the phone sends it or sees it", async () => {
    const { mara, others } = await crowd(2);
    const [bo, target] = [others[0]!, others[1]!];
    const page = await at.phone(mara);
    await openKept(page, at.path("/scan"));
    await page.context().setOffline(true);
    await connect(page, target.badge.code);
    await page.getByText("1 not yet sent").waitFor();
    await page.context().clearCookies();
    await at.lend(page.context(), bo);
    await page.context().setOffline(false);
    await page.goto(at.path("/scan"));
    await page.getByLabel("Badge code").waitFor();
    await until("the page is Bo's", () => page.evaluate((name) => localStorage.getItem("lanyard.me")?.includes(name), bo.name));
    await page.getByText("not yet sent").first().waitFor({ state: "detached" });
    expect(await contactsOf(bo)).toHaveLength(0);
    expect(await contactsOf(mara)).toHaveLength(0);

    await page.context().clearCookies();
    await at.lend(page.context(), mara);
    await page.goto(at.path("/scan"));
    await until("Mara's scan is sent when she is back", async () => (await contactsOf(mara)).length === 1);
    expect(await contactsOf(bo)).toHaveLength(0);
  });

  test("my badge, my contacts and a note open and are kept with no network, after a restart of the page", async () => {
    const { mara, others } = await crowd(1);
    await mara.scan(others[0]!);
    const page = await at.phone(mara);
    await openKept(page, at.path("/scan"));
    await page.goto(at.path("/contacts"));
    await page.getByRole("link", { name: others[0]!.name }).waitFor();
    await page.context().setOffline(true);
    await page.goto(at.path("/badge"));
    await page.getByRole("img", { name: "My badge" }).waitFor();
    await page.goto(at.path("/contacts"));
    await page.getByRole("link", { name: others[0]!.name }).click();
    await page.getByLabel("Note").fill("Said offline");
    await page.reload();
    await until("the note is kept", async () => (await page.getByLabel("Note").inputValue()) === "Said offline");
    await page.context().setOffline(false);
    await until("the note is sent", async () => (await contactsOf(mara))[0]?.note === "Said offline");
  });

  test("two phones that scanned each other with no network end in one connection", async () => {
    const { mara, others } = await crowd(1);
    const bo = others[0]!;
    const phones = [await at.phone(mara), await at.phone(bo)];
    for (const [i, page] of phones.entries()) {
      await openKept(page, at.path("/scan"));
      await page.context().setOffline(true);
      await connect(page, (i === 0 ? bo : mara).badge.code);
      await page.getByText("1 not yet sent").waitFor();
    }
    await Promise.all(phones.map((page) => page.context().setOffline(false)));
    for (const page of phones) await page.getByText("not yet sent").waitFor({ state: "detached" });
    for (const guest of [mara, bo]) expect((await contactsOf(guest)).map((c) => c.status)).toEqual(["connected"]);
  });

  test("a new version of the app keeps the queue, and a page that was open goes on", async () => {
    const { mara, others } = await crowd(1);
    const site = await deployable(at.url);
    const page = await at.phone(mara);
    await openKept(page, `${site.url}/e/${at.event}/scan`);
    await page.context().route("**/scans**", (route) => route.abort());
    await connect(page, others[0]!.badge.code);
    await page.getByText("1 not yet sent").waitFor();
    site.deploy("nextversion");
    await page.evaluate(async () => {
      const changed = new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
      await (await navigator.serviceWorker.getRegistration())?.update();
      await changed;
    });
    expect((await page.evaluate(() => caches.keys())).some((name) => name.endsWith("nextversion"))).toBe(true);
    await page.getByRole("link", { name: "My badge" }).click();
    await page.getByRole("img", { name: "My badge" }).waitFor();
    await page.goto(`${site.url}/e/${at.event}/scan`);
    await page.getByText("1 not yet sent").waitFor();
    await page.context().unroute("**/scans**");
    await until("it is sent", async () => (await contactsOf(mara)).length === 1);
    await site.close();
  });

  test("signing out warns of what is not yet sent, and it goes out when its owner is back", async () => {
    const { mara, others } = await crowd(1);
    const page = await at.phone(mara);
    await openKept(page, at.path("/scan"));
    await page.context().route("**/scans**", (route) => route.abort());
    await connect(page, others[0]!.badge.code);
    await page.getByText("1 not yet sent").waitFor();
    await page.goto(`${at.url}/me`);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByText("They stay on this phone").waitFor();
    await page.getByRole("button", { name: "Sign out all the same" }).click();
    await page.waitForURL(/\/sign-in/);
    await page.getByText("1 not yet sent").waitFor();
    await page.context().unroute("**/scans**");
    await page.getByLabel("Email").fill(mara.email);
    await page.getByRole("button", { name: "Send code" }).click();
    await page.getByLabel("Code").waitFor();
    await page.getByLabel("Code").fill(await codeFor(at.app, mara.email));
    await page.getByRole("button", { name: "Sign in" }).click();
    await until("it is sent", async () => (await others[0]!.client.get(`/api/events/${at.event}/contacts`)).body.items.length === 1);
  });

  test("a badge's address opened with no network is kept, and scanned at its event when the network is back", async () => {
    const { mara, others } = await crowd(1);
    const page = await at.phone(mara);
    await openKept(page, at.path("/scan"));
    await page.context().setOffline(true);
    await page.goto(others[0]!.badge.url);
    await until("saved is said", async () => /saved offline/i.test(await said(page)));
    await page.context().setOffline(false);
    await until("connected is said", async () => (await said(page)).includes(`Connected: ${others[0]!.name}`));
    await page.getByRole("heading", { name: others[0]!.name }).waitFor();
  });

  test("a phone that lets the page store nothing scans all the same, and the page holds what is not yet sent", async () => {
    const { mara, others } = await crowd(2);
    const page = await at.phone(mara, { serviceWorkers: "block" });
    await page.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException("forbidden", "SecurityError");
      };
    });
    await page.goto(at.path("/scan"));
    await page.getByLabel("Badge code").waitFor();
    await connect(page, others[0]!.badge.code);
    await until("connected is said", async () => (await said(page)).includes(`Connected: ${others[0]!.name}`));
    await page.context().route("**/scans**", (route) => route.abort());
    await connect(page, others[1]!.badge.code);
    await page.getByText("1 not yet sent").waitFor();
    await page.context().unroute("**/scans**");
    await until("it is sent", async () => (await contactsOf(mara)).length === 2);
    await page.getByText("not yet sent").waitFor({ state: "detached" });
  });
});
