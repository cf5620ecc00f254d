/** A synthesized stage as the tests look at it: resources by type and name, roles by function, links as a function would read them. */
import { createDecipheriv } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Inputs, Resource } from "./synth/resource.ts";
import { type Synthesized, synthesize, type Wanted } from "./synth/synthesize.ts";

export interface Statement {
  Effect: string;
  Action: string[];
  Resource?: string[];
  Principal?: Record<string, string | string[]>;
  Condition?: Record<string, Record<string, string | string[]>>;
}

export type Stack = ReturnType<typeof read>;

export const synthesizeStack = async (wanted: Wanted): Promise<Stack> => read(await synthesize(wanted));

function read(synthesized: Synthesized) {
  const { resources, folder, stage, outputs } = synthesized;
  const all = (type: string): Resource[] => resources.filter((one) => one.type === type || one.type.endsWith(`:${type}`));
  const one = (type: string, name: string): Resource => {
    const found = all(type).filter((candidate) => candidate.name === name);
    if (found.length !== 1)
      throw new Error(`${type} ${name}: ${found.length} of them. There are: ${all(type).map((candidate) => candidate.name)}`);
    return found[0]!;
  };
  const byName = new Map(resources.map((resource) => [resource.arn, resource.name]));
  /** ARNs as logical names: `Table/index/lists`. */
  const logical = (arn: string): string => {
    const known = [...byName.keys()].filter((candidate) => arn.startsWith(candidate)).sort((a, b) => b.length - a.length)[0];
    return known ? byName.get(known) + arn.slice(known.length) : arn;
  };
  const policyOf = (json: string | Inputs): Statement[] => (typeof json === "string" ? JSON.parse(json) : json).Statement;
  const artifact = (name: string) => join(folder, ".sst/artifacts", `${name}-src`);

  return {
    ...{ stage, folder, outputs, resources, all, one, logical, policyOf, artifact },
    production: stage === "production",
    /** Our functions by the name they are made with, SST's own at the edge left out. */
    functions: () =>
      all("Function")
        .filter(({ type, name }) => type === "aws:lambda/function:Function" && name !== "RouterEdgeFunction")
        .map(({ name }) => name.replace(/Function$/, "")),
    lambda: (name: string): Resource => one("aws:lambda/function:Function", `${name}Function`),
    roleOf: (arn: string): Resource => all("Role").find((role) => role.arn === arn)!,
    /** What a role may do, one line a statement, resources by their logical names. */
    statements: (role: Resource): string[] =>
      ((role.inputs.inlinePolicies ?? []) as { policy: string }[])
        .flatMap(({ policy }) => policyOf(policy))
        .map(({ Effect, Action, Resource = [], Condition }) => {
          const when = Object.values(Condition ?? {}).flatMap((one) =>
            Object.entries(one).map(([key, value]) => ` where ${key} is ${value}`),
          );
          return `${Effect} ${[Action].flat().join(" ")} on ${[Resource].flat().map(logical).join(" ")}${when.join("")}`;
        }),
    /** What `Resource` holds inside a function: resource.enc, opened with the key of its environment (AES-256-GCM, as SST writes it). */
    linksOf(name: string): Record<string, Inputs> {
      const { SST_KEY, SST_KEY_FILE } = one("aws:lambda/function:Function", `${name}Function`).inputs.environment.variables;
      const sealed = readFileSync(join(artifact(name), SST_KEY_FILE));
      const opener = createDecipheriv("aes-256-gcm", Buffer.from(SST_KEY, "base64"), Buffer.alloc(12));
      opener.setAuthTag(sealed.subarray(-16));
      return JSON.parse(Buffer.concat([opener.update(sealed.subarray(0, -16)), opener.final()]).toString());
    },
  };
}
