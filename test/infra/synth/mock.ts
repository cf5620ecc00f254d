/** The outputs that AWS would give to a resource: names, ARNs, addresses. Only what the program reads. */
import type { Inputs } from "./resource.ts";

export const ACCOUNT = "123456789012";

type Name = (name: string, inputs: Inputs) => string;
/** By type: the part of the ARN after `arn:aws:`; `@` stands for region and account. */
const ARNS: Record<string, Name> = {
  "aws:lambda/function:Function": (name) => `lambda:@:function:${name}`,
  "aws:dynamodb/table:Table": (name) => `dynamodb:@:table/${name}`,
  "aws:sqs/queue:Queue": (name) => `sqs:@:${name}`,
  "aws:sns/topic:Topic": (name) => `sns:@:${name}`,
  "aws:iam/role:Role": (name) => `iam::${ACCOUNT}:role/${name}`,
  "aws:s3/bucket:Bucket": (name) => `s3:::${name}`,
  "aws:cloudwatch/logGroup:LogGroup": (name) => `logs:@:log-group:${name}`,
  "aws:cloudfront/distribution:Distribution": (name) => `cloudfront::${ACCOUNT}:distribution/${name}`,
  "aws:sesv2/emailIdentity:EmailIdentity": (_, inputs) => `ses:@:identity/${inputs.emailIdentity}`,
  "aws:sesv2/configurationSet:ConfigurationSet": (name) => `ses:@:configuration-set/${name}`,
};

const physicalName = (inputs: Inputs): string | undefined => inputs.name ?? inputs.bucket ?? inputs.configurationSetName;

export function mockResource(type: string, logicalName: string, inputs: Inputs, defaultRegion: string): { id: string; state: Inputs } {
  const name = physicalName(inputs) ?? logicalName;
  const region = inputs.region ?? defaultRegion;
  const rest = ARNS[type]?.(name, inputs) ?? `mock:@:${type}/${name}`;
  const state: Inputs = { ...inputs, name, arn: `arn:aws:${rest.replace("@", `${region}:${ACCOUNT}`)}` };
  Object.assign(state, outputs(type, name, state, region));
  if (type === "pulumi-nodejs:dynamic:Resource") delete state.__provider;
  return { id: type === "aws:sqs/queue:Queue" ? state.url : (physicalName(inputs) ?? `${logicalName}-id`), state };
}

function outputs(type: string, name: string, state: Inputs, region: string): Inputs {
  const host = name.toLowerCase();
  switch (type) {
    case "aws:lambda/function:Function":
      return { version: "1", qualifiedArn: `${state.arn}:1` };
    case "aws:lambda/functionUrl:FunctionUrl":
      return { functionUrl: `https://${host}.lambda-url.${region}.on.aws/` };
    case "aws:sqs/queue:Queue":
      return { url: `https://sqs.${region}.amazonaws.com/${ACCOUNT}/${name}` };
    case "aws:s3/bucket:Bucket":
      return { bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com` };
    case "aws:sesv2/emailIdentity:EmailIdentity":
      return { dkimSigningAttributes: { tokens: ["one", "two", "three"] } };
    case "aws:acm/certificate:Certificate":
      return { domainValidationOptions: [validation(state.domainName)] };
    case "aws:cloudfront/distribution:Distribution":
      return { domainName: `${host}.cloudfront.net`, hostedZoneId: "Z2FDTNDATAQYW2" };
    case "random:index/randomBytes:RandomBytes":
      return { base64: Buffer.alloc(state.length, 7).toString("base64") };
    case "pulumi-nodejs:dynamic:Resource":
      return name.includes("HostedZone") ? { zoneId: "ZMOCK" } : {};
    default:
      return {};
  }
}

const validation = (domain: string) => ({
  domainName: domain,
  resourceRecordName: `_validation.${domain}`,
  resourceRecordType: "CNAME",
  resourceRecordValue: "validation.example.",
});

/** What AWS would answer to a question of the program. */
export function mockCall(token: string, inputs: Inputs, region: string): Inputs {
  switch (token) {
    case "aws:index/getRegion:getRegion":
      return { id: inputs.region ?? region, name: inputs.region ?? region, region: inputs.region ?? region };
    case "aws:index/getPartition:getPartition":
      return { id: "aws", partition: "aws", dnsSuffix: "amazonaws.com" };
    case "aws:index/getCallerIdentity:getCallerIdentity":
      return { accountId: ACCOUNT, id: ACCOUNT };
    case "aws:iam/getPolicyDocument:getPolicyDocument":
      return {
        ...inputs,
        id: "policy",
        json: JSON.stringify({ Version: "2012-10-17", Statement: (inputs.statements ?? []).map(statement) }),
      };
    case "aws:route53/getZone:getZone":
      return { zoneId: "ZMOCK", id: "ZMOCK", name: inputs.name };
    default:
      return inputs;
  }
}

function statement({ sid, effect = "Allow", actions, resources, principals, conditions }: Inputs) {
  return {
    ...(sid && { Sid: sid }),
    Effect: effect,
    ...(actions && { Action: actions }),
    ...(resources && { Resource: resources }),
    ...(principals && { Principal: Object.fromEntries(principals.map((one: Inputs) => [one.type, one.identifiers])) }),
    ...(conditions && { Condition: conditionsOf(conditions) }),
  };
}

function conditionsOf(list: Inputs[]): Record<string, Record<string, string[]>> {
  const conditions: Record<string, Record<string, string[]>> = {};
  for (const { test, variable, values } of list) conditions[test] = { ...conditions[test], [variable]: values };
  return conditions;
}
