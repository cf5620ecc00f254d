/** The event's badges as this phone last heard of them: a word of doubt about a scan without a network, never a reason to refuse it. */
export * as BadgeList from "./badge-list.ts";

import { type Marks, mayBeIn } from "@lanyard/core/badge-mark";
import { Api } from "../api.ts";
import { database } from "./database.ts";

type Kept = Awaited<ReturnType<typeof Api.badgeList>> & { heardAt: number };

const freshMs = 15 * 60_000;
/** By person and event, so that a scan is looked at without waiting for anything. */
const held = new Map<string, Marks>();

/** Takes up the phone's copy, and brings it up to date when it is older than a quarter of an hour. Without an answer the copy stays. */
export async function open(person: string, eventId: string): Promise<void> {
  const key = `${person}|badges ${eventId}`;
  try {
    const db = await database();
    const kept = (await db.get("answer", key))?.value as Kept | undefined;
    if (kept) held.set(key, marks(kept));
    if (kept && Math.abs(Date.now() - kept.heardAt) < freshMs) return;
    const list = await Api.badgeList(eventId);
    if (!list.gaps) return;
    held.set(key, marks(list));
    await db.put("answer", { key, person, value: { ...list, heardAt: Date.now() } });
  } catch {
    // The event's next page, or the network's return, asks again.
  }
}

/** Whether this token or short code is not on the event's list; false where the phone knows of no list. */
export function doubts(person: string, eventId: string | undefined, spelled: string): boolean {
  const list = eventId && held.get(`${person}|badges ${eventId}`);
  return list ? !mayBeIn(list, eventId, spelled) : false;
}

const marks = ({ bits, gaps }: { bits: number; gaps: string }): Marks => ({
  bits,
  gaps: Uint8Array.from(atob(gaps), (character) => character.charCodeAt(0)),
});
