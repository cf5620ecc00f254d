/** What holds for every call: the error shape, the order of checks, lists, origins, the OpenAPI document. */
import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApp, type TestApp } from "../support/app.ts";
import { Client, createEvent, importRows } from "../support/client.ts";
import { enter, guest, HOUR, later, MINUTE, refused } from "./support.ts";

let app: TestApp;
let owner: Client;
let stranger: Client;
let nobody: Client;
let event: string;
let other: string;

beforeAll(async () => {
  app = await startApp({ ticker: false });
  owner = await enter(app, "owner@shape.example");
  stranger = await enter(app, "stranger@shape.example");
  nobody = new Client(app);
  event = await createEvent(owner);
  other = await createEvent(owner, { name: "Another" });
});
afterAll(() => app.close());

describe("an answer that refuses", () => {
  test.each(["/api/nothing", "/api/events/x/y/z", "/api", "/api/", "/api/health/", "/api/%E0%A4%A", "/api/events/%00/nothing"])(
    "at the unknown path %s has the one shape",
    async (path) => {
      for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) refused(await nobody.call(method, path), 404, "route.unknown");
    },
  );
  test("to an unknown method of a known path has the one shape", async () => {
    refused(await nobody.call("PUT", "/api/health"), 404, "route.unknown");
    refused(await owner.call("DELETE", `/api/events/${event}`), 404, "route.unknown");
  });
  test("to malformed JSON is 400, whatever is wrong with it", async () => {
    for (const body of ["{", '{"name":', "[1,", "name=x", "\u0000", '{"a":1}}', "undefined", "NaN", '"\\u12"']) {
      refused(await owner.call("PATCH", "/api/me/card", body), 400, "input.not_json");
    }
  });
  test("to JSON that is no object is 400", async () => {
    for (const body of ["null", "[]", "1", "true", '"text"'])
      refused(await owner.call("PATCH", "/api/me/card", body), 400, "input.invalid");
  });
  test("no body is an empty object", async () => {
    expect((await owner.patch("/api/me/card")).status).toBe(200);
    refused(await owner.post("/api/events"), 400, "input.invalid", "name");
    expect((await nobody.post("/api/auth/sign-out")).status).toBe(204);
  });
  test("names the field that is wrong", async () => {
    refused(await owner.post("/api/events", { name: "A", startsAt: "yesterday" }), 400, "input.invalid", "startsAt");
    refused(await owner.patch("/api/me/card", { links: [{ kind: "x", url: "ftp://x.example" }] }), 400, "input.invalid", "links.0.url");
  });
  test("to another content type is 415, with a charset it is fine", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "application/jsonp"]) {
      refused(await owner.call("PATCH", "/api/me/card", "{}", { "Content-Type": type }), 415, "input.wrong_type");
      refused(await owner.call("DELETE", "/api/me/sessions/x", "{}", { "Content-Type": type }), 415, "input.wrong_type");
    }
    for (const type of ["application/json; charset=utf-8", "Application/JSON"]) {
      expect((await owner.call("PATCH", "/api/me/card", "{}", { "Content-Type": type })).status).toBe(200);
    }
  });
  test("to a body beyond the limit is 413, declared or not", async () => {
    const huge = JSON.stringify({ headline: "x".repeat(5 * 1024 * 1024) });
    refused(await owner.call("PATCH", "/api/me/card", huge), 413, "input.too_large");
    refused(await owner.call("PATCH", "/api/me/card", "{}", { "Content-Length": String(5 * 1024 * 1024) }), 413, "input.too_large");
    refused(await owner.call("PATCH", "/api/me/card", JSON.stringify({ headline: "é".repeat(3 * 1024 * 1024) })), 413, "input.too_large");
  });
  test("is never kept by a cache and never sniffed", async () => {
    for (const answer of [await nobody.get("/api/me"), await owner.get("/api/me"), await nobody.get("/api/nothing")]) {
      expect(answer.headers.get("cache-control")).toBe("no-store");
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    }
  });
});

describe("the order of checks", () => {
  const bad = "{";
  test("401 comes first, before event, role and body", async () => {
    refused(await nobody.call("POST", "/api/events/evt_none/scans", bad), 401, "session.missing");
    refused(await nobody.call("PATCH", `/api/events/${event}`, bad), 401, "session.missing");
    refused(await nobody.call("POST", "/api/events", bad, { "Content-Type": "text/plain" }), 401, "session.missing");
  });
  test("then 404 for who has no place, whether the event exists or not", async () => {
    for (const id of [event, "evt_00000000000000000000", "nonsense", "%00", "__proto__"]) {
      refused(await stranger.call("PATCH", `/api/events/${id}`, bad), 404, "event.unknown");
      refused(await stranger.call("POST", `/api/events/${id}/scans`, bad), 404, "event.unknown");
      refused(await stranger.call("POST", `/api/events/${id}/check-ins`, bad, { "Content-Type": "text/plain" }), 404, "event.unknown");
    }
  });
  test("then 403 for the wrong role, and for an organizer who scans", async () => {
    const someone = await guest(app, owner, event, { email: "someone@shape.example" });
    refused(await someone.client.call("PATCH", `/api/events/${event}`, bad), 403, "event.not_allowed");
    refused(await owner.call("POST", `/api/events/${event}/scans`, bad), 403, "event.not_attending");
    refused(await owner.call("POST", `/api/events/${event}/scans/batch`, bad), 403, "event.not_attending");
    refused(await owner.get(`/api/events/${event}/me`), 403, "event.not_attending");
  });
  test("then the body", async () => {
    refused(await owner.call("PATCH", `/api/events/${event}`, bad), 400, "input.not_json");
    refused(await owner.call("POST", `/api/events/${event}/members`, "{}"), 400, "input.invalid");
  });
  test("ids of another event are not found", async () => {
    const there = await guest(app, owner, other, { email: "there@shape.example" });
    const here = await guest(app, owner, event, { email: "here@shape.example" });
    refused(await owner.post(`/api/events/${event}/attendees/${there.id}/badge`), 404, "attendee.unknown");
    refused(await owner.post(`/api/events/${event}/follow-up/preview`, { attendeeId: there.id }), 404, "attendee.unknown");
    refused(await here.client.get(`/api/events/${event}/contacts/${there.id}`), 404, "contact.unknown");
    refused(await here.act(there, "accept"), 404, "contact.unknown");
  });
});

describe("a session", () => {
  test("with a made-up cookie is nobody", async () => {
    for (const cookie of ["", "x", "0000000000000000.", `0000000000000000.${"A".repeat(43)}`, "%00", "%E0%A4%A", "x".repeat(5000)]) {
      refused(await nobody.call("GET", "/api/me", undefined, { Cookie: `__Host-sid=${cookie}` }), 401, "session.missing");
    }
  });
  test("under another name, or of another person's id, is nobody", async () => {
    const value = owner.cookies.get("__Host-sid")!;
    refused(await nobody.call("GET", "/api/me", undefined, { Cookie: `sid=${value}` }), 401, "session.missing");
    const mixed = `${stranger.cookies.get("__Host-sid")!.slice(0, 16)}${value.slice(16)}`;
    refused(await nobody.call("GET", "/api/me", undefined, { Cookie: `__Host-sid=${mixed}` }), 401, "session.missing");
  });
  test("ends after 30 days without a visit, and after 180 in any case", async () => {
    const visitor = await enter(app, "visitor@shape.example");
    await later(app, 29 * 24 * HOUR, async () => expect((await visitor.get("/api/me")).status).toBe(200));
    await later(app, 58 * 24 * HOUR, async () => expect((await visitor.get("/api/me")).status).toBe(200));
    await later(app, 89 * 24 * HOUR, async () => refused(await visitor.get("/api/me"), 401, "session.missing"));
    const steady = await enter(app, "steady@shape.example");
    for (let day = 20; day < 180; day += 20) {
      await later(app, day * 24 * HOUR, async () => expect((await steady.get("/api/me")).status).toBe(200));
    }
    await later(app, 180 * 24 * HOUR + MINUTE, async () => refused(await steady.get("/api/me"), 401, "session.missing"));
  });
});

describe("where a write may come from", () => {
  const post = (headers: Record<string, string>) => owner.call("PATCH", "/api/me/card", "{}", headers);
  test("our own pages, or no browser at all", async () => {
    expect((await post({})).status).toBe(200);
    expect((await post({ "Sec-Fetch-Site": "same-origin" })).status).toBe(200);
    expect((await post({ Origin: app.url })).status).toBe(200);
    expect((await post({ Origin: app.url, "Sec-Fetch-Site": "same-origin" })).status).toBe(200);
  });
  test("anywhere else is 403, before anything is looked at", async () => {
    const foreign = [
      { "Sec-Fetch-Site": "cross-site" },
      { "Sec-Fetch-Site": "same-site" },
      { "Sec-Fetch-Site": "none" },
      { Origin: "https://evil.example" },
      { Origin: "null" },
      { Origin: `${app.url}.evil.example` },
      { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" },
    ];
    for (const headers of foreign) {
      refused(await post(headers), 403, "request.foreign");
      refused(await nobody.call("POST", "/api/auth/start", { email: "x@shape.example" }, headers), 403, "request.foreign");
      refused(await owner.call("DELETE", "/api/me", undefined, headers), 403, "request.foreign");
    }
  });
  test("reading needs no origin", async () => {
    expect((await owner.call("GET", "/api/me", undefined, { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" })).status).toBe(
      200,
    );
  });
});

describe("a list", () => {
  test("takes a limit of 1 to 100, clamps the rest, and answers 50 without one", async () => {
    const id = await createEvent(owner, { name: "Long" });
    await importRows(
      owner,
      id,
      Array.from({ length: 120 }, (_, i) => ({ email: `l${i}@shape.example`, name: `L ${i}` })),
    );
    const count = async (query: string) => (await owner.get(`/api/events/${id}/attendees${query}`)).body.items.length;
    expect(await count("")).toBe(50);
    expect(await count("?limit=7")).toBe(7);
    expect(await count("?limit=1")).toBe(1);
    expect(await count("?limit=0")).toBe(1);
    expect(await count("?limit=-5")).toBe(1);
    expect(await count("?limit=100")).toBe(100);
    expect(await count("?limit=101")).toBe(100);
    expect(await count("?limit=1e9")).toBe(100);
  });
  test("refuses a cursor that is not ours, or of another list", async () => {
    const id = await createEvent(owner, { name: "Short" });
    const rows = Array.from({ length: 3 }, (_, i) => ({ email: `s${i}@shape.example`, name: `S ${i}` }));
    await importRows(owner, id, rows);
    const { body } = await owner.get(`/api/events/${id}/attendees?limit=1`);
    expect(body.cursor).toBeTypeOf("string");
    const flipped = `${body.cursor.slice(0, 5)}${body.cursor[5] === "A" ? "B" : "A"}${body.cursor.slice(6)}`;
    for (const cursor of ["x", "null", "eyJhIjoxfQ", flipped, body.cursor.slice(0, -4), `${body.cursor}AAAA`, "%00", "x".repeat(3000)]) {
      const answer = await owner.get(`/api/events/${id}/attendees?cursor=${cursor}`);
      expect(answer.status).toBe(400);
      refused(answer, 400, answer.body.error.code, "cursor");
      expect((await owner.get(`/api/contacts?cursor=${cursor}`)).status).toBe(400);
    }
    refused(await owner.get(`/api/events/${event}/attendees?cursor=${body.cursor}`), 400, "cursor.invalid", "cursor");
    refused(await owner.get(`/api/contacts?cursor=${body.cursor}`), 400, "cursor.invalid", "cursor");
  });
  test("of my events, and of who has my card, is paged like any other", async () => {
    const host = await enter(app, "host@shape.example");
    const starts = [0, 5, 3, 5].map((days) => new Date(Date.now() + days * 24 * HOUR).toISOString());
    const endsAt = new Date(Date.now() + 9 * 24 * HOUR).toISOString();
    for (const startsAt of starts) await createEvent(host, { startsAt, endsAt });
    const id = await createEvent(host);
    const ada = await guest(app, host, id, { email: "ada@shape.example", company: "Works" });
    for (let i = 0; i < 4; i++) await (await guest(app, host, id, { email: `met${i}@shape.example` }, "open")).scan(ada);
    for (let i = 4; i < 8; i++) await ada.scan(await guest(app, host, id, { email: `met${i}@shape.example` }, "open"));
    for (const [client, path, size] of [
      [host, "/api/events", 5],
      [ada.client, "/api/me/shared", 4],
    ] as const) {
      const all = (await client.get(path)).body;
      expect([all.items.length, all.cursor]).toEqual([size, undefined]);
      const paged = [];
      let cursor = "";
      do {
        const { body } = await client.get(`${path}?limit=2${cursor}`);
        expect(body.items.length).toBeLessThanOrEqual(2);
        paged.push(...body.items);
        cursor = body.cursor ? `&cursor=${encodeURIComponent(body.cursor)}` : "";
      } while (cursor);
      expect(paged).toEqual(all.items);
      refused(await client.get(`${path}?cursor=x`), 400, "cursor.invalid", "cursor");
    }
  });
});

describe("over a real connection", () => {
  test("answers and refusals are the same", async () => {
    const Cookie = `__Host-sid=${owner.cookies.get("__Host-sid")}`;
    const send = async (path: string, init: RequestInit = {}) => {
      const response = await fetch(app.url + path, init);
      return { status: response.status, body: await response.json(), headers: response.headers };
    };
    const patch = (body: BodyInit, headers = {}) =>
      send("/api/me/card", {
        method: "PATCH",
        body,
        headers: { Cookie, "Content-Type": "application/json", ...headers },
        duplex: "half",
      } as RequestInit);
    expect((await send("/api/health")).body.status).toBe("ok");
    expect((await send("/api/me", { headers: { Cookie } })).body.person.email).toBe(owner.email);
    refused(await send("/api/me"), 401, "session.missing");
    refused(await send("/api/nothing"), 404, "route.unknown");
    refused(await patch("{"), 400, "input.not_json");
    refused(await patch("{}", { "Content-Type": "text/plain" }), 415, "input.wrong_type");
    refused(await patch(JSON.stringify({ pitch: "x".repeat(5 * 1024 * 1024) })), 413, "input.too_large");
    const chunks = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 80; i++) controller.enqueue(new TextEncoder().encode("x".repeat(64 * 1024)));
        controller.close();
      },
    });
    refused(await patch(chunks), 413, "input.too_large");
    expect((await patch("{}", { Origin: app.url, "Sec-Fetch-Site": "same-origin" })).status).toBe(200);
    refused(await patch("{}", { Origin: "https://evil.example" }), 403, "request.foreign");
  });
});

describe("GET /api/health", () => {
  test("answers anybody", async () => {
    const { status, body } = await nobody.get("/api/health");
    expect([status, body]).toEqual([200, { status: "ok", version: expect.stringMatching(/^\d+\.\d+\.\d+/) }]);
  });
});

describe("GET /api/openapi.json", () => {
  test("is valid OpenAPI 3.1", async () => {
    const { status, body } = await nobody.get("/api/openapi.json");
    expect(status).toBe(200);
    expect(body.openapi).toMatch(/^3\.1\./);
    const result = await new Validator().validate(structuredClone(body));
    expect(result.errors).toBeUndefined();
    expect(result.valid).toBe(true);
  });
  test("tells of every route under /api, with its path parameters, and each operation has its own id", async () => {
    const { body } = await nobody.get("/api/openapi.json");
    const told = Object.entries(body.paths as Record<string, Record<string, never>>).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const routes = app.app.routes
      .filter(({ method, path }) => method !== "ALL" && path.startsWith("/api/") && path !== "/api/openapi.json")
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`);
    expect(told.toSorted()).toEqual([...new Set(routes)].sort());
    const operations = Object.entries(body.paths).flatMap(([path, of]) =>
      Object.values(of as object).map((operation) => ({ path, operation })),
    );
    for (const { path, operation } of operations) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const inPath = (operation.parameters ?? [])
        .filter((one: { in: string }) => one.in === "path")
        .map((one: { name: string }) => one.name);
      expect(inPath.toSorted()).toEqual(named.toSorted());
    }
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });
  test("every reference in it leads somewhere", async () => {
    const { body } = await nobody.get("/api/openapi.json");
    const references = [...JSON.stringify(body).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1]!);
    expect(references.length).toBeGreaterThan(20);
    for (const reference of references) {
      const found = reference
        .slice(2)
        .split("/")
        .reduce<never>((at, part) => at?.[part] as never, body as never);
      expect(found, reference).toBeDefined();
    }
  });
});
