// Connections to PostgreSQL: how they are made, how they are asked, and what their failures mean.
import pg from "pg";
import type { Sql } from "sql-template-tag";
import { PROBLEMS, ProblemError } from "../../errors.ts";
import { DatabaseFault, QueryTooLong } from "./database.ts";
import { compile } from "./dialect.ts";
import { askOn, isShared } from "./postgres-session.ts";

/** Milliseconds that making a connection may take, and that a query may be late before its connection is given up. */
export const CONNECTING = 2_000;
const LATE = 1_000;
/** Most prepared statements on each connection; further queries are parsed each time. */
const PREPARED = 500;

// int8 and numeric are counts and sums: numbers. A record's own number is asked for as text.
const NUMBERS: readonly number[] = [pg.types.builtins.INT8, pg.types.builtins.NUMERIC];
const types = {
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    NUMBERS.includes(oid) ? Number : pg.types.getTypeParser(oid, format as "text")) as typeof pg.types.getTypeParser,
};

/** The configuration of a connection; an answer that is a second later than `milliseconds` is given up, 0 for none. */
export function configOf(url: string, name: string, milliseconds: number): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: `communique ${name} ${process.pid}`,
    client_encoding: "UTF8",
    types,
    keepAlive: true,
    connectionTimeoutMillis: CONNECTING,
    ...(milliseconds === 0 ? {} : { query_timeout: milliseconds + LATE }),
  };
}

const NAMES = new Map<string, string>();

/** Begins a query whose rows, in their order, each have the stamp of the data that they are of. */
const WITH_STAMP = "SELECT q.*, (SELECT value FROM stamp) AS stamp FROM";

/**
 * A parameter without NUL, which PostgreSQL refuses in texts. U+0001 takes its place: no record has it either, so it
 * matches as little, and it sorts next to NUL.
 */
export function taken(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(taken);
  return typeof value === "string" ? value.replaceAll("\0", "\u0001") : value;
}

/** A query for pg, as a named prepared statement while there are fewer than PREPARED. */
function prepared(query: Sql, named = true, stamped = false): pg.QueryConfig {
  const { sql: asked, values } = compile(query, "postgres");
  const text = stamped ? `${WITH_STAMP} (${asked}) q` : asked;
  let name = named ? NAMES.get(text) : undefined;
  if (named && name === undefined && NAMES.size < PREPARED) {
    name = `communique_${NAMES.size}`;
    NAMES.set(text, name);
  }
  return { text, values: values.map(taken), ...(name === undefined ? {} : { name }) };
}

/** Ends a connection. When the server does not answer, the socket is destroyed, for pg would wait for it. */
export async function leave(client: pg.Client): Promise<void> {
  const { connection } = client as unknown as { connection: { stream: { destroy(): void } } };
  const timer = setTimeout(() => connection.stream.destroy(), CONNECTING);
  await client.end().catch(() => {});
  clearTimeout(timer);
}

/** The rows that one connection gives within its transaction. */
export async function rowsOn<T>(client: pg.Client, query: Sql): Promise<T[]> {
  try {
    return (await client.query(prepared(query, !isShared(client)))).rows as T[];
  } catch (error) {
    throw asFault(error);
  }
}

/** Rows, and the stamp of the data that they are of; NaN where none tells it. */
export interface Stamped<T> {
  readonly rows: T[];
  readonly stamp: number;
}

/** Takes the stamp out of the rows that have it. */
function unstamped<T>(rows: (T & { stamp?: number })[]): Stamped<T> {
  const stamp = rows[0]?.stamp ?? Number.NaN;
  // What was added last is taken away as fast as it was added.
  for (const row of rows) delete row.stamp;
  return { rows, stamp };
}

/** The rows that a connection of a pool gives; one on which anything failed is not used again. */
async function rowsOnce<T>(pool: pg.Pool, query: Sql, named: boolean, stamped: boolean): Promise<Stamped<T>> {
  const client = await pool.connect();
  try {
    const { rows } = await askOn(client, prepared(query, named && !isShared(client), stamped));
    client.release();
    return stamped ? unstamped<T>(rows) : { rows, stamp: Number.NaN };
  } catch (error) {
    client.release(error as Error);
    throw error;
  }
}

/** The rows that a pooled connection gives; retried once when it was lost, since reading changes nothing. */
export async function rowsFrom<T>(pool: pg.Pool, query: Sql, stamped: boolean): Promise<Stamped<T>> {
  try {
    return await rowsOnce<T>(pool, query, true, stamped);
  } catch (error) {
    if (!isPassing(error) && !isUnstamped(error)) throw asFault(error);
    try {
      return await rowsOnce<T>(pool, query, false, stamped && isPassing(error));
    } catch (second) {
      throw asFault(second);
    }
  }
}

/** Whether nothing has made the tables yet, the stamp's among them: then what asks for tables asks without it. */
function isUnstamped(error: unknown): boolean {
  return codeOf(error) === "42P01" && /"stamp"/.test((error as Error).message);
}

/** SQLSTATE, or the system's code. */
export function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code ?? "");
}

/**
 * Whether a retry on another connection may succeed: the connection was lost, a writer conflicted, or a statement was
 * prepared for other tables (https://www.postgresql.org/docs/current/errcodes-appendix.html). Not a time-out: the
 * second attempt would take as long.
 */
function isPassing(error: unknown): boolean {
  const code = codeOf(error);
  if (/^(?:08|57P0[12]|40001|40P01|0A000|26000|ECONNRESET|EPIPE)/.test(code)) return true;
  return code === "" && /^Connection terminated(?: unexpectedly)?$|not queryable/.test((error as Error).message);
}

/** SQLSTATEs of a database that cannot be used for now, conflicts that came twice among them. */
const AWAY = /^(?:08...|53...|57P..|58...|XX...|25006|3D000|28...|42501|42P01|40001|40P01|0A000|26000)$/;

/** Whether the database failed, and not the query. */
export function isAway(error: unknown): boolean {
  const code = codeOf(error);
  if (error instanceof pg.DatabaseError) return AWAY.test(code);
  // Codes are the system's, or those of TLS; pg's own failures have none: no connection or no answer in time, a
  // connection that ended, no password where one is wanted.
  return code === ""
    ? /timeout|Connection|not queryable|after calling end|^SASL/i.test((error as Error).message)
    : !/^ERR_(?!TLS_|SSL_|OSSL_)/.test(code);
}

/** The database does not answer: 503 `unavailable`. */
export class DatabaseAway extends ProblemError {
  constructor(cause: unknown) {
    super("unavailable", PROBLEMS.unavailable.meaning, { headers: { "retry-after": "5" } });
    this.cause = cause;
  }
}

/** The message of pg-pool when no connection became free in time. */
const WAITED = "timeout exceeded when trying to connect";

/** An error of a long query: one that waited for a connection in vain took too long, and the database is not away. */
export function asLate(error: unknown): unknown {
  return error instanceof DatabaseAway && (error.cause as Error).message === WAITED ? new QueryTooLong() : error;
}

/** An error for callers: QueryTooLong, DatabaseAway, or the error of the query itself. */
export function asFault(error: unknown): unknown {
  if (error instanceof ProblemError || error instanceof DatabaseFault) return error;
  const code = codeOf(error);
  if (code === "57014") return new QueryTooLong();
  return isAway(error) ? new DatabaseAway(error) : error;
}

/** The address of a database for messages: without user and password. */
export function addressOf(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
