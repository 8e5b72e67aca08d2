// List plans: a list query, read and checked, as the store answers it.
import type { Collection } from "../model/ids.ts";
import { type CursorPosition, fingerprint } from "./cursor.ts";
import type { FilterName, SortKey } from "./filters.ts";
import type { Window } from "./period.ts";
import type { Search } from "./search.ts";
import type { Box, Point } from "./space.ts";
import type { ValueList } from "./value-list.ts";

/** Which datasets are asked: all, the curated ones, or those that every list holds of by their ids. */
export type DatasetScope = "all" | "curated" | readonly ValueList[];

/** The conditions of a question; all must hold. */
export interface Criteria {
  readonly collection: Collection;
  /** Multi-value filters by name. */
  readonly filters: ReadonlyMap<FilterName, readonly ValueList[]>;
  readonly window: Window;
  readonly updatedSince: string | null;
  readonly min: string | null;
  readonly max: string | null;
  /** What `q` asks for. */
  readonly search: Search | null;
  readonly box: Box | null;
  /** A circle, in kilometres. */
  readonly near: (Point & { readonly radius: number }) | null;
  readonly datasets: DatasetScope;
  /** Whether a record that mirrors another is left out. */
  readonly distinct: boolean;
}

export interface Sort {
  readonly key: SortKey;
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

/** What the parameter `dataset` asks for; where it is left out, the curated datasets. */
export function datasetScope(lists: readonly ValueList[] | undefined): DatasetScope {
  if (lists === undefined || lists.length === 0) return "curated";
  return lists.some(({ values }) => values.includes("all")) ? "all" : lists;
}

/** Whether a dataset is among those asked. */
export function isAsked(datasets: DatasetScope, id: string, curated: boolean): boolean {
  if (datasets === "all") return true;
  return datasets === "curated" ? curated : datasets.every(({ not, values }) => values.includes(id) !== not);
}

/** `-date` is by date, descending; the text is one of the sorts of a collection. */
export function readSort(text: string): Sort {
  const descending = text.startsWith("-");
  return { key: (descending ? text.slice(1) : text) as SortKey, descending };
}

/** The fingerprint of a question: criteria and sort, however they were spelled. */
export function fingerprintOf(
  criteria: Criteria,
  sort: { readonly key: string; readonly descending: boolean },
): string {
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
    `datasets=${datasets === "all" ? "*" : datasets === "curated" ? "" : lists(datasets).join("&")}`,
    `distinct=${distinct}`,
    `sort=${sort.descending ? "-" : ""}${sort.key}`,
  ]);
}
