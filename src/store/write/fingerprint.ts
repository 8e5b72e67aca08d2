// Fingerprint: a hash of the tables that this program declares and of the rows that it derives from records.
//
// It is stored in the database beside the number of the schema. A start compares it with its own, and derives the index
// anew where they differ (rederive.ts); a server that only reads does not answer from such an index (catalog/guarded.ts).
//
// It is computed when a process starts and is no constant: the statements are hashed as an engine is given them, and the
// rows are those that importing a specimen (specimen.ts) writes, by the code that imports anything, into a database that
// only takes notes. So a changed column, join, text, term, suggestion, rollup or numbering is another fingerprint without
// anybody's doing, and so is a changed library or word segmentation of ICU, whose version counts as well: which words a
// new dictionary breaks otherwise, no sample can tell. That costs some milliseconds a process, and the database cannot be
// taken for current because somebody forgot a number. Labels of topics and units, which the data adds to, are hashed as
// they are. What no specimen shows can be said by hand: DERIVATION.
import { createHash } from "node:crypto";
import type { Dataset } from "../../model/bundle.ts";
import type { SerialRow } from "../../model/import-row.ts";
import { TOPICS, UNITS } from "../../model/vocabulary.ts";
import { STATEMENTS } from "../catalog/schema.ts";
import { type Cell, type Database, forOneWriter } from "../engine/database.ts";
import { compile, type Engine } from "../engine/dialect.ts";
import type { About } from "./dataset-totals.ts";
import { load } from "./load.ts";
import { SPECIMEN, SPECIMEN_ROWS } from "./specimen.ts";
import { upsert } from "./upsert.ts";

/** Raised where derived rows have changed in a way that the specimen does not show. */
const DERIVATION = 1;

type RecordedRow = readonly [table: string, ...row: readonly (Cell | string)[]];

/** A database that holds nothing and notes the rows that are put into it. */
function recordingDatabase(engine: Engine, noted: RecordedRow[]): Database {
  const all = async () => [];
  const nothing = async () => {};
  return {
    engine,
    query: all,
    ...forOneWriter(all),
    run: nothing,
    inserter: (table) => ({
      put(row) {
        noted.push([table, ...row.map((cell) => (typeof cell === "bigint" ? String(cell) : cell))]);
      },
      flush: nothing,
    }),
    transaction: (work) => work(),
    tidy: nothing,
    close: nothing,
  };
}

const digest = (parts: readonly unknown[]) => {
  const sum = createHash("sha256");
  for (const part of parts) sum.update(`${JSON.stringify(part)}\n`);
  return sum.digest("hex").slice(0, 16);
};

/** A hash of all statements that make tables and indexes, sixteen digits of base 16. */
export function hashOfDeclarations(engine: Engine): string {
  return digest(STATEMENTS.map((statement) => compile(statement, engine).sql));
}

/** A hash of all rows of all tables that come of a dataset, and of rows beside it; in the order in which they are put. */
export async function hashOfRows(
  engine: Engine,
  dataset: Dataset,
  beside: { readonly about: About; readonly rows: readonly SerialRow[] },
): Promise<string> {
  const noted: RecordedRow[] = [];
  const database = recordingDatabase(engine, noted);
  await load(database, dataset);
  async function* rows() {
    yield beside.rows;
  }
  await upsert(database, beside.about, rows());
  return digest(noted);
}

const KNOWN = new Map<Engine, Promise<string>>();

/** The fingerprint of this program's index in a database of an engine, sixteen digits of base 16. */
export function indexFingerprint(engine: Engine): Promise<string> {
  const there = KNOWN.get(engine);
  if (there !== undefined) return there;
  const made = hashOfRows(engine, SPECIMEN, SPECIMEN_ROWS).then((rows) =>
    digest([DERIVATION, process.versions.icu, hashOfDeclarations(engine), rows, TOPICS, UNITS]),
  );
  KNOWN.set(engine, made);
  return made;
}
