// Tallies: how many records of a large dataset have each value, and each two values, counted as they come in.
import sql from "sql-template-tag";
import type { Criteria } from "../query/plan.ts";
import { ask, type Database } from "./database.ts";
import type { Cells } from "./ready.ts";
import { heldBy, type Share } from "./shares.ts";
import { TABLES } from "./tables.ts";

/** Unknown values are empty texts, and so is the second value where there is one only. */
export const TALLY_TABLES: readonly string[] = [
  "CREATE TABLE tallies (ds INTEGER NOT NULL, dims TEXT NOT NULL, one TEXT NOT NULL, two TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (ds, dims, one, two)) WITHOUT ROWID",
];

/** Fields with few values: each two of them are counted together. */
const FEW = ["type", "status", "country", "plover", "cameoRoot", "venueCountry", "year"] as const;
const OTHERS = ["rank", "role", "month", "participant", "venue", "topic", "source", "pair"] as const;
const TOGETHER: readonly (readonly [string, string])[] = [
  ...FEW.flatMap((one, at) => FEW.slice(at + 1).map((two) => [one, two] as const)),
  ...["type", "country"].map((one) => [one, "month"] as const),
  ...["type", "status", "year"].flatMap((one) => [[one, "pair"] as const, [one, "role"] as const]),
];
type Dimension = (typeof FEW)[number] | (typeof OTHERS)[number];
const DIMENSIONS: readonly Dimension[] = [...FEW, ...OTHERS];

/** Fields that may have more values than are read while others wait: as many as there are places, files, or pairs. */
const MANY = ["venue", "source", "pair"];

/** The values that an event has of a field; one that is unknown is an empty text. */
function readerOf(dimension: Dimension): (cells: Cells) => readonly string[] {
  const at = TABLES.events.columns.findIndex(({ filter }) => filter === dimension);
  if (at >= 0) return ({ columns }) => [String(columns[at] ?? "")];
  const join = TABLES.events.joins.findIndex(({ filters }) => filters[dimension] !== undefined);
  const one = TABLES.events.joins[join];
  const column = one?.columns.indexOf(one.filters[dimension] ?? "") ?? -1;
  if (column < 0) throw new Error(`no column is tallied by ${dimension}`);
  return ({ joins }) => {
    const rows = joins[join] ?? [];
    const [only] = rows;
    if (rows.length === 1 && only !== undefined) return [String(only[column] ?? "")];
    const known = new Set(rows.flatMap((row) => (row[column] == null ? [] : [String(row[column])])));
    return known.size === 0 ? [""] : [...known];
  };
}

const READERS = DIMENSIONS.map((dimension) => [dimension, readerOf(dimension)] as const);

/** Counts of one import, to be added to those that are there. */
interface Tally {
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

export function tally(): Tally {
  const alone = READERS.map(([dimension, read]) => ({ dims: dimension as string, read, counts: new Map() as Counts }));
  const both = TOGETHER.map(([first, second]) => ({
    dims: `${first},${second}`,
    at: [DIMENSIONS.indexOf(first as Dimension), DIMENSIONS.indexOf(second as Dimension)] as const,
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
          for (const [two, count] of row) if (count !== 0) yield [dims, one, two, count];
        }
      }
    },
  };
}

/** The condition that a field has one value, as a question says it; null is unknown. */
type Fixed = ReadonlyMap<string, string | null>;

/** What a question asks of fields with one value each, when it asks for nothing else. */
function fixedBy(criteria: Criteria): Fixed | null {
  const { words, window, updatedSince, min, max, search, box, near } = criteria;
  if (window.from !== null || window.to !== null || updatedSince !== null) return null;
  if (min !== null || max !== null || search !== null || box !== null || near !== null) return null;
  const fixed = new Map<string, string | null>();
  for (const [filter, lists] of words) {
    const [list, ...more] = lists;
    if (list === undefined) continue;
    const pair = filter === "country" && more.length === 1 ? pairOf([list, ...more]) : null;
    if (pair !== null) fixed.set("pair", pair);
    else if (more.length > 0 || list.not || list.values.length !== 1) return null;
    else fixed.set(filter, list.values[0] ?? null);
  }
  return fixed;
}

function pairOf(
  lists: readonly { readonly not: boolean; readonly values: readonly (string | null)[] }[],
): string | null {
  const states = lists.flatMap(({ not, values }) => (not || values.length !== 1 ? [] : (values[0] ?? [])));
  return states.length === 2 && states[0] !== states[1] ? states.sort().join(" ") : null;
}

/** Whether the store counts these fields together, and in which order it names them. */
function dimsOf(names: readonly string[]): readonly string[] | null {
  if (names.length === 1) return DIMENSIONS.some((one) => one === names[0]) ? names : null;
  return TOGETHER.find((pair) => names.every((one) => pair.includes(one))) ?? null;
}

function isTallied(share: Share, criteria: Criteria): boolean {
  return share.tallied && criteria.collection === "events" && !(criteria.distinct && share.mirrors);
}

/** How many records of a dataset a question finds, where that has been counted; else null. */
export async function tallied(database: Database, criteria: Criteria, share: Share): Promise<number | null> {
  const fixed = fixedBy(criteria);
  if (fixed === null) return null;
  if (fixed.size === 0 && !(criteria.distinct && share.mirrors)) return heldBy(share, criteria.collection);
  if (fixed.size > 2 || !isTallied(share, criteria)) return null;
  const found = await talliedBy(database, criteria, share, []);
  return found === null ? null : (found[0]?.count ?? 0);
}

/** Groups of a dataset's records by one or two fields, where they have been counted; else null. */
export async function talliedBy(
  database: Database,
  criteria: Criteria,
  share: Share,
  by: readonly string[],
): Promise<{ keys: (string | null)[]; count: number }[] | null> {
  const fixed = fixedBy(criteria);
  if (fixed === null || !isTallied(share, criteria) || by.some((one) => fixed.has(one))) return null;
  const names = [...fixed.keys(), ...by];
  const dims = names.length > 2 ? null : dimsOf(names);
  if (dims === null) return null;
  const [one, two] = dims.map((name) => (fixed.has(name) ? (fixed.get(name) ?? "") : null));
  const second = dims.length === 1 ? "" : two;
  const few = !by.some((name) => MANY.includes(name));
  const query = sql`SELECT one, two, count FROM tallies WHERE ds = ${share.number} AND dims = ${dims.join(",")}
    ${one == null ? sql`` : sql`AND one = ${one}`} ${second == null ? sql`` : sql`AND two = ${second}`}`;
  const rows = await ask<{ one: string; two: string; count: number }>(database, few, query);
  return rows
    .filter(({ count }) => count > 0)
    .map((row) => ({
      keys: by.map((name) => (dims[0] === name ? row.one : row.two) || null),
      count: row.count,
    }));
}
