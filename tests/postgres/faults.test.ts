// Failures of PostgreSQL: which of them mean that the database is away, that a query took too long, or a conflict.
import pg from "pg";
import sql, { raw } from "sql-template-tag";
import { expect, onTestFinished, test } from "vitest";
import { DatabaseBusy, QueryTooLong } from "../../src/store/engine/database.ts";
import { openReader } from "../../src/store/engine/open.ts";
import { isAway } from "../../src/store/engine/postgres-connection.ts";
import { emptyPlace, openToWrite } from "../support/databases.ts";

test("queries that wait for a pooled connection in vain are query-too-long, not unavailable", async () => {
  const { url, remove } = await emptyPlace();
  const database = await openReader(url, { milliseconds: 200, connections: 1, readers: 1, wait: 5_000 });
  onTestFinished(async () => {
    await database.close();
    await remove();
  });
  const asked = Array.from({ length: 4 }, () => database.queryLong(sql`SELECT CAST(pg_sleep(30) AS TEXT) AS slept`));
  const reasons = (await Promise.allSettled(asked)).map((one) => one.status === "rejected" && one.reason.constructor);
  expect(reasons).toEqual(asked.map(() => QueryTooLong));
  expect(await database.queryLong(sql`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
});

test("a writer that meets a lock on its tables is told to try again", async () => {
  const { url, remove } = await emptyPlace();
  const [writer, other] = [await openToWrite(url), await openToWrite(url)];
  onTestFinished(async () => {
    await Promise.all([writer.close(), other.close()]);
    await remove();
  });
  await other.query(raw("BEGIN; LOCK TABLE events IN ACCESS SHARE MODE"));
  const changing = writer.transaction(async () => {
    await writer.query(raw("SET LOCAL lock_timeout = 20"));
    await writer.query(raw("DROP TABLE events"));
  });
  await expect(changing).rejects.toThrow(DatabaseBusy);
  await expect(changing).rejects.toThrow(/others use what is to be changed/);
  await other.query(raw("ROLLBACK"));
  // The transaction is over.
  await writer.run(sql`UPDATE stamp SET value = value`);
});

const coded = (error: Error, code: string) => Object.assign(error, { code });
const said = (code: string) => coded(new pg.DatabaseError("said by the server", 1, "error"), code);

test.each([
  ["a conflict with what a replica is told, twice", true, said("40001")],
  ["no such table yet", true, said("42P01")],
  ["a full disk", true, said("53100")],
  ["a server that ends", true, said("57P01")],
  ["a value of another type", false, said("22P02")],
  ["an error in a question", false, said("42601")],
  ["nobody at the port", true, coded(new Error("connect"), "ECONNREFUSED")],
  ["no such host", true, coded(new Error("getaddrinfo"), "ENOTFOUND")],
  ["a certificate that nobody vouches for", true, coded(new Error("self-signed"), "DEPTH_ZERO_SELF_SIGNED_CERT")],
  ["a certificate of another host", true, coded(new Error("altnames"), "ERR_TLS_CERT_ALTNAME_INVALID")],
  ["no password", true, new Error("SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string")],
  ["a closed pool", true, new Error("Cannot use a pool after calling end on the pool")],
  ["no answer in time", true, new Error("Query read timeout")],
  ["a fault of ours", false, new TypeError("Cannot read properties of undefined")],
  ["another fault of ours", false, coded(new TypeError("The argument"), "ERR_INVALID_ARG_TYPE")],
] as const)("SQLSTATE or code %s: the database is away: %s", (_name, away, error) => {
  expect(isAway(error)).toBe(away);
});
