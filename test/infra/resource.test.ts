/** What `sst diff` would make, resource by resource, for a development and a production stage. */
import { describe, test } from "vitest";
import { GUARANTEES } from "./guarantee/all.ts";
import { synthesizeStack } from "./stack.ts";

describe.each(["development", "production"])("in %s", async (stage) => {
  const stack = await synthesizeStack({ stage });
  for (const [guarantee, holds] of Object.entries(GUARANTEES)) test(guarantee, () => holds(stack));
});
