// Translations: which texts are keyed by language, and that curated records have them in Russian and English.

import { brief, type Fault } from "../input/faults.ts";
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

const REQUIRED = ["ru", "en"];

export function* labels({ entries }: Corpus): Generator<Fault> {
  for (const entry of entries) {
    for (const { pointer, key, value } of walk(placeOf(entry.record))) {
      if (!BY_LANGUAGE.has(key) || IN_ANY.has(key) || !isObject(value)) continue;
      for (const language of REQUIRED.filter((tag) => !Object.hasOwn(value, tag))) {
        yield faultIn(entry, pointer, `lacks ${brief(language)}; curated texts are given in ru and en`);
      }
    }
  }
}
