/**
 * Amazon SES v1 on this machine, for the embedded run and the tests: the real wire protocol for the real SDK client, an inbox
 * to look into, events, and faults on demand. Listens on 127.0.0.1 only.
 *
 * @example
 * const ses = await startSes({ dir: ".lanyard/mail", identities: ["example.org"], configurationSets: ["lanyard"], onEvent });
 * process.env.AWS_ENDPOINT_URL_SES = ses.url;
 * const mail = await ses.waitFor((mail) => mail.to[0] === "mara@example.org");
 */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Email } from "postal-mime";
import { inbox } from "./inbox.tsx";
import { type Account, checkSending, type Sending } from "./ses-check.ts";
import { startCourier } from "./ses-courier.ts";
import { happenings, type SesEvent, suppresses } from "./ses-event.ts";
import { inboxMail, readSending } from "./ses-message.ts";
import { meter } from "./ses-meter.ts";
import { failure, SesError, success } from "./ses-protocol.ts";
import { type InboxMail, type MailSummary, openMailStore } from "./ses-store.ts";

export type { SesEvent } from "./ses-event.ts";
export type { InboxMail, MailSummary } from "./ses-store.ts";

/** A mail with what the sender told SES about it. */
export type LocalMail = InboxMail & Pick<MailSummary, "tags" | "configurationSet">;

/** What goes wrong with one send, before it is taken or after. */
export interface Fault {
  /** The mail is not taken: SES answers this error, or the connection breaks. */
  before?: { code: string; message?: string; status?: number } | "reset";
  /** The mail is taken, and yet the connection breaks, or SES answers 500. */
  after?: "reset" | "error";
  /** The mail is taken, the answer comes this much later. */
  delayMs?: number;
}

export interface SesOptions extends Partial<Account> {
  /** Where the mails and the events not yet heard are kept. */
  dir: string;
  port?: number;
  /** Verified sender domains and addresses. */
  identities: string[];
  /** Recipients a second. Default 500. */
  maxSendRate?: number;
  /** Recipients in 24 hours, -1 for no limit. Default 50,000. */
  max24h?: number;
  /** Gets every event until it resolves, again after a restart; so it may get one twice. Events wait while there is none. */
  onEvent?: ((event: SesEvent) => Promise<void>) | undefined;
  /** First wait after a failed `onEvent`, in milliseconds; doubles up to 30 seconds. Default 200. */
  retryMs?: number;
  /** Asked for every send; `failNext` goes first. */
  fault?: ((sending: Sending) => Fault | undefined) | undefined;
  /** Milliseconds since 1970. */
  now?: () => number;
}

export interface LocalSes {
  url: string;
  /** Everything accepted, oldest first. */
  mails(): Promise<LocalMail[]>;
  /** The same without bodies, at once. */
  summaries(): readonly MailSummary[];
  /** The oldest mail that fits, as soon as there is one; rejects after `timeoutMs` (default 5,000). */
  waitFor(fits: (mail: LocalMail) => boolean, timeoutMs?: number): Promise<LocalMail>;
  /** The bytes SES was given. */
  raw(id: string): Promise<Buffer | undefined>;
  clear(): Promise<void>;
  /** Faults for the next sends, one each, in order. */
  failNext(...faults: Fault[]): void;
  /** The inbox (`/_mail`, `/_mail/:id`, `/_mail/:id/html`, `/_mail/:id/raw`, `/_mail.json`), to be mounted in another server. */
  handle(request: Request): Promise<Response>;
  close(): Promise<void>;
}

/** A form of a 10 MB mail in base64, percent-encoded, with room to spare; octets. */
const BODY_MAX = 64 * 1024 * 1024;
const PREVIEW_LENGTH = 100;
const SIGNED = /^AWS4-HMAC-SHA256 .*\/ses\/aws4_request/;

export async function startSes(options: SesOptions): Promise<LocalSes> {
  const { now = Date.now, maxSendRate = 500, max24h = 50_000, retryMs = 200, onEvent } = options;
  const account: Account = {
    identities: options.identities.map((identity) => identity.toLowerCase()),
    configurationSets: options.configurationSets ?? [],
    sandbox: options.sandbox ?? false,
  };
  const store = await openMailStore(options.dir);
  const before = store.all().flatMap((mail) => mail.to.map(() => Date.parse(mail.at)));
  const limits = meter({ maxSendRate, max24h, now, before });
  const suppressed = new Set<string>();
  for (const mail of store.all()) rememberSuppressed(mail);
  const courier = onEvent && startCourier(store, onEvent, retryMs);
  const faults: Fault[] = [];
  const waiters = new Set<(mail: LocalMail) => void>();

  async function sendRawEmail(form: URLSearchParams, incoming: IncomingMessage): Promise<Response> {
    const { sending, parsed } = await readSending(form);
    const fault = faults.shift() ?? options.fault?.(sending) ?? {};
    if (fault.before === "reset") return broken(incoming);
    if (fault.before) throw new SesError(fault.before.code, fault.before.message ?? fault.before.code, fault.before.status);
    checkSending(sending, parsed, account);
    limits.take(sending.recipients.length);
    const mail = await accept(sending, parsed);
    if (fault.delayMs) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
    if (fault.after === "reset") return broken(incoming);
    if (fault.after === "error") throw new SesError("InternalFailure", "The request processing has failed.", 500);
    return success("SendRawEmail", { MessageId: mail.id });
  }

  async function accept(sending: Sending, parsed: Email): Promise<MailSummary> {
    const at = now();
    // As in SES's own ids the moment comes first.
    const id = `0102${at.toString(16).padStart(12, "0")}-${randomUUID()}-000000`;
    const mail = inboxMail(id, new Date(at).toISOString(), sending, parsed);
    const summary: MailSummary = {
      ...{ id, at: mail.at, from: mail.from, to: mail.to, subject: mail.subject, bytes: sending.raw.length },
      preview: mail.text.slice(0, PREVIEW_LENGTH).replace(/\s+/g, " ").trim(),
      ...{ files: mail.attachments.map((file) => file.filename), tags: sending.tags, configurationSet: sending.configurationSet },
      happenings: happenings(mail.to, suppressed),
    };
    rememberSuppressed(summary);
    await store.add(summary, mail, sending.raw);
    courier?.tell(summary);
    for (const waiter of waiters) waiter(withSending(mail, summary));
    return summary;
  }

  function rememberSuppressed({ happenings }: MailSummary): void {
    for (const [outcome, recipient] of happenings) if (recipient && suppresses(outcome)) suppressed.add(recipient.toLowerCase());
  }

  async function query(request: Request, incoming: IncomingMessage): Promise<Response> {
    try {
      if (!SIGNED.test(request.headers.get("authorization") ?? "")) {
        throw new SesError("MissingAuthenticationToken", "The request is not signed for SES.", 403);
      }
      if (Number(request.headers.get("content-length")) > BODY_MAX) throw new SesError("RequestEntityTooLarge", "Request too large.", 413);
      const form = new URLSearchParams(await request.text());
      const action = form.get("Action");
      if (action === "SendRawEmail") return await sendRawEmail(form, incoming);
      if (action === "GetAccountSendingEnabled") return success(action, { Enabled: true });
      if (action === "GetSendQuota") {
        return success(action, { Max24HourSend: max24h, MaxSendRate: maxSendRate, SentLast24Hours: limits.sentLast24Hours() });
      }
      throw new SesError("InvalidAction", `The local SES does not know ${action}.`);
    } catch (error) {
      return failure(error);
    }
  }

  const handle = inbox(store);
  const listener = getRequestListener(
    (request, { incoming }) => (request.method === "POST" ? query(request, incoming as IncomingMessage) : handle(request)),
    { overrideGlobalObjects: false },
  );
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });

  async function full(summary: MailSummary): Promise<LocalMail[]> {
    const json = await store.json(summary.id);
    return json === undefined ? [] : [withSending(JSON.parse(json) as InboxMail, summary)];
  }

  async function* stored(): AsyncGenerator<LocalMail> {
    for (const summary of store.all()) yield* await full(summary);
  }

  async function firstStored(fits: (mail: LocalMail) => boolean): Promise<LocalMail | undefined> {
    for await (const mail of stored()) if (fits(mail)) return mail;
    return undefined;
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async mails() {
      const all: LocalMail[] = [];
      for await (const mail of stored()) all.push(mail);
      return all;
    },
    summaries: () => store.all(),
    async waitFor(fits, timeoutMs = 5_000) {
      let take = (_mail: LocalMail): void => undefined;
      let timer: NodeJS.Timeout | undefined;
      const coming = new Promise<LocalMail>((resolve, reject) => {
        take = (mail) => fits(mail) && resolve(mail);
        timer = setTimeout(() => reject(new Error(`no such mail within ${timeoutMs} ms`)), timeoutMs);
      });
      waiters.add(take);
      const there = firstStored(fits).then((mail) => mail ?? coming);
      return Promise.race([there, coming]).finally(() => {
        clearTimeout(timer);
        waiters.delete(take);
      });
    },
    raw: (id) => store.raw(id),
    clear: () => store.clear(),
    failNext: (...next) => void faults.push(...next),
    handle,
    async close() {
      await courier?.stop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await store.close();
    },
  };
}

function withSending(mail: InboxMail, { tags, configurationSet }: MailSummary): LocalMail {
  return { ...mail, tags, configurationSet };
}

function broken(incoming: IncomingMessage): Response {
  incoming.socket.destroy();
  return new Response(null, { status: 500 });
}
