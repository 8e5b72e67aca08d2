// Access: how the records of one dataset that answer a question are reached, and whether that is known to be short.
import sql, { join, type Sql } from "sql-template-tag";
import type { Criteria } from "../query/plan.ts";
import { boxAround } from "../query/space.ts";
import type { Words } from "../query/words.ts";
import { conditionsOf, inRange, pointIn } from "./conditions.ts";
import { ask, type Database } from "./database.ts";
import { CROSS, indexedBy } from "./dialect.ts";
import { onField } from "./lists.ts";
import { name, oneOf } from "./names.ts";
import type { Range } from "./numbers.ts";
import { foundWalk, isOneList } from "./search.ts";
import { heldBy, rangeOf, type Share } from "./shares.ts";
import { isNumbered, kindOf, tableOf } from "./tables.ts";

/** How much work is known to be short. */
export interface Bounds {
  /** A dataset of so many records of a collection may be walked whole. */
  readonly small: number;
  /** So many records that an index finds may be looked at, and sorted. */
  readonly probe: number;
}

export const BOUNDS: Bounds = { small: 5_000, probe: 2_000 };

/** The records `r` of one dataset: `from` and `conditions` find them, and nothing else. */
export interface Access {
  readonly share: Share;
  readonly range: Range;
  readonly from: Sql;
  readonly conditions: readonly Sql[];
  /** Whether they are a few thousand at most, which `from` gives. */
  readonly few: boolean;
  /** Whether reading all of them looks at a few thousand rows at most. */
  readonly bounded: boolean;
  /** The number of a record, where `from` gives them in the order of their numbers. */
  readonly n: Sql | null;
  /** Whether every row of `from` in the range is one, so that a page in the order of the numbers costs what it shows. */
  readonly direct: boolean;
  /** The numbers of the records alone, where an index says all of the question. */
  readonly numbers: Sql | null;
  /** What must hold beside the range. */
  readonly rest: readonly Sql[];
}

/** Rows in the order of their numbers: `from` and `conditions` give them, `n` is the field of the number. */
interface Walk {
  readonly from: Sql;
  readonly conditions: readonly Sql[];
  readonly n: Sql;
}

/** One condition that an index answers: the numbers of the records it finds, in a range. */
interface Driver {
  readonly numbers: (range: Range) => Sql;
  /** Where it has one value: its rows lie in the order of their numbers. */
  readonly walk: ((range: Range) => Walk) | null;
  /** What is read whole before it finds anything. */
  readonly before?: Sql;
}

/** So many times what may be looked at may be places of a box: they are rows of a small table. */
const PLACES = 4;

const positive = (list: Words) => !list.not && !list.values.includes(null);

/** The conditions of a question that an index answers. */
function driversOf(criteria: Criteria): Driver[] {
  const { collection, words, box, near } = criteria;
  const table = tableOf(collection);
  const drivers: Driver[] = [];
  const onTable = (index: string, condition: Sql, ordered: boolean): Driver => {
    const from = sql`${name(table.name)} r ${indexedBy(`${table.name}_by_${index}`)}`;
    return {
      numbers: (range) => sql`SELECT r.n FROM ${from} WHERE ${condition} AND ${inRange(range)}`,
      walk: ordered ? (range) => ({ from, conditions: [condition, inRange(range)], n: sql`r.n` }) : null,
    };
  };
  const onJoin = (of: string, column: string, values: readonly string[]): Driver => {
    const condition = sql`${name(`j.${column}`)} IN ${oneOf(values)}`;
    const from = sql`${name(of)} j ${indexedBy(`${of}_by_${column}`)}`;
    const ranged = (range: Range) => inRange(range, sql`j.n`);
    // An entry of `participants` for each state: the same record twice.
    const ordered = values.length === 1 && of !== "event_participants";
    const once = ordered ? sql`` : sql`DISTINCT`;
    return {
      numbers: (range) => sql`SELECT ${once} j.n FROM ${from} WHERE ${condition} AND ${ranged(range)}`,
      walk: ordered
        ? (range) => ({
            from: sql`${from} ${CROSS} ${name(table.name)} r ON r.n = j.n`,
            conditions: [sql`${name(`j.${column}`)} = ${values[0]}`, ranged(range)],
            n: sql`j.n`,
          })
        : null,
    };
  };
  for (const pair of pairsAsked(words)) drivers.push(onJoin("event_pairs", "value", [pair]));
  for (const kind of kindsAsked(criteria)) drivers.push(onJoin("event_kinds", "value", [kind]));
  for (const [filter, lists] of words) {
    const column = table.columns.find((one) => one.filter === filter && one.indexed);
    const one = table.joins.find(({ filters, indexed }) => indexed.includes(filters[filter] ?? ""));
    for (const list of lists.filter(positive)) {
      if (column !== undefined) {
        const condition = onField(name(`r.${column.name}`), column.match ?? "whole", list);
        drivers.push(onTable(column.name, condition, list.values.length === 1 && column.match !== "prefix"));
      } else if (one !== undefined && filter !== "relatedTo") {
        drivers.push(onJoin(one.name, one.filters[filter] ?? "", list.values as string[]));
      }
    }
  }
  for (const one of [box, near === null ? null : boxAround(near, near.radius)].filter((one) => one !== null)) {
    // There are far fewer places than events.
    const places = sql`SELECT v.id FROM venues v WHERE ${pointIn(one, sql`v.latitude`, sql`v.longitude`)}`;
    const before = sql`SELECT 1 FROM venues v WHERE v.latitude BETWEEN ${one.south} AND ${one.north}`;
    const within = sql`SELECT DISTINCT j.n FROM event_venues j WHERE j.value IN (${places})`;
    drivers.push(
      collection === "events"
        ? { numbers: (range) => sql`${within} AND ${inRange(range, sql`j.n`)}`, walk: null, before }
        : onTable("latitude", sql`r.latitude BETWEEN ${one.south} AND ${one.north}`, false),
    );
  }
  return drivers;
}

/** Two states that must both take part, as the pairs are written. */
function pairsAsked(words: Criteria["words"]): string[] {
  const lists = (words.get("country") ?? []).filter((list) => positive(list) && list.values.length === 1);
  const states = [...new Set(lists.map(({ values }) => values[0] ?? ""))].sort();
  return states.length < 2 ? [] : [`${states[0]} ${states[1]}`];
}

/** States that take part and the type of the event, where one of each is asked for, as they are written together. */
function kindsAsked({ collection, words }: Criteria): string[] {
  if (collection !== "events") return [];
  const one = (filter: string) =>
    (words.get(filter) ?? []).flatMap((list) => (positive(list) && list.values.length === 1 ? list.values : []));
  return one("type").flatMap((type) => one("country").map((country) => kindOf(country ?? "", type ?? "")));
}

/** Whether the first index condition says all that a question asks: one value, two states, or a state and a type. */
function isSaid(criteria: Criteria, conditions: number): boolean {
  const lists = [...criteria.words.values()].flat().length;
  const said = pairsAsked(criteria.words).length > 0 || kindsAsked(criteria).length > 0 ? 2 : 1;
  return lists === said && conditions === said;
}

const FOUND = new WeakMap<Criteria, Map<string, Map<string, number>>>();

/** What the indexes found before for the same question: its page and its count ask alike. */
function foundBefore(criteria: Criteria, { number }: Share, { low, high }: Range): Map<string, number> {
  const shares = FOUND.get(criteria) ?? new Map<string, Map<string, number>>();
  FOUND.set(criteria, shares);
  const key = `${number} ${low} ${high}`;
  const found = shares.get(key) ?? new Map<string, number>();
  shares.set(key, found);
  return found;
}

/**
 * Chooses how to reach the records of a dataset. A small dataset is walked; of a large one the condition is taken
 * that finds fewest records, as counting a few thousand entries of each index tells.
 * @param usual whether they are wanted in the order of their numbers
 * @param reach the numbers that are of interest, within the question's own range
 */
export async function accessOf(
  database: Database,
  criteria: Criteria,
  share: Share,
  bounds: Bounds = BOUNDS,
  usual = false,
  reach: Range = rangeOf(criteria, share),
): Promise<Access> {
  const table = name(tableOf(criteria.collection).name);
  const rest = conditionsOf(criteria, share);
  const numbered = isNumbered(criteria.collection);
  const whole = {
    share,
    range: reach,
    from: sql`${table} r`,
    conditions: [inRange(reach), ...rest],
    n: numbered ? sql`r.n` : null,
    numbers: null,
    rest,
  };
  const small = heldBy(share, criteria.collection) <= bounds.small;
  const direct = rest.length === 0 && numbered;
  if (small || rest.length === 0) return { ...whole, few: small, bounded: small, direct };
  const drivers = driversOf(criteria);
  const sayer = isSaid(criteria, rest.length) ? drivers[0] : undefined;
  const walked = sayer?.walk?.(reach);
  const said = sayer === undefined || walked === undefined ? null : { ...walked, numbers: sayer.numbers(reach) };
  if (usual && said !== null) return { ...whole, ...said, few: false, bounded: false, direct: true };
  let fewest = bounds.probe + 1;
  let best: Driver | undefined;
  // What a search finds is listed whole.
  let bounded = criteria.search === null;
  const known = foundBefore(criteria, share, reach);
  const finds = async (query: Sql, most: number, short = true) => {
    const key = `${query.sql} ${query.values.join("\n")}`;
    const there = known.get(key);
    if (there !== undefined) return Math.min(there, most);
    const count = sql`SELECT count(*) AS found FROM (${query} LIMIT ${most}) few`;
    const found = (await ask<{ found: number }>(database, short, count))[0]?.found ?? 0;
    if (found < most) known.set(key, found);
    return found;
  };
  for (const driver of drivers) {
    const most = PLACES * bounds.probe;
    const short = driver.before === undefined || (await finds(driver.before, most + 1)) <= most;
    const found = await finds(driver.numbers(reach), fewest, short);
    if (found < fewest) [fewest, best, bounded] = [found, driver, short && criteria.search === null];
    if (fewest === 0) break;
  }
  const lead = usual ? best?.walk?.(reach) : undefined;
  // In the order wanted already: a page ends where it is full.
  if (lead !== undefined) {
    return { ...whole, ...lead, conditions: [...lead.conditions, ...rest], few: true, bounded, direct: false };
  }
  if (best !== undefined) {
    const from = sql`(SELECT DISTINCT n FROM (${best.numbers(reach)}) found) i ${CROSS} ${table} r ON r.n = i.n`;
    return { ...whole, from, conditions: rest, few: true, bounded, direct: false, n: null };
  }
  const many = { ...whole, few: false, bounded: false };
  if (said !== null) return { ...many, ...said, direct: true };
  const { search } = criteria;
  const words = search === null ? null : foundWalk(criteria.collection, search, reach);
  if (search !== null && words !== null) {
    // Full text gives its hits in the order of their numbers too; asked again of each record it would be a list.
    const others = conditionsOf({ ...criteria, search: null }, share);
    const from = sql`${words.from} ${CROSS} ${table} r ON r.n = ${words.n}`;
    const found = { from, conditions: [...words.conditions, ...others], n: numbered ? words.n : null };
    const numbers = others.length > 0 ? null : sql`SELECT ${words.n} FROM ${words.from} ${whereOf(words.conditions)}`;
    return { ...many, ...found, numbers, direct: numbers !== null && isOneList(search, database.engine) };
  }
  const leading = drivers.find(({ walk }) => walk !== null)?.walk?.(reach);
  if (leading === undefined) return { ...many, direct: false };
  return { ...many, ...leading, conditions: [...leading.conditions, ...rest], direct: false };
}

/** Conditions joined, where there are any. */
export function whereOf(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`` : sql`WHERE ${join([...conditions], " AND ")}`;
}
