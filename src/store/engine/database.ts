// The port: what the store needs of an engine. SQL comes as values of sql-template-tag, never as text.
//
// Queries are values (`sql.ts`), so an engine sees parameters as parameters. PostgreSQL is reached over a network and
// answers with promises; SQLite is asked in process and answers a short query at once. Callers take both: `async`
// functions await, and what answers most requests is written as coroutines (`coroutine.ts`).
//
// Whoever serves asks with SELECT alone: PostgreSQL has each query tell the stamp of the data beside its rows.
//
// Callers say what they know of the cost. `query` is for what is known to be short: SQLite answers it in process,
// PostgreSQL on a connection without parallel workers. `queryLong` is for everything else and ends when its time is up,
// with QueryTooLong (503). `snapshot` opens one state of the data, from which an export reads as many queries as it needs
// by one reader. `queryCached` remembers the rows of a short query until the data changes.
//
// `stamp` is a number that changes with every commit of another connection. It is what caching and consistency rest on,
// so it must be cheap: SQLite asks `PRAGMA data_version`, PostgreSQL listens (`postgres-listener.ts`).
import type { Sql } from "sql-template-tag";
import type { Awaitable } from "../../coroutine.ts";
import { PROBLEMS, ProblemError } from "../../errors.ts";
import type { Engine } from "./dialect.ts";

/** A value of a parameter, or of a cell that is written. */
export type Cell = string | number | bigint | null;
export type Row = Record<string, string | number | null>;

/** Inserts many rows into one table. */
export interface Inserter {
  put(row: readonly Cell[]): void;
  /**
   * Hands over the rows that were put: every later query finds them. Within a transaction they may still be on their
   * way; an error that they meet is thrown by this or a later call, at the latest by the end of the transaction.
   */
  flush(): Promise<void>;
}

/** Answers short queries. */
export interface Queryable {
  /** All rows of a query that is known to be short. */
  query<T = Row>(query: Sql): Awaitable<T[]>;
}

/** One state of the data, whatever is committed meanwhile: one reader with a cursor for each query that is streamed. */
export interface Snapshot extends Queryable {
  /** The rows of a query as they are read, in batches, however long that takes. */
  stream<T = Row>(query: Sql): AsyncIterable<readonly T[]>;
  /** Ends its reader, whatever that is doing; may be called again. */
  close(): Promise<void>;
}

export interface Database extends Queryable {
  /** The dialect of SQL that it takes. */
  readonly engine: Engine;
  /** All rows of a short query, remembered until the stamp changes. */
  queryCached<T = Row>(query: Sql): Awaitable<readonly T[]>;
  /**
   * All rows of a query that may be long. Other queries do not wait for it, and it ends when its time is up.
   * @throws QueryTooLong
   */
  queryLong<T = Row>(query: Sql): Awaitable<T[]>;
  /** Opens a snapshot, whose reader is a process (on PostgreSQL, a connection) of its own: who opens it closes it. */
  snapshot(): Promise<Snapshot>;
  /** Runs a statement for its effect. */
  run(statement: Sql): Promise<void>;
  /**
   * Inserts rows into a table in bulk. Names come from declarations, and so does `repeated`, the clause `ON CONFLICT …`
   * for a row whose key is there already; without it such a row is an error.
   */
  inserter(table: string, columns: readonly string[], repeated?: string): Inserter;
  /**
   * Runs `work` in one transaction, which is rolled back when it throws. A nested call is part of the outer one, which
   * must not go on after the call threw. For writers only, one at a time.
   */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  /** Maintains the database after a bulk write: checkpoint of the WAL, VACUUM and ANALYZE. */
  tidy(): Promise<void>;
  /** A number that changes when another connection commits, as last known: cheap, and asked for every request. */
  stamp(): number;
  /** The same number, read from the database now. */
  stampNow(): Awaitable<number>;
  /** The same number, as the last query that was answered read it, or later: asked for only where none of them told it. */
  stampAfter(): Awaitable<number>;
  /** Whether the database could be reached when it was last asked. */
  reachable(): boolean;
  /** What became of the place where the data lies, so that it is not the one that was opened; null where nothing did. */
  fault(): string | null;
  close(): Promise<void>;
}

/** The reading part of the port for a database with one connection, which also writes. */
export function forOneWriter(
  all: Queryable["query"],
): Pick<
  Database,
  "queryLong" | "queryCached" | "snapshot" | "stamp" | "stampNow" | "stampAfter" | "reachable" | "fault"
> {
  return {
    queryLong: all,
    // What this connection writes changes no stamp.
    queryCached: all,
    async snapshot() {
      async function* stream<T>(query: Sql) {
        yield await all<T>(query);
      }
      return { query: all, stream, close: async () => {} };
    },
    stamp: () => 0,
    stampNow: () => 0,
    stampAfter: () => 0,
    reachable: () => true,
    fault: () => null,
  };
}

/** An error of the database that its operator can repair; the message says how. */
export class DatabaseFault extends Error {}

/** A database that cannot be opened for writing, because its folder may not be written to. */
export class UnwritableFolder extends DatabaseFault {}

/** A database that cannot be used for now; a later attempt may succeed. */
export class DatabaseBusy extends DatabaseFault {}

/** A database was made by somebody else in the place of one that was built, which is gone: a later attempt finds it. */
export class PlaceTaken extends DatabaseFault {}

/** Limits of queries: how many at a time, and for how long. */
export interface Limits {
  /** Milliseconds that one query may take, waiting for its turn included. */
  readonly milliseconds: number;
  /** Most connections for short queries, where they are not answered in process. */
  readonly connections: number;
  /** Most queries at a time that may be long. */
  readonly readers: number;
  /** Milliseconds that such a query may wait for its turn behind many others. */
  readonly wait: number;
}

/** Milliseconds in which a stream must give its next rows: the first ones may have to be sorted out of all. */
export const STREAM_PATIENCE = 30_000;

/** A query that took longer than its limit, or waited that long for its turn; `overloaded` where it waited behind many. */
export class QueryTooLong extends ProblemError {
  constructor(code: "query-too-long" | "overloaded" = "query-too-long") {
    super(code, PROBLEMS[code].meaning, { headers: { "retry-after": code === "overloaded" ? "1" : "5" } });
  }
}

/** Rows in a batch of a stream. */
export const STREAM_ROWS = 100;

/** The index was made by another program; a start of this one derives it anew. */
export class OtherIndex extends ProblemError {
  constructor() {
    super("unavailable", "The index of the database is another program's; a start of this one derives it anew.", {
      headers: { "retry-after": "5" },
    });
  }
}
