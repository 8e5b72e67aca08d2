// Plans: a list question, read and checked, as the store answers it.
import type { Collection } from "../model/ids.ts";
import { type CursorPosition, fingerprint } from "./cursor.ts";
import type { Window } from "./period.ts";
import type { Search } from "./search.ts";
import type { Box, Point } from "./space.ts";
import type { ValueList } from "./value-list.ts";

/** The conditions of a question; all must hold. */
export interface Criteria {
  readonly collection: Collection;
  /** Multi-value filters by name. */
  readonly filters: ReadonlyMap<string, readonly ValueList[]>;
  readonly window: Window;
  readonly updatedSince: string | null;
  readonly min: string | null;
  readonly max: string | null;
  /** What `q` asks for. */
  readonly search: Search | null;
  readonly box: Box | null;
  /** A circle, in kilometres. */
  readonly near: (Point & { readonly radius: number }) | null;
  /** Which datasets are asked; null is all of them, an empty list the curated ones. */
  readonly datasets: readonly ValueList[] | null;
  /** Whether a record that mirrors another is left out. */
  readonly distinct: boolean;
}

export interface Sort {
  readonly key: string;
  readonly descending: boolean;
}

export type CountMode = "bounded" | "exact" | "none";

/** A sample: as many records as `limit` says, from a place in a fixed shuffle that the seed names. */
export interface Sample {
  readonly seed: string;
}

/** A page of a collection. */
export interface ListPlan {
  readonly criteria: Criteria;
  readonly sort: Sort;
  readonly limit: number;
  readonly after: CursorPosition | null;
  readonly count: CountMode;
  readonly sample: Sample | null;
  /** Names the criteria and the sort; a cursor is good for this question only. */
  readonly fingerprint: string;
}

/** What `dataset` asks for: null is all of them, an empty list the curated ones. */
export function datasetScope(words: readonly ValueList[] | undefined): Criteria["datasets"] {
  return words?.some(({ values }) => values.includes("all")) === true ? null : (words ?? []);
}

/** Whether a dataset is among those asked. */
export function isAsked(datasets: Criteria["datasets"], id: string, curated: boolean): boolean {
  if (datasets === null) return true;
  return datasets.length === 0 ? curated : datasets.every(({ not, values }) => values.includes(id) !== not);
}

/** `-date` is by date, descending. */
export function readSort(text: string): Sort {
  return text.startsWith("-") ? { key: text.slice(1), descending: true } : { key: text, descending: false };
}

/** The fingerprint of a question: criteria and sort, however they were spelled. */
export function fingerprintOf(criteria: Criteria, sort: Sort): string {
  const lists = (words: readonly ValueList[]) =>
    words
      .map(
        ({ not, values }) =>
          `${not ? "!" : ""}${[...values]
            .map((value) => value ?? "null")
            .sort()
            .join(",")}`,
      )
      .sort();
  const parts = [...criteria.filters].map(([name, words]) => `${name}=${lists(words).join("&")}`);
  const { collection, window, updatedSince, min, max, search, box, near, datasets, distinct } = criteria;
  return fingerprint([
    ...parts,
    `collection=${collection}`,
    `window=${window.from}..${window.to} ${window.certainty}`,
    `since=${updatedSince}`,
    `range=${min}..${max}`,
    `search=${JSON.stringify(search)}`,
    `box=${JSON.stringify(box)}`,
    `near=${JSON.stringify(near)}`,
    `datasets=${datasets === null ? "*" : lists(datasets).join("&")}`,
    `distinct=${distinct}`,
    `sort=${sort.descending ? "-" : ""}${sort.key}`,
  ]);
}
