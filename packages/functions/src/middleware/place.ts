/** Which place the caller has at the event in the path. A foreign event is unknown; a wrong role is refused. */
import { Attendee } from "@lanyard/core/attendee";
import type { AttendeeActor, EventActor, MemberActor } from "@lanyard/core/context";
import { Event } from "@lanyard/core/event";
import { Member } from "@lanyard/core/member";
import { Session } from "@lanyard/core/session";
import { createMiddleware } from "hono/factory";
import type { As } from "../env.ts";
import { person, quiet, sessionCookie } from "./identify.ts";

/** Any place at all. */
export const placed = createMiddleware<As<EventActor>>(async (c, next) => {
  c.set("ctx", await Event.open(await person(c.var.deps, sessionCookie(c)), eventId(c.req.param("eventId"))));
  await next();
});

/** The session and the place are read together: the cookie tells whose place to read, not that it is them. */
export const attending = createMiddleware<As<AttendeeActor>>(async (c, next) => {
  const id = eventId(c.req.param("eventId"));
  const cookie = sessionCookie(c);
  const claimed = Session.claimedPerson(cookie);
  const place = claimed === undefined ? undefined : quiet(Attendee.read(c.var.deps, id, claimed));
  c.set("ctx", await Event.attend(await person(c.var.deps, cookie), id, place));
  await next();
});

export const organizing = memberWith(Member.ORGANIZERS);
export const staffing = memberWith(Member.ROLES);

function memberWith(roles: readonly Member.Role[]) {
  return createMiddleware<As<MemberActor>>(async (c, next) => {
    c.set("ctx", await Event.serve(await person(c.var.deps, sessionCookie(c)), eventId(c.req.param("eventId")), roles));
    await next();
  });
}

/** What cannot be an event's id is no event's id; it never becomes a key. */
const eventId = (text: string | undefined) => (text && /^[\w-]{1,64}$/.test(text) ? text : "unknown");
