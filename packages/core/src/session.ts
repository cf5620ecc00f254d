/** A session: one browser a person is signed in with. Stored by the hash of its secret; listed and revoked by that hash. */
export * as Session from "./session.ts";

import * as z from "zod";
import type { Context, Deps, PersonActor } from "./context.ts";
import * as keys from "./db/keys.ts";
import type { Item } from "./db/table.ts";
import { AppError } from "./error.ts";
import * as field from "./field.ts";
import { sha256 } from "./id.ts";
import { Person } from "./person.ts";

const DAY = 86_400_000;
/** A session ends after 30 days without a visit, and after 180 days in any case. */
const IDLE_DAYS = 30;
const ABSOLUTE_DAYS = 180;
/** Export, erasure and changes of members want a sign-in not older than this. */
const FRESH_MINUTES = 30;
/** More browsers than this and the oldest is signed out: a person's partition stays one cheap read. */
const SESSIONS_MAX = 20;
/** A visit is written down at most this often. */
const TOUCH_HOURS = 6;
const SECRET_BYTES = 32;

export interface Info {
  id: string;
  createdAt: number;
  lastSeenAt: number;
  agent?: string;
}

export const View = z
  .object({ id: z.string(), createdAt: z.string(), lastSeenAt: z.string(), current: z.boolean(), agent: z.string().optional() })
  .meta({ ref: "Session" });

/** A new session, and the only copy of its cookie value. */
export async function create(deps: Deps, person: string, agent: string | undefined): Promise<{ session: Info; cookie: string }> {
  const now = deps.clock();
  const secret = deps.random(SECRET_BYTES).toString("base64url");
  const session: Info = { id: sha256(secret), createdAt: now, lastSeenAt: now, ...(agent && { agent: agent.slice(0, 200) }) };
  await deps.table.putIfAbsent({ ...keys.session(person, session.id), ...session, expiresAt: ttl(session) });
  await dropOldest(deps, person);
  return { session, cookie: `${person.slice("per_".length)}.${secret}` };
}

/** The person a cookie value claims to be, unproven: good for starting reads early, for nothing else. */
export function claimedPerson(cookie: string | undefined): string | undefined {
  return cookie && COOKIE.test(cookie) ? `per_${cookie.slice(0, 16)}` : undefined;
}
const COOKIE = /^[0-9a-hjkmnp-tv-z]{16}\.[A-Za-z0-9_-]{43}$/;
const SESSION_ID = /^[A-Za-z0-9_-]{43}$/;

/**
 * Who this cookie is: one query, half a read unit. Undefined when unknown, revoked or over. Eventually consistent: on AWS a revoked
 * session may be taken for some tens of milliseconds more.
 */
export async function identify(deps: Deps, cookie: string | undefined): Promise<PersonActor | undefined> {
  const person = claimedPerson(cookie);
  if (!cookie || !person) return undefined;
  const hash = sha256(cookie.slice(17));
  const items = await deps.table.queryAll({ pk: keys.person(person).pk });
  const card = items.find((item) => item.sk === keys.person(person).sk);
  const item = items.find((candidate) => candidate.sk === keys.session(person, hash).sk);
  if (!card || !item) return undefined;
  const session = parse(item);
  const now = deps.clock();
  if (isOver(session, now)) return undefined;
  if (now - session.lastSeenAt > TOUCH_HOURS * 3_600_000) await touch(deps, person, session, now);
  return { type: "person", person: Person.parse(card), session };
}

export function requireFresh(ctx: Context<PersonActor>): void {
  if (ctx.deps.clock() - ctx.actor.session.createdAt > FRESH_MINUTES * 60_000) throw new AppError("sign_in.again");
}

export async function list(ctx: Context<PersonActor>): Promise<z.infer<typeof View>[]> {
  const sessions = await all(ctx.deps, ctx.actor.person.id);
  return sessions
    .filter((session) => !isOver(session, ctx.deps.clock()))
    .sort((a, b) => b.lastSeenAt - a.lastSeenAt)
    .map((session) => ({
      id: session.id,
      createdAt: field.iso(session.createdAt),
      lastSeenAt: field.iso(session.lastSeenAt),
      current: session.id === ctx.actor.session.id,
      ...(session.agent !== undefined && { agent: session.agent }),
    }));
}

export async function revoke(ctx: Context<PersonActor>, id: string): Promise<void> {
  const key = keys.session(ctx.actor.person.id, id);
  if (!SESSION_ID.test(id) || !(await ctx.deps.table.get(key, { strong: true }))) throw new AppError("session.unknown");
  await ctx.deps.table.delete(key);
}

export async function revokeAll(deps: Deps, person: string): Promise<void> {
  const sessions = await all(deps, person);
  await deps.table.batchWrite({ deletes: sessions.map((session) => keys.session(person, session.id)) });
}

async function all(deps: Deps, person: string): Promise<Info[]> {
  const { pk, sk } = keys.session(person, "");
  return (await deps.table.queryAll({ pk, prefix: sk, strong: true })).map(parse);
}

async function dropOldest(deps: Deps, person: string): Promise<void> {
  const sessions = (await all(deps, person)).sort((a, b) => b.lastSeenAt - a.lastSeenAt);
  const over = sessions.filter((session, place) => place >= SESSIONS_MAX || isOver(session, deps.clock()));
  await deps.table.batchWrite({ deletes: over.map((session) => keys.session(person, session.id)) });
}

async function touch(deps: Deps, person: string, session: Info, now: number): Promise<void> {
  await deps.table.update(keys.session(person, session.id), {
    set: "SET #lastSeenAt = :now, #expiresAt = :ttl",
    when: "attribute_exists(pk)",
    values: { ":now": now, ":ttl": ttl({ ...session, lastSeenAt: now }) },
  });
}

const endOf = (session: Info) => Math.min(session.lastSeenAt + IDLE_DAYS * DAY, session.createdAt + ABSOLUTE_DAYS * DAY);
const isOver = (session: Info, now: number) => now >= endOf(session);
const ttl = (session: Info) => Math.ceil(endOf(session) / 1000);

function parse(item: Item): Info {
  return {
    id: String(item.id),
    createdAt: Number(item.createdAt),
    lastSeenAt: Number(item.lastSeenAt),
    ...(typeof item.agent === "string" && { agent: item.agent }),
  };
}
