/** A stage as a page to read: every resource that AWS would hold, and who may do what. Kept in expected/, so that a change shows. */
import type { Stack } from "./stack.ts";
import type { Inputs } from "./synth/resource.ts";

/** What is worth telling of a resource besides its name. */
const TELL: Record<string, (inputs: Inputs) => unknown[]> = {
  Table: ({ globalSecondaryIndexes, ttl, deletionProtectionEnabled, pointInTimeRecovery }) => [
    globalSecondaryIndexes.map(({ name, projectionType }: Inputs) => `${name} (${projectionType})`).join(", "),
    `ends by ${ttl.attributeName}`,
    `${pointInTimeRecovery.recoveryPeriodInDays} days of backup`,
    deletionProtectionEnabled && "protected from deletion",
  ],
  Function: ({ runtime, architectures, memorySize, timeout }) => [
    runtime,
    architectures?.join(),
    memorySize && `${memorySize} MB`,
    timeout && `${timeout} s`,
  ],
  FunctionUrl: ({ authorizationType, invokeMode }) => [authorizationType, invokeMode],
  FunctionEventInvokeConfig: ({ maximumRetryAttempts, maximumEventAgeInSeconds }) => [
    `tried ${maximumRetryAttempts + 1} times within ${maximumEventAgeInSeconds} s, then DeadLetters`,
  ],
  Schedule: ({ scheduleExpression, state }) => [scheduleExpression, state],
  LogGroup: ({ name, retentionInDays }) => [name, `${retentionInDays} days`],
  MetricAlarm: ({ namespace, metricName, threshold, period }) => [`${namespace} ${metricName} >= ${threshold} in ${period} s`],
  Queue: ({ messageRetentionSeconds }) => [`keeps ${messageRetentionSeconds / 86_400} days`],
  TopicSubscription: ({ protocol, endpoint }) => [protocol, protocol === "email" && endpoint],
  EmailIdentity: ({ emailIdentity }) => [emailIdentity],
  ConfigurationSetEventDestination: ({ eventDestination }) => [eventDestination.matchingEventTypes.join(" ")],
  Record: ({ type, name, records }) => [type, name, records?.join()],
  Distribution: ({ aliases, httpVersion }) => [aliases.join() || "its own address", httpVersion],
  Budget: ({ limitAmount }) => [`${limitAmount} USD a month`],
};

export function report(stack: Stack): string {
  const rows = stack.resources
    .filter(({ custom, type }) => custom && !type.startsWith("sst:") && !type.startsWith("pulumi:"))
    .map(({ type, name, inputs, retainOnDelete }) => {
      const kind = type.split(":").at(-1)!;
      const told = [...(TELL[kind]?.(inputs) ?? []), retainOnDelete && "kept when the stage is removed"].filter(Boolean);
      return `| ${kind === "Resource" ? name.split(".").at(-1) : `${type.split(/[:/]/)[1]} ${kind}`} | ${name.split(".")[0]} | ${told.join("; ")} |`;
    })
    .sort();
  const roles = stack
    .all("Role")
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((role) => {
      const trusts = stack.policyOf(role.inputs.assumeRolePolicy).map(({ Principal }) => [Principal!.Service].flat().join(", "));
      return ["", `${role.name}, assumed by ${trusts.join()}`, ...stack.statements(role).map((statement) => `- ${statement}`)];
    });
  return [
    `# What \`sst deploy --stage ${stack.stage}\` would make`,
    "",
    `${rows.length} resources. Written by test/infra/resource.test.ts; a run with \`-u\` writes it anew.`,
    "",
    "| resource | name | |",
    "|---|---|---|",
    ...rows,
    "",
    "## Who may do what",
    ...roles,
    "",
  ].join("\n");
}
