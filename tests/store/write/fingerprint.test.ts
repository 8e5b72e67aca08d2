// Fingerprint: it changes with tables and derived rows; and what they are is pinned to the schema version.
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RECORDS } from "../../../src/model/bundle.ts";
import { COLLECTIONS } from "../../../src/model/ids.ts";
import { SCHEMA_VERSION } from "../../../src/store/catalog/schema.ts";
import { hashOfDeclarations, hashOfRows, indexFingerprint } from "../../../src/store/write/fingerprint.ts";
import { SPECIMEN, SPECIMEN_ROWS } from "../../../src/store/write/specimen.ts";
import { ENGINE } from "../../support/databases.ts";
import { type Edit, edited } from "../../support/edited.ts";
import { curatedData } from "../../support/filled.ts";
import { endPrograms, runProgram, secondData } from "../../support/program.ts";
import { ABOUT, EMPTY, keptOf } from "../bulk.ts";

afterAll(endPrograms);

/** What this version of the schema declares and derives; the last entry is that of SCHEMA_VERSION. */
const PINNED: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  3: {
    "sqlite declarations": "a7e8e3f59e8e1de2",
    "sqlite rows": "f68574e48182fd04",
    "postgres declarations": "5fca366c879a3f00",
    "postgres rows": "64bf875335751f7c",
  },
};

const ADVICE = `Tables or derived rows are others than those pinned to SCHEMA_VERSION ${SCHEMA_VERSION} in tests/store/write/fingerprint.test.ts.
If this is not meant, undo it. If it is meant:
- Where src/store/write/rederive.ts can still read the records that a database holds (documents, n, ds, ord, datasets, retired),
  leave SCHEMA_VERSION: the next start derives every index anew, and imports are kept. Put the new hashes into PINNED.
- Where it cannot, raise SCHEMA_VERSION in src/store/catalog/schema.ts: the next start makes every database anew, and imports are
  gone. Put the new hashes into PINNED under the new version.
- Where the rows are others and "another fingerprint" fails for want of a specimen, add one to src/store/write/specimen.ts, or
  raise DERIVATION in src/store/write/fingerprint.ts.`;

/** Rows as an importer gives them, so that rollups are counted. */
const ROWS = [1, 2, 30].map((number) =>
  keptOf({
    ...{ ...EMPTY, number, order: number, states: ["kz", "cn"], venue: `gdelt-place-${number}` },
    ...{ code: "042", plover: "CONSULT", text: "Встреча президентов" },
  }),
);

test("declarations and derived rows are those that PINNED has for the schema version", async () => {
  const { dataset } = await curatedData(await secondData());
  const beside = { about: ABOUT, rows: ROWS };
  const found: Record<string, string> = {};
  for (const engine of ["sqlite", "postgres"] as const) {
    found[`${engine} declarations`] = hashOfDeclarations(engine);
    found[`${engine} rows`] = await hashOfRows(engine, dataset, beside);
  }
  expect(found, ADVICE).toEqual(PINNED[SCHEMA_VERSION]);
});

test("the specimen's records match the schemas of served records", () => {
  const carried = SPECIMEN_ROWS.rows.flatMap(({ records }) => records);
  for (const collection of COLLECTIONS) {
    for (const record of SPECIMEN.records[collection]) expect(RECORDS[collection].parse(record)).toEqual(record);
    expect(SPECIMEN.records[collection].length).toBeGreaterThan(1);
  }
  for (const { collection, record } of carried) expect(RECORDS[collection].parse(record)).toEqual(record);
});

/** A change of what is declared or derived. */
const CHANGES: readonly (readonly [what: string, ...edit: Edit])[] = [
  ["columns", "store/catalog/tables.ts", 'column("part_of", (event) => event.partOf, "partOf"),', ""],
  ["types of columns", "store/catalog/tables.ts", 'typed("certain", "INTEGER"', 'typed("certain", "TEXT"'],
  [
    "values of columns",
    "store/catalog/tables.ts",
    "event.codes.cameo?.code.slice(0, 2)",
    "event.codes.cameo?.code.slice(0, 1)",
  ],
  ["indexes", "store/catalog/schema.ts", '["updated", "updated"],', ""],
  ["rows of joins", "store/catalog/tables.ts", "sorted.slice(at + 1)", "sorted.slice(at + 2)"],
  ["texts of a search", "store/catalog/search-fields.ts", "...one(event.summary),", ""],
  ["stems", "query/analyzer.ts", "english.stem(word)", "word"],
  ["endings of Russian words", "query/language/russian.ts", '"ым", "им", "ью"', '"им", "ью"'],
  ["foldings of letters", "query/language/fold.ts", 'ł: "l"', 'ł: "w"'],
  ["foldings of characters", "query/language/fold.ts", "simplified(folded)", "folded"],
  ["keys of Kazakh names", "query/language/kazakh.ts", "қ=q", "қ=k"],
  ["keys of Latin names", "query/language/romanization.ts", "(?<=[aeiou])y(?=e)", "(?<=[aeiou])y(?=z)"],
  ["names of states in Chinese texts", "query/language/chinese.ts", "{2,}$/u.test(name)", "{9,}$/u.test(name)"],
  ["scales of amounts", "query/language/amounts.ts", '"1e9"]', '"1e8"]'],
  ["labels", "../data/reference/words.json", '"Двусторонние отношения"', '"Отношения двух сторон"'],
  ["spellings of suggestions", "query/completion.ts", "const FUZZY_LENGTH = 4", "const FUZZY_LENGTH = 5"],
  [
    "collections of suggestions",
    "store/catalog/fulltext.ts",
    '["participants", "venues", "events"]',
    '["participants", "venues"]',
  ],
  ["rollups", "store/catalog/rollups.ts", '["rank", "role"', '["role"'],
  ["numbers of records", "store/catalog/rowid.ts", "const DAY = 35n", "const DAY = 34n"],
  ["places in the shuffle", "store/catalog/shuffle.ts", ".slice(0, 8), 16)", ".slice(1, 9), 16)"],
  [
    "derivations that no specimen shows, said by hand",
    "store/write/fingerprint.ts",
    "const DERIVATION = 1",
    "const DERIVATION = 2",
  ],
];

/** The fingerprints of copies of the program, on SQLite and PostgreSQL, told by one process. */
async function fingerprintsOf(...directories: readonly string[]): Promise<string[][]> {
  const modules = directories.map((directory) => join(directory, "src/store/write/fingerprint.ts"));
  const program = `
    for (const path of ${JSON.stringify(modules)}) {
      const { indexFingerprint } = await import(path);
      console.log(await indexFingerprint("sqlite"), await indexFingerprint("postgres"));
    }`;
  const { code, stdout, stderr } = await runProgram(process.execPath, ["--input-type=module", "-e", program]);
  expect([code, stderr]).toEqual([0, ""]);
  return stdout
    .trim()
    .split("\n")
    .map((line) => line.split(" "));
}

// Both fingerprints are asked for here: once is enough.
describe.runIf(ENGINE === "sqlite")("the fingerprint", () => {
  let [same, ...others]: string[][] = [];
  beforeAll(async () => {
    const directories = [await edited()];
    for (const [, ...edit] of CHANGES) directories.push(await edited(edit));
    [same, ...others] = await fingerprintsOf(...directories);
  });

  test("it is the same for the same program in another process", async () => {
    expect(same).toEqual([await indexFingerprint("sqlite"), await indexFingerprint("postgres")]);
  });

  test.each(CHANGES.map(([what], at) => [what, at] as const))("it changes with other %s", (_, at) => {
    const [sqlite, postgres] = others[at] ?? [];
    expect(sqlite).toMatch(/^[0-9a-f]{16}$/);
    expect(sqlite).not.toBe(same?.[0]);
    expect(postgres).not.toBe(same?.[1]);
  });
});
