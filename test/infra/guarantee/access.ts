import { expect } from "vitest";
import type { Stack, Statement } from "../stack.ts";
import { ACCOUNT } from "../synth/mock.ts";
import { STAGES } from "../synth/stages.ts";
import { SECRETS } from "../synth/synthesize.ts";
import type { Guarantees } from "./guarantee.ts";

const READ = ["GetItem", "BatchGetItem", "Query"];
/** What each function may do with the table and SES, written down a second time: whoever widens it has to say so here as well. */
const ACCESS: Record<string, { table: string[]; indexes?: string[]; mail?: "send" | "send and quota"; links: string[]; async: boolean }> = {
  Api: {
    table: [...READ, "PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"],
    indexes: ["lists", "feed", "work"],
    mail: "send",
    links: ["CodePepper", "IdSecret", "Settings", "Table"],
    async: false,
  },
  MailEvents: { table: ["PutItem", "UpdateItem"], links: ["IdSecret", "Settings", "Table"], async: true },
  Fold: { table: ["GetItem", "PutItem"], indexes: ["feed", "work"], links: ["Settings", "Table"], async: true },
  Recount: { table: ["GetItem", "PutItem", "BatchWriteItem"], indexes: ["feed", "work"], links: ["Settings", "Table"], async: true },
  SendMailings: {
    table: [...READ, "PutItem", "UpdateItem", "BatchWriteItem"],
    indexes: ["lists", "work"],
    mail: "send and quota",
    links: ["IdSecret", "Settings", "Table"],
    async: true,
  },
  Erase: {
    table: [...READ, "PutItem", "DeleteItem", "BatchWriteItem"],
    indexes: ["lists", "work"],
    links: ["IdSecret", "Settings", "Table"],
    async: true,
  },
};

const quota = ({ stage }: Stack): string => `Allow ses:GetSendQuota on * where aws:RequestedRegion is ${STAGES[stage]!.region}`;

export const ACCESS_GUARANTEES: Guarantees = {
  "each function may do what is listed for it, on the resources listed, and nothing else"(stack) {
    expect(stack.functions().sort()).toEqual(Object.keys(ACCESS).sort());
    const identities = ["MailIdentity", "MailConfig", ...(stack.production ? [] : ["TestRecipient1"])].join(" ");
    for (const [name, { table, indexes, mail, async }] of Object.entries(ACCESS)) {
      const role = stack.roleOf(stack.lambda(name).inputs.role);
      expect(stack.statements(role), name).toEqual([
        `Allow logs:CreateLogStream logs:PutLogEvents on ${name}Logs:*`,
        `Allow ${table.map((action) => `dynamodb:${action}`).join(" ")} on TableTable`,
        ...(indexes ? [`Allow dynamodb:Query on ${indexes.map((index) => `TableTable/index/${index}`).join(" ")}`] : []),
        ...(mail ? [`Allow ses:SendRawEmail on ${identities}`] : []),
        ...(mail === "send and quota" ? [quota(stack)] : []),
        ...(async ? ["Allow sqs:SendMessage on DeadLettersQueue"] : []),
      ]);
    }
  },
  "a schedule may call its own function and leave a dead letter; the part at the edge may do nothing"(stack) {
    const roles = stack.all("Role").filter(({ name }) => !(name.replace(/Role$/, "") in ACCESS));
    const jobs = Object.keys(ACCESS).filter((name) => ACCESS[name]!.async && name !== "MailEvents");
    expect(roles.map(({ name }) => name).sort()).toEqual([...jobs.map((name) => `${name}ScheduleRole`), "RouterEdgeFunctionRole"].sort());
    for (const name of jobs) {
      expect(stack.statements(stack.one("Role", `${name}ScheduleRole`)), name).toEqual([
        `Allow lambda:InvokeFunction on ${name}Function`,
        "Allow sqs:SendMessage on DeadLettersQueue",
      ]);
    }
    expect(stack.statements(stack.one("Role", "RouterEdgeFunctionRole"))).toEqual([]);
  },
  "no role has a managed policy, a wildcard action, or a wildcard resource but the one that IAM knows no other for"(stack) {
    for (const role of stack.all("Role")) {
      expect(role.inputs.managedPolicyArns ?? [], role.name).toEqual([]);
      for (const statement of stack.statements(role)) {
        if (statement === quota(stack)) continue;
        expect(statement.replace(/Logs:\*$/, "Logs"), role.name).not.toContain("*");
      }
    }
    for (const type of ["RolePolicy", "RolePolicyAttachment", "Policy"]) expect(stack.all(type)).toEqual([]);
  },
  "a role is assumed by the service that needs it, never by an account"(stack) {
    const trusted = Object.fromEntries(
      stack.all("Role").map(({ name, inputs }) => [name, stack.policyOf(inputs.assumeRolePolicy).map(({ Principal }) => Principal)]),
    );
    for (const [name, principals] of Object.entries(trusted)) {
      const service = name.endsWith("ScheduleRole") ? "scheduler.amazonaws.com" : "lambda.amazonaws.com";
      const edge = ["lambda.amazonaws.com", "edgelambda.amazonaws.com"];
      expect(principals, name).toEqual([{ Service: name === "RouterEdgeFunctionRole" ? edge : service }]);
    }
  },
  "nobody is let in from outside: every resource policy names one service and what it must come from"(stack) {
    expect(resourcePolicies(stack)).toEqual([
      "SesEventsPolicy: ses.amazonaws.com may sns:Publish from MailConfig",
      "DeadLettersPolicy: sns.amazonaws.com may sqs:SendMessage from SesEventsTopic",
      "WebAssetsPolicy: cloudfront.amazonaws.com may s3:GetObject from RouterCdnDistribution",
      "ApiFunction: cloudfront.amazonaws.com may lambda:InvokeFunction from RouterCdnDistribution",
      "ApiFunction: cloudfront.amazonaws.com may lambda:InvokeFunctionUrl from RouterCdnDistribution",
      "MailEventsFunction: sns.amazonaws.com may lambda:InvokeFunction from SesEventsTopic",
    ]);
    const access = stack.one("BucketPublicAccessBlock", "WebAssetsPublicAccessBlock").inputs;
    const closed = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
    expect(access).toMatchObject(closed);
  },
  "a function holds the secrets it uses and no others, and none of them in its environment"(stack) {
    for (const [name, { links }] of Object.entries(ACCESS)) {
      expect(Object.keys(stack.linksOf(name)).sort(), name).toEqual(links);
      const { environment } = stack.lambda(name).inputs;
      expect(Object.keys(environment.variables), name).toEqual(["SST_RESOURCE_App", "SST_KEY", "SST_KEY_FILE"].sort());
      for (const secret of Object.values(SECRETS)) expect(JSON.stringify(environment), name).not.toContain(secret);
    }
  },
};

function resourcePolicies(stack: Stack): string[] {
  const documents = ["TopicPolicy", "QueuePolicy", "BucketPolicy"].flatMap((type) =>
    stack.all(type).flatMap(({ name, inputs }) => stack.policyOf(inputs.policy).map((statement) => ({ name, statement }))),
  );
  const permissions = stack.all("Permission").map(({ inputs }) => ({
    name: stack.resources.find(({ arn, inputs: { name } }) => arn === inputs.function || name === inputs.function)!.name,
    statement: {
      Effect: "Allow",
      Action: [inputs.action],
      Principal: { Service: inputs.principal },
      Condition: { ArnLike: { "AWS:SourceArn": inputs.sourceArn } },
    },
  }));
  const allowed = [...documents, ...permissions].filter(({ statement }) => statement.Effect === "Allow");
  return [
    ...allowed.filter(({ name }) => !name.endsWith("Function")).map((one) => describe(stack, one)),
    ...allowed
      .filter(({ name }) => name.endsWith("Function"))
      .map((one) => describe(stack, one))
      .sort(),
  ];
}

function describe(stack: Stack, { name, statement }: { name: string; statement: Statement }): string {
  const conditions = Object.assign({}, ...Object.values(statement.Condition ?? {})) as Record<string, string | string[]>;
  const source = Object.entries(conditions).find(([key]) => key.toLowerCase() === "aws:sourcearn")?.[1];
  const account = conditions["AWS:SourceAccount"];
  if (account && String(account) !== ACCOUNT) throw new Error(`${name} trusts account ${account}`);
  const who = Object.entries(statement.Principal ?? {}).map(([kind, value]) => (kind === "Service" ? String(value) : `${kind} ${value}`));
  return `${name}: ${who.join(" and ")} may ${statement.Action.join(" ")} from ${source ? stack.logical(String(source)) : "anywhere"}`;
}
