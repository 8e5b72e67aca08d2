// Retirement: ids that are retired stay so, and what they were merged into is there.
import { basename, resolve } from "node:path";
import type { Retired } from "../../model/retired.ts";
import { FIXED } from "../input/directory.ts";
import { brief, type Fault, hint } from "../input/faults.ts";
import type { Corpus } from "./corpus.ts";

export function* retirement(retired: readonly Retired[], { ids, unseen }: Corpus, directory: string): Generator<Fault> {
  const file = `${basename(resolve(directory))}/${FIXED.retired}`;
  const seen = new Set<string>();
  for (const [at, { collection, id, mergedInto }] of retired.entries()) {
    const key = `${collection}/${id}`;
    if (seen.has(key)) yield { file, pointer: `/${at}/id`, message: `${brief(key)} is retired twice` };
    seen.add(key);
    if (ids[collection].has(id)) {
      yield { file, pointer: `/${at}/id`, message: `${brief(key)} is still a record; retire it or keep it` };
    }
    // A chain of merges would send a client from one address to the next: the last record is named at once.
    if (mergedInto !== null && !unseen.has(collection) && !ids[collection].has(mergedInto)) {
      const near = hint(mergedInto, ids[collection].keys());
      yield {
        file,
        pointer: `/${at}/mergedInto`,
        message: `there is no record ${brief(`${collection}/${mergedInto}`)}${near}`,
      };
    }
  }
}
