// Conditions: what each part of a question says in SQL.
import sql, { join, type Sql } from "sql-template-tag";
import { decimalKey } from "../query/decimal.ts";
import type { Window } from "../query/period.ts";
import type { Criteria } from "../query/plan.ts";
import { type Box, boxAround, EARTH, type Point } from "../query/space.ts";
import type { Words } from "../query/words.ts";
import { CROSS, either } from "./dialect.ts";
import { onField, split } from "./lists.ts";
import { name, oneOf } from "./names.ts";
import type { Range } from "./numbers.ts";
import { onSearch } from "./search.ts";
import { isExact, rangeOf, type Share } from "./shares.ts";
import { tableOf } from "./tables.ts";

/** What must hold of the records `r` of one dataset that answer a question, its range of numbers apart. */
export function conditionsOf(criteria: Criteria, share: Share): Sql[] {
  const { collection, words, window, updatedSince, min, max, search, box, near, distinct } = criteria;
  const conditions: Sql[] = [];
  const together = collection === "events" ? oneEntry(criteria) : null;
  if (together !== null) conditions.push(...together);
  for (const [filter, lists] of words) {
    if (together !== null && ENTRY[filter] !== undefined) continue;
    conditions.push(...lists.map((list) => onFilter(criteria, filter, list)));
  }
  if ((window.from !== null || window.to !== null) && !isExact(share, window)) conditions.push(within(window));
  if (updatedSince !== null) conditions.push(sql`r.updated >= ${updatedSince}`);
  if (min !== null) conditions.push(sql`r.value_key >= ${decimalKey(min)}`);
  if (max !== null) conditions.push(sql`r.value_key <= ${decimalKey(max)}`);
  if (search !== null) conditions.push(onSearch(collection, search, rangeOf(criteria, share)));
  if (box !== null) conditions.push(inBox(box));
  if (near !== null) conditions.push(inBox(boxAround(near, near.radius)), inCircle(near, near.radius));
  if (distinct && share.mirrors && collection === "events") conditions.push(sql`r.mirror = 0`);
  return conditions;
}

/**
 * What says that `r` has its number in a range. Never BETWEEN: beside a join on the number SQLite 3.53 does not use it
 * to search, and walks an index from its beginning.
 */
export function inRange({ low, high }: Range, field: Sql = sql`r.n`): Sql {
  return sql`${field} >= ${low} AND ${field} <= ${high}`;
}

/** What one list of a filter says of a record. */
export function onFilter({ collection }: Pick<Criteria, "collection">, filter: string, list: Words): Sql {
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
function onColumn(column: string, match: "whole" | "prefix", list: Words, alias = "r"): Sql {
  return onField(name(`${alias}.${column}`), match, list);
}

/** A list over a join table, unknown being no row at all. */
function onJoin(table: string, column: string, list: Words): Sql {
  const { known, unknown } = split(list);
  const field = name(`j.${column}`);
  const hit = sql`EXISTS (SELECT 1 FROM ${name(table)} j WHERE j.n = r.n AND ${field} IN ${oneOf(known)})`;
  const any = sql`EXISTS (SELECT 1 FROM ${name(table)} j WHERE j.n = r.n AND ${field} IS NOT NULL)`;
  const parts = [...(known.length > 0 ? [hit] : []), ...(unknown ? [sql`NOT ${any}`] : [])];
  const found = sql`(${join(parts, " OR ")})`;
  return list.not ? sql`NOT ${found}` : found;
}

/** Related in either direction: this event names the other, or the other names this one. */
function related(list: Words): Sql {
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

/** The filters that hold in one entry of `participants` when given together, and their columns there. */
export const ENTRY: Readonly<Record<string, string>> = { participant: "participant", country: "state", role: "role" };

/** One list of a filter. */
export interface Held {
  readonly filter: string;
  readonly list: Words;
}

/**
 * `participant`, `country` and `role` given together hold in one entry. A filter given once (or only negated) joins
 * that entry (`base`); each repetition of a repeated one holds in some entry that satisfies those given once
 * (`repeated`). A negated list beside a positive one of the same filter is about the whole record (`whole`). Null when
 * fewer than two of the three are given, or none of them positive: then each is about the whole record.
 */
export function entryRule(words: Criteria["words"]): { base: Held[]; repeated: Held[]; whole: Held[] } | null {
  const sides = Object.keys(ENTRY).flatMap((filter) => {
    const lists = (words.get(filter) ?? []).map((list) => ({ filter, list }));
    if (lists.length === 0) return [];
    return [{ positive: lists.filter(({ list }) => !list.not), negative: lists.filter(({ list }) => list.not) }];
  });
  if (sides.length < 2 || sides.every(({ positive }) => positive.length === 0)) return null;
  const rule = { base: [] as Held[], repeated: [] as Held[], whole: [] as Held[] };
  for (const { positive, negative } of sides) {
    (positive.length > 1 ? rule.repeated : rule.base).push(...positive);
    (positive.length === 0 ? rule.base : rule.whole).push(...negative);
  }
  return rule;
}

/** A list over one field of an entry called `j`. */
export function onEntry({ filter, list }: Held): Sql {
  return onColumn(ENTRY[filter] ?? "", "whole", list, "j");
}

function oneEntry(criteria: Criteria): Sql[] | null {
  const rule = entryRule(criteria.words);
  if (rule === null) return null;
  const base = rule.base.map(onEntry);
  const entries = rule.repeated.length > 0 ? rule.repeated.map((one) => entry([...base, onEntry(one)])) : [entry(base)];
  return [...entries, ...rule.whole.map(({ filter, list }) => onFilter(criteria, filter, list))];
}

function entry(conditions: readonly Sql[]): Sql {
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

const LEAST = either(sql`min`, sql`least`);

/** Great-circle distance by the haversine formula, on a sphere: within 0.5 % of the ellipsoid. */
function inCircle({ latitude, longitude }: Point, kilometres: number): Sql {
  return sql`(2 * CAST(${EARTH} AS DOUBLE PRECISION) * asin(${LEAST}(1.0, sqrt(
    pow(sin(radians(r.latitude - ${latitude}) / 2), 2)
    + cos(radians(${latitude})) * cos(radians(r.latitude)) * pow(sin(radians(r.longitude - ${longitude}) / 2), 2)))) <= ${kilometres})`;
}
