/**
 * Sends an attendee list in batches. Each batch may be sent again without harm, so a run that stopped goes on where it stopped.
 */
import { batches, type Numbered } from "@lanyard/core/table-file-attendee";
import { ApiError, NoAnswer } from "../api.ts";
import { Organizer } from "./api.ts";

export interface Rejected {
  line: number;
  field: string;
  message: string;
  value: string;
}
export interface Tally {
  /** Rows that are through, and rows in all. */
  done: number;
  of: number;
  created: number;
  updated: number;
  unchanged: number;
  rejected: Rejected[];
}
export const nothing = (of: number): Tally => ({ done: 0, of, created: 0, updated: 0, unchanged: 0, rejected: [] });

/** How long to wait before a batch is sent again, in milliseconds; then the run stops and waits for the organizer. */
const againMs = [1_000, 3_000, 8_000];

interface Options {
  dryRun: boolean;
  /** Where to go on; `nothing` for the start. Always at the border of a batch. */
  from: Tally;
  onProgress: (tally: Tally) => void;
  signal: AbortSignal;
}

/** Resolves with the whole tally. Rejects with the error of the batch that could not be sent; the tally so far was reported. */
export async function run(eventId: string, rows: Numbered[], { dryRun, from, onProgress, signal }: Options): Promise<Tally> {
  let tally = from;
  for (const batch of batches(rows.slice(from.done))) {
    const result = await patiently(
      () =>
        Organizer.importRows(
          eventId,
          batch.map((row) => row.attendee),
          dryRun,
        ),
      signal,
    );
    const rejected = result.rejected.map(({ row, field, message }) => {
      const sent = batch[row]!;
      return { line: sent.line, field, message, value: String(sent.attendee[field as keyof typeof sent.attendee] ?? "") };
    });
    tally = {
      ...tally,
      done: tally.done + batch.length,
      created: tally.created + result.created,
      updated: tally.updated + result.updated,
      unchanged: tally.unchanged + result.unchanged,
      rejected: [...tally.rejected, ...rejected],
    };
    signal.throwIfAborted();
    onProgress(tally);
  }
  return tally;
}

/** Tries again after trouble that passes. */
async function patiently<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (const wait of againMs) {
    try {
      return await call();
    } catch (error) {
      const passing = error instanceof NoAnswer || (error instanceof ApiError && error.passing && error.status !== 401);
      if (!passing) throw error;
      await pause(error instanceof ApiError && error.retryAfterSeconds ? error.retryAfterSeconds * 1_000 : wait, signal);
    }
  }
  return call();
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
