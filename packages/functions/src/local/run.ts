/**
 * Lanyard in one process: embedded table, local SES with its inbox, the API, the pages and the ticker on one port. The API and the jobs
 * are the very ones that run on Lambda; this file only stands in for what AWS gives them.
 */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type HttpBindings, serve } from "@hono/node-server";
import type { Deps } from "@lanyard/core/context";
import { MailEvent } from "@lanyard/core/mail-event";
import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { METHOD_NAME_ALL } from "hono/router";
import { type App, createApp } from "../app.ts";
import { createDeps, readResources } from "../deps.ts";
import { API_PATHS } from "../site.ts";
import { VERSION } from "../version.ts";
import { pages } from "./pages.ts";
import { type LocalSes, startSes } from "./ses.ts";
import { startTable } from "./table.ts";
import { startTicker, type Ticker } from "./ticker.ts";

const TABLE = "lanyard";
const MAIL_DOMAIN = "lanyard.example";
/** As the SES default for a new production account is 14 a second, a laptop need not wait that long. */
const LOCAL_MAILS_PER_SECOND = 200;

export interface RunOptions {
  /** 0 takes any free port. */
  port: number;
  dataDir: string;
  hostname?: string;
  /** The address people use; by default http://localhost with the port. */
  appUrl?: string;
  mailsPerSecond?: number;
  /** Overrides of `Settings`, for tests. */
  limits?: Partial<Deps["settings"]["limits"]>;
}

export interface Running {
  url: string;
  app: App;
  deps: Deps;
  ses: LocalSes;
  /** Whether there was a table in the folder before. */
  hadTable: boolean;
  /** Lets the jobs begin. Nothing may be written with a time of the past after that: folded figures do not look back. */
  startTicker(): Ticker;
  /** Ends requests and jobs that are under way, then everything else. */
  close(): Promise<void>;
}

export async function run(options: RunOptions): Promise<Running> {
  // The port first: when it is taken, nothing has been written yet.
  let handler: Hono<{ Bindings: HttpBindings }> | undefined;
  const server = serve({
    fetch: (request, bindings) => handler?.fetch(request, bindings) ?? new Response("Starting", { status: 503 }),
    port: options.port,
    ...(options.hostname && { hostname: options.hostname }),
  });
  await new Promise<void>((resolve, reject) => {
    server.once("listening", resolve);
    server.once("error", reject);
  });
  mkdirSync(options.dataDir, { recursive: true });
  const secrets = readSecrets(join(options.dataDir, "secrets.json"));
  const hadTable = existsSync(join(options.dataDir, "table"));
  const table = await startTable(join(options.dataDir, "table"), TABLE);
  let deps: Deps | undefined;
  const ses = await startSes({
    dir: join(options.dataDir, "mail"),
    identities: [MAIL_DOMAIN],
    maxSendRate: options.mailsPerSecond ?? LOCAL_MAILS_PER_SECOND,
    onEvent: async (event) => {
      if (!deps) throw new Error("not started yet");
      await MailEvent.handle(deps, MailEvent.Info.parse(event));
    },
  });

  const url = options.appUrl ?? `http://localhost:${(server.address() as AddressInfo).port}`;

  setEnvironment(table.url, ses.url);
  deps = createDeps(readResources(resources(url, secrets, options)));
  const app = createApp(deps, { version: VERSION });
  handler = new Hono<{ Bindings: HttpBindings }>()
    .use("/_mail/*", sameMachine)
    .use("/_mail.json", sameMachine)
    .all("/_mail", (c) => ses.handle(c.req.raw))
    .all("/_mail.json", (c) => ses.handle(c.req.raw))
    .all("/_mail/*", (c) => ses.handle(c.req.raw))
    .on(
      METHOD_NAME_ALL,
      API_PATHS.map((path) => `${path}/*`),
      (c) => app.fetch(c.req.raw),
    )
    .route("/", pages());
  let ticker: Ticker | undefined;

  return {
    url,
    app,
    deps,
    ses,
    hadTable,
    startTicker() {
      ticker ??= startTicker(deps);
      return ticker;
    },
    async close() {
      await ticker?.stop();
      await closeServer(server as Server);
      await ses.close();
      await table.close();
    },
  };
}

/** The inbox holds sign-in codes: it opens on the machine Lanyard runs on, not on every phone of the network. */
const sameMachine = createMiddleware<{ Bindings: HttpBindings }>(async (c, next) => {
  const address = c.env.incoming.socket.remoteAddress ?? "";
  if (!/^(127\.|::1$|::ffff:127\.)/.test(address)) return c.text("The inbox opens on the machine that Lanyard runs on.", 403);
  await next();
});

/** Lets requests end that are under way, for two seconds. */
async function closeServer(server: Server): Promise<void> {
  const impatient = setTimeout(() => server.closeAllConnections(), 2_000);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(impatient);
}

/** What SST would link. Everybody may sign in and create events; a hall of people at one address is not throttled. */
function resources(appUrl: string, secrets: Secrets, options: RunOptions) {
  return {
    Table: { name: TABLE },
    IdSecret: { value: secrets.ids },
    CodePepper: { value: secrets.codes },
    Settings: {
      appUrl,
      signInFrom: `sign-in@${MAIL_DOMAIN}`,
      mailingFrom: `hello@${MAIL_DOMAIN}`,
      signIn: "anyone",
      organizers: ["anyone"],
      limits: {
        signInsPerHalfMinute: 5,
        signInsPerHour: 60,
        signInsPerDay: 500,
        signInsPerNetworkHour: 0,
        wrongCodesPerNetwork: 0,
        ...options.limits,
      },
      // The local SES tells what it sent within a second, also after a restart, so a mail in doubt need not wait an hour.
      sender: { leaseSeconds: 25, runSeconds: 10, doubtSeconds: 15 },
    },
  };
}

/** The SDK finds its endpoints here; credentials only have to be there. */
function setEnvironment(tableUrl: string, sesUrl: string): void {
  process.env.AWS_ENDPOINT_URL_DYNAMODB = tableUrl;
  process.env.AWS_ENDPOINT_URL_SES = sesUrl;
  process.env.AWS_REGION ??= "eu-central-1";
  process.env.AWS_ACCESS_KEY_ID ??= "local";
  process.env.AWS_SECRET_ACCESS_KEY ??= "local";
}

interface Secrets {
  ids: string;
  codes: string;
}

/** Made once: another secret would make other ids of the same data. */
function readSecrets(path: string): Secrets {
  if (!existsSync(path)) {
    const secrets: Secrets = { ids: randomBytes(32).toString("hex"), codes: randomBytes(32).toString("hex") };
    writeFileSync(path, JSON.stringify(secrets), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(path, "utf8")) as Secrets;
}
