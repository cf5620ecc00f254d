import { Dashboard } from "@lanyard/core/dashboard";
import { FollowUp } from "@lanyard/core/follow-up";
import { Hono } from "hono";
import * as z from "zod";
import { describe } from "../describe.ts";
import type { Env } from "../env.ts";
import { organizing } from "../middleware/place.ts";
import { body } from "../valid.ts";

const Plan = z.object({ plan: FollowUp.View.nullable(), progress: FollowUp.Progress });
const Rendered = z.object({ subject: z.string(), html: z.string(), text: z.string() });
const NOTHING = z.object({});

export const dashboard = new Hono<Env>()
  .get("/", organizing, describe("The event in figures", { 200: Dashboard.View }), async (c) =>
    c.json(await Dashboard.read(c.var.ctx), 200),
  )
  .post("/recount", organizing, describe("Count the event anew", { 200: Dashboard.View }), body(NOTHING), async (c) =>
    c.json(await Dashboard.recount(c.var.ctx), 200),
  );

export const followUp = new Hono<Env>()
  .get("/", organizing, describe("The follow-up and its progress", { 200: Plan }), async (c) => c.json(await FollowUp.get(c.var.ctx), 200))
  .put("/", organizing, describe("Plan the follow-up", { 200: Plan }), body(FollowUp.Put), async (c) =>
    c.json(await FollowUp.put(c.var.ctx, c.req.valid("json")), 200),
  )
  .post("/preview", organizing, describe("The mail with invented contacts", { 200: Rendered }), body(FollowUp.Preview), async (c) =>
    c.json(await FollowUp.preview(c.var.ctx, c.req.valid("json")), 200),
  )
  .post("/test", organizing, describe("Mail me the preview", { 202: NOTHING }), body(NOTHING), async (c) => {
    await FollowUp.test(c.var.ctx);
    return c.json({}, 202);
  })
  .post("/send", organizing, describe("Send now", { 202: Plan }), body(NOTHING), async (c) => c.json(await FollowUp.send(c.var.ctx), 202));
