/** A member: somebody who runs an event. Owners and organizers may do everything, staff check people in and see nothing else. */
export * as Member from "./member.ts";

import * as z from "zod";
import type { Context, Deps, MemberActor } from "./context.ts";
import * as keys from "./db/keys.ts";
import type { Item } from "./db/table.ts";
import { AppError } from "./error.ts";
import type { Event } from "./event.ts";
import * as field from "./field.ts";
import { PersonId } from "./id.ts";
import { Person } from "./person.ts";
import { Session } from "./session.ts";

export const ROLES = ["owner", "organizer", "staff"] as const;
export type Role = (typeof ROLES)[number];
export const ORGANIZERS = ["owner", "organizer"] as const;

export const View = z.object({ personId: z.string(), email: z.string(), role: z.enum(ROLES), since: z.string() }).meta({ ref: "Member" });

export const Add = z
  .object({ email: field.email, role: z.enum(["organizer", "staff"], { error: "Choose organizer or staff." }) })
  .meta({ ref: "MemberAdd" });

export async function roleOf(deps: Deps, event: string, person: string): Promise<Role | undefined> {
  const item = await deps.table.get(keys.member(event, person));
  return item && (item.role as Role);
}

/** The events somebody organizes or helps at, with the role there. */
export async function rolesOf(deps: Deps, person: string): Promise<Map<string, Role>> {
  const listed = await deps.table.queryAll({ index: "lists", pk: keys.eventsOfMember(person), prefix: "EVENT#" });
  const items = await deps.table.batchGet(listed);
  return new Map(items.map((item) => [String(item.event), item.role as Role]));
}

export async function list(ctx: Context<MemberActor>): Promise<z.infer<typeof View>[]> {
  const items = await ctx.deps.table.queryAll({ pk: keys.membersOf(ctx.actor.event.id), prefix: keys.MEMBER_PREFIX, strong: true });
  return items.map(view).sort((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role) || (a.email < b.email ? -1 : 1));
}

/** Adds a member or changes a role; needs a fresh sign-in. The owner stays what they are. */
export async function add(ctx: Context<MemberActor>, input: z.output<typeof Add>): Promise<z.infer<typeof View>> {
  Session.requireFresh(ctx);
  const { deps, actor } = ctx;
  const person = Person.idOf(deps, input.email);
  if (person === actor.event.owner) throw new AppError("member.owner", { field: "email" });
  const item = toItem(actor.event.id, person, input.email, input.role, deps.clock());
  await deps.table.put(item);
  return view(item);
}

export async function remove(ctx: Context<MemberActor>, person: string): Promise<void> {
  Session.requireFresh(ctx);
  const key = keys.member(ctx.actor.event.id, person);
  if (person === ctx.actor.event.owner) throw new AppError("member.owner");
  if (!PersonId.safeParse(person).success || !(await ctx.deps.table.get(key, { strong: true }))) throw new AppError("member.unknown");
  await ctx.deps.table.delete(key);
}

export async function putOwner(deps: Deps, event: Event.Info, person: Person.Info): Promise<void> {
  await deps.table.put(toItem(event.id, person.id, person.email, "owner", event.createdAt));
}

const toItem = (event: string, person: string, email: string, role: Role, since: number): Item => ({
  ...keys.member(event, person),
  ...keys.memberLists(event, person),
  event,
  person,
  email,
  role,
  since,
});

const view = (item: Item): z.infer<typeof View> => ({
  personId: String(item.person),
  email: String(item.email),
  role: item.role as Role,
  since: field.iso(Number(item.since)),
});
