import { Mailing } from "@lanyard/core/mailing";
import type { MailingKind } from "@lanyard/core/mailing-kind";
import { Hono } from "hono";
import * as z from "zod";
import { describe } from "../describe.ts";
import type { Env } from "../env.ts";
import { organizing } from "../middleware/place.ts";
import { body } from "../valid.ts";

const Plan = z.object({ plan: Mailing.View.nullable(), progress: Mailing.Progress });
const Rendered = z.object({ subject: z.string(), html: z.string(), text: z.string() });
const NOTHING = z.object({});

export const invitation = mailing("invitation");
export const followUp = mailing("follow-up");

/** The five calls of a mailing. */
function mailing(kind: MailingKind) {
  return new Hono<Env>()
    .get("/", organizing, describe(`The ${kind} and its progress`, { 200: Plan }), async (c) =>
      c.json(await Mailing.get(c.var.ctx, kind), 200),
    )
    .put("/", organizing, describe(`Plan the ${kind}`, { 200: Plan }), body(Mailing.Put), async (c) =>
      c.json(await Mailing.put(c.var.ctx, kind, c.req.valid("json")), 200),
    )
    .post("/preview", organizing, describe(`The ${kind} with invented people`, { 200: Rendered }), body(Mailing.Preview), async (c) =>
      c.json(await Mailing.preview(c.var.ctx, kind, c.req.valid("json")), 200),
    )
    .post("/test", organizing, describe(`Mail me the ${kind} as previewed`, { 202: NOTHING }), body(NOTHING), async (c) => {
      await Mailing.test(c.var.ctx, kind);
      return c.json({}, 202);
    })
    .post("/send", organizing, describe(`Send the ${kind} now`, { 202: Plan }), body(NOTHING), async (c) =>
      c.json(await Mailing.send(c.var.ctx, kind), 202),
    );
}
