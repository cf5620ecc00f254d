/**
 * The follow-up: one personal mail after the event. This file is what the organizer sees of it: the plan, its progress, a preview.
 * `follow-up-sender.ts` sends, `follow-up-mail.ts` says what is in a mail, `follow-up-ledger.ts` remembers who got theirs.
 */
export * as FollowUp from "./follow-up.ts";

import * as z from "zod";
import { Attendee } from "./attendee.ts";
import type { Context, Deps, MemberActor } from "./context.ts";
import * as keys from "./db/keys.ts";
import type { Item } from "./db/table.ts";
import { AppError } from "./error.ts";
import { EventRollup } from "./event-rollup.ts";
import * as field from "./field.ts";
import { Ledger } from "./follow-up-ledger.ts";
import { FollowUpMail } from "./follow-up-mail.ts";
import { MailError } from "./mail/mailer.ts";

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
  .meta({ ref: "FollowUpPut" });

export const Progress = z
  .object({
    pending: z.number().int(),
    sent: z.number().int(),
    skipped: z.number().int(),
    failed: z.number().int(),
    bounced: z.number().int(),
  })
  .meta({ ref: "FollowUpProgress" });
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
  .meta({ ref: "FollowUpPlan" });

export const Summary = z
  .object({ enabled: z.boolean(), sendAt: z.string(), state: View.shape.state, progress: Progress })
  .meta({ ref: "FollowUpSummary" });

/** A mail of which nobody knows yet whether it went out. */
export interface Doubt {
  attendee: string;
  since: number;
}

export interface Plan {
  event: string;
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

export async function find(deps: Deps, event: string): Promise<Plan | undefined> {
  const item = await deps.table.get(keys.plan(event), { strong: true });
  return item && parse(item);
}

export async function get(ctx: Context<MemberActor>): Promise<{ plan: z.infer<typeof View> | null; progress: Progress }> {
  const { deps, actor } = ctx;
  const plan = await find(deps, actor.event.id);
  if (!plan) return { plan: null, progress: { pending: 0, sent: 0, skipped: 0, failed: 0, bounced: 0 } };
  const [counted, figures] = await Promise.all([Ledger.count(deps, actor.event.id), EventRollup.read(deps, actor.event)]);
  return { plan: view(plan), progress: progress(plan, counted, figures.reachable) };
}

/** Saves the plan; once sending has ended it stands. */
export async function put(ctx: Context<MemberActor>, input: z.output<typeof Put>) {
  const { deps, actor } = ctx;
  const text = (value: string | null | undefined) => (value ? value : undefined);
  await change(deps, actor.event.id, (now) => {
    if (now?.state === "sent") throw new AppError("follow_up.sent");
    const { subject, intro, replyTo, ...rest } = now ?? { event: actor.event.id, state: "waiting" as const, cursor: 0, doubts: [], v: 0 };
    return defined({
      ...rest,
      enabled: input.enabled,
      sendAt: input.sendAt,
      subject: input.subject === undefined ? subject : text(input.subject),
      intro: input.intro === undefined ? intro : text(input.intro),
      replyTo: input.replyTo === undefined ? replyTo : text(input.replyTo),
    });
  });
  return get(ctx);
}

/** Sends now, with the same ledger: whoever has an entry there is not written to again. */
export async function send(ctx: Context<MemberActor>) {
  const { deps, actor } = ctx;
  await change(deps, actor.event.id, (now) => {
    if (!now) throw new AppError("follow_up.no_plan");
    if (now.state === "sending") return { ...now, enabled: true };
    const { endedAt: _, ...rest } = now;
    return { ...rest, enabled: true, state: "sending", cursor: 0, startedAt: deps.clock() };
  });
  return get(ctx);
}

export const Preview = z.object({ attendeeId: z.string().max(100).optional() }).meta({ ref: "FollowUpPreview" });

/** The mail with invented people; never with anyone's real contacts or notes. */
export async function preview(ctx: Context<MemberActor>, input: z.output<typeof Preview>) {
  const { deps, actor } = ctx;
  const plan = await find(deps, actor.event.id);
  const name = input.attendeeId === undefined ? undefined : (await Attendee.find(deps, actor.event.id, input.attendeeId)).row.name;
  const { subject, html, text } = FollowUpMail.sample(deps, actor.event, plan, name ?? "Alex Example");
  return { subject, html, text };
}

/** Mails the preview to the organizer who asks for it. */
export async function test(ctx: Context<MemberActor>): Promise<void> {
  const { deps, actor } = ctx;
  const plan = await find(deps, actor.event.id);
  const mail = FollowUpMail.sample(deps, actor.event, plan, actor.person.card.name || actor.person.email);
  const sending = deps.mailer.send({
    from: { name: actor.event.name, address: deps.settings.mail.followUpFrom },
    to: { name: actor.person.card.name, address: actor.person.email },
    ...(plan?.replyTo && { replyTo: { address: plan.replyTo } }),
    ...mail,
    tags: { kind: "follow-up-test" },
  });
  await sending.catch((error: unknown) => {
    if (!(error instanceof MailError)) throw error;
    throw new AppError(error.kind === "throttled" || error.kind === "unsure" ? "mail.busy" : "mail.refused", { cause: error });
  });
}

/** Changes a plan under its version. The step may throw to refuse, and is called again when somebody else was faster. */
export async function change(deps: Deps, event: string, step: (now: Plan | undefined) => Plan): Promise<Plan> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const item = await deps.table.get(keys.plan(event), { strong: true });
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

export const summary = (plan: Plan, reachable: number): z.infer<typeof Summary> => ({
  enabled: plan.enabled,
  sendAt: field.iso(plan.sendAt),
  state: plan.state,
  progress: progress(plan, plan.counted ?? { sent: 0, skipped: 0, failed: 0, bounced: 0 }, reachable),
});

function progress(plan: Plan, counted: Omit<Progress, "pending">, reachable: number): Progress {
  const settled = counted.sent + counted.skipped + counted.failed + counted.bounced;
  const open = Math.max(plan.doubts.length, reachable - settled);
  return { pending: plan.state === "sent" ? 0 : open, ...counted };
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
  return { ...keys.plan(plan.event), ...plan, ...(due !== undefined && keys.planWork(plan.event, due)) };
}

function parse(item: Item): Plan {
  const { pk: _, sk: __, workPk: ___, workSk: ____, ...plan } = item;
  return plan as unknown as Plan;
}

const defined = <T extends object>(object: T) =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as unknown as Plan;
