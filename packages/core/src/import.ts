/**
 * The attendee import: up to 500 rows, repeated as often as the network wants. The id comes from the address, so nobody is ever doubled;
 * the row is the import's own item, so no claim, check-in or badge can be undone by it. No mail is sent.
 */
export * as Import from "./import.ts";

import * as z from "zod";
import { Attendee } from "./attendee.ts";
import { Badge } from "./badge.ts";
import type { Context, MemberActor } from "./context.ts";
import * as keys from "./db/keys.ts";
import type { Item } from "./db/table.ts";
import { Fact } from "./fact.ts";
import * as field from "./field.ts";
import { Person } from "./person.ts";
import { clean } from "./text.ts";

export const ROWS_MAX = 500;

export const Input = z
  .object({
    rows: z
      .array(z.unknown(), { error: "Send the attendees as a list of rows." })
      .max(ROWS_MAX, `At most ${ROWS_MAX} rows at once, please.`),
    dryRun: z.boolean().optional(),
  })
  .meta({ ref: "Import" });

export const Rejection = z
  .object({ row: z.number().int(), field: z.string(), code: z.string(), message: z.string() })
  .meta({ ref: "RowRejection" });
type Rejection = z.infer<typeof Rejection>;

export const Result = z
  .object({ created: z.number().int(), updated: z.number().int(), unchanged: z.number().int(), rejected: z.array(Rejection) })
  .meta({ ref: "ImportResult" });
export type Result = z.infer<typeof Result>;

/** Null and what shows nothing mean no change. */
const blank = <T extends z.ZodType>(schema: T) =>
  z.preprocess(
    (value) => (value === null || (typeof value === "string" && clean(value, 1000) === "") ? undefined : value),
    schema.optional(),
  );
const Row = z.object({
  email: field.email,
  name: blank(field.line(200)),
  company: blank(field.line(200)),
  headline: blank(field.line(200)),
  role: blank(
    z
      .string({ error: "Send the role as text." })
      .transform((role) => clean(role, 50).toLowerCase())
      .pipe(z.enum(Attendee.ROLES, { error: `The role is one of ${Attendee.ROLES.join(", ")}.` })),
  ),
  reference: blank(z.union([field.line(100), z.number().transform(String)], { error: "Send the reference as text." })),
});
type Row = z.output<typeof Row>;

const CODES: Record<string, string> = {
  email: "row.invalid_email",
  name: "row.invalid_name",
  company: "row.invalid_company",
  headline: "row.invalid_headline",
  role: "row.unknown_role",
  reference: "row.invalid_reference",
};

/** Creates and updates attendees. Three requests in sequence: what is there, new badges, new and changed rows. */
export async function rows(ctx: Context<MemberActor>, input: z.output<typeof Input>): Promise<Result> {
  const { deps, actor } = ctx;
  const rejected: Rejection[] = [];
  const wanted = new Map<string, { place: number; row: Row }>();
  for (const [place, raw] of input.rows.entries()) {
    const row = read(raw, place, rejected);
    if (row) wanted.set(row.email, { place, row: merge(wanted.get(row.email)?.row, row) });
  }
  const people = new Map([...wanted.keys()].map((email) => [email, Person.idOf(deps, email)]));
  const idOf = (email: string) => Attendee.idOf(deps, actor.event.id, people.get(email)!);
  const before = await deps.table.batchGet(
    [...wanted.keys()].map((email) => keys.row(idOf(email))),
    { strong: true },
  );
  const known = new Map(before.map((item) => [keys.attendeeOf(item.pk), item]));

  const result: Result = { created: 0, updated: 0, unchanged: 0, rejected };
  const badges: Item[] = [];
  const puts: Item[] = [];
  for (const [email, { place, row }] of wanted) {
    const id = idOf(email);
    const person = people.get(email)!;
    const old = known.get(id);
    if (!old && !row.name) {
      rejected.push({ row: place, field: "name", code: "row.missing_name", message: "name: A new attendee needs a name." });
      continue;
    }
    const next = applied(old?.listed as Attendee.Row | undefined, row);
    if (!old) {
      result.created++;
      badges.push(Badge.toItem(actor.event.id, id, person, Badge.token(deps, id, 0)));
      puts.push(toItem(actor.event, id, person, next, deps.clock()));
    } else if (same(old.listed as Attendee.Row, next)) {
      result.unchanged++;
    } else {
      result.updated++;
      puts.push({ ...old, listed: next });
    }
  }
  rejected.sort((a, b) => a.row - b.row);
  if (input.dryRun) return result;
  // Badges first: a row is what tells the next import that all is there.
  await deps.table.batchWrite({ puts: badges });
  await deps.table.batchWrite({ puts });
  return result;
}

function read(raw: unknown, place: number, rejected: Rejection[]): Row | undefined {
  const parsed = Row.safeParse(raw);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const name = issue.path.length > 0 ? String(issue.path[0]) : "row";
  const message = name === "row" ? "This row is not an object with an email and a name." : `${name}: ${issue.message}`;
  rejected.push({ row: place, field: name, code: CODES[name] ?? "row.invalid", message });
  return undefined;
}

const defined = <T extends object>(object: T) =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined && value !== ""));

/** The later row of a repeated address wins, field by field. */
const merge = (earlier: Row | undefined, later: Row): Row => ({ ...earlier, ...defined(later) }) as Row;

const applied = (old: Attendee.Row | undefined, row: Row): Attendee.Row => ({ role: "attendee", ...old, ...defined(row) }) as Attendee.Row;

function same(a: Attendee.Row, b: Attendee.Row): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof Attendee.Row>;
  return [...names].every((name) => a[name] === b[name]);
}

const toItem = (event: { id: string; shards: number }, id: string, person: string, row: Attendee.Row, now: number): Item => ({
  ...keys.row(id),
  ...keys.attendeeLists(event.id, id),
  ...keys.attendeeWork(event.id, person),
  ...Fact.listed(event, id, now),
  event: event.id,
  person,
  createdAt: now,
  listed: row,
});
