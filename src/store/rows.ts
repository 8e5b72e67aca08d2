// Rows: what a record becomes in the tables, written and taken out again.
import sql, { type Sql } from "sql-template-tag";
import type { Carried } from "../model/bulk.ts";
import { COLLECTIONS, type Collection } from "../model/ids.ts";
import { variantsOf, wordsOf } from "../query/completion.ts";
import { shuffleOf } from "../query/sample.ts";
import { nameKey } from "../query/terms.ts";
import type { Database } from "./database.ts";
import { name } from "./names.ts";
import type { Range } from "./numbers.ts";
import { SUGGESTED } from "./suggest.ts";
import { tableOf, type World } from "./tables.ts";
import { TEXTS } from "./texts.ts";

/** Where a record goes, and what is known of it beside itself. */
export interface Place {
  readonly n: bigint;
  /** The number of its dataset. */
  readonly dataset: number;
  /** Which of two rows of one id is the later one; null where ids do not repeat. */
  readonly order: number | null;
  /** Whether it is found by its name as a whole and completed; titles made by a program are not names. */
  readonly named: boolean;
}

export interface Writer {
  /** Writes a record and all that finds it; `doc` is its JSON. */
  write(carried: Carried, doc: string, place: Place, world: World): void;
}

/** Texts whose terms are remembered: titles and names come again and again. */
const REMEMBERED = 50_000;

/** Writes records into an open transaction. */
export function writerFor(database: Database): Writer {
  const inserters = new Map(COLLECTIONS.map((collection) => [collection, insertersOf(database, collection)]));
  const word = database.inserter("suggest_words", ["word"], "ignore");
  const variant = database.inserter("suggest_variants", ["variant", "word"], "ignore");
  const keys = new Map<string, string>();
  const known = new Set<string>();

  function keyOf(text: string): string {
    const there = keys.get(text);
    if (there !== undefined) return there;
    if (keys.size >= REMEMBERED) keys.clear();
    const key = nameKey(text);
    keys.set(text, key);
    return key;
  }

  /** The terms of texts; the mark between two of them, which no query has, keeps phrases inside one text. */
  const termText = (texts: readonly string[]) => [...new Set(texts)].map(keyOf).join(" ¶ ");

  function learnWord(text: string): void {
    if (known.has(text)) return;
    known.add(text);
    word([text]);
    for (const one of variantsOf(text)) variant([one, text]);
  }

  return {
    write({ collection, record }, doc, { n, dataset, order, named }, world) {
      const into = inserters.get(collection);
      if (into === undefined) throw new Error(`no table holds ${collection}`);
      const table = tableOf(collection);
      const values = table.columns.map((column) => column.of(record, world));
      into.main([n, record.id, dataset, record.updated, shuffleOf(`${collection}:${record.id}`), order, ...values]);
      into.docs([n, doc]);
      for (const [at, one] of table.joins.entries()) {
        const several = one.columns.length > 1;
        for (const [place, row] of one.rows(record, world).entries()) {
          into.joins[at]?.(several ? [n, place, ...row] : [n, ...row]);
        }
      }
      const { names, body } = TEXTS[collection](record as never, world);
      into.terms(named ? [n, termText(names), termText(body)] : [n, "", termText([...names, ...body])]);
      if (!named) return;
      for (const key of new Set(names.map(keyOf))) if (key !== "") into.names([key, n]);
      if (!SUGGESTED.some((one) => one === collection)) return;
      for (const text of new Set(names.flatMap(wordsOf))) {
        into.words([text, n]);
        learnWord(text);
      }
    },
  };
}

function insertersOf(database: Database, collection: Collection) {
  const table = tableOf(collection);
  const columns = table.columns.map((column) => column.name);
  return {
    main: database.inserter(table.name, ["n", "id", "ds", "updated", "shuffle", "ord", ...columns]),
    docs: database.inserter(`${table.name}_docs`, ["n", "doc"]),
    joins: table.joins.map(({ name, columns }) =>
      database.inserter(name, ["n", ...(columns.length > 1 ? ["place"] : []), ...columns]),
    ),
    terms: database.inserter(`${table.name}_terms`, ["rowid", "names", "body"]),
    names: database.inserter(`${table.name}_names`, ["name", "n"]),
    words: database.inserter(`${table.name}_words`, ["word", "n"]),
  };
}

/** Takes the records of a range of numbers out of a collection, and all that finds them. */
export async function erase(database: Database, collection: Collection, { low, high }: Range): Promise<void> {
  const table = tableOf(collection);
  const numbers = sql`n BETWEEN ${low} AND ${high}`;
  const out = (of: string): Sql => sql`DELETE FROM ${name(of)} WHERE ${numbers}`;
  await database.run(
    sql`DELETE FROM ${name(`${table.name}_terms`)} WHERE rowid IN (SELECT n FROM ${name(table.name)} WHERE ${numbers})`,
  );
  for (const of of [...table.joins.map((one) => one.name), `${table.name}_names`, `${table.name}_words`]) {
    await database.run(out(of));
  }
  await database.run(out(`${table.name}_docs`));
  await database.run(out(table.name));
}

/** Takes out the words that no name has any more. */
export async function tidyWords(database: Database): Promise<void> {
  const used = COLLECTIONS.filter((collection) => SUGGESTED.some((one) => one === collection)).map(
    (collection) => sql`NOT EXISTS (SELECT 1 FROM ${name(`${collection}_words`)} w WHERE w.word = s.word)`,
  );
  const [first, ...rest] = used;
  if (first === undefined) return;
  const none = rest.reduce((all, one) => sql`${all} AND ${one}`, first);
  await database.run(sql`DELETE FROM suggest_words AS s WHERE ${none}`);
  await database.run(sql`DELETE FROM suggest_variants WHERE word NOT IN (SELECT word FROM suggest_words)`);
}
