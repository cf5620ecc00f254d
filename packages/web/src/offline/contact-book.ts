/** My contacts on this phone: the server's last word, and over it what I have written since. */
export * as ContactBook from "./contact-book.ts";

import { Api, type Contact, type ContactAct, type Notes } from "../api.ts";
import { store } from "../store.ts";
import { database } from "./database.ts";
import { Outbox } from "./outbox.ts";

export type Book = { contacts: Contact[]; read: boolean };

/** All contacts of all events, newest first. `read` is false until the phone's copy has been read. */
export const book = store<Book>({ contacts: [], read: false });

const pauseMs = 600;
let person = "";
let byKey = new Map<string, Contact>();
let drafts = new Map<string, Notes>();
let acts = new Map<string, ContactAct>();
let timer: ReturnType<typeof setTimeout> | undefined;
let wake = () => {};

/** Opens this phone's copy of a person's contacts. `kick` is called when something waits to be sent. */
export async function open(owner: string, kick: () => void): Promise<void> {
  wake = kick;
  if (person === owner) return;
  person = owner;
  byKey = new Map();
  drafts = new Map();
  acts = new Map();
  book.set({ contacts: [], read: false });
  await reload();
  isOpen();
}
let isOpen = () => {};
const opened = new Promise<void>((resolve) => {
  isOpen = resolve;
});

/** Reads the phone's copy again, as after another tab or the worker has sent something. */
export async function reload(): Promise<void> {
  const owner = person;
  try {
    const db = await database();
    const [kept, notes, answers] = await Promise.all([
      db.getAllFromIndex("contact", "person", owner),
      Outbox.keptNotes(owner),
      Outbox.keptActs(owner),
    ]);
    if (person !== owner) return;
    byKey = new Map([...byKey, ...kept.map((k) => [k.key, k.contact] as const)]);
    drafts = new Map(notes.map((n) => [n.key, n.notes]));
    acts = new Map(answers.map((a) => [Outbox.keyOf(owner, a), a.act]));
  } catch {
    // No storage: the server's answers alone fill the book.
  }
  show();
}

/** Takes the server's list, of one event or of all. Contacts it no longer has are gone from here too. */
export async function refresh(eventId?: string): Promise<void> {
  await opened;
  const owner = person;
  const before = new Map(byKey);
  const list = eventId ? await Api.contacts(eventId) : await Api.allContacts();
  if (person !== owner) return;
  const listed = new Set(list.map((c) => Outbox.keyOf(owner, c)));
  const gone = [...before].filter(([key, c]) => (!eventId || c.eventId === eventId) && !listed.has(key) && byKey.get(key) === c);
  for (const [key] of gone) byKey.delete(key);
  for (const contact of list) if (byKey.get(key(contact)) === before.get(key(contact))) byKey.set(key(contact), contact);
  show();
  const db = await database().catch(() => undefined);
  if (!db) return;
  const tx = db.transaction("contact", "readwrite");
  for (const [key] of gone) tx.store.delete(key);
  for (const contact of list) tx.store.put({ key: key(contact), person: owner, contact });
  await tx.done.catch(() => {});
}

/** Takes one contact as the server has just answered it. */
export async function take(contact: Contact): Promise<void> {
  byKey.set(key(contact), contact);
  const [notes, answers] = await Promise.all([Outbox.keptNotes(person), Outbox.keptActs(person)]).catch(() => [[], []]);
  drafts = new Map(notes.map((n) => [n.key, n.notes]));
  acts = new Map(answers.map((a) => [Outbox.keyOf(person, a), a.act]));
  show();
}

/** The server refused an act for good: what it says now is asked for and shown. */
export async function refused(): Promise<void> {
  acts = new Map();
  show();
  await refresh().catch(() => {});
}

/** Keeps what is typed about a contact, at once on the phone and soon on the server. */
export async function write(contact: { eventId: string; attendeeId: string }, notes: Notes): Promise<void> {
  drafts.set(key(contact), { ...drafts.get(key(contact)), ...notes });
  show();
  clearTimeout(timer);
  timer = setTimeout(() => wake(), pauseMs);
  await Outbox.keepNotes(person, contact, notes);
}

/** Accept, decline, withdraw, block or unblock: shown at once, kept with its moment when there is no network. Answers its id. */
export async function act(contact: { eventId: string; attendeeId: string }, what: ContactAct): Promise<string> {
  const id = newId("act");
  const now = Date.now();
  const closed = closedAt.get(key(contact));
  if (what !== "accept" && what !== "unblock") closedAt.set(key(contact), now);
  acts.set(key(contact), what);
  show();
  const at = what === "accept" && closed !== undefined ? Math.max(now, closed + closedMs) : now;
  await Outbox.keepAct(person, contact, what, id, new Date(at).toISOString());
  wake();
  return id;
}

/** The server takes an opening act for an old one when it comes within 15 s of my own closing act: clocks differ. */
const closedMs = 16_000;
const closedAt = new Map<string, number>();

/** True when I took my card back from them so shortly ago that a new scan does not give it yet. */
export const hasJustClosed = (contact: { eventId: string; attendeeId: string }): boolean =>
  Date.now() - (closedAt.get(key(contact)) ?? Number.NEGATIVE_INFINITY) < closedMs;

export const find = (eventId: string, attendeeId: string): Contact | undefined =>
  book.get().contacts.find((c) => c.eventId === eventId && c.attendeeId === attendeeId);

/** An id of our own making, for what starts on this phone. Works on insecure pages too. */
export function newId(prefix: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `${prefix}_${[...bytes].map((b) => b.toString(16).padStart(2, "0")).join("")}`;
}

const key = (contact: { eventId: string; attendeeId: string }): string => Outbox.keyOf(person, contact);

function show(): void {
  const contacts = [...byKey].map(([k, c]) => withDraft(withAct(c, acts.get(k)), drafts.get(k))).filter((c) => c.status !== "declined");
  book.set({ contacts: contacts.sort((a, b) => b.met.at.localeCompare(a.met.at)), read: true });
}

function withAct(contact: Contact, act: ContactAct | undefined): Contact {
  if (!act) return contact;
  const status = { accept: "connected", decline: "declined", withdraw: "withdrawn", block: "blocked", unblock: "withdrawn" } as const;
  return { ...contact, status: status[act], sharedWithThem: act === "accept" ? contact.sharedWithThem : [] };
}

function withDraft(contact: Contact, draft: Notes | undefined): Contact {
  if (!draft) return contact;
  const { rating, followUpOn, ...rest } = { ...contact, ...draft };
  return { ...rest, ...(rating ? { rating } : {}), ...(followUpOn ? { followUpOn } : {}) } as Contact;
}
