/**
 * The exchange: what a scan starts. `connection.ts` decides, `pair.ts` writes; this file finds out who scanned whom, when, and whether
 * they may. Cost of a new connection on DynamoDB: 6 requests, 3 in sequence, 3 read and 4 write units (docs/data-model.md).
 */
export * as Exchange from "./exchange.ts";

import * as z from "zod";
import { Attendee } from "./attendee.ts";
import { Badge } from "./badge.ts";
import { Card } from "./card.ts";
import { Connection } from "./connection.ts";
import { Contact } from "./contact.ts";
import type { AttendeeActor, Context, Deps } from "./context.ts";
import * as keys from "./db/keys.ts";
import type { Item, Key } from "./db/table.ts";
import { AppError, ErrorDetail, invalidInput } from "./error.ts";
import { Event } from "./event.ts";
import * as field from "./field.ts";
import { Pair } from "./pair.ts";
import { Person } from "./person.ts";
import { Rate } from "./rate.ts";

export const BATCH_MAX = 100;
/** Scans of a batch that are written at once; more would only queue at the table. */
const AT_ONCE = 10;

export const Scan = z
  .object({
    badge: Badge.Given,
    scannedAt: field.time.optional(),
    sentAt: field.time.optional(),
    scanId: z.string().max(100).optional(),
  })
  .meta({ ref: "Scan", required: ["badge"] });
export type Scan = z.output<typeof Scan>;

/** Each scan of a batch is looked at by itself: one bad one never spoils another. */
export const Batch = z
  .object({ scans: z.array(z.unknown()).max(BATCH_MAX, `At most ${BATCH_MAX} scans at once, please.`), sentAt: field.time.optional() })
  .meta({ ref: "ScanBatch" });

export const Result = z.object({ status: Contact.Status, contact: Contact.View }).meta({ ref: "ScanResult" });
export const BatchResult = z.union([
  z.object({ scanId: z.string(), status: Contact.Status, contact: Contact.View }),
  z.object({ scanId: z.string().nullable(), error: ErrorDetail }),
]);
export type BatchResult = z.infer<typeof BatchResult>;

export interface Outcome {
  fresh: boolean;
  contact: Contact.View;
}

type Badges = (Badge.Info | undefined)[];

/** One scan. `ahead`: the badge's lookup, when it was started while the caller was still being identified. */
export async function scan(ctx: Context<AttendeeActor>, input: Scan, ahead?: Promise<Badges>): Promise<Outcome> {
  const [outcome] = await scanAll(ctx, [input], ahead);
  if (outcome instanceof AppError) throw outcome;
  return outcome!;
}

/** Scans kept on a phone, in any order, any of them sent before. Answers in the order sent. */
export async function scanBatch(ctx: Context<AttendeeActor>, input: z.output<typeof Batch>): Promise<BatchResult[]> {
  const read = input.scans.map((raw) => {
    const parsed = Scan.extend({ scanId: z.string({ error: "Give each scan its own id." }).min(1).max(100) }).safeParse(raw);
    return parsed.success ? { ...parsed.data, sentAt: parsed.data.sentAt ?? input.sentAt } : invalidInput(parsed.error);
  });
  const good = read.filter((scan) => !(scan instanceof AppError)) as Scan[];
  const outcomes = await scanAll(ctx, good);
  const byScan = new Map(good.map((scan, place) => [scan, outcomes[place]!]));
  return read.map((scan, place) => {
    const outcome = scan instanceof AppError ? scan : byScan.get(scan)!;
    const raw = input.scans[place] as { scanId?: unknown } | null;
    const scanId = typeof raw?.scanId === "string" ? raw.scanId : null;
    if (outcome instanceof AppError) return { scanId, error: outcome.plain() };
    return { scanId: scanId!, status: outcome.contact.status, contact: outcome.contact };
  });
}

async function scanAll(ctx: Context<AttendeeActor>, scans: Scan[], ahead?: Promise<Badges>): Promise<(Outcome | AppError)[]> {
  const { deps, actor } = ctx;
  const now = deps.clock();
  const texts = scans.map((scan) => (typeof scan.badge === "string" ? scan.badge : ""));
  const badges = await (ahead ?? Badge.findAll(deps, actor.event.id, texts));
  const targets = scans.map((scan, place) => attempt(() => target(ctx, scan, badges[place], now)));
  const found = targets.filter(isTarget);
  const [others, paces] = await Promise.all([
    readOthers(deps, found),
    Promise.all(targets.map((one) => (isTarget(one) ? pacePerson(ctx, one, now) : "again"))),
  ]);
  // Counted after the people of the same batch, so that no bad badge spoils a good one.
  const [guesses, again] = await Promise.all([
    Promise.all(targets.map((one, place) => (isUnknown(one) ? paceGuess(ctx, scans[place]!, now) : "again"))),
    readAgain(
      ctx,
      targets.filter((one, place): one is Target => isTarget(one) && paces[place] === "again"),
    ),
  ]);
  return inTurns(AT_ONCE, targets, async (one, place) => {
    if (!isTarget(one)) return guesses[place] === "full" ? tooFast(ctx, now) : one;
    try {
      return await meet(ctx, one, others, paces[place]!, again, now);
    } catch (error) {
      if (error instanceof AppError) return error;
      throw error;
    }
  });
}

const isTarget = (one: Target | AppError): one is Target => !(one instanceof AppError);
const isUnknown = (one: Target | AppError) => one instanceof AppError && one.code === "badge.unknown";

interface Target {
  attendee: string;
  person: string;
  at: number | undefined;
}

/** Who was scanned and when, or why it cannot be. */
function target(ctx: Context<AttendeeActor>, scan: Scan, badge: Badge.Info | undefined, now: number): Target {
  if (typeof scan.badge !== "string") throw new AppError("badge.missing", { field: "badge" });
  const at = madeAt(scan, now);
  const window = Event.scanWindow(ctx.actor.event);
  const made = at ?? now;
  const used = Badge.usable(badge, made);
  if (used.attendee === ctx.actor.attendee.id) throw new AppError("scan.own_badge");
  if (made < window.from || made > window.to || now > window.arrivesUntil) throw new AppError("scan.outside_event", { field: "scannedAt" });
  return { attendee: used.attendee, person: used.person, at };
}

interface Other {
  attendee: Attendee.Info;
  person: Person.Info | undefined;
}

async function readOthers(deps: Deps, targets: Target[]): Promise<Map<string, Other>> {
  const items = await deps.table.batchGet(
    targets.flatMap((one) => [keys.row(one.attendee), keys.self(one.attendee), keys.person(one.person)]),
  );
  const people = new Map(items.filter((item) => item.sk === "CARD").map((item) => [String(item.id), Person.parse(item)]));
  const attendees = Attendee.assemble(items);
  return new Map([...attendees].map(([id, attendee]) => [id, { attendee, person: people.get(attendee.person) }]));
}

/** The pairs and notes of people who were scanned before: a batch sent once more costs one request for all of them. */
async function readAgain(ctx: Context<AttendeeActor>, targets: Target[]): Promise<(key: Key) => Item | undefined> {
  const { deps, actor } = ctx;
  const wanted = targets.flatMap((one) => {
    const { low, high } = Pair.of(actor.attendee, { id: one.attendee, person: one.person });
    return [keys.connection(low.id, high.id), keys.note(actor.attendee.id, one.attendee)];
  });
  const items = wanted.length > 0 ? await deps.table.batchGet(wanted, { strong: true }) : [];
  const byKey = new Map(items.map((item) => [item.pk + item.sk, item]));
  return ({ pk, sk }) => byKey.get(pk + sk);
}

/**
 * How many badges somebody may scan in ten minutes of the time they were scanned. Per person; repeated scans count once. Who has used up
 * the unknown badges meets nobody new either, or the refusals would tell a guesser which badges exist.
 */
function limits(ctx: Context<AttendeeActor>) {
  const { deps, actor } = ctx;
  const { unknownBadges, newPeople, newPeopleForExhibitors, paceMinutes } = deps.settings.limits;
  const base = { scope: "pace", who: `${actor.event.id} ${actor.person.id}`, windowSeconds: paceMinutes * 60 };
  const max = actor.attendee.row.role === "exhibitor" ? newPeopleForExhibitors : newPeople;
  return {
    people: { ...base, kind: "people", max, others: { unknown: unknownBadges } },
    unknown: { ...base, kind: "unknown", max: unknownBadges },
  };
}

const pacePerson = (ctx: Context<AttendeeActor>, one: Target, now: number) =>
  Rate.takeOnce(ctx.deps, limits(ctx).people, one.attendee, one.at ?? now);
const paceGuess = (ctx: Context<AttendeeActor>, scan: Scan, now: number) =>
  Rate.takeOnce(ctx.deps, limits(ctx).unknown, String(scan.badge), guessedAt(ctx, scan, now));

/** When an unknown badge was read. Outside the event's time that is now: made-up times would be room for more guesses. */
function guessedAt(ctx: Context<AttendeeActor>, scan: Scan, now: number): number {
  const at = madeAt(scan, now) ?? now;
  const { from, to } = Event.scanWindow(ctx.actor.event);
  return at >= from && at <= to ? at : now;
}

const madeAt = (scan: Scan, now: number) => Connection.madeAt({ at: scan.scannedAt, sentAt: scan.sentAt }, now);

const tooFast = (ctx: Context<AttendeeActor>, at: number) =>
  new AppError("scan.too_fast", { retryAfterSeconds: Rate.secondsLeft(limits(ctx).people, at) });

async function meet(
  ctx: Context<AttendeeActor>,
  one: Target,
  others: Map<string, Other>,
  pace: "first" | "again" | "full",
  again: (key: Key) => Item | undefined,
  begun: number,
): Promise<Outcome> {
  const { deps, actor } = ctx;
  const other = others.get(one.attendee);
  if (!other) throw new AppError("badge.unknown");
  const mine = Card.given(actor.person.share, Card.audienceOf(other.attendee.row.role), "scan");
  const theirs = Card.given(Person.shareOf(other.person), Card.audienceOf(actor.attendee.row.role), "scan");
  const pair = Pair.of(actor.attendee, other.attendee);
  const act = { kind: "scan", by: pair.mine, at: one.at, gives: mine, policy: Attendee.policyOf(other.attendee), theirs } as const;
  const keyOfPair = keys.connection(pair.low.id, pair.high.id);
  const likely = pace === "again" ? { seen: again(keyOfPair) } : pace === "full" ? "known" : "new";
  const applied = await Pair.apply(deps, actor.event, pair, act, likely);
  if (!applied) throw tooFast(ctx, one.at ?? begun);
  // Not what another copy of this very scan made meanwhile: that one relies on the count of this one.
  const knownBefore = !applied.fresh && applied.state.createdAt < begun;
  if (knownBefore && pace === "first") await Rate.giveBack(deps, limits(ctx).people, one.attendee, one.at ?? begun);
  const keyOfNote = keys.note(actor.attendee.id, other.attendee.id);
  const note = applied.fresh ? undefined : pace === "again" ? again(keyOfNote) : await deps.table.get(keyOfNote);
  return { fresh: applied.fresh, contact: Contact.view(ctx.actor, { ...other, state: applied.state, note }) };
}

function attempt<T>(step: () => T): T | AppError {
  try {
    return step();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

/** `Promise.all` with at most `width` under way, keeping the order. */
async function inTurns<T, R>(width: number, list: T[], step: (one: T, place: number) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array(list.length);
  let next = 0;
  const worker = async () => {
    while (next < list.length) {
      const place = next++;
      results[place] = await step(list[place]!, place);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, list.length) }, worker));
  return results;
}
