/** Every operation of several writes, killed before each of its table calls in turn and tried again: it ends as if nothing had happened. */
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { AttendeeList } from "@lanyard/core/attendee-list";
import { Badge } from "@lanyard/core/badge";
import { Contact } from "@lanyard/core/contact";
import { ContactList } from "@lanyard/core/contact-list";
import type { Item } from "@lanyard/core/db/table";
import { Event } from "@lanyard/core/event";
import { EventRollup } from "@lanyard/core/event-rollup";
import { Exchange } from "@lanyard/core/exchange";
import { Import } from "@lanyard/core/import";
import { Mailing } from "@lanyard/core/mailing";
import { Sender } from "@lanyard/core/mailing-sender";
import { Privacy } from "@lanyard/core/privacy";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, HOUR, Killed, killEverywhere, NOON, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

test("a reprint leaves one live badge, the newest", async () => {
  const owner = await world.owner();
  const people = await world.attend(
    owner,
    Array.from({ length: 12 }, (_, i) => `r${i}@killed.example`),
  );
  let tried = 0;
  const kills = await killEverywhere(
    world,
    (deps) => Badge.replace({ ...owner, deps }, people[tried]!.id),
    async () => {
      const one = people[tried++]!;
      const view = await Badge.replace(owner, one.id);
      const scanner = people.at(-1)!;
      const used = await Exchange.scan(scanner.ctx, { badge: view.url });
      expect(used.contact.attendeeId).toBe(one.id);
      await expect(Exchange.scan(scanner.ctx, { badge: one.badge })).rejects.toMatchObject({ code: "badge.replaced" });
      const { items } = await AttendeeList.page(owner, { limit: 50 });
      expect(items.find((item) => item.id === one.id)!.badge).toEqual(view);
    },
  );
  expect(kills).toBeGreaterThan(3);
});

test("an import creates everybody once", async () => {
  const kills = await killEverywhere(
    world,
    async (deps) => {
      const owner = await world.owner();
      importing = { ...owner, deps: world.deps };
      await Import.rows({ ...owner, deps }, { rows });
    },
    async () => {
      const result = await Import.rows(importing, { rows });
      expect(result.created + result.unchanged).toBe(rows.length);
      expect(await Import.rows(importing, { rows })).toMatchObject({ created: 0, updated: 0, unchanged: rows.length });
      expect((await EventRollup.read(world.deps, importing.actor.event)).attendees).toBe(rows.length);
    },
  );
  expect(kills).toBeGreaterThan(1);
});
let importing: Awaited<ReturnType<World["owner"]>>;
const rows = Array.from({ length: 60 }, (_, i) => ({ email: `i${i}@killed.example`, name: `Person ${i}` }));

test("an import of which any part of a batch was written is made whole by the next", async () => {
  for (let seed = 0; seed < 12; seed++) {
    const owner = await world.owner();
    let batches = 0;
    const table = {
      ...world.deps.table,
      async batchWrite({ puts = [] }: { puts?: Item[] }) {
        batches++;
        await world.deps.table.batchWrite({ puts: puts.filter((_, place) => (place * 7 + seed) % 3 !== 0) });
        throw new Killed(`in batch ${batches}`);
      },
    };
    await expect(Import.rows({ ...owner, deps: { ...world.deps, table } }, { rows })).rejects.toThrow(Killed);
    await Import.rows(owner, { rows });
    const { items } = await AttendeeList.page(owner, { limit: 100 });
    expect(items).toHaveLength(rows.length);
    const found = await Badge.findAll(
      world.deps,
      owner.actor.event.id,
      items.map((item) => item.badge.url),
    );
    expect(found.map((badge) => badge?.attendee)).toEqual(items.map((item) => item.id));
  }
});

test("an erasure that is killed is ended by the job, and nothing of the person is left", async () => {
  const owner = await world.owner();
  let round = 0;
  const kills = await killEverywhere(
    world,
    async (deps) => {
      round++;
      const [me, low, high] = await world.attend(owner, [
        `canary${round}@killed.example`,
        `x${round}@killed.example`,
        `y${round}@killed.example`,
      ]);
      await Exchange.scan(me!.ctx, { badge: low!.badge });
      await Exchange.scan(high!.ctx, { badge: me!.badge });
      await Contact.patch(high!.ctx, me!.id, { note: `about canary${round}` });
      await Contact.patch(me!.ctx, low!.id, { note: "mine" });
      partners = [low!, high!];
      canary = `canary${round}@killed.example`;
      await Privacy.eraseMe({ ...me!.ctx, deps });
    },
    async () => {
      await Privacy.eraseDue(world.deps);
      const left = (await everything()).filter((item) => JSON.stringify(item).includes(`canary${round}`));
      // Killed before it was written down at all, nothing was promised yet.
      if (left.some((item) => item.sk === "CARD")) {
        expect(round).toBe(1);
        await Privacy.eraseMe(await world.signedIn(canary));
      }
      expect((await everything()).filter((item) => JSON.stringify(item).includes(`canary${round}`))).toEqual([]);
      for (const partner of partners) expect((await ContactList.list(partner.ctx, { limit: 50 })).items).toEqual([]);
    },
  );
  expect(kills).toBeGreaterThan(8);
});
let partners: Awaited<ReturnType<World["attend"]>>;
let canary: string;

test("the sender mails everybody once, killed at every eleventh of its calls", async () => {
  const owner = await world.owner();
  const people = await world.attend(
    owner,
    Array.from({ length: 6 }, (_, i) => `m${i}@killed.example`),
  );
  for (let i = 0; i < 6; i += 2) await Exchange.scan(people[i]!.ctx, { badge: people[i + 1]!.badge });
  const event = owner.actor.event.id;
  let now = NOON;
  const kills = await killEverywhere(
    world,
    async (deps) => {
      world.mails.length = 0;
      await forgetPlan(event);
      await Mailing.put(owner, "follow-up", { enabled: true, sendAt: now });
      await Sender.sendDue(deps);
    },
    async () => {
      for (let run = 0; run < 4; run++) {
        now = world.at(now + 2 * HOUR);
        await heard();
        await Sender.sendDue(world.deps);
      }
      const counts = new Map<string, number>();
      for (const mail of world.mails.filter((mail) => mail.tags?.kind === "follow-up"))
        counts.set(mail.to.address, (counts.get(mail.to.address) ?? 0) + 1);
      expect([...counts.values()]).toEqual(people.map(() => 1));
      expect((await Mailing.get(owner, "follow-up")).progress).toMatchObject({ pending: 0, sent: people.length, failed: 0 });
    },
    11,
  );
  world.at(NOON);
  expect(kills).toBeGreaterThan(100);
}, 180_000);

/** SES tells of every mail it took. */
async function heard(): Promise<void> {
  const { MailEvent } = await import("@lanyard/core/mail-event");
  for (const mail of world.mails) {
    const tags = Object.fromEntries(Object.entries(mail.tags ?? {}).map(([name, value]) => [name, [value]]));
    await MailEvent.handle(world.deps, { eventType: "Send", mail: { timestamp: new Date(world.deps.clock()).toISOString(), tags } });
  }
}

async function forgetPlan(event: string): Promise<void> {
  const gone = (await everything()).filter(
    (item) => item.pk.startsWith(`FOLLOWUP#${event}`) || (item.pk === `EVENT#${event}` && item.sk === "FOLLOWUP") || item.pk === "MAILER",
  );
  await world.deps.table.batchWrite({ deletes: gone });
}

/** Every item of the table: what the product itself never does. */
async function everything(): Promise<Item[]> {
  const items: Item[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await world.db.client.send(
      new ScanCommand({ TableName: world.db.tableName, ...(from && { ExclusiveStartKey: from }), ConsistentRead: true }),
    );
    items.push(...((page.Items ?? []) as Item[]));
    from = page.LastEvaluatedKey;
  } while (from);
  return items;
}

test("an event whose making was killed is nobody's", async () => {
  const person = await world.signedIn("maker@killed.example");
  const input = { name: "Half", startsAt: NOON, endsAt: NOON + HOUR, timeZone: "Europe/Berlin" };
  await killEverywhere(
    world,
    (deps) => Event.create({ ...person, deps }, input),
    async () => undefined,
  );
  const made = (await everything()).filter((item) => item.sk === "EVENT" && item.name === "Half");
  for (const item of made) await expect(Event.open(person, String(item.id))).resolves.toBeTruthy();
  expect(made.length).toBe(1);
});
