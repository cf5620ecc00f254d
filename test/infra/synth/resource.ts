/** What the deployment engine was asked to make, as the stand-in writes it down and the tests read it. */
export type Value = string | number | boolean | null | undefined | Value[] | { [key: string]: Value };
// biome-ignore lint/suspicious/noExplicitAny: inputs of some forty resource types, looked at field by field in tests
export type Inputs = Record<string, any>;

export interface Resource {
  type: string;
  name: string;
  urn: string;
  parent?: string;
  custom: boolean;
  inputs: Inputs;
  arn: string;
  /** What a component says about itself when it is done. */
  outputs?: Inputs;
  retainOnDelete?: boolean;
}

export interface Synthesis {
  resources: Resource[];
  /** What functions would find in `Resource`, for sst-env.d.ts. */
  links: Record<string, Inputs>;
  outputs: Inputs;
}
