// Row writer: what a record becomes in the tables, written and taken out again.

import sql, { join, type Sql } from "sql-template-tag";
import { COLLECTIONS, type Collection } from "../../model/ids.ts";
import { variantsOf } from "../../query/completion.ts";
import { SUGGESTED, TERM_COLUMNS, TERMS_ROWID, termRows } from "../catalog/fulltext.ts";
import { inRange, type KeyRange } from "../catalog/rowid.ts";
import { type ColumnValue, tableOf } from "../catalog/tables.ts";
import type { Database } from "../engine/database.ts";
import { isOneOf, name } from "../engine/sql.ts";
import type { Cells, Projection } from "./projection.ts";

/** Where a record goes. */
export interface RowPlace {
  readonly n: bigint;
  /** The number of its dataset. */
  readonly dataset: number;
  /** Which of two rows of one id is the later one; null where ids do not repeat. */
  readonly order: number | null;
}

/** The cells of records as they were written, in their order; what other records say may be other by now. */
export async function storedCells(
  database: Database,
  collection: Collection,
  numbers: readonly bigint[],
): Promise<readonly Cells[]> {
  const table = tableOf(collection);
  async function read(of: string, columns: readonly string[]): Promise<Map<string, ColumnValue[][]>> {
    const rows = await database.query<Record<string, ColumnValue>>(sql`
      SELECT CAST(n AS TEXT) AS record, ${name(columns.join(", "))} FROM ${name(of)} WHERE ${isOneOf(sql`n`, numbers)}`);
    const cells = new Map<string, ColumnValue[][]>();
    for (const row of rows) {
      const list = cells.get(String(row.record)) ?? [];
      list.push(columns.map((column) => row[column] ?? null));
      cells.set(String(row.record), list);
    }
    return cells;
  }
  const columns = table.columns.map((column) => column.name);
  const main = await read(table.name, columns);
  const joins: Map<string, ColumnValue[][]>[] = [];
  for (const one of table.joins) joins.push(await read(one.name, one.columns));
  return numbers.map((n) => ({
    columns: main.get(String(n))?.[0] ?? columns.map(() => null),
    joins: joins.map((cells) => cells.get(String(n)) ?? []),
  }));
}

export interface RowWriter {
  /** Writes a record and all that finds it. */
  write(ready: Projection, place: RowPlace): void;
  /** What was written is in the tables after this. */
  flush(): Promise<void>;
}

/** What is done with a word that is there. */
const IF_ABSENT = "ON CONFLICT DO NOTHING";

/** Is told of each record whose text is longer than the index has room for, as `collection/id`. */
export type OnCut = (record: string) => void;

/** Writes records into an open transaction. */
export function rowWriter(database: Database, onCut: OnCut = () => {}): RowWriter {
  const inserters = new Map(COLLECTIONS.map((collection) => [collection, insertersOf(database, collection)]));
  const word = database.inserter("suggest_words", ["word"], IF_ABSENT);
  const variant = database.inserter("suggest_variants", ["variant", "word"], IF_ABSENT);
  const known = new Set<string>();

  function learnWord(text: string): void {
    if (known.has(text)) return;
    known.add(text);
    word.put([text]);
    for (const one of variantsOf(text)) variant.put([one, text]);
  }

  return {
    write(
      { collection, id, updated, doc, shuffle, columns, joins, names, body, cut, keys, words },
      { n, dataset, order },
    ) {
      const into = inserters.get(collection);
      if (into === undefined) throw new Error(`no table holds ${collection}`);
      if (cut) onCut(`${collection}/${id}`);
      into.main.put([n, id, dataset, updated, shuffle, order, ...columns]);
      into.docs.put([n, doc]);
      for (const [at, rows] of joins.entries()) {
        for (const [place, row] of rows.entries())
          into.joins[at]?.put(row.length > 1 ? [n, place, ...row] : [n, ...row]);
      }
      for (const row of termRows(database.engine, n, names, body)) into.terms.put(row);
      for (const key of keys) into.names.put([key, n]);
      for (const text of words) {
        into.words.put([text, n]);
        learnWord(text);
      }
    },
    async flush() {
      for (const { joins, ...into } of inserters.values()) {
        for (const one of [...Object.values(into), ...joins]) await one.flush();
      }
      await word.flush();
      await variant.flush();
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
    terms: database.inserter(`${table.name}_terms`, TERM_COLUMNS[database.engine]),
    names: database.inserter(`${table.name}_names`, ["name", "n"]),
    words: database.inserter(`${table.name}_words`, ["word", "n"]),
  };
}

/** Takes the records of a range of numbers, or of some, out of a collection, and all that finds them. */
export async function deleteRows(
  database: Database,
  collection: Collection,
  which: KeyRange | readonly bigint[],
): Promise<void> {
  const table = tableOf(collection);
  const numbers = "low" in which ? inRange(which, sql`n`) : isOneOf(sql`n`, which);
  const out = (of: string): Sql => sql`DELETE FROM ${name(of)} WHERE ${numbers}`;
  await database.run(
    sql`DELETE FROM ${name(`${table.name}_terms`)} WHERE ${TERMS_ROWID} IN (SELECT n FROM ${name(table.name)} WHERE ${numbers})`,
  );
  for (const of of [...table.joins.map((one) => one.name), `${table.name}_names`, `${table.name}_words`]) {
    await database.run(out(of));
  }
  await database.run(out(`${table.name}_docs`));
  await database.run(out(table.name));
}

/** Takes out the words that no name has any more. */
export async function pruneSuggestions(database: Database): Promise<void> {
  const unused = SUGGESTED.map(
    (collection) => sql`NOT EXISTS (SELECT 1 FROM ${name(`${collection}_words`)} w WHERE w.word = s.word)`,
  );
  await database.run(sql`DELETE FROM suggest_words AS s WHERE ${join(unused, " AND ")}`);
  await database.run(sql`DELETE FROM suggest_variants WHERE word NOT IN (SELECT word FROM suggest_words)`);
}
