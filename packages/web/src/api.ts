/**
 * Every call the screens make to the server, one function each. The only module that fetches.
 *
 *     const { contact } = await Api.scan(eventId, { badge: "7K3M9QX2", scannedAt, sentAt, scanId });
 *
 * A call ends in one of three ways: its answer, `ApiError` (the server said no, with a code of the contract), or `NoAnswer`
 * (no network, no answer in time, or an answer that is not ours, as from a hotel's login page).
 */
export * as Api from "./api.ts";

export type CardField = "headline" | "company" | "pitch" | "email" | "phone" | "website" | "links" | "city" | "pronouns";
export type LinkKind = "linkedin" | "x" | "instagram" | "github" | "mastodon" | "bluesky" | "other";
export type Link = { kind: LinkKind; url: string };
export type Share = "scan" | "ask" | "never";
export type ShareMatrix = Partial<Record<CardField, { people: Share; exhibitors: Share }>>;
export type Card = {
  name: string;
  headline?: string;
  company?: string;
  pitch?: string;
  email?: string;
  phone?: string;
  website?: string;
  links?: Link[];
  city?: string;
  pronouns?: string;
};
export type OwnCard = Card & { share?: ShareMatrix };
export type Badge = { url: string; code: string };
export type Role = "attendee" | "speaker" | "exhibitor" | "staff";
export type Event = { id: string; name: string; startsAt: string; endsAt: string; timeZone: string; venue?: string; color?: string };
export type Me = {
  person: { id: string; email: string; name: string; language?: string };
  card: OwnCard;
  attending: { event: Event; attendeeId: string; role: Role; badge: Badge }[];
  organizing: { event: Event; role: "owner" | "organizer" | "staff" }[];
};
export type Policy = "open" | "ask" | "closed";
export type Wish = string | string[] | { tags?: string[]; sentence?: string };
export type Purpose = { lookingFor?: Wish; offering?: Wish };
export type Attendance = {
  attendee: { id: string; role: Role; claimed: boolean; policy: Policy; chosen: boolean; purpose: Purpose; checkedInAt?: string };
  badge: Badge;
};
export type ContactStatus = "connected" | "requested" | "awaiting_me" | "withdrawn" | "blocked" | "declined";
export type Contact = {
  attendeeId: string;
  eventId: string;
  status: ContactStatus;
  card: Card;
  sharedWithThem: CardField[];
  met: { at: string; recordedAt?: string };
  note?: string;
  tags?: string[];
  rating?: number;
  followUpOn?: string;
};
export type Notes = { note?: string; tags?: string[]; rating?: number | null; followUpOn?: string | null };
export type ContactAct = "accept" | "decline" | "withdraw" | "block" | "unblock";
export type Scan = { scanId: string; badge: string; scannedAt: string };
export type ScanResult = { status: ContactStatus; contact: Contact };
export type BatchResult = { scanId: string; status?: ContactStatus; contact?: Contact; error?: ErrorBody };
export type Shared = { attendeeId: string; eventId: string; name: string; fields: CardField[]; since: string };
export type Session = { id: string; createdAt: string; lastSeenAt?: string; current: boolean; agent?: string };
export type Page<T> = { items: T[]; cursor?: string };

export type ErrorBody = { kind: string; code: string; message: string; field?: string; requestId?: string };

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

/** A call without an answer in this time counts as not made; the contract's figure for scans. */
export const patienceMs = 10_000;

const at = (...parts: string[]) => `/api/${parts.map(encodeURIComponent).join("/")}`;
const event = (eventId: string, ...parts: string[]) => at("events", eventId, ...parts);
const contact = (c: { eventId: string; attendeeId: string }, ...parts: string[]) => event(c.eventId, "contacts", c.attendeeId, ...parts);

export const startSignIn = (email: string) => send<Record<string, unknown> | undefined>("POST", at("auth", "start"), { email });
export const signIn = (proof: { code: string } | { challenge: string; token: string }) =>
  send<{ person: Me["person"] }>("POST", at("auth", "verify"), proof);
export const signOut = () => send<void>("POST", at("auth", "sign-out"), {});

export const me = () => send<Me>("GET", at("me"));
export const setLanguage = (language: string) => send<unknown>("PATCH", at("me"), { language });
export const saveCard = (card: Partial<OwnCard>) => send<{ card: OwnCard }>("PATCH", at("me", "card"), card);
export const shared = () => all<Shared>(at("me", "shared"));
export const sessions = () => all<Session>(at("me", "sessions"));
export const endSession = (id: string) => send<void>("DELETE", at("me", "sessions", id));
export const exportMe = () => send<unknown>("GET", at("me", "export"), undefined, 60_000);
export const eraseMe = () => send<unknown>("DELETE", at("me"));
export const badgeEvent = (token: string) => send<{ eventId: string }>("GET", at("badges", token));

export const attendance = (eventId: string) => send<Attendance>("GET", event(eventId, "me"));
export const saveAttendance = (eventId: string, input: { policy?: Policy; purpose?: Purpose }) =>
  send<Attendance>("PATCH", event(eventId, "me"), input);

export const scan = (eventId: string, input: Scan & { sentAt: string }) => send<ScanResult>("POST", event(eventId, "scans"), input);
export const scanBatch = (eventId: string, scans: Scan[], sentAt: string) =>
  send<{ results: BatchResult[] }>("POST", event(eventId, "scans", "batch"), { scans, sentAt });
export const contacts = (eventId: string) => all<Contact>(event(eventId, "contacts"));
export const allContacts = () => all<Contact>(at("contacts"));
export const saveNotes = (c: { eventId: string; attendeeId: string }, notes: Notes) =>
  send<{ contact: Contact }>("PATCH", contact(c), notes);
export const act = (c: { eventId: string; attendeeId: string }, what: ContactAct, when: { at: string; sentAt: string }) =>
  send<{ contact: Contact }>("POST", contact(c, what), when);
export const vcardPath = (c: { eventId: string; attendeeId: string }) => contact(c, "vcard");
export const contactsFilePath = (eventId: string, kind: "vcf" | "csv") => event(eventId, `contacts.${kind}`);

/** Every page of a list. */
async function all<T>(path: string): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page: Page<T> = await send<Page<T>>("GET", `${path}${search({ limit: 100, cursor })}`);
    items.push(...page.items);
    cursor = page.cursor;
  } while (cursor);
  return items;
}

/** One call. Rejects with `ApiError` or `NoAnswer`, never with anything else. */
export async function send<T>(method: string, path: string, body?: unknown, timeoutMs = patienceMs): Promise<T> {
  const json = method === "GET" ? {} : { "Content-Type": "application/json" };
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(path, {
      method,
      headers: { Accept: "application/json", ...json },
      signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const ours = response.headers.get("Content-Type")?.includes("json");
    const text = await response.text();
    if (text && !ours && response.ok) throw new NoAnswer("not the server's answer");
    answer = ours && text ? JSON.parse(text) : undefined;
  } catch (cause) {
    throw cause instanceof NoAnswer ? cause : new NoAnswer("no answer", { cause });
  }
  if (response.ok) return answer as T;
  const error = (answer as { error?: ErrorBody } | undefined)?.error;
  if (!error && !(response.status === 401 || response.status === 429 || response.status >= 500))
    throw new NoAnswer("not the server's answer");
  const seconds = Number(response.headers.get("Retry-After")) || undefined;
  throw new ApiError(response.status, error ?? { kind: "unknown", code: `http.${response.status}`, message: response.statusText }, seconds);
}

function search(query: Record<string, string | number | undefined>): string {
  const given = Object.entries(query).filter((entry) => entry[1] !== undefined);
  return given.length ? `?${new URLSearchParams(given.map(([k, v]) => [k, String(v)]))}` : "";
}
