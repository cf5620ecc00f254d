import { afterAll, beforeAll, expect, test } from "vitest";
import { engineName, startTable, type TestTable } from "../support/engine.ts";

let db: TestTable;
beforeAll(async () => {
  db = await startTable();
});
afterAll(() => db.close());

test("the suite runs on the engine it was told to", async () => {
  expect(db.name).toBe(engineName);
  const server = (await fetch(db.endpoint)).headers.get("server") ?? "";
  expect(server.includes("Jetty")).toBe(engineName === "dynamodb-local");
});

test("an item that is there is not put again, and a version is written once", async () => {
  const key = { pk: "EVENT#1", sk: "EVENT" };
  expect(await db.table.putIfAbsent({ ...key, v: 1 })).toBe(true);
  expect(await db.table.putIfAbsent({ ...key, v: 9 })).toBe(false);
  const both = await Promise.all([db.table.putIfVersion({ ...key, v: 2 }, 1), db.table.putIfVersion({ ...key, v: 2 }, 1)]);
  expect(both.filter(Boolean)).toHaveLength(1);
  expect(await db.table.get(key, { strong: true })).toEqual({ ...key, v: 2 });
});
