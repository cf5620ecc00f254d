import { Badge } from "@lanyard/core/badge";
import { Exchange } from "@lanyard/core/exchange";
import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import * as z from "zod";
import { describe } from "../describe.ts";
import type { Ahead, Env } from "../env.ts";
import { quiet, signedIn } from "../middleware/identify.ts";
import { attending } from "../middleware/place.ts";
import { body } from "../valid.ts";

/** Starts the badge's lookup while the session is still being read: a scan is then three requests deep instead of four. */
const badgeAhead = createMiddleware<Ahead>(async (c, next) => {
  const eventId = c.req.param("eventId");
  const badge = await c.req
    .text()
    .then((text) => JSON.parse(text)?.badge as unknown)
    .catch(() => undefined);
  if (eventId && typeof badge === "string") c.set("badges", quiet(Badge.findAll(c.var.deps, eventId, [badge])));
  await next();
});

export const scan = new Hono<Ahead>()
  .post(
    "/",
    badgeAhead,
    attending,
    describe("Scan a badge", { 200: Exchange.Result, 201: Exchange.Result }),
    body(Exchange.Scan),
    async (c) => {
      const { fresh, contact } = await Exchange.scan(c.var.ctx, c.req.valid("json"), c.var.badges);
      return c.json({ status: contact.status, contact }, fresh ? 201 : 200);
    },
  )
  .post(
    "/batch",
    attending,
    describe("Scans kept on a phone", { 200: z.object({ results: z.array(Exchange.BatchResult) }) }),
    body(Exchange.Batch),
    async (c) => c.json({ results: await Exchange.scanBatch(c.var.ctx, c.req.valid("json")) }, 200),
  );

/** Which event a badge's URL belongs to; names nobody. */
export const badge = new Hono<Env>().get(
  "/:token",
  signedIn,
  describe("The event of a badge", { 200: z.object({ eventId: z.string() }) }),
  async (c) => c.json({ eventId: await Badge.eventOf(c.var.ctx.deps, c.req.param("token")) }, 200),
);
