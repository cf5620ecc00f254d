import { Attendee } from "@lanyard/core/attendee";
import { Badge } from "@lanyard/core/badge";
import { Card } from "@lanyard/core/card";
import { ContactList } from "@lanyard/core/contact-list";
import type { Context, PersonActor } from "@lanyard/core/context";
import { Event } from "@lanyard/core/event";
import { Member } from "@lanyard/core/member";
import { Page } from "@lanyard/core/page";
import { Person } from "@lanyard/core/person";
import { Privacy } from "@lanyard/core/privacy";
import { Session } from "@lanyard/core/session";
import { Hono } from "hono";
import { deleteCookie } from "hono/cookie";
import * as z from "zod";
import { describe, items } from "../describe.ts";
import type { As } from "../env.ts";
import { SESSION_COOKIE, signedIn } from "../middleware/identify.ts";
import { body, query } from "../valid.ts";

const MyCard = Card.Info.extend({ share: Card.Share }).meta({ ref: "MyCard" });
const Attending = z.object({ event: Event.View, attendeeId: z.string(), role: Attendee.Role, badge: Badge.View });
const Organizing = z.object({ event: Event.View, role: z.enum(Member.ROLES) });
const Me = z
  .object({ person: Person.View, card: MyCard, attending: z.array(Attending), organizing: z.array(Organizing) })
  .meta({ ref: "Me" });

export const me = new Hono<As<PersonActor>>()
  .get("/", signedIn, describe("Me: my card, the events I attend and organize", { 200: Me }), async (c) =>
    c.json(await read(c.var.ctx), 200),
  )
  .patch("/", signedIn, describe("Change my language", { 200: z.object({ person: Person.View }) }), body(Person.Patch), async (c) =>
    c.json({ person: Person.view(await Person.patch(c.var.ctx, c.req.valid("json"))) }, 200),
  )
  .delete("/", signedIn, describe("Erase me", { 202: z.object({}) }), body(z.object({})), async (c) => {
    await Privacy.eraseMe(c.var.ctx);
    deleteCookie(c, SESSION_COOKIE, { prefix: "host", path: "/", secure: true });
    return c.json({}, 202);
  })
  .patch(
    "/card",
    signedIn,
    describe("Change my card and what I share", { 200: z.object({ card: MyCard }) }),
    body(Card.Patch),
    async (c) => {
      const person = await Person.patchCard(c.var.ctx, c.req.valid("json"));
      return c.json({ card: { ...person.card, share: person.share } }, 200);
    },
  )
  .get("/export", signedIn, describe("Everything stored about me", { 200: Privacy.Export }), async (c) => {
    c.header("Content-Disposition", 'attachment; filename="lanyard-export.json"');
    return c.json(await Privacy.exportAll(c.var.ctx), 200);
  })
  .get(
    "/shared",
    signedIn,
    describe("Who has at least one field of my card now", { 200: items(ContactList.Shared) }),
    query(Page.Input),
    async (c) => c.json(await ContactList.sharedPage(c.var.ctx, c.req.valid("query")), 200),
  )
  .get("/sessions", signedIn, describe("Where I am signed in", { 200: z.object({ items: z.array(Session.View) }) }), async (c) =>
    c.json({ items: await Session.list(c.var.ctx) }, 200),
  )
  .delete("/sessions/:sessionId", signedIn, describe("Sign out there", { 204: null }), body(z.object({})), async (c) => {
    await Session.revoke(c.var.ctx, c.req.param("sessionId"));
    return c.body(null, 204);
  });

async function read(ctx: Context<PersonActor>): Promise<z.infer<typeof Me>> {
  const { deps, actor } = ctx;
  const [attendances, roles] = await Promise.all([Attendee.attendancesOf(deps, actor.person.id), Member.rolesOf(deps, actor.person.id)]);
  const events = await Event.findAll(deps, [...attendances.map((attendee) => attendee.event), ...roles.keys()]);
  return {
    person: Person.view(actor.person),
    card: { ...actor.person.card, share: actor.person.share },
    attending: attendances.flatMap((attendee) => {
      const event = events.get(attendee.event);
      if (!event) return [];
      return [{ event: Event.view(event), attendeeId: attendee.id, role: attendee.row.role, badge: Badge.viewOf(deps, attendee) }];
    }),
    organizing: [...roles].flatMap(([id, role]) => {
      const event = events.get(id);
      return event ? [{ event: Event.view(event), role }] : [];
    }),
  };
}
