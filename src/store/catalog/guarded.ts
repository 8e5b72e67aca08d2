// Guarded: a database that answers only where its index is this program's.
//
// A server may read a database that another program has just derived anew, or that its own has not yet come to: with the
// index of another analyzer a search misses what is there, and with other columns a question fails. So long it answers
// `unavailable`, 503, and `/readyz` says why. What is known of datasets is read for every answer by `lasting`, whose rows
// are remembered until the data changes: the fingerprint is read with it, and costs nothing until then.
import type { Sql } from "sql-template-tag";
import { type Awaitable, coroutine, type Steps, wait } from "../../coroutine.ts";
import { type Database, OtherIndex } from "../engine/database.ts";
import { FINGERPRINT } from "./version.ts";

/** Whether a query asked for a table or a column that is not there: SQLITE_ERROR, or SQLSTATE 42P01 and 42703. */
function isMissing(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return code === "42P01" || code === "42703" || /^no such (?:table|column)/.test(message ?? "");
}

/** The same database, which throws {@link OtherIndex} where its fingerprint is another. */
export function guarded(database: Database, fingerprint: string): Database {
  /** Rows of the fingerprint, found to be this program's, which the engine has at hand: the same ones until the data changes. */
  let sound: readonly unknown[] | null = null;
  const check = coroutine(function* (read: Database["queryCached"]): Steps<void> {
    let rows: readonly { fingerprint: string }[] = [];
    sound = null;
    try {
      const found = read<{ fingerprint: string }>(FINGERPRINT);
      rows = yield* wait(found);
      if (found === rows && rows[0]?.fingerprint === fingerprint) sound = rows;
    } catch (error) {
      // A database made before there were fingerprints, or one without tables.
      if (!isMissing(error)) throw error;
    }
    if (rows[0]?.fingerprint !== fingerprint) throw new OtherIndex();
  });

  /** What becomes of a query that failed: when it was for want of a column, the index may have been replaced a moment ago. */
  const failed = coroutine(function* (error: unknown): Steps<never> {
    if (isMissing(error)) yield* wait(check((query) => database.query(query)));
    throw error;
  });

  /** Runs a query; no coroutine of its own, as every answer runs several. */
  function ask<T>(asked: (query: Sql) => Awaitable<T>, query: Sql): Awaitable<T> {
    try {
      const rows = asked(query);
      return rows instanceof Promise ? rows.catch(failed) : rows;
    } catch (error) {
      return failed(error);
    }
  }

  const checked = coroutine(function* <T>(query: Sql): Steps<readonly T[]> {
    yield* wait(check(database.queryCached));
    return yield* wait(ask(database.queryCached<T>, query));
  });

  /** Rows that are remembered beside a fingerprint that is remembered: an answer reads several. */
  function cached<T>(query: Sql): Awaitable<readonly T[]> {
    const isSound = sound !== null && database.queryCached(FINGERPRINT) === sound;
    return isSound ? ask(database.queryCached<T>, query) : checked<T>(query);
  }

  return {
    ...database,
    queryCached: (query) => cached(query),
    query: <T>(query: Sql) => ask(database.query<T>, query),
    queryLong: <T>(query: Sql) => ask(database.queryLong<T>, query),
  };
}
