// Ready: a record with everything that the tables will hold of it, made apart from them.

import type { Collection } from "../../model/ids.ts";
import type { Carried } from "../../model/import-row.ts";
import { nameKey } from "../../query/analyzer.ts";
import { wordsOf } from "../../query/completion.ts";
import { shuffleOf } from "../../query/shuffle.ts";
import { GAP, LONGEST, SUGGESTED } from "../catalog/fulltext.ts";
import { type Group, TEXTS } from "../catalog/search-fields.ts";
import { tableOf, type Value, type World } from "../catalog/tables.ts";

/** A record as the tables have it: the cells of its columns, and the rows of each join. */
export interface Cells {
  readonly columns: readonly Value[];
  readonly joins: readonly (readonly (readonly Value[])[])[];
}

export interface Ready extends Cells {
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
const REMEMBERED = 50_000;

/**
 * Makes records ready. Only those that are `named` are found by their names as wholes and completed: titles that a
 * program has made are no names.
 */
export function preparer(): (carried: Carried, world: World, named: boolean) => Ready {
  const keys = new Map<string, string>();
  const groups = new WeakMap<Group, string>();

  function keyOf(text: string): string {
    const there = keys.get(text);
    if (there !== undefined) return there;
    if (keys.size >= REMEMBERED) keys.clear();
    const key = nameKey(text);
    keys.set(text, key);
    return key;
  }

  /** The terms of texts; the mark between two of them, which no query has, keeps phrases inside one text. */
  const termText = (texts: readonly string[]) => [...new Set(texts)].map(keyOf).join(` ${GAP} `);

  function termTextOf(group: Group): string {
    const there = groups.get(group);
    if (there !== undefined) return there;
    const text = termText(Object.values(group));
    groups.set(group, text);
    return text;
  }

  const termsOf = (list: readonly Group[], own: readonly string[] = []) =>
    [...new Set([...own, ...list.map(termTextOf)])].join(` ${GAP} `);

  return ({ collection, record }, world, named) => {
    const table = tableOf(collection);
    const { names, body } = TEXTS[collection](record as never, world);
    const completed = named && SUGGESTED.some((one) => one === collection);
    return {
      collection,
      id: record.id,
      updated: record.updated,
      doc: JSON.stringify(record),
      shuffle: shuffleOf(`${collection}:${record.id}`),
      columns: table.columns.map((column) => column.of(record, world)),
      joins: table.joins.map((one) => one.rows(record, world)),
      names: named ? termText(names) : "",
      body: named ? termsOf(body) : termsOf(body, [termText(names)]),
      keys: named ? [...new Set(names.map(keyOf))].filter((key) => key !== "" && key.length <= LONGEST) : [],
      words: completed ? [...new Set(names.flatMap(wordsOf))].filter((word) => word.length <= LONGEST) : [],
    };
  };
}
