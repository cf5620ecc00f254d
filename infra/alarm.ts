/// <reference path="../.sst/platform/config.d.ts" />
/** Who is told when something goes wrong, and what counts as wrong. Every alarm also tells when it is over. */
import type { StageSettings } from "./settings.ts";

interface Watched {
  settings: StageSettings;
  functions: Record<string, sst.aws.Function>;
  api: sst.aws.Function;
  table: sst.aws.Dynamo;
  deadLetters: sst.aws.Queue;
  router: sst.aws.Router;
}
type Metric = Pick<
  aws.cloudwatch.MetricAlarmArgs,
  "namespace" | "metricName" | "dimensions" | "statistic" | "threshold" | "alarmDescription"
> & {
  periodSeconds: number;
  region?: aws.Region;
};

/** CloudFront's figures are kept here, whatever the region of the rest. */
const EDGE_REGION = "us-east-1";
/**
 * Amazon SES puts an account under review at 5 % bounces and 0.1 % complaints, and stops it at 10 % and 0.5 % (SES developer guide,
 * "sender review process"). We want to know before that.
 */
const BOUNCE_RATE = 0.03;
const COMPLAINT_RATE = 0.0008;

export function createAlarms({ settings, functions, api, table, deadLetters, router }: Watched): void {
  const here = new sst.aws.SnsTopic("Alarms");
  new aws.sns.TopicSubscription("AlarmsMail", { topic: here.arn, protocol: "email", endpoint: settings.alarmEmail });
  const edge = new aws.sns.Topic("EdgeAlarms", { region: EDGE_REGION });
  new aws.sns.TopicSubscription("EdgeAlarmsMail", {
    topic: edge.arn,
    protocol: "email",
    endpoint: settings.alarmEmail,
    region: EDGE_REGION,
  });

  const alarm = (name: string, { periodSeconds, region, ...metric }: Metric) => {
    const to = region ? edge.arn : here.arn;
    new aws.cloudwatch.MetricAlarm(`${name}Alarm`, {
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      evaluationPeriods: 1,
      period: periodSeconds,
      treatMissingData: "notBreaching",
      alarmActions: [to],
      okActions: [to],
      ...(region && { region }),
      ...metric,
    });
  };

  alarm("DeadLetters", {
    alarmDescription: "Something was given up and waits in the dead-letter queue. See docs/operations.md, Dead letters.",
    namespace: "AWS/SQS",
    metricName: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: deadLetters.nodes.queue.name },
    ...{ statistic: "Maximum", periodSeconds: 60, threshold: 1 },
  });
  for (const [name, { name: FunctionName }] of Object.entries(functions)) {
    const lambda = { namespace: "AWS/Lambda", dimensions: { FunctionName }, statistic: "Sum", periodSeconds: 300, threshold: 1 };
    alarm(`${name}Errors`, { ...lambda, metricName: "Errors", alarmDescription: `${name} threw or ran out of time.` });
    alarm(`${name}Throttles`, { ...lambda, metricName: "Throttles", alarmDescription: `${name} met the account's concurrency limit.` });
  }
  alarm("ApiFailures", {
    alarmDescription: "The API answered 5xx.",
    namespace: "AWS/Lambda",
    metricName: "Url5xxCount",
    dimensions: { FunctionName: api.name },
    ...{ statistic: "Sum", periodSeconds: 300, threshold: 1 },
  });
  for (const metricName of ["ReadThrottleEvents", "WriteThrottleEvents"]) {
    alarm(`Table${metricName}`, {
      alarmDescription: "The table turned requests away for a moment.",
      namespace: "AWS/DynamoDB",
      metricName,
      dimensions: { TableName: table.name },
      ...{ statistic: "Sum", periodSeconds: 300, threshold: 1 },
    });
  }
  const reputation = { namespace: "AWS/SES", statistic: "Average", periodSeconds: 3600 };
  alarm("BounceRate", {
    alarmDescription: "More mails bounce than is good; at 5 % SES reviews the account. Pause the follow-up and clean the list.",
    ...{ ...reputation, metricName: "Reputation.BounceRate", threshold: BOUNCE_RATE },
  });
  alarm("ComplaintRate", {
    alarmDescription: "More mails are reported as spam than is good; at 0.1 % SES reviews the account. Pause the follow-up.",
    ...{ ...reputation, metricName: "Reputation.ComplaintRate", threshold: COMPLAINT_RATE },
  });
  alarm("SiteFailures", {
    alarmDescription: "More than 5 in 100 requests at the front door fail: the API, the signing at the edge, or CloudFront itself.",
    namespace: "AWS/CloudFront",
    metricName: "5xxErrorRate",
    dimensions: { DistributionId: router.distributionID, Region: "Global" },
    region: EDGE_REGION,
    ...{ statistic: "Average", periodSeconds: 300, threshold: 5 },
  });
  if (settings.monthlyBudgetUsd > 0) budget(settings);
}

function budget({ monthlyBudgetUsd, alarmEmail }: StageSettings): void {
  const notification = { comparisonOperator: "GREATER_THAN", thresholdType: "PERCENTAGE", subscriberEmailAddresses: [alarmEmail] };
  new aws.budgets.Budget("Budget", {
    budgetType: "COST",
    limitAmount: String(monthlyBudgetUsd),
    limitUnit: "USD",
    timeUnit: "MONTHLY",
    notifications: [
      { ...notification, threshold: 80, notificationType: "ACTUAL" },
      { ...notification, threshold: 100, notificationType: "FORECASTED" },
    ],
  });
}
