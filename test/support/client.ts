/** A person's browser, as far as HTTP goes: a cookie jar and the calls people make. */
import type { TestApp } from "./app.ts";

export interface Answer<T = unknown> {
  status: number;
  body: T;
  headers: Headers;
}
// biome-ignore lint/suspicious/noExplicitAny: answers are looked at field by field in tests
export type Json = any;

export class Client {
  readonly app: TestApp;
  readonly cookies = new Map<string, string>();
  email = "";

  constructor(app: TestApp) {
    this.app = app;
  }

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<Json>> {
    const unsafe = method !== "GET" && method !== "HEAD";
    const response = await this.app.app.request(path, {
      method,
      headers: {
        ...(unsafe && { "Content-Type": "application/json" }),
        ...(this.cookies.size > 0 && { Cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ") }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair, ...attributes] = line.split("; ");
      const [name, value] = [pair!.slice(0, pair!.indexOf("=")), pair!.slice(pair!.indexOf("=") + 1)];
      const gone = attributes.some((attribute) => attribute === "Max-Age=0");
      if (gone) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const text = await response.text();
    const json = response.headers.get("content-type")?.includes("json");
    return { status: response.status, body: json ? JSON.parse(text) : text, headers: response.headers };
  }

  get = (path: string) => this.call("GET", path);
  post = (path: string, body?: unknown) => this.call("POST", path, body);
  patch = (path: string, body?: unknown) => this.call("PATCH", path, body);
  put = (path: string, body?: unknown) => this.call("PUT", path, body);
  delete = (path: string) => this.call("DELETE", path);
}

/** Signs in the way people do: asks, reads the code in the mail, types it. */
export async function signIn(app: TestApp, email: string, client = new Client(app)): Promise<Client> {
  const before = app.ses.summaries().length;
  const started = await client.post("/api/auth/start", { email });
  if (started.status !== 202) throw new Error(`start answered ${started.status}`);
  const mail = (await app.ses.mails()).slice(before).findLast((one) => one.to.includes(email.toLowerCase()));
  const code = /\b(\d{3}) ?(\d{3})\b/.exec(mail?.text ?? "");
  if (!code) throw new Error(`no code was mailed to ${email}`);
  const verified = await client.post("/api/auth/verify", { code: `${code[1]}${code[2]}` });
  if (verified.status !== 200) throw new Error(`verify answered ${verified.status} ${JSON.stringify(verified.body)}`);
  client.email = email;
  return client;
}

export interface EventInput {
  name?: string;
  startsAt?: string;
  endsAt?: string;
  timeZone?: string;
}

/** An event that runs now, owned by this client. */
export async function createEvent(owner: Client, input: EventInput = {}): Promise<string> {
  const now = Date.now();
  const { status, body } = await owner.post("/api/events", {
    name: "Tidewater",
    startsAt: new Date(now - 3_600_000).toISOString(),
    endsAt: new Date(now + 8 * 3_600_000).toISOString(),
    timeZone: "Europe/Amsterdam",
    ...input,
  });
  if (status !== 201) throw new Error(`event answered ${status} ${JSON.stringify(body)}`);
  return body.event.id;
}

export interface Row {
  email: string;
  name: string;
  [field: string]: unknown;
}

export async function importRows(owner: Client, event: string, rows: Row[]): Promise<Json> {
  const { status, body } = await owner.post(`/api/events/${event}/attendees/import`, { rows });
  if (status !== 200) throw new Error(`import answered ${status} ${JSON.stringify(body)}`);
  return body;
}

/** An attendee who signed in, with badge and id at hand. */
export interface Attending {
  client: Client;
  id: string;
  badge: { url: string; code: string };
  event: string;
  scan(other: { badge: { url: string } }, more?: object): Promise<Answer<Json>>;
  contact(other: { id: string }): Promise<Json>;
  act(other: { id: string }, kind: string, body?: object): Promise<Answer<Json>>;
}

export async function attend(app: TestApp, event: string, email: string, policy?: "open" | "ask" | "closed"): Promise<Attending> {
  const client = await signIn(app, email);
  const mine = await client.get(`/api/events/${event}/me`);
  if (mine.status !== 200) throw new Error(`me answered ${mine.status}`);
  if (policy) await client.patch(`/api/events/${event}/me`, { policy });
  return {
    client,
    id: mine.body.attendee.id,
    badge: mine.body.badge,
    event,
    scan: (other, more = {}) => client.post(`/api/events/${event}/scans`, { badge: other.badge.url, ...more }),
    contact: async (other) => {
      const { body } = await client.get(`/api/events/${event}/contacts/${other.id}`);
      return body.contact;
    },
    act: (other, kind, body = {}) => client.post(`/api/events/${event}/contacts/${other.id}/${kind}`, body),
  };
}
