import { Badge } from "@lanyard/core/badge";
import { CROCKFORD } from "@lanyard/core/badge-code";
import { BadgeList } from "@lanyard/core/badge-list";
import { type Marks, marksOf, mayBeIn } from "@lanyard/core/badge-mark";
import type { AttendeeActor, Context } from "@lanyard/core/context";
import type { Table } from "@lanyard/core/db/table";
import { Import } from "@lanyard/core/import";
import { Privacy } from "@lanyard/core/privacy";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rng } from "../support/rng.ts";
import { createWorld, killEverywhere, NOON, type World } from "../support/world.ts";

const MINUTE = 60_000;
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const code = fc.array(fc.constantFrom(...CROCKFORD), { minLength: 8, maxLength: 8 }).map((list) => list.join(""));
const someCodes = (count: number, seed: number) => {
  const { pick } = rng(seed);
  return Array.from({ length: count }, () => Array.from({ length: 8 }, () => pick([...CROCKFORD])).join(""));
};
const marks = ({ bits, gaps }: BadgeList.View): Marks => ({ bits, gaps: Buffer.from(gaps, "base64") });
const emails = (name: string, count: number) => Array.from({ length: count }, (_, i) => `${name}${i}@list.example`);

/** The same caller, whose calls of the table are counted by kind. */
function counted(ctx: Context<AttendeeActor>) {
  const calls: string[] = [];
  const table = new Proxy(ctx.deps.table, {
    get: (target, name: keyof Table) => {
      calls.push(name);
      return target[name];
    },
  });
  return { ctx: { ...ctx, deps: { ...ctx.deps, table } }, calls };
}

test("every badge of the event is known by its token and by its short code", () => {
  fc.assert(
    fc.property(fc.array(code, { maxLength: 300 }), (codes) => {
      const list = marksOf("evt_a", codes);
      for (const one of codes) expect(mayBeIn(list, "evt_a", one) && mayBeIn(list, "evt_a", `${one}0000000000000000`)).toBe(true);
    }),
  );
});

test.each([1, 2, 200, 5_000, 50_000])(
  "of wrong codes at an event of %i about one in a hundred looks right, at two bytes a badge",
  (size) => {
    const codes = someCodes(size, 1);
    const list = marksOf("evt_a", codes);
    const wrong = someCodes(2_000, 2).filter((one) => !codes.includes(one));
    expect(wrong.filter((one) => mayBeIn(list, "evt_a", one)).length / wrong.length).toBeLessThan(0.013);
    expect(list.gaps.length).toBeLessThanOrEqual(2 * size);
    // A mark may not narrow a code of 40 bits to few: at least 2^15 codes look like each.
    expect(list.bits).toBeLessThanOrEqual(25);
    expect(codes.slice(0, 200).filter((one) => mayBeIn(list, "evt_b", one)).length).toBeLessThanOrEqual(size === 1 ? 0 : 8);
  },
);

test("the list holds the valid badges: neither replaced ones, nor another event's, nor those of who erased themselves", async () => {
  const [owner, elsewhere] = [await world.owner(), await world.owner()];
  const people = await world.attend(owner, emails("valid", 40));
  const others = await world.attend(elsewhere, emails("valid", 40));
  const reprinted = people.slice(0, 10);
  const fresh = await Promise.all(reprinted.map(({ id }) => Badge.replace(owner, id)));
  await Badge.replace(owner, people[0]!.id).then((third) => (fresh[0] = third));
  const gone = people[39]!;
  await Privacy.eraseMe(gone.ctx);

  const list = marks(await BadgeList.read(people[20]!.ctx));
  const isIn = (badge: string) => mayBeIn(list, owner.actor.event.id, badge);
  expect(fresh.every(({ url }) => isIn(url.split("/B/")[1]!))).toBe(true);
  expect(people.slice(10, 39).every(({ badge }) => isIn(badge))).toBe(true);
  // By chance one of these in 128 may look right.
  expect([...reprinted, gone, ...others].filter(({ badge }) => isIn(badge)).length).toBeLessThanOrEqual(3);
});

test("a list is made once in ten minutes, and a phone that asks meanwhile costs one read", async () => {
  const owner = await world.owner();
  const [one] = await world.attend(owner, emails("cost", 3));
  world.at(NOON);
  const first = await BadgeList.read(one!.ctx);
  await world.attend(owner, emails("later", 3));
  world.at(NOON + 10 * MINUTE - 1);
  const { ctx, calls } = counted(one!.ctx);
  expect(await BadgeList.read(ctx)).toEqual(first);
  expect(calls).toEqual(["get"]);
  world.at(NOON + 10 * MINUTE);
  const second = await BadgeList.read(one!.ctx);
  expect(second).toMatchObject({ asOf: new Date(NOON + 10 * MINUTE).toISOString() });
  expect(Buffer.from(second.gaps, "base64").length).toBeGreaterThan(Buffer.from(first.gaps, "base64").length);
  world.at(NOON);
});

test("of twenty phones that ask at once for an old list one makes the new one", async () => {
  const owner = await world.owner();
  const [one] = await world.attend(owner, emails("herd", 3));
  const phones = Array.from({ length: 20 }, () => counted(one!.ctx));
  const answers = await Promise.all(phones.map(({ ctx }) => BadgeList.read(ctx)));
  expect(phones.filter(({ calls }) => calls.includes("query")).length).toBe(1);
  expect(answers.filter(({ bits }) => bits > 0).length).toBe(1);
});

test("killed while it is made, the list is made by who asks half a minute later", async () => {
  let ctx: Context<AttendeeActor>;
  const kills = await killEverywhere(
    world,
    async (deps) => {
      world.at(NOON);
      const owner = await world.owner();
      await Import.rows(owner, { rows: emails("killed", 2).map((email) => ({ email, name: "K" })) });
      const [one] = await world.attend(owner, emails("killed", 1));
      ctx = one!.ctx;
      await BadgeList.read({ ...ctx, deps });
    },
    async () => {
      world.at(NOON + 31_000);
      const list = marks(await BadgeList.read(ctx));
      expect(list.gaps.length).toBeGreaterThanOrEqual(2);
      expect(mayBeIn(list, ctx.actor.event.id, Badge.token(world.deps, ctx.actor.attendee.id, 0))).toBe(true);
    },
  );
  expect(kills).toBe(6);
  world.at(NOON);
});
