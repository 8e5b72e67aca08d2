// Guarded: a database that answers only where its index is this program's.
//
// A server may read a database that another program has just derived anew, or that its own has not yet come to: with the
// index of another analyzer a search misses what is there, and with other columns a question fails. So long it answers
// `unavailable`, 503, and `/readyz` says why. What is known of datasets is read for every answer by `lasting`, whose rows
// are remembered until the data changes: the fingerprint is read with it, and costs nothing until then.
import { type Database, OtherIndex } from "../engine/database.ts";
import { FINGERPRINT } from "./version.ts";

/** Whether a query asked for a table or a column that is not there: SQLITE_ERROR, or SQLSTATE 42P01 and 42703. */
function isMissing(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return code === "42P01" || code === "42703" || /^no such (?:table|column)/.test(message ?? "");
}

/** The same database, which throws {@link OtherIndex} where its fingerprint is another. */
export function guarded(database: Database, fingerprint: string): Database {
  async function check(read: Database["queryCached"]): Promise<void> {
    const rows = await read<{ fingerprint: string }>(FINGERPRINT).catch((error: unknown) => {
      // A database made before there were fingerprints, or one without tables.
      if (isMissing(error)) return [];
      throw error;
    });
    if (rows[0]?.fingerprint !== fingerprint) throw new OtherIndex();
  }

  /** Runs a query; when it fails for want of a column, the index may have been replaced a moment ago. */
  async function ask<T>(asked: Promise<T>): Promise<T> {
    try {
      return await asked;
    } catch (error) {
      if (isMissing(error)) await check((query) => database.query(query));
      throw error;
    }
  }

  return {
    ...database,
    async queryCached(query) {
      await check(database.queryCached);
      return ask(database.queryCached(query));
    },
    query: (query) => ask(database.query(query)),
    queryLong: (query) => ask(database.queryLong(query)),
  };
}
