import { AttendeeList } from "@lanyard/core/attendee-list";
import { Badge } from "@lanyard/core/badge";
import { CheckIn } from "@lanyard/core/check-in";
import { Import } from "@lanyard/core/import";
import { Hono } from "hono";
import * as z from "zod";
import { describe, items } from "../describe.ts";
import type { Env } from "../env.ts";
import { organizing, staffing } from "../middleware/place.ts";
import { body, query } from "../valid.ts";

export const attendee = new Hono<Env>()
  .get("/", organizing, describe("The attendees", { 200: items(AttendeeList.View) }), query(AttendeeList.Query), async (c) =>
    c.json(await AttendeeList.page(c.var.ctx, c.req.valid("query")), 200),
  )
  .post("/import", organizing, describe("Import attendees; may be repeated", { 200: Import.Result }), body(Import.Input), async (c) =>
    c.json(await Import.rows(c.var.ctx, c.req.valid("json")), 200),
  )
  .post(
    "/:attendeeId/badge",
    organizing,
    describe("Replace a badge", { 201: z.object({ badge: Badge.View }) }),
    body(z.object({})),
    async (c) => c.json({ badge: await Badge.replace(c.var.ctx, c.req.param("attendeeId")) }, 201),
  );

export const checkIn = new Hono<Env>().post(
  "/",
  staffing,
  describe("Check somebody in", { 200: CheckIn.Result, 201: CheckIn.Result }),
  body(CheckIn.Input),
  async (c) => {
    const result = await CheckIn.create(c.var.ctx, c.req.valid("json"));
    return result.first ? c.json(result, 201) : c.json(result, 200);
  },
);
