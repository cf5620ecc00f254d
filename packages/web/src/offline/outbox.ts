/**
 * The queue of this phone as the screens see it. Whatever is done goes into the database first and to the server second, so a
 * closed tab, a dead battery or a late answer loses nothing.
 */
export * as Outbox from "./outbox.ts";

import type { ContactAct, Notes } from "../api.ts";
import { store } from "../store.ts";
import { database, type KeptAct, type KeptNotes, type KeptScan } from "./database.ts";
import { Journal } from "./journal.ts";

/** Scans of the person signed in, oldest first: those not yet sent, and those whose outcome was not yet seen. */
export const scans = store<KeptScan[]>([]);
/** Scans made a moment ago, whose answer is still expected: not yet counted as not sent. */
const fresh = new Set<string>();
/** The phone took no more (storage full or forbidden): these are held by this page alone. */
export const heldByPage = store<ReadonlySet<string>>(new Set());

let person = "";
let onEnded: ((scan: KeptScan, wasFresh: boolean) => void) | undefined;
const told = new Set<string>();
const channel = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel("lanyard");

/** Follows what other tabs and the worker do to the queue; `then` runs before this page shows it. */
export function followOthers(then: () => Promise<void>): void {
  channel?.addEventListener("message", () => void then().then(() => load(person)));
}

/** Tells once how each scan ended, whoever sent it. Pages set this; the worker has nobody to tell. */
export function tellEndings(listener: typeof onEnded): void {
  onEnded = listener;
}

/** Tells other tabs, and this one, that the queue has changed. */
export function changed(): Promise<void> {
  channel?.postMessage("changed");
  return load(person);
}

export async function load(owner: string): Promise<void> {
  person = owner;
  await recovered();
  const kept = await database()
    .then((db) => db.getAllFromIndex("scan", "person", owner))
    .catch(() => [] as KeptScan[]);
  if (person !== owner) return;
  const held = scans.get().filter((s) => heldByPage.get().has(s.scanId) && s.person === owner);
  scans.set([...kept, ...held].sort((a, b) => a.scannedAt.localeCompare(b.scannedAt)));
  if (!onEnded) return;
  for (const scan of scans.get()) {
    if (!scan.ending || scan.told || told.has(scan.scanId)) continue;
    told.add(scan.scanId);
    onEnded(scan, fresh.has(scan.scanId));
  }
}

let recovery: Promise<void> | undefined;
/** Brings into the database what an earlier page only noted down. Once for the life of a page. */
function recovered(): Promise<void> {
  recovery ??= (async () => {
    const db = await database();
    for (const { id, change } of Journal.left("scan")) {
      const scan = change as KeptScan;
      if (scan.person && !(await db.get("scan", id))) await db.put("scan", scan);
      Journal.strike("scan", id);
    }
    for (const { id, change } of Journal.left("words")) {
      const scan = await db.get("scan", id);
      if (scan) await db.put("scan", { ...scan, ...change });
      Journal.strike("words", id);
    }
    for (const { id, change } of Journal.left("notes")) {
      const [owner, eventId, attendeeId] = id.split("|");
      if (owner && eventId && attendeeId) await keepNotes(owner, { eventId, attendeeId }, change);
      Journal.strike("notes", id);
    }
  })().catch(() => {});
  return recovery;
}

export const isWaiting = (scan: KeptScan): boolean => !scan.ending;
/** How many scans are not yet sent. */
export const countWaiting = (list: KeptScan[]): number => list.filter((scan) => isWaiting(scan) && !fresh.has(scan.scanId)).length;

/** Keeps a scan. `isFresh`: its answer is awaited on the screen, so it does not count as not sent until `notAnswered`. */
export async function add(scan: KeptScan, isFresh: boolean): Promise<void> {
  if (isFresh) fresh.add(scan.scanId);
  const kept = Journal.record(`scan|${scan.scanId}`, scan);
  try {
    await (await database()).add("scan", scan);
    kept();
    await changed();
  } catch {
    heldByPage.set(new Set([...heldByPage.get(), scan.scanId]));
    scans.set([...scans.get(), scan]);
  }
}

export const isFresh = (scanId: string): boolean => fresh.has(scanId);

export function notAnswered(scanId: string): void {
  if (fresh.delete(scanId)) scans.set([...scans.get()]);
}

/** The scan as it is kept now, with what was written on it since. */
export async function find(scanId: string): Promise<KeptScan | undefined> {
  if (heldByPage.get().has(scanId)) return scans.get().find((s) => s.scanId === scanId);
  return (await database()).get("scan", scanId);
}

/** Keeps what is written on a scan while it waits. */
export async function writeWords(scanId: string, words: Pick<KeptScan, "who" | "talk" | "promise">): Promise<void> {
  const kept = Journal.record(`words|${scanId}`, words);
  await write(scanId, words);
  kept();
}

/** Writes into a kept scan: what was said, or how it ended. */
export async function write(scanId: string, change: Partial<KeptScan>): Promise<void> {
  if (heldByPage.get().has(scanId)) {
    scans.set(scans.get().map((s) => (s.scanId === scanId ? { ...s, ...change } : s)));
    return load(person);
  }
  const db = await database();
  const tx = db.transaction("scan", "readwrite");
  const before = await tx.store.get(scanId);
  if (before) await tx.store.put({ ...before, ...change });
  await tx.done;
  await changed();
}

export async function remove(...scanIds: string[]): Promise<void> {
  for (const id of scanIds) fresh.delete(id);
  const held = heldByPage.get();
  heldByPage.set(new Set([...held].filter((id) => !scanIds.includes(id))));
  scans.set(scans.get().filter((s) => !scanIds.includes(s.scanId)));
  const db = await database();
  const tx = db.transaction("scan", "readwrite");
  await Promise.all(scanIds.map((id) => tx.store.delete(id)));
  await tx.done;
  await changed();
}

export const keyOf = (owner: string, c: { eventId: string; attendeeId: string }): string => `${owner}|${c.eventId}|${c.attendeeId}`;

/** Keeps what was written about a contact, over what was kept before. */
export async function keepNotes(owner: string, c: { eventId: string; attendeeId: string }, notes: Notes): Promise<void> {
  const key = keyOf(owner, c);
  const kept = Journal.record(`notes|${key}`, notes);
  const tx = (await database()).transaction("notes", "readwrite");
  const before = await tx.store.get(key);
  await tx.store.put({
    key,
    person: owner,
    eventId: c.eventId,
    attendeeId: c.attendeeId,
    notes: { ...before?.notes, ...notes },
    savedAt: Date.now(),
  });
  await tx.done;
  kept();
}

export const keptNotes = async (owner: string): Promise<KeptNotes[]> => (await database()).getAllFromIndex("notes", "person", owner);

/** Forgets notes that the server has, unless more was written meanwhile. */
export async function notesSent(sent: KeptNotes): Promise<void> {
  const tx = (await database()).transaction("notes", "readwrite");
  const now = await tx.store.get(sent.key);
  if (now && now.savedAt === sent.savedAt && JSON.stringify(now.notes) === JSON.stringify(sent.notes)) await tx.store.delete(sent.key);
  await tx.done;
}

export async function keepAct(
  owner: string,
  c: { eventId: string; attendeeId: string },
  act: ContactAct,
  id: string,
  at: string,
): Promise<KeptAct> {
  const kept = { id, person: owner, eventId: c.eventId, attendeeId: c.attendeeId, act, at };
  await (await database()).put("act", kept);
  return kept;
}

export const keptActs = async (owner: string): Promise<KeptAct[]> =>
  (await (await database()).getAllFromIndex("act", "person", owner)).sort((a, b) => a.at.localeCompare(b.at));

export const actSent = async (id: string): Promise<void> => (await database()).delete("act", id);
