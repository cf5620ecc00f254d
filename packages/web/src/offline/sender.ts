/**
 * Decides when the queue is sent: at once after an act, when the page is opened, seen or back on the network, and by a timer
 * that needs no such event. It says how each scan ended.
 */
export * as Sender from "./sender.ts";

import { outcomeOf, refusalOf } from "../outcome.ts";
import { confirmedAt, signedOutByServer } from "../session.ts";
import { store } from "../store.ts";
import { announce } from "../ui/announce.ts";
import { ContactBook } from "./contact-book.ts";
import { deliver, type Told } from "./delivery.ts";
import { Outbox } from "./outbox.ts";

const firstRetryMs = 1_000;
const longestRetryMs = 30_000;
/** The server's word on who is signed in is trusted this long before an act of ours; older, it is asked again. */
const trustMs = 60_000;

/** Why the queue waits: no answer, a code of the server, or that one has to sign in again. */
export const trouble = store<{ signedOut: boolean; code?: string | undefined } | undefined>(undefined);

type Listener = (told: Told) => void;
const listeners = new Set<Listener>();
let person: string | undefined;
let running = false;
let again = false;
let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Starts sending for this person; call again when another person signs in. */
export function start(owner: string): void {
  if (person === owner) return;
  person = owner;
  failures = 0;
  kick();
}

export function stop(): void {
  person = undefined;
  clearTimeout(timer);
}

/** What becomes of everything sent from here on. */
export function follow(listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Sends now what there is. */
export function kick(): void {
  clearTimeout(timer);
  if (running) again = true;
  else void run();
}

async function run(): Promise<void> {
  if (!person) return;
  running = true;
  again = false;
  const owner = person;
  const sure = failures === 0 && Date.now() - confirmedAt() < trustMs;
  await Outbox.load(owner);
  if (await nothingToSend(owner)) {
    finish(true);
    return;
  }
  try {
    const result = await deliver({ person: owner, sure, tell });
    if (!sure && !result.signedOut) confirmedAt(Date.now());
    if (result.signedOut) signedOutByServer();
    trouble.set(result.done ? undefined : { signedOut: result.signedOut, code: result.code });
    finish(result.done, result.retryAfterSeconds);
  } catch {
    trouble.set({ signedOut: false });
    finish(false);
  }
}

function finish(done: boolean, retryAfterSeconds = 0): void {
  running = false;
  for (const scan of Outbox.scans.get()) if (!done) Outbox.notAnswered(scan.scanId);
  failures = done ? 0 : failures + 1;
  if (again) kick();
  else if (!done) {
    const pause = Math.max(retryAfterSeconds * 1_000, firstRetryMs * 2 ** (failures - 1) * (0.8 + Math.random() * 0.4));
    timer = setTimeout(kick, Math.min(longestRetryMs, pause));
  }
}

async function nothingToSend(owner: string): Promise<boolean> {
  if (Outbox.scans.get().some(Outbox.isWaiting)) return false;
  const kept = await Promise.all([Outbox.keptNotes(owner), Outbox.keptActs(owner)]).catch(() => [[], []]);
  if (kept.every((list) => list.length === 0)) {
    trouble.set(undefined);
    return true;
  }
  return false;
}

async function tell(told: Told): Promise<void> {
  if ("contact" in told) await ContactBook.take(told.contact);
  if (told.kind === "actRefused") await ContactBook.refused();
  if (told.kind === "scan") announce(outcomeOf(told.contact).said);
  if (told.kind === "refused") announce(refusalOf(told.code, told.scan.code).said);
  for (const listener of [...listeners]) listener(told);
}

/** Wakes the sender; one set of listeners for the life of the page. */
export function listen(): void {
  const wake = () => {
    if (document.visibilityState === "visible") kick();
  };
  for (const event of ["online", "focus", "pageshow"]) addEventListener(event, wake);
  document.addEventListener("visibilitychange", wake);
  addEventListener("beforeunload", (event) => {
    if (Outbox.heldByPage.get().size > 0) event.preventDefault();
  });
}
