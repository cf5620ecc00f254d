/**
 * Decides when the queue is sent: at once after an act, when the page is opened, seen or back on the network, and by a timer
 * that needs no such event. It says how each scan ended.
 */
export * as Sender from "./sender.ts";

import type { Contact } from "../api.ts";
import { refusalOf, saidOf } from "../outcome.ts";
import { confirmedAt, signedOutByServer } from "../session.ts";
import { store } from "../store.ts";
import { announce } from "../ui/announce.ts";
import { sendInBackground } from "../worker/register.ts";
import { ContactBook } from "./contact-book.ts";
import type { KeptScan } from "./database.ts";
import { deliver, type Told } from "./delivery.ts";
import { Outbox } from "./outbox.ts";

const firstRetryMs = 1_000;
const longestRetryMs = 30_000;
/** The server's word on who is signed in is trusted this long before an act of ours; older, it is asked again. */
const trustMs = 60_000;

/** Why the queue waits: no answer, a code of the server, or that one has to sign in again. */
export const trouble = store<{ signedOut: boolean; code?: string | undefined } | undefined>(undefined);

/** How a scan ended: with a contact, or with a refusal's code. */
export type Ending = { scan: KeptScan; contact?: Contact; code?: string };
const listeners = new Set<(ending: Ending) => void>();
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

/** How each scan ends from here on. */
export function follow(listener: (ending: Ending) => void): () => void {
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
    if (result.done && result.waitMs) timer = setTimeout(kick, result.waitMs);
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
  if (told.kind === "contact") await ContactBook.take(told.contact);
  else await ContactBook.refused();
}

/** Says how a scan ended. One that somebody was looking at has then done its work; the others stay listed until cleared. */
function sayEnding(scan: KeptScan, wasFresh: boolean): void {
  const { ending } = scan;
  if (!ending) return;
  if ("code" in ending) {
    announce(refusalOf(ending.code, wasFresh ? undefined : scan.code).said);
    for (const listener of [...listeners]) listener({ scan, code: ending.code });
  } else {
    announce(saidOf(ending.status, ending.name));
    const contact = ContactBook.find(scan.eventId ?? "", ending.attendeeId);
    if (contact) for (const listener of [...listeners]) listener({ scan, contact });
  }
  const done = wasFresh ? Outbox.remove(scan.scanId) : Outbox.write(scan.scanId, { told: true });
  done.catch(() => {});
}

/** Wakes the sender; one set of listeners for the life of the page. */
export function listen(): void {
  Outbox.tellEndings(sayEnding);
  Outbox.followOthers(ContactBook.reload);
  // A page that is seen sends by itself; one that is left may be closed next, and the worker goes on without it.
  const wake = () => {
    if (document.visibilityState === "visible") kick();
    else if (Outbox.scans.get().some(Outbox.isWaiting)) void sendInBackground();
  };
  for (const event of ["online", "focus", "pageshow"]) addEventListener(event, wake);
  document.addEventListener("visibilitychange", wake);
  addEventListener("beforeunload", (event) => {
    if (Outbox.heldByPage.get().size > 0) event.preventDefault();
  });
}
