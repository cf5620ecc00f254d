/// <reference path="../.sst/platform/config.d.ts" />
/** The one table, as `packages/core/src/db/schema.ts` says: this file adds nothing to it but its protection. */
import { KEY_ATTRIBUTES, TABLE } from "../packages/core/src/db/schema.ts";
import type { StageSettings } from "./settings.ts";

export function createTable({ retention, restoredTable }: StageSettings, production: boolean): sst.aws.Dynamo {
  // SST's own link grants dynamodb:*. Ours tells the name; what a function may do is said where the function is made.
  sst.Linkable.wrap(sst.aws.Dynamo, (table) => ({ properties: { name: table.name } }));

  if (restoredTable) return sst.aws.Dynamo.get("Table", restoredTable);
  return new sst.aws.Dynamo("Table", {
    fields: Object.fromEntries(KEY_ATTRIBUTES.map((name) => [name, "string" as const])),
    primaryIndex: { hashKey: TABLE.hashKey, rangeKey: TABLE.rangeKey },
    globalIndexes: Object.fromEntries(
      TABLE.indexes.map(({ name, hashKey, rangeKey, projection }) => [
        name,
        { hashKey, rangeKey, projection: projection === "keys-only" ? projection : [...projection] },
      ]),
    ),
    ttl: TABLE.ttl,
    deletionProtection: production,
    transform: { table: { pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: retention.backupDays } } },
  });
}
