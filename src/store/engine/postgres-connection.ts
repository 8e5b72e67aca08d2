// Connections to PostgreSQL: how they are made, how they are asked, and what their failures mean.
//
// Short queries call no parallel workers. PostgreSQL would start two processes for a count in a window that takes less
// than that: at a million events 229 counts a second with them, 606 without.
//
// Long queries are planned with their values (`force_custom_plan`). A plan made for any word is wrong for most: the
// search for a rare one took 276 ms and takes 9. Plans for any value in the short ones too (`force_generic_plan`) made
// lists half again as fast, and a list by date ascending in a window a hundred times slower, so that is left to the
// server.
import pg from "pg";
import type { Sql } from "sql-template-tag";
import { PROBLEMS, ProblemError } from "../../errors.ts";
import { DatabaseFault, QueryTooLong } from "./database.ts";
import { compile } from "./dialect.ts";

/** Milliseconds that making a connection may take, and that a query may be late before its connection is given up. */
export const CONNECTING = 2_000;
const LATE = 1_000;
/** So many texts are prepared on each connection; further ones are read anew each time. */
const PREPARED = 500;

// int8 and numeric are counts and sums: numbers. A record's own number is asked for as text.
const NUMBERS: readonly number[] = [pg.types.builtins.INT8, pg.types.builtins.NUMERIC];
const types = {
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    NUMBERS.includes(oid) ? Number : pg.types.getTypeParser(oid, format as "text")) as typeof pg.types.getTypeParser,
};

/** What a connection is made with; a query may take so many milliseconds, 0 being no limit. */
export function configOf(url: string, name: string, milliseconds: number): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: `communique ${name} ${process.pid}`,
    client_encoding: "UTF8",
    types,
    keepAlive: true,
    connectionTimeoutMillis: CONNECTING,
    statement_timeout: milliseconds,
    ...(milliseconds === 0 ? {} : { query_timeout: milliseconds + LATE }),
  };
}

/** What every connection of a reader is told. */
export const READING = "SET default_transaction_read_only = on; SET jit = off";

/** What those are told whose questions are known to be short: to call other processes would take longer than to answer. */
export const SHORT = `${READING}; SET max_parallel_workers_per_gather = 0`;

/** What those are told whose questions may be long: how a word is best found depends on how frequent it is. */
export const LONG = `${READING}; SET plan_cache_mode = force_custom_plan`;

const NAMES = new Map<string, string>();

/**
 * Text without NUL, which PostgreSQL does not take: the character after it, which no record has either, is as unlike
 * and sorts before as much.
 */
export function taken(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(taken);
  return typeof value === "string" ? value.replaceAll("\0", "\u0001") : value;
}

/** A query as pg takes it, prepared by name where it is among the first texts that came. */
function prepared(query: Sql, named = true): pg.QueryConfig {
  const { text, values } = compile(query, "postgres");
  let name = named ? NAMES.get(text) : undefined;
  if (named && name === undefined && NAMES.size < PREPARED) {
    name = `communique_${NAMES.size}`;
    NAMES.set(text, name);
  }
  return { text, values: values.map(taken), ...(name === undefined ? {} : { name }) };
}

/** Ends a connection; one whose other end says nothing is cut, for pg would wait for its farewell. */
export async function leave(client: pg.Client): Promise<void> {
  const { connection } = client as unknown as { connection: { stream: { destroy(): void } } };
  const timer = setTimeout(() => connection.stream.destroy(), CONNECTING);
  await client.end().catch(() => {});
  clearTimeout(timer);
}

/** The rows that one connection gives. */
export async function rowsOn<T>(client: pg.Client, query: Sql): Promise<T[]> {
  try {
    return (await client.query(prepared(query))).rows as T[];
  } catch (error) {
    throw asFault(error);
  }
}

/** The rows that some connection gives; asked once more where one was lost, for asking changes nothing. */
export async function rowsFrom<T>(pool: pg.Pool, query: Sql): Promise<T[]> {
  try {
    return (await pool.query(prepared(query))).rows as T[];
  } catch (error) {
    if (!isPassing(error)) throw asFault(error);
  }
  try {
    return (await pool.query(prepared(query, false))).rows as T[];
  } catch (error) {
    throw asFault(error);
  }
}

/** SQLSTATE, or the system's code. */
export function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code ?? "");
}

/**
 * What another connection may not meet: a connection that was lost, a conflict with a writer, a statement that was
 * prepared for other tables or is not known (https://www.postgresql.org/docs/current/errcodes-appendix.html). Not what
 * took its time: the second time would take as long.
 */
function isPassing(error: unknown): boolean {
  const code = codeOf(error);
  if (/^(?:08|57P0[12]|40001|40P01|0A000|26000|ECONNRESET|EPIPE)/.test(code)) return true;
  return code === "" && /^Connection terminated(?: unexpectedly)?$|not queryable/.test((error as Error).message);
}

/** SQLSTATEs of a database that cannot be used for now, conflicts that came twice among them. */
const AWAY = /^(?:08...|53...|57P..|58...|XX...|25006|3D000|28...|42501|42P01|40001|40P01|0A000|26000)$/;

/** Whether the database failed, rather than a question that we put to it. */
export function isAway(error: unknown): boolean {
  const code = codeOf(error);
  if (error instanceof pg.DatabaseError) return AWAY.test(code);
  // Codes are the system's, or those of TLS; pg's own failures have none: no connection or no answer in time, a
  // connection that ended, no password where one is wanted.
  return code === ""
    ? /timeout|Connection|not queryable|after calling end|^SASL/i.test((error as Error).message)
    : !/^ERR_(?!TLS_|SSL_|OSSL_)/.test(code);
}

/** A database that does not answer: what is asked of it cannot be answered now. */
export class DatabaseAway extends ProblemError {
  constructor(cause: unknown) {
    super("unavailable", PROBLEMS.unavailable.meaning, { headers: { "retry-after": "5" } });
    this.cause = cause;
  }
}

/** What pg-pool says to who has waited for a connection while others had all of them. */
const WAITED = "timeout exceeded when trying to connect";

/** A failure where queries may be long and wait for each other: who has waited in vain has asked for too much. */
export function asLate(error: unknown): unknown {
  return error instanceof DatabaseAway && (error.cause as Error).message === WAITED ? new QueryTooLong() : error;
}

/** A failure as those take it who asked: time is up, the database is away, or a fault of the question itself. */
export function asFault(error: unknown): unknown {
  if (error instanceof ProblemError || error instanceof DatabaseFault) return error;
  const code = codeOf(error);
  if (code === "57014") return new QueryTooLong();
  return isAway(error) ? new DatabaseAway(error) : error;
}

/** The address of a database as people may see it: without a password. */
export function addressOf(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
