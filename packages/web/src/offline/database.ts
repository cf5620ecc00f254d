/**
 * What the phone keeps: the queue of scans, notes and answers not yet sent, and copies to read without a network. Everything of
 * one person carries that person's id. A new version of the app upgrades this database and never empties it.
 */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Contact, ContactAct, ContactStatus, Notes } from "../api.ts";

/** A scan on its way. It stays until the server has answered, and after that until its outcome was seen. */
export type KeptScan = {
  scanId: string;
  person: string;
  /** Absent when a badge's address was opened without a network: the event is asked for at sending. */
  eventId?: string;
  badge: string;
  /** What people call it: the short code. */
  code: string;
  scannedAt: string;
  /** Not on the event's list of badges as this phone had it: worth a second look. */
  doubtful?: boolean;
  who?: string;
  talk?: string;
  promise?: string;
  ending?: { status: ContactStatus; name: string; attendeeId: string } | { code: string };
  endedAt?: string;
  /** Its outcome was said on a screen. */
  told?: boolean;
};
export type KeptNotes = { key: string; person: string; eventId: string; attendeeId: string; notes: Notes; savedAt: number };
export type KeptAct = { id: string; person: string; eventId: string; attendeeId: string; act: ContactAct; at: string };
export type KeptContact = { key: string; person: string; contact: Contact };
export type KeptAnswer = { key: string; person: string; value: unknown };

interface Schema extends DBSchema {
  setting: { key: string; value: unknown };
  scan: { key: string; value: KeptScan; indexes: { person: string } };
  notes: { key: string; value: KeptNotes; indexes: { person: string } };
  act: { key: string; value: KeptAct; indexes: { person: string } };
  contact: { key: string; value: KeptContact; indexes: { person: string } };
  answer: { key: string; value: KeptAnswer; indexes: { person: string } };
}

let opened: Promise<IDBPDatabase<Schema>> | undefined;

export function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= open().catch((error) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

/** Async so that a browser which forbids storage, and throws at the very call, rejects like any other failure. */
async function open(): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>("lanyard", 1, {
    upgrade(db) {
      db.createObjectStore("setting");
      db.createObjectStore("scan", { keyPath: "scanId" }).createIndex("person", "person");
      db.createObjectStore("notes", { keyPath: "key" }).createIndex("person", "person");
      db.createObjectStore("act", { keyPath: "id" }).createIndex("person", "person");
      db.createObjectStore("contact", { keyPath: "key" }).createIndex("person", "person");
      db.createObjectStore("answer", { keyPath: "key" }).createIndex("person", "person");
    },
    blocking: (_now, _next, event) => (event.target as IDBDatabase).close(),
    terminated: () => {
      opened = undefined;
    },
  });
}

/** Forgets a person's copies on this phone. What was not yet sent stays, and goes out when they sign in again. */
export async function forgetCopies(person: string): Promise<void> {
  const db = await database();
  for (const name of ["contact", "answer"] as const) {
    const tx = db.transaction(name, "readwrite");
    for (const key of await tx.store.index("person").getAllKeys(person)) await tx.store.delete(key);
    await tx.done;
  }
}

/** Whose session this browser's cookie is, as last heard; the sender sends nobody else's queue. */
export const currentPerson = async (): Promise<string | undefined> =>
  (await database()).get("setting", "person") as Promise<string | undefined>;
export const setCurrentPerson = async (person: string | undefined): Promise<void> => {
  await (await database()).put("setting", person, "person");
};

/** One at a time over all tabs and the worker; without locks (an insecure page) at least within this tab. */
export async function alone<T>(work: () => Promise<T>): Promise<T> {
  if (typeof navigator !== "undefined" && navigator.locks) return navigator.locks.request("lanyard-send", work) as Promise<T>;
  const before = queue;
  let done = () => {};
  queue = new Promise((resolve) => {
    done = resolve;
  });
  await before;
  try {
    return await work();
  } finally {
    done();
  }
}
let queue: Promise<void> = Promise.resolve();
