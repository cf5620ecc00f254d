import type { PublicActor } from "@lanyard/core/context";
import { Person } from "@lanyard/core/person";
import { Session } from "@lanyard/core/session";
import { SignIn } from "@lanyard/core/sign-in";
import { type Context, Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import * as z from "zod";
import { describe } from "../describe.ts";
import type { As } from "../env.ts";
import { anybody, CHALLENGE_COOKIE, SESSION_COOKIE, sessionCookie } from "../middleware/identify.ts";
import { body } from "../valid.ts";

const COOKIE = { prefix: "host", path: "/", secure: true, httpOnly: true, sameSite: "Lax" } as const;
const CHALLENGE_SECONDS = 600;
/** Browsers keep a cookie 400 days at most (RFC 6265bis); the session itself ends after 180. */
const SESSION_SECONDS = 180 * 86_400;

export const auth = new Hono<As<PublicActor>>()
  .post("/start", anybody, describe("Mail a sign-in code and link", { 202: z.object({}) }), body(SignIn.Start), async (c) => {
    const { challenge } = await SignIn.start(c.var.ctx, c.req.valid("json"));
    setCookie(c, CHALLENGE_COOKIE, challenge, { ...COOKIE, maxAge: CHALLENGE_SECONDS });
    return c.json({}, 202);
  })
  .post(
    "/verify",
    anybody,
    describe("Sign in with the code or the link", { 200: z.object({ person: Person.View }) }),
    body(SignIn.Verify),
    async (c) => {
      const browser = { asked: getCookie(c, CHALLENGE_COOKIE, "host"), agent: c.req.header("user-agent") };
      const { person, cookie } = await SignIn.verify(c.var.ctx, c.req.valid("json"), browser);
      setCookie(c, SESSION_COOKIE, cookie, { ...COOKIE, maxAge: SESSION_SECONDS });
      deleteCookie(c, CHALLENGE_COOKIE, COOKIE);
      return c.json({ person: Person.view(person) }, 200);
    },
  )
  // For a page that opens: a 401 would be an error in the browser's log although nothing is wrong.
  .get("/session", describe("Whether somebody is signed in here", { 200: z.object({ signedIn: z.boolean() }) }), async (c) => {
    const actor = await Session.identify(c.var.deps, sessionCookie(c));
    return c.json({ signedIn: actor !== undefined }, 200);
  })
  .post("/sign-out", describe("End this session", { 204: null }), body(z.object({})), async (c) => {
    await endSession(c);
    return c.body(null, 204);
  });

/** Signing out is never refused: without a session there is nothing to end. */
async function endSession(c: Context<As<PublicActor>>): Promise<void> {
  const actor = await Session.identify(c.var.deps, sessionCookie(c));
  if (actor) await Session.revoke({ deps: c.var.deps, actor }, actor.session.id).catch(() => {});
  deleteCookie(c, SESSION_COOKIE, COOKIE);
}
