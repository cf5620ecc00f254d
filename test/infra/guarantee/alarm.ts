import { expect } from "vitest";
import { STAGES } from "../synth/stages.ts";
import type { Guarantees } from "./guarantee.ts";

export const ALARM: Guarantees = {
  "errors and throttles of every function, dead letters, the table, the front door and the SES rates are watched"(stack) {
    const watched = stack.all("MetricAlarm").map(({ inputs: { namespace, metricName, dimensions, threshold, period, statistic } }) => {
      const of = Object.values((dimensions ?? {}) as Record<string, string>).filter((value) => value !== "Global");
      const names = of.map((value) => stack.resources.find(({ inputs }) => inputs.name === value)?.name ?? value.replace(/-id$/, ""));
      return `${namespace} ${metricName} ${names.join()} ${statistic} >= ${threshold} in ${period} s`;
    });
    const functions = stack
      .functions()
      .flatMap((name) => ["Errors", "Throttles"].map((metric) => `AWS/Lambda ${metric} ${name}Function Sum >= 1 in 300 s`));
    expect(watched.sort()).toEqual(
      [
        ...functions,
        "AWS/Lambda Url5xxCount ApiFunction Sum >= 1 in 300 s",
        "AWS/SQS ApproximateNumberOfMessagesVisible DeadLettersQueue Maximum >= 1 in 60 s",
        "AWS/DynamoDB ReadThrottleEvents TableTable Sum >= 1 in 300 s",
        "AWS/DynamoDB WriteThrottleEvents TableTable Sum >= 1 in 300 s",
        "AWS/SES Reputation.BounceRate  Average >= 0.03 in 3600 s",
        "AWS/SES Reputation.ComplaintRate  Average >= 0.0008 in 3600 s",
        "AWS/CloudFront 5xxErrorRate RouterCdnDistribution Average >= 5 in 300 s",
      ].sort(),
    );
  },
  "an alarm mails the stage's address when it begins and when it is over"(stack) {
    const { alarmEmail } = STAGES[stack.stage]!;
    const mailed = new Map(
      stack.all("TopicSubscription").flatMap(({ inputs }) => (inputs.protocol === "email" ? [[inputs.topic, inputs.endpoint]] : [])),
    );
    for (const { name, inputs } of stack.all("MetricAlarm")) {
      expect(inputs.alarmActions, name).toHaveLength(1);
      expect(inputs.okActions, name).toEqual(inputs.alarmActions);
      expect(mailed.get(inputs.alarmActions[0]), name).toBe(alarmEmail);
      expect(inputs, name).toMatchObject({
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        treatMissingData: "notBreaching",
        evaluationPeriods: 1,
      });
      // An alarm, the metric it watches and the topic it tells are in one region.
      expect(inputs.region, name).toBe(inputs.namespace === "AWS/CloudFront" ? "us-east-1" : undefined);
      if (inputs.region) expect(inputs.alarmActions[0], name).toContain(`:${inputs.region}:`);
    }
  },
  "the month's budget is watched, what was spent and what is to come"(stack) {
    const { monthlyBudgetUsd, alarmEmail } = STAGES[stack.stage]!;
    const notification = { comparisonOperator: "GREATER_THAN", thresholdType: "PERCENTAGE", subscriberEmailAddresses: [alarmEmail] };
    expect(stack.one("Budget", "Budget").inputs).toEqual({
      ...{ budgetType: "COST", limitAmount: String(monthlyBudgetUsd), limitUnit: "USD", timeUnit: "MONTHLY" },
      notifications: [
        { ...notification, threshold: 80, notificationType: "ACTUAL" },
        { ...notification, threshold: 100, notificationType: "FORECASTED" },
      ],
    });
  },
};
