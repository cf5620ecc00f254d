/**
 * The one table: its keys, its three indexes, its time to live. The deployment, the embedded run and every test read this file, so that
 * the table which runs is the table which was tested.
 *
 * - `lists`  what belongs to somebody: attendees of an event, connections of an attendee, events of a member. Carries `listed` along.
 * - `feed`   facts about an event in the order they were written; an entry never changes its key.
 * - `work`   sparse: what a job or a sign-in has to find (due plans, events of a person, requests answered later).
 */
export const TABLE = {
  hashKey: "pk",
  rangeKey: "sk",
  ttl: "expiresAt",
  indexes: [
    { name: "lists", hashKey: "listsPk", rangeKey: "listsSk", projection: ["listed"] },
    { name: "feed", hashKey: "feedPk", rangeKey: "feedSk", projection: "keys-only" },
    { name: "work", hashKey: "workPk", rangeKey: "workSk", projection: "keys-only" },
  ],
} as const;

export type IndexName = (typeof TABLE.indexes)[number]["name"];

/** Every key attribute of the table and its indexes; all are strings. */
export const KEY_ATTRIBUTES: string[] = [
  TABLE.hashKey,
  TABLE.rangeKey,
  ...TABLE.indexes.flatMap((index) => [index.hashKey, index.rangeKey]),
];

const keySchema = (hashKey: string, rangeKey: string) => [
  { AttributeName: hashKey, KeyType: "HASH" as const },
  { AttributeName: rangeKey, KeyType: "RANGE" as const },
];

/** The table as `CreateTable` wants it, on demand. Used by the embedded run and the tests; on AWS the deployment makes the same one. */
export function createTableInput(name: string) {
  return {
    TableName: name,
    BillingMode: "PAY_PER_REQUEST" as const,
    AttributeDefinitions: KEY_ATTRIBUTES.map((AttributeName) => ({ AttributeName, AttributeType: "S" as const })),
    KeySchema: keySchema(TABLE.hashKey, TABLE.rangeKey),
    GlobalSecondaryIndexes: TABLE.indexes.map((index) => ({
      IndexName: index.name,
      KeySchema: keySchema(index.hashKey, index.rangeKey),
      Projection:
        index.projection === "keys-only"
          ? { ProjectionType: "KEYS_ONLY" as const }
          : { ProjectionType: "INCLUDE" as const, NonKeyAttributes: [...index.projection] },
    })),
  };
}
