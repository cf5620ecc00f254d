/**
 * The table in memory, without a server between: for simulations that choose which call comes next. `call` stands around every single
 * effect; a batch is written item by item, since DynamoDB promises no more. The engines prove that the real table behaves alike.
 */
import type { Item, Key, Query, Table, Update } from "@lanyard/core/db/table";

export type Call = <T>(effect: () => T) => Promise<T>;

/** Several tables may share one `store`: one that a test steps through, one that answers at once. */
export type Store = Map<string, Item>;

export function memoryTable(store: Store, call: Call): Table {
  const at = ({ pk, sk }: Key) => `${pk}\n${sk}`;
  const copy = <T>(value: T): T => structuredClone(value);
  const read = (key: Key) => copy(store.get(at(key)));
  const write = (item: Item) => store.set(at(item), copy(item));
  const putWhen = (item: Item, allowed: (old: Item | undefined) => boolean) =>
    call(() => {
      if (!allowed(store.get(at(item)))) return false;
      write(item);
      return true;
    });

  const query = ({ index, pk, prefix = "", after, until, limit, descending }: Query) => {
    const [hash, range] = index ? [`${index}Pk`, `${index}Sk`] : ["pk", "sk"];
    const sortKey = (item: Item) => String(item[range]);
    const found = [...store.values()].filter((item) => {
      if (item[hash] !== pk || !sortKey(item).startsWith(prefix)) return false;
      return (after === undefined || sortKey(item) > after) && (until === undefined || sortKey(item) <= until);
    });
    found.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1) * (descending ? -1 : 1));
    return copy(limit === undefined ? found : found.slice(0, limit));
  };

  return {
    get: (key: Key) => call(() => read(key)),
    batchGet: (list: Key[]) =>
      call(() => {
        const unique = new Map(list.map((key) => [at(key), key]));
        return [...unique.values()].flatMap((key) => read(key) ?? []);
      }),
    query: async (q: Query) => {
      if (q.from || q.limit !== undefined) throw new Error("The table in memory has no pages.");
      return { items: await call(() => query(q)) };
    },
    queryAll: (q: Query) => call(() => query(q)),
    put: (item: Item) => call(() => void write(item)),
    putIfAbsent: (item: Item) => putWhen(item, (old) => !old),
    putIfVersion: (item: Item, version: number) => putWhen(item, (old) => old?.v === version),
    update: (key: Key, update: Update) =>
      call(() => {
        const old = read(key);
        if (update.when && !holds(update.when, old ?? {}, update.values ?? {})) return undefined;
        const next = applied(update.set, old ?? { pk: key.pk, sk: key.sk }, update.values ?? {});
        write(next);
        return update.answer === "old" ? old : copy(next);
      }),
    delete: (key: Key) => call(() => void store.delete(at(key))),
    batchWrite: async ({ puts = [], deletes = [] }: { puts?: Item[]; deletes?: Key[] }) => {
      for (const item of puts) await call(() => void write(item));
      for (const key of deletes) await call(() => void store.delete(at(key)));
    },
  } as Table;
}

type Values = Record<string, unknown>;

/** The part of DynamoDB's condition language that we write: OR over AND over comparisons. */
function holds(condition: string, item: Values, values: Values): boolean {
  return condition.split(" OR ").some((any) => any.split(" AND ").every((one) => atom(one.trim(), item, values)));
}

function atom(text: string, item: Values, values: Values): boolean {
  const exists = /^attribute_(not_)?exists\(#?(\w+)\)$/.exec(text);
  if (exists) return (item[exists[2]!] === undefined) === (exists[1] !== undefined);
  const [, name, operator, value] = /^#?(\w+) (=|<|<=|>|>=) (:\w+)$/.exec(text) ?? [];
  if (!name || !value) throw new Error(`The table in memory does not know the condition "${text}".`);
  const [left, right] = [item[name] as number, values[value] as number];
  if (left === undefined) return false;
  if (operator === "=") return left === right;
  if (operator === "<") return left < right;
  if (operator === "<=") return left <= right;
  return operator === ">" ? left > right : left >= right;
}

function applied(expression: string, item: Item, values: Values): Item {
  const [, list] = /^SET (.+)$/.exec(expression) ?? [];
  const sets = list?.split(", ").map((one) => /^#(\w+) = (:\w+)$/.exec(one)) ?? [undefined];
  if (sets.some((one) => !one)) throw new Error(`The table in memory does not know the update "${expression}".`);
  return { ...item, ...Object.fromEntries(sets.map((one) => [one![1], values[one![2]!]])) };
}
