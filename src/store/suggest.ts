// Suggestions: the words of names, and their spellings with one letter less, for completing what is typed.
import sql, { join, type Sql } from "sql-template-tag";
import type { Collection } from "../model/ids.ts";
import { variantsOf, wordsOf } from "../query/completion.ts";
import type { Criteria } from "../query/plan.ts";
import type { Database } from "./database.ts";
import { datasetIn } from "./lists.ts";
import { oneOf } from "./names.ts";

/** The collections that suggestions come from. */
export const SUGGESTED = ["participants", "venues", "events"] as const satisfies readonly Collection[];

/** Most records that are looked at for one suggestion, and most words that one typed word may stand for. */
const CANDIDATES = 400;
const SPELLINGS = 200;

export async function indexNames(
  database: Database,
  collection: Collection,
  doc: number,
  names: readonly string[],
): Promise<void> {
  if (!SUGGESTED.some((one) => one === collection)) return;
  for (const word of new Set(names.flatMap(wordsOf))) {
    await database.run(sql`INSERT INTO suggest_words (word, doc) VALUES (${word}, ${doc})`);
    for (const variant of variantsOf(word)) {
      await database.run(
        sql`INSERT INTO suggest_variants (variant, word) VALUES (${variant}, ${word}) ON CONFLICT DO NOTHING`,
      );
    }
  }
}

export async function unindexNames(database: Database, docs: Sql): Promise<void> {
  await database.run(sql`DELETE FROM suggest_words WHERE doc IN ${docs}`);
  await database.run(sql`DELETE FROM suggest_variants WHERE word NOT IN (SELECT word FROM suggest_words)`);
}

/** What begins with a text: everything up to the text with the last code point after it. */
function begins(column: "word" | "variant", text: string): Sql {
  const end = `${text}\u{10ffff}`;
  return column === "word" ? sql`(word >= ${text} AND word < ${end})` : sql`(variant >= ${text} AND variant < ${end})`;
}

/** The words that a typed one may stand for: those it begins, right or with one letter wrong. */
async function spellings(database: Database, typed: string): Promise<string[]> {
  const variants = variantsOf(typed);
  const rows = await database.all<{ word: string }>(sql`
    SELECT DISTINCT word FROM suggest_words WHERE ${join(
      [typed, ...variants].map((text) => begins("word", text)),
      " OR ",
    )} LIMIT ${SPELLINGS}`);
  const exact = rows.map(({ word }) => word);
  if (variants.length === 0) return exact;
  const near = await database.all<{ word: string }>(sql`
    SELECT DISTINCT word FROM suggest_variants WHERE ${join(
      [typed, ...variants].map((text) => begins("variant", text)),
      " OR ",
    )} LIMIT ${SPELLINGS}`);
  return [...new Set([...exact, ...near.map(({ word }) => word)])];
}

/** Records whose names may answer the words typed; the caller ranks them by the names themselves. */
export async function candidates(
  database: Database,
  typed: readonly string[],
  collections: readonly Collection[],
  datasets: Criteria["datasets"],
): Promise<{ collection: Collection; id: string }[]> {
  const conditions: Sql[] = [];
  for (const word of new Set(typed)) {
    conditions.push(
      sql`d.doc IN (SELECT doc FROM suggest_words WHERE word IN ${oneOf(await spellings(database, word))})`,
    );
  }
  if (conditions.length === 0) return [];
  return database.all(sql`
    SELECT d.collection, d.id FROM search_docs d
    WHERE ${join(conditions, " AND ")} AND d.collection IN ${oneOf(collections)} AND ${datasetIn("d.dataset", datasets)}
    ORDER BY d.doc LIMIT ${CANDIDATES}`);
}
