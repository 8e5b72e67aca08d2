// Questions: the whole query string of a list, checked, and the plan it stands for.
import { z } from "zod";
import { COLLECTIONS, type Collection, SLUG } from "../model/ids.ts";
import { readCursor } from "./cursor.ts";
import { decimalKey } from "./decimal.ts";
import { filtersOf, INCLUDES, SORTS } from "./filters.ts";
import { choice, examples, filterParameter, type Knowledge, list, scalar } from "./parameters.ts";
import { findPart, type Parts } from "./paths.ts";
import type { Window } from "./period.ts";
import { type CountMode, type Criteria, type Plan, questionOf, readSort } from "./plan.ts";
import { didYouMean } from "./suggest.ts";
import { quote, type Words } from "./words.ts";

const LIMIT = { most: 200, usual: 20 };
export const IDS_LIMIT = 100;
const FIELDS_LIMIT = 50;

/** What a list is asked for: a page by plan, or named records by id; with fields and included collections. */
export type Question = {
  readonly fields: readonly string[] | null;
  readonly include: readonly Collection[];
} & ({ readonly ids: readonly string[] } | { readonly ids: null; readonly plan: Plan });

/** `fields` and `include`, which details take too. */
export function shapeParameters(collection: Collection, parts: Parts) {
  const shape = {
    fields: list(
      (path) => {
        const found = findPart(parts, path);
        if (found === true) return null;
        return `names no part ${quote(found.wrong)} in ${quote(path)}${didYouMean(found.wrong, found.known)}`;
      },
      FIELDS_LIMIT,
      {
        type: "array",
        items: { type: "string", maxLength: 200 },
        description:
          "Only these parts of each record, nested ones by dots, e.g. `title.en,date.edtf`; `id` is always kept.",
        ...examples(collection === "events" ? ["title.en", "date.edtf"] : ["id", "updated"]),
      },
    ),
  };
  const known = INCLUDES[collection];
  if (known.length === 0) return shape;
  const include = list(
    (word) =>
      known.some((one) => one === word)
        ? null
        : `cannot be ${quote(word)}${didYouMean(word, known)} (any of ${known.join(", ")})`,
    COLLECTIONS.length,
    {
      type: "array",
      items: { type: "string", enum: known },
      description: "Records referred to, sent along in `included`, each once.",
      ...examples([known[0] ?? ""]),
    },
  );
  return { ...shape, include };
}

function pageParameters(collection: Collection) {
  const sorts = SORTS[collection];
  return {
    sort: choice(sorts, {
      description: "Order; `-` is descending. Ties go by `id`, unknown values last.",
      ...examples(sorts[1] ?? "id"),
      default: sorts[0],
    }),
    limit: scalar(
      (text, fault) => {
        if (!/^[1-9][0-9]{0,2}$/.test(text) || Number(text) > LIMIT.most)
          fault(`cannot be ${quote(text)}; write a whole number from 1 to ${LIMIT.most}`);
        return Number(text);
      },
      {
        type: "integer",
        minimum: 1,
        maximum: LIMIT.most,
        default: LIMIT.usual,
        description: "Records on a page.",
        ...examples(5),
      },
    ),
    cursor: scalar((text) => text, {
      type: "string",
      maxLength: 1024,
      description: "Where the last page ended: the `cursor` of `links.next`. Good for the same filters and sort only.",
    }),
    count: choice(["bounded", "exact", "none"] as const, {
      description: "How `meta.total` is counted: exactly up to 10,000, exactly whatever it costs, or not at all.",
      ...examples("exact"),
      default: "bounded",
    }),
  };
}

const idsParameter = list(
  (id) => (SLUG.test(id) && id.length <= 128 ? null : `has ${quote(id)}, which is no id`),
  IDS_LIMIT,
  {
    type: "array",
    items: { type: "string", maxLength: 128, pattern: SLUG.source },
    description: `These records, in this order (at most ${IDS_LIMIT}), of any dataset; unknown ones are listed in \`meta.missing\`. Goes with \`fields\` and \`include\` only.`,
  },
);

/** Dataset words; `all` stands alone. */
const datasetParameter = filterParameter(
  {
    name: "dataset",
    kind: "id",
    single: true,
    says: "Datasets to answer from: ids of `/v1/datasets`, or `all`; the curated ones when absent.",
    example: "curated",
  },
  { states: new Map() },
);

/**
 * The schema of a list's query string: strict (an unknown parameter is a fault with a suggestion), every fault at
 * once, and out of it a {@link Question}.
 */
export function listQuestion(collection: Collection, parts: Parts, knowledge: Knowledge) {
  const filters = filtersOf(collection);
  const dated = filters.some(({ name }) => name === "from");
  const shape: Record<string, z.ZodType> = Object.fromEntries(
    filters.map((filter) => [filter.name, filterParameter(filter, knowledge)]),
  );
  if (dated) {
    shape.certainty = choice(["possible", "certain"] as const, {
      description:
        "`possible`: the date may fall in the window. `certain`: it lies inside as a whole and is not qualified.",
      ...examples("certain"),
      default: "possible",
    });
  }
  shape.dataset = datasetParameter;
  shape.ids = idsParameter;
  Object.assign(shape, shapeParameters(collection, parts), pageParameters(collection));
  const usualSort = SORTS[collection][0] ?? "id";
  return strict(shape)
    .superRefine(
      (values, context) => {
        checkTogether(values, (parameter, message) => {
          context.issues.push({ code: "custom", input: values, path: [parameter], message });
        });
      },
      // Faults of single parameters must not hide faults of their combination.
      { when: () => true },
    )
    .transform((given, context): Question => {
      const values = given as Values;
      const look = { fields: values.fields ?? null, include: values.include ?? [] };
      if (values.ids !== undefined) return { ...look, ids: values.ids };
      const criteria = criteriaOf(collection, values);
      const sort = readSort(values.sort ?? usualSort);
      const question = questionOf(criteria, sort);
      const after = values.cursor === undefined ? null : readCursor(values.cursor, question);
      if (after === "broken" || after === "foreign") {
        context.issues.push({ code: "custom", input: values.cursor, path: ["cursor"], message: CURSOR_FAULTS[after] });
        return z.NEVER;
      }
      const plan = {
        criteria,
        sort,
        limit: values.limit ?? LIMIT.usual,
        after,
        count: values.count ?? "bounded",
        question,
      };
      return { ...look, ids: null, plan };
    });
}

const CURSOR_FAULTS = {
  broken: "is not a cursor that this server gave; take it from `links.next`",
  foreign: "belongs to other filters or another sort; begin again without it",
};

/** The parameters that mean something together, as their schemas read them; filters are looked up by name. */
interface Values {
  readonly [filter: string]: unknown;
  readonly ids?: string[];
  readonly fields?: string[];
  readonly include?: Collection[];
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
  readonly dataset?: Words[];
}

/** Combinations that mean nothing. */
function checkTogether(values: Values, fault: (parameter: string, message: string) => void): void {
  const given = Object.keys(values).filter((name) => values[name] !== undefined);
  if (values.ids !== undefined) {
    const others = given.filter((name) => !["ids", "fields", "include"].includes(name));
    for (const name of others) fault(name, "cannot be given together with `ids`");
  }
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
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? (issue.keys as string[]).map((key) => `is not a parameter here${didYouMean(key, known)}`).join("\n")
        : undefined,
  });
}

function criteriaOf(collection: Collection, values: Values): Criteria {
  const words = new Map<string, readonly Words[]>();
  for (const { name, kind } of filtersOf(collection)) {
    const value = values[name];
    if (kind === "flag" && value !== undefined) words.set(name, [{ not: false, values: [value as string] }]);
    else if (Array.isArray(value)) words.set(name, value as Words[]);
  }
  const { from, to, certainty, updatedSince, min, max, dataset } = values;
  const everywhere = dataset?.some((list) => list.values.includes("all")) === true;
  return {
    collection,
    words,
    window: { from: from?.first ?? null, to: to?.last ?? null, certainty: certainty ?? "possible" },
    updatedSince: updatedSince ?? null,
    min: min ?? null,
    max: max ?? null,
    datasets: everywhere ? null : (dataset ?? []),
  };
}
