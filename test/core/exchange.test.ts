import { Connection } from "@lanyard/core/connection";
import { Contact } from "@lanyard/core/contact";
import { ContactList } from "@lanyard/core/contact-list";
import * as keys from "@lanyard/core/db/keys";
import { AppError } from "@lanyard/core/error";
import { Exchange } from "@lanyard/core/exchange";
import { Pair } from "@lanyard/core/pair";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, NOON, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const scan = (who: { ctx: Parameters<typeof Exchange.scan>[0] }, whom: { badge: string }, more = {}) =>
  Exchange.scan(who.ctx, { badge: whom.badge, ...more });

test("crossed scans, doubles and answers at once end in one pair whose versions are its landed writes", async () => {
  const owner = await world.owner();
  const people = await world.attend(
    owner,
    Array.from({ length: 24 }, (_, i) => `p${i}@exchange.example`),
    "ask",
  );
  let fresh = 0;
  for (let i = 0; i < people.length; i += 2) {
    const [a, b] = [people[i]!, people[i + 1]!];
    const acts = [
      () => scan(a, b),
      () => scan(b, a),
      () => scan(a, b),
      () => scan(b, a),
      () => Contact.act(b.ctx, a.id, "accept", {}),
      () => Contact.act(a.ctx, b.id, "withdraw", {}),
      () => Contact.act(i % 4 ? a.ctx : b.ctx, i % 4 ? b.id : a.id, "block", {}),
    ];
    const outcomes = await Promise.all(
      acts.map((act) =>
        act().catch((error: unknown) => {
          if (error instanceof AppError) return error;
          throw error;
        }),
      ),
    );
    fresh += outcomes.filter((outcome) => "fresh" in outcome && outcome.fresh).length;
    const pair = Pair.of(a.ctx.actor.attendee, b.ctx.actor.attendee);
    const item = (await world.deps.table.get(keys.connection(pair.low.id, pair.high.id), { strong: true }))!;
    const state = Pair.parse(item);
    const [mine, theirs] = [Connection.view(state, pair.mine), Connection.view(state, Connection.other(pair.mine))];
    expect(Number(item.v)).toBeGreaterThanOrEqual(1);
    expect((mine.status === "connected") === (theirs.status === "connected")).toBe(true);
  }
  expect(fresh).toBe(people.length / 2);
});

test("a batch replayed in any order changes nothing, and one bad scan spoils no other", async () => {
  const owner = await world.owner();
  const [me, ...others] = await world.attend(
    owner,
    Array.from({ length: 8 }, (_, i) => `b${i}@exchange.example`),
  );
  const scans = others.map((other, i) => ({ badge: other.badge, scanId: `s${i}`, scannedAt: new Date(NOON - i * 60_000).toISOString() }));
  const sent = [
    ...scans,
    { badge: "no such badge", scanId: "bad" },
    { badge: 7, scanId: "worse" },
    null,
    { scanId: "empty" },
    { badge: me!.badge, scanId: "own" },
  ];
  const first = await Exchange.scanBatch(me!.ctx, { scans: sent });
  expect(first.map((result) => ("error" in result ? result.error.code : result.status))).toEqual([
    ...others.map(() => "connected"),
    "badge.unknown",
    "badge.missing",
    "input.invalid",
    "badge.missing",
    "scan.own_badge",
  ]);
  const again = await Exchange.scanBatch(me!.ctx, { scans: sent.toReversed() });
  expect(again.toReversed()).toEqual(first);
  const contacts = await ContactList.list(me!.ctx, { limit: 50 });
  expect(contacts.items.map((contact) => contact.attendeeId)).toEqual(others.map((other) => other.id));
});

test("a phone whose clock is two hours wrong, either way, meets people when it met them", async () => {
  const owner = await world.owner();
  const [me, fast, slow] = await world.attend(owner, ["c0@exchange.example", "c1@exchange.example", "c2@exchange.example"]);
  const made = NOON - 20 * 60_000;
  for (const [other, wrong] of [
    [fast!, 2 * 3_600_000],
    [slow!, -2 * 3_600_000],
  ] as const) {
    const { contact } = await scan(me!, other, { scannedAt: made + wrong, sentAt: NOON + wrong });
    expect(contact.met.at).toBe(new Date(made).toISOString());
  }
});

test("an ordinary delay of the network moves no meeting", async () => {
  const owner = await world.owner();
  const [me, other] = await world.attend(owner, ["d0@exchange.example", "d1@exchange.example"]);
  const { contact } = await scan(me!, other!, { scannedAt: NOON - 60_000, sentAt: NOON - 4_000 });
  expect(contact.met.at).toBe(new Date(NOON - 60_000).toISOString());
});
