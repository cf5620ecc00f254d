/** A card: what a person may show, and for each field whether a scan gives it, they ask first, or never. */
export * as Card from "./card.ts";

import * as z from "zod";
import * as field from "./field.ts";

/** What can be shared or kept; `name` is always in the card and is no choice. */
export const FIELDS = ["headline", "company", "pitch", "email", "phone", "website", "links", "city", "pronouns"] as const;
export type Field = (typeof FIELDS)[number];

export const Link = z
  .object({
    kind: z.enum(["linkedin", "x", "instagram", "github", "mastodon", "bluesky", "other"], {
      error: "Choose linkedin, x, instagram, github, mastodon, bluesky or other.",
    }),
    url: field.httpsUrl.refine((value) => value !== "", "Give this link its address, or leave it out."),
  })
  .meta({ ref: "Link" });

export const LINKS_MAX = 10;

export const Info = z
  .object({
    name: z.string(),
    headline: z.string().optional(),
    company: z.string().optional(),
    pitch: z.string().optional(),
    email: z.string().optional(),
    phone: z.string().optional(),
    website: z.string().optional(),
    links: z.array(Link).optional(),
    city: z.string().optional(),
    pronouns: z.string().optional(),
  })
  .meta({ ref: "Card" });
export type Info = z.infer<typeof Info>;

export const Choice = z.enum(["scan", "ask", "never"], { error: "Choose scan, ask or never." });
export const Audience = z.object({ people: Choice, exhibitors: Choice });
export const Share = z
  .object(Object.fromEntries(FIELDS.map((name) => [name, Audience])) as Record<Field, typeof Audience>)
  .meta({ ref: "Share" });
export type Share = z.infer<typeof Share>;
export type Audience = keyof z.infer<typeof Audience>;

const onScan = { people: "scan", exhibitors: "ask" } as const;
const onAsk = { people: "ask", exhibitors: "ask" } as const;
const toAll = { people: "scan", exhibitors: "scan" } as const;
export const DEFAULT_SHARE: Share = {
  headline: toAll,
  company: toAll,
  pitch: onScan,
  links: onScan,
  website: onScan,
  city: onScan,
  pronouns: onScan,
  email: onAsk,
  phone: onAsk,
};

const optional = <T extends z.ZodType>(schema: T) => schema.nullable().optional();
const partialAudience = z.object({ people: Choice.optional(), exhibitors: Choice.optional() });

/** What PATCH /api/me/card takes. Empty text or null clears a field; `share` changes only what it names. */
export const Patch = z
  .object({
    name: field
      .line(200)
      .refine((value) => value !== "", "A name is needed: it is what others see first.")
      .optional(),
    headline: optional(field.line(200)),
    company: optional(field.line(200)),
    pitch: optional(field.lines(1000)),
    email: optional(z.union([z.literal(""), field.email])),
    phone: optional(field.line(50)),
    website: optional(field.httpsUrl),
    links: optional(z.array(Link).max(LINKS_MAX, `At most ${LINKS_MAX} links, please.`)),
    city: optional(field.line(100)),
    pronouns: optional(field.line(50)),
    share: z.partialRecord(z.enum(FIELDS, { error: `Only these can be shared: ${FIELDS.join(", ")}.` }), partialAudience).optional(),
  })
  .meta({ ref: "CardPatch" });
export type Patch = z.output<typeof Patch>;

/** The card after a patch; a cleared field is gone. */
export function patched(card: Info, patch: Patch): Info {
  const next: Record<string, unknown> = { ...card };
  for (const [name, value] of Object.entries(patch)) {
    if (name === "share" || value === undefined) continue;
    if (value === null || value === "" || (Array.isArray(value) && value.length === 0)) delete next[name];
    else next[name] = value;
  }
  return next as Info;
}

export function patchedShare(share: Share, patch: Patch["share"]): Share {
  const next = { ...share };
  for (const name of FIELDS) next[name] = { ...next[name], ...defined(patch?.[name] ?? {}) };
  return next;
}

const defined = <T extends object>(object: T) =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };

/** Who the receiver is to the giver: exhibitors see the exhibitors' column, everybody else the people's. */
export const audienceOf = (receiverRole: string): Audience => (receiverRole === "exhibitor" ? "exhibitors" : "people");

/** The fields an act gives now: `scan` ones by a scan; `ask` ones too by an accept; `never` ones never. Filled or not. */
export function given(share: Share, audience: Audience, act: "scan" | "accept"): Field[] {
  return FIELDS.filter((name) => share[name][audience] === "scan" || (act === "accept" && share[name][audience] === "ask"));
}

/** The fields of a card that were given, are not `never` today, and hold something. */
export function visible(card: Info, share: Share, audience: Audience, fields: readonly string[]): Field[] {
  return FIELDS.filter((name) => fields.includes(name) && share[name][audience] !== "never" && card[name] !== undefined);
}

/** The card cut down to its name and these fields. */
export function cut(card: Info, fields: readonly Field[]): Info {
  return { name: card.name, ...Object.fromEntries(fields.filter((name) => card[name] !== undefined).map((name) => [name, card[name]])) };
}
