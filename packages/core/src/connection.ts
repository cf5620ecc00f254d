/**
 * The pair of two attendees at one event: one item, both sides' consent in it, moved by one pure function. The low side is the one whose
 * attendee id sorts first. Nothing here reads a clock or a table; `exchange.ts` drives it.
 *
 * @example
 * const { state } = decide(undefined, { kind: "scan", by: "low", gives: ["company"], policy: "open", theirs: ["city"] }, now);
 * view(state, "low"); // { status: "connected", sees: ["city"] }
 */
export * as Connection from "./connection.ts";

import type { Code } from "./error.ts";

export type Which = "low" | "high";
export const other = (side: Which): Which => (side === "low" ? "high" : "low");

/**
 * An act reopens what its own side closed only when it was made more than this after the close: longer than a request of ours may be
 * under way (10 s) plus what clocks may differ, so that an act made before a close can never look later than it.
 */
export const REOPEN_MARGIN_MS = 15_000;

export interface Side {
  /** The fields this side gives; there, even when empty, means that it gave its card. */
  given?: string[];
  /** When it first gave, last acted to give, last accepted (milliseconds). */
  since?: number;
  actedAt?: number;
  acceptedAt?: number;
  closed?: "declined" | "withdrawn" | "blocked" | "erased";
  /** When it last closed; stays when it opens again, so that no act made before gives anything. */
  closedAt?: number;
}

export interface State {
  low: Side;
  high: Side;
  /** The earliest scan. */
  metAt: number;
  createdAt: number;
  /** How the pair began: connected at once, or as a request. */
  first: "C" | "R";
  /** When both had given for the first time; stays when they close. */
  connectedAt?: number;
}

export interface Act {
  kind: "scan" | "accept" | "decline" | "withdraw" | "block" | "unblock" | "erase";
  by: Which;
  /** When it was made, by `madeAt`; without it, now. */
  at?: number | undefined;
  /** The fields the acting side gives by it (scan and accept). */
  gives?: string[];
  /** Scan only: the scanned side's policy, and the fields it gives when that is open. They count for a new pair only. */
  policy?: "open" | "ask" | "closed";
  theirs?: string[];
}

export interface Decision {
  state: State | undefined;
  /** Why the act was refused; then the state is as it was. */
  refused?: Code;
  changed: boolean;
  /** The two met by this act: for the first time, or since one of them erased themselves. */
  fresh: boolean;
}

/**
 * When a queued act was really made, on our clock: the phone's own time, corrected by what its clock said when it sent. A clock that is
 * right but for the time the request travelled is left alone. Never later than now. Undefined means now.
 */
export function madeAt(act: { at?: number | undefined; sentAt?: number | undefined }, now: number): number | undefined {
  if (act.at === undefined) return undefined;
  const lag = act.sentAt === undefined ? 0 : now - act.sentAt;
  const travelled = lag >= 0 && lag <= REOPEN_MARGIN_MS;
  return Math.max(0, Math.min(now, travelled ? act.at : act.at + lag));
}

export function decide(state: State | undefined, act: Act, now: number): Decision {
  const refuse = (refused: Code): Decision => ({ state, refused, changed: false, fresh: false });
  if (!state && act.kind !== "scan") return refuse("contact.unknown");
  if (state && !exists(state) && act.kind !== "erase") return act.kind === "scan" ? anew(state, act, now) : refuse("contact.unknown");
  const next: State = state ? structuredClone(state) : begin(act, now);
  const me = next[act.by];
  const you = next[other(act.by)];

  switch (act.kind) {
    case "scan": {
      if (me.closed === "blocked") return refuse("contact.blocked");
      if (you.closed === "blocked" || (!state && act.policy === "closed")) return refuse("badge.closed");
      next.metAt = Math.min(next.metAt, act.at ?? now);
      if (!open(me)) break;
      if (!state && act.policy === "open") give(you, act.theirs ?? []);
      break;
    }
    case "accept": {
      if (me.closed === "blocked") return refuse("contact.blocked");
      if (!you.given) return refuse(you.since === undefined ? "contact.not_answered" : "contact.withdrawn");
      open(me);
      break;
    }
    case "decline":
      close(me.given ? "withdrawn" : "declined");
      break;
    case "withdraw":
      close("withdrawn");
      break;
    case "block":
      close("blocked");
      break;
    case "unblock":
      if (me.closed === "blocked") me.closed = "withdrawn";
      break;
    case "erase":
      close("erased");
      break;
  }

  if (!state) next.first = next.low.given && next.high.given ? "C" : "R";
  if (next.low.given && next.high.given) next.connectedAt ??= Math.max(now, next.createdAt + (next.first === "R" ? 1 : 0));
  const changed = !state || !equal(next, state);
  return { state: changed ? next : state, changed, fresh: !state };

  /** False when the act is a replay: made before this side last closed, or no later than the act it gave by. */
  function open(side: Side): boolean {
    const at = act.at ?? now;
    if (act.at !== undefined && side.closedAt !== undefined && at <= side.closedAt + REOPEN_MARGIN_MS) return false;
    if (side.given && act.kind === "scan" && at <= (side.actedAt ?? 0) + REOPEN_MARGIN_MS) return true;
    if (side.given && act.kind === "accept" && act.at !== undefined && at <= (side.acceptedAt ?? 0)) return true;
    give(side, act.gives ?? []);
    side.actedAt = Math.max(side.actedAt ?? 0, at);
    if (act.kind === "accept") side.acceptedAt = at;
    return true;
  }

  function give(side: Side, fields: string[]): void {
    if (!side.given) side.since = now;
    side.given = [...new Set([...(side.given ?? []), ...fields])].sort();
    side.actedAt ??= act.at ?? now;
    delete side.closed;
  }

  /** Closing always wins; nothing weakens a block, and nothing follows an erasure. */
  function close(how: NonNullable<Side["closed"]>): void {
    if (me.closed === "erased" && how !== "erased") return;
    // Closing again counts from when it was done again: an act made between the two opens nothing.
    me.closedAt = Math.max(me.closed ? (act.at ?? now) : now, me.closedAt ?? 0);
    delete me.given;
    const weaker = (me.closed === "blocked" && how !== "erased") || (me.closed && how === "declined");
    if (!weaker) me.closed = how;
  }
}

/**
 * Somebody who erased themselves came back and meets the other: a new beginning, of which only the dashboard's facts are not counted
 * twice. Acts made before the erasure begin nothing and give nothing.
 */
function anew(state: State, act: Act, now: number): Decision {
  const erasedAt = Math.max(state.low.closedAt ?? 0, state.high.closedAt ?? 0);
  const refuse = (refused: Code): Decision => ({ state, refused, changed: false, fresh: false });
  if ((act.at ?? now) <= erasedAt + REOPEN_MARGIN_MS) return refuse("badge.unknown");
  const { state: begun, refused } = decide(undefined, act, now);
  if (!begun) return refuse(refused!);
  const connectedAt = state.connectedAt ?? begun.connectedAt;
  const next: State = {
    ...begun,
    low: { ...begun.low, closedAt: erasedAt },
    high: { ...begun.high, closedAt: erasedAt },
    first: state.first,
    ...(connectedAt !== undefined && { connectedAt }),
  };
  return { state: next, changed: true, fresh: true };
}

export type Status = "connected" | "requested" | "awaiting_me" | "withdrawn" | "blocked" | "declined";

/** What a side sees: the status, and which of the other's fields it was given. Cards are joined live, `never` fields taken out there. */
export function view(state: State, side: Which): { status: Status; sees: string[] } {
  const me = state[side];
  const you = state[other(side)];
  const sees = you.given ?? [];
  if (me.closed === "blocked") return { status: "blocked", sees: [] };
  if (me.given && you.given) return { status: "connected", sees };
  if (me.given) return { status: you.since === undefined ? "requested" : "withdrawn", sees: [] };
  if (me.closed === "declined") return { status: "declined", sees: [] };
  if (me.closed === "withdrawn") return { status: "withdrawn", sees };
  return { status: you.given ? "awaiting_me" : "withdrawn", sees };
}

/** Whether this side may still see the pair at all. */
export const exists = (state: State): boolean => state.low.closed !== "erased" && state.high.closed !== "erased";

function begin(act: Act, now: number): State {
  return { low: {}, high: {}, metAt: act.at ?? now, createdAt: now, first: "R" };
}

/** Key order is not kept by every engine, so states are compared by their content. */
function equal(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}
function sorted(value: unknown): unknown {
  if (Array.isArray(value) || typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
