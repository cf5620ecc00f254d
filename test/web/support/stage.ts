/** An event with people on it, and the browsers they hold: for tests that look at real pages of the real server. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { startApp, type TestApp } from "../../support/app.ts";
import { launch } from "../../support/chromium.ts";
import { type Attending, attend, type Client, createEvent, importRows, type Json, signIn } from "../../support/client.ts";

export type Person = {
  name: string;
  email: string;
  policy?: "open" | "ask" | "closed";
  role?: string;
  company?: string;
  headline?: string;
};
export type Guest = Attending & { name: string; email: string };

export class Stage {
  app!: TestApp;
  browser!: Browser;
  owner!: Client;
  event = "";
  readonly contexts: BrowserContext[] = [];

  get url(): string {
    return this.app.url;
  }

  /** Adds people to the event and signs each of them in; those without a policy stay as imported, with a badge only. */
  async guests<T extends Record<string, Person>>(people: T): Promise<Record<keyof T, Guest>> {
    const rows = Object.values(people).map(({ policy: _, ...row }) => row);
    await importRows(this.owner, this.event, rows);
    const entries = Object.entries(people).map(async ([key, { name, email, policy }]) => {
      const attending = policy ? await attend(this.app, this.event, email, policy) : await this.listed(email);
      return [key, { ...attending, name, email }] as const;
    });
    return Object.fromEntries(await Promise.all(entries)) as Record<keyof T, Guest>;
  }

  /** Somebody who has never signed in. */
  private async listed(email: string): Promise<Attending> {
    const { body } = await this.owner.get(`/api/events/${this.event}/attendees?q=${encodeURIComponent(email)}`);
    const row = (body.items as Json[]).find((item) => item.email === email);
    return { id: row.id, badge: row.badge, event: this.event } as Attending;
  }

  /** A phone of this person's, signed in already. */
  async phone(person?: { client: Client }, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({ viewport: { width: 390, height: 844 }, ...options });
    this.contexts.push(context);
    await this.lend(context, person);
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    return page;
  }

  /** Gives a browser the session of a person who signed in elsewhere. */
  async lend(context: BrowserContext, person?: { client: Client }): Promise<void> {
    for (const [name, value] of person?.client.cookies ?? [])
      await context.addCookies([{ name, value, url: this.url.replace("http:", "https:"), secure: true, httpOnly: true, sameSite: "Lax" }]);
  }

  path = (place = ""): string => `${this.url}/e/${this.event}${place}`;
}

/** One server and one browser for a file of tests. */
export function stage({
  args,
  eventName = "Tidewater 2026",
}: {
  args?: (stage: Stage) => Promise<string[]>;
  eventName?: string;
} = {}): Stage {
  const built = new Stage();
  beforeAll(async () => {
    built.app = await startApp({ ticker: false });
    built.owner = await signIn(built.app, "owner@stage.example");
    built.event = await createEvent(built.owner, { name: eventName });
    built.browser = await launch({ args: (await args?.(built)) ?? [] });
  });
  afterAll(async () => {
    await built.browser?.close();
    await built.app?.close();
  });
  return built;
}

/** The newest code mailed to an address. */
export async function codeFor(app: TestApp, email: string): Promise<string> {
  const mail = (await app.ses.mails()).findLast((one) => one.to.includes(email));
  const code = /\b(\d{3}) ?(\d{3})\b/.exec(mail?.text ?? "");
  if (!code) throw new Error(`no code was mailed to ${email}`);
  return `${code[1]}${code[2]}`;
}

/** The link in the newest sign-in mail to an address. */
export async function linkFor(app: TestApp, email: string): Promise<string> {
  const mail = (await app.ses.mails()).findLast((one) => one.to.includes(email));
  const link = /https?:\/\/\S+\/auth#\S+/.exec(mail?.text ?? "")?.[0];
  if (!link) throw new Error(`no link was mailed to ${email}`);
  return link;
}

/** Types a badge's code on the scan page. */
export async function connect(page: Page, code: string): Promise<void> {
  await page.getByLabel("Badge code").fill(code);
  await page.getByRole("button", { name: "Connect" }).click();
}
