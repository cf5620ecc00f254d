/**
 * Runs the program that sst has bundled on Pulumi's own mock monitor, and writes down every resource it asks for. A process of its own
 * for every run, because SST keeps state in its modules. Started by pulumi.ts.
 */
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { mockCall, mockResource } from "./mock.ts";
import type { Inputs, Resource, Synthesis } from "./resource.ts";

interface Request {
  getUrn(): string;
  getType(): string;
  getName(): string;
  getParent(): string;
  getRetainondelete(): boolean;
  getOutputs(): unknown;
}
type Answer = (error: unknown, response: { getUrn(): string } | undefined) => void;
type Method = (this: unknown, request: Request, answer: Answer) => unknown;

const { SYNTH_PROGRAM, SYNTH_OUT, SYNTH_PLATFORM, SYNTH_REGION, SYNTH_APP, SYNTH_STAGE } = process.env as Record<string, string>;
const require = createRequire(join(SYNTH_PLATFORM!, "package.json"));
const pulumi = require("@pulumi/pulumi"); // the instance that the bundle uses
const { deserializeProperties } = require("@pulumi/pulumi/runtime/rpc");
const { MockMonitor } = require("@pulumi/pulumi/runtime/mocks") as { MockMonitor: { prototype: Record<string, Method> } };

const resources: Resource[] = [];
const links: Synthesis["links"] = {};

process.on("unhandledRejection", (error) => {
  console.error(error);
  process.exit(1);
});

await pulumi.runtime.setMocks(
  {
    newResource({ type, name, custom, inputs, id: found }: { type: string; name: string; custom?: boolean; inputs: Inputs; id?: string }) {
      const { __provider, ...given } = inputs;
      // What is looked up instead of made comes with its id, which is its name.
      const { id, state } = mockResource(type, name, found ? { ...inputs, name: found } : inputs, SYNTH_REGION!);
      if (type !== "pulumi:pulumi:Stack") resources.push({ type, name, custom: custom !== false, inputs: given, arn: state.arn, urn: "" });
      return { id: custom === false ? undefined : id, state };
    },
    call: ({ token, inputs }: { token: string; inputs: Inputs }) => mockCall(token, inputs, SYNTH_REGION!),
  },
  SYNTH_APP,
  SYNTH_STAGE,
  false,
  "organization",
);

wrap("registerResource", function (original, request, answer) {
  return original.call(this, request, (error, response) => {
    const made = resources.findLast((one) => one.type === request.getType() && one.name === request.getName());
    if (made && response) {
      made.urn = response.getUrn();
      if (request.getParent()) made.parent = request.getParent();
      if (request.getRetainondelete()) made.retainOnDelete = true;
    }
    answer(error, response);
  });
});
wrap("registerResourceOutputs", function (original, request, answer) {
  const outputs = deserializeProperties(request.getOutputs());
  if (request.getUrn().includes("sst:sst:LinkRef")) links[outputs.target] = outputs.properties;
  const made = resources.find((one) => one.urn === request.getUrn());
  if (made) made.outputs = outputs;
  return original.call(this, request, answer);
});

const outputs = await pulumi.runtime.runInPulumiStack(async () => {
  const { default: program } = await import(pathToFileURL(SYNTH_PROGRAM!).href);
  return typeof program === "function" ? program() : program;
});
await pulumi.runtime.disconnect();
// Outputs may still resolve after the program; what is left when nothing is under way any more is the whole.
process.once("beforeExit", () =>
  writeFileSync(SYNTH_OUT!, JSON.stringify({ resources, links, outputs: outputs ?? {} }, withoutSecretMarks)),
);

function wrap(method: string, by: (this: unknown, original: Method, request: Request, answer: Answer) => unknown): void {
  const original = MockMonitor.prototype[method]!;
  MockMonitor.prototype[method] = function (request, answer) {
    return by.call(this, original, request, answer);
  };
}

/** Pulumi marks a secret value with this key and signature (its wire format). */
function withoutSecretMarks(_key: string, value: unknown): unknown {
  const marked = value as Inputs | null;
  const isSecret = typeof value === "object" && marked?.["4dabf18193072939515e22adb298388d"] === "1b47061264138c4ac30d75fd1eb44270";
  return isSecret ? marked?.value : value;
}
