// Full-text tables: the terms of each record in an FTS5 index or a tsvector, and the tables for completion.
//
// Terms come from the application's analyzer (`src/query/analyzer.ts`), so both engines only store and match them.
// SQLite keeps them in an FTS5 table without contents, PostgreSQL in a `tsvector` cast from text: no dictionary or
// configuration of the server touches it. Terms of names have weight A, which tells hits in names from hits elsewhere.
// A mark between two texts keeps phrases inside one text; no query can contain it.
//
// FTS5 gives the records of a term in the order of their numbers and can begin anywhere, so a list by one word in a
// window needs no sorting. Its index is put into one part after an import that fills a table (`optimize`, 2.6 s of 100
// for a million events), because each part is read by every search: lists by a word in a window went from 204 a second
// to between 577 and 719 at a million events (one driver, one machine).

import sql, { raw, type Sql } from "sql-template-tag";
import type { Collection } from "../../model/ids.ts";
import type { Cell } from "../engine/database.ts";
import { byEngine, declared, type Engine } from "../engine/dialect.ts";

/**
 * The tables of a collection's words. `_terms` holds terms and nothing else, as the application made them. SQLite: FTS5
 * without contents, whose `ascii` tokenizer only splits at spaces and leaves every other letter alone. PostgreSQL: a
 * `tsvector` that no dictionary has touched. `_names` are whole names, and `_words` the words of names for completion.
 */
export function searchTables(collection: Collection): Sql[] {
  const terms = `${collection}_terms`;
  return [
    byEngine({
      sqlite: raw(
        `CREATE VIRTUAL TABLE ${terms} USING fts5(names, body, content = '', contentless_delete = 1, tokenize = 'ascii')`,
      ),
      postgres: raw(`CREATE TABLE ${terms} (n BIGINT PRIMARY KEY, terms TSVECTOR NOT NULL);
        CREATE INDEX ${terms}_by_terms ON ${terms} USING gin (terms)`),
    }),
    ...["name", "word"].flatMap((one) => [
      declared(
        `CREATE TABLE ${collection}_${one}s (${one} TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (${one}, n)) WITHOUT ROWID`,
      ),
      declared(`CREATE INDEX ${collection}_${one}s_by_n ON ${collection}_${one}s (n)`),
    ]),
  ];
}

/** Puts together the parts that FTS5 has written one after another, each of which a search reads (its section 6.8). */
export function optimizeTerms(collection: Collection): Sql {
  const terms = `${collection}_terms`;
  return sql`${raw(`INSERT INTO ${terms} (${terms}) VALUES ('optimize')`)}`;
}

/** All words of names, and their spellings with one letter less. */
export const WORD_TABLES: readonly string[] = [
  "CREATE TABLE suggest_words (word TEXT PRIMARY KEY) WITHOUT ROWID",
  "CREATE TABLE suggest_variants (variant TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (variant, word)) WITHOUT ROWID",
];

/** What stands between two texts of a record in the list of its terms, so that no sequence reaches over it. */
export const TEXT_BREAK = "¶";

/** The number of a record in `_terms`. */
export const TERMS_ROWID = byEngine({ sqlite: sql`rowid`, postgres: sql`n` });

/** The columns of `_terms`, and a record's row there: as words in their order, or as a `tsvector` with the places. */
export const TERM_COLUMNS: Readonly<Record<Engine, readonly string[]>> = {
  sqlite: ["rowid", "names", "body"],
  postgres: ["n", "terms"],
};
export function termsRow(engine: Engine, n: bigint, names: string, body: string): readonly Cell[] {
  return engine === "sqlite" ? [n, names, body] : [n, vectorOf(names, body)];
}

/** Longer names, words and terms are in no index: none has room for them, and nobody can ask for so much. */
export const TERM_LIMIT = 600;
/** A place beyond this one is taken for this one (PostgreSQL, section 12.11). */
const POSITION_LIMIT = 16_383;

/** The terms of names (weight A) and of all else as a `tsvector`; they are letters and digits, so nothing is quoted. */
function vectorOf(names: string, body: string): string {
  const places = new Map<string, string[]>();
  const terms = [
    ...names.split(" ").map((term) => [term, "A"]),
    [TEXT_BREAK, ""],
    ...body.split(" ").map((term) => [term, ""]),
  ];
  for (const [at, [term = "", weight = ""]] of terms.entries()) {
    if (term === TEXT_BREAK || term === "" || term.length > TERM_LIMIT) continue;
    const list = places.get(term) ?? [];
    list.push(`${Math.min(at + 1, POSITION_LIMIT)}${weight}`);
    places.set(term, list);
  }
  return [...places].map(([term, list]) => `'${term}':${list.join(",")}`).join(" ");
}

/** The collections that suggestions come from. */
export const SUGGESTED = ["participants", "venues", "events"] as const satisfies readonly Collection[];
