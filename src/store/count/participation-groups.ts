// Participation groups: counts by fields of the entries of `participants`.

import sql, { join, type Sql } from "sql-template-tag";
import type { DimensionName } from "../../query/count-query.ts";
import type { FilterName } from "../../query/filters.ts";
import type { Criteria } from "../../query/plan.ts";
import type { ValueList } from "../../query/value-list.ts";
import { inRange, type KeyRange as Numbers } from "../catalog/rowid.ts";
import { name } from "../engine/sql.ts";
import { whereOf } from "../plan/access-path.ts";
import { ENTRY_COLUMNS, type EntryCondition, sameParticipation } from "../plan/participation.ts";
import { onEntry } from "../plan/predicates.ts";

/** Whether the rule of one entry of `participants` decides who is in which group. */
export function isSameEntry({ collection, filters }: Criteria, by: readonly DimensionName[]): boolean {
  return collection === "events" && by.some((one) => ENTRY_COLUMNS[one] !== undefined) && asked(filters, by) !== null;
}

const known = ({ filter }: EntryCondition) => sql`${name(`j.${ENTRY_COLUMNS[filter] ?? ""}`)} IS NOT NULL`;

/** The value that a group will ask for: any, known or not. */
const ANY: ValueList = { not: false, values: [] };

/** What the list of a group would ask of entries, the group's own value left open. */
function asked(words: Criteria["filters"], by: readonly DimensionName[]) {
  const own = by.filter((dimension) => dimension !== "dataset").filter((filter) => ENTRY_COLUMNS[filter] !== undefined);
  return sameParticipation(new Map([...words, ...own.map((one) => [one, [...(words.get(one) ?? []), ANY]] as const)]));
}

/**
 * Entries of `participants` that hold the values of a group together, as the list of the group would find them:
 * each of several lists of a filter in some entry (a join each), values of dimensions given once the same in all of
 * them. A dimension that the question asks values of has no group of unknown: no list asks for it beside them.
 */
export function participationScan(words: Criteria["filters"], by: readonly DimensionName[], range: Numbers) {
  const rule = asked(words, by);
  if (rule === null) throw new Error("nothing holds in one entry");
  const isOpen = ({ list }: EntryCondition) => list === ANY;
  const base = rule.base.filter((one) => !isOpen(one)).map(onEntry);
  const inAll = rule.base.filter(isOpen).map(({ filter }) => filter);
  const terms: (EntryCondition | null)[] = rule.repeated.length > 0 ? rule.repeated : [null];
  const aliases = terms.map((_, at) => name(`e${at}`));
  const field = (alias: Sql, filter: DimensionName) => sql`${alias}.${name(ENTRY_COLUMNS[filter] ?? "")}`;
  const first = (filter: FilterName) => field(aliases[0] ?? sql``, filter);
  const joined = terms.map((term, at) => {
    const alias = aliases[at] ?? sql``;
    const open = term !== null && isOpen(term) ? [...inAll, term.filter] : inAll;
    const holds = term === null ? base : [...base, isOpen(term) ? known(term) : onEntry(term)];
    const columns = ["n", ...open.map((filter) => ENTRY_COLUMNS[filter] ?? "")].map((column) => name(`j.${column}`));
    const same =
      at === 0 ? [] : inAll.map((filter) => sql`${field(alias, filter)} IS NOT DISTINCT FROM ${first(filter)}`);
    return sql`JOIN (SELECT DISTINCT ${join(columns, ", ")} FROM event_participants j
      ${whereOf([inRange(range, sql`j.n`), ...holds])}) ${alias}
      ON ${join([sql`${alias}.n = r.n`, ...same], " AND ")}`;
  });
  const keyOf = (dimension: DimensionName): Sql => {
    if (inAll.some((filter) => filter === dimension)) return field(aliases[0] ?? sql``, dimension);
    const at = terms.findIndex((term) => term !== null && isOpen(term) && term.filter === dimension);
    return field(aliases[at] ?? sql``, dimension);
  };
  return { joined, keyOf, whole: rule.whole };
}
