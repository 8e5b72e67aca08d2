// Plans: a list question, read and checked, as the store answers it.
import type { Collection } from "../model/ids.ts";
import { fingerprint, type Position } from "./cursor.ts";
import type { Window } from "./period.ts";
import type { Words } from "./words.ts";

/** The conditions of a question; all must hold. */
export interface Criteria {
  readonly collection: Collection;
  /** Multi-value filters by name. */
  readonly words: ReadonlyMap<string, readonly Words[]>;
  readonly window: Window;
  readonly updatedSince: string | null;
  readonly min: string | null;
  readonly max: string | null;
  /** Which datasets are asked; null is all of them, an empty list the curated ones. */
  readonly datasets: readonly Words[] | null;
}

export interface Sort {
  readonly key: string;
  readonly descending: boolean;
}

export type CountMode = "bounded" | "exact" | "none";

/** A page of a collection. */
export interface Plan {
  readonly criteria: Criteria;
  readonly sort: Sort;
  readonly limit: number;
  readonly after: Position | null;
  readonly count: CountMode;
  /** Names the criteria and the sort; a cursor is good for this question only. */
  readonly question: string;
}

/** `-date` is by date, descending. */
export function readSort(text: string): Sort {
  return text.startsWith("-") ? { key: text.slice(1), descending: true } : { key: text, descending: false };
}

/** The fingerprint of a question: criteria and sort, however they were spelled. */
export function questionOf(criteria: Criteria, sort: Sort): string {
  const lists = (words: readonly Words[]) =>
    words
      .map(
        ({ not, values }) =>
          `${not ? "!" : ""}${[...values]
            .map((value) => value ?? "null")
            .sort()
            .join(",")}`,
      )
      .sort();
  const parts = [...criteria.words].map(([name, words]) => `${name}=${lists(words).join("&")}`);
  const { collection, window, updatedSince, min, max, datasets } = criteria;
  return fingerprint([
    ...parts,
    `collection=${collection}`,
    `window=${window.from}..${window.to} ${window.certainty}`,
    `since=${updatedSince}`,
    `range=${min}..${max}`,
    `datasets=${datasets === null ? "*" : lists(datasets).join("&")}`,
    `sort=${sort.descending ? "-" : ""}${sort.key}`,
  ]);
}
