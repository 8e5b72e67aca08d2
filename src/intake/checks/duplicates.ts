// Duplicates: ids given to two records, and lists that say the same twice.

import { brief, type Fault } from "../input/faults.ts";
import { below, isList, placeOf, walk } from "../input/pointers.ts";
import { type Corpus, faultIn, idOf } from "./corpus.ts";

/** Two records of one collection with one id, in one file or in two. */
export function* repeatedIds({ entries, ids }: Corpus): Generator<Fault> {
  for (const entry of entries) {
    const id = idOf(entry);
    const first = id === null ? undefined : ids[entry.collection].get(id);
    if (first !== undefined && first !== entry) {
      yield faultIn(entry, "/id", `${brief(id)} is already the id of ${first.file}:${first.pointer}`);
    }
  }
}

/** Elements of one list that are equal. */
export function* repeatedItems({ entries }: Corpus): Generator<Fault> {
  for (const entry of entries) {
    for (const { pointer, value } of walk(placeOf(entry.record))) {
      if (!isList(value) || value.length < 2) continue;
      const seen = new Map<string, number>();
      for (const [at, item] of value.entries()) {
        const key = JSON.stringify(item);
        const first = seen.get(key);
        if (first === undefined) seen.set(key, at);
        else yield faultIn(entry, below(pointer, at), `says the same as ${below(entry.pointer + pointer, first)}`);
      }
    }
  }
}
