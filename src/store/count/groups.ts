// Groups: how many records a query finds, by one or two of its filters.
import sql, { join, type Sql } from "sql-template-tag";
import type { Collection } from "../../model/ids.ts";
import type { DimensionName, GroupSort } from "../../query/count-query.ts";
import { decimalKey, decimalOf } from "../../query/decimal.ts";
import type { Criteria } from "../../query/plan.ts";
import { dayRange, inRange } from "../catalog/rowid.ts";
import { tableOf } from "../catalog/tables.ts";
import { type Database, queryByCost } from "../engine/database.ts";
import { CROSS } from "../engine/dialect.ts";
import { name } from "../engine/sql.ts";
import { type Access, accessOf, BOUNDS, type Bounds, whereOf } from "../plan/access-path.ts";
import { ENTRY_COLUMNS } from "../plan/participation.ts";
import { countIn, nonEmptyPartitions, type Partition } from "../plan/partitions.ts";
import { onFilter } from "../plan/predicates.ts";
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
  readonly bounded: boolean;
}

/** The groups of a count, and how many there are in all. */
export async function groups(
  database: Database,
  criteria: Criteria,
  by: readonly DimensionName[],
  { sort, limit }: { sort: GroupSort; limit: number },
  bounds: Bounds = BOUNDS,
): Promise<{ groups: Group[]; total: number }> {
  const found = new Map<string, Group>();
  for (const partition of await nonEmptyPartitions(database, criteria)) {
    for (const group of await groupsOf(database, criteria, by, partition, bounds)) {
      const key = JSON.stringify(group.keys);
      const other = found.get(key);
      found.set(key, other === undefined ? group : together(other, group));
    }
  }
  const all = [...found.values()].sort(orderOf(sort));
  return { groups: all.slice(0, limit), total: all.length };
}

/** By code point, unknown last. */
function byKey(a: Group, b: Group): number {
  for (const [at, one] of a.keys.entries()) {
    const other = b.keys[at] ?? null;
    if (one === other) continue;
    if (one === null || other === null) return one === null ? 1 : -1;
    return one < other ? -1 : 1;
  }
  return 0;
}

function orderOf(sort: GroupSort): (a: Group, b: Group) => number {
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

async function groupsOf(
  database: Database,
  criteria: Criteria,
  by: readonly DimensionName[],
  partition: Partition,
  bounds: Bounds,
): Promise<Group[]> {
  const { collection } = criteria;
  const known = isSameEntry(criteria, by) ? null : await rollupCounts(database, criteria, partition, by, bounds);
  if (known !== null) return known.map((group) => ({ ...group, range: null }));
  const { from, where, keys, bounded } = await scopeOf(database, criteria, by, partition, bounds);
  const named = keys.map((key, at) => sql`${key} AS ${name(`k${at}`)}`);
  const ranged = collection === "figures" ? RANGED : sql``;
  const rows = await queryByCost<GroupRow>(
    database,
    bounded,
    sql`SELECT ${join(named, ", ")}, count(DISTINCT r.n) AS n ${ranged} ${from} ${where}
      GROUP BY ${join(
        keys.map((_, at) => name(`k${at}`)),
        ", ",
      )}`,
  );
  return rows.map((row) => ({
    keys: [row.k0, row.k1 ?? null].slice(0, by.length),
    count: row.n,
    range: rangeOfRow(row),
  }));
}

/** How many different records are in the groups. */
export async function grouped(
  database: Database,
  criteria: Criteria,
  by: readonly DimensionName[],
  bounds: Bounds = BOUNDS,
): Promise<number> {
  let count = 0;
  for (const partition of await nonEmptyPartitions(database, criteria)) {
    const { from, where, bounded } = await scopeOf(database, criteria, by, partition, bounds);
    const query = sql`SELECT count(DISTINCT r.n) AS n ${from} ${where}`;
    count += (await queryByCost<{ n: number }>(database, bounded, query))[0]?.n ?? 0;
  }
  return count;
}

/** How many records a question finds that have no date at all. */
export async function undated(database: Database, criteria: Criteria, bounds: Bounds = BOUNDS): Promise<number> {
  let count = 0;
  for (const partition of await nonEmptyPartitions(database, criteria)) {
    // A dataset that is not open has a date for each record.
    if (!partition.hasOpenDates) continue;
    const reach = dayRange(partition.number, null);
    const access = await accessOf(database, criteria, partition, bounds, false, reach);
    const conditions = [...access.conditions, inRange(reach), sql`r.earliest IS NULL AND r.latest IS NULL`];
    const query = sql`SELECT count(*) AS n FROM ${access.from} ${whereOf(conditions)}`;
    count += (await queryByCost<{ n: number }>(database, access.bounded, query))[0]?.n ?? 0;
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

async function scopeOf(
  database: Database,
  criteria: Criteria,
  by: readonly DimensionName[],
  partition: Partition,
  bounds: Bounds,
): Promise<GroupScope> {
  const { collection, filters } = criteria;
  const together = isSameEntry(criteria, by);
  // The entries ask for what `participant`, `country` and `role` say.
  const rest = new Map([...filters].filter(([filter]) => !together || ENTRY_COLUMNS[filter] === undefined));
  const access = await accessOf(database, { ...criteria, filters: rest }, partition, bounds);
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
    bounded: access.bounded && !listed,
  };
}

/** A column of the record, or a join to all the values it has; unknown is NULL. */
function sideOf(
  collection: Collection,
  dimension: DimensionName,
  alias: Sql,
  { partition, range }: Access,
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
