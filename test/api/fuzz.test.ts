/**
 * Every operation of the OpenAPI document with what no client should send: no 5xx, always the error shape, answered in time. A failing
 * request is printed as fast-check shrank it; LANYARD_FUZZ sets how many requests there are.
 */
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { startApp, type TestApp } from "../support/app.ts";
import { type Attending, type Client, createEvent, type Json } from "../support/client.ts";
import { enter, guest, isRefusal } from "./support.ts";

const REQUESTS = Number(process.env.LANYARD_FUZZ ?? 4000);
const SLOWEST_MS = 2_000;

let app: TestApp;
let owner: Client;
let event: string;
let people: Attending[];
const seen = { requests: 0, byStatus: new Map<number, number>(), slowest: 0 };

beforeAll(async () => {
  app = await startApp({ ticker: false, limits: { signInsPerHalfMinute: 0, signInsPerHour: 0, signInsPerDay: 0 } });
  await renew();
});
afterAll(() => app.close());
afterEach(() => {
  vi.restoreAllMocks();
});

let worlds = 0;
/** A new owner, event and two people who met: the fuzzer erases, blocks and signs out whom it has. */
async function renew(): Promise<void> {
  const tag = ++worlds;
  owner = await enter(app, `owner${tag}@fuzz.example`);
  event = await createEvent(owner);
  people = [
    await guest(app, owner, event, { email: `a${tag}@fuzz.example` }, "open"),
    await guest(app, owner, event, { email: `b${tag}@fuzz.example` }, "open"),
  ];
  await people[0]!.scan(people[1]!);
}

const NASTY_TEXT = [
  ...[
    "",
    " ",
    "\u0000",
    "a\u0000b",
    "\ud800",
    "\udc00x",
    "\ufeff",
    "\u202e",
    "%00",
    "%E0%A4%A",
    "../../etc/passwd",
    "__proto__",
    "constructor",
  ],
  ...[
    "toString",
    "null",
    "undefined",
    "true",
    "0",
    "-1",
    "1e309",
    "NaN",
    "[object Object]",
    "<script>alert(1)</script>",
    "'; DROP TABLE x; --",
  ],
  ...[
    "#{7*7}",
    "{{7*7}}",
    "\r\nSet-Cookie: a=b",
    "😀".repeat(50),
    "e\u0301".repeat(300),
    "a".repeat(2_000),
    "ß".repeat(70_000),
    "#",
    "?",
    "&",
    "+",
  ],
  ...[
    "2026-05-14T09:00:00Z",
    "+275760-09-13T00:00:00Z",
    "0000-00-00T00:00:00Z",
    "9999-12-31T23:59:59.999999999Z",
    "2026-05-14T25:61:61+99:99",
  ],
  ...[
    "a@b.example",
    "a@[127.0.0.1]",
    `${"a".repeat(64)}@${"b.".repeat(90)}example`,
    "a@b..c",
    "ä@ö.example",
    "a@xn--.example",
    "a@1.2",
    '"a b"@c.example',
  ],
  ...[
    "https://x.example",
    "javascript:alert(1)",
    "https://[::1]/",
    `https://x.example/${"a".repeat(3_000)}`,
    "http://",
    "https://%00.example/",
  ],
  ...["Europe/Amsterdam", "Etc/GMT+99", "../UTC", "evt_00000000000000000000", "att_0000000000000000", "per_0000000000000000"],
];
const NASTY_NUMBERS = [0, -0, 1, -1, 0.1, 5, 6, 2 ** 31, 2 ** 53, -(2 ** 53), Number.MAX_VALUE, Number.MIN_VALUE, 1e21];

const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...NASTY_TEXT) },
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ maxLength: 30 }),
);
const junk: fc.Arbitrary<unknown> = fc.oneof(
  text,
  fc.constantFrom<unknown>(...NASTY_NUMBERS, null, true, false, [], {}, [null], [[]], { a: { b: null } }),
  fc.constantFrom("deep array", "deep object", "wide array", "wide object", "proto").map(monster),
  fc.jsonValue({ maxDepth: 3 }),
);

function monster(kind: string): unknown {
  if (kind === "deep array") return JSON.parse("[".repeat(3_000) + "]".repeat(3_000));
  if (kind === "deep object") return JSON.parse(`${'{"a":'.repeat(3_000)}1${"}".repeat(3_000)}`);
  if (kind === "wide array") return Array.from({ length: 3_000 }, (_, i) => i);
  if (kind === "proto") return JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":null}');
  return Object.fromEntries(Array.from({ length: 3_000 }, (_, i) => [`k${i}`, i]));
}

/** A value that the schema allows, with here and there one that it does not. */
function shaped(schema: Json, document: Json, depth = 0): fc.Arbitrary<unknown> {
  const resolved = schema?.$ref ? at(document, schema.$ref) : (schema ?? {});
  return fc.oneof({ weight: depth === 0 ? 12 : 5, arbitrary: fitting(resolved, document, depth) }, { weight: 1, arbitrary: junk });
}

function fitting(schema: Json, document: Json, depth: number): fc.Arbitrary<unknown> {
  if (depth > 5) return junk;
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.const !== undefined) return fc.constant(schema.const);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((choice: Json) => shaped(choice, document, depth + 1)));
  if (schema.properties) {
    const properties = Object.entries(schema.properties).map(([name, one]) => [name, shaped(one, document, depth + 1)] as const);
    const known = fc.record(Object.fromEntries(properties), { requiredKeys: [] });
    const more = fc.oneof({ weight: 4, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: fc.dictionary(text, junk, { maxKeys: 3 }) });
    return fc.tuple(known, more).map(([fields, rest]) => ({ ...rest, ...fields }));
  }
  if (schema.type === "array") return fc.array(shaped(schema.items, document, depth + 1), { maxLength: 6 });
  if (schema.type === "object") return fc.dictionary(text, shaped(schema.additionalProperties, document, depth + 1), { maxKeys: 5 });
  if (schema.type === "boolean") return fc.boolean();
  if (schema.type === "number" || schema.type === "integer")
    return fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constantFrom(...NASTY_NUMBERS));
  if (schema.type === "null") return fc.constant(null);
  if (schema.format === "date-time")
    return fc.oneof(fc.constantFrom("2026-05-14T09:00:00Z", "2026-05-15T09:00:00+02:00", new Date().toISOString()), text);
  if (schema.format === "email")
    return fc.oneof(
      fc.nat(50).map((n) => `f${n}@fuzz.example`),
      text,
    );
  if (schema.description?.includes("badge"))
    return fc.oneof(
      fc.constantFrom(0, 1).map((n) => people[n]!.badge.url),
      text,
    );
  if (schema.type === "string") return text;
  return fc.oneof(junk, row);
}

/** What an import and a batch take, which the document leaves open. */
const row = fc.oneof(
  fc.record(
    {
      email: fc.oneof(
        fc.nat(50).map((n) => `f${n}@fuzz.example`),
        junk,
      ),
      name: junk,
      company: junk,
      role: junk,
      reference: junk,
    },
    { requiredKeys: ["email"] },
  ),
  fc.record({ scanId: junk, badge: junk, scannedAt: junk, sentAt: junk }, { requiredKeys: [] }),
  fc.nat(1).map((n) => ({ scanId: `s${n}`, badge: people[n]!.badge.url })),
);

const at = (document: Json, reference: string): Json =>
  reference
    .slice(2)
    .split("/")
    .reduce((one, part) => one[part], document);

interface Call {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
}

const HEADERS: Record<string, string>[] = [
  ...[{}, {}, {}, {}, {}, {}],
  ...[
    { Origin: "null" },
    { "Sec-Fetch-Site": "x" },
    { "Content-Type": "text/plain" },
    { "Content-Type": "application/json;;;" },
    { "Content-Type": "" },
  ],
  ...[{ "Content-Length": "x" }, { "Content-Length": "-1" }, { "Content-Length": "99999999999" }, { "User-Agent": "é".repeat(200) }],
  ...[
    { "X-Forwarded-Host": "\\" },
    { Origin: "http://" },
    { Accept: "text/html" },
    { "CloudFront-Viewer-Address": ":::" },
    { "X-Api-Key": "x" },
  ],
];

/** Requests of every operation, by who may and who may not, to real ids and to made-up ones. */
function calls(document: Json): fc.Arbitrary<Call> {
  const operations = Object.entries(document.paths as Record<string, Record<string, Json>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
  return fc.constantFrom(...operations).chain(({ method, path, operation }) => {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
    const schema = operation.requestBody?.content?.["application/json"]?.schema;
    const query = (operation.parameters ?? []).filter((one: Json) => one.in === "query").map((one: Json) => one.name as string);
    const id = fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: text });
    return fc
      .record({
        method: fc.constant(method),
        ids: fc.tuple(...names.map(() => id)),
        query: fc.array(fc.tuple(fc.oneof(fc.constantFrom("limit", "cursor", "q", "status", ...query), text), text), { maxLength: 3 }),
        body: schema
          ? fc.oneof(
              { weight: 10, arbitrary: shaped(schema, document).map((value) => JSON.stringify(value)) },
              { weight: 1, arbitrary: text },
              { weight: 1, arbitrary: shaped(schema, document).map((value) => (JSON.stringify(value) ?? "").slice(0, -1)) },
            )
          : fc.constant(undefined),
        caller: fc.oneof(
          { weight: 5, arbitrary: fc.constant(ORGANIZING.test(path) ? "owner" : "a") },
          { weight: 1, arbitrary: fc.constantFrom("owner", "b", "nobody", "nonsense") },
        ),
        cookie: text,
        headers: fc.constantFrom(...HEADERS),
      })
      .map((drawn) => ({
        method: drawn.method,
        path: `${path.replace(/\{(\w+)\}/g, (_, name) => encoded(drawn.ids[names.indexOf(name)] ?? realId(name)))}${queryOf(drawn.query)}`,
        headers: {
          ...(drawn.body !== undefined && { "Content-Type": "application/json" }),
          ...drawn.headers,
          ...cookieOf(drawn.caller, drawn.cookie),
        },
        body: drawn.body,
      }));
  });
}

const ORGANIZING = /\/(members|attendees|check-ins|dashboard|invitation|follow-up)/;
/** After these somebody of ours is gone. */
const ENDING = /^\/api\/(me$|me\?|me\/sessions|auth\/sign-out)/;
const realId = (name: string): string =>
  ({
    eventId: event,
    attendeeId: people[1]!.id,
    token: people[1]!.badge.url.split("/").at(-1)!,
    sessionId: "A".repeat(43),
    personId: "per_0000000000000000",
  })[name] ?? "x";
/** Encoded where it must be, left raw where a client could: half percent signs and dots stay. */
const encoded = (value: string) =>
  /^[\x21-\x7e]+$/.test(value) && !/[/?#]/.test(value) ? value : encodeURIComponent(Buffer.from(value).toString());
const queryOf = (pairs: [string, string][]) =>
  pairs.length ? `?${pairs.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join("&")}` : "";
function cookieOf(caller: string, nonsense: string): Record<string, string> {
  if (caller === "nobody") return {};
  if (caller === "nonsense")
    return { Cookie: `__Host-sid=${nonsense.replace(/[^\x20-\x7e]/g, "")}; __Host-lc=${"A".repeat(22)}; a; =b; ${"x=y; ".repeat(20)}` };
  const client = caller === "owner" ? owner : caller === "a" ? people[0]!.client : people[1]!.client;
  return { Cookie: [...client.cookies].map(([name, value]) => `${name}=${value}`).join("; ") };
}

async function send(call: Call): Promise<void> {
  const first = await sendOnce(call);
  // A busy machine is slow once; a slow answer is slow again.
  let took = first;
  for (let i = 0; i < 3 && took >= SLOWEST_MS; i++) took = Math.min(took, await sendOnce(call));
  seen.slowest = Math.max(seen.slowest, took);
  expect(took, `${call.method} ${call.path}`).toBeLessThan(SLOWEST_MS);
}

/** How long the answer took, in milliseconds. */
async function sendOnce({ method, path, headers, body }: Call): Promise<number> {
  const from = performance.now();
  const response = await app.app.request(path, { method, headers, ...(body !== undefined && method !== "GET" && { body }) });
  const answer = await response.text();
  const took = performance.now() - from;
  if (ENDING.test(path) && (response.status === 202 || response.status === 204)) await renew();
  seen.requests++;
  seen.byStatus.set(response.status, (seen.byStatus.get(response.status) ?? 0) + 1);
  expect(response.status, answer).toBeLessThan(500);
  if (response.status >= 400) isRefusal({ status: response.status, body: JSON.parse(answer), headers: response.headers });
  else expect([200, 201, 202, 204]).toContain(response.status);
  return took;
}

describe("whatever a client sends", () => {
  test("to any operation, it gets an answer in time and never a 5xx", { timeout: 120_000 + REQUESTS * 30 }, async () => {
    const errors = vi.spyOn(console, "error");
    const document = await (await app.app.request("/api/openapi.json")).json();
    const rounds = 25;
    for (let round = 0; round < rounds; round++) {
      await renew();
      await fc.assert(fc.asyncProperty(calls(document), send), { numRuns: Math.ceil(REQUESTS / rounds) });
    }
    console.log(
      `${seen.requests} requests, slowest ${Math.round(seen.slowest)} ms: ${JSON.stringify(Object.fromEntries([...seen.byStatus].sort()))}`,
    );
    expect(seen.requests).toBeGreaterThanOrEqual(REQUESTS);
    expect((seen.byStatus.get(200) ?? 0) + (seen.byStatus.get(201) ?? 0)).toBeGreaterThan(REQUESTS / 20);
    expect(({} as Json).polluted).toBeUndefined();
    expect(errors.mock.calls.flat().filter((line) => String(line).includes('"level":"error","requestId"'))).toEqual([]);
  });

  test("to any address of the whole server, pages and inbox too, it gets no 5xx", { timeout: 60_000 }, async () => {
    const paths = fc.oneof(
      text.map((part) => `/${encoded(part)}`),
      fc
        .tuple(fc.constantFrom("/u/", "/b/", "/e/", "/_mail/", "/assets/", "/organize/", "/api/", "/_mail.json?", "/auth/"), text)
        .map(([a, b]) => a + encoded(b)),
      fc.constantFrom(
        "/%",
        "/%E0%A4%A",
        "/b/%E0%A4%A",
        "/assets/%00.js",
        "/..%2f..%2fpackage.json",
        "/assets/..%2f..%2f..%2fpackage.json",
        "//",
        "/\\",
        "/%c0%ae%c0%ae/",
      ),
    );
    const method = fc.constantFrom("GET", "GET", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");
    await fc.assert(
      fc.asyncProperty(paths, method, fc.constantFrom(undefined, "{}", "a=b"), async (path, verb, body) => {
        const response = await fetch(app.url + path, {
          method: verb,
          ...(body && !["GET", "HEAD"].includes(verb) && { body }),
          redirect: "manual",
        });
        const answer = await response.text();
        expect(response.status, `${verb} ${path}: ${answer.slice(0, 300)}`).toBeLessThan(500);
        expect(answer).not.toContain('"workspaces"');
      }),
      { numRuns: 800 },
    );
  });
});
