/**
 * A synthesized stage, running: its bundles as functions behind its own permissions, on the embedded table (made as the stage would make
 * it) and the local SES, whose events come back by SNS.
 *
 * @example
 * const lanyard = await deploy(await synthesizeStack({ stage: "production" }), { node: process.execPath });
 * const ingrid = await signIn(lanyard.app, "ingrid@tidewater.example");
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { dynamoTable, type Table } from "@lanyard/core/db/table";
import { type LocalSes, startSes } from "@lanyard/functions/local/ses";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { TestApp } from "../../support/app.ts";
import { startDynalite } from "../../support/dynalite.ts";
import type { Engine } from "../../support/engine.ts";
import type { Stack } from "../stack.ts";
import type { Inputs } from "../synth/resource.ts";
import { STAGES } from "../synth/stages.ts";
import { type Front, httpEvent, scheduleEvent, snsEvent } from "./event.ts";
import { type Gate, startGate } from "./gate.ts";
import { type Lambda, startLambda } from "./lambda.ts";

export interface Deployed {
  /** The API as a client sees it, for the helpers of test/support/client.ts. */
  app: TestApp;
  request(path: string, init?: RequestInit, front?: Front): Promise<Response>;
  /** Runs a scheduled job, as its schedule would, at this distance from now. */
  run(job: string, offsetMs?: number): Promise<void>;
  functions: Map<string, Lambda>;
  /** How often each function was called. */
  calls: Map<string, number>;
  gate: Gate;
  table: Table;
  ses: LocalSes;
  /** Events of SES that were handed to the function, and what it threw. */
  heard: { kinds: string[]; failures: string[] };
  close(): Promise<void>;
}

export async function deploy(stack: Stack, { node, engine }: { node: string; engine?: Engine }): Promise<Deployed> {
  const { sender, testRecipients = [] } = STAGES[stack.stage]!;
  const folder = mkdtempSync(join(tmpdir(), "lanyard-deployed-"));
  const database = engine ?? (await startDynalite());
  const { client, table } = await createTable(stack, database.endpoint);
  const heard: Deployed["heard"] = { kinds: [], failures: [] };
  const functions = new Map<string, Lambda>();
  const calls = new Map<string, number>();
  const invoke = (name: string, event: unknown, offsetMs?: number) => {
    calls.set(name, (calls.get(name) ?? 0) + 1);
    return functions.get(name)!.invoke(event, offsetMs);
  };
  const ses = await startSes({
    dir: folder,
    identities: [sender, ...testRecipients],
    configurationSets: [`lanyard-${stack.stage}`],
    sandbox: testRecipients.length > 0,
    onEvent: async (event) => {
      heard.kinds.push(event.eventType);
      const topic = stack.one("Topic", "SesEventsTopic").arn;
      await invoke("MailEvents", snsEvent(topic, event)).catch((error) => heard.failures.push(String(error)));
    },
  });
  const gate = await startGate(stack, { table: database.endpoint, ses: ses.url });
  for (const name of stack.functions()) functions.set(name, await startLambda(stack, name, { node, endpoint: gate.url }));

  const { appUrl } = stack.linksOf("Api").Settings as { appUrl: string };
  const request: Deployed["request"] = async (path, init, front = "function URL behind CloudFront") => {
    const event = await httpEvent(front, new Request(new URL(path, appUrl), init));
    return toResponse((await invoke("Api", event)) as APIGatewayProxyStructuredResultV2);
  };
  return {
    app: { app: { request }, ses, url: appUrl } as unknown as TestApp,
    ...{ request, functions, calls, gate, table, ses, heard },
    async run(job, offsetMs = 0) {
      const { input } = stack.one("aws:scheduler/schedule:Schedule", `${job}ScheduleSchedule`).inputs.target;
      await invoke(job, scheduleEvent(input), offsetMs);
    },
    async close() {
      await ses.close(); // hands over what it still has to tell
      await Promise.all([...functions.values()].map((one) => one.stop()));
      gate.close();
      client.destroy();
      if (!engine) await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The table from what was synthesized, not from what the code thinks. */
async function createTable(stack: Stack, endpoint: string): Promise<{ client: DynamoDBClient; table: Table }> {
  const client = new DynamoDBClient({
    endpoint,
    region: STAGES[stack.stage]!.region,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  await client.send(new CreateTableCommand(createTableInput(stack)));
  const { name } = stack.one("Table", "TableTable").inputs;
  return { client, table: dynamoTable(DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }), name) };
}

export function createTableInput(stack: Stack): CreateTableCommandInput {
  const { inputs } = stack.one("Table", "TableTable");
  const keys = ({ hashKey, rangeKey }: { hashKey: string; rangeKey: string }): CreateTableCommandInput["KeySchema"] => [
    { AttributeName: hashKey, KeyType: "HASH" },
    { AttributeName: rangeKey, KeyType: "RANGE" },
  ];
  return {
    TableName: inputs.name,
    BillingMode: inputs.billingMode,
    AttributeDefinitions: inputs.attributes.map(({ name, type }: { name: string; type: "S" }) => ({
      AttributeName: name,
      AttributeType: type,
    })),
    KeySchema: keys(inputs as never),
    GlobalSecondaryIndexes: inputs.globalSecondaryIndexes.map((index: Inputs) => ({
      IndexName: index.name,
      KeySchema: keys(index as never),
      Projection: { ProjectionType: index.projectionType, ...(index.nonKeyAttributes && { NonKeyAttributes: index.nonKeyAttributes }) },
    })),
  };
}

function toResponse({
  statusCode = 200,
  headers = {},
  cookies = [],
  body = "",
  isBase64Encoded,
}: APIGatewayProxyStructuredResultV2): Response {
  const list = new Headers(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  for (const cookie of cookies) list.append("set-cookie", cookie);
  const content = isBase64Encoded ? Buffer.from(body, "base64") : body;
  return new Response([204, 304].includes(statusCode) ? null : content, { status: statusCode, headers: list });
}
