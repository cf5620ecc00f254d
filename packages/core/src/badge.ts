/**
 * A badge: the QR that stands for an attendee. Its token is derived from the attendee and a revision, so that a repeated import prints
 * the same badge and a reprint that is repeated after a crash makes no third one. It holds no personal data and is no sign-in.
 */
export * as Badge from "./badge.ts";

import * as z from "zod";
import { Attendee } from "./attendee.ts";
import { CROCKFORD, checkCharacters, readBadge } from "./badge-code.ts";
import type { Context, Deps, MemberActor } from "./context.ts";
import * as keys from "./db/keys.ts";
import type { Item } from "./db/table.ts";
import { AppError } from "./error.ts";
import { base32, mac } from "./id.ts";
import type { Settings } from "./settings.ts";

/** 100 bits: a million badges are found by guessing once in 10^24 tries. */
const BODY_LENGTH = 20;

export const View = z.object({ url: z.string(), code: z.string() }).meta({ ref: "Badge" });
export type View = z.infer<typeof View>;

/** What a badge leads to. `replacedAt` is there when a newer one was printed. */
export interface Info {
  event: string;
  token: string;
  attendee: string;
  person: string;
  replacedAt?: number;
}

/** A badge in a request: token, URL or short code, in any letter case. What is missing or no text has an error of its own, so it passes. */
export const Given = z
  .unknown()
  .optional()
  .meta({ type: "string", description: "The badge's URL, its token, or the short code printed under it" });

export function token(deps: Deps, attendee: string, revision: number): string {
  const body = base32(mac(deps.secrets.ids, "badge", attendee, revision), BODY_LENGTH, CROCKFORD);
  return body + checkCharacters(body);
}

/** URL all upper case, so that the QR fits alphanumeric mode and decodes from twice the distance; the code as it is printed. */
export function view(settings: Settings, token: string): View {
  const code = token.slice(0, keys.SHORT_CODE_LENGTH);
  return { url: `${settings.appUrl}/b/${token}`.toUpperCase(), code: `${code.slice(0, 4)}-${code.slice(4)}` };
}

export const viewOf = (deps: Deps, attendee: Attendee.Info): View => view(deps.settings, token(deps, attendee.id, attendee.badgeRevision));

export const toItem = (event: string, attendee: string, person: string, token: string): Item => ({
  ...keys.badge(event, token),
  event,
  token,
  attendee,
  person,
});

/** The badges behind these texts at one event, in their order: one request for tokens, one more for each short code. */
export async function findAll(deps: Deps, event: string, texts: readonly string[]): Promise<(Info | undefined)[]> {
  const read = texts.map((text) => readBadge(text));
  const tokens = read.flatMap((badge) => (badge && "token" in badge ? [badge.token] : []));
  const codes = [...new Set(read.flatMap((badge) => (badge && "code" in badge ? [badge.code] : [])))];
  const [byToken, byCode] = await Promise.all([
    tokens.length > 0 ? deps.table.batchGet(tokens.map((token) => keys.badge(event, token))) : [],
    Promise.all(codes.map(async (code) => [code, await findByCode(deps, event, code)] as const)),
  ]);
  const tokenToBadge = new Map(byToken.map((item) => [String(item.token), parse(item)]));
  const codeToBadge = new Map(byCode);
  return read.map((badge) => badge && ("token" in badge ? tokenToBadge.get(badge.token) : codeToBadge.get(badge.code)));
}

/** Two badges of one event may share a short code (once in about a thousand events of 50,000): then it stands for neither. */
async function findByCode(deps: Deps, event: string, code: string): Promise<Info | undefined> {
  const { items } = await deps.table.query({ pk: keys.badges(code), prefix: keys.badgesOfEvent(event), limit: 2 });
  return items.length === 1 ? parse(items[0]!) : undefined;
}

/** The event a badge's token belongs to, for somebody who opened its URL. Nobody's name is told. */
export async function eventOf(deps: Deps, text: string): Promise<string> {
  const read = readBadge(text);
  if (!read || !("token" in read)) throw new AppError("badge.unknown");
  const items = await deps.table.queryAll({ pk: keys.badges(read.token.slice(0, keys.SHORT_CODE_LENGTH)) });
  const item = items.find((candidate) => candidate.token === read.token);
  if (!item) throw new AppError("badge.unknown");
  return String(item.event);
}

/** Refuses what cannot be scanned: unknown, or replaced before `at` (milliseconds). */
export function usable(badge: Info | undefined, at: number): Info {
  if (!badge) throw new AppError("badge.unknown");
  if (badge.replacedAt !== undefined && at >= badge.replacedAt) throw new AppError("badge.replaced");
  return badge;
}

/**
 * Replaces an attendee's badge. The old one is dead first, the new one is derived: killed between any two writes, a second try ends in
 * the same new badge, and two organizers at once print the same one.
 */
export async function replace(ctx: Context<MemberActor>, attendeeId: string): Promise<View> {
  const { deps, actor } = ctx;
  const attendee = await Attendee.find(deps, actor.event.id, attendeeId, { strong: true });
  const old = token(deps, attendee.id, attendee.badgeRevision);
  const revision = attendee.badgeRevision + 1;
  const next = token(deps, attendee.id, revision);
  await deps.table.update(keys.badge(actor.event.id, old), {
    set: "SET #replacedAt = :now",
    when: "attribute_exists(pk) AND attribute_not_exists(#replacedAt)",
    values: { ":now": deps.clock() },
  });
  await deps.table.putIfAbsent(toItem(actor.event.id, attendee.id, attendee.person, next));
  const { listsPk, listsSk } = keys.reprintLists(actor.event.id, attendee.id);
  await deps.table.update(keys.currentBadge(attendee.id), {
    set: "SET #revision = :next, #at = :now, #listsPk = :listsPk, #listsSk = :listsSk",
    when: "attribute_not_exists(#revision) OR #revision < :next",
    values: { ":next": revision, ":now": deps.clock(), ":listsPk": listsPk, ":listsSk": listsSk },
  });
  return view(deps.settings, next);
}

function parse(item: Item): Info {
  return {
    event: String(item.event),
    token: String(item.token),
    attendee: String(item.attendee),
    person: String(item.person),
    ...(item.replacedAt !== undefined && { replacedAt: Number(item.replacedAt) }),
  };
}
