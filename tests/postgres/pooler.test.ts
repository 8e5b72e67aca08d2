// Poolers: a server and imports through PgBouncer, which gives the connections of the database to clients in turns.
//
// Without a PgBouncer on the machine (`apt-get install pgbouncer`) all but the last test are skipped, and the run says so.
import pg from "pg";
import sql from "sql-template-tag";
import { beforeAll, describe, expect, inject, onTestFinished, test, vi } from "vitest";
import { openReader } from "../../src/store/engine/open.ts";
import { isPooled } from "../../src/store/engine/postgres-session.ts";
import { imported, many, put, refusalOf } from "../commands/imports.ts";
import { ask } from "../http/bytes.ts";
import { emptyPlace, type Place, place } from "../support/databases.ts";
import { hasPooler, type Mode, startPooler } from "../support/pooler.ts";
import { run, start } from "../support/program.ts";

const there = await hasPooler();
const WITHOUT = there ? "" : " (skipped: there is no PgBouncer here)";

/** A database, and the same through a pooler of a mode. */
async function pooled(mode: Mode, made: () => Promise<Place> = place): Promise<{ direct: string; url: string }> {
  const { url: direct, remove } = await made();
  const { url, stop } = await startPooler(direct, mode);
  onTestFinished(async () => {
    await stop();
    await remove();
  });
  return { direct, url };
}

describe.skipIf(!there)(`DATABASE_URL through PgBouncer${WITHOUT}`, () => {
  test.each(["session", "transaction"] as const)(
    "pool_mode=%s: serves, exports, imports and sees imports",
    async (mode) => {
      const { url: DATABASE_URL } = await pooled(mode);
      // Each client has a connection of its own there as long as it lasts.
      const few = mode === "session" ? { CONNECTIONS: "1", READERS: "1" } : {};
      // All that is asked at once is answered.
      const program = start(["serve"], { PORT: "0", DATABASE_URL, MAX_REQUESTS: "1000", MAX_DELAY: "60000", ...few });
      const url = await program.url;
      await vi.waitFor(async () => expect((await ask(url, "/readyz")).status).toBe(200), 20_000);
      const asked = Array.from({ length: 40 }, (_, at) => [
        `/v1/events?limit=${1 + at}`,
        `/v1/search?q=talks&limit=${1 + at}`,
        `/v1/stats/events?by=type&to=${3000 + at}`,
      ]).flat();
      const answers = await Promise.all(asked.map((path) => ask(url, path)));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      // Nothing that was set for reading is left to a writer.
      const file = await put(many(1_500));
      expect((await imported(DATABASE_URL, "gdelt", file)).kept).toBe(1_500);
      await vi.waitFor(async () => {
        const { status, body } = await ask(url, "/v1/events?dataset=gdelt&format=csv&to=3100");
        expect([status, body.toString().trim().split("\n").length]).toEqual([200, 1_501]);
      }, 10_000);
      const { code } = await program.stop();
      expect([code, program.output().match(/"level":[56]0.*/g)]).toEqual([0, null]);
    },
  );

  test("pool_mode=transaction: a query that takes too long is ended, and its connection is used again", async () => {
    const { url } = await pooled("transaction", emptyPlace);
    const database = await openReader(url, { milliseconds: 2_000, connections: 1, readers: 1, wait: 5_000 });
    onTestFinished(() => database.close());
    const [one] = await database.queryLong<{ pid: number }>(sql`SELECT pg_backend_pid() AS pid`);
    await expect(database.queryLong(sql`SELECT CAST(pg_sleep(30) AS TEXT)`)).rejects.toThrow(/longer/);
    const still = await database.queryLong(sql`SELECT state FROM pg_stat_activity WHERE pid = ${one?.pid ?? 0}`);
    expect(still).toHaveLength(1);
    await expect(database.queryLong(sql`DELETE FROM stamp RETURNING value`)).rejects.toThrow();
  });

  test("pool_mode=statement is refused at the start, in one sentence", async () => {
    const { url: DATABASE_URL } = await pooled("statement");
    const said = refusalOf(await run(["serve"], { PORT: "0", DATABASE_URL }));
    expect(said).toMatch(/cannot be used: its pooler takes no transactions; let pool_mode be transaction or session/);
    expect(said.trim().split("\n")).toHaveLength(1);
  });

  test("settings in the address are refused at the start, in one sentence", async () => {
    const { url } = await pooled("transaction");
    const said = refusalOf(await run(["serve"], { PORT: "0", DATABASE_URL: `${url}?options=-c%20jit%3Doff` }));
    expect(said).toMatch(/its pooler takes no settings of a session from the address/);
  });
});

describe("DATABASE_URL without a pooler", () => {
  let client: pg.Client;
  beforeAll(async () => {
    client = new pg.Client(inject("cluster"));
    await client.connect();
    return () => client.end();
  });

  test("the process that answers is the one that was connected to", async () => {
    expect(await isPooled(client)).toBe(false);
  });

  test("statements are prepared once for a connection, which cannot write", async () => {
    const { url, remove } = await emptyPlace();
    const database = await openReader(url, { milliseconds: 5_000, connections: 1, readers: 1, wait: 5_000 });
    onTestFinished(async () => {
      await database.close();
      await remove();
    });
    const prepared = sql`SELECT count(*) AS n FROM pg_prepared_statements WHERE statement LIKE '%prepared%'`;
    for (const n of [1, 1]) expect(await database.query(prepared)).toEqual([{ n }]);
    await expect(database.query(sql`DELETE FROM stamp RETURNING value`)).rejects.toThrow();
  });
});
