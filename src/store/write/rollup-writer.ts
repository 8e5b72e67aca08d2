// Rollup writer: counts how many records of a large dataset have each value, and each two values, as they come in.
import sql from "sql-template-tag";
import { MIRRORED, ROLLUP_FIELDS, ROLLUP_PAIRS, type RollupField, UNFILTERED_COLUMNS } from "../catalog/rollups.ts";
import { type ColumnValue, tableOf } from "../catalog/tables.ts";
import type { Database } from "../engine/database.ts";
import type { Cells } from "./projection.ts";

const EVENTS = tableOf("events");

/** Puts the numbers of the values that an event has of a field into a list, and gives how many there are, at least one. */
type FieldReader = (cells: Cells, values: Values, into: number[]) => number;

/** The different values of a field as small numbers, in the order in which they came; one that is unknown is an empty text. */
class Values {
  readonly texts: string[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(value: ColumnValue | undefined): number {
    const text = String(value ?? "");
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }
}

function readerOf(dimension: RollupField): FieldReader {
  const column = UNFILTERED_COLUMNS[dimension];
  const at = EVENTS.columns.findIndex(({ name, filter }) =>
    column === undefined ? filter === dimension : name === column,
  );
  if (at >= 0) {
    return ({ columns }, values, into) => {
      into[0] = values.numberOf(columns[at]);
      return 1;
    };
  }
  const join = EVENTS.joins.findIndex(({ filters }) => filters[dimension] !== undefined);
  const one = EVENTS.joins[join];
  const place = one?.columns.indexOf(one.filters[dimension] ?? "") ?? -1;
  if (place < 0) throw new Error(`no column is tallied by ${dimension}`);
  return ({ joins }, values, into) => {
    let found = 0;
    for (const row of joins[join] ?? []) {
      if (row[place] == null) continue;
      const number = values.numberOf(row[place]);
      let there = 0;
      while (there < found && into[there] !== number) there++;
      if (there === found) into[found++] = number;
    }
    if (found === 0) into[found++] = values.numberOf(null);
    return found;
  };
}

/** Counts of one import, to be added to those that are there. */
interface Rollups {
  count(event: Cells, times: 1 | -1): void;
  entries(): Iterable<readonly [dims: string, one: string, two: string, count: number]>;
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

/** A field while events are counted, and the numbers of the values that the event at hand has of it. */
interface Field {
  readonly dims: RollupField;
  readonly read: FieldReader;
  readonly values: Values;
  readonly counts: number[];
  readonly numbers: number[];
  found: number;
}

/** Counts of two fields by the number of a value of the second, then of the first, of which there are the fewer. */
interface Pair {
  readonly dims: string;
  readonly first: Field;
  readonly second: Field;
  readonly counts: number[][];
  /** Of each value of the first the values of the second that came with it, in their order. */
  readonly seconds: number[][];
}

/** Stands where two values have not come together. */
const NEVER = -(2 ** 30);

function counter(prefix: string): Rollups {
  const alone: Field[] = ROLLUP_FIELDS.map((dims) => {
    return { dims, read: readerOf(dims), values: new Values(), counts: [], numbers: [], found: 0 };
  });
  const both: Pair[] = ROLLUP_PAIRS.map(([one, two]) => {
    const [first, second] = [one, two].map((dims) => alone[ROLLUP_FIELDS.indexOf(dims)]) as [Field, Field];
    return { dims: `${one},${two}`, first, second, counts: [], seconds: [] };
  });

  function countPair({ first, second, counts, seconds }: Pair, times: number): void {
    for (let at = 0; at < second.found; at++) {
      const two = second.numbers[at] as number;
      while (counts.length <= two) counts.push([]);
      const row = counts[two] as number[];
      for (let of = 0; of < first.found; of++) {
        const one = first.numbers[of] as number;
        while (row.length <= one) row.push(NEVER);
        const before = row[one] as number;
        row[one] = before === NEVER ? times : before + times;
        if (before !== NEVER) continue;
        while (seconds.length <= one) seconds.push([]);
        seconds[one]?.push(two);
      }
    }
  }

  return {
    count(event, times) {
      for (const field of alone) {
        const { values, counts, numbers } = field;
        field.found = field.read(event, values, numbers);
        for (let at = 0; at < field.found; at++) {
          const number = numbers[at] as number;
          counts[number] = (counts[number] ?? 0) + times;
        }
      }
      for (const pair of both) countPair(pair, times);
    },
    *entries() {
      for (const { dims, values, counts } of alone) {
        for (const [one, count] of counts.entries()) {
          if (count !== 0) yield [`${prefix}${dims}`, values.texts[one] ?? "", "", count];
        }
      }
      for (const { dims, first, second, counts, seconds } of both) {
        for (const [one, twos] of seconds.entries()) {
          for (const two of twos) {
            const count = counts[two]?.[one] ?? 0;
            if (count !== 0)
              yield [`${prefix}${dims}`, first.values.texts[one] ?? "", second.values.texts[two] ?? "", count];
          }
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
