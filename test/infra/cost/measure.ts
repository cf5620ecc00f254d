/** What each act of an event consumes, measured on the deployed functions in front of DynamoDB Local, which tells index writes too. */
import { type Client, createEvent, importRows, signIn } from "../../support/client.ts";
import type { Engine } from "../../support/engine.ts";
import { until } from "../../support/wait.ts";
import { type Deployed, deploy } from "../lambda/deployed.ts";
import type { Usage } from "../lambda/gate.ts";
import { synthesizeStack } from "../stack.ts";

export const ACTS = [
  "import",
  "invitation",
  "signIn",
  "open",
  "checkIn",
  "scan",
  "note",
  "dashboard",
  "followUp",
  "mailEvent",
  "idleMinute",
  "busyMinute",
] as const;
export type Act = (typeof ACTS)[number];
/** Of one act; `calls` are invocations of the function. */
export type Measured = Record<Act, Usage & { calls: number }>;

/** Enough for an average; each of them meets all others. */
const PEOPLE = 8;
const SETTLED_MS = 120_000;

export async function measure(engine: Engine): Promise<Measured> {
  const lanyard = await deploy(await synthesizeStack({ stage: "production" }), { node: process.execPath, engine });
  try {
    return await play(lanyard);
  } finally {
    await lanyard.close();
  }
}

async function play(lanyard: Deployed): Promise<Measured> {
  const of = (functions: string[], times: number, work: () => Promise<unknown>) => measureOne(lanyard, functions, times, work);
  const api = (times: number, work: () => Promise<unknown>) => of(["Api"], times, work);
  const minute = (offsetMs: number) =>
    of(["Fold", "SendMailings"], 1, async () => {
      await lanyard.run("Fold", offsetMs);
      await lanyard.run("SendMailings", offsetMs);
    });

  const idleMinute = await minute(0);
  const ingrid = await signIn(lanyard.app, "ingrid@tidewater.example");
  const event = await createEvent(ingrid);
  const path = `/api/events/${event}`;
  const emails = Array.from({ length: PEOPLE }, (_, i) => `person${i}@example.org`);
  const rows = emails.map((email, i) => ({
    email,
    name: `Person Number ${i}`,
    company: "Tidewater Instruments",
    headline: "Keeps things afloat",
  }));
  const imported = await api(PEOPLE, () => importRows(ingrid, event, rows));
  await ingrid.put(`${path}/invitation`, { enabled: true, sendAt: new Date().toISOString() });
  await ingrid.post(`${path}/invitation/send`);
  const invited = await of(["SendMailings"], PEOPLE, () => lanyard.run("SendMailings"));
  await until("SES has told of the invitations", () => lanyard.heard.kinds.length >= 2 * PEOPLE);
  const clients: Client[] = [];
  const signedIn = await api(PEOPLE, async () => {
    for (const email of emails) clients.push(await signIn(lanyard.app, email));
  });
  const people = await Promise.all(clients.map((client) => arrive(client, path)));
  const opened = await api(PEOPLE, async () => {
    for (const { client } of people) for (const page of ["/api/me", `${path}/me`, `${path}/contacts?limit=100`]) await client.get(page);
  });
  const checkedIn = await api(PEOPLE, async () => {
    for (const { badge } of people) await ingrid.post(`${path}/check-ins`, { badge: badge.url });
  });
  const pairs = people.flatMap((one, place) => people.slice(place + 1).map((other) => ({ one, other })));
  const scanned = await api(pairs.length, async () => {
    for (const { one, other } of pairs) await one.client.post(`${path}/scans`, { badge: other.badge.url });
  });
  const noted = await api(pairs.length, async () => {
    const note = { note: "Sends me the paper on tides; I promised an introduction to Noor." };
    for (const { one, other } of pairs) await one.client.patch(`${path}/contacts/${other.id}`, note);
  });
  const dashboard = await api(1, () => ingrid.get(`${path}/dashboard`));
  const busyMinute = await minute(SETTLED_MS);

  await ingrid.put(`${path}/follow-up`, { enabled: true, sendAt: new Date(Date.now() + SETTLED_MS).toISOString() });
  await ingrid.post(`${path}/follow-up/send`);
  await lanyard.ses.clear();
  const told = lanyard.heard.kinds.length;
  let followUp = { calls: 0, requests: 0, reads: 0, writes: 0, mails: 0 };
  const mailEvent = await of(["MailEvents"], 2 * PEOPLE, async () => {
    followUp = await of(["SendMailings"], PEOPLE, () => lanyard.run("SendMailings"));
    await until("SES has told of sending and delivery", () => lanyard.heard.kinds.length >= told + 2 * PEOPLE);
  });
  return {
    ...{ import: imported, invitation: invited, signIn: signedIn, open: opened, checkIn: checkedIn, scan: scanned, note: noted, dashboard },
    ...{ followUp, mailEvent, idleMinute, busyMinute },
  };
}

async function arrive(client: Client, path: string) {
  const { body } = await client.get(`${path}/me`);
  await client.patch(`${path}/me`, { policy: "open" });
  return { client, id: body.attendee.id as string, badge: body.badge as { url: string } };
}

async function measureOne({ gate, calls }: Deployed, functions: string[], times: number, work: () => Promise<unknown>) {
  const sum = () => {
    const usages = functions.map((name) => ({ calls: calls.get(name) ?? 0, ...gate.usage.get(name)! }));
    const total = (key: keyof (typeof usages)[number]) => usages.reduce((all, usage) => all + usage[key], 0);
    return { calls: total("calls"), requests: total("requests"), reads: total("reads"), writes: total("writes"), mails: total("mails") };
  };
  const before = sum();
  await work();
  const after = sum();
  return Object.fromEntries(
    Object.keys(after).map((key) => [key, (after[key as "calls"] - before[key as "calls"]) / times]),
  ) as typeof after;
}
