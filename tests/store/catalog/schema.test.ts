// Schema: made once, whoever asks and how often; no database of another program or a newer version is touched.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import sql, { raw } from "sql-template-tag";
import { describe, expect, onTestFinished, test } from "vitest";
import { SCHEMA_VERSION } from "../../../src/store/catalog/schema.ts";
import { type Database, DatabaseFault } from "../../../src/store/engine/database.ts";
import { load } from "../../../src/store/write/load.ts";
import { migrate } from "../../../src/store/write/migrate.ts";
import { openToRead, openToWrite } from "../../support/databases.ts";
import { schemaOf, watchChanges } from "../../support/inside.ts";
import { dataset, event, temporaryDatabase, temporaryUrl } from "../small.ts";

/** A database that this program has not made. */
async function foreign(...statements: string[]): Promise<{ url: string; database: Database }> {
  const url = await temporaryUrl();
  const database = await openToWrite(url);
  onTestFinished(() => database.close());
  for (const statement of statements) await database.run(sql`${raw(statement)}`);
  return { url, database };
}

describe("migrate", () => {
  test("it makes every table, and a second call changes nothing", async () => {
    const { database, url } = await temporaryDatabase();
    const changes = await watchChanges(url);
    const before = [await schemaOf(database), await changes()];
    await migrate(database);
    expect([await schemaOf(database), await changes()]).toEqual(before);
    expect(await database.query(sql`SELECT version FROM schema_version`)).toEqual([{ version: SCHEMA_VERSION }]);
  });

  test("it keeps loaded data", async () => {
    const { database } = await temporaryDatabase();
    await load(database, dataset("curated", { events: [event("talks")] }));
    await migrate(database);
    expect(await database.query(sql`SELECT id FROM events`)).toEqual([{ id: "talks" }]);
  });

  test("it finds that another process has just migrated", async () => {
    const { database: one, url } = await foreign();
    const other = await openToWrite(url);
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
    expect(await one.query(sql`SELECT version FROM schema_version`)).toEqual([{ version: SCHEMA_VERSION }]);
  });

  test("it is done once when several processes call it", async () => {
    const url = await temporaryUrl();
    const program = `
      import { migrate } from ${JSON.stringify(new URL("../../../src/store/write/migrate.ts", import.meta.url))};
      import { openWriter } from ${JSON.stringify(new URL("../../../src/store/engine/open.ts", import.meta.url))};
      const database = await openWriter(process.argv[1], "test");
      await migrate(database);
      await database.close();`;
    const run = () => promisify(execFile)(process.execPath, ["--input-type=module", "-e", program, url]);
    await Promise.all([run(), run(), run()]);
    const database = await openToRead(url);
    onTestFinished(() => database.close());
    expect(await database.query(sql`SELECT version FROM schema_version`)).toEqual([{ version: SCHEMA_VERSION }]);
  });

  test("a migration that fails leaves the database empty", async () => {
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

describe("migrate refuses and leaves alone", () => {
  test("a database with a newer schema version", async () => {
    const { database } = await foreign();
    await migrate(database);
    await database.run(sql`UPDATE schema_version SET version = ${SCHEMA_VERSION + 1}`);
    const before = await schemaOf(database);
    await expect(migrate(database)).rejects.toThrow(DatabaseFault);
    await expect(migrate(database)).rejects.toThrow("use a newer program");
    expect(await schemaOf(database)).toEqual(before);
  });

  test.each([
    ["a database of another program", ["CREATE TABLE songs (id INTEGER)"]],
    ["one that has no version in the table for it", ["CREATE TABLE schema_version (version INTEGER)"]],
  ])("%s, unchanged", async (_, statements) => {
    const { database } = await foreign(...statements);
    const before = await schemaOf(database);
    await expect(migrate(database)).rejects.toThrow(DatabaseFault);
    expect(await schemaOf(database)).toEqual(before);
  });
});

describe("a read-only connection", () => {
  test("it reads and cannot write", async () => {
    const { url } = await temporaryDatabase();
    const reader = await openToRead(url);
    onTestFinished(() => reader.close());
    expect(await reader.query(sql`SELECT count(*) AS n FROM events`)).toEqual([{ n: 0 }]);
    await expect(reader.run(sql`DELETE FROM events`)).rejects.toThrow(/readonly|attempt to write|open for reading/);
    await expect(load(reader, dataset("curated", {}))).rejects.toThrow();
  });

  test("it sees nothing of another connection's transaction until the commit", async () => {
    const { database, url } = await temporaryDatabase();
    const reader = await openToRead(url);
    onTestFinished(() => reader.close());
    const count = () => reader.query(sql`SELECT count(*) AS n FROM events`);
    await database.transaction(async () => {
      await database.run(sql`INSERT INTO retired VALUES ('events', 'a', 'curated', '2023-01-01', 'why', NULL)`);
      expect(await reader.query(sql`SELECT count(*) AS n FROM retired`)).toEqual([{ n: 0 }]);
      expect(await count()).toEqual([{ n: 0 }]);
    });
    expect(await reader.query(sql`SELECT count(*) AS n FROM retired`)).toEqual([{ n: 1 }]);
  });
});
