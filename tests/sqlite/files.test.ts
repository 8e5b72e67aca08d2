// SQLite files: one that is missing, cut or something else is refused with its name, and left as it is.

import { copyFile, readFile, truncate, writeFile } from "node:fs/promises";
import sql from "sql-template-tag";
import { describe, expect, test } from "vitest";
import { DatabaseFault } from "../../src/store/engine/database.ts";
import { openSqlite } from "../../src/store/engine/sqlite.ts";
import { wayOut } from "../../src/store/engine/sqlite-file.ts";
import { load } from "../../src/store/write/load.ts";
import { dataset, event, temporaryDatabase, temporaryUrl } from "../store/small.ts";

describe("a file that cannot be opened is refused with its path", () => {
  const refused = async (file: string, mode: "read" | "write") => {
    const before = await readFile(file).catch(() => null);
    expect(() => openSqlite(file, mode)).toThrow(DatabaseFault);
    expect(() => openSqlite(file, mode)).toThrow(file);
    expect(await readFile(file).catch(() => null)).toEqual(before);
  };

  test("a missing file", async () => refused(await temporaryUrl(), "read"));

  test.each(["read", "write"] as const)("a file that is no database, opened to %s", async (mode) => {
    const file = await temporaryUrl();
    await writeFile(file, "This is a letter, and not a short one. ".repeat(50));
    await refused(file, mode);
  });

  test("a truncated database", async () => {
    const { database, url: file } = await temporaryDatabase();
    await load(database, dataset("curated", { events: Array.from({ length: 200 }, (_, at) => event(`event-${at}`)) }));
    await database.query(sql`PRAGMA wal_checkpoint(TRUNCATE)`);
    const copy = await temporaryUrl();
    await copyFile(file, copy);
    await truncate(copy, 5000);
    await refused(copy, "read");
  });
});

test("a file in a read-only folder is opened as immutable only where no journal has changes for it", () => {
  expect(wayOut({ writable: false, journal: 0 }, "/data")).toBe("immutable");
  expect(wayOut({ writable: false, journal: 4_152 }, "/data")).toMatch(
    /^its folder \/data may not .* -wal holds changes/,
  );
  expect(wayOut({ writable: true, journal: 0 }, "/data")).toBe("");
});
