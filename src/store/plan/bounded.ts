// Bounded statements: what may run in the process that serves, and how many records it is proved to look at.
//
// SQLite answers within the thread that asks, and nothing else is served meanwhile. So what reads for clients gives that
// thread no statement but a bounded one: the type `Reader` refuses every other, and the functions here, which alone make
// bounded statements, ask for the number of keys, rows or records that bounds them. A statement without such a number
// goes to a reader process, whose time is limited (`run`). PostgreSQL is asked alike: there it limits the time.
//
// `tests/sqlite/plans.test.ts` counts the rows that each statement looks at against its proof.

import type { Sql } from "sql-template-tag";
import type { Awaitable } from "../../coroutine.ts";
import type { Database, Row } from "../engine/database.ts";

/** Why a statement is short: it looks records up, it ends at a limit, or what it reads is small; and how many records that is. */
export interface Proof {
  readonly by: "keys" | "limit" | "size";
  readonly rows: number;
}

const PROOF = Symbol("proof");

/** A statement that looks at so many records at most, each by a few rows of indexes and joins. */
export type Bounded = Sql & { readonly [PROOF]: Proof };

/** What answers bounded statements. */
export interface BoundedReader {
  query<T = Row>(statement: Bounded): Awaitable<T[]>;
}

/** A database as those see it who read for clients: it writes nothing, and in process it takes bounded statements alone. */
export interface Reader
  extends BoundedReader,
    Pick<Database, "engine" | "queryCached" | "queryLong" | "snapshot" | "stamp"> {}

function bounded(query: Sql, by: Proof["by"], rows: number): Bounded {
  return Object.assign(query, { [PROOF]: { by, rows } });
}

/** A statement that reaches records by so many keys, each of which one record of a dataset has. */
export function byKeys(query: Sql, keys: number): Bounded {
  return bounded(query, "keys", keys);
}

/** A statement that ends after so many rows, which an index gives in the order wanted: nothing is sorted or passed over. */
export function firstRows(query: Sql, rows: number): Bounded {
  return bounded(query, "limit", rows);
}

/** A statement over a set of which it is known that it has so many records at most; null where that is not known. */
export function over(query: Sql, records: number | null): Bounded | Sql {
  return records === null ? query : bounded(query, "size", records);
}

/** Why a statement is short; null where nothing is proved of it. */
export function proofOf(query: Sql): Proof | null {
  return isBounded(query) ? query[PROOF] : null;
}

function isBounded(query: Sql): query is Bounded {
  return PROOF in query;
}

/** The rows of a statement: asked in process where it is bounded, else of a reader process. */
export function run<T = Row>(database: Pick<Reader, "query" | "queryLong">, statement: Bounded | Sql): Awaitable<T[]> {
  return isBounded(statement) ? database.query<T>(statement) : database.queryLong<T>(statement);
}
