// The stamp of queries: each query that finds rows tells it beside them; after any other it is asked for.
import pg from "pg";
import sql from "sql-template-tag";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { Database } from "../../src/store/engine/database.ts";
import { openReader } from "../../src/store/engine/open.ts";
import { emptyPlace } from "../support/databases.ts";

const LIMITS = { milliseconds: 10_000, wait: 10_000, connections: 1, readers: 1 };
const SHORT = sql`SELECT count(*) AS n FROM datasets`;
/** As a commit does, but for its notice. */
const RAISED = "UPDATE stamp SET value = value + 1";

describe("the stamp of the data on PostgreSQL", () => {
  let reader: Database;
  let writer: pg.Client;
  beforeEach(async () => {
    const { url, remove } = await emptyPlace();
    [reader, writer] = [await openReader(url, LIMITS), new pg.Client(url)];
    await writer.connect();
    onTestFinished(async () => {
      await Promise.all([reader.close(), writer.end()]);
      await remove();
    });
  });

  test("a commit is told by the next short query, and stampAfter asks nothing more", async () => {
    await reader.query(SHORT);
    const before = await reader.stampAfter();
    await writer.query(RAISED);
    await reader.query(SHORT);
    // The only connection is taken: who asked would have to wait for it.
    const sleeping = reader.query(sql`SELECT pg_sleep(0.5)`);
    const first = await Promise.race([reader.stampAfter(), sleeping]);
    expect(first).toBe(before + 1);
    await sleeping;
  });

  test("a commit is told by the next long query, and it is no part of its rows", async () => {
    await reader.query(SHORT);
    const before = await reader.stampAfter();
    await writer.query(RAISED);
    expect(await reader.queryLong(SHORT)).toEqual([{ n: 0 }]);
    expect(await reader.stampAfter()).toBe(before + 1);
    await writer.query(RAISED);
    // It is the stamp of what was read.
    expect(await reader.stampAfter()).toBe(before + 1);
  });

  test("after a query that finds no rows the stamp is asked for, as nothing tells it", async () => {
    await reader.query(SHORT);
    const before = await reader.stampAfter();
    await reader.query(sql`SELECT id FROM datasets`);
    await writer.query(RAISED);
    expect(await reader.stampAfter()).toBe(before + 1);
  });

  test("rows come in the order that a query gives them", async () => {
    const rows = await reader.query(sql`SELECT (n * 7) % 100 AS m FROM generate_series(1, 99) n ORDER BY 1 DESC`);
    expect(rows).toEqual(Array.from({ length: 99 }, (_, at) => ({ m: 99 - at })));
  });

  test("after a query of a snapshot the stamp is asked for, as nothing tells it", async () => {
    await reader.query(SHORT);
    const before = await reader.stampAfter();
    const snapshot = await reader.snapshot();
    await snapshot.query(SHORT);
    await snapshot.close();
    await writer.query(RAISED);
    expect(await reader.stampAfter()).toBe(before + 1);
  });
});
