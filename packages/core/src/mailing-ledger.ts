/**
 * The ledger: who got their mail. A row exists from the moment a mail is about to be sent; a second row of its own holds what SES told
 * about it, so that the sender and the events never overwrite each other. Sliced by the first letter of the attendee id.
 */
export * as Ledger from "./mailing-ledger.ts";

import type { Deps } from "./context.ts";
import * as keys from "./db/keys.ts";
import type { Item } from "./db/table.ts";
import type { Mailing } from "./mailing.ts";
import type { MailingId } from "./mailing-kind.ts";

/** One slice for each first letter of an id: about 1,600 of 50,000 attendees each. */
export const SLICES = [..."0123456789abcdefghjkmnpqrstvwxyz"];
export const sliceOf = (attendee: string): string => attendee["att_".length]!;

export type State = "SENDING" | "SENT" | "SKIPPED" | "FAILED";
export interface Row {
  attendee: string;
  state: State;
  at: number;
  /** Why it was skipped or failed. */
  reason?: string;
  messageId?: string;
  /** What SES told. */
  heard?: { sent?: boolean; bounced?: boolean; complained?: boolean };
}

const HEARD = "#HEARD";

/** The rows of a slice by attendee, with what was heard joined. A mail that SES reported as sent is sent, whatever the sender knew. */
export async function slice(deps: Deps, of: MailingId, slice: string): Promise<Map<string, Row>> {
  return assemble(await deps.table.queryAll({ pk: keys.ledgerSlice(of, slice), strong: true }));
}

export async function one(deps: Deps, of: MailingId, attendee: string): Promise<Row | undefined> {
  const items = await deps.table.queryAll({ pk: keys.ledgerSlice(of, sliceOf(attendee)), prefix: attendee, strong: true });
  return assemble(items).get(attendee);
}

export async function put(deps: Deps, of: MailingId, rows: Row[]): Promise<void> {
  await deps.table.batchWrite({ puts: rows.map(({ heard: _, ...row }) => ({ ...key(of, row.attendee), ...row })) });
}

/** Takes rows back of mails that were certainly not sent. */
export async function remove(deps: Deps, of: MailingId, attendees: string[]): Promise<void> {
  await deps.table.batchWrite({ deletes: attendees.map((attendee) => key(of, attendee)) });
}

/** What SES told about a mail; repeating it changes nothing. */
export async function hear(deps: Deps, of: MailingId, attendee: string, what: "sent" | "bounced" | "complained"): Promise<void> {
  await deps.table.update(keys.ledger(of, sliceOf(attendee), attendee + HEARD), {
    set: `SET #${what} = :yes`,
    values: { ":yes": true },
  });
}

/** Settled mails by outcome: 32 queries at once, as much as there are rows. */
export async function count(deps: Deps, of: MailingId): Promise<Omit<Mailing.Progress, "pending">> {
  const counts = { sent: 0, skipped: 0, failed: 0, bounced: 0 };
  const slices = await Promise.all(SLICES.map((letter) => slice(deps, of, letter)));
  for (const rows of slices) {
    for (const row of rows.values()) {
      if (row.heard?.bounced) counts.bounced++;
      else if (row.state === "SENT") counts.sent++;
      else if (row.state === "SKIPPED") counts.skipped++;
      else if (row.state === "FAILED") counts.failed++;
    }
  }
  return counts;
}

const key = (of: MailingId, attendee: string) => keys.ledger(of, sliceOf(attendee), attendee);

function assemble(items: Item[]): Map<string, Row> {
  const rows = new Map<string, Row>();
  for (const item of items) {
    if (item.sk.endsWith(HEARD)) continue;
    const { attendee, state, at, reason, messageId } = item as unknown as Row;
    rows.set(attendee, { attendee, state, at, ...(reason !== undefined && { reason }), ...(messageId !== undefined && { messageId }) });
  }
  for (const item of items) {
    const row = rows.get(item.sk.slice(0, -HEARD.length));
    if (!item.sk.endsWith(HEARD) || !row) continue;
    row.heard = { ...(item.sent === true && { sent: true }), ...(item.bounced === true && { bounced: true }) };
    if (row.heard.sent && (row.state === "SENDING" || row.state === "FAILED")) row.state = "SENT";
  }
  return rows;
}
