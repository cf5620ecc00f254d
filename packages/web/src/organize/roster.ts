/**
 * The whole attendee list in memory, downloaded once in pages and kept while one moves between the organizer's pages: 50,000 people
 * are searched in milliseconds without the server.
 */
import { fold } from "@lanyard/core/text";
import { useEffect } from "preact/hooks";
import { type Store, store } from "../store.ts";
import { useStore } from "../use-store.ts";
import { type Attendee, Organizer } from "./api.ts";

export interface Person extends Attendee {
  /** Everything the search looks at, folded. */
  sought: string;
  order: string;
}
export interface Roster {
  /** In the order of their names. */
  people: Person[];
  /** Whether all pages are here. */
  whole: boolean;
  error?: unknown;
}
export type Filter = "all" | "unclaimed" | "absent" | "present" | "unconnected";

/** How often the screen follows while pages come in, in milliseconds. */
const stepMs = 250;
/** After this time a list is downloaded again when a page that shows it is opened, in milliseconds. */
const freshMs = 30_000;

const FILTERS: Record<Filter, (person: Person) => boolean> = {
  all: () => true,
  unclaimed: (person) => !person.claimed,
  absent: (person) => !person.checkedInAt,
  present: (person) => Boolean(person.checkedInAt),
  unconnected: (person) => person.connections === 0,
};

interface Kept {
  store: Store<Roster>;
  loadedAt: number;
  loading: boolean;
}
const kept = new Map<string, Kept>();

/** The list of this event; the component renders again as it grows. */
export function useRoster(eventId: string): Roster {
  const list = keptFor(eventId);
  useEffect(() => {
    if (!list.loading && Date.now() - list.loadedAt > freshMs) load(eventId);
  }, [eventId]);
  return useStore(list.store);
}

/** Downloads the list again; what is known stays on screen until the new one is whole. */
export async function load(eventId: string): Promise<void> {
  const list = keptFor(eventId);
  if (list.loading) return;
  list.loading = true;
  const first = !list.store.get().whole;
  let people: Person[] = [];
  let waiting: Person[] = [];
  let shownAt = 0;
  const show = (whole: boolean) => {
    people = merged(people, waiting);
    waiting = [];
    shownAt = Date.now();
    if (whole || first) list.store.set({ people, whole });
  };
  try {
    let cursor: string | undefined;
    do {
      const page = await Organizer.attendees(eventId, cursor);
      waiting.push(...page.items.map(toPerson));
      cursor = page.cursor;
      if (cursor && Date.now() - shownAt > stepMs) show(false);
    } while (cursor);
    show(true);
    list.loadedAt = Date.now();
  } catch (error) {
    list.store.set({ ...list.store.get(), error });
  } finally {
    list.loading = false;
  }
}

/** After an import, a reprint or a check-in: the next page that shows the list downloads it. */
export function outdated(eventId: string): void {
  keptFor(eventId).loadedAt = 0;
}

/** Puts a new badge on someone of the list. */
export function replaceBadge(eventId: string, attendeeId: string, badge: Attendee["badge"]): void {
  const list = keptFor(eventId);
  const people = list.store.get().people.map((person) => (person.id === attendeeId ? toPerson({ ...person, badge }) : person));
  list.store.set({ ...list.store.get(), people });
}

/** Who fits the filter and has every word of the search in name, company, headline, address or badge code. */
export function found(people: Person[], search: string, filter: Filter): Person[] {
  const words = fold(search)
    .split(" ")
    .filter((word) => word !== "");
  const fits = FILTERS[filter];
  return people.filter((person) => fits(person) && words.every((word) => person.sought.includes(word)));
}

/** How many fit each filter. */
export function counts(people: Person[]): Record<Filter, number> {
  const result: Record<Filter, number> = { all: 0, unclaimed: 0, absent: 0, present: 0, unconnected: 0 };
  for (const person of people) for (const filter of Object.keys(FILTERS) as Filter[]) if (FILTERS[filter](person)) result[filter]++;
  return result;
}

function keptFor(eventId: string): Kept {
  const known = kept.get(eventId);
  if (known) return known;
  const fresh: Kept = { store: store<Roster>({ people: [], whole: false }), loadedAt: 0, loading: false };
  kept.set(eventId, fresh);
  return fresh;
}

function toPerson(attendee: Attendee): Person {
  const code = attendee.badge.code;
  const sought = fold(
    [attendee.name, attendee.company, attendee.headline, attendee.email, code, code.replaceAll("-", "")].filter(Boolean).join(" "),
  );
  return { ...attendee, sought, order: fold(attendee.name) };
}

/** Two lists in order become one. Sorting 50,000 again for each page would stop the screen. */
function merged(sorted: Person[], more: Person[]): Person[] {
  const next = [...more].sort(byName);
  const result: Person[] = [];
  let at = 0;
  for (const person of sorted) {
    while (at < next.length && byName(next[at]!, person) < 0) result.push(next[at++]!);
    result.push(person);
  }
  result.push(...next.slice(at));
  return result;
}

function byName(a: Person, b: Person): number {
  return a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
