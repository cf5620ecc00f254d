/**
 * The engines that the rules are proved on. `npm test` runs the core suite on both: LANYARD_TEST_ENGINE names the one of this run.
 *
 * @example
 * let db: TestTable;
 * beforeAll(async () => { db = await startTable(); });
 * afterAll(() => db.close());
 */
import { randomUUID } from "node:crypto";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { createTableInput } from "@lanyard/core/db/schema";
import { dynamoTable, type Table } from "@lanyard/core/db/table";
import { startDynalite } from "./dynalite.ts";
import { startDynamodbLocal } from "./dynamodb-local.ts";

export type EngineName = "dynalite" | "dynamodb-local";

export interface Engine {
  name: EngineName;
  endpoint: string;
  close(): Promise<void>;
}

export interface TestTable extends Engine {
  tableName: string;
  client: DynamoDBDocumentClient;
  table: Table;
}

export const engineName: EngineName = process.env.LANYARD_TEST_ENGINE === "dynamodb-local" ? "dynamodb-local" : "dynalite";

/** An engine, empty or (LANYARD_TEST_ENDPOINT) the one this run shares. Undefined only for DynamoDB Local, where it cannot be had. */
export async function startEngine(name: EngineName): Promise<Engine | undefined> {
  const shared = process.env.LANYARD_TEST_ENDPOINT;
  if (name === "dynalite") return startDynalite();
  return shared ? { name, endpoint: shared, close: async () => {} } : startDynamodbLocal();
}

/** The production table, empty, under a name of its own, on the engine of this run. */
export async function startTable(name: EngineName = engineName): Promise<TestTable> {
  const engine = await startEngine(name);
  if (!engine) throw new Error(`The engine ${name} cannot be had here.`);
  const plain = new DynamoDBClient({
    endpoint: engine.endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const client = DynamoDBDocumentClient.from(plain, { marshallOptions: { removeUndefinedValues: true } });
  const tableName = `lanyard-${randomUUID()}`;
  await plain.send(new CreateTableCommand(createTableInput(tableName)));
  const close = async () => {
    plain.destroy();
    await engine.close();
  };
  return { ...engine, tableName, client, table: dynamoTable(client, tableName), close };
}
