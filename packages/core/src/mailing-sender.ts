/**
 * The sender: one at a time for the whole SES account, because the rate is the account's. It may be killed between any two steps and
 * started twice at once: the lease lets one work, the ledger row written before a mail and the plan's cursor let the next one go on.
 * SES knows no idempotency, so a mail in doubt (killed, socket broke) is settled by its event and only sent again when silence is known
 * to mean that it was never sent.
 */
export * as Sender from "./mailing-sender.ts";

import { Attendee } from "./attendee.ts";
import type { Deps } from "./context.ts";
import * as keys from "./db/keys.ts";
import { Event } from "./event.ts";
import { type Mail, MailError } from "./mail/mailer.ts";
import { Mailing } from "./mailing.ts";
import type { MailingId } from "./mailing-kind.ts";
import { Ledger } from "./mailing-ledger.ts";
import { type Recipient, WRITERS } from "./mailing-letter.ts";
import { Person } from "./person.ts";
import { Suppression } from "./suppression.ts";

/** Mails marked and under way together; the most that a crash can leave in doubt. */
const TOGETHER = 10;
/** We use a share of the rate; a second's worth at once stays within it. */
const CATCH_UP_MS = 1_000;
/** A throttled mail is tried again this often in one run before it waits for the next. */
const THROTTLED_MAX = 5;
/** The SES mailbox simulator takes any mail and reports it as sent (Amazon SES developer guide). */
const PROBE_ADDRESS = "success@simulator.amazonses.com";

interface Run {
  deps: Deps;
  until: number;
  /** When the next mail may go. */
  next: number;
  gapMs: number;
  stopped: boolean;
}

/** Sends what is due, until it is done or the run's time is over. Does nothing while another sender works. */
export async function sendDue(deps: Deps): Promise<void> {
  const due = await dueMailings(deps);
  if (due.length === 0) return;
  const owner = deps.random(12).toString("base64url");
  if (!(await takeLease(deps, owner))) return;
  try {
    const { sender } = deps.settings;
    const quota = await deps.mailer.quota();
    const now = deps.clock();
    const gapMs = 1000 / Math.max(0.1, quota.ratePerSecond * sender.rateShare);
    const run: Run = { deps, until: now + sender.runSeconds * 1000, next: now, gapMs, stopped: quota.left24h < 1 };
    for (const of of due) if (!isOver(run)) await sendMailing(run, of);
  } finally {
    await releaseLease(deps, owner);
  }
}

async function dueMailings(deps: Deps): Promise<MailingId[]> {
  const items = await deps.table.queryAll({ index: "work", pk: keys.PLAN_WORK, until: `${keys.stamp(deps.clock())}$` });
  return items.map((item) => keys.mailingOfWork(String(item.workSk)));
}

async function sendMailing(run: Run, of: MailingId): Promise<void> {
  const { deps } = run;
  const event = await Event.find(deps, of.event);
  let plan = await Mailing.find(deps, of);
  if (!event || !plan || !isDue(plan, deps.clock())) return;
  const over = WRITERS[of.kind].isOver(event, deps.clock());
  if (plan.state === "waiting" || over)
    plan = await Mailing.change(deps, of, (now) => ({
      ...now!,
      state: "sending",
      startedAt: now!.startedAt ?? deps.clock(),
      ...(over && { cursor: Ledger.SLICES.length }),
    }));

  while (plan.cursor < Ledger.SLICES.length) {
    const done = await sendSlice(run, event, plan);
    if (!done) return;
    const { cursor } = plan;
    plan = await Mailing.change(deps, of, (now) => ({ ...now!, cursor: Math.max(now!.cursor, cursor + 1) }));
    if (!isDue(plan, deps.clock())) return;
  }
  plan = await settleDoubts(run, event, plan);
  const counted = await Ledger.count(deps, of);
  await Mailing.change(deps, of, (now) =>
    now!.doubts.length > 0 || now!.cursor < Ledger.SLICES.length
      ? { ...now!, counted }
      : { ...now!, counted, state: "sent", endedAt: deps.clock() },
  );
}

const isDue = (plan: Mailing.Plan, now: number) => (Mailing.dueAt(plan) ?? Number.POSITIVE_INFINITY) <= now;
const isOver = (run: Run) => run.stopped || run.deps.clock() >= run.until;

/** One slice of attendees; false when the run ended before it was through. */
async function sendSlice(run: Run, event: Event.Info, plan: Mailing.Plan): Promise<boolean> {
  const { deps } = run;
  const slice = Ledger.SLICES[plan.cursor]!;
  const [ids, ledger] = await Promise.all([attendeesOf(deps, event.id, slice), Ledger.slice(deps, plan, slice)]);
  const left = [...ledger.values()].filter((row) => row.state === "SENDING");
  await doubt(run, plan, left);
  const open = ids.filter((id) => !ledger.has(id));
  for (let i = 0; i < open.length; i += TOGETHER) {
    if (isOver(run)) return false;
    const mails = await prepare(run, event, plan, open.slice(i, i + TOGETHER));
    if (!(await deliver(run, plan, mails))) return false;
  }
  return true;
}

async function attendeesOf(deps: Deps, event: string, slice: string): Promise<string[]> {
  const items = await deps.table.queryAll({ index: "lists", pk: keys.attendeesOf(event), prefix: `${keys.ATTENDEE_PREFIX}att_${slice}` });
  return items.map((item) => keys.attendeeOf(item.pk));
}

/** Remembers mails in doubt with the plan, so that the cursor may go on without them. */
async function doubt(run: Run, of: MailingId, rows: { attendee: string; at: number }[]): Promise<void> {
  if (rows.length === 0) return;
  await Mailing.change(run.deps, of, (now) => {
    const known = new Set(now!.doubts.map((one) => one.attendee));
    const fresh = rows.filter((row) => !known.has(row.attendee)).map(({ attendee, at }) => ({ attendee, since: at }));
    return { ...now!, doubts: [...now!.doubts, ...fresh] };
  });
}

interface Ready {
  attendee: string;
  mail: Mail;
}

/** The mails of some attendees; a SKIPPED row for who wants or takes no mail, and where the writer says why there is none. */
async function prepare(run: Run, event: Event.Info, plan: Mailing.Plan, ids: string[]): Promise<Ready[]> {
  const { deps } = run;
  const attendees = [...(await Attendee.rows(deps, ids)).values()];
  const people = attendees.map((attendee) => attendee.person);
  const [cards, suppressed] = await Promise.all([deps.table.batchGet(people.map(keys.person)), Suppression.among(deps, people)]);
  const known = new Map(cards.map((item) => [String(item.id), Person.parse(item)]));
  const recipients = attendees.map(
    (attendee): Recipient => ({ attendee, event, person: known.get(attendee.person) ?? Person.unclaimed(attendee.person, attendee.row) }),
  );
  const letters = await WRITERS[plan.kind].letters(deps, event, plan, recipients);
  const at = deps.clock();
  const skipped: Ledger.Row[] = [];
  const ready: Ready[] = [];
  for (const { attendee } of recipients) {
    const letter = letters.get(attendee.id);
    if (!letter) continue;
    const reason = "skipped" in letter ? letter.skipped : suppressed.has(attendee.person) ? "suppressed" : undefined;
    if (reason !== undefined) skipped.push({ attendee: attendee.id, state: "SKIPPED", at, reason });
    else if ("mail" in letter)
      ready.push({ attendee: attendee.id, mail: { ...letter.mail(), tags: { kind: plan.kind, event: event.id, attendee: attendee.id } } });
  }
  await Ledger.put(deps, plan, skipped);
  return ready;
}

type Outcome = Ledger.Row | { attendee: string; again: true };

/** Marks, sends, marks. False when the run must stop; what was certainly not sent has no row then and is sent by the next run. */
async function deliver(run: Run, of: MailingId, mails: Ready[]): Promise<boolean> {
  const { deps } = run;
  let todo = mails;
  for (let round = 0; todo.length > 0; round++) {
    if (round > 0) await deps.sleep(1000 * round);
    const at = deps.clock();
    await Ledger.put(
      deps,
      of,
      todo.map(({ attendee }) => ({ attendee, state: "SENDING", at })),
    );
    const outcomes = await Promise.all(todo.map((one) => deliverOne(run, one)));
    const again = new Set(outcomes.filter((outcome) => "again" in outcome).map((outcome) => outcome.attendee));
    const settled = outcomes.filter((outcome): outcome is Ledger.Row => !("again" in outcome));
    await Ledger.put(
      deps,
      of,
      settled.filter((row) => row.state !== "SENDING"),
    );
    await doubt(
      run,
      of,
      settled.filter((row) => row.state === "SENDING"),
    );
    await Ledger.remove(deps, of, [...again]);
    todo = todo.filter(({ attendee }) => again.has(attendee));
    if (run.stopped || (todo.length > 0 && round >= THROTTLED_MAX)) return false;
  }
  return true;
}

async function deliverOne(run: Run, { attendee, mail }: Ready): Promise<Outcome> {
  await turn(run);
  const at = run.deps.clock();
  if (run.stopped) return { attendee, again: true };
  try {
    const { messageId } = await run.deps.mailer.send(mail);
    return { attendee, state: "SENT", at, messageId };
  } catch (error) {
    if (!(error instanceof MailError) || error.kind === "unsure") return { attendee, state: "SENDING", at };
    if (error.kind === "refused") return { attendee, state: "FAILED", at, reason: "refused" };
    if (error.kind !== "throttled") run.stopped = true;
    return { attendee, again: true };
  }
}

/** Waits for this mail's place in the account's rate. What reading took may be caught up with, so the rate holds over seconds. */
async function turn(run: Run): Promise<void> {
  const now = run.deps.clock();
  const mine = Math.max(now - CATCH_UP_MS, run.next);
  run.next = mine + run.gapMs;
  if (mine > now) await run.deps.sleep(mine - now);
}

/** Settles mails in doubt: sent when SES said so; else, after long enough, sent again if silence is known to mean not sent. */
async function settleDoubts(run: Run, event: Event.Info, plan: Mailing.Plan): Promise<Mailing.Plan> {
  const { deps } = run;
  for (const one of plan.doubts) {
    if (isOver(run)) break;
    const row = await Ledger.one(deps, plan, one.attendee);
    // Without a row it was certainly not sent: SES refused for the moment, and the run ended before it could go.
    const verdict = !row ? "again" : row.state === "SENDING" ? await judge(run, plan, one) : "settled";
    if (verdict === "wait") continue;
    if (verdict === "again") {
      // In doubt anew from now on, before it is sent: killed here, the next run waits again instead of sending a third one.
      await Mailing.change(deps, plan, (now) => ({ ...now!, doubts: replaceDoubt(now!.doubts, { ...one, since: deps.clock() }) }));
      const mails = await prepare(run, event, plan, [one.attendee]);
      if (mails.length === 0) await skipEmpty(deps, plan, one.attendee);
      if (!(await deliver(run, plan, mails))) break;
    }
    if (verdict === "unknown")
      await Ledger.put(deps, plan, [{ attendee: one.attendee, state: "FAILED", at: deps.clock(), reason: "unknown" }]);
    const now = await Ledger.one(deps, plan, one.attendee);
    if (now?.state === "SENDING") continue;
    if (now?.heard?.sent) await Ledger.put(deps, plan, [{ ...now, state: "SENT" }]);
    await Mailing.change(deps, plan, (current) => ({
      ...current!,
      doubts: current!.doubts.filter((other) => other.attendee !== one.attendee),
    }));
  }
  return (await Mailing.find(deps, plan))!;
}

/** There is nothing to write any more since the mail came into doubt. */
async function skipEmpty(deps: Deps, of: MailingId, attendee: string): Promise<void> {
  await Ledger.put(deps, of, [{ attendee, state: "SKIPPED", at: deps.clock(), reason: "nobody" }]);
}

async function judge(run: Run, of: MailingId, one: Mailing.Doubt): Promise<"wait" | "again" | "unknown"> {
  const { deps } = run;
  const patience = deps.settings.sender.doubtSeconds * 1000;
  if (deps.clock() - one.since < patience) return "wait";
  const heardUntil = Number((await deps.table.get(keys.heardEvents, { strong: true }))?.at ?? 0);
  if (heardUntil > one.since) return "again";
  const plan = (await Mailing.find(deps, of))!;
  if (plan.probedAt === undefined || plan.probedAt < one.since) {
    await probe(run, of);
    return "wait";
  }
  return deps.clock() - plan.probedAt < patience ? "wait" : "unknown";
}

/** Sends a mail to the simulator: when its event is heard, events of mails sent before it have been heard as well. */
async function probe(run: Run, of: MailingId): Promise<void> {
  const { deps } = run;
  await turn(run);
  const text = "This mail asks Amazon SES whether its events arrive.";
  try {
    await deps.mailer.send({
      from: { name: "Lanyard", address: deps.settings.mail.mailingFrom },
      to: { address: PROBE_ADDRESS },
      subject: "Lanyard probe",
      text,
      html: `<p>${text}</p>`,
      tags: { kind: "probe" },
    });
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
    return;
  }
  // Only now: silence about a probe that never went would be taken for silence about everything. One too many does no harm.
  await Mailing.change(deps, of, (now) => ({ ...now!, probedAt: deps.clock() }));
}

const replaceDoubt = (doubts: Mailing.Doubt[], one: Mailing.Doubt) =>
  doubts.map((other) => (other.attendee === one.attendee ? one : other));

async function takeLease(deps: Deps, owner: string): Promise<boolean> {
  const now = deps.clock();
  const until = now + deps.settings.sender.leaseSeconds * 1000;
  const taken = await deps.table.update(keys.senderLease, {
    set: "SET #owner = :owner, #until = :until",
    when: "attribute_not_exists(#until) OR #until < :now",
    values: { ":owner": owner, ":until": until, ":now": now },
  });
  return taken !== undefined;
}

async function releaseLease(deps: Deps, owner: string): Promise<void> {
  await deps.table.update(keys.senderLease, {
    set: "SET #until = :zero",
    when: "#owner = :owner",
    values: { ":zero": 0, ":owner": owner },
  });
}
