// Count queries: what a collection may be counted by; every dimension is also a filter of that name.
//
// Groups are paged as lists are, by the last group of a page: its count and its keys (`cursor.ts`).
//
// A group of a count is what its address lists. Because each dimension is a filter, each group has the address of its
// records, and a property test holds that the list at the address has as many (`tests/store/count/groups.test.ts`).
// `cameo` is no dimension: it finds codes by their beginning, so a code and those below it would be counted together.
//
// Figures are never summed: two claims may be of the same money, or of different dates. The range of values of one
// kind, unit and currency is given instead.
import { z } from "zod";
import type { Collection } from "../model/ids.ts";
import type { Term } from "../model/term.ts";
import { didYouMean } from "../suggest.ts";
import { type CursorPosition, fingerprint } from "./cursor.ts";
import { type FilterName, filtersOf, type Kind } from "./filters.ts";
import { CURSOR_FAULTS, cursorParameter, formatParameter, LIMIT, limitParameter } from "./list-parameters.ts";
import { checked, criteriaOf, filterShape, type ParameterValues, positionOf } from "./list-query.ts";
import { choice, examples, list } from "./parameter.ts";
import { type Criteria, fingerprintOf } from "./plan.ts";
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

/** Where a page of groups ended: its last group. */
export interface GroupPosition {
  readonly keys: readonly (string | null)[];
  readonly count: number;
}

/** A count, read and checked. */
export interface CountPlan {
  readonly criteria: Criteria;
  /** One dimension or two. */
  readonly by: readonly Dimension[];
  readonly sort: GroupSort;
  /** Most groups; null where it is left out: a page of JSON, all groups in the other formats. */
  readonly limit: number | null;
  readonly after: GroupPosition | null;
  /** Names what is counted, by what and in which order; a cursor is good for this count only. */
  readonly fingerprint: string;
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
    ...filterShape(collection, stateCodes),
    sort: choice(SORTS, {
      description: "Order of the groups: by count, or by key (by code point, unknown last). Equal counts go by key.",
      ...examples("key"),
      default: SORTS[0],
    }),
    limit: limitParameter(LIMIT.most, GROUPS_DEFAULT).meta({
      description: "Most groups in the answer; `csv` and `ndjson` without `limit` have all of them.",
    }),
    cursor: cursorParameter,
    format: formatParameter(formats),
  };
  return checked(shape).transform((given, context): CountPlan => {
    const { by: names, ...values } = given as ParameterValues & { by?: string[] };
    const by = dimensions.filter(({ name }, at) => names?.includes(name) ?? at === 0);
    if (names !== undefined) by.sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
    const criteria = criteriaOf(collection, values);
    for (const { name } of by) {
      const all = (values[allOf(name)] as readonly ValueList[] | undefined)?.length ?? 0;
      if (all < ALL_LIMIT) continue;
      const message = `has ${all} values; at most ${ALL_LIMIT - 1} when counting by it, as each group adds one`;
      context.issues.push({ code: "custom", input: given, path: [allOf(name)], message });
    }
    const sort = (values.sort ?? SORTS[0]) as GroupSort;
    const named = fingerprint([
      fingerprintOf(criteria, { key: sort, descending: false }),
      ...by.map(({ name }) => name),
    ]);
    const position = positionOf(values.cursor, named, context);
    const after = position === null ? null : readGroup(position, by.length);
    if (position !== null && after === null) {
      context.issues.push({ code: "custom", input: given, path: ["cursor"], message: CURSOR_FAULTS.broken });
    }
    const { limit = null, format = null } = values;
    return { criteria, by, sort, limit, after, fingerprint: named, format };
  });
}

/** A group as the position that a cursor holds. */
export function groupPosition({ keys, count }: GroupPosition): CursorPosition {
  return { value: String(count), id: JSON.stringify(keys) };
}

const Keys = z.array(z.string().nullable());

/** The group that a cursor holds; null where it holds something else. */
function readGroup({ value, id }: CursorPosition, length: number): GroupPosition | null {
  if (value === null || !/^\d{1,15}$/.test(value) || !id.startsWith("[")) return null;
  try {
    const keys = Keys.safeParse(JSON.parse(id));
    return keys.success && keys.data.length === length ? { keys: keys.data, count: Number(value) } : null;
  } catch {
    return null;
  }
}

const OWN = ["by", "sort", "limit", "cursor", "format"];

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
