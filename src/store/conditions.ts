// Conditions: what each part of a question says in SQL.
import sql, { join, type Sql } from "sql-template-tag";
import { decimalKey } from "../query/decimal.ts";
import type { Window } from "../query/period.ts";
import type { Criteria } from "../query/plan.ts";
import type { Words } from "../query/words.ts";
import { name, oneOf } from "./schema.ts";
import { tableOf } from "./tables.ts";

/** The WHERE clause of a question over a table called `r`. */
export function where(criteria: Criteria): Sql {
  const { collection, words, window, updatedSince, min, max, datasets } = criteria;
  const conditions: Sql[] = [];
  if (datasets !== null) {
    conditions.push(
      ...(datasets.length > 0
        ? datasets.map((list) => onColumn("dataset", "whole", list))
        : [sql`r.dataset IN (SELECT id FROM datasets WHERE kind = 'curated')`]),
    );
  }
  const together = collection === "events" ? oneEntry(words) : null;
  if (together !== null) conditions.push(...together);
  for (const [filter, lists] of words) {
    if (together !== null && ENTRY[filter] !== undefined) continue;
    conditions.push(...lists.map((list) => onFilter(criteria, filter, list)));
  }
  if (window.from !== null || window.to !== null) conditions.push(within(window));
  if (updatedSince !== null) conditions.push(sql`r.updated >= ${updatedSince}`);
  if (min !== null) conditions.push(sql`r.value_key >= ${decimalKey(min)}`);
  if (max !== null) conditions.push(sql`r.value_key <= ${decimalKey(max)}`);
  return conditions.length === 0 ? sql`` : sql`WHERE ${join(conditions, " AND ")}`;
}

function onFilter({ collection }: Criteria, filter: string, list: Words): Sql {
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

function split({ values }: Words): { known: string[]; unknown: boolean } {
  return { known: values.filter((value) => value !== null), unknown: values.includes(null) };
}

/** A list over one column, unknown being NULL; a negated list keeps records where it is unknown. */
function onColumn(column: string, match: "whole" | "prefix", list: Words, alias = "r"): Sql {
  const { known, unknown } = split(list);
  const field = name(`${alias}.${column}`);
  // CAMEO codes are digits, and ':' is the character after '9'.
  const hit =
    match === "whole"
      ? sql`${field} IN ${oneOf(known)}`
      : sql`(${join(
          known.map((value) => sql`(${field} >= ${value} AND ${field} < ${`${value}:`})`),
          " OR ",
        )})`;
  if (known.length === 0) return list.not ? sql`${field} IS NOT NULL` : sql`${field} IS NULL`;
  if (list.not) return unknown ? sql`(${field} IS NOT NULL AND NOT ${hit})` : sql`(${field} IS NULL OR NOT ${hit})`;
  return unknown ? sql`(${field} IS NULL OR ${hit})` : hit;
}

/** A list over a join table, unknown being no row at all. */
function onJoin(table: string, column: string, list: Words): Sql {
  const { known, unknown } = split(list);
  const field = name(`j.${column}`);
  const hit = sql`r.id IN (SELECT j.record FROM ${name(table)} j WHERE ${field} IN ${oneOf(known)})`;
  const any = sql`r.id IN (SELECT j.record FROM ${name(table)} j WHERE ${field} IS NOT NULL)`;
  const parts = [...(known.length > 0 ? [hit] : []), ...(unknown ? [sql`NOT ${any}`] : [])];
  const found = sql`(${join(parts, " OR ")})`;
  return list.not ? sql`NOT ${found}` : found;
}

/** Related in either direction: this event names the other, or the other names this one. */
function related(list: Words): Sql {
  const { known, unknown } = split(list);
  const hit = sql`(r.id IN (SELECT record FROM event_relations WHERE value IN ${oneOf(known)})
    OR r.id IN (SELECT value FROM event_relations WHERE record IN ${oneOf(known)}))`;
  const none = sql`(r.id NOT IN (SELECT record FROM event_relations) AND r.id NOT IN (SELECT value FROM event_relations))`;
  const parts = [...(known.length > 0 ? [hit] : []), ...(unknown ? [none] : [])];
  const found = sql`(${join(parts, " OR ")})`;
  return list.not ? sql`NOT ${found}` : found;
}

/** The filters that hold in one entry of `participants` when given together, and their columns there. */
const ENTRY: Readonly<Record<string, string>> = { participant: "participant", country: "state", role: "role" };

/**
 * `participant`, `country` and `role` given together hold in one entry. A filter given once (or only negated) joins
 * that entry; each repetition of a repeated one holds in some entry that satisfies those given once. Negated lists
 * beside positive ones of the same filter exclude the record. Null when fewer than two of the three are given.
 */
function oneEntry(words: Criteria["words"]): Sql[] | null {
  const given = Object.keys(ENTRY).filter((filter) => words.has(filter));
  if (given.length < 2) return null;
  const sides = given.map((filter) => {
    const lists = words.get(filter) ?? [];
    return { filter, positive: lists.filter(({ not }) => !not), negative: lists.filter(({ not }) => not) };
  });
  const everyNegated = sides.every(({ positive }) => positive.length === 0);
  const on = (filter: string, list: Words) => onColumn(ENTRY[filter] ?? "", "whole", list, "j");
  const base: Sql[] = [];
  const repeated: Sql[] = [];
  const excluded: Sql[] = [];
  for (const { filter, positive, negative } of sides) {
    const conditions = positive.map((list) => on(filter, list));
    if (conditions.length > 1) repeated.push(...conditions);
    else base.push(...conditions);
    for (const list of negative) {
      if (positive.length === 0 && !everyNegated) base.push(on(filter, list));
      else excluded.push(sql`NOT ${entry([on(filter, { ...list, not: false })])}`);
    }
  }
  const positives = everyNegated
    ? []
    : repeated.length > 0
      ? repeated.map((one) => entry([...base, one]))
      : [entry(base)];
  return [...positives, ...excluded];
}

function entry(conditions: readonly Sql[]): Sql {
  return sql`r.id IN (SELECT j.record FROM event_participants j WHERE ${join([...conditions], " AND ")})`;
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
