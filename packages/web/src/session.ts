/**
 * Who is signed in on this phone. The last answer of the server is kept, so that the app opens with no network; the server's
 * word replaces it as soon as it comes.
 */
import { Api, ApiError, type Me } from "./api.ts";
import { known, language, speak } from "./language/index.ts";
import { alone, forgetCopies, setCurrentPerson } from "./offline/database.ts";
import { store } from "./store.ts";

export type Session =
  | { state: "unknown" }
  | { state: "out" }
  | { state: "in"; me: Me }
  /** No answer, and nobody was signed in here before. */
  | { state: "unreachable" };

const meKept = "lanyard.me";
const askedKept = "lanyard.asked";
/** How long a mailed code or link works; the server's figure. */
const askedMs = 10 * 60_000;
const freshMs = 60_000;

export const session = store<Session>(remembered());

let heardAt = 0;
/** When the server last said who is signed in here; with a moment given, it has just said so. */
export function confirmedAt(moment?: number): number {
  if (moment !== undefined) heardAt = moment;
  return heardAt;
}

/** The server does not know this browser any more. The screens go on with what the phone has. */
export function signedOutByServer(): void {
  heardAt = 0;
}

let asking: Promise<void> | undefined;
/** Asks the server who is signed in. With no answer, what was known stays. */
export function refresh(): Promise<void> {
  asking ??= ask().finally(() => {
    asking = undefined;
  });
  return asking;
}

async function ask(): Promise<void> {
  try {
    // On a phone that knows nobody most are signed out, which is no error; elsewhere a 401 is news.
    if (session.get().state === "unknown" && !(await Api.signedIn())) return leave();
    const me = await Api.me();
    await setCurrentPerson(me.person.id).catch(() => {});
    keep(me);
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) leave();
    else if (session.get().state !== "in") session.set({ state: "unreachable" });
  }
}

/** Asks again when the server's last word is older than a minute: a page that shows my badge or my events shows today's. */
export async function refreshIfOld(): Promise<void> {
  if (Date.now() - heardAt > freshMs) await refresh();
}

/** Where a call said that nobody is signed in: asks once more, and leads to sign-in if that holds. */
export function doubt(error: unknown): void {
  if (error instanceof ApiError && error.status === 401) void refresh();
}

export async function askForCode(email: string, next: string): Promise<void> {
  await Api.startSignIn(email);
  write(askedKept, { email, next, at: Date.now() });
}

/** What this browser asked for in the last ten minutes. */
export function asked(): { email: string; next: string; at: number } | undefined {
  const found = read<{ email: string; next: string; at: number }>(askedKept);
  return found && Date.now() - found.at < askedMs ? found : undefined;
}

/** Signs in. No queue is sent while the cookie changes hands. */
export async function signIn(proof: Parameters<typeof Api.signIn>[0]): Promise<void> {
  await alone(async () => {
    await setCurrentPerson(undefined).catch(() => {});
    await Api.signIn(proof);
    const me = await Api.me();
    await setCurrentPerson(me.person.id).catch(() => {});
    keep(me);
    const spoken = known(me.person.language);
    if (spoken && spoken !== language.get()) await speak(spoken).catch(() => {});
  });
  localStorage.removeItem(askedKept);
}

/** Signs out here. Scans not yet sent stay on the phone, for when the same person signs in again. */
export async function signOut(): Promise<void> {
  await alone(async () => {
    await Api.signOut().catch((error) => {
      if (!(error instanceof ApiError)) throw error;
    });
    leave();
  });
}

/** After erasing oneself, or when the server says that nobody is signed in. */
export function leave(): void {
  const before = session.get();
  localStorage.removeItem(meKept);
  heardAt = 0;
  setCurrentPerson(undefined).catch(() => {});
  if (before.state === "in") forgetCopies(before.me.person.id).catch(() => {});
  session.set({ state: "out" });
}

/** Takes the server's word on who is signed in. The copies of whoever was here before them go. */
export function keep(me: Me): void {
  const now = session.get();
  write(meKept, me);
  heardAt = Date.now();
  if (now.state === "in" && now.me.person.id !== me.person.id) forgetCopies(now.me.person.id).catch(() => {});
  if (now.state === "in" && JSON.stringify(now.me) === JSON.stringify(me)) return;
  session.set({ state: "in", me });
}

/** A path of our own to return to after sign-in; anything else becomes the start page. */
export function safePath(next: string | undefined): string {
  if (!next || !/^\/(?![/\\])[^\s\\]*$/.test(next)) return "/";
  return new URL(next, location.origin).origin === location.origin ? next : "/";
}

function remembered(): Session {
  const me = read<Me>(meKept);
  return me?.person && me.attending ? { state: "in", me } : { state: "unknown" };
}

function read<T>(key: string): T | undefined {
  try {
    return (JSON.parse(localStorage.getItem(key) ?? "null") as T | null) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Full or forbidden: the app then asks the server at every start.
  }
}
