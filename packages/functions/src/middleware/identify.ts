/** Who asks. A session is proven here and nowhere else; what a body says about identity counts for nothing. */
import type { Context, Deps, PersonActor, PublicActor } from "@lanyard/core/context";
import { AppError } from "@lanyard/core/error";
import { Session } from "@lanyard/core/session";
import type { Context as HonoContext } from "hono";
import { getCookie } from "hono/cookie";
import { createMiddleware } from "hono/factory";
import type { As } from "../env.ts";
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
export const signedIn = createMiddleware<As<PersonActor>>(async (c, next) => {
  c.set("ctx", await person(c.var.deps, sessionCookie(c)));
  await next();
});

export async function person(deps: Deps, cookie: string | undefined): Promise<Context<PersonActor>> {
  const actor = await Session.identify(deps, cookie);
  if (!actor) throw new AppError("session.missing");
  return { deps, actor };
}

/** A promise that is awaited later, or never: its failure is not an unhandled one. */
export function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
