// The schema: made once, whoever asks and how often; no database of another program or a newer one is touched.
import { execFile } from "node:child_process";
import { copyFile, readFile, truncate, writeFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import sql, { raw } from "sql-template-tag";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Database, DatabaseFault } from "../../src/store/database.ts";
import { load } from "../../src/store/load.ts";
import { migrate, SCHEMA_VERSION } from "../../src/store/schema.ts";
import { openSqlite } from "../../src/store/sqlite.ts";
import { dataset, event, temporaryDatabase, temporaryFile } from "./small.ts";

/** A database that this program has not made. */
async function foreign(...statements: string[]): Promise<{ file: string; database: Database }> {
  const file = await temporaryFile();
  const database = openSqlite(file, "write");
  onTestFinished(() => database.close());
  for (const statement of statements) await database.run(sql`${raw(statement)}`);
  return { file, database };
}

const schemaOf = (database: Database) =>
  database.all(sql`SELECT type, name, sql, rootpage FROM sqlite_schema ORDER BY rowid`);

describe("migrating", () => {
  test("makes every table, and a second time touches nothing", async () => {
    const { database, file } = await temporaryDatabase();
    const watcher = new DatabaseSync(file, { readOnly: true });
    onTestFinished(() => watcher.close());
    const changes = () => watcher.prepare("PRAGMA data_version").get();
    const before = [await schemaOf(database), changes()];
    await migrate(database);
    expect([await schemaOf(database), changes()]).toEqual(before);
    expect(await database.all(sql`SELECT version FROM schema_version`)).toEqual([{ version: SCHEMA_VERSION }]);
  });

  test("keeps what is loaded", async () => {
    const { database } = await temporaryDatabase();
    await load(database, dataset("curated", { events: [event("talks")] }));
    await migrate(database);
    expect(await database.all(sql`SELECT id FROM events`)).toEqual([{ id: "talks" }]);
  });

  test("finds that another has just done it", async () => {
    const { database: one, file } = await foreign();
    const other = openSqlite(file, "write");
    onTestFinished(() => other.close());
    // The other comes first, after this one has looked and before it has begun.
    const late: Database = {
      ...one,
      transaction: async (work) => {
        await migrate(other);
        return one.transaction(work);
      },
    };
    await migrate(late);
    expect(await one.all(sql`SELECT version FROM schema_version`)).toEqual([{ version: SCHEMA_VERSION }]);
  });

  test("is done once by several processes at a time", async () => {
    const file = await temporaryFile();
    const program = `
      import { migrate } from ${JSON.stringify(new URL("../../src/store/schema.ts", import.meta.url))};
      import { openSqlite } from ${JSON.stringify(new URL("../../src/store/sqlite.ts", import.meta.url))};
      const database = openSqlite(process.argv[1], "write");
      await migrate(database);
      await database.close();`;
    const run = () => promisify(execFile)(process.execPath, ["--input-type=module", "-e", program, file]);
    await Promise.all([run(), run(), run()]);
    const database = openSqlite(file, "read");
    onTestFinished(() => database.close());
    expect(await database.all(sql`SELECT version FROM schema_version`)).toEqual([{ version: SCHEMA_VERSION }]);
  });

  test("that is broken off leaves the database empty", async () => {
    const { database } = await foreign();
    let statements = 0;
    const failing: Database = {
      ...database,
      run: async (statement) => {
        if (++statements === 5) throw new Error("the disk is full");
        return database.run(statement);
      },
    };
    await expect(migrate(failing)).rejects.toThrow("the disk is full");
    expect(await schemaOf(database)).toEqual([]);
    await migrate(database);
  });
});

describe("refused and left alone", () => {
  test("a database of a newer program", async () => {
    const { database } = await temporaryDatabase();
    await database.run(sql`UPDATE schema_version SET version = ${SCHEMA_VERSION + 1}`);
    const before = await schemaOf(database);
    await expect(migrate(database)).rejects.toThrow(DatabaseFault);
    await expect(migrate(database)).rejects.toThrow("use a newer program");
    expect(await schemaOf(database)).toEqual(before);
  });

  test.each([
    ["a database of another program", ["CREATE TABLE songs (id INTEGER)"]],
    ["one that has no version in the table for it", ["CREATE TABLE schema_version (version INTEGER)"]],
  ])("%s", async (_, statements) => {
    const { database } = await foreign(...statements);
    const before = await schemaOf(database);
    await expect(migrate(database)).rejects.toThrow(DatabaseFault);
    expect(await schemaOf(database)).toEqual(before);
  });
});

describe("a file that cannot be opened says so, with its name", () => {
  const refused = async (file: string, mode: "read" | "write") => {
    const before = await readFile(file).catch(() => null);
    expect(() => openSqlite(file, mode)).toThrow(DatabaseFault);
    expect(() => openSqlite(file, mode)).toThrow(file);
    expect(await readFile(file).catch(() => null)).toEqual(before);
  };

  test("because it is not there", async () => refused(await temporaryFile(), "read"));

  test.each(["read", "write"] as const)("because it is no database, to %s", async (mode) => {
    const file = await temporaryFile();
    await writeFile(file, "This is a letter, and not a short one. ".repeat(50));
    await refused(file, mode);
  });

  test("because it is cut", async () => {
    const { database, file } = await temporaryDatabase();
    await load(database, dataset("curated", { events: Array.from({ length: 200 }, (_, at) => event(`event-${at}`)) }));
    await database.all(sql`PRAGMA wal_checkpoint(TRUNCATE)`);
    const copy = await temporaryFile();
    await copyFile(file, copy);
    await truncate(copy, 5000);
    await refused(copy, "read");
  });
});

describe("a reading connection", () => {
  test("reads and cannot write", async () => {
    const { file } = await temporaryDatabase();
    const reader = openSqlite(file, "read");
    onTestFinished(() => reader.close());
    expect(await reader.all(sql`SELECT count(*) AS n FROM events`)).toEqual([{ n: 0 }]);
    await expect(reader.run(sql`DELETE FROM events`)).rejects.toThrow(/readonly|attempt to write/);
    await expect(load(reader, dataset("curated", {}))).rejects.toThrow();
  });

  test("keeps one view of the data per question while a writer is at work", async () => {
    const { database, file } = await temporaryDatabase();
    const reader = openSqlite(file, "read");
    onTestFinished(() => reader.close());
    const count = () => reader.all(sql`SELECT count(*) AS n FROM events`);
    await database.transaction(async () => {
      await database.run(sql`INSERT INTO retired VALUES ('events', 'a', 'curated', '2023-01-01', 'why', NULL)`);
      expect(await reader.all(sql`SELECT count(*) AS n FROM retired`)).toEqual([{ n: 0 }]);
      expect(await count()).toEqual([{ n: 0 }]);
    });
    expect(await reader.all(sql`SELECT count(*) AS n FROM retired`)).toEqual([{ n: 1 }]);
  });
});
