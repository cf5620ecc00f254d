/** A built bundle as a running function: the artifact that would be uploaded, its own environment, a process of its own. */
import { fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Stack } from "../stack.ts";
import { STAGES } from "../synth/stages.ts";

export interface Lambda {
  importMs: number;
  node: string;
  /** Rejects with what the handler threw. `offsetMs` moves the function's clock. */
  invoke(event: unknown, offsetMs?: number): Promise<unknown>;
  stop(): Promise<void>;
}

export interface Where {
  /** Which Node runs it. */
  node: string;
  /** Answers for DynamoDB and SES. */
  endpoint: string;
}

interface Answer {
  id?: string;
  result?: unknown;
  error?: string;
  importMs?: number;
  node?: string;
}

/** The function's name is its access key, by which the gate (gate.ts) knows whose role asks. */
export async function startLambda(stack: Stack, name: string, { node, endpoint }: Where): Promise<Lambda> {
  const { inputs } = stack.lambda(name);
  const child = fork(join(import.meta.dirname, "runtime.mjs"), [], {
    execPath: node,
    execArgv: [],
    cwd: stack.artifact(name),
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    env: {
      ...inputs.environment.variables,
      ...{
        TZ: ":UTC",
        AWS_REGION: STAGES[stack.stage]!.region,
        AWS_LAMBDA_FUNCTION_NAME: inputs.name,
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(inputs.memorySize),
      },
      ...{ AWS_ACCESS_KEY_ID: name, AWS_SECRET_ACCESS_KEY: "secret", AWS_SESSION_TOKEN: "session", AWS_EC2_METADATA_DISABLED: "true" },
      ...{ AWS_ENDPOINT_URL_DYNAMODB: endpoint, AWS_ENDPOINT_URL_SES: endpoint },
    },
  });
  let complaint = "";
  child.stderr!.on("data", (text) => {
    complaint = (complaint + text).slice(-4000);
  });
  const waiting = new Map<string, (answer: Answer) => void>();
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  void exited.then(() => {
    for (const settle of waiting.values()) settle({ error: `${name} ended. ${complaint}` });
  });
  const started = await new Promise<Answer>((resolve, reject) => {
    child.once("message", (answer) => resolve(answer as Answer));
    void exited.then(() => reject(new Error(`${name} did not start. ${complaint}`)));
  });
  child.on("message", (answer: Answer) => {
    waiting.get(answer.id!)?.(answer);
    waiting.delete(answer.id!);
  });
  return {
    importMs: started.importMs!,
    node: started.node!,
    async invoke(event, offsetMs = 0) {
      const id = randomUUID();
      const { result, error } = await new Promise<Answer>((resolve) => {
        waiting.set(id, resolve);
        child.send({ id, event, offsetMs });
      });
      if (error !== undefined) throw new Error(error);
      return result;
    },
    async stop() {
      child.kill();
      await exited;
    },
  };
}
