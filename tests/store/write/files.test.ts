// Files: what a database holds after imports follows from the files alone, for every importer and on both engines.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import sql from "sql-template-tag";
import { afterAll, describe, expect, test } from "vitest";
import { countryVenues, referenceDataset } from "../../../src/intake/entities/countries.ts";
import { GDELT_INFO, readGdelt } from "../../../src/intake/gdelt/importer.ts";
import { TRAVELS } from "../../../src/intake/statedept/travels.ts";
import { VISITS } from "../../../src/intake/statedept/visits.ts";
import type { LoadedDataset } from "../../../src/model/bundle.ts";
import { COLLECTIONS } from "../../../src/model/ids.ts";
import { datasets } from "../../../src/store/catalog/datasets.ts";
import type { Database } from "../../../src/store/engine/database.ts";
import { name } from "../../../src/store/engine/sql.ts";
import { load } from "../../../src/store/write/load.ts";
import { upsert } from "../../../src/store/write/upsert.ts";
import { row, type Values } from "../../intake/gdelt/rows.ts";
import { trip, trips, visit, visits } from "../../intake/statedept/lists.ts";
import { openToWrite, type Place, place, runs } from "../../support/databases.ts";
import { curatedData, filledPlace, mergeList } from "../../support/filled.ts";

/** Files by their names. */
type Files = Readonly<Record<string, string>>;

interface Kind {
  readonly dataset: string;
  readonly take: (database: Database, paths: readonly string[]) => Promise<unknown>;
  /** Files that do not contradict each other. */
  readonly files: fc.Arbitrary<Files>;
}

const { dataset, reference } = await curatedData();
const reading = { reference, countryVenue: countryVenues(dataset), scope: "diplomatic" } as const;

/** What each row says follows from its number, so that files may share rows. */
const placeNames = ["Primerstad, Netherlands", "Old Primerstad, Netherlands", "Dorp, Netherlands"];
const gdeltRow = (number: number, more: Values = {}): string =>
  row({
    id: String(number),
    day: `2019030${1 + (number % 4)}`,
    added: `2019030${5 + (number % 3)}000000`,
    cameo: number % 5 === 0 ? "190" : "042",
    placeName: placeNames[number % 3] ?? "",
    feature: pick(number, ["-1", "-1", "0", ""]),
    latitude: pick(number, ["52.5", "0", "50"]),
    longitude: pick(number, ["5.75", "0", "5"]),
    ...more,
  });
function pick(number: number, list: readonly string[]): string {
  return list[number % list.length] ?? "";
}
const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 24 }), { minLength: 1, maxLength: 9 });
const named = (texts: fc.Arbitrary<string>, ending: string) =>
  fc
    .array(texts, { minLength: 1, maxLength: 4 })
    .map((list): Files => Object.fromEntries(list.map((text, at) => [`file-${at}.${ending}`, text])));

const PEOPLE = ["President Adam Example", "Prime Minister Adam Example", "King Bertil", "Queen Cecilia"];
const visitOf = (number: number) =>
  visit({
    id: String(number),
    "start-date": `198${number % 3}-03-04`,
    "end-date": `198${number % 3}-03-05`,
    visitor: PEOPLE[number % 4],
    from: pick(number, ["Finland", "Sweden"]),
    "last-modified-datetime": `2011-06-0${1 + (number % 7)}T08:09:10-05:00`,
  });
const tripOf = (number: number) =>
  trip({
    id: String(number),
    "start-date": `198${number % 3}-03-04`,
    "end-date": `198${number % 3}-03-05`,
    country: pick(number, ["Finland", "Sweden", "Norway"]),
    locale: pick(number, ["Helsinki", "Stockholm", "Oslo; Bergen"]),
    "last-modified-datetime": `2011-06-0${1 + (number % 7)}T08:09:10-05:00`,
  });

const KINDS: Readonly<Record<string, Kind>> = {
  gdelt: {
    dataset: "gdelt",
    take: (database, paths) => upsert(database, GDELT_INFO, readGdelt(paths, reading)),
    files: named(
      numbers.map((list) => list.map((number) => `${gdeltRow(number)}\n`).join("")),
      "CSV",
    ),
  },
  "us-visits": {
    dataset: "us-visits",
    take: (database, paths) => mergeList(database, VISITS, paths, reading),
    files: named(
      numbers.map((list) => visits(...list.map(visitOf))),
      "xml",
    ),
  },
  "us-travels": {
    dataset: "us-travels",
    take: (database, paths) => mergeList(database, TRAVELS, paths, reading),
    files: named(
      numbers.map((list) => trips(...list.map(tripOf))),
      "xml",
    ),
  },
};

/** All records of a dataset, what is told of it, and the columns by which events are found. */
async function stateOf(database: Database, dataset: string): Promise<unknown> {
  const held: unknown[] = [];
  for (const collection of COLLECTIONS) {
    const rows = await database.query<{ id: string; doc: string }>(sql`
      SELECT r.id, d.doc FROM ${name(collection)} r JOIN ${name(`${collection}_docs`)} d ON d.n = r.n
      WHERE r.ds = (SELECT number FROM datasets WHERE id = ${dataset}) ORDER BY r.id`);
    held.push(...rows);
  }
  const found = await database.query(sql`
    SELECT r.id, r.latitude, r.longitude, v.value FROM events r LEFT JOIN event_venues v ON v.n = r.n
    WHERE r.ds = (SELECT number FROM datasets WHERE id = ${dataset}) ORDER BY r.id, v.value`);
  const tallied = await database.query(sql`
    SELECT dims, one, two, count FROM tallies WHERE count <> 0
      AND ds = (SELECT number FROM datasets WHERE id = ${dataset}) ORDER BY dims, one, two`);
  const [info] = (await datasets(database)).filter(({ id }) => id === dataset);
  return { held, found, tallied, info };
}

/** A place with what every import finds there: loading the states takes longer than most imports, and is done once. */
async function makeBase(): Promise<Place> {
  const made = await filledPlace("curated");
  const database = await openToWrite(made.url);
  await load(database, referenceDataset(reference, dataset));
  await database.close();
  return made;
}
let base: Promise<Place> | undefined;
afterAll(async () => (await base)?.remove());

/** What is there after imports, each of some files. */
async function holding(kind: Kind, imports: readonly Files[]): Promise<{ state: unknown; retired: readonly string[] }> {
  base ??= makeBase();
  const { url, remove } = await place((await base).url);
  const database = await openToWrite(url);
  const folder = await mkdtemp(join(tmpdir(), "communique-files-"));
  try {
    for (const [at, files] of imports.entries()) {
      const inner = join(folder, String(at));
      await mkdir(inner);
      const paths = Object.keys(files).map((name) => join(inner, name));
      for (const path of paths) await writeFile(path, files[path.split("/").at(-1) ?? ""] ?? "");
      await kind.take(database, paths);
    }
    const retired = await database.query<{ id: string }>(
      sql`SELECT id FROM retired WHERE dataset = ${kind.dataset} ORDER BY id`,
    );
    return { state: await stateOf(database, kind.dataset), retired: retired.map(({ id }) => id) };
  } finally {
    await database.close();
    await remove();
    await rm(folder, { recursive: true });
  }
}

const only = (files: Files, names: readonly string[]): Files =>
  Object.fromEntries(names.map((name) => [name, files[name] ?? ""]));

describe.each(Object.entries(KINDS))("files of %s", (_, kind) => {
  test("files that do not contradict each other give one state in any order, repetition or split", async () => {
    const cases = kind.files.chain((files) => {
      const names = Object.keys(files);
      const parts = fc.array(fc.shuffledSubarray(names, { minLength: 1 }), { minLength: 1, maxLength: 3 });
      return fc.tuple(fc.constant(files), parts, fc.shuffledSubarray(names, { minLength: names.length }));
    });
    await fc.assert(
      fc.asyncProperty(cases, async ([files, parts, all]) => {
        const together = await holding(kind, [files]);
        const apart = await holding(
          kind,
          [...parts, all].map((names) => only(files, names)),
        );
        expect(apart.state).toEqual(together.state);
        const last = Object.keys(files).map((name) => only(files, [name]));
        expect((await holding(kind, last.reverse())).state).toEqual(together.state);
      }),
      { numRuns: runs(4) },
    );
  }, 300_000);
});

describe("a second version of a file", () => {
  const second: Readonly<Record<string, readonly [kind: string, old: Files, now: Files, gone: readonly string[]]>> = {
    "of visits, without a visit and with a corrected name": [
      "us-visits",
      { "a.xml": visits(visitOf(1), visitOf(2), visitOf(5)), "b.xml": visits(visitOf(3)) },
      { "a.xml": visits(visitOf(2), visitOf(5).replace("Adam Example", "Adam Exemple")) },
      ["us-visits-1", "us-visits-person-se-adam-example"],
    ],
    "of travels, without a trip": [
      "us-travels",
      { "a.xml": trips(tripOf(1), tripOf(3)), "b.xml": trips(tripOf(2)) },
      { "a.xml": trips(tripOf(3)) },
      ["us-travels-1", "us-travels-place-se-stockholm"],
    ],
    "of GDELT, with a row that is coded out of scope and one at another place": [
      "gdelt",
      { "a.CSV": [1, 2, 3].map((one) => `${gdeltRow(one)}\n`).join("") },
      {
        "a.CSV": [
          `${gdeltRow(1, { cameo: "190" })}\n`,
          `${gdeltRow(2, { feature: "-7", added: "20190309000000" })}\n`,
          `${gdeltRow(3)}\n`,
        ].join(""),
      },
      ["gdelt-1"],
    ],
  };

  test.each(Object.entries(second))(
    "%s: the state is that of the newest versions alone, and what went is retired",
    async (_, [id, old, now, gone]) => {
      const kind = KINDS[id] as Kind;
      const alone = await holding(kind, [{ ...old, ...now }]);
      const later = await holding(kind, [old, now]);
      expect(later.state).toEqual(alone.state);
      expect(alone.retired).toEqual([]);
      expect(later.retired).toEqual(expect.arrayContaining([...gone]));
      if (id === "gdelt") return;
      // Of a list the file that is imported last is the newest, were it an older one.
      const back = await holding(kind, [old, now, old]);
      expect(back.state).toEqual((await holding(kind, [old])).state);
      for (const one of gone) expect(back.retired).not.toContain(one);
    },
  );
});

describe("the coverage of a dataset", () => {
  const coverageOf = async (kind: string, imports: readonly Files[]) => {
    const { state } = await holding(KINDS[kind] as Kind, imports);
    return (state as { info: LoadedDataset }).info.coverage;
  };

  test("of GDELT has the days of its rows, the files read, and the quarter hours without a file", async () => {
    const one = { "20190305000000.export.CSV": `${gdeltRow(1)}\n${gdeltRow(3)}\n` };
    // None of its rows is kept.
    const out = { "20190305004500.export.CSV": `${gdeltRow(5)}\n` };
    expect(await coverageOf("gdelt", [one, out, one])).toEqual({
      first: "2019-03-02",
      last: "2019-03-04",
      files: { count: 2, names: [...Object.keys(one), ...Object.keys(out)], further: 0 },
      gaps: {
        unit: "quarter-hour",
        count: 2,
        ranges: [{ from: "2019-03-05T00:15Z", to: "2019-03-05T00:30Z" }],
        further: 0,
      },
    });
  });

  test("of lists has the years without a record", async () => {
    const more = visitOf(2).replaceAll("1982", "1985");
    expect(await coverageOf("us-visits", [{ "a.xml": visits(visitOf(1)) }, { "b.xml": visits(more) }])).toEqual({
      first: "1981-03-04",
      last: "1985-03-05",
      files: { count: 2, names: ["a.xml", "b.xml"], further: 0 },
      gaps: { unit: "year", count: 3, ranges: [{ from: "1982", to: "1984" }], further: 0 },
    });
  });

  test("of a dataset that was imported before files were noted has no files and no gaps", async () => {
    const kind = KINDS.gdelt as Kind;
    const forgetful = {
      ...kind,
      take: async (database: Database, paths: readonly string[]) => {
        await kind.take(database, paths);
        await database.run(sql`DELETE FROM read_files WHERE name = '20190301.export.CSV'`);
      },
    };
    const files = ["20190301.export.CSV", "20190302.export.CSV"].map((name, at) => ({
      [name]: `${gdeltRow(at + 1)}\n`,
    }));
    const { state } = await holding(forgetful, files);
    expect((state as { info: LoadedDataset }).info.coverage).toMatchObject({ files: null, gaps: null });
  });
});
