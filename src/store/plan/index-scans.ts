// Index scans: the conditions of a query that an index answers, and the scan that each of them gives.
import sql, { type Sql } from "sql-template-tag";
import type { Criteria } from "../../query/plan.ts";
import { boxAround } from "../../query/space.ts";
import type { ValueList } from "../../query/value-list.ts";
import { inRange, type KeyRange } from "../catalog/rowid.ts";
import { kindOf, pairKey, tableOf } from "../catalog/tables.ts";
import { CROSS, indexedBy } from "../engine/dialect.ts";
import { name, oneOf } from "../engine/sql.ts";
import { onField, pointIn } from "./predicates.ts";

/** Rows in the order of their numbers: `from` and `conditions` give them, `n` is the field of the number. */
interface OrderedScan {
  readonly from: Sql;
  readonly conditions: readonly Sql[];
  readonly n: Sql;
}

/** One condition that an index answers: the numbers of the records it finds, in a range. */
export interface IndexScan {
  readonly keys: (range: KeyRange) => Sql;
  /** Where it has one value: its rows lie in the order of their numbers. */
  readonly ordered: ((range: KeyRange) => OrderedScan) | null;
  /** What is read whole before it finds anything. */
  readonly before?: Sql;
}

const positive = (list: ValueList) => !list.not && !list.values.includes(null);

/** The conditions of a question that an index answers. */
export function indexScansOf(criteria: Criteria): IndexScan[] {
  const { collection, filters, box, near } = criteria;
  if (filters.size === 0 && box === null && near === null) return [];
  const table = tableOf(collection);
  const drivers: IndexScan[] = [];
  const onTable = (index: string, condition: Sql, ordered: boolean): IndexScan => {
    const from = sql`${name(table.name)} r ${indexedBy(`${table.name}_by_${index}`)}`;
    return {
      keys: (range) => sql`SELECT r.n FROM ${from} WHERE ${condition} AND ${inRange(range)}`,
      ordered: ordered ? (range) => ({ from, conditions: [condition, inRange(range)], n: sql`r.n` }) : null,
    };
  };
  const onJoin = (of: string, column: string, values: readonly string[]): IndexScan => {
    const condition = sql`${name(`j.${column}`)} IN ${oneOf(values)}`;
    const from = sql`${name(of)} j ${indexedBy(`${of}_by_${column}`)}`;
    const ranged = (range: KeyRange) => inRange(range, sql`j.n`);
    // An entry of `participants` for each state: the same record twice.
    const ordered = values.length === 1 && of !== "event_participants";
    const once = ordered ? sql`` : sql`DISTINCT`;
    return {
      keys: (range) => sql`SELECT ${once} j.n FROM ${from} WHERE ${condition} AND ${ranged(range)}`,
      ordered: ordered
        ? (range) => ({
            from: sql`${from} ${CROSS} ${name(table.name)} r ON r.n = j.n`,
            conditions: [sql`${name(`j.${column}`)} = ${values[0]}`, ranged(range)],
            n: sql`j.n`,
          })
        : null,
    };
  };
  for (const pair of pairsAsked(filters)) drivers.push(onJoin("event_pairs", "value", [pair]));
  for (const kind of kindsAsked(criteria)) drivers.push(onJoin("event_kinds", "value", [kind]));
  for (const [filter, lists] of filters) {
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
        ? { keys: (range) => sql`${within} AND ${inRange(range, sql`j.n`)}`, ordered: null, before }
        : onTable("latitude", sql`r.latitude BETWEEN ${one.south} AND ${one.north}`, false),
    );
  }
  return drivers;
}

/** Two states that must both take part, as the pairs are written. */
function pairsAsked(words: Criteria["filters"]): string[] {
  const lists = (words.get("country") ?? []).filter((list) => positive(list) && list.values.length === 1);
  const [a, b] = [...new Set(lists.map(({ values }) => values[0] ?? ""))].sort();
  return a === undefined || b === undefined ? [] : [pairKey(a, b)];
}

/** States that take part and the type of the event, where one of each is asked for, as they are written together. */
function kindsAsked({ collection, filters }: Criteria): string[] {
  if (collection !== "events") return [];
  const one = (filter: "type" | "country") =>
    (filters.get(filter) ?? []).flatMap((list) => (positive(list) && list.values.length === 1 ? list.values : []));
  return one("type").flatMap((type) => one("country").map((country) => kindOf(country ?? "", type ?? "")));
}

/** Whether the first index condition says all that a question asks: one value, two states, or a state and a type. */
export function isCovered(criteria: Criteria, conditions: number): boolean {
  const lists = [...criteria.filters.values()].flat().length;
  const said = pairsAsked(criteria.filters).length > 0 || kindsAsked(criteria).length > 0 ? 2 : 1;
  return lists === said && conditions === said;
}
