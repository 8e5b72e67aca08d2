// What a database file holds: every row of every table as text, and all that does not agree in it.
import { createHash } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import type { DatasetInfo } from "../../src/model/bundle.ts";
import { ContentHash } from "../../src/model/dataset-version.ts";
import { COLLECTIONS } from "../../src/model/ids.ts";

import { LOG_TABLES } from "../../src/store/catalog/schema.ts";

type Cells = Readonly<Record<string, string | number | bigint | null>>;

function reading<T>(file: string, work: (rows: (text: string, ...values: (string | number)[]) => Cells[]) => T): T {
  const database = new DatabaseSync(file);
  try {
    return work((text, ...values) => {
      const statement = database.prepare(text);
      statement.setReadBigInts(true);
      return statement.all(...values) as Cells[];
    });
  } finally {
    database.close();
  }
}

/** A hash of all rows of all tables in any order; when they were loaded, and the log, count only where it is asked for. */
export function held(file: string, when: "loaded too" | null = null): string {
  return reading(file, (rows) => {
    const hash = createHash("sha256");
    // The tables within virtual ones are laid out by the order of writing.
    const tables = rows("SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main' ORDER BY name");
    for (const { name } of tables) {
      if (String(name).startsWith("sqlite_")) continue;
      if (when === null && LOG_TABLES.some((table) => table === name)) continue;
      const columns = rows("SELECT name FROM pragma_table_info(?)", String(name))
        .map((column) => String(column.name))
        .filter((column) => when !== null || column !== "loaded");
      // SQLite writes each row as one text, which is several times as fast as a row of cells.
      const cells = columns.map((column) => `quote("${column}")`).join(" || char(31) || ");
      // A tally of none and no tally are the same.
      const some = name === "tallies" ? "WHERE count <> 0" : "";
      const all = rows(`SELECT ${cells} AS cells FROM ${name} ${some}`).map((row) => String(row.cells));
      hash.update(`${name}\n${all.sort().join("\n")}\n`);
    }
    return hash.digest("hex");
  });
}

/** The dataset as the database describes it, and the texts of its records, sorted. */
export function datasetIn(file: string, id: string): { version: string; info: DatasetInfo; docs: string[] } | null {
  return reading(file, (rows) => {
    const [row] = rows("SELECT number, version, doc FROM datasets WHERE id = ?", id);
    if (row === undefined) return null;
    const docs = COLLECTIONS.flatMap((collection) =>
      rows(
        `SELECT d.doc FROM ${collection} r JOIN ${collection}_docs d ON d.n = r.n WHERE r.ds = ?`,
        Number(row.number),
      ),
    ).map(({ doc }) => String(doc));
    return { version: String(row.version), info: JSON.parse(String(row.doc)), docs: docs.sort() };
  });
}

/** The entries of the log that are of whole datasets, as `change dataset`, in their order. */
export function logIn(file: string): string[] {
  return reading(file, (rows) =>
    rows("SELECT change, dataset FROM change_log WHERE collection IS NULL ORDER BY seq").map(
      ({ change, dataset }) => `${change} ${dataset}`,
    ),
  );
}

/** Everything in a database that contradicts something else in it; empty when it is sound. */
export function flawsOf(file: string): string[] {
  const flaws = reading(file, (rows) => {
    const found = rows("PRAGMA integrity_check").map(({ integrity_check }) => String(integrity_check));
    for (const collection of COLLECTIONS) {
      const [sizes] = rows(`SELECT (SELECT count(*) FROM ${collection}) AS main,
        (SELECT count(*) FROM ${collection} r JOIN ${collection}_docs d ON d.n = r.n) AS both,
        (SELECT count(*) FROM ${collection}_docs) AS docs, (SELECT count(*) FROM ${collection}_terms) AS terms`);
      const counts = new Set(Object.values(sizes ?? {}));
      if (counts.size !== 1) found.push(`${collection}: ${[...counts].join(", ")} records, texts and terms`);
      const [strays] = rows(
        `SELECT count(*) AS n FROM ${collection} WHERE ds NOT IN (SELECT number FROM datasets WHERE kind <> 'none')`,
      );
      if (strays?.n !== 0n) found.push(`${collection}: ${strays?.n} records of no dataset`);
      rows(`INSERT INTO ${collection}_terms (${collection}_terms) VALUES ('integrity-check')`);
    }
    for (const { id, number, tallied, doc } of rows("SELECT id, number, tallied, doc FROM datasets")) {
      const { counts } = JSON.parse(String(doc)) as DatasetInfo;
      for (const collection of COLLECTIONS) {
        const [here] = rows(`SELECT count(*) AS n FROM ${collection} WHERE ds = ?`, Number(number));
        if (Number(here?.n) !== counts[collection])
          found.push(`${id}: ${here?.n} ${collection}, not ${counts[collection]}`);
      }
      for (const dims of tallied === 1n ? ["type", "status", "year", "type,year"] : []) {
        const [sum] = rows("SELECT sum(count) AS n FROM tallies WHERE ds = ? AND dims = ?", Number(number), dims);
        if (Number(sum?.n) !== counts.events)
          found.push(`${id}: ${sum?.n} events tallied by ${dims}, not ${counts.events}`);
      }
    }
    return found.filter((line) => line !== "ok");
  });
  const gdelt = datasetIn(file, "gdelt");
  if (gdelt === null) return flaws;
  const weight = new ContentHash();
  // Links of places are no part of a version.
  for (const doc of gdelt.docs) weight.add(doc.replace(/"sameAs":\[[^\]]*\]/, '"sameAs":[]'));
  if (weight.version() !== gdelt.version) flaws.push(`gdelt: version ${gdelt.version}, not ${weight.version()}`);
  return flaws;
}

/** Waits until somebody holds the database for writing. */
export async function heldBySomebody(path: string): Promise<void> {
  for (;;) {
    const database = new DatabaseSync(path, { timeout: 0 });
    try {
      database.exec("BEGIN IMMEDIATE; ROLLBACK");
    } catch {
      return;
    } finally {
      database.close();
    }
    await wait(50);
  }
}
