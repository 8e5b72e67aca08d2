// Translations: which texts are keyed by language, and that each is there in one at least.

import type { Fault } from "../input/faults.ts";
import { isObject, placeOf, walk } from "../input/pointers.ts";
import { type Corpus, faultIn } from "./corpus.ts";

/** Keys whose value is keyed by language, wherever they stand in a record; a test holds the list to the schemas. */
export const BY_LANGUAGE: ReadonlySet<string> = new Set([
  "names",
  "aliases",
  "title",
  "summary",
  "description",
  "office",
  "name",
  "measure",
  "subject",
  "additiveNote",
  "translations",
]);

/** Other names and translations exist in some languages only; `name` is a name as a source gave it. */
const IN_ANY = new Set(["aliases", "translations", "name"]);

export function* labels({ entries }: Corpus): Generator<Fault> {
  for (const entry of entries) {
    for (const { pointer, key, value } of walk(placeOf(entry.record))) {
      if (!BY_LANGUAGE.has(key) || IN_ANY.has(key) || !isObject(value) || Object.keys(value).length > 0) continue;
      yield faultIn(entry, pointer, "has a text in no language; one is enough, the other is left out");
    }
  }
}
