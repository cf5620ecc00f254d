/**
 * Suppressions: addresses that get no invitations, follow-ups and reminders any more, because their owner said so or mail to them fails.
 * Kept without an end, by a keyed hash of the address; no organizer can undo one.
 */
export * as Suppression from "./suppression.ts";

import { timingSafeEqual } from "node:crypto";
import type { Deps } from "./context.ts";
import * as keys from "./db/keys.ts";
import { AppError } from "./error.ts";
import { base32, mac } from "./id.ts";

export type Reason = "unsubscribed" | "bounced" | "complained";

const MAC_LENGTH = 20; // 100 bits
const PERSON_LENGTH = 16;

/** The token of a person's unsubscribe link. It never expires and is no sign-in (RFC 8058 section 4: no cookie, no login). */
export function token(deps: Deps, person: string): string {
  const id = person.slice("per_".length);
  return id + signature(deps, id);
}

/** Whose link this is; unknown tokens are refused. */
export function personOf(deps: Deps, token: string): string {
  const text = token.toLowerCase();
  const id = text.slice(0, PERSON_LENGTH);
  const given = Buffer.from(text.slice(PERSON_LENGTH));
  const right = Buffer.from(signature(deps, id));
  if (given.length !== right.length || !timingSafeEqual(given, right)) throw new AppError("unsubscribe.unknown");
  return `per_${id}`;
}

/** Writes it down; the first reason stays. */
export async function add(deps: Deps, person: string, reason: Reason): Promise<void> {
  await deps.table.putIfAbsent({ ...keys.suppression(person), reason, at: deps.clock() });
}

/** Which of these people are to be left alone. */
export async function among(deps: Deps, people: string[]): Promise<Set<string>> {
  const items = await deps.table.batchGet(people.map(keys.suppression), { strong: true });
  return new Set(items.map((item) => item.pk.slice("SUPPRESSION#".length)));
}

const signature = (deps: Deps, id: string) => base32(mac(deps.secrets.ids, "unsubscribe", id), MAC_LENGTH).toLowerCase();
