import { Attendee } from "@lanyard/core/attendee";
import { Badge } from "@lanyard/core/badge";
import { BadgeList } from "@lanyard/core/badge-list";
import type { AttendeeActor, Context, EventActor, PersonActor } from "@lanyard/core/context";
import { Event } from "@lanyard/core/event";
import { Member } from "@lanyard/core/member";
import { Page } from "@lanyard/core/page";
import { Hono } from "hono";
import * as z from "zod";
import { describe, items } from "../describe.ts";
import type { Env } from "../env.ts";
import { signedIn } from "../middleware/identify.ts";
import { attending, organizing, placed } from "../middleware/place.ts";
import { body, query } from "../valid.ts";

const One = z.object({ event: Event.View });
const Mine = z.object({ attendee: Attendee.Mine, badge: Badge.View });

export const event = new Hono<Env>()
  .post("/", signedIn, describe("Create an event", { 201: One }), body(Event.Create), async (c) =>
    c.json({ event: Event.view(await Event.create(c.var.ctx, c.req.valid("json"))) }, 201),
  )
  .get("/", signedIn, describe("The events I organize or attend, latest first", { 200: items(Event.View) }), query(Page.Input), async (c) =>
    c.json(await list(c.var.ctx, c.req.valid("query")), 200),
  )
  .get("/:eventId", placed, describe("An event", { 200: One }), async (c) => c.json(one(c.var.ctx), 200))
  .patch("/:eventId", organizing, describe("Change an event", { 200: One }), body(Event.Patch), async (c) =>
    c.json({ event: Event.view(await Event.patch(c.var.ctx, c.req.valid("json"))) }, 200),
  )
  .get("/:eventId/me", attending, describe("Me at this event", { 200: Mine }), async (c) => c.json(await openMine(c.var.ctx), 200))
  .patch("/:eventId/me", attending, describe("Choose my policy and purpose", { 200: Mine }), body(Attendee.PatchMine), async (c) =>
    c.json(mine(c.var.ctx, await Attendee.patchMine(c.var.ctx, c.req.valid("json"))), 200),
  )
  .get("/:eventId/badges", attending, describe("The event's badges, to check a scan offline", { 200: BadgeList.View }), async (c) =>
    c.json(await BadgeList.read(c.var.ctx), 200),
  );

const one = (ctx: Context<EventActor>) => ({ event: Event.view(ctx.actor.event) });

async function list(ctx: Context<PersonActor>, page: Page.Input): Promise<Page.Of<Event.View>> {
  const { deps, actor } = ctx;
  const [attendances, roles] = await Promise.all([Attendee.attendancesOf(deps, actor.person.id), Member.rolesOf(deps, actor.person.id)]);
  const ids = new Set([...attendances.map((attendee) => attendee.event), ...roles.keys()]);
  const events = await Event.findAll(deps, [...ids]);
  const latest = [...events.values()].sort((a, b) => b.startsAt - a.startsAt || (a.id < b.id ? -1 : 1));
  const { slice, ...rest } = Page.slice(deps, "events", latest, (event) => [event.startsAt, event.id], page);
  return { items: slice.map(Event.view), ...rest };
}

/** Opening it claims it: from now on this person is known to be here. */
async function openMine(ctx: Context<AttendeeActor>) {
  const { deps, actor } = ctx;
  if (actor.attendee.claimedAt !== undefined) return mine(ctx, actor.attendee);
  await Attendee.claim(deps, actor.person, actor.attendee);
  return mine(ctx, await Attendee.find(deps, actor.event.id, actor.attendee.id, { strong: true }));
}

const mine = (ctx: Context<AttendeeActor>, attendee: Attendee.Info) => ({
  attendee: Attendee.mine(attendee),
  badge: Badge.viewOf(ctx.deps, attendee),
});

export const member = new Hono<Env>()
  .get("/", organizing, describe("The members", { 200: z.object({ items: z.array(Member.View) }) }), async (c) =>
    c.json({ items: await Member.list(c.var.ctx) }, 200),
  )
  .post("/", organizing, describe("Add a member", { 201: z.object({ member: Member.View }) }), body(Member.Add), async (c) =>
    c.json({ member: await Member.add(c.var.ctx, c.req.valid("json")) }, 201),
  )
  .delete("/:personId", organizing, describe("Remove a member", { 204: null }), body(z.object({})), async (c) => {
    await Member.remove(c.var.ctx, c.req.param("personId"));
    return c.body(null, 204);
  });
