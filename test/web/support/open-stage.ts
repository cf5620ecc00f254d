/** An event with people on it, and the browsers they hold, on the real server: for tests and measurements of real pages. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
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

/** `args` are Chromium's; they are asked for when the event is there, so that its badges can be filmed. */
export type StageOptions = { args?: (stage: Stage) => Promise<string[]>; eventName?: string };

export class Stage {
  app!: TestApp;
  browser!: Browser;
  owner!: Client;
  event = "";
  readonly contexts: BrowserContext[] = [];

  /** One server and one browser. */
  async open({ args, eventName = "Tidewater 2026" }: StageOptions = {}): Promise<this> {
    this.app = await startApp({ ticker: false });
    this.owner = await signIn(this.app, "owner@stage.example");
    this.event = await createEvent(this.owner, { name: eventName });
    this.browser = await launch({ args: (await args?.(this)) ?? [] });
    return this;
  }

  async close(): Promise<void> {
    await this.browser?.close();
    await this.app?.close();
  }

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

  lend = (context: BrowserContext, person?: { client: Client }): Promise<void> => lendSession(context, this.url, person?.client);

  path = (place = ""): string => `${this.url}/e/${this.event}${place}`;
}

/** Gives a browser the session of a person who signed in elsewhere. */
export async function lendSession(context: BrowserContext, url: string, client?: Client): Promise<void> {
  for (const [name, value] of client?.cookies ?? [])
    await context.addCookies([{ name, value, url: url.replace("http:", "https:"), secure: true, httpOnly: true, sameSite: "Lax" }]);
}
