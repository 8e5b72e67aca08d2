// Suggestions: the words of names, and their spellings with one letter less, for completing what is typed.
import sql, { join, type Sql } from "sql-template-tag";
import type { Collection } from "../../model/ids.ts";
import { variantsOf } from "../../query/completion.ts";
import type { DatasetScope } from "../../query/plan.ts";
import { datasetRange, inRange } from "../catalog/rowid.ts";
import { type Database, queryByCost } from "../engine/database.ts";
import { name, oneOf } from "../engine/sql.ts";
import { BOUNDS, type Bounds } from "../plan/access-path.ts";
import { countIn, partitionsOf } from "../plan/partitions.ts";

/** Most records that are looked at for one suggestion, and most words that one typed word may stand for. */
const CANDIDATES = 400;
const SPELLINGS = 200;

/** What begins with a text: everything up to the text with the last code point after it. */
function begins(column: "word" | "variant", text: string): Sql {
  return sql`(${name(column)} >= ${text} AND ${name(column)} < ${`${text}\u{10ffff}`})`;
}

/** The words that a typed one may stand for: those it begins, right or with one letter wrong. */
async function spellings(database: Database, typed: string): Promise<string[]> {
  const variants = variantsOf(typed);
  const found = async (table: string, column: "word" | "variant") => {
    // Each text apart: in one order over all of them an engine would read the whole table.
    const parts = [typed, ...variants].map(
      (
        text,
        at,
      ) => sql`SELECT CAST(${at} AS INTEGER) AS part, word FROM (SELECT word FROM ${name(table)} WHERE ${begins(column, text)}
        ORDER BY ${name(column)}, word LIMIT ${SPELLINGS}) few`,
    );
    const rows = await database.query<{ part: number; word: string }>(join(parts, " UNION ALL "));
    rows.sort((a, b) => a.part - b.part || (a.word < b.word ? -1 : 1));
    return rows.slice(0, SPELLINGS);
  };
  const exact = await found("suggest_words", "word");
  const near = variants.length === 0 ? [] : await found("suggest_variants", "variant");
  return [...new Set([...exact, ...near].map(({ word }) => word))];
}

/** Records whose names may answer the words typed; the caller ranks them by the names themselves. */
export async function candidates(
  database: Database,
  typed: readonly string[],
  collections: readonly Collection[],
  datasets: DatasetScope,
  bounds: Bounds = BOUNDS,
): Promise<{ collection: Collection; id: string }[]> {
  if (typed.length === 0) return [];
  const words = [];
  for (const word of new Set(typed)) words.push(await spellings(database, word));
  const found: { collection: Collection; id: string }[] = [];
  for (const partition of await partitionsOf(database, datasets)) {
    const range = datasetRange(partition.number);
    for (const collection of collections) {
      if (countIn(partition, collection) === 0) continue;
      const table = name(`${collection}_words`);
      const conditions = words.map(
        (list) =>
          sql`r.n IN (SELECT x.n FROM ${table} x WHERE x.word IN ${oneOf(list)} AND ${inRange(range, sql`x.n`)})`,
      );
      const rows = await queryByCost<{ id: string }>(
        database,
        countIn(partition, collection) <= bounds.maxScan,
        sql`SELECT r.id FROM ${name(collection)} r WHERE ${join([inRange(range), ...conditions], " AND ")}
          ORDER BY r.n LIMIT ${CANDIDATES}`,
      );
      found.push(...rows.map(({ id }) => ({ collection, id })));
    }
  }
  return found;
}
