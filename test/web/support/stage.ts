/** What tests in a browser share: the stage, opened and closed around a file, and what people do on it. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import type { TestApp } from "../../support/app.ts";
import { Stage, type StageOptions } from "./open-stage.ts";

export type { Guest, Person, Stage } from "./open-stage.ts";

/** One server and one browser for a file of tests. */
export function stage(options: StageOptions = {}): Stage {
  const built = new Stage();
  beforeAll(() => built.open(options));
  afterAll(() => built.close());
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
