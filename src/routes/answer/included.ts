// Included: the records that those of a page refer to, fetched once each.

import type { IncludedDocs } from "../../formats/envelope.ts";
import type { AnyRecord } from "../../model/bundle.ts";
import type { Collection } from "../../model/ids.ts";
import { idsAt, REFERENCES } from "../../model/references.ts";
import type { Venue } from "../../model/venue.ts";
import { byId, ofEvents, type RecordReader } from "../../store/read/records.ts";
import { inTurns } from "../../turns.ts";

/** References that no file writes, so that none of them has to be checked. */
export const DERIVED: Partial<Record<Collection, Readonly<Record<string, Collection>>>> = {
  events: { "/countries/*": "participants", "/stops/*": "venues" },
  venues: { "/sameAs/*": "venues" },
};
/** What states a value is in the record's evidence, and what a segment mentions is mentioned by its quote. */
const NOT_FOLLOWED = /^\/(?:provenance|segments)\//;

/** The ids that a record refers to in another collection. */
export function idsReferred(record: unknown, from: Collection, to: Collection): string[] {
  const pointers = Object.entries({ ...REFERENCES[from], ...DERIVED[from] });
  return pointers.flatMap(([pattern, target]) =>
    target === to && !NOT_FOLLOWED.test(pattern) ? idsAt(record, pattern) : [],
  );
}

/** The records of the wanted collections that `docs` refer to, or, for quotes and figures of events, that belong to them. */
export async function includedWith(
  database: RecordReader,
  collection: Collection,
  wanted: readonly Collection[],
  docs: readonly string[],
): Promise<IncludedDocs> {
  const records = await inTurns(docs, (doc) => JSON.parse(doc) as AnyRecord);
  const included = new Map<Collection, ReadonlyMap<string, string>>();
  for (const one of [...wanted].sort()) {
    if (collection === "events" && (one === "quotes" || one === "figures")) {
      included.set(
        one,
        await ofEvents(
          database,
          one,
          records.map(({ id }) => id),
        ),
      );
      continue;
    }
    const ids = (await inTurns(records, (record) => idsReferred(record, collection, one))).flat();
    included.set(
      one,
      await (one === "venues" ? withSurroundings(database, ids) : byId(database, one, [...new Set(ids)])),
    );
  }
  return included;
}

/** Venues with all that they lie in, so that a client can name the city of a room. */
export async function withSurroundings(
  database: RecordReader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  let wanted = [...new Set(ids)];
  while (wanted.length > 0) {
    const level = await byId(database, "venues", wanted);
    for (const [id, doc] of level) found.set(id, doc);
    const around = await inTurns(level.values(), (doc) => (JSON.parse(doc) as Venue).within);
    wanted = [...new Set(around)].filter((id) => id !== null).filter((id) => !found.has(id));
  }
  return found;
}
