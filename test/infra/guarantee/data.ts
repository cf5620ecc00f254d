import { createTableInput, TABLE } from "@lanyard/core/db/schema";
import { expect } from "vitest";
import type { Stack } from "../stack.ts";
import { STAGES } from "../synth/stages.ts";
import type { Guarantees } from "./guarantee.ts";

const table = (stack: Stack) => stack.one("Table", "TableTable");

export const DATA: Guarantees = {
  "the table has the keys, indexes and attributes that the code uses, and no others"(stack) {
    const { inputs } = table(stack);
    const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, BillingMode } = createTableInput("any");
    const [hash, range] = KeySchema;
    expect(stack.all("Table")).toHaveLength(1);
    expect(inputs).toMatchObject({ billingMode: BillingMode, hashKey: hash!.AttributeName, rangeKey: range!.AttributeName });
    expect(inputs.attributes).toEqual(
      AttributeDefinitions.map(({ AttributeName, AttributeType }) => ({ name: AttributeName, type: AttributeType })),
    );
    expect(inputs.globalSecondaryIndexes).toEqual(
      GlobalSecondaryIndexes.map(({ IndexName, KeySchema, Projection }) => ({
        name: IndexName,
        hashKey: KeySchema[0]!.AttributeName,
        rangeKey: KeySchema[1]!.AttributeName,
        projectionType: Projection.ProjectionType,
        ...("NonKeyAttributes" in Projection && { nonKeyAttributes: Projection.NonKeyAttributes }),
      })),
    );
    expect(inputs.localSecondaryIndexes).toEqual([]);
  },
  "items end by the attribute in which the code writes their end"(stack) {
    expect(table(stack).inputs.ttl).toEqual({ attributeName: TABLE.ttl, enabled: true });
  },
  "the table can be restored to any second of the days that the stage's settings name"(stack) {
    const { backupDays } = STAGES[stack.stage]!.retention;
    expect(table(stack).inputs.pointInTimeRecovery).toEqual({ enabled: true, recoveryPeriodInDays: backupDays });
  },
  "production's table outlives a removal of the stage and cannot be deleted; a development stage goes whole"(stack) {
    expect(table(stack).retainOnDelete ?? false).toBe(stack.production);
    expect(table(stack).inputs.deletionProtectionEnabled).toBe(stack.production);
    expect(stack.outputs._protect ?? false).toBe(stack.production);
  },
  "what could not be done is kept for 14 days"(stack) {
    expect(
      stack
        .all("Queue")
        .filter(({ type }) => type.startsWith("aws:"))
        .map(({ name }) => name),
    ).toEqual(["DeadLettersQueue"]);
    expect(stack.one("Queue", "DeadLettersQueue").inputs.messageRetentionSeconds).toBe(14 * 86_400);
  },
};
