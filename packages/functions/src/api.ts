/** The API on Lambda, behind a function URL or API Gateway v2. */
import { handle } from "hono/aws-lambda";
import { createApp } from "./app.ts";
import { createDeps } from "./deps.ts";
import { VERSION } from "./version.ts";

export const handler = handle(createApp(createDeps(), { version: VERSION }));
