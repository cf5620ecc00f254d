/** What holds for every request: its id, headers against sniffing and caching, and that writes come from our own pages. */
import type { Deps } from "@lanyard/core/context";
import { AppError } from "@lanyard/core/error";
import type { Context as HonoContext } from "hono";
import { createMiddleware } from "hono/factory";
import { HTTPException } from "hono/http-exception";
import type { Env } from "../env.ts";

export const begin = (deps: Deps) =>
  createMiddleware<Env>(async (c, next) => {
    c.set("deps", deps);
    c.set("requestId", deps.random(9).toString("base64url"));
    await next();
    c.header("X-Request-Id", c.var.requestId);
    c.header("Cache-Control", "no-store");
    c.header("X-Content-Type-Options", "nosniff");
    c.header("Referrer-Policy", "no-referrer");
  });

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** Browsers tell where a request comes from (Fetch Metadata, RFC 6454 Origin); a client that sends neither header is no browser. */
export const ownPages = createMiddleware<Env>(async (c, next) => {
  if (!SAFE.has(c.req.method)) {
    const site = c.req.header("sec-fetch-site");
    const origin = c.req.header("origin");
    const own = site === "same-origin" || (origin !== undefined && isOwn(c, origin));
    if (!own && (site !== undefined || origin !== undefined)) throw new AppError("request.foreign");
  }
  await next();
});

/** Our public address; under `npm start` also the address the browser used (a laptop has several), which a foreign page cannot forge. */
function isOwn(c: HonoContext<Env>, origin: string): boolean {
  if (origin === c.var.deps.settings.appUrl) return true;
  const host = c.req.header("x-forwarded-host") ?? c.req.header("host");
  return URL.canParse(origin) && new URL(origin).host === host;
}

export function onError(error: Error, c: HonoContext<Env>): Response {
  const refusal = toAppError(error);
  const requestId = c.var.requestId ?? "";
  if (refusal.kind === "internal") {
    console.error(
      JSON.stringify({ level: "error", requestId, method: c.req.method, route: c.req.routePath, error: String(error.stack ?? error) }),
    );
  }
  if (refusal.retryAfterSeconds !== undefined) c.header("Retry-After", String(refusal.retryAfterSeconds));
  if (refusal.kind === "rate_limited" && refusal.retryAfterSeconds === undefined) c.header("Retry-After", "60");
  return c.json(refusal.body(requestId), refusal.status as 400);
}

function toAppError(error: Error): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof HTTPException && error.status === 400) return new AppError("input.not_json");
  if (error instanceof HTTPException && error.status === 413) return new AppError("input.too_large");
  return new AppError("server.failed", { cause: error });
}
