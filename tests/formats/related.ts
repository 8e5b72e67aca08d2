// Related: all records of a dataset by id, as an answer may name any of them.
import type { Related } from "../../src/formats/related.ts";
import type { Dataset } from "../../src/model/bundle.ts";
import { COLLECTIONS } from "../../src/model/ids.ts";

export function relatedIn(records: Dataset["records"]): Related {
  const maps = COLLECTIONS.map((collection) => [
    collection,
    new Map((records[collection] as readonly { readonly id: string }[]).map((record) => [record.id, record])),
  ]);
  return Object.fromEntries(maps);
}
