/**
 * Every call the attendee's screens make, one function each, typed by the server's own routes. The only module that fetches.
 *
 *     const { contact } = await Api.scan(eventId, { badge: "7K3M9QX2", scannedAt, sentAt, scanId });
 *
 * A call ends in one of three ways: its answer, `ApiError` (the server said no, with a code of the contract), or `NoAnswer`
 * (no network, no answer in time, or an answer that is not ours, as from a hotel's login page).
 */
export * as Api from "./api.ts";

import type { Api as ServerApi } from "@lanyard/functions/app";
import { type ClientResponse, hc, type InferRequestType } from "hono/client";

/** A call without an answer in this time counts as not made; the contract's figure for scans. */
export const patienceMs = 10_000;
/** Everything about a person takes the server longer to gather. */
const exportPatienceMs = 60_000;

const { api } = hc<ServerApi>("/", {
  fetch: (input: RequestInfo | URL, init?: RequestInit) =>
    fetch(input, { ...init, signal: AbortSignal.timeout(String(input).endsWith("/export") ? exportPatienceMs : patienceMs) }),
});
const { auth, events } = api;
const event = events[":eventId"];
const contact = event.contacts[":attendeeId"];

export type Me = Answer<typeof me>;
export type Event = Me["attending"][number]["event"];
export type Badge = Me["attending"][number]["badge"];
export type Role = Me["attending"][number]["role"];
export type OwnCard = Me["card"];
export type ShareMatrix = OwnCard["share"];
export type CardField = keyof ShareMatrix;
export type Share = ShareMatrix[CardField]["people"];
export type Attendance = Answer<typeof attendance>;
export type Policy = Attendance["attendee"]["policy"];
export type Purpose = Attendance["attendee"]["purpose"];
export type Wish = NonNullable<Purpose["offering"]>;
export type ScanResult = Answer<typeof scan>;
export type Contact = ScanResult["contact"];
export type ContactStatus = Contact["status"];
export type Card = Contact["card"];
export type Link = NonNullable<Card["links"]>[number];
export type LinkKind = Link["kind"];
export type Notes = InferRequestType<typeof contact.$patch>["json"];
export type ContactAct = "accept" | "decline" | "withdraw" | "block" | "unblock";
/** A scan of a batch ends with a contact or with an error, like one sent alone. */
export type BatchResult = { scanId: string | null; contact?: Contact; error?: ErrorBody };
export type Shared = Answer<typeof shared>[number];
export type Session = Answer<typeof sessions>[number];
export type Scan = { scanId: string; badge: string; scannedAt: string };
export type Page<T> = { items: T[]; cursor?: string | undefined };
type One = { eventId: string; attendeeId: string };
type Answer<F extends (...given: never[]) => unknown> = Awaited<ReturnType<F>>;

export const startSignIn = (email: string) => answer(auth.start.$post({ json: { email } }));
export const signIn = (json: { code: string } | { challenge: string; token: string }) => answer(auth.verify.$post({ json }));
export const signedIn = async () => (await answer(auth.session.$get())).signedIn;
export const signOut = () => answer(auth["sign-out"].$post({ json: {} }));

export const me = () => answer(api.me.$get());
export const setLanguage = (language: "en" | "ar") => answer(api.me.$patch({ json: { language } }));
export const saveCard = (json: InferRequestType<typeof api.me.card.$patch>["json"]) => answer(api.me.card.$patch({ json }));
export const shared = () => all((query) => answer(api.me.shared.$get({ query })));
export const sessions = async () => (await answer(api.me.sessions.$get())).items;
export const endSession = (sessionId: string) => answer(api.me.sessions[":sessionId"].$delete({ param: { sessionId }, json: {} }));
export const exportMe = () => answer(api.me.export.$get());
export const eraseMe = () => answer(api.me.$delete({ json: {} }));
export const badgeEvent = (token: string) => answer(api.badges[":token"].$get({ param: { token } }));

export const attendance = (eventId: string) => answer(event.me.$get({ param: { eventId } }));
export const saveAttendance = (eventId: string, json: InferRequestType<typeof event.me.$patch>["json"]) =>
  answer(event.me.$patch({ param: { eventId }, json }));
export const badgeList = (eventId: string) => answer(event.badges.$get({ param: { eventId } }));

export const scan = (eventId: string, json: Scan & { sentAt: string }) => answer(event.scans.$post({ param: { eventId }, json }));
export const scanBatch = (eventId: string, scans: Scan[], sentAt: string) =>
  answer(event.scans.batch.$post({ param: { eventId }, json: { scans, sentAt } }));
export const contacts = (eventId: string) => all((query) => answer(event.contacts.$get({ param: { eventId }, query })));
export const allContacts = () => all((query) => answer(api.contacts.$get({ query })));
export const getContact = (param: One) => answer(contact.$get({ param: one(param) }));
export const saveNotes = (param: One, json: Notes) => answer(contact.$patch({ param: one(param), json }));
export const act = (param: One, what: ContactAct, json: { at: string; sentAt: string }) =>
  answer(contact[what].$post({ param: one(param), json }));

/** Where the files are, for links. Without an event: those of all my events. */
export const vcardPath = (param: One): string => contact.vcard.$path({ param: one(param) });
export const contactsFilePath = (eventId: string | undefined, kind: "vcf" | "csv"): string =>
  eventId ? event[`contacts.${kind}`].$path({ param: { eventId } }) : api[`contacts.${kind}`].$path();

export type ErrorBody = { kind: string; code: string; message: string; field?: string | undefined; requestId?: string | undefined };

/** The server's refusal, with its stable code. */
export class ApiError extends Error {
  override name = "ApiError";
  readonly status: number;
  readonly body: ErrorBody;
  /** Seconds to wait, where the server gave them. */
  readonly retryAfterSeconds: number | undefined;
  constructor(status: number, body: ErrorBody, retryAfterSeconds?: number) {
    super(body.message);
    this.status = status;
    this.body = body;
    this.retryAfterSeconds = retryAfterSeconds;
  }
  get code(): string {
    return this.body.code;
  }
  /** True when the same call may succeed later: not signed in, too fast, or the server's own trouble. */
  get passing(): boolean {
    return this.status === 401 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

/** No answer, or none of ours. */
export class NoAnswer extends Error {
  override name = "NoAnswer";
}

const one = ({ eventId, attendeeId }: One): One => ({ eventId, attendeeId });

/** Every page of a list. */
async function all<T>(page: (query: { limit: string; cursor?: string }) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const next: Page<T> = await page({ limit: "100", ...(cursor && { cursor }) });
    items.push(...next.items);
    cursor = next.cursor;
  } while (cursor);
  return items;
}

/** What a route answers when it succeeds. */
type Success<R> =
  R extends ClientResponse<infer T, infer S, string> ? (S extends 200 | 201 | 202 ? T : S extends 204 ? undefined : never) : never;

/** The typed answer of a call through the client. Rejects with `ApiError` or `NoAnswer`, never with anything else. */
async function answer<R extends ClientResponse<unknown, number, string>>(call: Promise<R>): Promise<Success<R>> {
  return (await read(call as Promise<unknown> as Promise<Response>)) as Success<R>;
}

/** One call by its path, for routes outside of the client. Rejects as `answer` does. */
export function send<T>(method: string, path: string, body?: unknown, timeoutMs = patienceMs): Promise<T> {
  const json = method === "GET" ? {} : { "Content-Type": "application/json" };
  const signal = AbortSignal.timeout(timeoutMs);
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  return read(fetch(path, { method, headers: { Accept: "application/json", ...json }, signal, ...content })) as Promise<T>;
}

async function read(call: Promise<Response>): Promise<unknown> {
  let response: Response;
  let content: unknown;
  try {
    response = await call;
    const isOurs = response.headers.get("Content-Type")?.includes("json");
    const text = await response.text();
    if (text && !isOurs && response.ok) throw new NoAnswer("not the server's answer");
    content = isOurs && text ? JSON.parse(text) : undefined;
  } catch (cause) {
    throw cause instanceof NoAnswer ? cause : new NoAnswer("no answer", { cause });
  }
  if (response.ok) return content;
  const error = (content as { error?: ErrorBody } | undefined)?.error;
  const isPassing = response.status === 401 || response.status === 429 || response.status >= 500;
  if (!error && !isPassing) throw new NoAnswer("not the server's answer");
  const seconds = Number(response.headers.get("Retry-After")) || undefined;
  throw new ApiError(response.status, error ?? { kind: "unknown", code: `http.${response.status}`, message: response.statusText }, seconds);
}
