/**
 * IAM in front of the embedded table and the local SES: lets a request through when the role of the function that sent it allows the
 * action on the resource, as it was synthesized, and writes down what was used. So a permission that is missing fails the function, and
 * one that nobody uses shows. It also adds up what was consumed.
 */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Stack, Statement } from "../stack.ts";
import { ACCOUNT } from "../synth/mock.ts";

/** What went through: the figures of a bill. */
export interface Usage {
  requests: number;
  /** DynamoDB's read and write request units, indexes included; an engine that tells none leaves them at 0. */
  reads: number;
  writes: number;
  mails: number;
}

export interface Gate {
  url: string;
  /** By function. */
  usage: Map<string, Usage>;
  /** What functions did, by function: `dynamodb:Query on TableTable/index/lists`. */
  used: Map<string, Set<string>>;
  /** What was refused. */
  denied: string[];
  close(): void;
}

interface Asked {
  action: string;
  /** All of them have to be allowed. */
  resources: string[];
}

export async function startGate(stack: Stack, { table, ses }: { table: string; ses: string }): Promise<Gate> {
  const used = new Map<string, Set<string>>();
  const denied: string[] = [];
  const usage = new Map(stack.functions().map((name) => [name, { requests: 0, reads: 0, writes: 0, mails: 0 }]));
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const { who, service } = credential(request);
    const asked = service === "ses" ? askedOfSes(stack, body) : askedOfTable(stack, request, body);
    for (const resource of asked.resources) {
      const line = `${asked.action} on ${stack.logical(resource)}`;
      if (allows(stack, who, asked.action, resource)) used.set(who, (used.get(who) ?? new Set()).add(line));
      else {
        denied.push(`${who}: ${line}`);
        return response
          .writeHead(service === "ses" ? 403 : 400, { "content-type": "application/x-amz-json-1.0" })
          .end(refusal(service, line));
      }
    }
    try {
      const { host: _, connection: __, "content-length": ___, authorization = "", ...others } = request.headers;
      // DynamoDB Local keeps a database for each key; ours is one.
      const headers = { ...others, authorization: authorization.replace(/Credential=[^/]+/, "Credential=test") };
      const answer = await fetch(service === "ses" ? ses : table, {
        method: "POST",
        headers: headers as unknown as Record<string, string>,
        body: service === "ses" ? body : JSON.stringify({ ...JSON.parse(body.toString()), ReturnConsumedCapacity: "TOTAL" }),
      });
      // The checksum and the length are of the body before it said what it consumed.
      const { "content-encoding": ____, "content-length": _____, "x-amz-crc32": ______, ...given } = Object.fromEntries(answer.headers);
      const content = Buffer.from(await answer.arrayBuffer());
      count(usage.get(who)!, asked.action, content);
      response.writeHead(answer.status, given).end(content);
    } catch {
      response.destroy(); // as the one behind did
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, usage, used, denied, close };
}

function count(usage: Usage, action: string, content: Buffer): void {
  if (action === "ses:SendRawEmail") usage.mails++;
  if (!action.startsWith("dynamodb:")) return;
  usage.requests++;
  const { ConsumedCapacity = [] } = JSON.parse(content.toString() || "{}");
  const units = [ConsumedCapacity].flat().reduce((sum: number, one) => sum + (one.CapacityUnits ?? 0), 0);
  if (/Get|Query/.test(action)) usage.reads += units;
  else usage.writes += units;
}

/** Signature version 4 names the key, which here is the function's name, and the service. */
function credential({ headers }: IncomingMessage): { who: string; service: string } {
  const [, who, , , service] = /Credential=([^/]+)\/([^/]+)\/([^/]+)\/([^/]+)\//.exec(headers.authorization ?? "") ?? [];
  if (!who || !service) throw new Error("a request without a signature");
  return { who, service };
}

function askedOfTable(stack: Stack, { headers }: IncomingMessage, body: Buffer): Asked {
  const operation = String(headers["x-amz-target"]).split(".")[1]!;
  const { TableName, IndexName, RequestItems = {} } = JSON.parse(body.toString());
  const names: string[] = TableName ? [TableName] : Object.keys(RequestItems);
  const { region } = /^arn:aws:dynamodb:(?<region>[^:]+):/.exec(stack.one("Table", "TableTable").arn)!.groups!;
  const arns = names.map((name) => `arn:aws:dynamodb:${region}:${ACCOUNT}:table/${name}`);
  return { action: `dynamodb:${operation}`, resources: arns.map((arn) => (IndexName ? `${arn}/index/${IndexName}` : arn)) };
}

/** A sending is allowed on the sender's identity and on the configuration set that it names (actions of Amazon SES). */
function askedOfSes(stack: Stack, body: Buffer): Asked {
  const form = new URLSearchParams(body.toString());
  const action = `ses:${form.get("Action")}`;
  if (action !== "ses:SendRawEmail") return { action, resources: ["*"] };
  const address = /<([^<>]+)>$/.exec(form.get("Source") ?? "")?.[1] ?? form.get("Source") ?? "";
  const identities = stack.all("EmailIdentity");
  const identity =
    identities.find(({ inputs }) => inputs.emailIdentity === address) ??
    identities.find(({ inputs }) => address.endsWith(`@${inputs.emailIdentity}`));
  const set = stack.all("ConfigurationSet").find(({ inputs }) => inputs.configurationSetName === form.get("ConfigurationSetName"));
  return { action, resources: [identity?.arn ?? `identity of ${address}`, set?.arn ?? "no configuration set"] };
}

function allows(stack: Stack, name: string, action: string, resource: string): boolean {
  const role = stack.roleOf(stack.lambda(name).inputs.role);
  const statements: Statement[] = (role.inputs.inlinePolicies as { policy: string }[]).flatMap(({ policy }) => stack.policyOf(policy));
  return statements.some(
    ({ Effect, Action, Resource = [] }) =>
      Effect === "Allow" && [Action].flat().includes(action) && [Resource].flat().some((one) => one === resource || one === "*"),
  );
}

function refusal(service: string, what: string): string {
  if (service !== "ses")
    return JSON.stringify({ __type: "com.amazon.coral.service#AccessDeniedException", message: `not allowed: ${what}` });
  return `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not allowed: ${what}</Message></Error></ErrorResponse>`;
}
