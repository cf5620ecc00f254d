/** Every row of the consent table: what each side sees after each act. n = name only, s = `scan` fields, s+a = `ask` fields too. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApp, type TestApp } from "../support/app.ts";
import { type Attending, attend, type Client, createEvent, importRows, type Json, signIn } from "../support/client.ts";

let app: TestApp;
let owner: Client;
let event: string;
let count = 0;

beforeAll(async () => {
  app = await startApp({ ticker: false });
  owner = await signIn(app, "owner@consent.example");
  event = await createEvent(owner);
});
afterAll(() => app.close());

type Policy = "open" | "ask" | "closed" | "u";

/** A and B with full cards; `u` has never signed in. */
async function two(policyOfB: Policy, options: { policyOfA?: "open" | "ask" | "closed"; roleOfB?: string } = {}) {
  const tag = `${++count}`;
  const [a, b] = [`a${tag}@consent.example`, `b${tag}@consent.example`];
  await importRows(owner, event, [
    { email: a, name: `Ada ${tag}`, company: "A Works", headline: "Reader" },
    { email: b, name: `Bo ${tag}`, company: "B Works", headline: "Writer", role: options.roleOfB ?? "attendee" },
  ]);
  const A = await attend(app, event, a, options.policyOfA ?? "ask");
  await fill(A);
  if (policyOfB === "u") {
    const { body } = await owner.get(`/api/events/${event}/attendees?q=${b}`);
    return { A, B: undefined as unknown as Attending, listed: body.items[0], signInB: async () => fill(await attend(app, event, b)) };
  }
  const B = await fill(await attend(app, event, b, policyOfB));
  return { A, B, listed: B, signInB: async () => B };
}

async function fill(who: Attending): Promise<Attending> {
  await who.client.patch("/api/me/card", { phone: "+31 10 123", city: "Rotterdam" });
  return who;
}

const SCAN = ["headline", "company", "city"];
const ALL = [...SCAN, "email", "phone"];
const given = (contact: Json): string[] => Object.keys(contact.card).filter((field) => field !== "name");

function sees(contact: Json, status: string, what: "n" | "s" | "s+a"): void {
  expect(contact.status).toBe(status);
  expect(contact.card.name).toBeTruthy();
  expect(given(contact).sort()).toEqual((what === "n" ? [] : what === "s" ? SCAN : ALL).toSorted());
}
/** What A sees of B and B sees of A, and that each sees exactly what the other is told to share (declining and blocking stay hidden). */
async function both(A: Attending, B: Attending, ofB: [string, "n" | "s" | "s+a"], ofA: [string, "n" | "s" | "s+a"]): Promise<void> {
  const [a, b] = [await A.contact(B), await B.contact(A)];
  sees(a, ...ofB);
  sees(b, ...ofA);
  const silent = ["blocked", "declined"];
  if (!silent.includes(a.status)) expect(b.sharedWithThem.toSorted()).toEqual(given(a).sort());
  if (!silent.includes(b.status)) expect(a.sharedWithThem.toSorted()).toEqual(given(b).sort());
}

describe("a scan of somebody open", () => {
  test("connects at once, `scan` fields both ways, and the pair is new once", async () => {
    const { A, B } = await two("open");
    const first = await A.scan(B);
    expect([first.status, first.body.status]).toEqual([201, "connected"]);
    expect((await A.scan(B)).status).toBe(200);
    expect((await B.scan(A)).status).toBe(200);
    await both(A, B, ["connected", "s"], ["connected", "s"]);
  });
  test("then B accepts and gives `ask` fields too; then A does", async () => {
    const { A, B } = await two("open");
    await A.scan(B);
    expect((await B.act(A, "accept")).status).toBe(200);
    await both(A, B, ["connected", "s+a"], ["connected", "s"]);
    await A.act(B, "accept");
    await both(A, B, ["connected", "s+a"], ["connected", "s+a"]);
  });
});

describe("a scan of somebody who asks", () => {
  test("is a request, once or often: a name for A, A's `scan` fields for B", async () => {
    const { A, B } = await two("ask");
    const first = await A.scan(B);
    expect([first.status, first.body.status]).toEqual([201, "requested"]);
    await A.scan(B);
    await both(A, B, ["requested", "n"], ["awaiting_me", "s"]);
  });
  test("the asker cannot accept their own request", async () => {
    const { A, B } = await two("ask");
    await A.scan(B);
    const refused = await A.act(B, "accept");
    expect([refused.status, refused.body.error.code]).toEqual([409, "contact.not_answered"]);
    await both(A, B, ["requested", "n"], ["awaiting_me", "s"]);
  });
  test("B accepts: B's `ask` fields too", async () => {
    const { A, B } = await two("ask");
    await A.scan(B);
    await B.act(A, "accept");
    await both(A, B, ["connected", "s+a"], ["connected", "s"]);
  });
  test("B scans A: connected with `scan` fields only", async () => {
    const { A, B } = await two("ask");
    await A.scan(B);
    await B.scan(A);
    await both(A, B, ["connected", "s"], ["connected", "s"]);
  });
  test("B declines, A scans again and learns nothing; then B accepts after all", async () => {
    const { A, B } = await two("ask");
    await A.scan(B);
    await B.act(A, "decline");
    const again = await A.scan(B);
    expect([again.status, again.body.status]).toEqual([200, "requested"]);
    await both(A, B, ["requested", "n"], ["declined", "n"]);
    const list = await B.client.get(`/api/events/${event}/contacts`);
    expect(list.body.items).toEqual([]);
    await B.act(A, "accept");
    await both(A, B, ["connected", "s+a"], ["connected", "s"]);
  });
  test("A withdraws the request: nothing is left to accept", async () => {
    const { A, B } = await two("ask");
    await A.scan(B);
    await A.act(B, "withdraw");
    await both(A, B, ["withdrawn", "n"], ["withdrawn", "n"]);
    const refused = await B.act(A, "accept");
    expect([refused.status, refused.body.error.code]).toEqual([409, "contact.withdrawn"]);
  });
  test("B blocks: A still sees a request, and later scans are refused", async () => {
    const { A, B } = await two("ask");
    await A.scan(B);
    await B.act(A, "block");
    await both(A, B, ["requested", "n"], ["blocked", "n"]);
    const refused = await A.scan(B);
    expect([refused.status, refused.body.error.code]).toEqual([403, "badge.closed"]);
  });
  test("both ask and cross: connected, `scan` fields both ways", async () => {
    const { A, B } = await two("ask");
    const answers = await Promise.all([A.scan(B), B.scan(A)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 201]);
    await both(A, B, ["connected", "s"], ["connected", "s"]);
  });
});

describe("a scan of somebody who never signed in", () => {
  test("is a request; when they sign in and choose open it stays one until they act", async () => {
    const { A, listed, signInB } = await two("u");
    expect((await A.scan(listed)).body.status).toBe("requested");
    const B = await signInB();
    await B.client.patch(`/api/events/${event}/me`, { policy: "open" });
    await A.scan(B);
    await both(A, B, ["requested", "n"], ["awaiting_me", "s"]);
  });
});

describe("a scan of somebody closed", () => {
  test("is refused and leaves nothing", async () => {
    const { A, B } = await two("closed");
    const refused = await A.scan(B);
    expect([refused.status, refused.body.error.code]).toEqual([403, "badge.closed"]);
    expect(await A.contact(B)).toBeUndefined();
    expect(await B.contact(A)).toBeUndefined();
  });
  test("somebody closed who scans connects, and may then be scanned", async () => {
    const { A, B } = await two("open", { policyOfA: "closed" });
    await A.scan(B);
    await both(A, B, ["connected", "s"], ["connected", "s"]);
    expect((await B.scan(A)).status).toBe(200);
  });
});

describe("connected, and A withdraws", () => {
  test("A keeps what B gives, B keeps a name and their own note", async () => {
    const { A, B } = await two("open");
    await A.scan(B);
    await B.client.patch(`/api/events/${event}/contacts/${A.id}`, { note: "Tall, knows tides" });
    await A.act(B, "withdraw");
    await both(A, B, ["withdrawn", "s"], ["withdrawn", "n"]);
    expect((await B.contact(A)).note).toBe("Tall, knows tides");
  });
  test("B scans or accepts: nothing comes back", async () => {
    const { A, B } = await two("open");
    await A.scan(B);
    await A.act(B, "withdraw");
    expect((await B.scan(A)).status).toBe(200);
    const refused = await B.act(A, "accept");
    expect([refused.status, refused.body.error.code]).toEqual([409, "contact.withdrawn"]);
    await both(A, B, ["withdrawn", "s"], ["withdrawn", "n"]);
  });
  test("A's old scan comes again and changes nothing; A's new scan connects", async () => {
    const { A, B } = await two("open");
    const scannedAt = new Date(Date.now() - 5_000).toISOString();
    await A.scan(B, { scannedAt });
    await A.act(B, "withdraw");
    expect((await A.scan(B, { scannedAt })).body.status).toBe("withdrawn");
    await both(A, B, ["withdrawn", "s"], ["withdrawn", "n"]);
    await A.scan(B);
    await both(A, B, ["connected", "s"], ["connected", "s"]);
  });
});

describe("connected, and A blocks", () => {
  test("B sees a card taken back and is refused; unblocking gives nothing back", async () => {
    const { A, B } = await two("open");
    await A.scan(B);
    await A.act(B, "block");
    await both(A, B, ["blocked", "n"], ["withdrawn", "n"]);
    expect((await B.scan(A)).body.error.code).toBe("badge.closed");
    const mine = await A.scan(B);
    expect([mine.status, mine.body.error.code]).toEqual([409, "contact.blocked"]);
    await A.act(B, "unblock");
    await both(A, B, ["withdrawn", "s"], ["withdrawn", "n"]);
  });
});

describe("an exhibitor", () => {
  test.each(["A scans B", "B scans A"])("%s: B sees A's exhibitors' column, A sees B's people column", async (way) => {
    const { A, B } = await two("open", { roleOfB: "exhibitor", policyOfA: "open" });
    if (way === "A scans B") await A.scan(B);
    else await B.scan(A);
    sees(await A.contact(B), "connected", "s");
    const seen = await B.contact(A);
    expect(seen.status).toBe("connected");
    expect(given(seen).sort()).toEqual(["company", "headline"]);
  });
});

describe("what is shared stays the sharer's", () => {
  test("`never` takes a field back from everyone at once; values stay current", async () => {
    const { A, B } = await two("open");
    await A.scan(B);
    await A.client.patch("/api/me/card", { company: "New Works", share: { city: { people: "never" } } });
    const seen = await B.contact(A);
    expect(seen.card).toMatchObject({ company: "New Works", headline: "Reader" });
    expect(seen.card.city).toBeUndefined();
  });
  test("loosening reaches later acts only", async () => {
    const { A, B } = await two("open");
    await A.scan(B, { scannedAt: new Date(Date.now() - 60_000).toISOString() });
    await A.client.patch("/api/me/card", { share: { phone: { people: "scan" } } });
    expect((await B.contact(A)).card.phone).toBeUndefined();
    await A.scan(B, { scannedAt: new Date(Date.now() - 60_000).toISOString() });
    expect((await B.contact(A)).card.phone).toBeUndefined();
    await A.scan(B);
    expect((await B.contact(A)).card.phone).toBe("+31 10 123");
  });
  test("who has my card lists receivers, fields and since when, and forgets who lost it", async () => {
    const { A, B } = await two("open");
    await A.scan(B);
    const { body } = await A.client.get("/api/me/shared");
    expect(body.items).toEqual([
      {
        attendeeId: B.id,
        eventId: event,
        name: expect.stringMatching(/^Bo/),
        fields: expect.arrayContaining(SCAN),
        since: expect.any(String),
      },
    ]);
    await A.act(B, "withdraw");
    expect((await A.client.get("/api/me/shared")).body.items).toEqual([]);
  });
});
