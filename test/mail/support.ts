/** A local SES of its own for one test file, and a mailer that really speaks to it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import { type Mail, type Mailer, sesClient, sesMailer } from "../../packages/core/src/mail/mailer.ts";
import { type LocalSes, type SesOptions, startSes } from "../../packages/functions/src/local/ses.ts";

export const SENDER = "events@lanyard.example";

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

export async function tempDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "lanyard-mail-"));
  endings.push(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

export async function ses(options: Partial<SesOptions> = {}): Promise<LocalSes & { dir: string }> {
  const dir = options.dir ?? (await tempDir());
  const local = await startSes({ identities: ["lanyard.example"], configurationSets: ["lanyard"], ...options, dir });
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= local.close());
  endings.push(close);
  return { ...local, dir, close };
}

export const client = (url: string, requestTimeout = 5_000) =>
  sesClient({
    endpoint: url,
    region: "eu-west-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    requestHandler: { connectionTimeout: 1_000, requestTimeout, throwOnRequestTimeout: true },
  });

export const mailer = (url: string, configurationSet = "lanyard"): Mailer => sesMailer({ client: client(url), configurationSet });

export function mail(changes: Partial<Mail> = {}): Mail {
  return {
    from: { name: "Tidewater via Lanyard", address: SENDER },
    to: { name: "Mara Lindqvist", address: "mara@example.org" },
    subject: "You met 3 people",
    text: "Nkechi, José, Fatima",
    html: "<p>Nkechi, José, Fatima</p>",
    ...changes,
  };
}
