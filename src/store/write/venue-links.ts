// Venue links: which venues are one place, kept for the filters that ask for a place and shown in the venues' records.
//
// They follow from the records of all datasets, and are made anew at the end of every transaction that changes one; so
// the order of imports does not matter. They are no part of a dataset's version: `sameAs` is empty in what is hashed, and
// is put into the stored documents afterwards (`withoutLinks` takes it out again).
//
// A row (value, found) says that whoever asks for the venue `value` also asks for `found`: a record of the same place, or
// one of a place within it that another record puts there. What lies in `found` is found with it.
import sql from "sql-template-tag";
import type { Venue } from "../../model/venue.ts";
import type { Place } from "../catalog/place-keys.ts";
import { samePlaces } from "../catalog/same-places.ts";
import type { Database } from "../engine/database.ts";
import { CROSS } from "../engine/dialect.ts";
import { isOneOf, manyOf } from "../engine/sql.ts";

/** A venue's document as its dataset says it: without links to others. */
export function withoutLinks(doc: string): string {
  const venue = JSON.parse(doc) as Venue;
  return (venue.sameAs ?? []).length === 0 ? doc : JSON.stringify({ ...venue, sameAs: [] });
}

interface Stored {
  readonly n: string;
  readonly doc: string;
}

/** The venues that share a key with another one. */
async function candidates(database: Database): Promise<Map<string, { n: bigint; venue: Venue }>> {
  const rows = await database.query<Stored>(sql`
    SELECT CAST(d.n AS TEXT) AS n, d.doc FROM venues_docs d WHERE d.n IN (
      SELECT k.n FROM venue_keys k WHERE k.value IN (
        SELECT value FROM venue_keys WHERE value IS NOT NULL GROUP BY value HAVING count(*) > 1))`);
  return new Map(
    rows.map(({ n, doc }) => {
      const venue = JSON.parse(doc) as Venue;
      return [venue.id, { n: BigInt(n), venue }];
    }),
  );
}

/** Each of some venues with all that it lies in. */
async function chainsOf(database: Database, numbers: readonly bigint[]): Promise<Map<string, Set<string>>> {
  if (numbers.length === 0) return new Map();
  const rows = await database.query<{ id: string; value: string }>(sql`
    SELECT v.id, w.value FROM venues v ${CROSS} venue_within w ON w.n = v.n WHERE ${isOneOf(sql`v.n`, numbers)}`);
  const chains = new Map<string, Set<string>>();
  for (const { id, value } of rows) chains.set(id, (chains.get(id) ?? new Set([id])).add(value));
  return chains;
}

/** All that a venue lies in by what any record of it, or of what it lies in, says. */
function aroundAll(id: string, same: ReadonlyMap<string, readonly string[]>, chains: ReadonlyMap<string, Set<string>>) {
  const found = new Set([id]);
  // What is added while a set is walked is walked too.
  for (const one of found) {
    for (const other of same.get(one) ?? []) found.add(other);
    for (const other of chains.get(one) ?? []) found.add(other);
  }
  return found;
}

/** Makes the links anew in an open transaction. */
export async function linkVenues(database: Database): Promise<void> {
  const there = await candidates(database);
  const places: Place[] = [...there.values()].map(({ venue }) => venue);
  const same = samePlaces(places);
  const numbers = [...same.keys()].flatMap((id) => there.get(id)?.n ?? []);
  const chains = await chainsOf(database, numbers);
  const rows = [...same.keys()].flatMap((found) => {
    const own = chains.get(found) ?? new Set([found]);
    const others = same.get(found) ?? [];
    const values = new Set([...others, ...[...aroundAll(found, same, chains)].filter((value) => !own.has(value))]);
    return [...values].map((value) => [value, found] as const);
  });
  const before = await database.query<{ found: string }>(sql`SELECT DISTINCT found FROM venue_links`);
  await database.run(sql`DELETE FROM venue_links`);
  const links = database.inserter("venue_links", ["value", "found"]);
  for (const row of rows) links.put(row);
  await links.flush();
  await show(
    database,
    same,
    there,
    before.map(({ found }) => found),
  );
}

/** Puts the links into the documents of those that have them, and takes them out of those that had. */
async function show(
  database: Database,
  same: ReadonlyMap<string, readonly string[]>,
  there: ReadonlyMap<string, { readonly n: bigint; readonly venue: Venue }>,
  before: readonly string[],
): Promise<void> {
  const gone = before.filter((id) => !there.has(id));
  const rows =
    gone.length === 0
      ? []
      : await database.query<Stored>(sql`
          SELECT CAST(r.n AS TEXT) AS n, d.doc FROM venues r ${CROSS} venues_docs d ON d.n = r.n
          WHERE r.id IN ${manyOf(gone)}`);
  const others = rows.map(({ n, doc }) => ({ n: BigInt(n), venue: JSON.parse(doc) as Venue }));
  for (const { n, venue } of [...there.values(), ...others]) {
    const sameAs = same.get(venue.id) ?? [];
    if (JSON.stringify(venue.sameAs) === JSON.stringify(sameAs)) continue;
    await database.run(sql`UPDATE venues_docs SET doc = ${JSON.stringify({ ...venue, sameAs })} WHERE n = ${n}`);
  }
}
