/**
 * Random histories of a mailing, two of three a follow-up and the third an invitation, sent by the real sender: ticks start twice at once, processes are killed between any two calls, a
 * mail is accepted and its answer lost, connections break before and after, SES throttles, events come late, twice and out of order.
 * LANYARD_MAIL_HISTORIES sets how many (150), after one with 1,000 recipients;
 * LANYARD_SEED runs one alone.
 */
import { Attendee } from "@lanyard/core/attendee";
import type { Context, Deps, MemberActor, PersonActor } from "@lanyard/core/context";
import { Event } from "@lanyard/core/event";
import { Import } from "@lanyard/core/import";
import { type Mail, MailError, type Mailer } from "@lanyard/core/mail/mailer";
import { MailEvent } from "@lanyard/core/mail-event";
import { Mailing } from "@lanyard/core/mailing";
import type { MailingKind } from "@lanyard/core/mailing-kind";
import { Ledger } from "@lanyard/core/mailing-ledger";
import { Sender } from "@lanyard/core/mailing-sender";
import { Pair } from "@lanyard/core/pair";
import { Person } from "@lanyard/core/person";
import { DEFAULT_LIMITS, DEFAULT_SENDER } from "@lanyard/core/settings";
import { Suppression } from "@lanyard/core/suppression";
import { beforeAll, expect, test } from "vitest";
import { type Call, memoryTable, type Store } from "../support/memory-table.ts";
import { type Rng, rng } from "../support/rng.ts";
import { createStepper, type Worker } from "../support/stepper.ts";

const HISTORIES = Number(process.env.LANYARD_MAIL_HISTORIES ?? 150);
const ONLY = process.env.LANYARD_SEED;
const START = Date.UTC(2026, 4, 16, 18);
const HOUR = 3_600_000;
/** The timeout of the function that sends; after it a process is gone for certain. */
const FUNCTION_MS = 150_000;
const STEPS_MAX = 400_000;
/** The seed of the history with a full hall. */
const HALL = 1000;

const GUARANTEES = {
  once: "everyone with a contact gets exactly one follow-up, and everyone who has not signed in one invitation, while SES tells what it sent",
  silence: "nobody gets a second mail while SES tells nothing; what nobody knows is told as failed",
  nobody: "who has no contact gets no follow-up, who has signed in no invitation, and who wants no mail neither",
  ended: "sending ends by itself, and its progress counts everyone",
  again: "sending again writes only to people without an entry",
} as const;
type Guarantee = keyof typeof GUARANTEES;
const violations = new Map<Guarantee, string[]>();
const tally = { mails: 0, runs: 0, deaths: 0, throttled: 0, unsure: 0, lostAnswers: 0, probes: 0 };

beforeAll(async () => {
  const seeds = ONLY ? [Number(ONLY)] : [HALL, ...Array.from({ length: HISTORIES }, (_, i) => i + 1)];
  for (const seed of seeds)
    await history(seed, (guarantee, what) => violations.set(guarantee, [...(violations.get(guarantee) ?? []), `seed ${seed}: ${what}`]));
}, 1_800_000);

for (const guarantee of Object.keys(GUARANTEES) as Guarantee[])
  test(GUARANTEES[guarantee], () => {
    expect((violations.get(guarantee) ?? []).slice(0, 5)).toEqual([]);
  });

test.skipIf(ONLY !== undefined)("the histories held deaths, lost answers, broken connections and throttling", () => {
  console.log(`${HISTORIES} mailings: ${JSON.stringify(tally)}`);
  for (const count of Object.values(tally)) expect(count).toBeGreaterThan(0);
});

async function history(seed: number, violated: (guarantee: Guarantee, what: string) => void): Promise<void> {
  const random = rng(seed);
  const silent = seed % 10 === 0 && seed !== HALL;
  const kind: MailingKind = seed % 3 === 0 ? "invitation" : "follow-up";
  const world = await createWorld(random, kind, silent, seed === HALL ? 1350 : random.int(3, 40));
  const of = { event: world.event.id, kind };
  await Mailing.put(world.organizer, kind, { enabled: true, sendAt: world.now() });
  if (!(await world.sendToEnd())) return violated("ended", "it never ended");

  const rows = await Promise.all(world.attendees.map((attendee) => Ledger.one(world.deps, of, attendee.id)));
  for (const [i, attendee] of world.attendees.entries()) {
    const count = world.accepted.get(attendee.row.email) ?? 0;
    const told = `${attendee.row.email} got ${count}, ledger ${JSON.stringify(rows[i])}`;
    if (!world.wanted.has(attendee.id) || world.suppressed.has(attendee.id)) {
      if (count > 0) violated("nobody", told);
    } else if (!silent) {
      if (count !== 1 || rows[i]?.state !== "SENT") violated("once", told);
    } else if (count > 1 || (count === 0 && rows[i]?.reason !== "unknown")) violated("silence", told);
  }
  // Who has signed in is settled by an invitation too: as skipped.
  const settled = kind === "invitation" ? world.attendees.length : world.wanted.size;
  const { pending, sent, skipped, failed, bounced } = (await Mailing.get(world.organizer, kind)).progress;
  if (pending !== 0 || sent + skipped + failed + bounced !== settled)
    violated("ended", `${pending} ${sent} ${skipped} ${failed} of ${settled}`);

  const before = new Map(world.accepted);
  const late = await world.makeLate();
  await Mailing.send(world.organizer, kind);
  if (!(await world.sendToEnd())) return violated("again", "it never ended");
  for (const { id, row } of world.attendees) {
    const more = (world.accepted.get(row.email) ?? 0) - (before.get(row.email) ?? 0);
    const isLate = id === late?.id;
    if (isLate && !silent ? more !== 1 : more > (isLate ? 1 : 0)) violated("again", `${row.email} got ${more} more`);
  }
}

/** An event with attendees and pairs, an SES that misbehaves, and a way to run senders until the plan is done. */
async function createWorld(random: Rng, kind: MailingKind, silent: boolean, size: number) {
  const store: Store = new Map();
  const stepper = createStepper(random);
  let time = START;
  const atOnce: Call = async (effect) => effect();
  const depsOf = (call: Call, mailer: Mailer, skew = 0): Deps => ({
    table: memoryTable(store, call),
    mailer,
    clock: () => time + skew,
    sleep: (ms) => {
      const wake = Math.ceil(time + ms);
      return call(() => {
        time = Math.max(time, wake);
      });
    },
    random: (bytes) => Buffer.from(Array.from({ length: bytes }, () => random.int(0, 255))),
    secrets: { ids: "ids", codes: "codes" },
    settings: {
      appUrl: "https://lanyard.example",
      mail: { signInFrom: "in@lanyard.example", mailingFrom: "hello@lanyard.example" },
      signIn: "anyone",
      organizers: "anyone",
      limits: DEFAULT_LIMITS,
      sender: DEFAULT_SENDER,
    },
    events: new Map(),
  });

  const accepted = new Map<string, number>();
  const events: { due: number; event: MailEvent.Info }[] = [];
  function accept(mail: Mail): void {
    if (mail.tags?.kind === "probe") tally.probes++;
    else accepted.set(mail.to.address, (accepted.get(mail.to.address) ?? 0) + 1);
    tally.mails++;
    if (silent) return;
    const tags = Object.fromEntries(Object.entries(mail.tags ?? {}).map(([name, value]) => [name, [value]]));
    const event = { eventType: "Send", mail: { timestamp: new Date(time).toISOString(), tags } };
    for (let copies = random.pick([1, 1, 1, 2]); copies > 0; copies--)
      events.push({ due: time + (random.chance(0.9) ? random.int(100, 5000) : random.int(5000, 1_500_000)), event });
  }
  const ses: Mailer = {
    quota: () => stepper.call(() => ({ ratePerSecond: 14, left24h: 50_000 })),
    async send(mail) {
      const fate = random.next();
      if (fate < 0.03) {
        tally.throttled++;
        await stepper.call(() => {});
        throw new MailError("throttled", "Maximum sending rate exceeded");
      }
      if (fate < 0.05) {
        tally.unsure++;
        await stepper.call(() => {});
        throw new MailError("unsure", "the connection broke before SES had the mail");
      }
      await stepper.call(() => accept(mail));
      if (fate < 0.08) {
        tally.lostAnswers++;
        throw new MailError("unsure", "the connection broke after SES had the mail");
      }
      await stepper.call(() => {}); // the answer travels: killed here, nobody hears it
      return { messageId: `m${accepted.size}` };
    },
  };

  const deps = depsOf(atOnce, ses);
  const owner = await Person.ensure(deps, "owner@lanyard.example");
  const actor: PersonActor = { type: "person", person: owner, session: { id: "s", createdAt: time, lastSeenAt: time } };
  const startsAt = kind === "invitation" ? START + 1000 * HOUR : START - 30 * HOUR;
  const input = { name: "Tidewater", startsAt, endsAt: startsAt + 29 * HOUR, timeZone: "UTC" };
  const event = await Event.create({ deps, actor }, input);
  const organizer: Context<MemberActor> = { deps, actor: { ...actor, event, role: "owner" } };
  async function list(emails: string[]): Promise<Attendee.Info[]> {
    for (let i = 0; i < emails.length; i += Import.ROWS_MAX)
      await Import.rows(organizer, { rows: emails.slice(i, i + Import.ROWS_MAX).map((email) => ({ email, name: `Person ${email}` })) });
    return Promise.all(emails.map(async (email) => (await Attendee.read(deps, event.id, Person.idOf(deps, email)))!));
  }
  const attendees = await list(Array.from({ length: size }, (_, i) => `p${i}@example.org`));
  const suppressed = new Set(attendees.filter(() => random.chance(0.05)).map(({ id }) => id));
  for (const { id, person } of attendees) if (suppressed.has(id)) await Suppression.add(deps, person, "unsubscribed");

  /** Who is to get a mail, unless suppressed. */
  const wanted = new Set<string>();
  async function meet(a: Attendee.Info, b: Attendee.Info): Promise<void> {
    if (a.id === b.id) return;
    const pair = Pair.of(a, b);
    const policy = random.pick(["open", "ask"] as const);
    await Pair.apply(deps, event, pair, { kind: "scan", by: pair.mine, gives: ["company"], policy, theirs: ["company"] }, "new");
    wanted.add(a.id).add(b.id);
  }
  for (const one of attendees) {
    if (kind === "follow-up" && random.chance(0.6)) await meet(one, random.pick(attendees));
    if (kind === "invitation" && random.chance(0.7)) wanted.add(one.id);
    else if (kind === "invitation") await Attendee.claim(deps, await Person.ensure(deps, one.row.email), one);
  }

  /** Somebody who is to get a mail when all others have theirs: they met somebody, or came onto the list. */
  async function makeLate(): Promise<Attendee.Info | undefined> {
    if (kind === "invitation") {
      const [late] = await list(["late@example.org"]);
      attendees.push(late!);
      return late;
    }
    const late = attendees.find((one) => !wanted.has(one.id) && !suppressed.has(one.id));
    const partner = attendees.find((one) => wanted.has(one.id));
    if (!late || !partner) return undefined;
    await meet(late, partner);
    return late;
  }

  const hear = async () => {
    for (const one of events.filter(({ due }) => due <= time)) {
      events.splice(events.indexOf(one), 1);
      await MailEvent.handle(deps, one.event);
    }
  };

  async function sendToEnd(): Promise<boolean> {
    let live: { worker: Worker; born: number }[] = [];
    for (let step = 0; step < STEPS_MAX; step++) {
      time += random.chance(0.01) ? random.int(60_000, 1_000_000) : random.int(1, 400);
      await hear();
      for (const { worker } of live.filter(({ born }) => time - born > FUNCTION_MS)) stepper.kill(worker);
      live = live.filter(({ worker }) => !worker.ended);
      if (live.length < 3 && random.chance(0.1)) {
        tally.runs++;
        const sender = depsOf(stepper.call, ses, random.int(-1000, 1000));
        live.push({ worker: await stepper.start(() => Sender.sendDue(sender)), born: time });
      }
      if (live.length === 0) continue;
      const { worker } = random.pick(live);
      if (random.chance(0.005)) {
        tally.deaths++;
        stepper.kill(worker);
      } else await stepper.step(worker);
      if (worker.ended && worker.error) throw worker.error;
      if (step % 20 === 0 && (await Mailing.find(deps, { event: event.id, kind }))?.state === "sent") {
        for (const { worker } of live) stepper.kill(worker);
        return true;
      }
    }
    return false;
  }

  return { deps, event, organizer, attendees, suppressed, wanted, accepted, makeLate, sendToEnd, now: () => time };
}
