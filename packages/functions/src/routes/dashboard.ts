import { Dashboard } from "@lanyard/core/dashboard";

import { Hono } from "hono";
import * as z from "zod";
import { describe } from "../describe.ts";
import type { Env } from "../env.ts";
import { organizing } from "../middleware/place.ts";
import { body } from "../valid.ts";

const NOTHING = z.object({});

export const dashboard = new Hono<Env>()
  .get("/", organizing, describe("The event in figures", { 200: Dashboard.View }), async (c) =>
    c.json(await Dashboard.read(c.var.ctx), 200),
  )
  .post("/recount", organizing, describe("Count the event anew", { 200: Dashboard.View }), body(NOTHING), async (c) =>
    c.json(await Dashboard.recount(c.var.ctx), 200),
  );
