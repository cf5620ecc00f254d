/** A Lanyard without HTTP: the rules on the engine under test, a clock that stands until it is moved, a mailer that keeps what it is given. */
import { randomBytes } from "node:crypto";
import { Attendee } from "@lanyard/core/attendee";
import { Badge } from "@lanyard/core/badge";
import type { AttendeeActor, Context, Deps, MemberActor, PersonActor } from "@lanyard/core/context";
import type { Table } from "@lanyard/core/db/table";
import { Event } from "@lanyard/core/event";
import { Import } from "@lanyard/core/import";
import type { Mail } from "@lanyard/core/mail/mailer";
import { Member } from "@lanyard/core/member";
import { Person } from "@lanyard/core/person";
import { DEFAULT_LIMITS, DEFAULT_SENDER } from "@lanyard/core/settings";
import { startTable, type TestTable } from "./engine.ts";

export const HOUR = 3_600_000;
export const NOON = Date.parse("2026-05-14T12:00:00Z");

export interface World {
  deps: Deps;
  db: TestTable;
  mails: Mail[];
  /** Puts the clock; returns the time. */
  at(ms: number): number;
  /** The same world, whose table dies at its n-th call (from 1) and at every later one. */
  dyingAt(call: number): { deps: Deps; calls(): number };
  signedIn(email: string): Promise<Context<PersonActor>>;
  owner(event?: Partial<{ name: string; startsAt: number; endsAt: number }>): Promise<Context<MemberActor>>;
  /** People on the list who signed in, open unless told otherwise. */
  attend(owner: Context<MemberActor>, emails: string[], policy?: Attendee.Policy): Promise<Attending[]>;
  close(): Promise<void>;
}
export interface Attending {
  ctx: Context<AttendeeActor>;
  id: string;
  badge: string;
}

export class Killed extends Error {}

export async function createWorld(): Promise<World> {
  const db = await startTable();
  let now = NOON;
  const mails: Mail[] = [];
  const deps: Deps = {
    table: db.table,
    clock: () => now,
    sleep: async (ms) => {
      now += ms;
    },
    random: randomBytes,
    mailer: {
      send: async (mail) => {
        mails.push(mail);
        return { messageId: String(mails.length) };
      },
      quota: async () => ({ ratePerSecond: 1000, left24h: Number.POSITIVE_INFINITY }),
    },
    secrets: { ids: "i".repeat(32), codes: "c".repeat(32) },
    settings: {
      appUrl: "https://cards.example.org",
      mail: { signInFrom: "sign-in@mail.example.org", mailingFrom: "hello@mail.example.org" },
      signIn: "anyone",
      organizers: "anyone",
      limits: DEFAULT_LIMITS,
      sender: DEFAULT_SENDER,
    },
    events: new Map(),
  };

  const signedIn = async (email: string): Promise<Context<PersonActor>> => {
    const person = await Attendee.claimAll(deps, await Person.ensure(deps, email));
    return { deps, actor: { type: "person", person, session: { id: "test", createdAt: now, lastSeenAt: now } } };
  };

  return {
    deps,
    db,
    mails,
    at: (ms) => {
      now = ms;
      return now;
    },
    dyingAt(call) {
      let calls = 0;
      const table = new Proxy(db.table, {
        get(target, name: keyof Table) {
          return (...args: unknown[]) => {
            calls++;
            if (calls >= call) return Promise.reject(new Killed(`call ${calls}: ${name}`));
            return (target[name] as (...all: unknown[]) => unknown)(...args);
          };
        },
      });
      return { deps: { ...deps, table, events: new Map() }, calls: () => calls };
    },
    signedIn,
    async owner(input = {}) {
      const ctx = await signedIn(`owner-${randomBytes(6).toString("hex")}@core.example`);
      const event = await Event.create(ctx, {
        name: "Tidewater",
        startsAt: now - HOUR,
        endsAt: now + 8 * HOUR,
        timeZone: "Europe/Amsterdam",
        ...input,
      });
      return Event.serve(ctx, event.id, Member.ORGANIZERS);
    },
    async attend(owner, emails, policy = "open") {
      const { event } = owner.actor;
      await Import.rows(owner, { rows: emails.map((email) => ({ email, name: `Name of ${email.split("@")[0]}`, company: "Works" })) });
      return Promise.all(
        emails.map(async (email) => {
          const ctx = await Event.attend(await signedIn(email), event.id);
          const attendee = await Attendee.patchMine(ctx, { policy });
          return { ctx: { ...ctx, actor: { ...ctx.actor, attendee } }, id: attendee.id, badge: Badge.token(deps, attendee.id, 0) };
        }),
      );
    },
    close: () => db.close(),
  };
}

/** Kills an operation at its first table call, then its second (or `step` later), and so on, each time trying again without a kill; until it lives through. */
export async function killEverywhere(
  world: World,
  attempt: (deps: Deps) => Promise<unknown>,
  afterwards: (killedAt: number) => Promise<void>,
  step = 1,
): Promise<number> {
  for (let call = 1; call < 500; call += step) {
    const dying = world.dyingAt(call);
    const outcome = await attempt(dying.deps).then(
      () => "lived",
      (error: unknown) => {
        if (error instanceof Killed) return "killed";
        throw error;
      },
    );
    await afterwards(call);
    if (outcome === "lived") return call - 1;
  }
  throw new Error("it never lived through");
}
