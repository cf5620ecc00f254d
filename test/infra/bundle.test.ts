/**
 * The functions as they would be uploaded, with the permissions that they would have: one event from the first sign-in to the erasure,
 * by real payloads, on this Node and on the one that Lambda runs.
 */
import { personId } from "@lanyard/core/id";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Attending, attend, type Client, createEvent, importRows, type Json, signIn } from "../support/client.ts";
import { findNode22 } from "../support/node22.ts";
import { until } from "../support/wait.ts";
import { type Deployed, deploy } from "./lambda/deployed.ts";
import { snsEvent } from "./lambda/event.ts";
import { type Stack, synthesizeStack } from "./stack.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Longer than what the rollup leaves for later. */
const SETTLED = 2 * MINUTE;

const node22 = findNode22();
const production = await synthesizeStack({ stage: "production" });

describe.each([
  { node: process.execPath, title: `on Node ${process.versions.node}` },
  ...(node22 && node22 !== process.execPath ? [{ node: node22, title: "on Lambda's Node 22" }] : []),
])("production $title", ({ node }) => {
  let lanyard: Deployed;
  let ingrid: Client;
  let event: string;
  let mara: Attending;
  let jonas: Attending;
  const dashboard = async (): Promise<Json> => (await ingrid.get(`/api/events/${event}/dashboard`)).body;

  beforeAll(async () => {
    lanyard = await deploy(production, { node });
  });
  afterAll(() => lanyard?.close());

  test("the API answers a function URL and an API Gateway v2 alike", async () => {
    for (const front of ["function URL behind CloudFront", "API Gateway v2"] as const) {
      const answer = await lanyard.request("/api/health", {}, front);
      expect(answer.status, front).toBe(200);
      expect(await answer.json(), front).toMatchObject({ status: "ok" });
      expect(answer.headers.get("cache-control"), front).toBe("no-store");
    }
  });

  test("its OpenAPI document is made from the bundle", async () => {
    const document = (await (await lanyard.request("/api/openapi.json")).json()) as Json;
    expect(document.openapi).toBe("3.1.0");
    expect(Object.keys(document.paths).length).toBeGreaterThan(25);
    expect(document.components.schemas).toHaveProperty("ImportResult");
  });

  test("people on the allow-list sign in by mail and create an event; strangers get no mail", async () => {
    ingrid = await signIn(lanyard.app, "ingrid@tidewater.example");
    event = await createEvent(ingrid);
    const before = lanyard.ses.summaries().length;
    const start = {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email: "stranger@example.org" }),
    };
    expect((await lanyard.request("/api/auth/start", start)).status).toBe(202);
    expect(lanyard.ses.summaries()).toHaveLength(before);
    const mail = (await lanyard.ses.mails()).at(-1)!;
    expect(mail).toMatchObject({ configurationSet: "lanyard-production", to: ["ingrid@tidewater.example"] });
    expect(mail.from).toContain("sign-in@mail.tidewater.example");
    expect(mail.text).toContain("https://cards.tidewater.example/auth#");
  });

  test("a request of a foreign page is refused, one of our own address passes", async () => {
    const send = (origin: string) =>
      lanyard.request("/api/auth/start", {
        method: "POST",
        headers: { "content-type": "application/json", origin },
        body: JSON.stringify({ email: "stranger@example.org" }),
      });
    expect((await send("https://evil.example")).status).toBe(403);
    expect((await send("https://cards.tidewater.example")).status).toBe(202);
  });

  test("attendees are imported, members come and go, badges are replaced", async () => {
    const rows = ["mara", "jonas", "noor"].map((name) => ({ email: `${name}@example.org`, name: `${name} Beck` }));
    expect(await importRows(ingrid, event, rows)).toMatchObject({ created: 3, rejected: [] });
    const added = await ingrid.post(`/api/events/${event}/members`, { email: "door@tidewater.example", role: "staff" });
    expect(added.status).toBe(201);
    const { items: members } = (await ingrid.get(`/api/events/${event}/members`)).body;
    const staff = members.find((one: Json) => one.role === "staff");
    expect((await ingrid.delete(`/api/events/${event}/members/${staff.personId ?? staff.id}`)).status).toBe(204);
    const { items } = (await ingrid.get(`/api/events/${event}/attendees?limit=100`)).body;
    expect(items).toHaveLength(3);
    const noor = items.find((one: Json) => one.email === "noor@example.org");
    expect((await ingrid.post(`/api/events/${event}/attendees/${noor.id}/badge`)).status).toBe(201);
    expect((await ingrid.post(`/api/events/${event}/check-ins`, { badge: noor.badge.code })).status).toBe(410);
  });

  test("the invitation goes out once to each on the list, and SES's events reach its ledger", async () => {
    const plan = { enabled: true, sendAt: new Date(Date.now() + HOUR).toISOString() };
    expect((await ingrid.put(`/api/events/${event}/invitation`, plan)).status).toBe(200);
    expect((await ingrid.post(`/api/events/${event}/invitation/send`)).status).toBe(202);
    const before = lanyard.ses.summaries().length;
    await lanyard.run("SendMailings");
    await lanyard.run("SendMailings");
    const sent = (await lanyard.ses.mails()).slice(before);
    expect(sent.map(({ to }) => to[0]).sort()).toEqual(["jonas@example.org", "mara@example.org", "noor@example.org"]);
    for (const mail of sent) {
      expect(mail).toMatchObject({ configurationSet: "lanyard-production", tags: { kind: "invitation", event } });
      expect(mail.text).toContain(`https://cards.tidewater.example/e/${event}#email=`);
    }
    const { attendee } = sent[0]!.tags;
    const heard = () => lanyard.table.queryAll({ pk: `INVITATION#${event}#${attendee!["att_".length]}`, prefix: attendee! });
    await until("its ledger heard of it", async () => (await heard()).some((item) => item.sk.endsWith("#HEARD") && item.sent === true));
  });

  test("a scan exchanges cards, once", async () => {
    mara = await attend(lanyard.app, event, "mara@example.org", "open");
    jonas = await attend(lanyard.app, event, "jonas@example.org", "open");
    expect((await jonas.scan(mara)).status).toBe(201);
    expect((await jonas.scan(mara)).status).toBe(200);
    await jonas.client.patch(`/api/events/${event}/contacts/${mara.id}`, { note: "Sends me the talk", followUpOn: "2030-01-01" });
    expect((await ingrid.post(`/api/events/${event}/check-ins`, { badge: mara.badge.url })).status).toBe(201);
    expect(await dashboard()).toMatchObject({ attendees: 3, connections: 1, checkedIn: 1, unconnected: 1 });
  });

  test("the fold and the recount change nothing that the dashboard says", async () => {
    await lanyard.run("Fold", SETTLED);
    expect(await dashboard()).toMatchObject({ attendees: 3, connections: 1, checkedIn: 1, unconnected: 1 });
    await lanyard.run("Recount", untilThreeUtc());
    expect(await dashboard()).toMatchObject({ attendees: 3, connections: 1, checkedIn: 1, unconnected: 1 });
    expect(await lanyard.table.get({ pk: `EVENT#${event}`, sk: "ROLLUP" })).toMatchObject({ connections: 1 });
  });

  test("the follow-up goes out once to each, and SES's events reach the ledger", async () => {
    const plan = { enabled: true, sendAt: new Date(Date.now() + HOUR).toISOString(), subject: "Who you met" };
    expect((await ingrid.put(`/api/events/${event}/follow-up`, plan)).status).toBe(200);
    expect((await ingrid.post(`/api/events/${event}/follow-up/test`)).status).toBe(202);
    expect((await ingrid.post(`/api/events/${event}/follow-up/send`)).status).toBe(202);
    const before = lanyard.ses.summaries().length;
    await lanyard.run("SendMailings");
    await lanyard.run("SendMailings");
    const sent = (await lanyard.ses.mails()).slice(before);
    expect(sent.map(({ to }) => to[0]).sort()).toEqual(["jonas@example.org", "mara@example.org"]);
    for (const mail of sent) expect(mail).toMatchObject({ configurationSet: "lanyard-production", tags: { kind: "follow-up", event } });
    const heard = () => lanyard.table.queryAll({ pk: `FOLLOWUP#${event}#${jonas.id["att_".length]}` });
    await until("the ledger heard of it", async () => (await heard()).some((item) => item.sk.endsWith("#HEARD") && item.sent === true));
    expect((await ingrid.get(`/api/events/${event}/follow-up`)).body.progress).toMatchObject({ sent: 2, pending: 0, failed: 0 });
    expect(lanyard.heard.failures).toEqual([]);
    expect(lanyard.heard.kinds).toEqual(expect.arrayContaining(["Send", "Delivery"]));
  });

  test("a bounce and a complaint, as SES tells them, end our mail to that address", async () => {
    const topic = production.one("Topic", "SesEventsTopic").arn;
    const tell = (more: object) =>
      lanyard.functions.get("MailEvents")!.invoke(snsEvent(topic, { ...ses("noor@example.org"), ...more } as never));
    await tell({ eventType: "Reject", reject: { reason: "Bad content" } });
    await tell({ eventType: "Delivery", delivery: { timestamp: new Date().toISOString(), recipients: ["noor@example.org"] } });
    expect(await suppressions(lanyard)).toBe(0);
    const bouncedRecipients = [{ emailAddress: "noor@example.org", status: "5.1.1" }];
    await tell({ eventType: "Bounce", bounce: { bounceType: "Permanent", bounceSubType: "General", bouncedRecipients } });
    expect(await suppressions(lanyard)).toBe(1);
    await tell({ eventType: "Complaint", complaint: { complainedRecipients: [{ emailAddress: "jonas@example.org" }] } });
    expect(await suppressions(lanyard)).toBe(2);
  });

  test("one click in a mail program unsubscribes, by the form body that RFC 8058 names", async () => {
    const mail = (await lanyard.ses.mails()).findLast(({ to }) => to[0] === "mara@example.org")!;
    const link = new URL(/https:\/\/cards\.tidewater\.example\/u\/[\w-]+/.exec(JSON.stringify(mail.headers))![0]);
    expect((await lanyard.request(link.pathname)).status).toBe(200);
    const form = { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: "List-Unsubscribe=One-Click" };
    expect((await lanyard.request(link.pathname, form)).status).toBe(200);
    expect(await suppressions(lanyard)).toBe(3);
    expect((await lanyard.request("/u/nobody")).status).toBe(404);
  });

  test("a session ends, a person is erased, and an erasure that was cut off is ended by its job", async () => {
    const noor = await signIn(lanyard.app, "noor@example.org");
    const { items } = (await noor.get("/api/me/sessions")).body;
    expect((await noor.delete(`/api/me/sessions/${items[0].id}`)).status).toBe(204);
    expect((await noor.get("/api/me")).status).toBe(401);

    expect((await jonas.client.delete("/api/me")).status).toBe(202);
    expect(await partsOf(lanyard, jonas)).toEqual([]);
    expect((await mara.client.get(`/api/events/${event}/contacts`)).body.items).toEqual([]);

    const { id } = (await mara.client.get("/api/me")).body.person;
    const at = new Date().toISOString();
    await lanyard.table.put({ pk: `ERASURE#${id}`, sk: "ERASURE", workPk: "ERASURE", workSk: `${at}#${id}`, person: id, at: Date.now() });
    await lanyard.run("Erase");
    expect(await partsOf(lanyard, mara)).toEqual([]);
    expect(await lanyard.table.get({ pk: `ERASURE#${id}`, sk: "ERASURE" })).toBeUndefined();
  });

  test("no function asked for more than its role allows, and each used all of it", () => {
    expect(lanyard.gate.denied).toEqual([]);
    for (const name of production.functions()) {
      expect([...(lanyard.gate.used.get(name) ?? [])].sort(), name).toEqual(granted(production, name));
    }
  });
});

test("a function that lacks a permission fails, and its event becomes a dead letter", async () => {
  const stack = await synthesizeStack({ stage: "production" });
  const [inline] = stack.roleOf(stack.lambda("MailEvents").inputs.role).inputs.inlinePolicies;
  inline.policy = inline.policy.replace('"dynamodb:UpdateItem"', '"dynamodb:GetItem"');
  const lanyard = await deploy(stack, { node: process.execPath });
  try {
    const event = snsEvent("topic", { ...ses("noor@example.org"), eventType: "Send" } as never);
    await expect(lanyard.functions.get("MailEvents")!.invoke(event)).rejects.toThrow("AccessDenied");
    expect(lanyard.gate.denied).toEqual(["MailEvents: dynamodb:UpdateItem on TableTable"]);
  } finally {
    await lanyard.close();
  }
});

test("in the SES sandbox a development stage mails the people it lists, and nobody else", async () => {
  const lanyard = await deploy(await synthesizeStack({ stage: "development" }), { node: process.execPath });
  try {
    await signIn(lanyard.app, "mara@tidewater.example");
    await expect(signIn(lanyard.app, "somebody@example.org")).rejects.toThrow();
    expect(lanyard.gate.denied).toEqual([]);
  } finally {
    await lanyard.close();
  }
});

/** What a role allows on the table and SES, one line for each action on each resource. */
function granted(stack: Stack, name: string): string[] {
  const statements = stack.statements(stack.roleOf(stack.lambda(name).inputs.role));
  return statements
    .flatMap((statement) => {
      const [, actions, resources] = /^Allow (.+) on (.+?)( where .*)?$/.exec(statement)!;
      return actions!.split(" ").flatMap((action) => resources!.split(" ").map((resource) => `${action} on ${resource}`));
    })
    .filter((line) => /^(dynamodb|ses):/.test(line))
    .sort();
}

/** What is stored of an attendee: the list's row, their own part, check-in and badge. */
const partsOf = (lanyard: Deployed, { id }: Attending) => lanyard.table.queryAll({ pk: `ATTENDEE#${id}`, prefix: "A#", strong: true });

async function suppressions({ table }: Deployed): Promise<number> {
  const secret = production.linksOf("Api").IdSecret!.value;
  const people = ["mara", "jonas", "noor"].map((name) => personId(secret, `${name}@example.org`));
  const items = await Promise.all(people.map((id) => table.get({ pk: `SUPPRESSION#${id}`, sk: "SUPPRESSION" })));
  return items.filter(Boolean).length;
}

const ses = (to: string) => ({
  mail: {
    timestamp: new Date().toISOString(),
    source: "hello@mail.tidewater.example",
    sendingAccountId: "123456789012",
    messageId: "0107018f5c1f2d3e-1",
    destination: [to],
    tags: { "ses:configuration-set": ["lanyard-production"] },
  },
});

/** How far it is to the next half past three in the night, UTC, when the recount counts every event. */
function untilThreeUtc(): number {
  const now = Date.now();
  const today = new Date(now).setUTCHours(3, 30, 0, 0);
  return (today > now ? today : today + 24 * HOUR) - now;
}
