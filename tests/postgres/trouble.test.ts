// Trouble with PostgreSQL: away, stopped, full, read-only, newer or locked, it is reported and recovered from.

import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { SCHEMA_VERSION } from "../../src/store/catalog/schema.ts";
import { load } from "../../src/store/write/load.ts";
import { migrate } from "../../src/store/write/migrate.ts";
import { runHere } from "../commands/here.ts";
import { BLOCK_ROWS, importedHere, many, put } from "../commands/imports.ts";
import { ask } from "../http/bytes.ts";
import { type Cluster, startCluster } from "../support/cluster.ts";
import { openToWrite } from "../support/databases.ts";
import { curatedData } from "../support/filled.ts";
import { type Program, run, start } from "../support/program.ts";

const LIST = "/v1/events?limit=3";
/** One that holds few connections, and is stopped and started here. */
let cluster: Cluster;
let names = 0;

beforeAll(async () => {
  cluster = await startCluster(["max_connections=40"]);
  await administer("CREATE DATABASE loaded");
  const database = await openToWrite(cluster.url("loaded"));
  await migrate(database);
  await load(database, (await curatedData()).dataset);
  await database.close();
});
afterEach(() => cluster.up());
afterAll(() => cluster.stop());

/** Asks the cluster itself. */
async function administer<T extends object>(text: string, database = "postgres"): Promise<T[]> {
  const client = new pg.Client(cluster.url(database));
  await client.connect();
  return client
    .query<T>(text)
    .then(({ rows }) => rows)
    .finally(() => client.end());
}

async function freshDatabase(template = "template1"): Promise<string> {
  const name = `trouble_${names++}`;
  await administer(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  return name;
}

/** A database with the data, which a server does not load again; copied, as loading takes longer than most tests. */
const loadedDatabase = () => freshDatabase("loaded");

const settingsOf = (name: string) => ({ PORT: "0", DATABASE_URL: cluster.url(name), QUERY_LIMIT: "300" });

/** A server on a database of its own, which has the data. */
async function serving(name: string): Promise<{ url: string; program: Program }> {
  const program = start(["serve"], settingsOf(name));
  const url = await program.url;
  await becomes(url, "/readyz", 200);
  return { url, program };
}

/** Waits until an address answers so. */
function becomes(url: string, path: string, status: number, timeout = 30_000): Promise<unknown> {
  return vi.waitFor(async () => expect((await ask(url, path)).status).toBe(status), { timeout, interval: 50 });
}

/** A question that nobody has asked before, so that no answer to it is kept. */
let asked = 0;
const fresh = () => `/v1/events?to=${3000 + asked++}`;

/** That the database is away, as a client is told. */
async function expectAway(url: string): Promise<void> {
  const begun = performance.now();
  const { status, headers, body } = await ask(url, fresh());
  expect(performance.now() - begun).toBeLessThan(10_000);
  expect([status, headers["retry-after"]]).toEqual([503, "5"]);
  expect(headers["content-type"]).toMatch(/^application\/problem\+json/);
  expect(body.toString()).not.toMatch(/postgres|trouble_|127\.0\.0\.1|ECONN/i);
}

describe("an unreachable database", () => {
  test("at the start it is waited for, and served when it is there", async () => {
    const name = await freshDatabase();
    await cluster.down();
    const program = start(["serve"], settingsOf(name));
    const url = await program.url;
    const { status, headers, body } = await ask(url, "/readyz");
    expect([status, headers["retry-after"]]).toEqual([503, "1"]);
    expect(body.toString()).toContain("/problems/starting");
    await expectAway(url);
    expect((await ask(url, "/livez")).status).toBe(200);
    // Lines of the log wait a moment before they are written.
    await vi.waitFor(() => expect(program.output()).toMatch(/"level":40,.*"again":500,.*it does not answer/));
    await cluster.up();
    await becomes(url, "/readyz", 200);
    expect((await ask(url, LIST)).status).toBe(200);
    expect(program.output()).not.toContain("only%20for%20tests");
  });

  test("while serving, answers are 503 or stale, and recover without a restart", async () => {
    const { url, program } = await serving(await loadedDatabase());
    const kept = await ask(url, LIST);
    expect((await ask(url, LIST)).headers["cache-status"]).toBe("communique; hit");
    await cluster.down();
    const begun = performance.now();
    await Promise.all(Array.from({ length: 40 }, () => expectAway(url)));
    const seconds = (performance.now() - begun) / 1_000;
    await becomes(url, "/readyz", 503);
    await vi.waitFor(async () => {
      const stale = await ask(url, LIST);
      expect([stale.status, stale.headers["cache-status"]]).toEqual([200, "communique; hit; detail=stale"]);
      expect(stale.body).toEqual(kept.body);
    });
    await cluster.up();
    await becomes(url, fresh(), 200);
    await vi.waitFor(async () => {
      expect((await ask(url, LIST)).headers["cache-status"]).toBe("communique; hit");
    });
    // One line a second, whoever asks.
    const lines = (await program.stop()).stdout.split("\n").filter((line) => line.includes('"level":50'));
    expect(lines[0]).toMatch(/"reason":".*","more":0,"msg":"the database cannot be read"}$/);
    expect(lines.length).toBeLessThanOrEqual(2 + seconds);
    expect(lines.join()).not.toContain("stack");
  });

  test("connections cut for a moment are made again, and no request fails", async () => {
    const name = await loadedDatabase();
    const { url } = await serving(name);
    for (let round = 0; round < 5; round++) {
      await administer(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);
      const answers = await Promise.all([fresh(), fresh(), fresh()].map((path) => ask(url, path)));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    }
  });
});

/** The processes of the server that works for a database, and the one that starts them. */
async function processesFor(name: string): Promise<number[]> {
  const rows = await administer<{ pid: number }>(`SELECT pid FROM pg_stat_activity WHERE datname = '${name}'`);
  return rows.map(({ pid }) => pid);
}

describe("a database that does not answer", () => {
  test.skipIf(process.platform === "win32")(
    "every request ends in time, and the database is asked again afterwards",
    async () => {
      const name = await loadedDatabase();
      const { url } = await serving(name);
      expect((await ask(url, fresh())).status).toBe(200);
      const stopped = [...(await processesFor(name)), cluster.pid()];
      for (const pid of stopped) process.kill(pid, "SIGSTOP");
      try {
        await Promise.all(Array.from({ length: 15 }, () => expectAway(url)));
        expect((await ask(url, "/livez")).status).toBe(200);
      } finally {
        for (const pid of stopped) process.kill(pid, "SIGCONT");
      }
      await becomes(url, fresh(), 200);
    },
  );

  test("long queries do not take the connections of short ones", async () => {
    const name = await loadedDatabase();
    const { url } = await serving(name);
    const locker = new pg.Client(cluster.url(name));
    await locker.connect();
    onTestFinished(() => locker.end());
    // Whoever reads quotes waits; whoever reads venues does not.
    await locker.query("BEGIN; LOCK TABLE quotes");
    const slow = Array.from({ length: 8 }, () => ask(url, `/v1/quotes?to=${3000 + asked++}`));
    const other = await ask(url, "/v1/venues?limit=1");
    expect(other.status).toBe(200);
    const told = await Promise.all(slow);
    expect(new Set(told.map(({ status }) => status))).toEqual(new Set([503]));
    expect(told[0]?.body.toString()).toContain("/problems/query-too-long");
    await locker.query("ROLLBACK");
    expect((await ask(url, `/v1/quotes?to=${3000 + asked++}`)).status).toBe(200);
  });

  test("when all of its connections are in use the answer is 503, and 200 when some are free", async () => {
    const name = await loadedDatabase();
    const { url } = await serving(name);
    await administer(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);
    const held: pg.Client[] = [];
    for (;;) {
      const client = new pg.Client(cluster.url("postgres"));
      client.on("error", () => {});
      try {
        await client.connect();
      } catch {
        break;
      }
      held.push(client);
    }
    const told = (await Promise.all(Array.from({ length: 12 }, () => ask(url, fresh())))).map(({ status }) => status);
    expect(told.every((status) => status === 200 || status === 503)).toBe(true);
    expect(told).toContain(503);
    await Promise.all(held.map((client) => client.end()));
    await becomes(url, fresh(), 200);
  });
});

describe("a command that cannot use its database gives the reason in one line, without the password", () => {
  const refused = async (args: string[], url: string, by = runHere) => {
    const { code, stderr, stdout } = await by(args, { DATABASE_URL: url, PORT: "0" });
    expect(code).toBe(1);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stderr + stdout).not.toMatch(/only%20for|only for|wrong/);
    return stderr;
  };
  const other = (name: string, change: (url: URL) => void) => {
    const url = new URL(cluster.url(name));
    change(url);
    return url.href;
  };

  test("a wrong password", async () => {
    const url = other("postgres", (one) => (one.password = "wrong"));
    expect(await refused(["serve"], url)).toMatch(/its user or password is refused/);
  });

  test("a database that does not exist", async () => {
    expect(await refused(["serve"], cluster.url("nowhere"), run)).toMatch(/there is no such database; `createdb`/);
  });

  test("a database of another program, and one of a newer version", async () => {
    const [songs, newer] = [await freshDatabase(), await freshDatabase()];
    await administer("CREATE TABLE songs (id INTEGER)", songs);
    expect(await refused(["serve"], cluster.url(songs))).toMatch(/holds other tables/);
    await administer(
      `CREATE TABLE schema_version (version BIGINT); INSERT INTO schema_version VALUES (${SCHEMA_VERSION + 1})`,
      newer,
    );
    expect(await refused(["serve"], cluster.url(newer))).toMatch(/use a newer program/);
    expect(await administer("SELECT 1 FROM pg_tables WHERE schemaname = 'public'", newer)).toHaveLength(1);
  });

  test("a read-only database, which is served all the same when it has the data", async () => {
    const name = await freshDatabase();
    const database = await openToWrite(cluster.url(name));
    await database.close();
    await administer(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    expect(await refused(["serve"], cluster.url(name))).toMatch(/it may only be read, as a replica may/);
    await administer(`ALTER DATABASE ${name} SET default_transaction_read_only = off`);
    const first = await serving(name);
    await first.program.stop();
    await administer(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    const { url } = await serving(name);
    expect((await ask(url, LIST)).status).toBe(200);
    const file = await put(many(3));
    expect(await refused(["import", "gdelt", file], cluster.url(name))).toMatch(/it may only be read/);
  });

  test("a database with another writer: who it is, and since when", async () => {
    const name = await loadedDatabase();
    const { program } = await serving(name);
    await program.stop();
    const file = await put(many(3));
    const begun = start(["import", "gdelt", "-"], { DATABASE_URL: cluster.url(name) });
    begun.stdin.write(many(BLOCK_ROWS));
    await vi.waitFor(async () => {
      const locks = await administer("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted");
      expect(locks).toHaveLength(1);
    }, 20_000);
    const told = await refused(["import", "gdelt", file], cluster.url(name));
    expect(told).toMatch(/left as it was: communique import gdelt on \S+ writes to it \(process \d+ .* since 20/);
    begun.stdin.end();
    expect((await begun.ended).code).toBe(0);
    expect((await importedHere(cluster.url(name), "gdelt", file)).kept).toBe(3);
  });
});

test("an import warns of nothing", async () => {
  const name = await freshDatabase();
  const { code, stderr } = await run(["import", "gdelt", await put(many(3_000))], settingsOf(name));
  expect([code, stderr.replace(/^\d+ rows, .*\n/gm, "")]).toEqual([0, ""]);
});
