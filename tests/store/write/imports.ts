// Imports: rows that come in any order and come again, and what is there at the end.

import fc from "fast-check";
import sql from "sql-template-tag";
import type { AnyRecord, Records } from "../../../src/model/bundle.ts";
import type { Accepted } from "../../../src/model/import-row.ts";
import type { Database } from "../../../src/store/engine/database.ts";
import { load } from "../../../src/store/write/load.ts";
import { freshDatabase } from "../../support/databases.ts";
import { planOf } from "../asking.ts";
import { keptOf, says, type Told } from "../bulk.ts";
import type { Query } from "../oracle.ts";
import { country, dataset, event } from "../small.ts";

export const CURATED = dataset("curated", {
  participants: ["kz", "cn", "us"].map((id) => country(id)),
  events: [event("own")],
});

export async function fresh(): Promise<Database> {
  const database = await freshDatabase();
  await load(database, CURATED);
  return database;
}

export const of = <const T>(...values: readonly T[]) => fc.constantFrom(...values);

/** Few ids and few orders: rows of one id meet, and some of them at the same time. */
const told: fc.Arbitrary<Told> = fc.record({
  // As text 10 comes before 2, and 100 between them.
  number: of(1, 2, 3, 10, 20, 100, 101, 9_999_999_999),
  order: fc.integer({ min: 0, max: 6 }),
  day: of("2022-12-31", "2023-01-01", "2023-01-01", "2023-01-02", "2023-01-31", "2023-02-28", "2024-02-29"),
  type: of("visit", "talks"),
  status: of("occurred", "occurred", "ongoing", "planned"),
  states: of([], ["kz"], ["kz", "cn"], ["cn", "kz"], ["us", "cn", "kz"], ["kz", "kz"]),
  venue: of(null, "gdelt-place-1", "gdelt-place-2", "gdelt-place-6"),
  code: of(null, "042", "046", "190"),
  plover: of(null, "CONSULT"),
  text: of("one", "two", "three"),
  file: of("file-1", "file-2"),
});
export const imports = fc.array(fc.array(told, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 4 });

/** What an event says, whichever file says it. */
const saidBy = (row: Accepted) => JSON.stringify({ ...row.records.at(-1)?.record, sources: [] });
const fileOf = (row: Accepted) =>
  JSON.stringify((row.records.at(-1)?.record as Records["events"] | undefined)?.sources);

/** Of one order the later version holds; where two files say the same, the file that sorts first. */
function holds(one: Accepted, other: Accepted): boolean {
  if (one.order !== other.order) return one.order > other.order;
  return saidBy(one) !== saidBy(other) || fileOf(one) <= fileOf(other);
}

/** What is there at the end: of rows of one id the one of the greatest order, among equal ones the last; and what they name. */
export function expected(all: readonly (readonly Told[])[]) {
  const rows = new Map<string, Accepted>();
  const named = new Map<string, AnyRecord>();
  for (const [line, one] of all.flat().entries()) {
    const kept = keptOf(one, line);
    const other = rows.get(kept.id);
    if (other === undefined || holds(kept, other)) rows.set(kept.id, kept);
  }
  for (const { records } of rows.values()) {
    for (const { collection, record } of records) if (collection !== "events") named.set(record.id, record);
  }
  const events = [...rows.values()].map(({ records }) => records.at(-1)?.record as Records["events"]);
  events.sort((a, b) => {
    const [one, other] = [a.date?.earliest ?? "", b.date?.earliest ?? ""];
    return one === other ? (a.id < b.id ? -1 : 1) : one < other ? 1 : -1;
  });
  return { events, named };
}

export const asking = (query: Query = []) => planOf("events", [["dataset", "gdelt"], ["limit", "200"], ...query]);

/** How many events have each value of some fields, or each two. */
export function counted(events: readonly Records["events"][], fields: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const event of events) {
    const [first = [], second = [""]] = fields.map((field) => says(event)[field] ?? []);
    for (const one of first)
      for (const two of second) {
        const key = JSON.stringify([one, two]);
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
  }
  return counts;
}

/** Answers with what was counted as it came in, and without. */
export async function bothWays<T>(database: Database, answer: () => Promise<T>): Promise<[T, T]> {
  const counted = await answer();
  await database.run(sql`UPDATE datasets SET tallied = 0`);
  const live = await answer();
  await database.run(sql`UPDATE datasets SET tallied = 1 WHERE id = 'gdelt'`);
  return [counted, live];
}
