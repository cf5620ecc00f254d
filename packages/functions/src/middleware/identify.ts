/** Who asks. A session is proven here and nowhere else; what a body says about identity counts for nothing. */
import { Attendee } from "@lanyard/core/attendee";
import type { Context, PersonActor, PublicActor } from "@lanyard/core/context";
import { AppError } from "@lanyard/core/error";
import { Session } from "@lanyard/core/session";
import type { Context as HonoContext } from "hono";
import { getCookie } from "hono/cookie";
import { createMiddleware } from "hono/factory";
import type { Ahead, As } from "../env.ts";
import { VIEWER_ADDRESS_HEADER } from "../site.ts";

export const SESSION_COOKIE = "sid";
export const CHALLENGE_COOKIE = "lc";

export const sessionCookie = (c: HonoContext): string | undefined => getCookie(c, SESSION_COOKIE, "host");

/** Anybody. The front door (`src/site.ts`) sets the viewer's address and overwrites what a client claims; without it there is none. */
export const anybody = createMiddleware<As<PublicActor>>(async (c, next) => {
  const address = c.req.header(VIEWER_ADDRESS_HEADER);
  c.set("ctx", { deps: c.var.deps, actor: { type: "public", ...(address && { address }) } });
  await next();
});

/** Somebody signed in, else 401. */
export const signedIn = createMiddleware<As<PersonActor> & Ahead>(async (c, next) => {
  c.set("ctx", await person(c.var, sessionCookie(c)));
  await next();
});

export async function person(vars: Ahead["Variables"], cookie: string | undefined): Promise<Context<PersonActor>> {
  const actor = await (vars.person ?? Session.identify(vars.deps, cookie));
  if (!actor) throw new AppError("session.missing");
  return { deps: vars.deps, actor };
}

/** Starts reading the session and the caller's place at this event together: the cookie tells whose to read, not that it is them. */
export const readAhead = createMiddleware<Ahead>(async (c, next) => {
  const cookie = sessionCookie(c);
  const claimed = Session.claimedPerson(cookie);
  const eventId = c.req.param("eventId");
  if (claimed && eventId) {
    c.set("person", quiet(Session.identify(c.var.deps, cookie)));
    c.set("attendee", quiet(Attendee.read(c.var.deps, eventId, claimed)));
  }
  await next();
});

/** A promise that is awaited later, or never: its failure is not an unhandled one. */
export function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
