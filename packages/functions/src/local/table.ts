/** The embedded table: dynalite on disk, in this process, speaking DynamoDB's protocol on a port of its own. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createTableInput } from "@lanyard/core/db/schema";
import dynalite from "dynalite";
import { Level } from "level";

export interface LocalTable {
  url: string;
  close(): Promise<void>;
}

/** Opens the table in `path` and makes it when it is not there. Throws when another process holds the folder. */
export async function startTable(path: string, tableName: string): Promise<LocalTable> {
  await checkFree(path);
  const server = dynalite({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new DynamoDBClient({
    endpoint: url,
    region: "eu-central-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  try {
    await client.send(new CreateTableCommand(createTableInput(tableName)));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "ResourceInUseException") throw error;
  } finally {
    client.destroy();
  }
  return {
    url,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error?: Error) => (error ? reject(error) : resolve()));
        (server as { closeAllConnections?: () => void }).closeAllConnections?.();
      }),
  };
}

/** dynalite throws past its caller when the folder is locked or broken, so it is opened once before. */
async function checkFree(path: string): Promise<void> {
  const level = new Level(path);
  try {
    await level.open();
  } catch (error) {
    throw new FolderError(error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error));
  }
  await level.close();
}

/** The table's folder cannot be opened: in use by another process, or no table. */
export class FolderError extends Error {
  override readonly name = "FolderError";
}
