// Statistics: how many records a question finds, by one or two of its filters.
import sql, { join, type Sql } from "sql-template-tag";
import type { Collection } from "../model/ids.ts";
import { decimalOf } from "../query/decimal.ts";
import type { GroupSort } from "../query/dimensions.ts";
import type { Criteria } from "../query/plan.ts";
import type { Words } from "../query/words.ts";
import { ENTRY, entryRule, type Held, onEntry, onFilter, where } from "./conditions.ts";
import type { Database } from "./database.ts";
import { name } from "./names.ts";
import { tableOf } from "./tables.ts";

/** The least and the greatest value of figures that compare. */
export interface Range {
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
  readonly range: Range | null;
}

/** What is read to count: `from` joins the dimensions to the records `r`, `keys` are their fields. */
interface Scope {
  readonly from: Sql;
  readonly keys: readonly Sql[];
}

/** The groups of a count, and how many there are in all. */
export async function groups(
  database: Database,
  criteria: Criteria,
  by: readonly string[],
  { sort, limit }: { sort: GroupSort; limit: number },
): Promise<{ groups: Group[]; total: number }> {
  const { from, keys } = scopeOf(criteria, by);
  const columns = keys.map((_, at) => name(`k${at}`));
  const named = keys.map((key, at) => sql`${key} AS ${name(`k${at}`)}`);
  const byKey = join(
    columns.map((column) => sql`${column} NULLS LAST`),
    ", ",
  );
  const order = { key: byKey, count: sql`n, ${byKey}`, "-count": sql`n DESC, ${byKey}` }[sort];
  const ranged = criteria.collection === "figures" ? RANGED : sql``;
  const rows = await database.all<Row>(sql`
    SELECT *, count(*) OVER () AS total FROM (
      SELECT ${join(named, ", ")}, count(DISTINCT r.id) AS n ${ranged} ${from} GROUP BY ${join(columns, ", ")})
    ORDER BY ${order} LIMIT ${limit}`);
  return {
    groups: rows.map((row) => ({
      keys: [row.k0, row.k1 ?? null].slice(0, by.length),
      count: row.n,
      range: rangeOf(row),
    })),
    total: rows[0]?.total ?? 0,
  };
}

/** How many different records are in the groups. */
export async function grouped(database: Database, criteria: Criteria, by: readonly string[]): Promise<number> {
  const { from } = scopeOf(criteria, by);
  const rows = await database.all<{ n: number }>(sql`SELECT count(DISTINCT r.id) AS n ${from}`);
  return rows[0]?.n ?? 0;
}

/** How many records a question finds that have no date at all. */
export async function undated(database: Database, criteria: Criteria): Promise<number> {
  const conditions = where(criteria);
  const rows = await database.all<{ n: number }>(sql`
    SELECT count(*) AS n FROM ${name(tableOf(criteria.collection).name)} r ${conditions}
    ${and(conditions)} r.earliest IS NULL AND r.latest IS NULL`);
  return rows[0]?.n ?? 0;
}

/** Whether the rule of one entry of `participants` decides who is in which group. */
export function isTogether({ collection, words }: Criteria, by: readonly string[]): boolean {
  return collection === "events" && by.some((one) => ENTRY[one] !== undefined) && asked(words, by) !== null;
}

interface Row {
  readonly k0: string | null;
  readonly k1?: string | null;
  readonly n: number;
  readonly total: number;
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

function rangeOf({ alike, kind, unit = null, currency = null, least, most }: Row): Range | null {
  if (alike !== 1 || kind === undefined || typeof least !== "string" || typeof most !== "string") return null;
  return { kind, unit, currency, min: decimalOf(least), max: decimalOf(most) };
}

function scopeOf(criteria: Criteria, by: readonly string[]): Scope {
  const { collection, words } = criteria;
  const table = name(tableOf(collection).name);
  if (!isTogether(criteria, by)) {
    const sides = by.map((dimension, at) => sideOf(collection, dimension, name(`d${at}`)));
    const joined = sides.flatMap((side) => side.joined ?? []);
    return {
      from: sql`FROM ${table} r ${spaced(joined)} ${where(criteria)}`,
      keys: sides.map(({ key }) => key),
    };
  }
  const rest = new Map([...words].filter(([filter]) => ENTRY[filter] === undefined));
  const entries = entriesOf(words, by);
  const others = by.map((dimension, at) =>
    ENTRY[dimension] === undefined ? sideOf(collection, dimension, name(`d${at}`)) : null,
  );
  const conditions = where({ ...criteria, words: rest });
  const whole = entries.whole.map((one) => sql`${onFilter(criteria, one.filter, one.list)}`);
  const last = whole.length === 0 ? sql`` : sql`${and(conditions)} ${join(whole, " AND ")}`;
  return {
    from: sql`FROM ${table} r ${spaced([...entries.joined, ...others.flatMap((side) => side?.joined ?? [])])}
      ${conditions} ${last}`,
    keys: by.map((dimension, at) => others[at]?.key ?? entries.keyOf(dimension)),
  };
}

/** A column of the record, or a join to all the values it has; unknown is NULL. */
function sideOf(collection: Collection, dimension: string, alias: Sql): { key: Sql; joined: Sql | null } {
  if (dimension === "dataset") return { key: sql`r.dataset`, joined: null };
  const table = tableOf(collection);
  const column = table.columns.find(({ filter }) => filter === dimension);
  if (column !== undefined) return { key: name(`r.${column.name}`), joined: null };
  const one = table.joins.find(({ filters }) => filters[dimension] !== undefined);
  const field = one?.filters[dimension];
  if (one === undefined || field === undefined) throw new Error(`no column counts ${collection} by ${dimension}`);
  // Relations count in either direction, as the filter finds them.
  const rows =
    dimension === "relatedTo"
      ? sql`(SELECT record, value FROM event_relations UNION SELECT value, record FROM event_relations)`
      : name(one.name);
  const key = sql`${alias}.${name(field)}`;
  return { key, joined: sql`LEFT JOIN ${rows} ${alias} ON ${alias}.record = r.id AND ${key} IS NOT NULL` };
}

/** The value that a group will ask for: any, known or not. */
const ANY: Words = { not: false, values: [] };

/** What the list of a group would ask of entries, the group's own value left open. */
function asked(words: Criteria["words"], by: readonly string[]) {
  const own = by.filter((dimension) => ENTRY[dimension] !== undefined);
  return entryRule(new Map([...words, ...own.map((one) => [one, [...(words.get(one) ?? []), ANY]] as const)]));
}

/**
 * Entries of `participants` that hold the values of a group together, as the list of the group would find them:
 * every repetition in some entry (a join each), values of dimensions given once the same in all of them.
 */
function entriesOf(words: Criteria["words"], by: readonly string[]) {
  const rule = asked(words, by);
  if (rule === null) throw new Error("nothing holds in one entry");
  const isOpen = ({ list }: Held) => list === ANY;
  const base = rule.base.filter((one) => !isOpen(one)).map(onEntry);
  const inAll = rule.base.filter(isOpen).map(({ filter }) => filter);
  const terms: (Held | null)[] = rule.repeated.length > 0 ? rule.repeated : [null];
  const aliases = terms.map((_, at) => name(`e${at}`));
  const field = (alias: Sql, filter: string) => sql`${alias}.${name(ENTRY[filter] ?? "")}`;
  const first = (filter: string) => field(aliases[0] ?? sql``, filter);
  const joined = terms.map((term, at) => {
    const alias = aliases[at] ?? sql``;
    const open = term !== null && isOpen(term) ? [...inAll, term.filter] : inAll;
    const holds = term === null || isOpen(term) ? base : [...base, onEntry(term)];
    const columns = ["record", ...open.map((filter) => ENTRY[filter] ?? "")].map((column) => name(`j.${column}`));
    const same =
      at === 0 ? [] : inAll.map((filter) => sql`${field(alias, filter)} IS NOT DISTINCT FROM ${first(filter)}`);
    return sql`JOIN (SELECT DISTINCT ${join(columns, ", ")} FROM event_participants j
      ${holds.length === 0 ? sql`` : sql`WHERE ${join(holds, " AND ")}`}) ${alias}
      ON ${join([sql`${alias}.record = r.id`, ...same], " AND ")}`;
  });
  const keyOf = (dimension: string): Sql => {
    if (inAll.includes(dimension)) return first(dimension);
    const at = terms.findIndex((term) => term !== null && isOpen(term) && term.filter === dimension);
    return field(aliases[at] ?? sql``, dimension);
  };
  return { joined, keyOf, whole: rule.whole };
}

function spaced(parts: readonly Sql[]): Sql {
  return parts.length === 0 ? sql`` : join([...parts], " ");
}

function and(conditions: Sql): Sql {
  return conditions.sql === "" ? sql`WHERE` : sql`AND`;
}
