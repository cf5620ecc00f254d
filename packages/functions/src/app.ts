/**
 * The HTTP side of Lanyard: every route, what holds for all of them, and the OpenAPI document made from them.
 *
 * @example
 * const app = createApp(deps, { version: "0.1.0" });
 * await app.request("/api/health"); // { status: "ok", version: "0.1.0" }
 */
import type { Deps } from "@lanyard/core/context";
import { AppError } from "@lanyard/core/error";
import { Hono } from "hono";
import { generateSpecs } from "hono-openapi";
import * as z from "zod";
import { describe } from "./describe.ts";
import type { Env } from "./env.ts";
import { begin, onError, ownPages } from "./middleware/edge.ts";
import { attendee, checkIn } from "./routes/attendee.ts";
import { auth } from "./routes/auth.ts";
import { allContacts, contact } from "./routes/contact.ts";
import { dashboard } from "./routes/dashboard.ts";
import { event, member } from "./routes/event.ts";
import { followUp, invitation } from "./routes/mailing.ts";
import { me } from "./routes/me.ts";
import { badge, scan } from "./routes/scan.ts";
import { unsubscribe } from "./routes/unsubscribe.tsx";

export interface AppOptions {
  version: string;
}

export function createApp(deps: Deps, { version }: AppOptions) {
  const Health = z.object({ status: z.literal("ok"), version: z.string() });
  const api = new Hono<Env>()
    .get("/health", describe("Whether it runs", { 200: Health }), (c) => c.json({ status: "ok" as const, version }, 200))
    .route("/auth", auth)
    .route("/me", me)
    .route("/events", event)
    .route("/events/:eventId/members", member)
    .route("/events/:eventId/attendees", attendee)
    .route("/events/:eventId/check-ins", checkIn)
    .route("/events/:eventId/scans", scan)
    .route("/events/:eventId/dashboard", dashboard)
    .route("/events/:eventId/invitation", invitation)
    .route("/events/:eventId/follow-up", followUp)
    .route("/events/:eventId", contact)
    .route("/badges", badge)
    .route("/", allContacts);

  let document: Promise<unknown> | undefined;
  return new Hono<Env>()
    .use(begin(deps))
    .onError(onError)
    .notFound((c) => onError(new AppError("route.unknown"), c))
    .use("/api/*", ownPages)
    .get("/api/openapi.json", async (c) => {
      document ??= openApi(api, version);
      return c.json((await document) as object);
    })
    .route("/u", unsubscribe)
    .route("/api", api);
}

export type App = ReturnType<typeof createApp>;
/** For the web's typed client. */
export type Api = App;

async function openApi(api: Hono<Env>, version: string): Promise<unknown> {
  const specs = await generateSpecs(new Hono<Env>().route("/api", api), {
    // contacts.vcf and contacts.csv are routes like any other.
    excludeStaticFile: false,
    documentation: {
      openapi: "3.1.0",
      info: { title: "Lanyard", version, description: "Scan badges, exchange cards with consent, follow up." },
      components: { securitySchemes: { session: { type: "apiKey", in: "cookie", name: "__Host-sid" } } },
      security: [{ session: [] }],
    },
  });
  for (const [path, operations] of Object.entries(specs.paths)) {
    if (!OPEN_TO_ALL.test(path)) continue;
    for (const operation of Object.values(operations ?? {})) Object.assign(operation as object, { security: [] });
  }
  return specs;
}

/** What needs no session. */
const OPEN_TO_ALL = /^\/api\/(health|auth\/)/;
