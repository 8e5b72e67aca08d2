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
// to between 577 and 719 at a million events (one driver, one machine). Until then parts are not merged: the terms of
// 200,000 rows took 6.9 microseconds each instead of 9.9.

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
      postgres:
        raw(`CREATE TABLE ${terms} (n BIGINT NOT NULL, part SMALLINT NOT NULL, terms TSVECTOR NOT NULL, PRIMARY KEY (n, part));
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

/**
 * Settings of an FTS5 index, as they are by default (FTS5, section 6): how many segments of one size are merged while
 * rows come, and how many of them at the latest.
 */
const MERGES = { automerge: 4, crisismerge: 16 } as const;
/** While a table is filled no segments are merged twice; an index has at most 2,000. */
const NO_MERGES = { automerge: 0, crisismerge: 1_000 } as const;

/** Sets an index so that rows only come, or come and are merged; of SQLite alone. */
export function mergeTerms(collection: Collection, when: "at the end" | "as rows come"): Sql[] {
  const terms = `${collection}_terms`;
  const settings = Object.entries(when === "at the end" ? NO_MERGES : MERGES);
  return settings.map(([name, value]) => raw(`INSERT INTO ${terms} (${terms}, rank) VALUES ('${name}', ${value})`));
}

/** Merges the segments of the FTS5 index into one (FTS5, section 6.8): a search reads every segment. */
export function optimizeTerms(collection: Collection): Sql {
  const terms = `${collection}_terms`;
  return raw(`INSERT INTO ${terms} (${terms}) VALUES ('optimize')`);
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

/** The columns of `_terms`. */
export const TERM_COLUMNS: Readonly<Record<Engine, readonly string[]>> = {
  sqlite: ["rowid", "names", "body"],
  postgres: ["n", "part", "terms"],
};

/** Longer names, words and terms are not indexed: PostgreSQL has no room for them, and `q` is shorter. */
export const TERM_LIMIT = 600;
/** So many bytes of different terms one record may have: a `tsvector` holds 1 MiB of them, places included. */
const ROOM = 900_000;

/** The terms of a record as far as an index has room for them, the same on both engines. */
export function withinIndex(names: string, body: string): { names: string; body: string; cut: boolean } {
  // No shorter text can have so many bytes.
  if ((names.length + body.length) * 3 <= ROOM) return { names, body, cut: false };
  const seen = new Set<string>();
  let [bytes, end] = [0, 0];
  for (const term of `${names} ${body}`.split(" ")) {
    if (!seen.has(term)) bytes += Buffer.byteLength(term) + 4;
    seen.add(term);
    if (bytes > ROOM) break;
    end += term.length + 1;
  }
  const kept = Math.max(0, end - 1 - (names.length + 1));
  return kept >= body.length ? { names, body, cut: false } : { names, body: body.slice(0, kept), cut: true };
}

/** A `tsvector` knows no place beyond this one, and so many places of one term (PostgreSQL, section 12.11). */
const POSITION_LIMIT = { last: 16_383, ofOne: 255 };
/** So many terms of one piece stand at the beginning of the next too: no phrase of a question is longer. */
const OVERLAP = 128;

interface Placed {
  readonly term: string;
  readonly weight: "A" | "";
}

/**
 * A record's rows in `_terms`. SQLite: its words in their order. PostgreSQL: part 0 has every term, names with weight A,
 * and places as far as a `tsvector` knows them; where it does not know all, parts from 1 on have the record in pieces
 * that lose no place, for phrases.
 */
export function termRows(engine: Engine, n: bigint, names: string, body: string): (readonly Cell[])[] {
  if (engine === "sqlite") return [[n, names, body]];
  const terms: Placed[] = [
    ...names.split(" ").map((term) => ({ term, weight: "A" as const })),
    { term: TEXT_BREAK, weight: "" },
    ...body.split(" ").map((term) => ({ term, weight: "" as const })),
  ];
  const pieces = piecesOf(terms);
  const more = pieces.length === 1 ? [] : pieces.map((piece, at) => [n, at + 1, vectorOf(piece)] as const);
  return [[n, 0, vectorOf(terms)], ...more];
}

/** Terms in pieces in which every term keeps all its places. */
function piecesOf(terms: readonly Placed[]): Placed[][] {
  const pieces: Placed[][] = [];
  let from = 0;
  while (from < terms.length) {
    const times = new Map<string, number>();
    let to = from;
    for (; to < terms.length && to - from < POSITION_LIMIT.last; to += 1) {
      const term = terms[to]?.term ?? "";
      const count = (times.get(term) ?? 0) + 1;
      if (count > POSITION_LIMIT.ofOne && term !== TEXT_BREAK) break;
      times.set(term, count);
    }
    pieces.push(terms.slice(from, to));
    from = to === terms.length ? to : to - OVERLAP;
  }
  return pieces;
}

/** Terms and their places as a `tsvector`; a term whose places are too many or too far has those that are known. */
function vectorOf(terms: readonly Placed[]): string {
  const places = new Map<string, string[]>();
  for (const [at, { term, weight }] of terms.entries()) {
    if (term === TEXT_BREAK || term === "" || term.length > TERM_LIMIT) continue;
    const list = places.get(term) ?? [];
    if (at < POSITION_LIMIT.last && list.length < POSITION_LIMIT.ofOne) list.push(`${at + 1}${weight}`);
    places.set(term, list);
  }
  return [...places].map(([term, list]) => (list.length === 0 ? `'${term}'` : `'${term}':${list.join(",")}`)).join(" ");
}

/** The collections that suggestions come from. */
export const SUGGESTED = ["participants", "venues", "events"] as const satisfies readonly Collection[];
