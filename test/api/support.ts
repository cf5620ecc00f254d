/** What the proofs of the HTTP contract share: people who are signed in without a mail, a clock that moves, and the one error shape. */
import { Attendee } from "@lanyard/core/attendee";
import { ErrorBody } from "@lanyard/core/error";
import { Person } from "@lanyard/core/person";
import { Session } from "@lanyard/core/session";
import { expect } from "vitest";
import type { TestApp } from "../support/app.ts";
import { type Answer, type Attending, Client, importRows, type Json, type Row } from "../support/client.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Times as the API takes them, so many milliseconds from now. */
export const fromNow = (ms: number): string => new Date(Date.now() + ms).toISOString();

/** Signed in as after a mail, through the same operations, without the mail. */
export async function enter(app: TestApp, email: string): Promise<Client> {
  const client = new Client(app);
  const person = await Person.ensure(app.deps, email.toLowerCase());
  const { cookie } = await Session.create(app.deps, person.id, "test");
  await Attendee.claimAll(app.deps, person);
  client.cookies.set("__Host-sid", cookie);
  client.email = email;
  return client;
}

/** An attendee who is signed in already. */
export async function guest(
  app: TestApp,
  owner: Client,
  event: string,
  row: Partial<Row> & { email: string },
  policy?: "open" | "ask" | "closed",
): Promise<Attending> {
  await importRows(owner, event, [{ name: row.email.split("@")[0]!, ...row }]);
  const client = await enter(app, row.email);
  const mine = await client.get(`/api/events/${event}/me`);
  if (policy) await client.patch(`/api/events/${event}/me`, { policy });
  return {
    client,
    id: mine.body.attendee.id,
    badge: mine.body.badge,
    event,
    scan: (other, more = {}) => client.post(`/api/events/${event}/scans`, { badge: other.badge.url, ...more }),
    contact: async (other) => (await client.get(`/api/events/${event}/contacts/${other.id}`)).body.contact,
    act: (other, kind, body = {}) => client.post(`/api/events/${event}/contacts/${other.id}/${kind}`, body),
  };
}

const KINDS: Record<number, string> = {
  400: "invalid_input",
  401: "unauthenticated",
  403: "forbidden",
  404: "not_found",
  409: "conflict",
  410: "gone",
  413: "invalid_input",
  415: "invalid_input",
  429: "rate_limited",
  500: "internal",
};

/** The answer is this refusal, in the one shape that refusals have. */
export function refused(answer: Answer<Json>, status: number, code: string, field?: string): void {
  expect([answer.status, answer.body?.error?.code]).toEqual([status, code]);
  isRefusal(answer);
  if (field !== undefined) expect(answer.body.error.field).toBe(field);
}

/** Whatever was refused: `{ error: { kind, code, message, field?, requestId } }`, and nothing else. */
export function isRefusal({ status, body, headers }: Answer<Json>): void {
  expect(ErrorBody.strict().safeParse(body).error).toBeUndefined();
  const { kind, code, message, requestId, field: _, ...more } = body.error;
  expect(more).toEqual({});
  expect(kind).toBe(KINDS[status]);
  expect(code).toMatch(/^[a-z_]+\.[a-z_]+$/);
  expect(message.length).toBeGreaterThan(5);
  expect(requestId).toBe(headers.get("x-request-id"));
  expect(headers.get("content-type")).toMatch(/^application\/json/);
  if (status === 429) expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
}

/** While `step` runs, the server's clock is this many milliseconds ahead. */
export async function later<T>(app: TestApp, ms: number, step: () => Promise<T>): Promise<T> {
  const { clock } = app.deps;
  app.deps.clock = () => clock() + ms;
  try {
    return await step();
  } finally {
    app.deps.clock = clock;
  }
}
