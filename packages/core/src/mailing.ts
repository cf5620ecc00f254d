/**
 * A mailing: one personal mail to each attendee, once: the invitation before the event, the follow-up after it. This file is what the
 * organizer sees of it: the plan, its progress, a preview. `mailing-sender.ts` sends, `mailing-ledger.ts` remembers who got theirs,
 * `invitation-mail.ts` and `follow-up-mail.ts` say who gets one and what is in it.
 */
export * as Mailing from "./mailing.ts";

import * as z from "zod";
import { Attendee } from "./attendee.ts";
import type { Context, Deps, MemberActor } from "./context.ts";
import * as keys from "./db/keys.ts";
import type { Item } from "./db/table.ts";
import { AppError } from "./error.ts";
import { EventRollup } from "./event-rollup.ts";
import * as field from "./field.ts";
import { MailError } from "./mail/mailer.ts";
import { MAILING_KINDS, type MailingId, type MailingKind } from "./mailing-kind.ts";
import { Ledger } from "./mailing-ledger.ts";
import { WRITERS } from "./mailing-letter.ts";
import type { Rollup } from "./rollup.ts";

export const Put = z
  .object({
    enabled: z.boolean({ error: "Send true or false." }),
    sendAt: field.time,
    subject: field.line(150).nullable().optional(),
    intro: field.lines(2000).nullable().optional(),
    replyTo: z
      .union([z.literal(""), field.email])
      .nullable()
      .optional(),
  })
  .meta({ ref: "MailingPut" });

export const Progress = z
  .object({
    pending: z.number().int(),
    sent: z.number().int(),
    skipped: z.number().int(),
    failed: z.number().int(),
    bounced: z.number().int(),
  })
  .meta({ ref: "MailingProgress" });
export type Progress = z.infer<typeof Progress>;

export const View = z
  .object({
    enabled: z.boolean(),
    sendAt: z.string(),
    subject: z.string().optional(),
    intro: z.string().optional(),
    replyTo: z.string().optional(),
    state: z.enum(["waiting", "sending", "sent"]),
    startedAt: z.string().optional(),
    endedAt: z.string().optional(),
  })
  .meta({ ref: "MailingPlan" });

export const Summary = z
  .object({ enabled: z.boolean(), sendAt: z.string(), state: View.shape.state, progress: Progress })
  .meta({ ref: "MailingSummary" });

/** A mail of which nobody knows yet whether it went out. */
export interface Doubt {
  attendee: string;
  since: number;
}

export interface Plan extends MailingId {
  enabled: boolean;
  sendAt: number;
  subject?: string;
  intro?: string;
  replyTo?: string;
  state: "waiting" | "sending" | "sent";
  /** The next slice of attendees; all before it are settled or in doubt. */
  cursor: number;
  doubts: Doubt[];
  /** When a mail was sent only to hear its event: silence about a later mail means nothing until events are known to arrive. */
  probedAt?: number;
  startedAt?: number;
  endedAt?: number;
  /** As of the last slice, for the dashboard. */
  counted?: Omit<Progress, "pending">;
  v: number;
}

/** Read strongly. */
export async function find(deps: Deps, of: MailingId): Promise<Plan | undefined> {
  const item = await deps.table.get(keys.plan(of), { strong: true });
  return item && parse(item);
}

/** The plans of an event's mailings there are: one request. */
export async function findAll(deps: Deps, event: string): Promise<Partial<Record<MailingKind, Plan>>> {
  const items = await deps.table.batchGet(
    MAILING_KINDS.map((kind) => keys.plan({ event, kind })),
    { strong: true },
  );
  return Object.fromEntries(items.map(parse).map((plan) => [plan.kind, plan]));
}

/** The plan, if there is one, and how far it is: as many queries as the ledger has slices. */
export async function get(
  ctx: Context<MemberActor>,
  kind: MailingKind,
): Promise<{ plan: z.infer<typeof View> | null; progress: Progress }> {
  const { deps, actor } = ctx;
  const of = { event: actor.event.id, kind };
  const plan = await find(deps, of);
  if (!plan) return { plan: null, progress: { pending: 0, sent: 0, skipped: 0, failed: 0, bounced: 0 } };
  const [counted, figures] = await Promise.all([Ledger.count(deps, of), EventRollup.read(deps, actor.event)]);
  return { plan: view(plan), progress: progress(plan, counted, figures) };
}

/** Saves the plan. A follow-up that was sent stands; an invitation goes on to who came onto the list since. */
export async function put(ctx: Context<MemberActor>, kind: MailingKind, input: z.output<typeof Put>) {
  const { deps, actor } = ctx;
  const text = (value: string | null | undefined) => (value ? value : undefined);
  if (input.enabled) requireOpen(ctx, kind);
  await change(deps, { event: actor.event.id, kind }, (now) => {
    if (now?.state === "sent" && kind === "follow-up") throw new AppError("follow_up.sent");
    const { subject, intro, replyTo, ...rest } = now?.state === "sent" ? again(now) : (now ?? first(actor.event.id, kind));
    return defined({
      ...rest,
      enabled: input.enabled,
      sendAt: input.sendAt,
      subject: input.subject === undefined ? subject : text(input.subject),
      intro: input.intro === undefined ? intro : text(input.intro),
      replyTo: input.replyTo === undefined ? replyTo : text(input.replyTo),
    });
  });
  return get(ctx, kind);
}

/** Sends now, with the same ledger: whoever has an entry there is not written to again. */
export async function send(ctx: Context<MemberActor>, kind: MailingKind) {
  const { deps, actor } = ctx;
  requireOpen(ctx, kind);
  await change(deps, { event: actor.event.id, kind }, (now) => {
    if (!now) throw new AppError(kind === "invitation" ? "invitation.no_plan" : "follow_up.no_plan");
    if (now.state === "sending") return { ...now, enabled: true };
    return { ...again(now), enabled: true, state: "sending", startedAt: deps.clock() };
  });
  return get(ctx, kind);
}

const first = (event: string, kind: MailingKind): Omit<Plan, "enabled" | "sendAt"> => ({
  ...{ event, kind, state: "waiting", cursor: 0, doubts: [], v: 0 },
});

/** The plan from its first slice on, for whoever has no entry in the ledger. */
function again(plan: Plan): Plan {
  const { endedAt: _, startedAt: __, ...rest } = plan;
  return { ...rest, state: "waiting", cursor: 0 };
}

function requireOpen({ deps, actor }: Context<MemberActor>, kind: MailingKind): void {
  if (WRITERS[kind].isOver(actor.event, deps.clock())) throw new AppError("invitation.over");
}

export const Preview = z.object({ attendeeId: z.string().max(100).optional() }).meta({ ref: "MailingPreview" });

/** The mail with invented people; never with anyone's real contacts or notes. */
export async function preview(ctx: Context<MemberActor>, kind: MailingKind, input: z.output<typeof Preview>) {
  const { deps, actor } = ctx;
  const plan = await find(deps, { event: actor.event.id, kind });
  const name = input.attendeeId === undefined ? undefined : (await Attendee.find(deps, actor.event.id, input.attendeeId)).row.name;
  const { subject, html, text } = WRITERS[kind].sample(deps, actor.event, plan, name ?? "Alex Example");
  return { subject, html, text };
}

/** Mails the preview to the organizer who asks for it. */
export async function test(ctx: Context<MemberActor>, kind: MailingKind): Promise<void> {
  const { deps, actor } = ctx;
  const plan = await find(deps, { event: actor.event.id, kind });
  const mail = WRITERS[kind].sample(deps, actor.event, plan, actor.person.card.name || actor.person.email);
  const sending = deps.mailer.send({
    from: { name: actor.event.name, address: deps.settings.mail.mailingFrom },
    to: { name: actor.person.card.name, address: actor.person.email },
    ...(plan?.replyTo && { replyTo: { address: plan.replyTo } }),
    ...mail,
    tags: { kind: `${kind}-test` },
  });
  await sending.catch((error: unknown) => {
    if (!(error instanceof MailError)) throw error;
    throw new AppError(error.kind === "throttled" || error.kind === "unsure" ? "mail.busy" : "mail.refused", { cause: error });
  });
}

/** Changes a plan under its version. The step may throw to refuse, and is called again when somebody else was faster. */
export async function change(deps: Deps, of: MailingId, step: (now: Plan | undefined) => Plan): Promise<Plan> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const item = await deps.table.get(keys.plan(of), { strong: true });
    const now = item && parse(item);
    const next = { ...step(now), v: (now?.v ?? 0) + 1 };
    const landed = now ? await deps.table.putIfVersion(toItem(next), now.v) : await deps.table.putIfAbsent(toItem(next));
    if (landed) return next;
  }
  throw new AppError("write.contended");
}

/** Until when a plan waits; undefined when nothing is to be done for it. */
export function dueAt(plan: Plan): number | undefined {
  if (plan.state === "sent" || !plan.enabled) return undefined;
  return plan.state === "sending" ? (plan.startedAt ?? plan.sendAt) : plan.sendAt;
}

export const summary = (plan: Plan, figures: Reach): z.infer<typeof Summary> => ({
  enabled: plan.enabled,
  sendAt: field.iso(plan.sendAt),
  state: plan.state,
  progress: progress(plan, plan.counted ?? { sent: 0, skipped: 0, failed: 0, bounced: 0 }, figures),
});

type Reach = Pick<Rollup.Figures, "attendees" | "claimed" | "reachable">;

/**
 * Pending: for a follow-up that is sent nobody, also when more people met since. For an invitation who came onto the list since it was
 * sent is counted; before its first mail, who has not signed in.
 */
function progress(plan: Plan, counted: Omit<Progress, "pending">, { attendees, claimed, reachable }: Reach): Progress {
  const settled = counted.sent + counted.skipped + counted.failed + counted.bounced;
  const people = plan.kind === "follow-up" ? reachable : settled === 0 ? attendees - claimed : attendees;
  const open = Math.max(plan.doubts.length, people - settled);
  return { pending: plan.kind === "follow-up" && plan.state === "sent" ? 0 : open, ...counted };
}

const view = (plan: Plan): z.infer<typeof View> => ({
  enabled: plan.enabled,
  sendAt: field.iso(plan.sendAt),
  ...(plan.subject !== undefined && { subject: plan.subject }),
  ...(plan.intro !== undefined && { intro: plan.intro }),
  ...(plan.replyTo !== undefined && { replyTo: plan.replyTo }),
  state: plan.state,
  ...(plan.startedAt !== undefined && { startedAt: field.iso(plan.startedAt) }),
  ...(plan.endedAt !== undefined && { endedAt: field.iso(plan.endedAt) }),
});

function toItem(plan: Plan): Item {
  const due = dueAt(plan);
  return { ...keys.plan(plan), ...plan, ...(due !== undefined && keys.planWork(plan, due)) };
}

function parse(item: Item): Plan {
  const { pk: _, sk, workPk: __, workSk: ___, ...plan } = item;
  return { ...plan, kind: keys.kindOfPlan(sk) } as unknown as Plan;
}

const defined = <T extends object>(object: T) =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as unknown as Plan;
