// The port: what the store needs of an engine. SQL comes as values of sql-template-tag, never as text.
//
// The port is asynchronous although `node:sqlite` is not. PostgreSQL is reached over a network, and an interface that
// waits can be kept by both engines; one that does not would have to be changed everywhere. Queries are values
// (`sql.ts`), so an engine sees parameters as parameters.
//
// Callers say what they know of the cost. `query` is for what is known to be short: SQLite answers it in process,
// PostgreSQL on a connection without parallel workers. `queryLong` is for everything else and ends when its time is up,
// with QueryTooLong (503). `stream` reads an export from one state of the data. `queryCached` remembers the rows of a
// short query until the data changes.
//
// `stamp` is a number that changes with every commit of another connection. It is what caching and consistency rest on,
// so it must be cheap: SQLite asks `PRAGMA data_version`, PostgreSQL listens (`postgres-listener.ts`).
import type { Sql } from "sql-template-tag";
import { PROBLEMS, ProblemError } from "../../errors.ts";
import type { Engine } from "./dialect.ts";

/** A value on its way in. */
export type Cell = string | number | bigint | null;
export type Row = Record<string, string | number | null>;

/** Rows on their way into a table. */
export interface Inserter {
  put(row: readonly Cell[]): void;
  /**
   * Hands over what was put: whatever is asked afterwards finds it there. Within a transaction it may still be on its
   * way; a fault that it meets is thrown by this or a later call, at the latest by the end of the transaction.
   */
  flush(): Promise<void>;
}

/** Rows as they are read; until the last of them, `all` reads others from the same state of the data. */
export interface Stream<T> extends AsyncIterable<readonly T[]>, Queryable {}

/** What answers short queries. */
export interface Queryable {
  /** All rows of a query that is known to be short. */
  query<T = Row>(query: Sql): Promise<T[]>;
}

export interface Database extends Queryable {
  /** Which dialect of SQL it speaks. */
  readonly engine: Engine;
  /** All rows of a short query as they were when the stamp was last asked: until then they are remembered. */
  queryCached<T = Row>(query: Sql): Promise<readonly T[]>;
  /**
   * All rows of a query that may be long; nothing else waits for it, and it ends when its time is up.
   * @throws QueryTooLong
   */
  queryLong<T = Row>(query: Sql): Promise<T[]>;
  /** The rows of a query as they are read, from one state of the data, however long that takes. */
  stream<T = Row>(query: Sql, further?: "of the same export"): Stream<T>;
  /** Runs a statement for its effect. */
  run(statement: Sql): Promise<void>;
  /**
   * Puts rows into a table, many and fast. Names are declarations, and so is what is done with a row whose key is there:
   * the clause `ON CONFLICT …`, without which it is a fault.
   */
  inserter(table: string, columns: readonly string[], repeated?: string): Inserter;
  /**
   * Runs `work` in one transaction: all of it holds, or, when it throws, none. Within another one it is part of that,
   * which must not go on after it threw. Writers only, one at a time.
   */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  /** Puts things in order after much has been written. */
  tidy(): Promise<void>;
  /** A number that changes when another connection has committed a change, as last heard: cheap, and asked often. */
  stamp(): number;
  /** The same, asked of the database now. */
  stampNow(): Promise<number>;
  /** Whether it could be reached when last heard of. */
  reachable(): boolean;
  /** What became of the place where the data lies, so that it is not the one that was opened; null where nothing did. */
  fault(): string | null;
  close(): Promise<void>;
}

/** Of the port what readers need, where only one asks, who also writes. */
export function forOneWriter(
  all: Queryable["query"],
): Pick<Database, "queryLong" | "queryCached" | "stream" | "stamp" | "stampNow" | "reachable" | "fault"> {
  return {
    queryLong: all,
    // What this connection writes changes no stamp.
    queryCached: all,
    stream<T>(query: Sql) {
      async function* rows() {
        yield await all<T>(query);
      }
      return { query: all, [Symbol.asyncIterator]: rows };
    },
    stamp: () => 0,
    stampNow: async () => 0,
    reachable: () => true,
    fault: () => null,
  };
}

/** A fault of the database that its operator can mend; the message says how. */
export class DatabaseFault extends Error {}

/** A database that cannot be used for now: trying again may help. */
export class DatabaseBusy extends DatabaseFault {}

/** How much may be asked of a database at a time, and for how long. */
export interface Limits {
  /** Milliseconds that one query may take, waiting for its turn included. */
  readonly milliseconds: number;
  /** Most connections for short queries, where they are not answered in process. */
  readonly connections: number;
  /** Most queries at a time that may be long. */
  readonly readers: number;
  /** Most streams at a time, further ones of the same export not counted. */
  readonly streams: number;
}

/** Milliseconds in which a stream must give its next rows: the first ones may have to be sorted out of all. */
export const STREAM_PATIENCE = 30_000;

/** A query whose time was up. */
export class QueryTooLong extends ProblemError {
  constructor() {
    super("query-too-long", PROBLEMS["query-too-long"].meaning, { headers: { "retry-after": "5" } });
  }
}

/** As many rows at a time as are streamed. */
export const STREAM_ROWS = 100;

/** An index that is another program's: another start derives it anew. */
export class OtherIndex extends ProblemError {
  constructor() {
    super("unavailable", "The index of the database is another program's; a start of this one derives it anew.", {
      headers: { "retry-after": "5" },
    });
  }
}

/** More streams at a time than there are readers for. */
export class TooManyStreams extends ProblemError {
  constructor() {
    super("overloaded", "As many exports as the server makes at a time are running.", {
      headers: { "retry-after": "5" },
    });
  }
}

/** Asks for rows where they may be asked for: in process when the query is known to be short. */
export function queryByCost<T = Row>(database: Database, bounded: boolean, query: Sql): Promise<T[]> {
  return bounded ? database.query<T>(query) : database.queryLong<T>(query);
}
