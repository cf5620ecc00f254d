/**
 * The table as the rules see it: get, query, batch, and writes whose guard is inside the write.
 * A refused guard answers `false` or `undefined`; everything else that goes wrong is thrown as the SDK throws it.
 *
 * @example
 * const table = dynamoTable(DynamoDBDocumentClient.from(new DynamoDBClient({})), "lanyard");
 * if (!(await table.putIfAbsent({ pk: "EVENT#1", sk: "EVENT", v: 1 }))) throw new AppError("event.exists");
 */
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { type IndexName, TABLE } from "./schema.ts";

export interface Key {
  pk: string;
  sk: string;
}
export type Item = Key & Record<string, unknown>;
export type Position = Record<string, unknown>;

export interface Query {
  index?: IndexName;
  pk: string;
  /** Only sort keys that begin with this. */
  prefix?: string;
  /** Only sort keys greater than this (exclusive). Together with `prefix`: starts after this one, within the prefix. */
  after?: string;
  /** Only sort keys up to and including this. */
  until?: string;
  strong?: boolean;
  limit?: number;
  descending?: boolean;
  from?: Position | undefined;
}

export interface Update {
  /** An UpdateExpression, e.g. `SET tries = tries - :one`. Attribute names are written `#name`, values `:name`. */
  set: string;
  /** The guard; without it the write always lands. */
  when?: string;
  values?: Record<string, unknown>;
  /** `new` (default) answers the whole item as written, `old` as it was before. */
  answer?: "new" | "old";
}

/** DynamoDB answers at most 100 keys a BatchGetItem and takes 25 writes a BatchWriteItem (AWS limits). */
const BATCH_GET_MAX = 100;
const BATCH_WRITE_MAX = 25;

export interface Table {
  get<T extends Item = Item>(key: Key, options?: { strong?: boolean }): Promise<T | undefined>;
  /** The items that exist, in no order. Any number of keys, doubled keys allowed; 100 a request, requests in parallel. */
  batchGet<T extends Item = Item>(keys: Key[], options?: { strong?: boolean }): Promise<T[]>;
  /** One page of at most 1 MB (AWS limit). `next` is there when more may follow. */
  query<T extends Item = Item>(query: Query): Promise<{ items: T[]; next?: Position }>;
  /** All pages, one after the other. Only for what is small by its nature. */
  queryAll<T extends Item = Item>(query: Query): Promise<T[]>;
  put(item: Item): Promise<void>;
  /** false when an item with that key is there. */
  putIfAbsent(item: Item): Promise<boolean>;
  /** Replaces the item whose `v` is `version`; false when it changed or went meanwhile. The new item carries the next `v` itself. */
  putIfVersion(item: Item, version: number): Promise<boolean>;
  /** undefined when the guard refused. */
  update<T extends Item = Item>(key: Key, update: Update): Promise<T | undefined>;
  delete(key: Key): Promise<void>;
  /** Unconditional puts and deletes, 25 a request, requests in parallel, until all are through. Not atomic. */
  batchWrite(writes: { puts?: Item[]; deletes?: Key[] }): Promise<void>;
}

const isRefusal = (error: unknown) => error instanceof Error && error.name === "ConditionalCheckFailedException";
const keyOf = ({ pk, sk }: Key): Key => ({ pk, sk });
const chunks = <T>(list: T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));

export function dynamoTable(client: DynamoDBDocumentClient, name: string): Table {
  const put = async (item: Item, guard?: { when: string; values?: Record<string, unknown> }) => {
    try {
      await client.send(
        new PutCommand({
          TableName: name,
          Item: item,
          ...(guard && { ConditionExpression: guard.when }),
          ...(guard?.values && { ExpressionAttributeValues: guard.values }),
        }),
      );
      return true;
    } catch (error) {
      if (isRefusal(error)) return false;
      throw error;
    }
  };

  const table: Table = {
    async get<T extends Item>(key: Key, options: { strong?: boolean } = {}) {
      const { Item } = await client.send(new GetCommand({ TableName: name, Key: keyOf(key), ConsistentRead: options.strong ?? false }));
      return Item as T | undefined;
    },

    async batchGet<T extends Item>(keys: Key[], options: { strong?: boolean } = {}) {
      const unique = [...new Map(keys.map((key) => [`${key.pk}\n${key.sk}`, keyOf(key)])).values()];
      const parts = await Promise.all(
        chunks(unique, BATCH_GET_MAX).map(async (part) => {
          const items: T[] = [];
          let left: Key[] = part;
          for (let round = 0; left.length > 0; round++) {
            if (round > 0) await backOff(round);
            const answer = await client.send(
              new BatchGetCommand({ RequestItems: { [name]: { Keys: left, ConsistentRead: options.strong ?? false } } }),
            );
            items.push(...((answer.Responses?.[name] ?? []) as T[]));
            left = (answer.UnprocessedKeys?.[name]?.Keys ?? []) as Key[];
          }
          return items;
        }),
      );
      return parts.flat();
    },

    async query<T extends Item>(query: Query) {
      const index = TABLE.indexes.find((candidate) => candidate.name === query.index);
      const names: Record<string, string> = { "#pk": index?.hashKey ?? TABLE.hashKey };
      const values: Record<string, unknown> = { ":pk": query.pk };
      const range = index?.rangeKey ?? TABLE.rangeKey;
      let condition = "#pk = :pk";
      if (query.prefix !== undefined && query.after === undefined && query.until === undefined) {
        condition += " AND begins_with(#sk, :prefix)";
        values[":prefix"] = query.prefix;
      } else if (query.after !== undefined || query.until !== undefined || query.prefix !== undefined) {
        // The smallest string greater than `after` is `after` + NUL; U+FFFF ends a prefix for every key we write (all ASCII).
        condition += " AND #sk BETWEEN :low AND :high";
        values[":low"] = query.after === undefined ? (query.prefix ?? "\u0000") : `${query.after}\u0000`;
        values[":high"] = query.until ?? `${query.prefix ?? ""}\uffff`;
        if ((values[":low"] as string) > (values[":high"] as string)) return { items: [] };
      }
      if (condition.includes("#sk")) names["#sk"] = range;
      const answer = await client.send(
        new QueryCommand({
          TableName: name,
          ...(index && { IndexName: index.name }),
          KeyConditionExpression: condition,
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: values,
          ConsistentRead: index ? false : (query.strong ?? false),
          ScanIndexForward: !query.descending,
          ...(query.limit !== undefined && { Limit: query.limit }),
          ...(query.from && { ExclusiveStartKey: query.from }),
        }),
      );
      const items = (answer.Items ?? []) as T[];
      return answer.LastEvaluatedKey ? { items, next: answer.LastEvaluatedKey } : { items };
    },

    async queryAll<T extends Item>(query: Query) {
      const all: T[] = [];
      let from = query.from;
      for (;;) {
        const { items, next } = await table.query<T>({ ...query, from });
        all.push(...items);
        if (!next) return all;
        from = next;
      }
    },

    async put(item) {
      await put(item);
    },
    putIfAbsent: (item) => put(item, { when: "attribute_not_exists(pk)" }),
    putIfVersion: (item, version) => put(item, { when: "v = :version", values: { ":version": version } }),

    async update<T extends Item>(key: Key, { set, when, values, answer }: Update) {
      const names = [...new Set(`${set} ${when ?? ""}`.match(/#\w+/g) ?? [])];
      try {
        const { Attributes } = await client.send(
          new UpdateCommand({
            TableName: name,
            Key: keyOf(key),
            UpdateExpression: set,
            ReturnValues: answer === "old" ? "ALL_OLD" : "ALL_NEW",
            ...(when && { ConditionExpression: when }),
            ...(names.length > 0 && { ExpressionAttributeNames: Object.fromEntries(names.map((n) => [n, n.slice(1)])) }),
            ...(values && { ExpressionAttributeValues: values }),
          }),
        );
        return (Attributes ?? keyOf(key)) as T;
      } catch (error) {
        if (isRefusal(error)) return undefined;
        throw error;
      }
    },

    async delete(key) {
      await client.send(new DeleteCommand({ TableName: name, Key: keyOf(key) }));
    },

    async batchWrite({ puts = [], deletes = [] }) {
      const writes = [...puts.map((Item) => ({ PutRequest: { Item } })), ...deletes.map((key) => ({ DeleteRequest: { Key: keyOf(key) } }))];
      await Promise.all(
        chunks(writes, BATCH_WRITE_MAX).map(async (part) => {
          let left: Record<string, typeof part> = { [name]: part };
          for (let round = 0; Object.keys(left).length > 0; round++) {
            if (round > 0) await backOff(round);
            const answer = await client.send(new BatchWriteCommand({ RequestItems: left }));
            left = (answer.UnprocessedItems ?? {}) as typeof left;
          }
        }),
      );
    },
  };
  return table;
}

/** Waits 20 ms, doubled each round up to about a second, before what DynamoDB left unprocessed is asked again. */
const backOff = (round: number) => new Promise((resolve) => setTimeout(resolve, Math.min(20 * 2 ** round, 1000)));
