/** A person: one human, one verified address, across all events. */
export * as Person from "./person.ts";

import * as z from "zod";
import { Card } from "./card.ts";
import type { Context, Deps, PersonActor } from "./context.ts";
import * as keys from "./db/keys.ts";
import type { Item } from "./db/table.ts";
import { AppError } from "./error.ts";
import { personId } from "./id.ts";

export const LANGUAGES = ["en", "ar"] as const;

export const Info = z.object({
  id: z.string(),
  email: z.string(),
  card: Card.Info,
  share: Card.Share,
  language: z.string().optional(),
  createdAt: z.number(),
  /** The card was once filled from an import; later imports leave it alone. */
  filled: z.boolean().optional(),
  v: z.number(),
});
export type Info = z.infer<typeof Info>;

export const View = z
  .object({ id: z.string(), email: z.string(), name: z.string(), language: z.string().optional() })
  .meta({ ref: "Person" });

export const Patch = z.object({ language: z.enum(LANGUAGES, { error: `Choose one of ${LANGUAGES.join(", ")}.` }).optional() });

export const idOf = (deps: Deps, email: string): string => personId(deps.secrets.ids, email);

/** A person who has no name yet is stored without one. */
const Stored = Info.extend({ card: Card.Info.extend({ name: z.string().default("") }) });

export const parse = (item: Item): Info => Stored.parse(item);

function toItem({ card: { name, ...card }, ...person }: Info): Item {
  return { ...keys.person(person.id), ...person, card: name === "" ? card : { name, ...card } };
}

export const view = (person: Info): z.infer<typeof View> => ({
  id: person.id,
  email: person.email,
  name: person.card.name,
  ...(person.language !== undefined && { language: person.language }),
});

/** The person with this address; made when this is their first sign-in. `card.email` starts as the address. */
export async function ensure(deps: Deps, email: string): Promise<Info> {
  const id = idOf(deps, email);
  const key = keys.person(id);
  const found = await deps.table.get(key, { strong: true });
  if (found) return parse(found);
  const person: Info = { id, email, card: { name: "", email }, share: Card.DEFAULT_SHARE, createdAt: deps.clock(), v: 1 };
  if (await deps.table.putIfAbsent(toItem(person))) return person;
  return parse((await deps.table.get(key, { strong: true }))!);
}

/** Fills what is empty in a card from an import, once in a person's life. */
export async function fillOnce(
  deps: Deps,
  person: Info,
  row: { name: string; company?: string | undefined; headline?: string | undefined },
): Promise<Info> {
  if (person.filled) return person;
  return change(deps, person.id, (now) =>
    now.filled
      ? now
      : {
          ...now,
          filled: true,
          card: {
            ...now.card,
            name: now.card.name || row.name,
            ...(now.card.company === undefined && row.company && { company: row.company }),
            ...(now.card.headline === undefined && row.headline && { headline: row.headline }),
          },
        },
  );
}

/** Changes my card and what I share. What is loosened reaches later acts only; what is `never` is gone from everyone at once. */
export async function patchCard(ctx: Context<PersonActor>, patch: Card.Patch): Promise<Info> {
  return change(ctx.deps, ctx.actor.person.id, (now) => ({
    ...now,
    card: Card.patched(now.card, patch),
    share: Card.patchedShare(now.share, patch.share),
  }));
}

export async function patch(ctx: Context<PersonActor>, input: z.output<typeof Patch>): Promise<Info> {
  return change(ctx.deps, ctx.actor.person.id, (now) => ({ ...now, ...(input.language && { language: input.language }) }));
}

/** Reads, changes and writes under the version until it lands; an erased person is a signed-out one. */
async function change(deps: Deps, id: string, step: (now: Info) => Info): Promise<Info> {
  const key = keys.person(id);
  for (let attempt = 0; attempt < 20; attempt++) {
    const item = await deps.table.get(key, { strong: true });
    if (!item) throw new AppError("session.missing");
    const now = parse(item);
    const next = step(now);
    if (next === now) return now;
    const written = { ...next, v: now.v + 1 };
    if (await deps.table.putIfVersion(toItem(written), now.v)) return written;
  }
  throw new AppError("write.contended");
}

/** What the others see of somebody who never signed in: the name on the list. */
export const cardOf = (person: Info | undefined, listedName: string): Card.Info =>
  person ? { ...person.card, name: person.card.name || listedName } : { name: listedName };

export const shareOf = (person: Info | undefined): Card.Share => person?.share ?? Card.DEFAULT_SHARE;

/** Somebody who never signed in, as others see them: the name on the list, and nothing that was ever shared. */
export const unclaimed = (id: string, row: { email: string; name: string }): Info => ({
  id,
  email: row.email,
  card: { name: row.name },
  share: Card.DEFAULT_SHARE,
  createdAt: 0,
  v: 0,
});
