/** What `sst diff` would make, resource by resource, for a development and a production stage. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { GUARANTEES } from "./guarantee/all.ts";
import { report } from "./report.ts";
import { synthesizeStack } from "./stack.ts";
import { ROOT } from "./synth/synthesize.ts";

describe.each(["development", "production"])("in %s", async (stage) => {
  const stack = await synthesizeStack({ stage });
  for (const [guarantee, holds] of Object.entries(GUARANTEES)) test(guarantee, () => holds(stack));

  test("what is made is what was last looked at, down to the last resource", async () => {
    await expect(report(stack)).toMatchFileSnapshot(`expected/${stage}.md`);
  });

  test("sst-env.d.ts is what sst would write", () => {
    expect(readFileSync(join(stack.folder, "sst-env.d.ts"), "utf8")).toBe(readFileSync(join(ROOT, "sst-env.d.ts"), "utf8"));
  });
});

test("a stage with a restored table runs on that one, with the same permissions, and makes none", async () => {
  const edits = { "infra/stages.ts": (text: string) => text.replace("domain:", 'restoredTable: "lanyard-restored",\n    domain:') };
  const stack = await synthesizeStack({ stage: "production", name: "restored", edits });
  expect(stack.outputs.table).toBe("lanyard-restored");
  for (const name of stack.functions()) {
    const [, table] = stack.statements(stack.roleOf(stack.lambda(name).inputs.role));
    expect(table, name).toMatch(/^Allow dynamodb:.* on TableTable$/);
    expect(stack.linksOf(name).Table!.name, name).toBe("lanyard-restored");
  }
  expect(stack.one("Table", "TableTable")).toMatchObject({ arn: expect.stringMatching(/:table\/lanyard-restored$/), inputs: {}, urn: "" });
});
