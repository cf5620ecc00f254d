/**
 * Sign-in by mailed link and six-digit code: one challenge record, hashed at rest, tries paid before they are looked at, used once.
 * A GET consumes nothing, so mail scanners that follow links sign nobody in.
 */
export * as SignIn from "./sign-in.ts";

import { createHmac, timingSafeEqual } from "node:crypto";
import * as z from "zod";
import { Attendee } from "./attendee.ts";
import type { Context, Deps, PersonActor, PublicActor } from "./context.ts";
import * as keys from "./db/keys.ts";
import { AppError } from "./error.ts";
import { Event } from "./event.ts";
import * as field from "./field.ts";
import { sha256 } from "./id.ts";
import { type Mail, MailError } from "./mail/mailer.ts";
import { signInMail } from "./mail/sign-in.tsx";
import { Person } from "./person.ts";
import { Rate } from "./rate.ts";
import { seal, unseal } from "./seal.ts";
import { Session } from "./session.ts";

/** OWASP ASVS 5 allows an out-of-band code ten minutes at most. */
const LIFE_MINUTES = 10;
const TRIES = 5;
const CODE_DIGITS = 6;
const ID_BYTES = 16;
const TOKEN_BYTES = 32;
const KEEP_SECONDS = 86_400;
const SENDS_MAX = 3;
const SEND_AGAIN_MS = 300;

export const Start = z.object({ email: field.email, language: z.enum(Person.LANGUAGES).optional() }).meta({ ref: "SignInStart" });

export const Verify = z
  .union(
    [
      z.object({
        code: z
          .string()
          .max(40)
          .transform((code) => code.replace(/[\s-]/g, "")),
      }),
      z.object({ challenge: z.string().max(100), token: z.string().max(100) }),
    ],
    { error: "Send either the code, or the challenge and the token from the link." },
  )
  .meta({ ref: "SignInVerify" });
export type Verify = z.output<typeof Verify>;

interface Challenge {
  pk: string;
  sk: string;
  /** The address, sealed: who asked is nobody's business until they sign in. */
  asker: string;
  tokenHash: string;
  codeMac: string;
  left: number;
  [key: string]: unknown;
}

/**
 * Mails a code and a link, when this address may sign in and has not asked too often; answers the challenge's id either way, so that
 * nobody learns which addresses are known.
 */
export async function start(ctx: Context<PublicActor>, input: z.output<typeof Start>): Promise<{ challenge: string }> {
  const { deps } = ctx;
  const challenge = secret(deps, ID_BYTES);
  const token = secret(deps, TOKEN_BYTES);
  const code = sixDigits(deps);
  const now = deps.clock();
  const allowed = await within(ctx, input.email);
  const known = await mayEnter(deps, input.email);
  await deps.table.putIfAbsent({
    ...keys.challenge(challenge),
    asker: seal(deps, challenge, input.email),
    tokenHash: sha256(token),
    codeMac: codeMac(deps, challenge, code),
    left: TRIES,
    state: "pending",
    until: now + LIFE_MINUTES * 60_000,
    expiresAt: Math.ceil(now / 1000) + KEEP_SECONDS,
  });
  if (!allowed || !known) return { challenge };
  const mail = signInMail({
    code,
    link: `${deps.settings.appUrl}/auth#c=${challenge}&t=${token}`,
    minutes: LIFE_MINUTES,
    language: input.language,
  });
  await send(deps, {
    from: { name: "Lanyard", address: deps.settings.mail.signInFrom },
    to: { address: input.email },
    ...mail,
    headers: { "Auto-Submitted": "auto-generated" },
    tags: { kind: "sign-in" },
  });
  return { challenge };
}

/**
 * Sends, a few times if need be: the same mail twice does no harm here. What cannot be sent is our trouble and goes to the log; the
 * answer stays the same, or it would tell which addresses are known.
 */
async function send(deps: Deps, mail: Mail): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await deps.mailer.send(mail);
      return;
    } catch (error) {
      if (!(error instanceof MailError)) throw error;
      const mayHelp = error.kind === "throttled" || error.kind === "unsure";
      if (mayHelp && attempt < SENDS_MAX) await deps.sleep(SEND_AGAIN_MS * attempt);
      else return console.error(JSON.stringify({ level: "error", what: "sign-in mail not sent", kind: error.kind, error: error.message }));
    }
  }
}

/**
 * Signs in. Every guess pays first, in the same write that checks that the challenge lives, so parallel guesses cannot exceed the five.
 * A code counts only for the browser that asked (`asked`, from its cookie); the link works in any browser.
 */
export async function verify(
  ctx: Context<PublicActor>,
  input: Verify,
  browser: { asked?: string | undefined; agent?: string | undefined },
): Promise<PersonActor & { cookie: string }> {
  const { deps } = ctx;
  const id = "code" in input ? browser.asked : input.challenge;
  if (!id || !/^[A-Za-z0-9_-]{22}$/.test(id)) throw new AppError("sign_in.expired");
  if (!(await mayGuess(ctx))) throw new AppError("sign_in.too_fast", { retryAfterSeconds: 600 });
  const challenge = await deps.table.update<Challenge>(keys.challenge(id), {
    set: "SET #left = #left - :one",
    when: "#state = :pending AND #until > :now AND #left > :zero",
    values: { ":one": 1, ":zero": 0, ":pending": "pending", ":now": deps.clock() },
  });
  if (!challenge) throw new AppError("sign_in.expired");
  const right = "code" in input ? same(codeMac(deps, id, input.code), challenge.codeMac) : same(sha256(input.token), challenge.tokenHash);
  if (!right) {
    await countWrong(ctx);
    throw new AppError("sign_in.wrong_code", { field: "code" in input ? "code" : "token" });
  }
  const used = await deps.table.update(keys.challenge(id), {
    set: "SET #state = :used REMOVE #tokenHash, #codeMac, #asker",
    when: "#state = :pending",
    values: { ":used": "used", ":pending": "pending" },
  });
  if (!used) throw new AppError("sign_in.expired");
  // Sealed under a secret that was rotated meanwhile: as good as expired.
  const email = unseal(deps, id, challenge.asker);
  if (!email) throw new AppError("sign_in.expired");
  const person = await Person.ensure(deps, email);
  const { session, cookie } = await Session.create(deps, person.id, browser.agent);
  const claimed = await Attendee.claimAll(deps, person);
  return { type: "person", person: claimed, session, cookie };
}

/** Whether this address may sign in here at all. */
async function mayEnter(deps: Deps, email: string): Promise<boolean> {
  if (deps.settings.signIn === "anyone") return true;
  if (Event.mayCreate(deps.settings, email)) return true;
  const id = Person.idOf(deps, email);
  const [person, listed, member] = await Promise.all([
    deps.table.get(keys.person(id)),
    deps.table.query({ index: "work", pk: keys.attendancesOf(id), limit: 1 }),
    deps.table.query({ index: "lists", pk: keys.eventsOfMember(id), limit: 1 }),
  ]);
  return person !== undefined || listed.items.length > 0 || member.items.length > 0;
}

async function within(ctx: Context<PublicActor>, email: string): Promise<boolean> {
  const { limits } = ctx.deps.settings;
  const who = email;
  const checks: Rate.Limit[] = [
    { scope: "start-30s", who, max: limits.signInsPerHalfMinute, windowSeconds: 30 },
    { scope: "start-hour", who, max: limits.signInsPerHour, windowSeconds: 3600 },
    { scope: "start-day", who, max: limits.signInsPerDay, windowSeconds: 86_400 },
  ];
  if (ctx.actor.address) {
    checks.push({ scope: "start-network", who: ctx.actor.address, max: limits.signInsPerNetworkHour, windowSeconds: 3600 });
  }
  for (const check of checks) if (!(await Rate.take(ctx.deps, check))) return false;
  return true;
}

const wrongCodes = (ctx: Context<PublicActor>): Rate.Limit => ({
  scope: "wrong-code",
  who: ctx.actor.address ?? "",
  max: ctx.actor.address ? ctx.deps.settings.limits.wrongCodesPerNetwork : 0,
  windowSeconds: 600,
});

async function countWrong(ctx: Context<PublicActor>): Promise<void> {
  await Rate.take(ctx.deps, wrongCodes(ctx));
}

async function mayGuess(ctx: Context<PublicActor>): Promise<boolean> {
  return Rate.hasRoom(ctx.deps, wrongCodes(ctx));
}

/** base64url without six digits in a row: the code is the only such group in the mail, for people and for programs that look for it. */
function secret(deps: Deps, bytes: number): string {
  for (;;) {
    const text = deps.random(bytes).toString("base64url");
    if (!/\d{6}/.test(text)) return text;
  }
}

/** Six digits, each of the million equally likely: what lies above the largest multiple of a million is drawn again. */
function sixDigits(deps: Deps): string {
  const range = 10 ** CODE_DIGITS;
  for (;;) {
    const drawn = deps.random(4).readUInt32BE(0);
    if (drawn < Math.floor(2 ** 32 / range) * range) return String(drawn % range).padStart(CODE_DIGITS, "0");
  }
}

const codeMac = (deps: Deps, id: string, code: string) =>
  createHmac("sha256", deps.secrets.codes).update(`${id}|${code}`).digest("base64url");

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
