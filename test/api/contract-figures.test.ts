/** The dashboard after acts that were counted by hand, the follow-up as its organizer sees it, and the way out of its mails. */
import { EventRollup } from "@lanyard/core/event-rollup";
import { sendMailings } from "@lanyard/functions/scheduled/send-mailings";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApp, type TestApp } from "../support/app.ts";
import { type Attending, Client, createEvent, importRows, type Json } from "../support/client.ts";
import { until } from "../support/wait.ts";
import { enter, fromNow, guest, HOUR, later, MINUTE, refused } from "./support.ts";

let app: TestApp;
let owner: Client;
let count = 0;
const address = () => `p${++count}@figures.example`;
const someone = (event: string, policy: "open" | "ask" = "open", more: object = {}) =>
  guest(app, owner, event, { email: address(), ...more }, policy);
const dashboard = async (event: string): Promise<Json> => (await owner.get(`/api/events/${event}/dashboard`)).body;

beforeAll(async () => {
  app = await startApp({ ticker: false });
  owner = await enter(app, "owner@figures.example");
});
afterAll(() => app.close());

describe("the dashboard", () => {
  test("of an event where nothing happened is all zeros", async () => {
    const event = await createEvent(owner);
    const { status, body } = await owner.get(`/api/events/${event}/dashboard`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      attendees: 0,
      claimed: 0,
      checkedIn: 0,
      connections: 0,
      requested: 0,
      unconnected: 0,
      overTime: [],
      invitation: null,
      followUp: null,
    });
    expect(body.distribution).toEqual([
      { from: 0, to: 0, attendees: 0 },
      { from: 1, to: 1, attendees: 0 },
      { from: 2, to: 2, attendees: 0 },
      { from: 3, to: 4, attendees: 0 },
      { from: 5, to: 9, attendees: 0 },
      { from: 10, to: 19, attendees: 0 },
      { from: 20, to: 49, attendees: 0 },
      { from: 50, attendees: 0 },
    ]);
    expect(Math.abs(Date.parse(body.asOf) - Date.now())).toBeLessThan(10_000);
  });

  test("counts facts: pairs ever connected, pairs asked and never connected; at once, after a fold and after a recount", async () => {
    const event = await createEvent(owner, { startsAt: fromNow(-30 * HOUR) });
    const [a, b, c, d] = [await someone(event), await someone(event), await someone(event, "ask"), await someone(event, "ask")];
    await importRows(owner, event, [{ email: address(), name: "Never came" }]);
    const hour = (ms: number) => `${new Date(Date.now() + ms).toISOString().slice(0, 13)}:00:00.000Z`;
    await a.scan(b, { scannedAt: fromNow(-5 * HOUR) });
    await a.scan(b);
    await b.scan(a);
    await a.scan(c, { scannedAt: fromNow(-3 * HOUR) });
    await b.scan(c);
    await b.scan(d);
    await c.act(a, "accept");
    await a.act(c, "withdraw");
    await c.act(b, "decline");
    for (const one of [a, b]) await owner.post(`/api/events/${event}/check-ins`, { badge: one.badge.url, at: fromNow(-5 * HOUR) });
    await owner.post(`/api/events/${event}/check-ins`, { badge: c.badge.url });
    const expected = {
      ...{ attendees: 5, claimed: 4, checkedIn: 3, connections: 2, requested: 2, unconnected: 2 },
      distribution: [2, 2, 1, 0, 0, 0, 0, 0],
      overTime: [
        [hour(-5 * HOUR), 1, 2],
        [hour(-4 * HOUR), 0, 0],
        [hour(-3 * HOUR), 1, 0],
        [hour(-2 * HOUR), 0, 0],
        [hour(-HOUR), 0, 0],
        [hour(0), 0, 1],
      ],
    };
    const read = async () => {
      const { attendees, claimed, checkedIn, connections, requested, unconnected, distribution, overTime } = await dashboard(event);
      return {
        ...{ attendees, claimed, checkedIn, connections, requested, unconnected },
        distribution: distribution.map((step: Json) => step.attendees),
        overTime: overTime.map((one: Json) => [one.at, one.connections, one.checkIns]),
      };
    };
    expect(await read()).toEqual(expected);
    const ref = { id: event, shards: 1 };
    await later(app, 2 * MINUTE, () => EventRollup.fold(app.deps, ref));
    expect(await read()).toEqual(expected);
    expect(await later(app, 2 * MINUTE, () => EventRollup.recount(app.deps, ref))).toBe(true);
    expect(await read()).toEqual(expected);
    // Later than what was folded, as it would be.
    await later(app, 3 * MINUTE, () => d.act(b, "accept"));
    expect(await read()).toMatchObject({ connections: 3, requested: 1, unconnected: 1 });
    const recounted = await owner.post(`/api/events/${event}/dashboard/recount`);
    expect(recounted.body).toMatchObject({ attendees: 5, connections: 3, requested: 1, unconnected: 1 });
  });

  test("names nobody", async () => {
    const event = await createEvent(owner);
    const [a, b] = [await someone(event, "open", { name: "Canary One" }), await someone(event, "open", { name: "Canary Two" })];
    await a.scan(b);
    const text = JSON.stringify(await dashboard(event));
    for (const secret of ["Canary", a.id, b.id, a.client.email, "per_"]) expect(text).not.toContain(secret);
  });
});

const PLAN = { enabled: false, sendAt: "2031-05-20T08:00:00+02:00" };
const followUp = (event: string) => `/api/events/${event}/follow-up`;
const invitation = (event: string) => `/api/events/${event}/invitation`;
const mailsTo = async (email: string, kind = "follow-up") =>
  (await app.ses.mails()).filter((mail) => mail.to.includes(email) && mail.tags.kind === kind);

describe("the follow-up", () => {
  test("has no plan at first; saved, it is answered in UTC, and a part not sent stays", async () => {
    const event = await createEvent(owner);
    const progress = { pending: 0, sent: 0, skipped: 0, failed: 0, bounced: 0 };
    expect((await owner.get(followUp(event))).body).toEqual({ plan: null, progress });
    refused(await owner.post(`${followUp(event)}/send`), 400, "follow_up.no_plan");
    const full = { ...PLAN, enabled: true, subject: "Who you <met>", intro: "Dear all,\nthanks", replyTo: "Reply@Figures.example" };
    const { status, body } = await owner.put(followUp(event), full);
    expect(status).toBe(200);
    expect(body.plan).toMatchObject({ ...full, sendAt: "2031-05-20T06:00:00.000Z", replyTo: "reply@figures.example", state: "waiting" });
    expect(body.progress).toEqual(progress);
    expect((await owner.put(followUp(event), PLAN)).body.plan).toMatchObject({ enabled: false, subject: full.subject, intro: full.intro });
    const cleared = (await owner.put(followUp(event), { ...PLAN, subject: null, intro: "", replyTo: "" })).body.plan;
    expect(cleared.subject ?? cleared.intro ?? cleared.replyTo).toBeUndefined();
  });
  test("a plan from before there were invitations, which names no kind, is read and sent", async () => {
    const event = await createEvent(owner);
    const [a, b] = [await someone(event), await someone(event)];
    await a.scan(b);
    const old = { event, enabled: true, sendAt: Date.now() - 1000, subject: "As of old", state: "waiting", cursor: 0, doubts: [], v: 1 };
    const work = { workPk: "FOLLOWUP", workSk: `${new Date(old.sendAt).toISOString()}#${event}` };
    await app.deps.table.put({ pk: `EVENT#${event}`, sk: "FOLLOWUP", ...work, ...old });
    expect((await owner.get(followUp(event))).body).toMatchObject({ plan: { subject: "As of old" }, progress: { pending: 2 } });
    await until("it is sent", async () => {
      await sendMailings(app.deps);
      return (await mailsTo(a.client.email)).length === 1;
    });
    expect((await mailsTo(a.client.email))[0]).toMatchObject({ subject: "As of old" });
    expect(await mailsTo(a.client.email, "invitation")).toEqual([]);
  });
  test("refuses what is no plan", async () => {
    const event = await createEvent(owner);
    const bad: [object, string][] = [
      [{ enabled: "yes" }, "enabled"],
      [{ sendAt: "soon" }, "sendAt"],
      [{ sendAt: undefined }, "sendAt"],
      [{ subject: "x".repeat(151) }, "subject"],
      [{ intro: 5 }, "intro"],
      [{ replyTo: "nonsense" }, "replyTo"],
    ];
    for (const [change, field] of bad)
      refused(await owner.put(followUp(event), { ...PLAN, enabled: true, ...change }), 400, "input.invalid", field);
  });
  test("is previewed with invented contacts, never with anyone's real ones or notes", async () => {
    const event = await createEvent(owner);
    const [a, b] = [await someone(event, "open", { name: "Real Ada" }), await someone(event, "open", { name: "Real Bo" })];
    await a.scan(b);
    await a.client.patch(`/api/events/${event}/contacts/${b.id}`, { note: "A secret note" });
    await owner.put(followUp(event), { ...PLAN, subject: "Hello from here", intro: "An <i>intro</i>" });
    for (const body of [{}, { attendeeId: a.id }, undefined]) {
      const answer = await owner.post(`${followUp(event)}/preview`, body);
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual({ subject: expect.any(String), html: expect.any(String), text: expect.any(String) });
      const all = JSON.stringify(answer.body);
      expect(all).toContain("Hello from here");
      expect(answer.body.html).toContain("An &lt;i&gt;intro&lt;/i&gt;");
      expect(all).not.toMatch(/Real Bo|secret note/);
    }
    refused(await owner.post(`${followUp(event)}/preview`, { attendeeId: "att_0000000000000000" }), 404, "attendee.unknown");
    refused(await owner.post(`${followUp(event)}/preview`, { attendeeId: 5 }), 400, "input.invalid", "attendeeId");
  });
  test("is sent for a test to the organizer who asks, alone", async () => {
    const event = await createEvent(owner);
    const before = app.ses.summaries().length;
    expect((await owner.post(`${followUp(event)}/test`)).status).toBe(202);
    const sent = app.ses.summaries().slice(before);
    expect(sent.map((mail) => mail.to)).toEqual([[owner.email]]);
  });
  test("tells a test that cannot be sent as a refusal, not as a failure of ours", async () => {
    const event = await createEvent(owner);
    app.ses.failNext({ before: { code: "Throttling" } }, { before: { code: "MessageRejected" } });
    refused(await owner.post(`${followUp(event)}/test`), 429, "mail.busy");
    refused(await owner.post(`${followUp(event)}/test`), 409, "mail.refused");
    expect((await owner.post(`${followUp(event)}/test`)).status).toBe(202);
  });
  test("goes once to each with a connection or an open request, claimed or not; then the plan stands, and a later send reaches the rest", async () => {
    const event = await createEvent(owner);
    const [a, b, c] = [await someone(event), await someone(event), await someone(event, "ask")];
    const lone = await someone(event);
    const unclaimed = address();
    await importRows(owner, event, [{ email: unclaimed, name: "Unclaimed" }]);
    const badge = (await owner.get(`/api/events/${event}/attendees?q=${unclaimed}`)).body.items[0].badge;
    await a.scan(b);
    await a.scan(c);
    await a.scan({ badge });
    await owner.put(followUp(event), PLAN);
    const answer = await owner.post(`${followUp(event)}/send`);
    expect([answer.status, answer.body.progress.pending]).toEqual([202, 4]);
    const progress = await until("all is sent", async () => {
      await sendMailings(app.deps);
      const { body } = await owner.get(followUp(event));
      return body.plan.state === "sent" && body.progress;
    });
    expect(progress).toEqual({ pending: 0, sent: 4, skipped: 0, failed: 0, bounced: 0 });
    for (const email of [a.client.email, b.client.email, c.client.email, unclaimed]) expect(await mailsTo(email)).toHaveLength(1);
    expect(await mailsTo(lone.client.email)).toHaveLength(0);
    refused(await owner.put(followUp(event), PLAN), 409, "follow_up.sent");
    await lone.scan(b);
    expect((await owner.post(`${followUp(event)}/send`)).status).toBe(202);
    await until("the rest is sent", async () => {
      await sendMailings(app.deps);
      return (await owner.get(followUp(event))).body.progress.sent === 5;
    });
    for (const email of [a.client.email, b.client.email, lone.client.email]) expect(await mailsTo(email)).toHaveLength(1);
    expect((await dashboard(event)).followUp).toMatchObject({ state: expect.any(String), progress: { sent: 5, pending: 0 } });
  });
});

describe("the invitation", () => {
  const soon = { startsAt: fromNow(48 * HOUR), endsAt: fromNow(56 * HOUR) };
  const ended = (event: string, path = invitation(event)) =>
    until("all is settled", async () => {
      await sendMailings(app.deps);
      const { body } = await owner.get(path);
      return body.plan.state === "sent" && body.progress;
    });

  test("goes once to each who has not signed in, with a link that leads to the event; later again to who came onto the list since", async () => {
    const event = await createEvent(owner, { ...soon, name: "Tidewater 2031" });
    const here = await someone(event);
    const [ada, bo, late] = [address(), address(), address()];
    await importRows(owner, event, [
      { email: ada, name: "Ada Lovelace" },
      { email: bo, name: "Bo" },
    ]);
    refused(await owner.post(`${invitation(event)}/send`), 400, "invitation.no_plan");
    const saved = await owner.put(invitation(event), { ...PLAN, intro: "Doors open at <nine>." });
    expect(saved.body).toMatchObject({ plan: { state: "waiting", enabled: false }, progress: { pending: 2, sent: 0 } });
    const answer = await owner.post(`${invitation(event)}/send`);
    expect([answer.status, answer.body.plan.state, answer.body.progress.pending]).toEqual([202, "sending", 2]);
    expect(await ended(event)).toEqual({ pending: 0, sent: 2, skipped: 1, failed: 0, bounced: 0 });
    expect(await mailsTo(here.client.email, "invitation")).toHaveLength(0);
    const [mail, ...more] = await mailsTo(ada, "invitation");
    expect(more).toEqual([]);
    expect(mail).toMatchObject({ subject: "Your badge for Tidewater 2031" });
    expect(mail!.text).toContain("Your badge is ready, Ada.");
    expect(mail!.html).toContain("Doors open at &lt;nine&gt;.");
    const link = /https?:\/\/\S+\/e\/\S+/.exec(mail!.text)![0];
    expect(new URL(link)).toMatchObject({ pathname: `/e/${event}`, hash: `#email=${encodeURIComponent(ada)}` });
    expect(mail!.html).toContain(link.replace("&", "&amp;"));

    await importRows(owner, event, [{ email: late, name: "Late" }]);
    expect((await owner.get(invitation(event))).body).toMatchObject({ plan: { state: "sent" }, progress: { pending: 1, sent: 2 } });
    const second = await owner.put(invitation(event), { enabled: true, sendAt: fromNow(-1000), subject: "One more seat" });
    expect([second.status, second.body.plan.state]).toEqual([200, "waiting"]);
    expect(await ended(event)).toEqual({ pending: 0, sent: 3, skipped: 1, failed: 0, bounced: 0 });
    expect((await mailsTo(late, "invitation")).map((one) => one.subject)).toEqual(["One more seat"]);
    for (const email of [ada, bo]) expect(await mailsTo(email, "invitation")).toHaveLength(1);
    expect((await dashboard(event)).invitation).toMatchObject({ state: "sent", progress: { sent: 3, pending: 0 } });
  });

  test("a follow-up of the same event has a ledger of its own", async () => {
    const event = await createEvent(owner, soon);
    const [a, b] = [await someone(event), await someone(event)];
    const email = address();
    await importRows(owner, event, [{ email, name: "Unclaimed" }]);
    const { badge } = (await owner.get(`/api/events/${event}/attendees?q=${email}`)).body.items[0];
    await owner.put(invitation(event), PLAN);
    await owner.post(`${invitation(event)}/send`);
    await ended(event);
    await a.scan({ badge }, { scannedAt: fromNow(47 * HOUR) });
    await b.scan(a, { scannedAt: fromNow(47 * HOUR) });
    await owner.put(followUp(event), PLAN);
    await owner.post(`${followUp(event)}/send`);
    expect(await ended(event, followUp(event))).toMatchObject({ pending: 0, failed: 0 });
    expect(await mailsTo(email, "invitation")).toHaveLength(1);
  });

  test("nobody is invited to an event that is over: neither when asked, nor by a plan that comes too late", async () => {
    const over = await createEvent(owner, { startsAt: fromNow(-30 * HOUR), endsAt: fromNow(-HOUR) });
    refused(await owner.put(invitation(over), { ...PLAN, enabled: true }), 409, "invitation.over");
    expect((await owner.put(invitation(over), PLAN)).status).toBe(200);
    refused(await owner.post(`${invitation(over)}/send`), 409, "invitation.over");

    const event = await createEvent(owner, soon);
    const email = address();
    await importRows(owner, event, [{ email, name: "Ada" }]);
    await owner.put(invitation(event), { enabled: true, sendAt: fromNow(-1000) });
    await owner.patch(`/api/events/${event}`, { startsAt: fromNow(-30 * HOUR), endsAt: fromNow(-HOUR) });
    app.deps.events.clear();
    expect(await ended(event)).toMatchObject({ sent: 0, failed: 0 });
    expect(await mailsTo(email, "invitation")).toHaveLength(0);
  });

  test("is not sent to who wants none, from any event; one that comes back is told", async () => {
    const [first, next] = [await createEvent(owner, soon), await createEvent(owner, soon)];
    const [email, gone] = [address(), `gone+bounce@figures.example`];
    const invite = async (event: string) => {
      await importRows(owner, event, [
        { email, name: "Ada" },
        { email: gone, name: "Gone" },
      ]);
      await owner.put(invitation(event), PLAN);
      await owner.post(`${invitation(event)}/send`);
      return ended(event);
    };
    expect(await invite(first)).toMatchObject({ skipped: 0, failed: 0 });
    await until("the one that came back is told", async () => (await owner.get(invitation(first))).body.progress.bounced === 1);
    const [mail] = await mailsTo(email, "invitation");
    const headers = Object.entries(mail!.headers).find(([name]) => name.toLowerCase() === "list-unsubscribe")!;
    const link = new URL(/<([^>]+)>/.exec(String(headers[1]))![1]!);
    expect((await app.app.request(link.pathname, { method: "POST" })).status).toBe(200);
    expect(await invite(next)).toEqual({ pending: 0, sent: 0, skipped: 2, failed: 0, bounced: 0 });
    expect(await mailsTo(email, "invitation")).toHaveLength(1);
  });
});

describe("the way out of these mails", () => {
  async function mailed(): Promise<{ event: string; to: Attending; other: Attending; path: string; headers: Record<string, string> }> {
    const event = await createEvent(owner);
    const [to, other] = [await someone(event), await someone(event)];
    await to.scan(other);
    await owner.put(followUp(event), PLAN);
    await owner.post(`${followUp(event)}/send`);
    const mail = await until("the mail is there", async () => {
      await sendMailings(app.deps);
      return (await mailsTo(to.client.email))[0];
    });
    const headers = Object.fromEntries(Object.entries(mail.headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
    const link = /<([^>]+)>/.exec(headers["list-unsubscribe"] ?? "")![1]!;
    return { event, to, other, path: new URL(link).pathname, headers };
  }
  const visit = (path: string, init: RequestInit = {}) => app.app.request(path, init);

  test("GET shows a page and changes nothing; POST, a form from anywhere without a sign-in, stops them for all events", async () => {
    const { to, path, headers } = await mailed();
    expect(headers["list-unsubscribe-post"]).toBe("List-Unsubscribe=One-Click");
    expect(path).toMatch(/^\/u\/[a-z0-9]+$/i);
    const exported = async () => (await to.client.get("/api/me/export")).body.unsubscribed;
    for (const method of ["GET", "HEAD", "GET"]) {
      const page = await visit(path, { method });
      expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=UTF-8"]);
      if (method === "GET") expect(await page.text()).not.toContain(to.client.email);
    }
    expect(await exported()).toBe(false);
    const post = await visit(path, {
      method: "POST",
      body: "List-Unsubscribe=One-Click",
      headers: { "Content-Type": "application/x-www-form-urlencoded", Origin: "https://mail.example", "Sec-Fetch-Site": "cross-site" },
    });
    expect(post.status).toBe(200);
    expect(await exported()).toBe(true);
    expect((await visit(path, { method: "POST" })).status).toBe(200);

    const next = await createEvent(owner);
    await importRows(owner, next, [{ email: to.client.email, name: "Ada" }]);
    const there = await to.client.get(`/api/events/${next}/me`);
    const friend = await someone(next);
    await friend.scan({ badge: there.body.badge });
    await owner.put(followUp(next), PLAN);
    await owner.post(`${followUp(next)}/send`);
    const progress = await until("all is settled", async () => {
      await sendMailings(app.deps);
      const { body } = await owner.get(followUp(next));
      return body.plan.state === "sent" && body.progress;
    });
    expect(progress).toMatchObject({ sent: 1, skipped: 1 });
    expect(await mailsTo(to.client.email)).toHaveLength(1);
    await importRows(owner, next, [{ email: to.client.email, name: "Ada again" }]);
    expect(await exported()).toBe(true);
  });
  test("an unknown token is 404 and stops nothing", async () => {
    const { path, to } = await mailed();
    const flipped = path.slice(0, -1) + (path.endsWith("0") ? "1" : "0");
    for (const wrong of [flipped, "/u/preview", "/u/x", `/u/${"x".repeat(5000)}`, "/u/%00", "/u/%E0%A4%A", "/u/__proto__"]) {
      for (const method of ["GET", "POST"]) expect((await visit(wrong, { method })).status, wrong).toBe(404);
    }
    expect((await to.client.get("/api/me/export")).body.unsubscribed).toBe(false);
  });
  test("sign-in codes still arrive", async () => {
    const { to, path } = await mailed();
    await visit(path, { method: "POST" });
    const before = app.ses.summaries().length;
    await new Client(app).post("/api/auth/start", { email: to.client.email });
    expect(app.ses.summaries().length).toBe(before + 1);
  });
});
