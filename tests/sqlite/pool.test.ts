// SQLite readers: long queries run in other processes, end when their time is up, and delay nobody else.

import { setTimeout as wait } from "node:timers/promises";
import sql from "sql-template-tag";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { type Database, QueryTooLong } from "../../src/store/engine/database.ts";
import { openSqlite } from "../../src/store/engine/sqlite.ts";
import { withReaders } from "../../src/store/engine/sqlite-pool.ts";
import { load } from "../../src/store/write/load.ts";
import { dataset, event, temporaryDatabase } from "../store/small.ts";

async function reading(limits: Partial<Parameters<typeof withReaders>[2]> = {}) {
  const { database: writer, url: file } = await temporaryDatabase();
  await load(writer, dataset("curated", { events: [event("talks", { date: "2023-10-17" })] }));
  const database = withReaders(openSqlite(file, "read"), file, {
    milliseconds: 30_000,
    readers: 2,
    wait: 30_000,
    ...limits,
  });
  onTestFinished(() => database.close());
  return { database, writer };
}

/** Counts without end. */
const ENDLESS = sql`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS n FROM n`;
const MANY = sql`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT ${1_000}) SELECT i FROM n`;

async function first<T>(rows: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  for await (const some of rows) return some;
  return [];
}

/** A short query is answered; on a slow machine the start of its reader may take all the time that one has. */
async function answered(database: Database): Promise<void> {
  await vi.waitFor(async () => expect(await database.queryLong(sql`SELECT 1 AS one`)).toEqual([{ one: 1 }]), 30_000);
}

describe("queryLong", () => {
  test("it gives the rows that an in-process query gives, 64-bit numbers too", async () => {
    const { database } = await reading();
    const query = sql`SELECT id, earliest, rank, CAST(n AS TEXT) AS n FROM events WHERE n > ${1n << 57n} AND id <> ${"?"}`;
    const rows = await database.queryLong(query);
    expect(rows).toEqual(await database.query(query));
    expect(rows).toHaveLength(1);
  });

  test("it is ended when its time is up (query-too-long), and the next query is answered", async () => {
    const { database } = await reading({ readers: 1, milliseconds: 1_500 });
    const begun = performance.now();
    await expect(database.queryLong(ENDLESS)).rejects.toThrow(QueryTooLong);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(1_490);
    await answered(database);
  });

  test("it does not delay short queries", async () => {
    const { database } = await reading({ milliseconds: 1_500 });
    const long = expect(database.queryLong(ENDLESS)).rejects.toThrow(QueryTooLong);
    let turns = 0;
    for (const end = performance.now() + 200; performance.now() < end; turns++) {
      await database.query(sql`SELECT id FROM events`);
      await wait(1);
    }
    expect(turns).toBeGreaterThan(5);
    await long;
  });

  test("it is not begun when it waited too long for a reader", async () => {
    const { database } = await reading({ readers: 1, milliseconds: 1_500 });
    const both = [database.queryLong(ENDLESS), database.queryLong(sql`SELECT 1`)];
    const ended = await Promise.allSettled(both);
    expect(ended.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await answered(database);
  });

  test("behind many others it is not begun when it waited too long (overloaded), and few wait for as long as it takes", async () => {
    const { database } = await reading({ readers: 1, milliseconds: 1_500, wait: 1 });
    const endless = expect(database.queryLong(ENDLESS)).rejects.toThrow(QueryTooLong);
    const one = async () => {
      try {
        await database.queryLong(sql`SELECT 1`);
        return "answered";
      } catch (error) {
        return (error as QueryTooLong).code;
      }
    };
    await wait(1_000);
    const all = await Promise.all(Array.from({ length: 40 }, one));
    await endless;
    expect(all.filter((told) => told === "overloaded")).toHaveLength(8);
    expect(all.filter((told) => told === "answered")).toHaveLength(32);
  });

  test("a reader is kept for the next query, and ended when nobody needs it for a while", async () => {
    // A setting of its connection tells one reader process from the next.
    const marked = async (database: Database) => {
      const pages = async () =>
        (await database.queryLong<{ cache_size: number }>(sql`PRAGMA cache_size`))[0]?.cache_size;
      await database.queryLong(sql`PRAGMA cache_size = 4321`);
      return pages;
    };
    const kept = await marked((await reading({ readers: 1 })).database);
    expect(await kept()).toBe(4321);
    const { database } = await reading({ readers: 1, unused: 1 });
    const ended = await marked(database);
    await wait(100);
    expect(await ended()).not.toBe(4321);
  });

  test("a wrong query throws the error that it throws in process", async () => {
    const { database } = await reading();
    const wrong = sql`SELECT nothing FROM nowhere`;
    const asked = async () => database.query(wrong);
    const message = await asked().catch((error: Error) => error.message);
    await expect(database.queryLong(wrong)).rejects.toThrow(String(message));
    await expect(database.queryLong(wrong)).rejects.toMatchObject({ code: "ERR_SQLITE_ERROR" });
  });

  test("it sees what another process has committed since the last query", async () => {
    const { database, writer } = await reading();
    const count = sql`SELECT count(*) AS n FROM events`;
    expect(await database.queryLong(count)).toEqual([{ n: 1 }]);
    await load(writer, dataset("curated", { events: [event("talks"), event("visit")] }));
    expect(await database.queryLong(count)).toEqual([{ n: 2 }]);
  });
});

describe("snapshot", () => {
  async function opened(database: Database) {
    const snapshot = await database.snapshot();
    onTestFinished(() => snapshot.close());
    return snapshot;
  }

  test("a stream gives all rows in batches", async () => {
    const { database } = await reading();
    const sizes: number[] = [];
    for await (const rows of (await opened(database)).stream(MANY)) sizes.push(rows.length);
    expect(sizes).toEqual(Array(10).fill(100));
  });

  test("streams and queries read one state of the data, whatever is committed meanwhile", async () => {
    const { database, writer } = await reading();
    const snapshot = await opened(database);
    let turns = 0;
    for await (const [row] of snapshot.stream(sql`SELECT id FROM events, (${MANY}) ORDER BY i`)) {
      if (turns++ === 0) await load(writer, dataset("curated", { events: [event("visit")] }));
      expect(row).toEqual({ id: "talks" });
      expect(await snapshot.query(sql`SELECT id FROM events`)).toEqual([{ id: "talks" }]);
      expect(await first(snapshot.stream(sql`SELECT id FROM events`))).toEqual([{ id: "talks" }]);
    }
    expect(turns).toBe(10);
    expect(await database.queryLong(sql`SELECT id FROM events`)).toEqual([{ id: "visit" }]);
    await snapshot.close();
    await expect(snapshot.query(sql`SELECT id FROM events`)).rejects.toThrow("closed");
  });

  test("queries that are asked at the same time are each answered with their own rows", async () => {
    const { database } = await reading();
    const { query, stream } = await opened(database);
    const one = stream<{ i: number }>(MANY)[Symbol.asyncIterator]();
    const other = stream<{ i: number }>(MANY)[Symbol.asyncIterator]();
    const asked = [one.next(), query(sql`SELECT 1 AS one`), other.next(), one.next(), query(sql`SELECT 2 AS two`)];
    const [a, b, c, d, e] = (await Promise.all(asked)) as [...{ value: { i: number }[] }[]];
    expect([a?.value[0]?.i, c?.value[0]?.i, d?.value[0]?.i]).toEqual([1, 1, 101]);
    expect([b, e]).toEqual([[{ one: 1 }], [{ two: 2 }]]);
  });

  test("a snapshot that is closed while it reads ends its reader, and another is opened", async () => {
    const { database } = await reading();
    const { query, close } = await database.snapshot();
    const lost = expect(query(ENDLESS)).rejects.toThrow("ended");
    await wait(50);
    await close();
    await lost;
    expect(await first((await opened(database)).stream(MANY))).toHaveLength(100);
  });
});
