import { Session } from "@lanyard/core/session";
import type { App } from "@lanyard/functions/app";
import type { Attending, World } from "../support/world.ts";

export type Call = (method: string, path: string, body?: unknown) => Promise<unknown>;

/** Calls the API as this attendee, signed in for real; anything but success is an error. */
export async function browser(
  world: World,
  app: App,
  ctx: Pick<Attending["ctx"], "actor"> | { actor: { person: { id: string } } },
): Promise<Call> {
  const { cookie } = await Session.create(world.deps, ctx.actor.person.id, "bench");
  return async (method, path, body) => {
    const response = await app.request(`/api${path}`, {
      method,
      headers: { Cookie: `__Host-sid=${cookie}`, ...(body !== undefined && { "Content-Type": "application/json" }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status} ${text}`);
    return response.headers.get("content-type")?.includes("json") ? JSON.parse(text) : text;
  };
}
