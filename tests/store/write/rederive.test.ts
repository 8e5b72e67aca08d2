// Rederiving: an index that another program made is made anew from the records, and nothing else changes.
import sql from "sql-template-tag";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { datasets } from "../../../src/store/catalog/datasets.ts";
import { type Database, DatabaseFault } from "../../../src/store/engine/database.ts";
import { abandon } from "../../../src/store/write/drop.ts";
import { indexState, migrate } from "../../../src/store/write/migrate.ts";
import { ENGINE, openToWrite, type Place } from "../../support/databases.ts";
import { type CuratedData, curatedData, filledPlace } from "../../support/filled.ts";
import { contentsOf, damage, everything, namesIn } from "../../support/inside.ts";
import { EMPTY, importing, keptOf } from "../bulk.ts";
import { change, OUTDATED, WITHOUT_FINGERPRINT } from "../outdated.ts";

let sound: CuratedData;
beforeAll(async () => {
  sound = await curatedData();
});

/** Rows of tables but that of SQLite's catalogue, in which tables lie in the order in which they were made. */
function tablesIn(rows: string): readonly unknown[] {
  return (JSON.parse(rows) as readonly object[][]).filter(
    ([first]) => !JSON.stringify(first ?? null).includes("rootpage"),
  );
}

/** All rows of all tables, and the words of full text; where rows lie is compared where an engine does not choose it. */
async function rowsIn(database: Database): Promise<unknown> {
  const rows = ENGINE === "sqlite" ? tablesIn(await everything(database)) : await contentsOf(database);
  const loaded = await database.query(sql`SELECT id, number, loaded, doc FROM datasets ORDER BY id`);
  return { rows, loaded, names: await namesIn(database) };
}

async function filled(...statements: readonly string[]): Promise<{ database: Database; before: unknown }> {
  const place: Place = await filledPlace("curated and bulk");
  const database = await openToWrite(place.url);
  onTestFinished(async () => {
    await database.close();
    await place.remove();
  });
  const before = await rowsIn(database);
  await change(database, ...statements);
  return { database, before };
}

test("migrate leaves a database with this program's fingerprint", async () => {
  const { database, before } = await filled();
  expect(await indexState(database)).toBe("current");
  expect(await migrate(database)).toEqual({ gone: [], derived: false });
  expect(await rowsIn(database)).toEqual(before);
});

describe("migrate derives the index as a fresh import writes it, with all records, versions and times:", () => {
  test.each([
    ["other columns, tables, terms, words and sums", OUTDATED],
    ["a database made before there were fingerprints", [WITHOUT_FINGERPRINT, ...OUTDATED.slice(1)]],
    ["nothing but the fingerprint", OUTDATED.slice(0, 1)],
    ["a new collection, of which nothing was there", [...OUTDATED.slice(0, 1), "DELETE FROM figures_words"]],
  ])("from an index of %s", async (_, statements) => {
    const { database, before } = await filled(...statements);
    expect(await indexState(database)).toBe("other index");
    expect(await rowsIn(database)).not.toEqual(before);
    expect(await migrate(database, sound.dataset)).toEqual({ gone: [], derived: true });
    expect(await indexState(database)).toBe("current");
    expect(await rowsIn(database)).toEqual(before);
    expect(await damage(database)).toEqual([]);
  });

  test("fields that records of an older program lack are unknown or empty", async () => {
    const { database, before } = await filled(...OUTDATED.slice(0, 1));
    await change(database, `UPDATE events_docs SET doc = replace(doc, ',"description":null', '')`);
    await change(database, `UPDATE events_docs SET doc = replace(doc, ',"stops":[]', '')`);
    await change(database, `UPDATE venues_docs SET doc = replace(doc, ',"sameAs":[]', '')`);
    expect(await migrate(database, sound.dataset)).toEqual({ gone: [], derived: true });
    expect(await rowsIn(database)).toEqual(before);
  });

  test("more rows than one batch, some of which replaced others, are derived anew", async () => {
    const { database } = await filled();
    const rows = Array.from({ length: 2_100 }, (_, at) => ({
      ...{ ...EMPTY, number: 1_000 + at, order: at % 7, day: `2019-0${1 + (at % 9)}-11`, states: ["kz", "cn"] },
      venue: `gdelt-place-${at % 50}`,
    }));
    await importing(database, rows.map(keptOf), 500);
    await importing(
      database,
      rows.slice(0, 1_300).map((row) => keptOf({ ...row, order: 9, type: "talks" })),
      500,
    );
    const before = await rowsIn(database);
    await change(database, ...OUTDATED);
    await migrate(database, sound.dataset);
    expect(await rowsIn(database)).toEqual(before);
    expect(await damage(database)).toEqual([]);
  });

  test("a dataset keeps its number where smaller numbers have become free", async () => {
    const { database } = await filled("DELETE FROM datasets WHERE id = 'us-visits'");
    const of = sql`SELECT number FROM datasets WHERE id = 'us-travels'`;
    const number = await database.query(of);
    await change(database, ...OUTDATED);
    await migrate(database, sound.dataset);
    expect(await database.query(of)).toEqual(number);
  });
});

const without = (collection: string, dataset: string) =>
  `DELETE FROM ${collection}_docs WHERE n IN (SELECT n FROM ${collection} WHERE ds = (SELECT number FROM datasets WHERE id = '${dataset}'))`;
/** A field of records of a dataset under another name. */
const renamed = (dataset: string) =>
  `UPDATE events_docs SET doc = replace(doc, '"statusAsOf":', '"asOf":') WHERE doc LIKE '%"dataset":"${dataset}"%'`;

describe("records that this program cannot read are refused with the names of their datasets:", () => {
  test.each([
    ["records of another shape", renamed("gdelt"), ["gdelt"], "events/gdelt-"],
    [
      "records of two datasets",
      `${renamed("gdelt")} OR doc LIKE '%"dataset":"us-visits"%'`,
      ["gdelt", "us-visits"],
      "",
    ],
    ["records without documents", without("sources", "us-travels"), ["us-travels"], "a record of sources is not there"],
    ["a table that is gone", "DROP TABLE sources_docs", ["gdelt", "us-visits", "us-travels"], "sources are not there"],
  ])("%s are refused, and derived once they are dropped", async (_, statement, lost, reason) => {
    const { database } = await filled(...OUTDATED, statement);
    const before = await rowsIn(database);
    const refused = migrate(database, sound.dataset);
    await expect(refused).rejects.toThrow(DatabaseFault);
    const { message } = (await refused.catch((error: Error) => error)) as Error;
    expect(message).toContain(reason);
    for (const id of lost) expect(message).toContain(`\`npm run communique -- datasets drop ${id}\``);
    expect(message.match(/datasets drop/g)).toHaveLength(lost.length);
    expect(message).not.toContain("\n");
    expect(await rowsIn(database)).toEqual(before);
    // Emptied as it says, the rest is derived.
    for (const id of lost) await database.transaction(() => abandon(database, id));
    expect(await migrate(database, sound.dataset)).toEqual({ gone: [], derived: true });
    const there = ["curated", "gdelt", "reference", "us-travels", "us-visits"].filter((id) => !lost.includes(id));
    expect((await datasets(database)).map(({ id }) => id)).toEqual(there);
    expect(await damage(database)).toEqual([]);
  });

  test("a database without its list of datasets is refused", async () => {
    const { database } = await filled(...OUTDATED, "ALTER TABLE datasets RENAME COLUMN doc TO description");
    await expect(migrate(database, sound.dataset)).rejects.toThrow(
      "which datasets it holds; give the program a new one",
    );
    expect(await indexState(database)).toBe("other index");
  });
});

test.each([
  ["of another shape", renamed("curated")],
  ["without the ids that they retired", "DROP TABLE retired"],
])("curated records %s are replaced by those of the files", async (_, statement) => {
  const { database } = await filled(...OUTDATED, statement);
  expect(await migrate(database, sound.dataset)).toEqual({ gone: [], derived: true });
  const { id, version, counts } = sound.dataset.info;
  expect(await datasets(database)).toContainEqual(expect.objectContaining({ id, version, counts }));
  const [docs] = await database.query<{ n: number }>(sql`SELECT count(*) AS n FROM events_docs
    WHERE doc LIKE ${'%"dataset":"curated"%'} AND doc LIKE ${'%"statusAsOf":%'}`);
  expect(docs?.n).toBe(counts.events);
  expect(await damage(database)).toEqual([]);
});

test("a rederivation that fails leaves everything as it was", async () => {
  const { database } = await filled(...OUTDATED);
  const before = await rowsIn(database);
  let statements = 0;
  const failing: Database = {
    ...database,
    run: async (statement) => {
      if (++statements === 80) throw new Error("the disk is full");
      return database.run(statement);
    },
  };
  await expect(migrate(failing, sound.dataset)).rejects.toThrow("the disk is full");
  expect(await rowsIn(database)).toEqual(before);
});
