/// <reference path="../.sst/platform/config.d.ts" />
/**
 * A Lambda function of ours, with a role that holds what is listed for it and nothing else: no managed policy, no account root that may
 * assume it, no `*` but where IAM knows no other resource.
 */
import type { IndexName } from "../packages/core/src/db/schema.ts";
import type { Mail } from "./mail.ts";
import type { StageSettings } from "./settings.ts";
import { API_ROUTE } from "./web.ts";

export interface FunctionContext {
  table: sst.aws.Dynamo;
  settings: sst.Linkable<Record<string, unknown>>;
  idSecret: sst.Secret;
  codePepper: sst.Secret;
  mail: Mail;
  deadLetters: sst.aws.Queue;
  region: string;
  logRetention: StageSettings["retention"]["logs"];
}

export interface FunctionInput {
  handler: string;
  timeoutSeconds: number;
  memoryMb: 512 | 1024;
  /** DynamoDB actions on the table itself. */
  table: ("GetItem" | "BatchGetItem" | "Query" | "PutItem" | "UpdateItem" | "DeleteItem" | "BatchWriteItem")[];
  /** Indexes it queries. */
  indexes?: IndexName[];
  secrets?: ("IdSecret" | "CodePepper")[];
  mail?: ("SendRawEmail" | "GetSendQuota")[];
  /** Answers requests of this router. */
  route?: sst.aws.Router;
  /** Called without anybody who waits: what fails is tried again and then kept as a dead letter. */
  async?: { retries: 0 | 1 | 2; maximumAgeSeconds: number };
}

const LOG_DAYS = { "1 week": 7, "2 weeks": 14, "1 month": 30, "3 months": 90, "6 months": 180, "1 year": 365 } as const;

export function lambda(context: FunctionContext, name: string, input: FunctionInput): sst.aws.Function {
  const { table, deadLetters } = context;
  // A log group of our own, because the role names it.
  const logs = new aws.cloudwatch.LogGroup(`${name}Logs`, {
    name: `/lanyard/${$app.stage}/${name}`,
    retentionInDays: LOG_DAYS[context.logRetention],
  });
  const secrets = input.secrets?.map((secret) => (secret === "IdSecret" ? context.idSecret : context.codePepper)) ?? [];
  return new sst.aws.Function(name, {
    handler: input.handler,
    runtime: "nodejs22.x",
    architecture: "arm64",
    memory: `${input.memoryMb} MB`,
    timeout: `${input.timeoutSeconds} seconds`,
    streaming: false,
    // `zod/v4/core` is a second, whole zod that hono-openapi would load; packages/functions/src/describe.ts makes it needless.
    nodejs: { minify: true, esbuild: { keepNames: false, external: ["zod/v4/core"] } },
    logging: { format: "json", logGroup: logs.name },
    link: [table, context.settings, ...secrets],
    permissions: [
      { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [$interpolate`${logs.arn}:*`] },
      { actions: input.table.map((action) => `dynamodb:${action}`), resources: [table.arn] },
      ...(input.indexes
        ? [{ actions: ["dynamodb:Query"], resources: input.indexes.map((index) => $interpolate`${table.arn}/index/${index}`) }]
        : []),
      ...(input.mail?.includes("SendRawEmail") ? [{ actions: ["ses:SendRawEmail"], resources: context.mail.sendingResources }] : []),
      ...(input.mail?.includes("GetSendQuota") ? [mayReadQuota(context.region)] : []),
      ...(input.async ? [{ actions: ["sqs:SendMessage"], resources: [deadLetters.arn] }] : []),
    ],
    ...(input.route && { url: { cors: false, router: { instance: input.route, ...API_ROUTE } } }),
    ...(input.async && { retries: input.async.retries }),
    transform: {
      role: {
        // SST 4.17.1 lets the account root assume every function's role (it tests an Output for truth), and adds a managed policy for logs.
        ...($dev ? {} : { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }) }),
        managedPolicyArns: [],
      },
      ...(input.async && {
        eventInvokeConfig: {
          maximumEventAgeInSeconds: input.async.maximumAgeSeconds,
          destinationConfig: { onFailure: { destination: deadLetters.arn } },
        },
      }),
    },
  });
}

/** The quota is the account's in a region; IAM knows no resource for it, so `*` is all that one can write. */
const mayReadQuota = (region: string) => ({
  actions: ["ses:GetSendQuota"],
  resources: ["*"],
  conditions: [{ test: "StringEquals", variable: "aws:RequestedRegion", values: [region] }],
});
