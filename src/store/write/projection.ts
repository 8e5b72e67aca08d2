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
import { nameKey, nameTerms, termsOf } from "../../query/analyzer.ts";
import { wordsOf } from "../../query/completion.ts";
import { SUGGESTED, TERM_LIMIT, TEXT_BREAK, withinIndex } from "../catalog/fulltext.ts";
import { SEARCH_FIELDS } from "../catalog/search-fields.ts";
import { shuffleOf } from "../catalog/shuffle.ts";
import { type ColumnValue, type Lookup, type TextGroup, tableOf } from "../catalog/tables.ts";

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
  /** Whether its body is longer than an index has room for: the rest is kept, but not found. */
  readonly cut: boolean;
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
  const texts = new Map<string, string>();
  const groups = new WeakMap<TextGroup, string>();

  /** The terms of one text; texts that come again and again are remembered. */
  function termsIn(proper: boolean, language: string, text: string): string {
    const key = `${proper ? language : ""}|${text}`;
    const there = texts.get(key);
    if (there !== undefined) return there;
    if (texts.size >= CACHED_TEXTS) texts.clear();
    const terms = proper ? nameTerms(text, language) : termsOf(text).map(({ term }) => term);
    const made = terms.join(" ");
    texts.set(key, made);
    return made;
  }

  /** The terms of texts; the mark between two of them, which no query has, keeps phrases inside one text. */
  function termText({ proper, texts: list }: TextGroup): string {
    const all = [...new Set(list.map(([language, text]) => termsIn(proper, language, text)))];
    // What stands in another name is found there: Belgium in Kingdom of Belgium.
    const whole = proper
      ? all.filter((one) => !all.some((other) => other !== one && ` ${other} `.includes(` ${one} `)))
      : all;
    return whole.join(` ${TEXT_BREAK} `);
  }

  function termTextOf(group: TextGroup): string {
    const there = groups.get(group);
    if (there !== undefined) return there;
    const text = termText(group);
    groups.set(group, text);
    return text;
  }

  const joined = (list: readonly string[]) => [...new Set(list)].filter((text) => text !== "").join(` ${TEXT_BREAK} `);

  /** The names of all that running text mentions, so that it is found by each of their names. */
  function mentioned(list: readonly TextGroup[], lookup: Lookup): string[] {
    const running = list.filter(({ proper }) => !proper).map(termTextOf);
    return running.flatMap((text) => lookup.mentionedIn(text).map(termTextOf));
  }

  return ({ collection, record }, lookup, named) => {
    const table = tableOf(collection);
    const { names, body } = SEARCH_FIELDS[collection](record as never, lookup);
    const completed = named && SUGGESTED.some((one) => one === collection);
    const own = termTextOf(names);
    const more = body.map(termTextOf);
    const keys = named ? names.texts.map(([language, text]) => nameKey(text, language)) : [];
    const [inNames, inBody] = named ? [own, [...more, ...mentioned([names, ...body], lookup)]] : ["", [own, ...more]];
    const indexed = withinIndex(inNames, joined(inBody));
    return {
      collection,
      id: record.id,
      updated: record.updated,
      doc: JSON.stringify(record),
      shuffle: shuffleOf(`${collection}:${record.id}`),
      columns: table.columns.map((column) => column.of(record, lookup)),
      joins: table.joins.map((one) => one.rows(record, lookup)),
      ...indexed,
      keys: [...new Set(keys)].filter((key) => key !== "" && key.length <= TERM_LIMIT),
      words: completed
        ? [...new Set(names.texts.flatMap(([, text]) => wordsOf(text)))].filter((word) => word.length <= TERM_LIMIT)
        : [],
    };
  };
}
