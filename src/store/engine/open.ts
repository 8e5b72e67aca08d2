// Engines: which one an address means, and a database of it opened; the code of an engine is loaded when it is asked for.
import { existsSync } from "node:fs";
import type { Database, Limits } from "./database.ts";
import type { Engine } from "./dialect.ts";

/** `postgres://…` is PostgreSQL, everything else the path of a SQLite file. */
export function engineOf(url: string): Engine {
  return /^postgres(?:ql)?:\/\//i.test(url) ? "postgres" : "sqlite";
}

/** A database as a server reads it; a query that may be long is ended when its time is up. */
export async function openReader(url: string, limits: Limits): Promise<Database> {
  if (engineOf(url) === "postgres") return (await import("./postgres.ts")).openPostgres(url, limits);
  const [{ openSqlite }, { withReaders }] = await Promise.all([import("./sqlite.ts"), import("./sqlite-pool.ts")]);
  return withReaders(openSqlite(url, "read"), url, limits);
}

/**
 * A database for writing, of SQLite made when it is missing.
 * @param work what is done, as others are told who would write meanwhile
 * @throws DatabaseFault when it cannot be used
 */
export async function openWriter(url: string, work: string): Promise<Database> {
  if (engineOf(url) === "postgres") return (await import("./postgres-writer.ts")).openPostgresWriter(url, work);
  return (await import("./sqlite.ts")).openSqlite(url, "import");
}

/** The same for bulk imports: rows are written by another thread while the next ones are prepared. */
export async function openBulkWriter(url: string, work: string): Promise<Database> {
  return engineOf(url) === "postgres" ? openWriter(url, work) : (await import("./sqlite-bulk.ts")).openScribe(url);
}

/**
 * The same for the first transaction of a new database, which is there at its end.
 * @throws PlaceTaken, in the transaction, when a database was made in that place meanwhile
 */
export async function openNewWriter(url: string, work: string): Promise<Database> {
  if (engineOf(url) === "postgres") return openWriter(url, work);
  const { removeLeftovers, siteFor } = await import("./sqlite-build.ts");
  removeLeftovers(url);
  return (await import("./sqlite-bulk.ts")).openScribe(url, siteFor(url));
}

/** Whether there is a database, as far as that can be told without opening it. */
export function mayExist(url: string): boolean {
  return engineOf(url) === "postgres" || existsSync(url);
}
