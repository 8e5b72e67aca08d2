// Rollup writer: counts how many records of a large dataset have each value, and each two values, as they come in.
import sql from "sql-template-tag";
import { MIRRORED, ROLLUP_FIELDS, ROLLUP_PAIRS, type RollupField, UNFILTERED_COLUMNS } from "../catalog/rollups.ts";
import { tableOf } from "../catalog/tables.ts";
import type { Database } from "../engine/database.ts";
import type { Cells } from "./projection.ts";

const EVENTS = tableOf("events");

/** The values that an event has of a field; one that is unknown is an empty text. */
function readerOf(dimension: RollupField): (cells: Cells) => readonly string[] {
  const column = UNFILTERED_COLUMNS[dimension];
  const at = EVENTS.columns.findIndex(({ name, filter }) =>
    column === undefined ? filter === dimension : name === column,
  );
  if (at >= 0) return ({ columns }) => [String(columns[at] ?? "")];
  const join = EVENTS.joins.findIndex(({ filters }) => filters[dimension] !== undefined);
  const one = EVENTS.joins[join];
  const place = one?.columns.indexOf(one.filters[dimension] ?? "") ?? -1;
  if (place < 0) throw new Error(`no column is tallied by ${dimension}`);
  return ({ joins }) => {
    const rows = joins[join] ?? [];
    const [only] = rows;
    if (rows.length === 1 && only !== undefined) return [String(only[place] ?? "")];
    const known = new Set(rows.flatMap((row) => (row[place] == null ? [] : [String(row[place])])));
    return known.size === 0 ? [""] : [...known];
  };
}

const READERS = ROLLUP_FIELDS.map((dimension) => [dimension, readerOf(dimension)] as const);

/** Counts of one import, to be added to those that are there. */
interface Rollups {
  count(event: Cells, times: 1 | -1): void;
  entries(): Iterable<readonly [dims: string, one: string, two: string, count: number]>;
}

/** Counts by a first and a second value; where there is no second one, it is empty. */
type Counts = Map<string, Map<string, number>>;

function add(counts: Counts, one: string, two: string, times: number): void {
  let row = counts.get(one);
  if (row === undefined) {
    row = new Map();
    counts.set(one, row);
  }
  row.set(two, (row.get(two) ?? 0) + times);
}

const MIRROR = EVENTS.columns.findIndex(({ name }) => name === "mirror");

/** Counts of all events, and by themselves of those that are told twice. */
export function rollups(): Rollups {
  const [all, mirrored] = [counter(""), counter(MIRRORED)];
  return {
    count(event, times) {
      all.count(event, times);
      if (Number(event.columns[MIRROR]) === 1) mirrored.count(event, times);
    },
    *entries() {
      yield* all.entries();
      yield* mirrored.entries();
    },
  };
}

function counter(prefix: string): Rollups {
  const alone = READERS.map(([dimension, read]) => ({ dims: dimension as string, read, counts: new Map() as Counts }));
  const both = ROLLUP_PAIRS.map(([first, second]) => ({
    dims: `${first},${second}`,
    at: [ROLLUP_FIELDS.indexOf(first as RollupField), ROLLUP_FIELDS.indexOf(second as RollupField)] as const,
    counts: new Map() as Counts,
  }));
  return {
    count(event, times) {
      const values = alone.map(({ read, counts }) => {
        const found = read(event);
        for (const one of found) add(counts, one, "", times);
        return found;
      });
      for (const { at, counts } of both) {
        for (const one of values[at[0]] ?? []) for (const two of values[at[1]] ?? []) add(counts, one, two, times);
      }
    },
    *entries() {
      for (const { dims, counts } of [...alone, ...both]) {
        for (const [one, row] of counts) {
          for (const [two, count] of row) if (count !== 0) yield [`${prefix}${dims}`, one, two, count];
        }
      }
    },
  };
}

/** Rows that are written together. */
const ROWS_AT_ONCE = 10_000;

/** Adds what an import counted to what is there. */
export async function writeRollups(database: Database, number: number, tallies: Rollups): Promise<void> {
  const added = "ON CONFLICT (ds, dims, one, two) DO UPDATE SET count = tallies.count + excluded.count";
  const inserter = database.inserter("tallies", ["ds", "dims", "one", "two", "count"], added);
  let waiting = 0;
  for (const [dims, one, two, count] of tallies.entries()) {
    inserter.put([number, dims, one, two, count]);
    if (++waiting % ROWS_AT_ONCE === 0) await inserter.flush();
  }
  await inserter.flush();
}

/** Whether a dataset that is counted as it comes in holds events that are told twice. */
export async function hasMirrors(database: Database, number: number): Promise<boolean> {
  const rows = await database.query(sql`
    SELECT 1 AS one FROM tallies WHERE ds = ${number} AND dims = ${`${MIRRORED}type`} AND count > 0 LIMIT 1`);
  return rows.length > 0;
}
