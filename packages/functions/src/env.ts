import type { Badge } from "@lanyard/core/badge";
import type { Actor, Context, Deps } from "@lanyard/core/context";

/** What a request carries on its way through the middleware. */
export interface Env {
  Variables: {
    deps: Deps;
    requestId: string;
  };
}
/** After a guard: the context of an actor who may do what the route does. */
export interface As<A extends Actor> extends Env {
  Variables: Env["Variables"] & { ctx: Context<A> };
}
/** A badge's lookup, begun before it was known who asks; used only once that is known. */
export interface Ahead extends Env {
  Variables: Env["Variables"] & { badges?: Promise<(Badge.Info | undefined)[]> };
}
