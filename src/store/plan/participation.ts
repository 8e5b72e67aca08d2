// Participation: the filters that must hold in one entry of `participants`, as one condition.
//
// `participant`, `country` and `role` given together hold in one entry of `participants`. "Xi as visitor" must not find
// an event where Xi is host and somebody else visits. A filter that is repeated holds in some entry for each
// repetition, together with the others.

import type { DimensionName } from "../../query/count-query.ts";
import type { FilterName } from "../../query/filters.ts";
import type { Criteria } from "../../query/plan.ts";
import type { ValueList } from "../../query/value-list.ts";

/** The filters that hold in one entry of `participants` when given together, and their columns there. */
export const ENTRY_COLUMNS: Readonly<Partial<Record<DimensionName, string>>> = {
  participant: "participant",
  country: "state",
  role: "role",
} satisfies Partial<Record<FilterName<"events">, string>>;
const ENTRY_FILTERS = Object.keys(ENTRY_COLUMNS) as (keyof typeof ENTRY_COLUMNS & FilterName)[];

/** One list of a filter. */
export interface EntryCondition {
  readonly filter: FilterName;
  readonly list: ValueList;
}

/**
 * `participant`, `country` and `role` given together hold in one entry. A filter with one list of values (or only
 * negated) joins that entry (`base`); of one with several lists, which `.all` gives, each holds in some entry that
 * satisfies the others (`repeated`). A negated list beside a positive one of the same filter is about the whole record (`whole`). Null when
 * fewer than two of the three are given, or none of them positive: then each is about the whole record.
 */
export function sameParticipation(
  words: Criteria["filters"],
): { base: EntryCondition[]; repeated: EntryCondition[]; whole: EntryCondition[] } | null {
  if (words.size < 2) return null;
  const rules = ENTRY_FILTERS.flatMap((filter) => {
    const lists = (words.get(filter) ?? []).map((list) => ({ filter, list }));
    if (lists.length === 0) return [];
    return [{ positive: lists.filter(({ list }) => !list.not), negative: lists.filter(({ list }) => list.not) }];
  });
  if (rules.length < 2 || rules.every(({ positive }) => positive.length === 0)) return null;
  const rule = { base: [] as EntryCondition[], repeated: [] as EntryCondition[], whole: [] as EntryCondition[] };
  for (const { positive, negative } of rules) {
    (positive.length > 1 ? rule.repeated : rule.base).push(...positive);
    (positive.length === 0 ? rule.base : rule.whole).push(...negative);
  }
  return rule;
}
