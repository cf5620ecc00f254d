/** What the calls of an event cost on DynamoDB: requests, requests in sequence, capacity units. */
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { connection } from "@lanyard/core/db/keys";
import { Pair } from "@lanyard/core/pair";
import { createApp } from "@lanyard/functions/app";
import { createWorld } from "../support/world.ts";
import { browser } from "./browser.ts";
import { meter } from "./meter.ts";
import { type Line, report } from "./report.ts";

const world = await createWorld();
const { cost } = meter(world.db.client);
const app = createApp(world.deps, { version: "bench" });
const owner = await world.owner();
const { event } = owner.actor;
const [a, b, ...others] = await world.attend(
  owner,
  Array.from({ length: 103 }, (_, i) => `c${i}@bench.example`),
);
const [shy] = await world.attend(owner, ["shy@bench.example"], "ask");
const path = `/events/${event.id}`;
const mine = await browser(world, app, a!.ctx);
const theirs = await browser(world, app, shy!.ctx);
const organizer = await browser(world, app, owner);
await mine("GET", `${path}/me`); // the event is in memory from here on, as in any warm function

const lines: Line[] = [];
const measure = async (what: string, work: () => Promise<unknown>, budget = "") => lines.push({ what, ...(await cost(work)), budget });

await measure("scan, new connection", () => mine("POST", `${path}/scans`, { badge: b!.badge }), "6, 3, 3, 4");
const pair = Pair.of(a!.ctx.actor.attendee, b!.ctx.actor.attendee);
const key = connection(pair.low.id, pair.high.id);
const item = (await world.deps.table.get(key))!;
await world.deps.table.delete(key);
await measure("floor: one read, one conditional write of the same item", async () => {
  await world.db.client.send(new GetCommand({ TableName: world.db.tableName, Key: key, ConsistentRead: true }));
  await world.db.client.send(
    new PutCommand({ TableName: world.db.tableName, Item: item, ConditionExpression: "attribute_not_exists(pk)" }),
  );
});
await measure("scan, the same again", () => mine("POST", `${path}/scans`, { badge: b!.badge }));
await measure("scan, a request", () => mine("POST", `${path}/scans`, { badge: shy!.badge }));
await measure("accept", () => theirs("POST", `${path}/contacts/${a!.id}/accept`, {}));
await measure("note", () => mine("PATCH", `${path}/contacts/${b!.id}`, { note: "Wants to see the prototype in June" }));
await measure("withdraw", () => mine("POST", `${path}/contacts/${b!.id}/withdraw`, {}));
await measure("check-in", () => organizer("POST", `${path}/check-ins`, { badge: b!.badge }));
for (const other of others.slice(0, 98))
  await mine("POST", `${path}/scans`, { badge: other.badge }).catch(() => world.at(world.deps.clock() + 601_000));
await measure("contact list of 100", () => mine("GET", `${path}/contacts?limit=100`));
await mine("GET", `${path}/badges`);
await measure("list of badges, kept", () => mine("GET", `${path}/badges`));
world.at(world.deps.clock() + 601_000);
await measure("list of badges, made anew for 105", () => mine("GET", `${path}/badges`));
await measure("one row imported", () =>
  organizer("POST", `${path}/attendees/import`, { rows: [{ email: "new@bench.example", name: "New" }] }),
);

report("Cost on DynamoDB Local (budget: requests, in sequence, read units, write units)", lines);
await world.close();
