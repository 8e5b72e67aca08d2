// Suggestions: the words of names, and their spellings with one letter less, for completing what is typed.
import sql, { join, type Sql } from "sql-template-tag";
import type { Collection } from "../../model/ids.ts";
import { variantsOf } from "../../query/completion.ts";
import type { DatasetScope } from "../../query/plan.ts";
import { datasetRange, inRange } from "../catalog/rowid.ts";
import { limitTo, name, oneOf } from "../engine/sql.ts";
import { BOUNDS, type Bounds, whereOf } from "../plan/access-path.ts";
import { firstRows, over, type Reader, run } from "../plan/bounded.ts";
import { countIn, isState, partitionsOf } from "../plan/partitions.ts";

/** Most records that are looked at for one suggestion, and most words that one typed word may stand for. */
const CANDIDATES = 400;
const SPELLINGS = 200;

/** What begins with a text: everything up to the text with the last code point after it. */
function begins(column: "word" | "variant", text: string): Sql {
  return sql`(${name(column)} >= ${text} AND ${name(column)} < ${`${text}\u{10ffff}`})`;
}

/** The words that a typed one may stand for: those it begins, right or with one letter wrong. */
async function spellings(database: Reader, typed: string): Promise<Spellings> {
  const variants = variantsOf(typed);
  const found = async (table: string, column: "word" | "variant") => {
    // Each text apart: in one order over all of them an engine would read the whole table.
    const parts = [typed, ...variants].map(
      (
        text,
        at,
      ) => sql`SELECT CAST(${at} AS INTEGER) AS part, word FROM (SELECT word FROM ${name(table)} WHERE ${begins(column, text)}
        ORDER BY ${name(column)}, word ${limitTo(SPELLINGS)}) few`,
    );
    const query = firstRows(join(parts, " UNION ALL "), parts.length * SPELLINGS);
    const rows = await database.query<{ part: number; word: string }>(query);
    rows.sort((a, b) => a.part - b.part || (a.word < b.word ? -1 : 1));
    return rows.slice(0, SPELLINGS);
  };
  const exact = await found("suggest_words", "word");
  const near = variants.length === 0 ? [] : await found("suggest_variants", "variant");
  const words = [...new Set([...exact, ...near].map(({ word }) => word))];
  return { words, cut: exact.length === SPELLINGS || near.length === SPELLINGS };
}

interface Spellings {
  readonly words: readonly string[];
  /** Whether there may be more. */
  readonly cut: boolean;
}

/** A record whose names may answer what was typed. */
export interface Candidate {
  readonly collection: Collection;
  readonly id: string;
  /** Whether one of its names is what was typed, in whatever case and alphabet. */
  readonly whole: boolean;
}

/**
 * Records whose names may answer what was typed, those with that name first; the caller ranks them by the names
 * themselves.
 * @param wholes the keys of the names that what was typed may stand for
 * @returns the records, and whether there may be more than are looked at
 */
export async function candidates(
  database: Reader,
  typed: readonly string[],
  wholes: readonly string[],
  collections: readonly Collection[],
  datasets: DatasetScope,
  bounds: Bounds = BOUNDS,
): Promise<{ found: Candidate[]; cut: boolean }> {
  if (typed.length === 0) return { found: [], cut: false };
  const words: Spellings[] = [];
  for (const word of new Set(typed)) words.push(await spellings(database, word));
  const found: Candidate[] = [];
  let cut = words.some((one) => one.cut);
  for (const partition of await partitionsOf(database, datasets)) {
    const range = datasetRange(partition.number);
    for (const collection of collections) {
      const count = countIn(partition, collection);
      if (count === 0) continue;
      const table = name(`${collection}_words`);
      const most = count <= bounds.maxScan ? count : null;
      const named = sql`SELECT x.n FROM ${name(`${collection}_names`)} x WHERE x.name IN ${oneOf(wholes)} AND ${inRange(range, sql`x.n`)}`;
      const states = partition.statesOnly ? [isState] : [];
      const whole = sql`SELECT r.id FROM ${name(collection)} r ${whereOf([sql`r.n IN (${named})`, ...states])} ORDER BY r.n ${limitTo(CANDIDATES)}`;
      const same = await run<{ id: string }>(database, over(whole, most));
      const conditions = words.map(
        (list) =>
          sql`r.n IN (SELECT x.n FROM ${table} x WHERE x.word IN ${oneOf(list.words)} AND ${inRange(range, sql`x.n`)})`,
      );
      const query = sql`SELECT r.id FROM ${name(collection)} r WHERE ${join([inRange(range), ...states, ...conditions], " AND ")}
          ORDER BY r.n ${limitTo(CANDIDATES)}`;
      const rows = await run<{ id: string }>(database, over(query, most));
      const known = new Set(same.map(({ id }) => id));
      cut ||= same.length === CANDIDATES || rows.length === CANDIDATES;
      found.push(...same.map(({ id }) => ({ collection, id, whole: true })));
      found.push(...rows.filter(({ id }) => !known.has(id)).map(({ id }) => ({ collection, id, whole: false })));
    }
  }
  return { found, cut };
}
