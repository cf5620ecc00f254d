import type { Deps } from "@lanyard/core/context";
import { createDeps } from "../deps.ts";

/** A job as Lambda calls it. What it throws reaches Lambda, which tries again and then keeps the event as a dead letter. */
export function scheduled(run: (deps: Deps) => Promise<void>): () => Promise<void> {
  let deps: Deps | undefined;
  return () => {
    deps ??= createDeps();
    return run(deps);
  };
}
