/** Which place the caller has at the event in the path. A foreign event is unknown; a wrong role is refused. */
import type { AttendeeActor, EventActor, MemberActor } from "@lanyard/core/context";
import { Event } from "@lanyard/core/event";
import { Member } from "@lanyard/core/member";
import { createMiddleware } from "hono/factory";
import type { Ahead, As } from "../env.ts";
import { person, sessionCookie } from "./identify.ts";

/** Any place at all. */
export const placed = createMiddleware<As<EventActor> & Ahead>(async (c, next) => {
  c.set("ctx", await Event.open(await person(c.var, sessionCookie(c)), eventId(c.req.param("eventId"))));
  await next();
});

export const attending = createMiddleware<As<AttendeeActor> & Ahead>(async (c, next) => {
  const ctx = await person(c.var, sessionCookie(c));
  c.set("ctx", await Event.attend(ctx, eventId(c.req.param("eventId")), c.var.attendee));
  await next();
});

export const organizing = memberWith(Member.ORGANIZERS);
export const staffing = memberWith(Member.ROLES);

function memberWith(roles: readonly Member.Role[]) {
  return createMiddleware<As<MemberActor> & Ahead>(async (c, next) => {
    c.set("ctx", await Event.serve(await person(c.var, sessionCookie(c)), eventId(c.req.param("eventId")), roles));
    await next();
  });
}

/** What cannot be an event's id is no event's id; it never becomes a key. */
const eventId = (text: string | undefined) => (text && /^[\w-]{1,64}$/.test(text) ? text : "unknown");
