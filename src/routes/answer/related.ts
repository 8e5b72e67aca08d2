// Related: reads the records that those of an answer name, for formats that call them by name.

import { NONE_RELATED, type Related } from "../../formats/related.ts";
import type { Format } from "../../formats/table.ts";
import type { AnyRecord, Records } from "../../model/bundle.ts";
import { COLLECTIONS, type Collection } from "../../model/ids.ts";
import { byId, type RecordReader } from "../../store/read/records.ts";
import { inTurns } from "../../turns.ts";
import { idsReferred, withSurroundings } from "./included.ts";

/** The collections whose records a format calls by name. */
const NAMED: Readonly<Record<Format, readonly Collection[]>> = {
  json: [],
  ndjson: [],
  csv: ["participants", "venues", "sources"],
  geojson: ["participants", "venues", "sources"],
  ics: ["venues", "sources"],
  atom: ["sources"],
  jsonld: COLLECTIONS,
};

/** Formats that say where a venue is by what lies around it. */
const AROUND: readonly Format[] = ["geojson", "ics", "jsonld"];

/** Records kept between the parts of an export: the states and cities of most rows are the same. */
const KEPT_MOST = 5_000;

type Known = { readonly [C in Collection]: Map<string, Records[C]> };

/** Reads for one answer in a format, some records at a time. */
export type RelatedReader = (database: RecordReader, records: readonly AnyRecord[]) => Promise<Related>;

export function relatedReader(format: Format, collection: Collection): RelatedReader {
  const known = Object.fromEntries(COLLECTIONS.map((one) => [one, new Map()])) as unknown as Known;
  return async (database, records) => {
    if (NAMED[format].length === 0 || records.length === 0) return NONE_RELATED;
    for (const one of NAMED[format]) {
      const around = one === "venues" && AROUND.includes(format);
      const wanted = (await inTurns(records, (record) => idsReferred(record, collection, one))).flat();
      // A venue has its point of its own or of what is around it.
      const own = around && collection === "venues" ? records.map(({ id }) => id) : [];
      const found = known[one] as Map<string, AnyRecord>;
      if (found.size > KEPT_MOST) found.clear();
      const missing = [...new Set([...wanted, ...own])].filter((id) => !found.has(id));
      const docs = around ? await withSurroundings(database, missing) : await byId(database, one, missing);
      await inTurns(docs, ([id, doc]) => found.set(id, JSON.parse(doc) as AnyRecord));
    }
    return known;
  };
}
