// Count queries: what a collection may be counted by; every dimension is also a filter of that name.
//
// A group of a count is what its address lists. Because each dimension is a filter, each group has the address of its
// records, and a property test holds that the list at the address has as many (`tests/store/count/groups.test.ts`).
// `cameo` is no dimension: it finds codes by their beginning, so a code and those below it would be counted together.
//
// Figures are never summed: two claims may be of the same money, or of different dates. The range of values of one
// kind, unit and currency is given instead.
import type { z } from "zod";
import type { Collection } from "../model/ids.ts";
import type { Term } from "../model/term.ts";
import { didYouMean } from "../suggest.ts";
import { type FilterName, filtersOf, type Kind } from "./filters.ts";
import { formatParameter, LIMIT, limitParameter } from "./list-parameters.ts";
import { checked, criteriaOf, filterShape, type ParameterValues } from "./list-query.ts";
import { choice, examples, list } from "./parameter.ts";
import type { Criteria } from "./plan.ts";
import type { StateCodes } from "./states.ts";
import { ALL_LIMIT, allOf, quote, type ValueList } from "./value-list.ts";

/** The names of what may be counted by. */
export type DimensionName = FilterName | "dataset";

export interface Dimension {
  readonly name: DimensionName;
  readonly kind: Kind;
  /** Whether a record has one value of it, and so counts in one group. */
  readonly single: boolean;
  /** The vocabulary, where it is closed. */
  readonly terms: readonly Term[] | null;
  /** The collection whose ids it has. */
  readonly of: Collection | null;
}

const KINDS: readonly Kind[] = ["term", "id", "state", "code", "flag"];
/** `cameo` finds codes by their beginning, so a code and those below it would be counted together. */
const WITHOUT = ["cameo"];
/** Most dimensions of one count. */
const MOST = 2;

/** What a collection may be counted by. */
export function dimensionsOf(collection: Collection): readonly Dimension[] {
  const filters = filtersOf(collection).filter(({ kind, name }) => KINDS.includes(kind) && !WITHOUT.includes(name));
  return [
    ...filters.map(({ name, kind, single, terms = null, of = null }) => ({ name, kind, single, terms, of })),
    { name: "dataset", kind: "id", single: true, terms: null, of: null },
  ];
}

export const GROUPS_DEFAULT = 50;
const SORTS = ["-count", "count", "key"] as const;
export type GroupSort = (typeof SORTS)[number];

/** A count, read and checked. */
export interface CountPlan {
  readonly criteria: Criteria;
  /** One dimension or two. */
  readonly by: readonly Dimension[];
  readonly sort: GroupSort;
  readonly limit: number;
  /** The format asked for by name; null leaves it to `Accept`. */
  readonly format: string | null;
}

function byParameter(dimensions: readonly Dimension[]) {
  const names: readonly string[] = dimensions.map(({ name }) => name);
  const usual = names.slice(0, 1);
  return list(
    (part) =>
      names.includes(part)
        ? null
        : `cannot be ${quote(part)}${didYouMean(part, names)} (one or two of ${names.join(", ")})`,
    MOST,
    {
      minItems: 1,
      uniqueItems: true,
      items: { type: "string", enum: names },
      default: usual,
      description: `The field to count by, or two. Each is also a filter of that name. \`${usual}\` when left out.`,
      ...examples(usual, names.slice(0, MOST)),
    },
    "fields",
  );
}

/** The schema of a count's query string: all filters of the list, and by what to count. */
export function countQuery(collection: Collection, stateCodes: StateCodes, formats: readonly string[]) {
  const dimensions = dimensionsOf(collection);
  const shape: Record<string, z.ZodType> = {
    by: byParameter(dimensions),
    ...filterShape(collection, stateCodes, true),
    sort: choice(SORTS, {
      description: "Order of the groups: by count, or by key (by code point, unknown last). Equal counts go by key.",
      ...examples("key"),
      default: SORTS[0],
    }),
    limit: limitParameter(LIMIT.most, GROUPS_DEFAULT).meta({ description: "Most groups in the answer." }),
    format: formatParameter(formats),
  };
  return checked(shape).transform((given, context): CountPlan => {
    const { by: names, ...values } = given as ParameterValues & { by?: string[] };
    const by = dimensions.filter(({ name }, at) => names?.includes(name) ?? at === 0);
    if (names !== undefined) by.sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
    const criteria = criteriaOf(collection, values, true);
    for (const { name } of by) {
      const all = (values[allOf(name)] as readonly ValueList[] | undefined)?.length ?? 0;
      if (all < ALL_LIMIT) continue;
      const message = `has ${all} values; at most ${ALL_LIMIT - 1} when counting by it, as each group adds one`;
      context.issues.push({ code: "custom", input: given, path: [allOf(name)], message });
    }
    const sort = (values.sort ?? SORTS[0]) as GroupSort;
    return { criteria, by, sort, limit: values.limit ?? GROUPS_DEFAULT, format: values.format ?? null };
  });
}

const OWN = ["by", "sort", "limit", "format"];

/**
 * The query of a list that finds the records of a group: the filters as given and the group's values. A field that
 * holds one value is asked for that value alone; of one that may hold several, the value is one more that it must have,
 * or, where it holds none, all that is asked beside `!`.
 */
export function groupQuery(
  given: readonly (readonly [string, string])[],
  by: readonly Pick<Dimension, "name" | "single">[],
  keys: readonly (string | null)[],
): [string, string][] {
  let query = given.filter(([name]) => !OWN.includes(name)).map(([name, value]): [string, string] => [name, value]);
  for (const [at, { name, single }] of by.entries()) {
    const key = keys[at] ?? null;
    const every = allOf(name);
    const all = query.filter(([one]) => one === every).map(([, value]) => value);
    const asked = query.some(([one]) => one === name || one === every);
    if (single) query = query.filter(([one]) => one !== name);
    else if (key === null) query = query.filter(([one, value]) => one !== name || value.startsWith("!"));
    else if (asked) query = query.filter(([one]) => one !== every);
    query.push(!single && key !== null && asked ? [every, [...all, key].join(",")] : [name, key ?? "null"]);
  }
  return query;
}
