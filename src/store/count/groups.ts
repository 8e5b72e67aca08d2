// Groups: how many records a query finds, by one or two of its filters.
import sql, { join, type Sql } from "sql-template-tag";
import { coroutine, type Steps, wait } from "../../coroutine.ts";
import type { Collection } from "../../model/ids.ts";
import type { DimensionName, GroupPosition, GroupSort } from "../../query/count-query.ts";
import { decimalKey, decimalOf } from "../../query/decimal.ts";
import { DAILY } from "../catalog/rollups.ts";
import { dayRange, inRange } from "../catalog/rowid.ts";
import { tableOf } from "../catalog/tables.ts";
import { CROSS } from "../engine/dialect.ts";
import { name } from "../engine/sql.ts";
import { type Access, type PartitionPlan, partitionPlan, rowsToRead, whereOf } from "../plan/access-path.ts";
import { over, type Reader, run } from "../plan/bounded.ts";
import { ENTRY_COLUMNS } from "../plan/participation.ts";
import { countIn } from "../plan/partitions.ts";
import { onFilter } from "../plan/predicates.ts";
import { type AccessPlan, accessOf } from "../plan/probe.ts";
import { type DailyField, groupsFromSums, sumsSoon } from "./day-sums.ts";
import { isSameEntry, participationScan } from "./participation-groups.ts";
import { rollupCounts } from "./rollup-counts.ts";

/** The least and the greatest value of figures that compare. */
export interface ValueRange {
  readonly kind: string;
  readonly unit: string | null;
  readonly currency: string | null;
  readonly min: string;
  readonly max: string;
}

export interface Group {
  /** The group's value of each dimension; null is unknown. */
  readonly keys: readonly (string | null)[];
  readonly count: number;
  /** Null where kinds, units or currencies mix, or no value is known; always for other collections than figures. */
  readonly range: ValueRange | null;
}

/** What is read to count: `from` joins the dimensions to the records `r`, `keys` are their fields. */
interface GroupScope {
  readonly from: Sql;
  readonly where: Sql;
  readonly keys: readonly Sql[];
  /** How many records are looked at, where that is known. */
  readonly rows: number | null;
}

/** Which groups are wanted: so many from a position on, or all (null). */
interface GroupPage {
  readonly sort: GroupSort;
  readonly limit: number | null;
  readonly after?: GroupPosition | null;
}

/** The groups of a page, how many there are in all, and where the page after these begins. */
interface Groups {
  readonly groups: Group[];
  readonly total: number;
  readonly next: GroupPosition | null;
}

/** The groups of a count. */
export const groups = coroutine(function* (
  database: Reader,
  { parts }: AccessPlan,
  by: readonly DimensionName[],
  page: GroupPage,
): Steps<Groups> {
  const found: Group[][] = [];
  for (const part of parts) {
    found.push(knownGroupsOf(database, part, by) ?? (yield* wait(groupsOf(database, part, by))));
  }
  return pageOf(found, page);
});

/** The same where it is known without a query, from running sums; null where it is not, and {@link groups} then counts. */
export function knownGroups(
  database: Reader,
  { parts }: AccessPlan,
  by: readonly DimensionName[],
  page: GroupPage,
): Groups | null {
  const found: Group[][] = [];
  for (const part of parts) {
    const known = knownGroupsOf(database, part, by);
    if (known === null) return null;
    found.push(known);
  }
  return pageOf(found, page);
}

/** The groups of several datasets, those of the same values together. */
function merged(parts: readonly (readonly Group[])[]): Group[] {
  const [first = [], ...more] = parts;
  if (more.length === 0) return [...first];
  const found = new Map<string, Group>();
  for (const group of parts.flat()) {
    const key = JSON.stringify(group.keys);
    const other = found.get(key);
    found.set(key, other === undefined ? group : together(other, group));
  }
  return [...found.values()];
}

/** A page of the groups of several datasets. */
function pageOf(parts: readonly (readonly Group[])[], { sort, limit, after = null }: GroupPage): Groups {
  const order = orderOf(sort);
  const all = merged(parts).sort(order);
  const rest = after === null ? all : all.filter((group) => order(group, after) > 0);
  const shown = limit === null ? rest : rest.slice(0, limit);
  return { groups: shown, total: all.length, next: shown.length < rest.length ? (shown.at(-1) ?? null) : null };
}

/** By code point, unknown last. */
function byKey(a: GroupPosition, b: GroupPosition): number {
  for (const [at, one] of a.keys.entries()) {
    const other = b.keys[at] ?? null;
    if (one === other) continue;
    if (one === null || other === null) return one === null ? 1 : -1;
    return one < other ? -1 : 1;
  }
  return 0;
}

function orderOf(sort: GroupSort): (a: GroupPosition, b: GroupPosition) => number {
  if (sort === "key") return byKey;
  const sign = sort === "count" ? 1 : -1;
  return (a, b) => sign * (a.count - b.count) || byKey(a, b);
}

/** The same group of two datasets. */
function together(a: Group, b: Group): Group {
  const alike = a.range !== null && b.range !== null && RANGE_OF.every((part) => a.range?.[part] === b.range?.[part]);
  const range = !alike || a.range === null || b.range === null ? null : widest(a.range, b.range);
  return { keys: a.keys, count: a.count + b.count, range };
}

const RANGE_OF = ["kind", "unit", "currency"] as const;

function widest(a: ValueRange, b: ValueRange): ValueRange {
  const [least, most] = [decimalKey(a.min) <= decimalKey(b.min), decimalKey(a.max) >= decimalKey(b.max)];
  return { ...a, min: least ? a.min : b.min, max: most ? a.max : b.max };
}

/** Groups of one dataset by a field that has running sums; null where they are not there. */
function knownGroupsOf(database: Reader, part: PartitionPlan, by: readonly DimensionName[]): Group[] | null {
  const field = summedField(part, by);
  const known = field === undefined ? null : groupsFromSums(database, part, field);
  return known === null ? null : known.map((group) => ({ ...group, range: null }));
}

function summedField({ criteria }: PartitionPlan, [by, ...more]: readonly DimensionName[]): DailyField | undefined {
  if (by === undefined || more.length > 0 || isSameEntry(criteria, [by])) return undefined;
  return DAILY.find((one) => one === by);
}

const groupsOf = coroutine(function* (
  database: Reader,
  part: PartitionPlan,
  by: readonly DimensionName[],
): Steps<Group[]> {
  const { criteria } = part;
  const known = isSameEntry(criteria, by) ? null : yield* wait(rollupCounts(database, part, by));
  if (known !== null) return known.map((group) => ({ ...group, range: null }));
  const { from, where, keys, rows: most } = yield* wait(scopeOf(database, part, by));
  const field = summedField(part, by);
  if (most === null && field !== undefined) {
    yield* wait(sumsSoon(database, part, field));
    const summed = knownGroupsOf(database, part, by);
    if (summed !== null) return summed;
  }
  const named = keys.map((key, at) => sql`${key} AS ${name(`k${at}`)}`);
  const ranged = criteria.collection === "figures" ? RANGED : sql``;
  const fields = keys.map((_, at) => name(`k${at}`));
  const query = sql`SELECT ${join(named, ", ")}, count(DISTINCT r.n) AS n ${ranged} ${from} ${where}
      GROUP BY ${join(fields, ", ")}`;
  const rows = yield* wait(run<GroupRow>(database, over(query, most)));
  return rows.map((row) => ({
    keys: [row.k0, row.k1 ?? null].slice(0, by.length),
    count: row.n,
    range: rangeOfRow(row),
  }));
});

/** How many different records are in the groups. */
export async function grouped(database: Reader, { parts }: AccessPlan, by: readonly DimensionName[]): Promise<number> {
  let count = 0;
  for (const part of parts) {
    const { from, where, rows } = await scopeOf(database, part, by);
    const query = sql`SELECT count(DISTINCT r.n) AS n ${from} ${where}`;
    count += (await run<{ n: number }>(database, over(query, rows)))[0]?.n ?? 0;
  }
  return count;
}

/** How many records a question finds that have no date at all. */
export async function undated(database: Reader, { parts }: AccessPlan): Promise<number> {
  let count = 0;
  for (const part of parts) {
    // A dataset that is not open has a date for each record.
    if (!part.partition.hasOpenDates) continue;
    const range = dayRange(part.partition.number, null);
    const access = await accessOf(database, part, false, range);
    const conditions = [...access.conditions, inRange(range), sql`r.earliest IS NULL AND r.latest IS NULL`];
    const query = sql`SELECT count(*) AS n FROM ${access.from} ${whereOf(conditions)}`;
    count += (await run<{ n: number }>(database, over(query, rowsToRead(access))))[0]?.n ?? 0;
  }
  return count;
}

interface GroupRow {
  readonly k0: string | null;
  readonly k1?: string | null;
  readonly n: number;
  readonly kind?: string;
  readonly unit?: string | null;
  readonly currency?: string | null;
  readonly least?: string | null;
  readonly most?: string | null;
  readonly alike?: number;
}

const uniform = (field: string) =>
  sql`(count(${name(field)}) IN (0, count(*)) AND min(${name(field)}) IS NOT DISTINCT FROM max(${name(field)}))`;
const RANGED = sql`, min(r.kind) AS kind, min(r.unit) AS unit, min(r.currency) AS currency,
  min(r.value_key) AS least, max(r.value_key) AS most,
  CASE WHEN ${join(["r.kind", "r.unit", "r.currency"].map(uniform), " AND ")} THEN 1 ELSE 0 END AS alike`;

function rangeOfRow({ alike, kind, unit = null, currency = null, least, most }: GroupRow): ValueRange | null {
  if (alike !== 1 || kind === undefined || typeof least !== "string" || typeof most !== "string") return null;
  return { kind, unit, currency, min: decimalOf(least), max: decimalOf(most) };
}

const scopeOf = coroutine(function* (
  database: Reader,
  part: PartitionPlan,
  by: readonly DimensionName[],
): Steps<GroupScope> {
  const { criteria, partition, bounds } = part;
  const { collection, filters } = criteria;
  const together = isSameEntry(criteria, by);
  const access = yield* wait(accessOf(database, together ? withoutEntries(part) : part));
  const entries = together ? participationScan(filters, by, access.range) : null;
  const sides = by.map((dimension, at) =>
    entries !== null && ENTRY_COLUMNS[dimension] !== undefined
      ? { key: entries.keyOf(dimension), joined: null }
      : sideOf(collection, dimension, name(`d${at}`), access),
  );
  const whole = (entries?.whole ?? []).map((one) => onFilter(criteria, one.filter, one.list));
  const joined = [...(entries?.joined ?? []), ...sides.flatMap((side) => side.joined ?? [])];
  // Entries are read from the whole range before they are joined; relations, which no index joins, for each record.
  const listed = by.includes("relatedTo") || (entries !== null && countIn(partition, collection) > bounds.maxScan);
  return {
    from: sql`FROM ${access.from} ${spaced(joined)}`,
    where: whereOf([...access.conditions, inRange(access.range), ...whole]),
    keys: sides.map(({ key }) => key),
    rows: listed ? null : rowsToRead(access),
  };
});

/** The same without what `participant`, `country` and `role` say, for which the entries are asked. */
function withoutEntries(part: PartitionPlan): PartitionPlan {
  const { criteria, partition } = part;
  const filters = new Map([...criteria.filters].filter(([filter]) => ENTRY_COLUMNS[filter] === undefined));
  return partitionPlan({ ...criteria, filters }, partition, part);
}

/** A column of the record, or a join to all the values it has; unknown is NULL. */
function sideOf(
  collection: Collection,
  dimension: DimensionName,
  alias: Sql,
  { part: { partition }, range }: Access,
): { key: Sql; joined: Sql | null } {
  if (dimension === "dataset") return { key: sql`${partition.dataset}`, joined: null };
  const table = tableOf(collection);
  const column = table.columns.find(({ filter }) => filter === dimension);
  if (column !== undefined) return { key: name(`r.${column.name}`), joined: null };
  const one = table.joins.find(({ filters }) => filters[dimension] !== undefined);
  const field = one?.filters[dimension];
  if (one === undefined || field === undefined) throw new Error(`no column counts ${collection} by ${dimension}`);
  // Relations count in either direction, as the filter finds them.
  const rows =
    dimension === "relatedTo"
      ? sql`(SELECT l.n, l.value FROM event_relations l WHERE ${inRange(range, sql`l.n`)}
          UNION SELECT t.n, f.id FROM events t ${CROSS} event_relations l ON l.value = t.id ${CROSS} events f ON f.n = l.n
            WHERE ${inRange(range, sql`t.n`)})`
      : name(one.name);
  const key = sql`${alias}.${name(field)}`;
  return { key, joined: sql`LEFT JOIN ${rows} ${alias} ON ${alias}.n = r.n AND ${key} IS NOT NULL` };
}

function spaced(parts: readonly Sql[]): Sql {
  return parts.length === 0 ? sql`` : join([...parts], " ");
}
