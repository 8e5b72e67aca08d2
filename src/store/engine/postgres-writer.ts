// PostgreSQL for writing: one connection, and one writer at a time.
//
// One writer at a time is kept by an advisory lock that ends with its transaction, whatever becomes of the process. Who
// is refused is told who writes: it is the name of the connection, with the process and since when.
//
// Rows go in as arrays (`INSERT … SELECT … FROM unnest`), not by COPY: COPY knows no `ON CONFLICT`, and pg speaks it
// only with one more package. A batch is sent without waiting for the one before it (`write-queue.ts`); a fault is told
// by a later call, at the latest by the end of the transaction.
import { hostname } from "node:os";
import pg from "pg";
import sql, { raw, type Sql } from "sql-template-tag";
import { type Cell, type Database, DatabaseBusy, DatabaseFault, forOneWriter, type Inserter } from "./database.ts";
import { compile } from "./dialect.ts";
import { addressOf, codeOf, configOf, isAway, leave, taken } from "./postgres-connection.ts";
import { CHANNEL } from "./postgres-listener.ts";
import { isPooled } from "./postgres-session.ts";
import { writeQueue } from "./write-queue.ts";

/** Milliseconds that a writer waits for another one to end. */
const PATIENCE = 5_000;
/** The key of the lock that one writer at a time has: `comm` in ASCII. */
const LOCK = 0x63_6f_6d_6d;
/** SQLSTATE of a lock that was not free in time. */
const NOT_FREE = "55P03";

/** Reasons by SQLSTATE and message, said for people (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^28/, "its user or password is refused"],
  [/^3D000/, "there is no such database; `createdb` makes one"],
  [/^42501/, "its user may not do that"],
  [/^25006/, "it may only be read, as a replica may"],
  [/^53100/, "its disk is full"],
  [/^53300/, "all of its connections are in use"],
  [/^55P03/, "others use what is to be changed"],
  // Of PgBouncer.
  [
    /^08P01 transaction blocks not allowed/,
    "its pooler takes no transactions; let pool_mode be transaction or session",
  ],
  [/^08P01 unsupported startup parameter/, "its pooler takes no settings of a session from the address"],
];
/** Reasons that pass by themselves. */
const PASSING = ["53300", "55P03"];

/** An error of the database as a command prints it; an error of the statement itself is left as it is. */
function faultOf(url: string, error: unknown): unknown {
  const code = codeOf(error);
  const { message } = error as Error;
  const reason = REASONS.find(([pattern]) => pattern.test(`${code} ${message}`))?.[1];
  if (error instanceof DatabaseFault || (reason === undefined && !isAway(error))) return error;
  const text = `the database ${addressOf(url)} cannot be used: ${reason ?? "it does not answer"} (${message})`;
  return reason === undefined || PASSING.includes(code)
    ? new DatabaseBusy(text, { cause: error })
    : new DatabaseFault(text, { cause: error });
}

/**
 * Opens a database for writing.
 * @param work what is done, as the name of the connection, which other writers are shown
 * @throws DatabaseBusy when it does not answer, or somebody else writes; DatabaseFault when it cannot be used
 */
export async function openPostgresWriter(url: string, work: string): Promise<Database> {
  const client = new pg.Client({ ...configOf(url, work, 0), application_name: `communique ${work} on ${hostname()}` });
  // The query that waits for an answer fails too, and reports it.
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ server_encoding: string }>("SHOW server_encoding");
    if (rows[0]?.server_encoding !== "UTF8") {
      throw new DatabaseFault(`the database ${addressOf(url)} cannot be used: its encoding is not UTF8`);
    }
    // Through a pooler a setting for the session would be another client's; the transaction has it then.
    const pooled = await isPooled(client);
    const patience = `SET ${pooled ? "LOCAL " : ""}lock_timeout = ${PATIENCE}`;
    if (pooled) await client.query("BEGIN; COMMIT");
    else await client.query(patience);
    return engine(client, url, pooled ? `BEGIN; ${patience}` : "BEGIN");
  } catch (error) {
    await leave(client);
    throw faultOf(url, error);
  }
}

/** @param begin how a transaction begins */
function engine(client: pg.Client, url: string, begin: string): Database {
  const types = new Map<string, string[]>();
  const ahead = writeQueue();
  let inside = false;
  let last: Promise<unknown> = Promise.resolve();

  /** Asks when what was asked before has ended: a client of pg that is still busy takes no further query (pg 9.0). */
  function send(query: string | pg.QueryConfig, values?: unknown[]): Promise<pg.QueryResult> {
    const answer = last.then(() => client.query(query, values));
    last = answer.catch(() => {});
    return answer;
  }

  async function all<T>(query: Sql): Promise<T[]> {
    const { sql: text, values } = compile(query, "postgres");
    try {
      return (await send(values.length === 0 ? { text } : { text, values: values.map(taken) })).rows as T[];
    } catch (error) {
      throw faultOf(url, ahead.reasonOf(error));
    }
  }

  /** Describes the connection that holds the advisory lock, as far as it may be seen. */
  async function holder(): Promise<string> {
    const rows = await all<{ name: string; pid: number; since: Date }>(sql`
      SELECT a.application_name AS name, a.pid, a.xact_start AS since FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
      WHERE l.locktype = 'advisory' AND l.granted AND l.objid = ${LOCK} AND a.datname = current_database()`);
    const [one] = rows;
    if (one === undefined) return "another process was writing to it; try again";
    return `${one.name} writes to it (process ${one.pid} of the database, since ${one.since.toISOString()}); try again when that has ended`;
  }

  /** Raises the stamp and sends it with NOTIFY, which arrives with the commit. */
  async function tell(): Promise<void> {
    const there = await all<{ there: string | null }>(sql`SELECT CAST(to_regclass('stamp') AS TEXT) AS there`);
    if (there[0]?.there == null) return;
    await all(sql`WITH told AS (UPDATE stamp SET value = value + 1 RETURNING value)
      SELECT pg_notify(${CHANNEL}, CAST(value AS TEXT)) FROM told`);
  }

  async function transaction<T>(work: () => Promise<T>): Promise<T> {
    if (inside) return work();
    await all(raw(begin));
    inside = true;
    let locked = false;
    try {
      // Waits for the advisory lock, which is held until the end of the transaction.
      await send("SELECT pg_advisory_xact_lock($1)", [LOCK]);
      locked = true;
      const result = await work();
      await ahead.settle();
      await tell();
      await all(sql`COMMIT`);
      return result;
    } catch (error) {
      // A connection that was lost has rolled back.
      await send("ROLLBACK").catch(() => {});
      if (locked) throw ahead.reasonOf(error);
      if (codeOf(error) !== NOT_FREE) throw faultOf(url, error);
      throw new DatabaseBusy(`the database ${addressOf(url)} is left as it was: ${await holder()}`);
    } finally {
      inside = false;
      await ahead.forget();
    }
  }

  /** The types of a table's columns. */
  async function typesOf(table: string, columns: readonly string[]): Promise<string[]> {
    const there = types.get(table);
    if (there !== undefined) return there;
    const rows = await all<{ name: string; type: string }>(sql`
      SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
      WHERE attrelid = CAST(${table} AS REGCLASS) AND attnum > 0`);
    const found = columns.map((column) => rows.find(({ name }) => name === column)?.type ?? "text");
    types.set(table, found);
    return found;
  }

  function inserter(table: string, columns: readonly string[], repeated = ""): Inserter {
    let cells: Cell[][] = columns.map(() => []);
    return {
      put(row) {
        for (const [at, cell] of row.entries()) cells[at]?.push(cell);
      },
      async flush() {
        const lists = cells;
        if (lists[0]?.length === 0) return;
        cells = columns.map(() => []);
        const marks = (await typesOf(table, columns)).map((type, at) => `CAST($${at + 1} AS ${type}[])`);
        const text = `INSERT INTO ${table} (${columns.join(", ")}) SELECT * FROM unnest(${marks.join(", ")}) ${repeated}`;
        const write = send(text, lists).catch((error) => {
          throw faultOf(url, error);
        });
        await (inside ? ahead.add(write) : write);
      },
    };
  }

  return {
    engine: "postgres",
    query: all,
    ...forOneWriter(all),
    async run(statement) {
      await transaction(() => all(statement));
    },
    inserter,
    transaction,
    async tidy() {
      // Statistics for the planner: sizes of tables and frequent values.
      await all(sql`${raw("VACUUM (ANALYZE)")}`);
    },
    close: () => leave(client),
  };
}
