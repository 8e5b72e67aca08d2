// List queries: the whole query string of a list, checked, and the plan that it stands for.
import { z } from "zod";
import type { Collection } from "../model/ids.ts";
import { type CursorPosition, readCursor } from "./cursor.ts";
import { decimalKey } from "./decimal.ts";
import type { Parts } from "./fields.ts";
import { type FilterName, filtersOf, SORTS } from "./filters.ts";
import { readingGiven } from "./given.ts";
import {
  CURSOR_FAULTS,
  checkFormat,
  datasetParameter,
  formatParameters,
  idsParameter,
  inOrder,
  type Language,
  LIMIT,
  labelsParameter,
  type Presentation,
  pageParameters,
  shapeParameters,
} from "./list-parameters.ts";
import { allParameter, choice, examples, filterParameter } from "./parameter.ts";
import type { Window } from "./period.ts";
import { type CountMode, type Criteria, datasetScope, fingerprintOf, type ListPlan, readSort } from "./plan.ts";
import type { Search } from "./search.ts";
import { type Box, type Point, RADIUS } from "./space.ts";
import type { StateCodes } from "./states.ts";
import { unknownFaults } from "./synonyms.ts";
import { allOf, type ValueList } from "./value-list.ts";

/** What a list is asked for: a page by plan, or named records by id; with fields and included collections. */
export type ListQuery = Presentation & {
  /** Whether it says how many records it wants; formats that stream send all of them where it does not. */
  readonly limited: boolean;
} & (
    | { readonly ids: readonly string[] }
    | {
        readonly ids: null;
        readonly plan: ListPlan;
        /** The same list by its latest change, for feeds; null where `sort`, `cursor` or `sample` says the order. */
        readonly feed: () => ListPlan | null;
      }
  );

/** The order of a feed: what changed last comes first. */
const FEED_SORT = "-updated";

/**
 * The schema of a list's query string: strict (an unknown parameter is a fault with a suggestion), every fault at
 * once, and out of it a {@link ListQuery}.
 */
export function listQuery(
  collection: Collection,
  parts: Parts,
  stateCodes: StateCodes,
  formats: readonly string[],
  columns: readonly string[],
) {
  const shape = filterShape(collection, stateCodes);
  shape.ids = idsParameter;
  Object.assign(
    shape,
    shapeParameters(collection, parts),
    pageParameters(collection),
    formatParameters(formats, columns),
  );
  return planned(collection, shape);
}

/** The same for rows that events are made into: their filters, order and pages, and no parts of records. */
export function participationsQuery(stateCodes: StateCodes, formats: readonly string[], columns: readonly string[]) {
  const pages = pageParameters("events");
  const limit = pages.limit.meta({ description: "Most events in the answer, each with all its participants." });
  return planned("events", {
    ...filterShape("events", stateCodes),
    ...{ ...pages, limit },
    labels: labelsParameter,
    ...formatParameters(formats, columns),
  });
}

function planned(collection: Collection, shape: Record<string, z.ZodType>) {
  const usualSort = SORTS[collection][0] ?? "id";
  return checked(shape).transform((given, context): ListQuery => {
    const values = given as ParameterValues;
    const look = {
      fields: values.fields ?? null,
      include: values.include ?? [],
      labels: values.labels ?? null,
      columns: values.columns ?? null,
      format: values.format ?? null,
      lang: values.lang ?? "en",
      bom: values.bom === "true",
      limited: values.limit !== undefined || values.sample !== undefined || values.ids !== undefined,
    };
    if (values.ids !== undefined) return { ...look, ids: values.ids };
    const criteria = criteriaOf(collection, values);
    const feedSort = readSort(FEED_SORT);
    // Few lists are feeds, and a fingerprint is a hash of all that is asked.
    const ofFeed = () => fingerprintOf(criteria, feedSort);
    const { cursor } = values;
    // A feed is continued in its own order.
    const isFeed =
      values.sort === undefined && cursor !== undefined && typeof readCursor(cursor, ofFeed()) === "object";
    const sort = isFeed ? feedSort : readSort(values.sort ?? usualSort);
    const fingerprint = fingerprintOf(criteria, sort);
    const after = positionOf(cursor, fingerprint, context);
    const plan = {
      criteria,
      sort,
      limit: values.sample ?? values.limit ?? LIMIT.usual,
      after,
      sample: values.sample === undefined ? null : { seed: values.seed ?? "0" },
      count: values.count ?? "bounded",
      fingerprint,
    };
    const ordered = [values.sort, cursor, values.sample].some((one) => one !== undefined);
    const feed = () => (ordered ? null : { ...plan, sort: feedSort, fingerprint: ofFeed() });
    return { ...look, ids: null, plan, feed };
  });
}

/** The parameters of a collection's filters, with the window's certainty and the datasets asked. */
export function filterShape(collection: Collection, stateCodes: StateCodes): Record<string, z.ZodType> {
  const filters = filtersOf(collection);
  const shape: Record<string, z.ZodType> = {};
  for (const filter of filters) {
    shape[filter.name] = filterParameter(filter, stateCodes);
    if (!filter.single) shape[allOf(filter.name)] = allParameter(filter, stateCodes);
  }
  if (filters.some(({ name }) => name === "from")) {
    shape.certainty = choice(["possible", "certain"] as const, {
      description:
        "`possible`: the date may fall in the window. `certain`: it lies inside as a whole and is not qualified.",
      ...examples("certain"),
      default: "possible",
    });
  }
  if (collection === "events") shape.distinct = distinctParameter;
  shape.dataset = datasetParameter;
  return shape;
}

/** Whether events told twice (`same-as`) come once: the same in lists, counts, calendars, feeds and exports. */
const distinctParameter = choice(["true", "false"] as const, {
  description:
    "Whether an event that a dataset tells twice comes once: the later record, linked to the first by `same-as`, is left out. `false` lists and counts both.",
  ...examples("false"),
  default: "true",
});

/** A strict object of parameters whose combinations are checked too. */
export function checked(shape: Record<string, z.ZodType>) {
  return strict(shape).superRefine(
    (values, context) => {
      checkTogether(values, (parameter, message) => {
        context.issues.push({ code: "custom", input: values, path: [parameter], message });
      });
    },
    // Faults of single parameters must not hide faults of their combination.
    { when: () => true },
  );
}

/** Where the last page ended; a cursor of another question is a fault. */
export function positionOf(
  cursor: string | undefined,
  question: string,
  context: z.RefinementCtx,
): CursorPosition | null {
  const after = cursor === undefined ? null : readCursor(cursor, question);
  if (after !== "broken" && after !== "foreign") return after;
  context.issues.push({ code: "custom", input: cursor, path: ["cursor"], message: CURSOR_FAULTS[after] });
  return null;
}

/** The parameters that mean something together, as their schemas read them; filters are looked up by name. */
export interface ParameterValues {
  readonly [filter: string]: unknown;
  readonly ids?: string[];
  readonly fields?: string[];
  readonly include?: Collection[];
  readonly labels?: Language;
  readonly columns?: string[];
  readonly sort?: string;
  readonly limit?: number;
  readonly cursor?: string;
  readonly count?: CountMode;
  readonly from?: { first: string; last: string };
  readonly to?: { first: string; last: string };
  readonly certainty?: Window["certainty"];
  readonly min?: string;
  readonly max?: string;
  readonly updatedSince?: string;
  readonly q?: Search;
  readonly bbox?: Box;
  readonly near?: Point;
  readonly radius?: number;
  readonly sample?: number;
  readonly seed?: string;
  readonly dataset?: ValueList[];
  readonly distinct?: string;
  readonly format?: string;
  readonly lang?: Language;
  readonly bom?: string;
}

/** What `ids` may be given with. */
const WITH_IDS = ["ids", "fields", "include", "labels", "format", "columns", "lang", "bom"];

/** Combinations that mean nothing. */
function checkTogether(values: ParameterValues, fault: (parameter: string, message: string) => void): void {
  const given = Object.keys(values).filter((name) => values[name] !== undefined);
  if (values.ids !== undefined) {
    const others = given.filter((name) => !WITH_IDS.includes(name));
    for (const name of others) fault(name, "cannot be given together with `ids`");
  }
  const { format, fields = null, include = [], labels = null, columns = null, bom } = values;
  if (format !== undefined) checkFormat({ format, fields, include, labels, columns, bom: bom === "true" }, fault);
  const { from, to, min, max, dataset } = values;
  if (from !== undefined && to !== undefined && from.first > to.last) fault("from", "begins after `to` ends");
  // Numbers of different kinds do not compare: 52 projects are not less than 21 billion dollars.
  if (!["kind", "unit", "currency"].some((name) => values[name] !== undefined)) {
    const comparing = ["min", "max", ...(values.sort?.endsWith("value") === true ? ["sort"] : [])];
    for (const name of comparing) {
      if (values[name] !== undefined)
        fault(name, "needs one of `kind`, `unit` or `currency`: numbers of different kinds do not compare");
    }
  }
  if (values.radius !== undefined && values.near === undefined) fault("radius", "needs `near`");
  if (values.seed !== undefined && values.sample === undefined) fault("seed", "needs `sample`");
  if (values.sample !== undefined) {
    for (const name of ["cursor", "limit", "sort"]) {
      if (values[name] !== undefined) fault(name, "cannot be given together with `sample`");
    }
  }
  if (min !== undefined && max !== undefined && decimalKey(min) > decimalKey(max))
    fault("min", "is greater than `max`");
  if (dataset?.some((words) => words.values.includes("all")) === true) {
    if (dataset.length > 1 || dataset[0]?.not === true || dataset[0]?.values.length !== 1)
      fault("dataset", "takes `all` alone");
  }
}

/** A strict object whose unknown keys are faults of the query with the nearest known parameter. */
export function strict(shape: Record<string, z.ZodType>) {
  const known = Object.keys(shape);
  const lists = known.filter((name) => shape[name]?.meta()?.type === "array");
  return z.preprocess(
    (query) => withoutBrackets(query as Readonly<Record<string, unknown>>, lists),
    readingGiven(
      z.strictObject(inOrder(shape), {
        error: (issue) =>
          issue.code === "unrecognized_keys" ? unknownFaults(issue.keys as string[], known) : undefined,
      }),
    ),
  );
}

/** A query in which the `a[]` of PHP, Rails and axios is the list `a`. */
function withoutBrackets(query: Readonly<Record<string, unknown>>, lists: readonly string[]) {
  const bracketed = lists.filter((name) => Object.hasOwn(query, `${name}[]`));
  if (bracketed.length === 0) return query;
  // No prototype, as the parser has it: a parameter may be called `__proto__`.
  const plain = Object.assign(Object.create(null), query);
  for (const name of bracketed) {
    plain[name] = [plain[name] ?? [], plain[`${name}[]`]].flat();
    delete plain[`${name}[]`];
  }
  return plain;
}

/** The conditions that the filters of a collection say. */
export function criteriaOf(collection: Collection, values: ParameterValues): Criteria {
  const filters = new Map<FilterName, readonly ValueList[]>();
  for (const { name, kind, single } of filtersOf(collection)) {
    const value = values[name];
    // Most are not given, and of a field that holds one value nobody asks for all of several.
    const all = single ? undefined : values[allOf(name)];
    if (value === undefined && all === undefined) continue;
    if (kind === "flag") filters.set(name, [{ not: false, values: [value as string] }]);
    const lists = [value, all].flatMap((some) => (Array.isArray(some) ? (some as ValueList[]) : []));
    if (lists.length > 0) filters.set(name, lists);
  }
  const { from, to, certainty, updatedSince, min, max, q, bbox, near, radius, dataset, distinct } = values;
  return {
    collection,
    filters,
    window: { from: from?.first ?? null, to: to?.last ?? null, certainty: certainty ?? "possible" },
    updatedSince: updatedSince ?? null,
    min: min ?? null,
    max: max ?? null,
    search: q ?? null,
    box: bbox ?? null,
    near: near === undefined ? null : { ...near, radius: radius ?? RADIUS.usual },
    datasets: datasetScope(dataset),
    distinct: distinct !== "false",
  };
}
