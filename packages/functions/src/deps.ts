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
  followUpFrom: z.email(),
  configurationSet: z.string().optional(),
  signIn: z.enum(["anyone", "known"]),
  organizers: z.union([z.literal("anyone"), z.array(z.string())]),
  limits: z.record(z.string(), number).optional(),
  sender: z.record(z.string(), number).optional(),
});
const Resources = z.object({
  Table: z.object({ name: z.string() }),
  IdSecret: z.object({ value: z.string().min(32, "IdSecret has at least 32 characters") }),
  CodePepper: z.object({ value: z.string().min(32, "CodePepper has at least 32 characters") }),
  Settings: SettingsResource,
});

export function readResources(resource: unknown = Resource): z.output<typeof Resources> {
  const { Table, IdSecret, CodePepper, Settings } = resource as Record<string, unknown>;
  return Resources.parse({ Table, IdSecret, CodePepper, Settings });
}

export function createDeps(resources = readResources()): Deps {
  const { Table, IdSecret, CodePepper, Settings: given } = resources;
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } });
  const settings: Settings = {
    appUrl: given.appUrl,
    mail: { signInFrom: given.signInFrom, followUpFrom: given.followUpFrom },
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
    secrets: { ids: IdSecret.value, codes: CodePepper.value },
    settings,
    events: new Map(),
  };
}
