/** Sign-in by code and link: who is let in, in which browser, how often, how long; and the sessions that result. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApp, type TestApp } from "../support/app.ts";
import { type Answer, Client, createEvent, importRows, type Json } from "../support/client.ts";
import { enter, later, MINUTE, refused } from "./support.ts";

let app: TestApp;
let count = 0;
const address = () => `p${++count}@sign-in.example`;

beforeAll(async () => {
  app = await startApp({ ticker: false });
});
afterAll(() => app.close());

interface Asked {
  client: Client;
  email: string;
  code: string;
  wrong: string;
  link: string;
  challenge: string;
  token: string;
}

/** Somebody asks in their browser and gets the mail. */
async function ask(email = address(), client = new Client(app)): Promise<Asked> {
  const before = app.ses.summaries().length;
  expect((await client.post("/api/auth/start", { email })).status).toBe(202);
  const id = app.ses.summaries()[before]!.id;
  const mail = (await app.ses.waitFor((one) => one.id === id)) as { text: string };
  const code = /\b(\d{3}) ?(\d{3})\b/.exec(mail.text)!.slice(1).join("");
  const link = /\S+\/auth#\S+/.exec(mail.text)![0];
  const parameters = new URLSearchParams(new URL(link).hash.slice(1));
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, "0");
  return { client, email, code, wrong, link, challenge: parameters.get("c")!, token: parameters.get("t")! };
}

const verify = (client: Client, body: object) => client.post("/api/auth/verify", body);
const cookieLine = (answer: Answer<Json>, name: string) => answer.headers.getSetCookie().find((line) => line.startsWith(`${name}=`));

describe("asking for a sign-in", () => {
  test("answers 202 and a cookie for this browser only, to anybody", async () => {
    const answer = await new Client(app).post("/api/auth/start", { email: address() });
    expect([answer.status, answer.body]).toEqual([202, {}]);
    const cookie = cookieLine(answer, "__Host-lc")!;
    expect(cookie).toMatch(/^__Host-lc=[A-Za-z0-9_-]{22};/);
    for (const part of ["HttpOnly", "Secure", "SameSite=Lax", "Path=/", "Max-Age=600"]) expect(cookie).toContain(part);
    expect(cookie).not.toMatch(/domain/i);
  });
  test("throttled, it answers the same and sends nothing", async () => {
    const email = address();
    const client = new Client(app);
    for (let i = 0; i < app.deps.settings.limits.signInsPerHalfMinute; i++) await client.post("/api/auth/start", { email });
    const before = app.ses.summaries().length;
    const answer = await client.post("/api/auth/start", { email });
    expect([answer.status, answer.body]).toEqual([202, {}]);
    expect(cookieLine(answer, "__Host-lc")).toBeDefined();
    expect(app.ses.summaries().length).toBe(before);
  });
  test("unknown where only known people may sign in, it answers the same and sends nothing", async () => {
    const { signIn } = app.deps.settings;
    const owner = await enter(app, address());
    const event = await createEvent(owner);
    const [listed, staff, unknown] = [address(), address(), address()];
    await importRows(owner, event, [{ email: listed, name: "Listed" }]);
    await owner.post(`/api/events/${event}/members`, { email: staff, role: "staff" });
    app.deps.settings.signIn = "known";
    app.deps.settings.organizers = ["boss@sign-in.example", "@allowed.example"];
    try {
      for (const email of [listed, staff, owner.email, "boss@sign-in.example", "any@allowed.example"]) {
        const before = app.ses.summaries().length;
        expect((await new Client(app).post("/api/auth/start", { email })).status).toBe(202);
        expect(app.ses.summaries().length, email).toBe(before + 1);
      }
      for (const email of [unknown, "any@sub.allowed.example"]) {
        const before = app.ses.summaries().length;
        const answer = await new Client(app).post("/api/auth/start", { email });
        expect([answer.status, answer.body]).toEqual([202, {}]);
        expect(cookieLine(answer, "__Host-lc")).toBeDefined();
        expect(app.ses.summaries().length).toBe(before);
      }
      refused(await (await enter(app, listed)).post("/api/events", EVENT), 403, "event.creation_not_allowed");
      expect((await (await enter(app, "any@allowed.example")).post("/api/events", EVENT)).status).toBe(201);
    } finally {
      Object.assign(app.deps.settings, { signIn, organizers: "anyone" });
    }
  });
  test("answers 202 also when the mail cannot be sent", async () => {
    for (const fault of [{ before: { code: "Throttling" } }, { before: "reset" }, { before: { code: "MessageRejected" } }] as const) {
      app.ses.failNext(fault);
      expect((await new Client(app).post("/api/auth/start", { email: address() })).status).toBe(202);
    }
  });
  test("the mail holds the code as its only six digits, and the link", async () => {
    const { email, link } = await ask();
    const mail = (await app.ses.mails()).findLast((one) => one.to.includes(email))!;
    expect(mail.text.match(/\d{3} ?\d{3}/g)).toHaveLength(1);
    expect(mail.text).toContain(`${app.url}/auth#c=`);
    expect(link).toMatch(/\/auth#c=[^&]+&t=[^&]+$/);
    expect(mail.to).toEqual([email]);
  });
  test("what is no address is refused by name", async () => {
    for (const email of [
      "",
      "a",
      "a@b",
      "a b@x.example",
      5,
      null,
      { a: 1 },
      "a@x.example, b@x.example",
      "a@x.example\r\nBcc: b@x.example",
    ]) {
      refused(await new Client(app).post("/api/auth/start", { email }), 400, "input.invalid", "email");
    }
  });
  test("addresses are one in any letter case, and two addresses are two people", async () => {
    const mixed = await ask(`Mixed.Case${++count}@Sign-In.EXAMPLE`);
    const { body } = await verify(mixed.client, { code: mixed.code });
    expect(body.person.email).toBe(mixed.email.toLowerCase());
    const plus = await ask(mixed.email.toLowerCase().replace("@", "+a@"));
    expect((await verify(plus.client, { code: plus.code })).body.person.id).not.toBe(body.person.id);
  });
});
const EVENT = { name: "E", startsAt: "2030-01-01T09:00:00Z", endsAt: "2030-01-01T18:00:00Z", timeZone: "UTC" };

describe("the code", () => {
  test("signs in the browser that asked, with a cookie as it should be, and the challenge's cookie goes", async () => {
    const { client, code, email } = await ask();
    const answer = await verify(client, { code });
    expect([answer.status, answer.body.person.email]).toEqual([200, email]);
    const cookie = cookieLine(answer, "__Host-sid")!;
    for (const part of ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"]) expect(cookie).toContain(part);
    expect(cookie).not.toMatch(/domain/i);
    expect(cookieLine(answer, "__Host-lc")).toContain("Max-Age=0");
    expect((await client.get("/api/me")).body.person).toMatchObject({ id: answer.body.person.id, email });
  });
  test("works however it is spelled in the mail", async () => {
    const { client, code } = await ask();
    expect((await verify(client, { code: ` ${code.slice(0, 3)} ${code.slice(3)} ` })).status).toBe(200);
  });
  test("is worth nothing in another browser, not even a try", async () => {
    const { client, code } = await ask();
    for (let i = 0; i < 6; i++) refused(await verify(new Client(app), { code }), 400, "sign_in.expired");
    const other = await ask();
    refused(await verify(other.client, { code }), 400, "sign_in.wrong_code");
    expect((await verify(client, { code })).status).toBe(200);
  });
  test("may be wrong four times, and is right the fifth", async () => {
    const { client, code, wrong } = await ask();
    for (let i = 0; i < 4; i++) refused(await verify(client, { code: wrong }), 400, "sign_in.wrong_code", "code");
    expect((await verify(client, { code })).status).toBe(200);
  });
  test("is gone after five wrong ones, and so is the link", async () => {
    const { client, code, wrong, challenge, token } = await ask();
    for (let i = 0; i < 5; i++) refused(await verify(client, { code: wrong }), 400, "sign_in.wrong_code");
    refused(await verify(client, { code }), 400, "sign_in.expired");
    refused(await verify(client, { challenge, token }), 400, "sign_in.expired");
  });
  test("signs in once", async () => {
    const { client, code, challenge, token } = await ask();
    const asked = client.cookies.get("__Host-lc")!;
    expect((await verify(client, { code })).status).toBe(200);
    client.cookies.set("__Host-lc", asked);
    refused(await verify(client, { code }), 400, "sign_in.expired");
    refused(await verify(new Client(app), { challenge, token }), 400, "sign_in.expired");
  });
  test("works for ten minutes", async () => {
    const [early, late] = [await ask(), await ask()];
    await later(app, 9.9 * MINUTE, async () => expect((await verify(early.client, { code: early.code })).status).toBe(200));
    await later(app, 10.1 * MINUTE, async () => refused(await verify(late.client, { code: late.code }), 400, "sign_in.expired"));
  });
  test("asking again keeps the older mail's link good, and this browser's code is the newer one", async () => {
    const first = await ask();
    const second = await ask(first.email, first.client);
    if (first.code !== second.code) refused(await verify(first.client, { code: first.code }), 400, "sign_in.wrong_code");
    expect((await verify(first.client, { code: second.code })).status).toBe(200);
    expect((await verify(new Client(app), { challenge: first.challenge, token: first.token })).status).toBe(200);
  });
  test("of nonsense is refused", async () => {
    const { client, code } = await ask();
    for (const body of [{}, { code: 123456 }, { code: null }, { challenge: "x" }, { token: "x" }, { code: "x".repeat(50) }]) {
      refused(await verify(client, body), 400, "input.invalid");
    }
    refused(await verify(client, { code: "" }), 400, "sign_in.wrong_code");
    refused(await verify(client, { challenge: "x", token: "x" }), 400, "sign_in.expired");
    expect((await verify(client, { code })).status).toBe(200);
  });
});

describe("the link", () => {
  test("signs in any browser, once", async () => {
    const { challenge, token, email } = await ask();
    const phone = new Client(app);
    const answer = await verify(phone, { challenge, token });
    expect([answer.status, answer.body.person.email]).toEqual([200, email]);
    expect((await phone.get("/api/me")).status).toBe(200);
    refused(await verify(new Client(app), { challenge, token }), 400, "sign_in.expired");
  });
  test("following it, as a mail scanner does, uses nothing up", async () => {
    const { challenge, token, code, client, link } = await ask();
    for (const path of [
      new URL(link).pathname,
      `/api/auth/verify?challenge=${challenge}&token=${token}`,
      `/api/auth/verify?c=${challenge}&t=${token}`,
      `/api/auth/verify?code=${code}`,
    ]) {
      for (const method of ["GET", "HEAD"]) {
        const answer = await app.app.request(path, { method, headers: { Cookie: `__Host-lc=${client.cookies.get("__Host-lc")}` } });
        expect(answer.headers.getSetCookie()).toEqual([]);
      }
    }
    expect((await verify(new Client(app), { challenge, token })).status).toBe(200);
  });
  test("with a wrong token costs a try", async () => {
    const { challenge, token, client, code } = await ask();
    const wrong = `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`;
    for (let i = 0; i < 5; i++)
      refused(await verify(new Client(app), { challenge, token: `x${wrong.slice(1)}` }), 400, "sign_in.wrong_code");
    refused(await verify(client, { code }), 400, "sign_in.expired");
  });
});

describe("at rest", () => {
  test("neither code, token, session nor the address that asked can be read", async () => {
    const { client, code, token, email } = await ask();
    const rest = async () =>
      JSON.stringify(await app.deps.table.get({ pk: `CHALLENGE#${client.cookies.get("__Host-lc")}`, sk: "CHALLENGE" }));
    const stored = await rest();
    expect(stored).toContain("pending");
    for (const secret of [code, token, email]) expect(stored).not.toContain(secret);
    await verify(client, { code });
    const { body } = await client.get("/api/me/sessions");
    const [, secret] = client.cookies.get("__Host-sid")!.split(".");
    expect(JSON.stringify(body)).not.toContain(secret);
  });
});

describe("sessions", () => {
  test("are listed, the current one is marked, and another one can be ended", async () => {
    const email = address();
    const [laptop, phone] = [await enter(app, email), await enter(app, email)];
    const { body } = await laptop.get("/api/me/sessions");
    expect(body.items).toHaveLength(2);
    expect(body.items.filter((one: Json) => one.current)).toHaveLength(1);
    for (const one of body.items) expect(one).toMatchObject({ id: expect.any(String), createdAt: expect.stringMatching(/Z$/) });
    const other = body.items.find((one: Json) => !one.current);
    expect((await laptop.delete(`/api/me/sessions/${other.id}`)).status).toBe(204);
    refused(await phone.get("/api/me"), 401, "session.missing");
    expect((await laptop.get("/api/me")).status).toBe(200);
    refused(await laptop.delete(`/api/me/sessions/${other.id}`), 404, "session.unknown");
  });
  test("of somebody else cannot be ended", async () => {
    const [mine, theirs] = [await enter(app, address()), await enter(app, address())];
    const { body } = await theirs.get("/api/me/sessions");
    refused(await mine.delete(`/api/me/sessions/${body.items[0].id}`), 404, "session.unknown");
    expect((await theirs.get("/api/me")).status).toBe(200);
  });
  test.each(["x".repeat(3000), "%00", "..%2f..", "%F0%9F%98%80".repeat(400)])("with a nasty id are unknown", async (id) => {
    refused(await (await enter(app, address())).delete(`/api/me/sessions/${id}`), 404, "session.unknown");
  });
  test("are known to the browser that has one, and to have none is no error", async () => {
    const [here, nobody] = [await enter(app, address()), await enter(app, address())];
    await nobody.post("/api/auth/sign-out");
    for (const [client, signedIn] of [
      [here, true],
      [nobody, false],
    ] as const) {
      const { status, body } = await client.get("/api/auth/session");
      expect([status, body]).toEqual([200, { signedIn }]);
    }
    nobody.cookies.set("__Host-sid", "nonsense");
    expect((await nobody.get("/api/auth/session")).body).toEqual({ signedIn: false });
  });
  test("end at sign-out, here only; signing out twice, or without a session, is fine", async () => {
    const email = address();
    const [here, there] = [await enter(app, email), await enter(app, email)];
    const cookie = here.cookies.get("__Host-sid")!;
    const answer = await here.post("/api/auth/sign-out");
    expect([answer.status, answer.body]).toEqual([204, ""]);
    expect(here.cookies.size).toBe(0);
    here.cookies.set("__Host-sid", cookie);
    refused(await here.get("/api/me"), 401, "session.missing");
    expect((await here.post("/api/auth/sign-out", {})).status).toBe(204);
    expect((await there.get("/api/me")).status).toBe(200);
  });
});

describe("a sign-in older than 30 minutes", () => {
  test("is too old for export, erasure and changes of members, and good for all else", async () => {
    const owner = await enter(app, address());
    const event = await createEvent(owner);
    const { body } = await owner.post(`/api/events/${event}/members`, { email: address(), role: "staff" });
    await later(app, 31 * MINUTE, async () => {
      refused(await owner.get("/api/me/export"), 403, "sign_in.again");
      refused(await owner.delete("/api/me"), 403, "sign_in.again");
      refused(await owner.post(`/api/events/${event}/members`, { email: address(), role: "staff" }), 403, "sign_in.again");
      refused(await owner.delete(`/api/events/${event}/members/${body.member.personId}`), 403, "sign_in.again");
      expect((await owner.get("/api/me")).status).toBe(200);
      expect((await owner.get(`/api/events/${event}/members`)).body.items).toHaveLength(2);
    });
    await later(app, 29 * MINUTE, async () => expect((await owner.get("/api/me/export")).status).toBe(200));
  });
});
