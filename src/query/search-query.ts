// Search queries: the query strings of search and suggestions, over all collections.

import type { z } from "zod";
import type { Collection } from "../model/ids.ts";
import { type CursorPosition, fingerprint } from "./cursor.ts";
import {
  collectionsParameter,
  cursorParameter,
  datasetParameter,
  type Language,
  labelsParameter,
  langParameter,
  limitParameter,
} from "./list-parameters.ts";
import { checked, positionOf } from "./list-query.ts";
import { examples, required, SEARCH_TEXT, searchText } from "./parameter.ts";
import { type Criteria, datasetScope } from "./plan.ts";
import { SEARCH_RULE } from "./search.ts";
import type { ValueList } from "./value-list.ts";

/** A search or a completion, read and checked. */
export interface SearchPlan {
  readonly q: string;
  readonly collections: readonly Collection[];
  readonly datasets: Criteria["datasets"];
  readonly lang: Language;
  /** The language of the names of what is found; null sends none. */
  readonly labels: Language | null;
  readonly limit: number;
  readonly after: CursorPosition | null;
  /** Names the question for its cursors. */
  readonly question: string;
}

interface Given {
  readonly q: string;
  readonly collection?: Collection[];
  readonly dataset?: ValueList[];
  readonly lang?: Language;
  readonly labels?: Language;
  readonly limit?: number;
  readonly cursor?: string;
}

/** The schema of `/v1/search` (with a cursor and labels) or `/v1/suggest` (without). */
export function searchQuery(
  about: { q: string; example: string; most: number; usual: number; cursor: boolean },
  known: readonly Collection[],
) {
  const shape: Record<string, z.ZodType> = {
    q: required(searchText, { ...SEARCH_TEXT, description: `${about.q} ${SEARCH_RULE}`, ...examples(about.example) }),
    collection: collectionsParameter(known, "Only records of these collections."),
    dataset: datasetParameter,
    lang: langParameter,
    limit: limitParameter(about.most, about.usual),
    ...(about.cursor ? { cursor: cursorParameter, labels: labelsParameter } : {}),
  };
  return checked(shape).transform((values, context): SearchPlan => {
    const {
      q,
      collection = [...known],
      dataset,
      lang = "en",
      labels = null,
      limit = about.usual,
      cursor,
    } = values as unknown as Given;
    const datasets = datasetScope(dataset);
    // Cursors that clients hold name the datasets like this.
    const scope = datasets === "all" ? null : datasets === "curated" ? [] : datasets;
    const question = fingerprint([
      `q=${q}`,
      `collections=${[...collection].sort()}`,
      `datasets=${JSON.stringify(scope)}`,
    ]);
    return {
      q,
      collections: collection,
      datasets,
      lang,
      labels,
      limit,
      after: positionOf(cursor, question, context),
      question,
    };
  });
}
