// Predicates: what each part of a query says in SQL.

import sql, { join, type Sql } from "sql-template-tag";
import { decimalKey } from "../../query/decimal.ts";
import type { FilterName } from "../../query/filters.ts";
import type { Window } from "../../query/period.ts";
import type { Criteria } from "../../query/plan.ts";
import { type Box, boxAround, EARTH, type Point } from "../../query/space.ts";
import type { ValueList } from "../../query/value-list.ts";
import { tableOf } from "../catalog/tables.ts";
import { byEngine, CROSS } from "../engine/dialect.ts";
import { name, oneOf } from "../engine/sql.ts";
import { matchPredicate } from "./match.ts";
import { ENTRY_COLUMNS, type EntryCondition, sameParticipation } from "./participation.ts";
import { isExact, isState, keyRangeOf, type Partition } from "./partitions.ts";

/** What must hold of the records `r` of one dataset that answer a question, its range of numbers apart. */
export function predicatesOf(criteria: Criteria, partition: Partition): Sql[] {
  const { collection, filters, window, updatedSince, min, max, search, box, near } = criteria;
  const conditions: Sql[] = partition.statesOnly ? [isState] : [];
  const together = collection === "events" ? participationPredicates(criteria) : null;
  if (together !== null) conditions.push(...together);
  for (const [filter, lists] of filters) {
    if (together !== null && ENTRY_COLUMNS[filter] !== undefined) continue;
    conditions.push(...lists.map((list) => onFilter(criteria, filter, list)));
  }
  if ((window.from !== null || window.to !== null) && !isExact(partition, window)) conditions.push(within(window));
  if (updatedSince !== null) conditions.push(sql`r.updated >= ${updatedSince}`);
  if (min !== null) conditions.push(sql`r.value_key >= ${decimalKey(min)}`);
  if (max !== null) conditions.push(sql`r.value_key <= ${decimalKey(max)}`);
  if (search !== null) conditions.push(matchPredicate(collection, search, keyRangeOf(criteria, partition)));
  if (box !== null) conditions.push(inBox(box));
  if (near !== null) conditions.push(inBox(boxAround(near, near.radius)), inCircle(near, near.radius));
  // The last: `keysWithMirrors` does without it.
  if (leavesOutMirrors({ criteria, partition })) conditions.push(IS_NO_MIRROR);
  return conditions;
}

/** Holds of the events `r` that are not left out as told twice. */
export const IS_NO_MIRROR = sql`r.mirror = 0`;

/**
 * Holds of the numbers of events that are not left out as told twice. PostgreSQL keeps those that are in an index of their
 * own, which is read whole in 10 ms at a million events; the events themselves took 0.4 s.
 */
export function isNoMirror(n: Sql): Sql {
  return sql`NOT EXISTS (SELECT 1 FROM events m WHERE m.n = ${n} AND m.mirror = 1)`;
}

/** Whether a question leaves out events of a dataset that are told twice. */
export function leavesOutMirrors({ criteria, partition }: { criteria: Criteria; partition: Partition }): boolean {
  return criteria.distinct && partition.hasDuplicates && criteria.collection === "events";
}

/** What one list of a filter says of a record. */
export function onFilter({ collection }: Pick<Criteria, "collection">, filter: FilterName, list: ValueList): Sql {
  const table = tableOf(collection);
  const column = table.columns.find((one) => one.filter === filter);
  if (column !== undefined) return onColumn(column.name, column.match ?? "whole", list);
  const one = table.joins.find(({ filters }) => filters[filter] !== undefined);
  const value = one?.filters[filter];
  if (one === undefined || value === undefined)
    throw new Error(`no column answers the filter ${filter} of ${collection}`);
  if (filter === "relatedTo") return related(list);
  return onJoin(one.name, value, list);
}

/** A list over one column, unknown being NULL; a negated list keeps records where it is unknown. */
function onColumn(column: string, match: "whole" | "prefix", list: ValueList, alias = "r"): Sql {
  return onField(name(`${alias}.${column}`), match, list);
}

/** A list over a join table, unknown being no row at all. */
function onJoin(table: string, column: string, list: ValueList): Sql {
  const { known, unknown } = split(list);
  const field = name(`j.${column}`);
  const hit = sql`EXISTS (SELECT 1 FROM ${name(table)} j WHERE j.n = r.n AND ${field} IN ${oneOf(known)})`;
  const any = sql`EXISTS (SELECT 1 FROM ${name(table)} j WHERE j.n = r.n AND ${field} IS NOT NULL)`;
  const parts = [...(known.length > 0 ? [hit] : []), ...(unknown ? [sql`NOT ${any}`] : [])];
  const found = sql`(${join(parts, " OR ")})`;
  return list.not ? sql`NOT ${found}` : found;
}

/** Related in either direction: this event names the other, or the other names this one. */
function related(list: ValueList): Sql {
  const { known, unknown } = split(list);
  const to = (rest: Sql) => sql`EXISTS (SELECT 1 FROM event_relations j WHERE j.n = r.n${rest})`;
  const back = (rest: Sql) =>
    sql`EXISTS (SELECT 1 FROM event_relations j ${CROSS} events e ON e.n = j.n WHERE j.value = r.id${rest})`;
  const hit = sql`(${to(sql` AND j.value IN ${oneOf(known)}`)} OR ${back(sql` AND e.id IN ${oneOf(known)}`)})`;
  const none = sql`NOT (${to(sql``)} OR ${back(sql``)})`;
  const parts = [...(known.length > 0 ? [hit] : []), ...(unknown ? [none] : [])];
  const found = sql`(${join(parts, " OR ")})`;
  return list.not ? sql`NOT ${found}` : found;
}

/** A list over one field of an entry called `j`. */
export function onEntry({ filter, list }: EntryCondition): Sql {
  return onColumn(ENTRY_COLUMNS[filter] ?? "", "whole", list, "j");
}

function participationPredicates(criteria: Criteria): Sql[] | null {
  const rule = sameParticipation(criteria.filters);
  if (rule === null) return null;
  const base = rule.base.map(onEntry);
  const entries =
    rule.repeated.length > 0 ? rule.repeated.map((one) => entryExists([...base, onEntry(one)])) : [entryExists(base)];
  return [...entries, ...rule.whole.map(({ filter, list }) => onFilter(criteria, filter, list))];
}

function entryExists(conditions: readonly Sql[]): Sql {
  return sql`EXISTS (SELECT 1 FROM event_participants j WHERE j.n = r.n AND ${join([...conditions], " AND ")})`;
}

/** `possible`: overlaps, an open end excepted unless the known end lies inside. `certain`: inside as a whole. */
function within({ from, to, certainty }: Window): Sql {
  const first = from ?? "0000-01-01";
  const last = to ?? "9999-12-31";
  if (certainty === "certain") {
    return sql`(r.certain = 1
      AND (r.earliest >= ${first} OR (r.earliest IS NULL AND r.latest IS NOT NULL AND ${from === null ? 1 : 0} = 1))
      AND (r.latest <= ${last} OR (r.latest IS NULL AND r.earliest IS NOT NULL AND ${to === null ? 1 : 0} = 1)))`;
  }
  return sql`((r.earliest <= ${last} AND r.latest >= ${first})
    OR (r.earliest IS NULL AND r.latest BETWEEN ${first} AND ${last})
    OR (r.latest IS NULL AND r.earliest BETWEEN ${first} AND ${last}))`;
}

/** Whether the point of a record `r` lies in a box; the index of latitudes, which knows no datasets, is kept out of it. */
function inBox(box: Box): Sql {
  return pointIn(box, sql`+r.latitude`, sql`r.longitude`);
}

/** Whether a point lies in a box. */
export function pointIn({ west, south, east, north }: Box, latitude: Sql, longitude: Sql): Sql {
  const across = west > east ? sql`OR` : sql`AND`;
  return sql`(${latitude} BETWEEN ${south} AND ${north} AND (${longitude} >= ${west} ${across} ${longitude} <= ${east}))`;
}

const LEAST = byEngine({ sqlite: sql`min`, postgres: sql`least` });

/** Great-circle distance by the haversine formula, on a sphere: within 0.5 % of the ellipsoid. */
function inCircle({ latitude, longitude }: Point, kilometres: number): Sql {
  return sql`(2 * CAST(${EARTH} AS DOUBLE PRECISION) * asin(${LEAST}(1.0, sqrt(
    pow(sin(radians(r.latitude - ${latitude}) / 2), 2)
    + cos(radians(${latitude})) * cos(radians(r.latitude)) * pow(sin(radians(r.longitude - ${longitude}) / 2), 2)))) <= ${kilometres})`;
}

/** The known values of a list, and whether unknown is among them. */
export function split({ values }: ValueList): { known: string[]; unknown: boolean } {
  return { known: values.filter((value) => value !== null), unknown: values.includes(null) };
}

const DIGITS = [..."0123456789"];

/**
 * All codes of two to four digits that begin like this, itself among them. As values they are searched in the range of
 * numbers that is asked for; as a range of texts they would be read from every dataset.
 */
export function codesUnder(code: string): string[] {
  return code.length >= 4 ? [code] : [code, ...DIGITS.flatMap((digit) => codesUnder(code + digit))];
}

/** A list over one field, unknown being NULL; a negated list keeps records where it is unknown. */
export function onField(field: Sql, match: "whole" | "prefix", list: ValueList): Sql {
  const { known, unknown } = split(list);
  if (known.length === 0) return list.not ? sql`${field} IS NOT NULL` : sql`${field} IS NULL`;
  const hit = sql`${field} IN ${oneOf(match === "whole" ? known : known.flatMap(codesUnder))}`;
  if (list.not) return unknown ? sql`(${field} IS NOT NULL AND NOT ${hit})` : sql`(${field} IS NULL OR NOT ${hit})`;
  return unknown ? sql`(${field} IS NULL OR ${hit})` : hit;
}
