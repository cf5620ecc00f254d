/**
 * Sends what the phone kept. Runs in a page or in the service worker, one at a time over all of them, and only for the person
 * whose session the browser holds. Whatever it cannot settle stays for the next run.
 */
import { Api, ApiError, type BatchResult, type Contact, NoAnswer, type Scan } from "../api.ts";
import { alone, currentPerson, database, type KeptScan, setCurrentPerson } from "./database.ts";
import { addToNote, joinParts } from "./note.ts";
import { Outbox } from "./outbox.ts";

/** Scans in one request; the contract's limit. */
const batchSize = 100;

/** Told as it happens, after it is safe on the phone. How scans ended is read from the queue itself. */
export type Told = { kind: "contact"; contact: Contact } | { kind: "actRefused" };

export type Run = {
  /** Nothing is left to send. */
  done: boolean;
  /** The server does not know this browser, or knows somebody else. */
  signedOut: boolean;
  /** What stopped the run: a code of the server, or undefined for no answer. */
  code?: string | undefined;
  retryAfterSeconds?: number | undefined;
  /** All is sent but an act whose moment has not come. */
  waitMs?: number | undefined;
};

export type Options = {
  person: string;
  /** True when the server has said who this is a moment ago. */
  sure: boolean;
  tell(told: Told): void | Promise<void>;
  now?: () => Date;
};

export function deliver(options: Options): Promise<Run> {
  return alone(async () => {
    try {
      if (!(await isSamePerson(options))) return { done: false, signedOut: true };
      const waitMs = await sendActs(options);
      const code = await sendScans(options);
      await sendNotes(options);
      return { done: !code, signedOut: false, code, waitMs };
    } catch (error) {
      if (error instanceof ApiError)
        return { done: false, signedOut: error.status === 401, code: error.code, retryAfterSeconds: error.retryAfterSeconds };
      if (error instanceof NoAnswer) return { done: false, signedOut: false };
      throw error;
    }
  });
}

async function isSamePerson({ person, sure }: Options): Promise<boolean> {
  if (sure) return (await currentPerson().catch(() => person)) === person;
  const me = await Api.me();
  await setCurrentPerson(me.person.id).catch(() => {});
  return me.person.id === person;
}

/** Sends what was accepted, declined, withdrawn; answers how long the next one has to wait for its moment. */
async function sendActs({ person, tell, now = () => new Date() }: Options): Promise<number | undefined> {
  for (const kept of await Outbox.keptActs(person).catch(() => [])) {
    const early = Date.parse(kept.at) - now().getTime();
    if (early > 0) return early;
    try {
      const { contact } = await Api.act(kept, kept.act, { at: kept.at, sentAt: now().toISOString() });
      await Outbox.actSent(kept.id);
      await keepContact(person, contact);
      await tell({ kind: "contact", contact });
    } catch (error) {
      if (!(error instanceof ApiError) || error.passing) throw error;
      await Outbox.actSent(kept.id);
      await tell({ kind: "actRefused" });
    }
  }
  return undefined;
}

/** Sends every scan that waits; answers the code of the last one that has to wait longer. */
async function sendScans(options: Options): Promise<string | undefined> {
  await Outbox.load(options.person);
  let held: string | undefined;
  const waiting: KeptScan[] = [];
  for (const scan of Outbox.scans.get().filter(Outbox.isWaiting)) {
    const placed = await withEvent(scan, options);
    if (placed) waiting.push(placed);
  }
  // The one that somebody is looking at goes first, alone: its answer carries the card.
  const watched = waiting.filter((s) => Outbox.isFresh(s.scanId));
  const rest = waiting.filter((s) => !watched.includes(s));
  for (const scan of watched) held = (await sendOne(scan, options)) ?? held;
  for (const eventId of new Set(rest.map((s) => s.eventId))) {
    const ofEvent = rest.filter((s) => s.eventId === eventId);
    for (let from = 0; from < ofEvent.length; from += batchSize)
      held = (await sendSome(ofEvent.slice(from, from + batchSize), options)) ?? held;
  }
  return held;
}

/** A badge's address opened without a network: which event it belongs to is asked now. */
async function withEvent(scan: KeptScan, options: Options): Promise<KeptScan | undefined> {
  if (scan.eventId) return scan;
  try {
    const { eventId } = await Api.badgeEvent(scan.badge);
    await Outbox.write(scan.scanId, { eventId });
    return { ...scan, eventId };
  } catch (error) {
    if (!(error instanceof ApiError) || error.passing) throw error;
    await refused(scan, error.code, options);
    return undefined;
  }
}

async function sendOne(scan: KeptScan, options: Options): Promise<string | undefined> {
  const { now = () => new Date() } = options;
  try {
    const { contact } = await Api.scan(scan.eventId!, { ...wire(scan), sentAt: now().toISOString() });
    await settled(scan, contact, options);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status === 401 || error.status >= 500) throw error;
    if (error.passing) {
      if (error.code !== "scan.too_fast") throw error;
      return error.code;
    }
    await refused(scan, error.code, options);
  }
  return undefined;
}

async function sendSome(scans: KeptScan[], options: Options): Promise<string | undefined> {
  const { now = () => new Date() } = options;
  let results: BatchResult[];
  try {
    ({ results } = await Api.scanBatch(scans[0]!.eventId!, scans.map(wire), now().toISOString()));
  } catch (error) {
    if (!(error instanceof ApiError) || error.passing) throw error;
    return oneByOne(scans, options);
  }
  let held: string | undefined;
  for (const scan of scans) {
    const result = results.find((r) => r.scanId === scan.scanId);
    if (!result) held = "internal";
    else if (result.contact) await settled(scan, result.contact, options);
    else if (!result.error) held = (await sendOne(scan, options)) ?? held;
    else if (["internal", "rate_limited", "unauthenticated"].includes(result.error.kind)) held = result.error.code;
    else await refused(scan, result.error.code, options);
  }
  return held;
}

/** The server refused the batch as a whole: each scan is then judged by itself, so that one cannot spoil the others. */
async function oneByOne(scans: KeptScan[], options: Options): Promise<string | undefined> {
  let held: string | undefined;
  for (const scan of scans) held = (await sendOne(scan, options)) ?? held;
  return held;
}

/** The server has the scan: its contact and what was written on it are kept before the scan itself may go. */
async function settled(scan: KeptScan, contact: Contact, { person, tell, now = () => new Date() }: Options): Promise<void> {
  const written = joinParts((await Outbox.find(scan.scanId)) ?? scan);
  if (written) {
    const kept = (await Outbox.keptNotes(person).catch(() => [])).find((n) => n.key === Outbox.keyOf(person, contact));
    await Outbox.keepNotes(person, contact, { note: addToNote(kept?.notes.note ?? contact.note, written) });
  }
  await keepContact(person, contact);
  await tell({ kind: "contact", contact });
  const ending = { status: contact.status, name: contact.card.name, attendeeId: contact.attendeeId };
  await Outbox.write(scan.scanId, { ending, eventId: contact.eventId, endedAt: now().toISOString() });
}

/** The server refused the scan for good. */
async function refused(scan: KeptScan, code: string, { now = () => new Date() }: Options): Promise<void> {
  await Outbox.write(scan.scanId, { ending: { code }, endedAt: now().toISOString(), ...(scan.eventId && { eventId: scan.eventId }) });
}

async function sendNotes({ person, tell }: Options): Promise<void> {
  for (const kept of await Outbox.keptNotes(person).catch(() => [])) {
    try {
      const { contact } = await Api.saveNotes(kept, kept.notes);
      await keepContact(person, contact);
      await Outbox.notesSent(kept);
      await tell({ kind: "contact", contact });
    } catch (error) {
      if (!(error instanceof ApiError) || error.passing) throw error;
      await Outbox.notesSent(kept);
    }
  }
}

const wire = (scan: KeptScan): Scan => ({ scanId: scan.scanId, badge: scan.badge, scannedAt: scan.scannedAt });

/** Keeps a contact's newest state for reading without a network. */
async function keepContact(person: string, contact: Contact): Promise<void> {
  await database()
    .then((db) => db.put("contact", { key: Outbox.keyOf(person, contact), person, contact }))
    .catch(() => {});
}
