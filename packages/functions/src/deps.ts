/**
 * The world the rules run in, made once a process from SST's linked resources: the only reader of `Resource`. Under `npm start` the same
 * resources come from SST_RESOURCES_JSON and the endpoints from AWS_ENDPOINT_URL_*, so nothing here knows where it runs.
 */
import { randomBytes } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Deps } from "@lanyard/core/context";
import { dynamoTable } from "@lanyard/core/db/table";
import { sesClient, sesMailer } from "@lanyard/core/mail/mailer";
import { DEFAULT_LIMITS, DEFAULT_SENDER, type Settings } from "@lanyard/core/settings";
import { Resource } from "sst";
import * as z from "zod";

const number = z.number().min(0);
const SettingsResource = z.object({
  appUrl: z.url().transform((url) => url.replace(/\/$/, "")),
  signInFrom: z.email(),
  mailingFrom: z.email(),
  configurationSet: z.string().optional(),
  signIn: z.enum(["anyone", "known"]),
  /** A list with the word `anyone` in it means anyone: SST wants one type for every stage. */
  organizers: z.array(z.string()).transform((list) => (list.includes("anyone") ? ("anyone" as const) : list)),
  limits: z.record(z.string(), number).optional(),
  sender: z.record(z.string(), number).optional(),
});
const Secret = z.object({ value: z.string().min(32, "A secret has at least 32 characters") }).optional();
const Resources = z.object({
  Table: z.object({ name: z.string() }),
  /** Only for functions that use it: a function holds no more secrets than it needs. */
  IdSecret: Secret,
  CodePepper: Secret,
  Settings: SettingsResource,
});

export function readResources(resource: unknown = Resource): z.output<typeof Resources> {
  const linked = resource as Record<string, unknown>;
  return Resources.parse({
    Table: linked.Table,
    IdSecret: ifLinked(() => linked.IdSecret),
    CodePepper: ifLinked(() => linked.CodePepper),
    Settings: linked.Settings,
  });
}

/** SST's `Resource` throws when it is asked for something that is not linked. */
function ifLinked(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}

export function createDeps(resources = readResources()): Deps {
  const { Table, IdSecret, CodePepper, Settings: given } = resources;
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } });
  const settings: Settings = {
    appUrl: given.appUrl,
    mail: { signInFrom: given.signInFrom, mailingFrom: given.mailingFrom },
    signIn: given.signIn,
    organizers: given.organizers,
    limits: { ...DEFAULT_LIMITS, ...given.limits },
    sender: { ...DEFAULT_SENDER, ...given.sender },
  };
  return {
    table: dynamoTable(client, Table.name),
    mailer: sesMailer({ client: sesClient(), configurationSet: given.configurationSet }),
    clock: Date.now,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    random: randomBytes,
    secrets: {
      get ids() {
        return need(IdSecret, "IdSecret");
      },
      get codes() {
        return need(CodePepper, "CodePepper");
      },
    },
    settings,
    events: new Map(),
  };
}

function need(secret: { value: string } | undefined, name: string): string {
  if (!secret) throw new Error(`${name} is not linked to this function.`);
  return secret.value;
}
