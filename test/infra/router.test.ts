/** The code that runs at CloudFront's edge, as SST generated it, on the routes that SST would store: which path goes where. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { PLATFORM } from "../../scripts/sst.mjs";
import { type Stack, synthesizeStack } from "./stack.ts";

interface Routed {
  to: "api" | "site" | undefined;
  uri: string;
  status?: number;
  headers: Record<string, { value: string }>;
  signed: boolean;
}

interface EdgeRequest {
  uri: string;
  headers: Record<string, { value: string }>;
}
interface Origin {
  domainName: string;
  originAccessControlConfig: { enabled: boolean; originType?: string };
}

/** CloudFront's runtime as far as the code needs it: a key-value store and a changeable origin. */
function edge(stack: Stack) {
  const stored = new Map<string, string>();
  const routes: string[] = [];
  for (const { inputs } of stack.all("pulumi-nodejs:dynamic:Resource")) {
    if ("entry" in inputs) routes.push(inputs.entry);
    for (const [key, value] of Object.entries(inputs.entries ?? {})) stored.set(`${inputs.namespace}:${key}`, String(value));
    if ("entry" in inputs) stored.set(`${inputs.namespace}:routes`, JSON.stringify(routes));
  }
  const { code } = stack.one("aws:cloudfront/function:Function", "RouterCloudfrontFunctionRequest").inputs;
  return async (uri: string, { host = "cards.tidewater.example", headers = {} as EdgeRequest["headers"] } = {}): Promise<Routed> => {
    let origin: Origin | undefined;
    const kvs = { get: async (key: string) => stored.get(key) ?? Promise.reject(new Error("KeyNotFound")) };
    const updateRequestOrigin = (to: Origin) => {
      origin = to;
    };
    const cloudfront = { kvs: () => kvs, updateRequestOrigin };
    const handler = new Function("cf", `${code.replace('import cf from "cloudfront";', "")}; return handler;`)(cloudfront);
    const request = { method: "GET", uri, querystring: {}, headers: { ...headers, host: { value: host } }, cookies: {} };
    const answer = await handler({ viewer: { ip: "192.0.2.7" }, request });
    const to = /^apiurl\.lambda-url\./.test(origin?.domainName ?? "")
      ? "api"
      : /webassetsbucket/.test(origin?.domainName ?? "")
        ? "site"
        : undefined;
    const signed = origin?.originAccessControlConfig.enabled ?? false;
    return { to, uri: answer.uri, status: answer.statusCode, headers: answer.headers ?? {}, signed };
  };
}

describe("the front door", async () => {
  const go = edge(await synthesizeStack({ stage: "production" }));

  test.each(["/api/health", "/api/auth/start", "/api/events/evt_1/scans/batch", "/api/openapi.json", "/api", "/api/no/such/path"])(
    "%s is the API's, signed, under its own path",
    async (path) => {
      expect(await go(path)).toMatchObject({ to: "api", uri: path, signed: true });
    },
  );

  test("an unsubscribe link is the API's under its own path", async () => {
    expect(await go("/u/abc123")).toMatchObject({ to: "api", uri: "/u/abc123", signed: true });
    expect(await go("/u/ABC/x")).toMatchObject({ to: "api", uri: "/u/ABC/x", signed: true });
  });

  test.each(["/", "/b/TOKEN", "/B/TOKEN", "/e/evt_1/scan", "/organize/evt_1/attendees", "/sign-in", "/auth", "/me", "/contacts"])(
    "%s is a page of the app",
    async (path) => {
      expect(await go(path)).toMatchObject({ to: "site", uri: "/index.html", signed: true });
    },
  );

  test.each(["/apiary", "/api-docs", "/u", "/unknown", "/user/1", "/U/x", "/_mail"])("%s is no path of the API", async (path) => {
    expect(await go(path)).toMatchObject({ to: "site", uri: "/index.html" });
  });

  test.each(["/sw.js", "/manifest.webmanifest", "/icon.svg", "/index.html"])("%s is the file", async (path) => {
    expect(await go(path)).toMatchObject({ to: "site", uri: path });
  });

  test("a hashed file that is gone is not answered with a page", async () => {
    expect(await go("/assets/index-gone.js")).toMatchObject({ to: "site", uri: "/assets/index-gone.js" });
  });

  test("the API learns who asked from the connection, whatever the client claims", async () => {
    const { headers } = await go("/api/auth/start", { headers: { "x-viewer-address": { value: "203.0.113.1" } } });
    expect(headers["x-viewer-address"]).toEqual({ value: "192.0.2.7" });
    expect(headers["x-forwarded-host"]).toEqual({ value: "cards.tidewater.example" });
  });

  test("CloudFront's own address answers nobody where there is a domain", async () => {
    expect(await go("/api/health", { host: "d111111abcdef8.cloudfront.net" })).toMatchObject({ to: undefined, status: 403 });
  });

  test("a stage without a domain answers at CloudFront's own address", async () => {
    const development = edge(await synthesizeStack({ stage: "development" }));
    expect(await development("/api/health", { host: "d111111abcdef8.cloudfront.net" })).toMatchObject({ to: "api", uri: "/api/health" });
    expect(await development("/u/x", { host: "d111111abcdef8.cloudfront.net" })).toMatchObject({ to: "api", uri: "/u/x" });
  });
});

describe("the part that signs at the edge", async () => {
  const { handler } = await import(/* @vite-ignore */ join(PLATFORM, "dist/oac-edge-signer/index.mjs"));
  const sent = (method: string, body?: object) => ({
    Records: [{ cf: { request: { method, uri: "/api/x", headers: {} as Record<string, { value: string }[]>, body } } }],
  });

  test.each(["POST", "PUT", "PATCH"])("hashes the body of a %s, which Lambda wants of a signed one", async (method) => {
    const body = { data: Buffer.from('{"a":1}').toString("base64"), encoding: "base64" };
    const request = await handler(sent(method, body));
    const hash = "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862";
    expect(request.headers["x-amz-content-sha256"]).toEqual([{ key: "x-amz-content-sha256", value: hash }]);
  });

  test("refuses what CloudFront cut off at 1 MB instead of passing a part on", async () => {
    expect(await handler(sent("POST", { data: "", encoding: "base64", inputTruncated: true }))).toMatchObject({ status: "413" });
  });
});
