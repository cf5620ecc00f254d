import { engineName, startEngine } from "./engine.ts";

/** One DynamoDB Local for the whole run: a JVM for each test file would cost more than the tests. Each file has its own table. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (engineName !== "dynamodb-local") return undefined;
  const engine = await startEngine(engineName);
  if (!engine) throw new Error("DynamoDB Local cannot be had here.");
  process.env.LANYARD_TEST_ENDPOINT = engine.endpoint;
  return engine.close;
}
