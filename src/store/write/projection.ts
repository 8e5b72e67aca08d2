// Projection: a record with every cell and term that the tables will hold of it, made apart from them.
//
// A record is stored whole, as the JSON text that goes on the wire, beside the columns that filters and sorts need. A
// list is joined from stored texts; they are parsed only where `fields`, `include` or another format asks for it. The
// document is the truth and everything else in the tables is derived from it, so an index can be derived anew from the
// records alone (`rederive.ts`).
//
// Projections are made without the database, so that another thread can write meanwhile
// (`src/store/engine/sqlite-bulk.ts`). Terms of texts that come again are remembered: titles and names of GDELT repeat
// by the thousand.

import type { Collection } from "../../model/ids.ts";
import type { CollectionRecord } from "../../model/import-row.ts";
import { nameKey } from "../../query/analyzer.ts";
import { wordsOf } from "../../query/completion.ts";
import { shuffleOf } from "../../query/shuffle.ts";
import { SUGGESTED, TERM_LIMIT, TEXT_BREAK } from "../catalog/fulltext.ts";
import { SEARCH_FIELDS, type TextGroup } from "../catalog/search-fields.ts";
import { type ColumnValue, type Lookup, tableOf } from "../catalog/tables.ts";

/** A record as the tables have it: the cells of its columns, and the rows of each join. */
export interface Cells {
  readonly columns: readonly ColumnValue[];
  readonly joins: readonly (readonly (readonly ColumnValue[])[])[];
}

export interface Projection extends Cells {
  readonly collection: Collection;
  readonly id: string;
  readonly updated: string;
  /** Its JSON. */
  readonly doc: string;
  readonly shuffle: number;
  /** Terms of its names and of all else. */
  readonly names: string;
  readonly body: string;
  /** Whole names, and words of names, by which it is found and completed. */
  readonly keys: readonly string[];
  readonly words: readonly string[];
}

/** Texts whose terms are remembered: titles and names come again and again. */
const CACHED_TEXTS = 50_000;

/**
 * Makes records ready. Only those that are `named` are found by their names as wholes and completed: titles that a
 * program has made are no names.
 */
export function projector(): (carried: CollectionRecord, lookup: Lookup, named: boolean) => Projection {
  const keys = new Map<string, string>();
  const groups = new WeakMap<TextGroup, string>();

  function keyOf(text: string): string {
    const there = keys.get(text);
    if (there !== undefined) return there;
    if (keys.size >= CACHED_TEXTS) keys.clear();
    const key = nameKey(text);
    keys.set(text, key);
    return key;
  }

  /** The terms of texts; the mark between two of them, which no query has, keeps phrases inside one text. */
  const termText = (texts: readonly string[]) => [...new Set(texts)].map(keyOf).join(` ${TEXT_BREAK} `);

  function termTextOf(group: TextGroup): string {
    const there = groups.get(group);
    if (there !== undefined) return there;
    const text = termText(Object.values(group));
    groups.set(group, text);
    return text;
  }

  const termsOf = (list: readonly TextGroup[], own: readonly string[] = []) =>
    [...new Set([...own, ...list.map(termTextOf)])].join(` ${TEXT_BREAK} `);

  return ({ collection, record }, lookup, named) => {
    const table = tableOf(collection);
    const { names, body } = SEARCH_FIELDS[collection](record as never, lookup);
    const completed = named && SUGGESTED.some((one) => one === collection);
    return {
      collection,
      id: record.id,
      updated: record.updated,
      doc: JSON.stringify(record),
      shuffle: shuffleOf(`${collection}:${record.id}`),
      columns: table.columns.map((column) => column.of(record, lookup)),
      joins: table.joins.map((one) => one.rows(record, lookup)),
      names: named ? termText(names) : "",
      body: named ? termsOf(body) : termsOf(body, [termText(names)]),
      keys: named ? [...new Set(names.map(keyOf))].filter((key) => key !== "" && key.length <= TERM_LIMIT) : [],
      words: completed ? [...new Set(names.flatMap(wordsOf))].filter((word) => word.length <= TERM_LIMIT) : [],
    };
  };
}
