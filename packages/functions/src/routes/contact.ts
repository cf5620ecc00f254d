import { Contact } from "@lanyard/core/contact";
import { ContactFile } from "@lanyard/core/contact-file";
import { ContactList } from "@lanyard/core/contact-list";
import { Page } from "@lanyard/core/page";
import { type Context, Hono } from "hono";
import * as z from "zod";
import { describe, items } from "../describe.ts";
import type { Env } from "../env.ts";
import { signedIn } from "../middleware/identify.ts";
import { attending } from "../middleware/place.ts";
import { body, query } from "../valid.ts";

const One = z.object({ contact: Contact.View });
const VCARD = "text/vcard; charset=utf-8";
const CSV = "text/csv; charset=utf-8";

export const contact = new Hono<Env>()
  .get("/contacts", attending, describe("My contacts here, newest first", { 200: items(Contact.View) }), query(Page.Input), async (c) =>
    c.json(await ContactList.list(c.var.ctx, c.req.valid("query")), 200),
  )
  .get("/contacts.vcf", attending, describe("My connected contacts as vCard 3.0", { 200: VCARD }), async (c) =>
    file(c, VCARD, "contacts.vcf", ContactFile.vcf(c.var.ctx.deps, await ContactList.all(c.var.ctx))),
  )
  .get("/contacts.csv", attending, describe("My contacts as CSV", { 200: CSV }), async (c) =>
    file(c, CSV, "contacts.csv", ContactFile.csv(await ContactList.all(c.var.ctx))),
  )
  .get("/contacts/:attendeeId", attending, describe("A contact", { 200: One }), async (c) =>
    c.json({ contact: Contact.view(c.var.ctx.actor, await Contact.find(c.var.ctx, c.req.param("attendeeId"))) }, 200),
  )
  .patch(
    "/contacts/:attendeeId",
    attending,
    describe("My note, tags, rating, follow-up date", { 200: One }),
    body(Contact.Patch),
    async (c) => c.json({ contact: await Contact.patch(c.var.ctx, c.req.param("attendeeId"), c.req.valid("json")) }, 200),
  )
  .get("/contacts/:attendeeId/vcard", attending, describe("One card as vCard 3.0", { 200: VCARD }), async (c) =>
    file(c, VCARD, "contact.vcf", await ContactFile.one(c.var.ctx, c.req.param("attendeeId"))),
  )
  .post("/contacts/:attendeeId/accept", attending, describe("Give my card back", { 200: One }), body(Contact.ActInput), async (c) =>
    c.json({ contact: await Contact.act(c.var.ctx, c.req.param("attendeeId"), "accept", c.req.valid("json")) }, 200),
  )
  .post(
    "/contacts/:attendeeId/decline",
    attending,
    describe("Leave a request unanswered", { 200: One }),
    body(Contact.ActInput),
    async (c) => c.json({ contact: await Contact.act(c.var.ctx, c.req.param("attendeeId"), "decline", c.req.valid("json")) }, 200),
  )
  .post("/contacts/:attendeeId/withdraw", attending, describe("Take my card back", { 200: One }), body(Contact.ActInput), async (c) =>
    c.json({ contact: await Contact.act(c.var.ctx, c.req.param("attendeeId"), "withdraw", c.req.valid("json")) }, 200),
  )
  .post("/contacts/:attendeeId/block", attending, describe("Block", { 200: One }), body(Contact.ActInput), async (c) =>
    c.json({ contact: await Contact.act(c.var.ctx, c.req.param("attendeeId"), "block", c.req.valid("json")) }, 200),
  )
  .post(
    "/contacts/:attendeeId/unblock",
    attending,
    describe("Unblock; gives nothing back", { 200: One }),
    body(Contact.ActInput),
    async (c) => c.json({ contact: await Contact.act(c.var.ctx, c.req.param("attendeeId"), "unblock", c.req.valid("json")) }, 200),
  );

export const allContacts = new Hono<Env>()
  .get(
    "/contacts",
    signedIn,
    describe("My contacts of all events, newest first", { 200: items(Contact.View) }),
    query(Page.Input),
    async (c) => c.json(await ContactList.listEverywhere(c.var.ctx, c.req.valid("query")), 200),
  )
  .get("/contacts.vcf", signedIn, describe("All my connected contacts as vCard 3.0", { 200: VCARD }), async (c) =>
    file(c, VCARD, "contacts.vcf", ContactFile.vcf(c.var.ctx.deps, await ContactList.allEverywhere(c.var.ctx))),
  )
  .get("/contacts.csv", signedIn, describe("All my contacts as CSV", { 200: CSV }), async (c) =>
    file(c, CSV, "contacts.csv", ContactFile.csv(await ContactList.allEverywhere(c.var.ctx))),
  );

function file(c: Context, type: string, name: string, content: string): Response {
  return c.body(content, 200, { "Content-Type": type, "Content-Disposition": `attachment; filename="${name}"` });
}
