// Parameters: the query parameters of each address as Markdown tables, read from the OpenAPI document.
import { COLLECTIONS } from "../../src/model/ids.ts";
import { OPERATIONS, type Parameter, parametersOf, type Schema, valuesOf, written } from "../support/document.ts";
import { codes, table } from "./table.ts";

const COLUMNS = ["parameter", "meaning", "values"] as const;

function valuesIn(parameter: Parameter): string {
  const { schema } = parameter;
  const one = (schema.type === "array" ? schema.items : schema) as Schema;
  const words = one.enum as readonly string[] | undefined;
  if (words !== undefined) return codes(words.filter((word) => word !== "null" && !word.startsWith("!")));
  if (one.minimum !== undefined) return `${one.minimum} to ${one.maximum}`;
  const [example] = valuesOf(parameter);
  // As a person types it: commas and letters of any script as they are.
  return example === undefined ? "" : `for example \`${decodeURIComponent(written(example))}\``;
}

function row(parameter: Parameter): string[] {
  const { name, description = "", required } = parameter;
  const notes = [required === true ? "Required." : ""];
  return [`\`${name}\``, [description, ...notes].filter((text) => text !== "").join(" "), valuesIn(parameter)];
}

const queryOf = (path: string): readonly Parameter[] =>
  OPERATIONS.filter((one) => one.path === path).flatMap((one) => parametersOf(one, "query"));

const keyOf = (parameter: Parameter) => row(parameter).join("|");

const LISTS = COLLECTIONS.map((collection) => queryOf(`/v1/${collection}`));
/** What every list takes, in the same words. */
const COMMON = (LISTS[0] ?? []).filter((one) =>
  LISTS.every((list) => list.some((other) => keyOf(other) === keyOf(one))),
);
const COMMON_KEYS = new Set(COMMON.map(keyOf));

const tableFor = (parameters: readonly Parameter[]) => table(COLUMNS, parameters.map(row));

/** Addresses beside the lists, each with an example. */
const OTHERS = [
  ["search", "/v1/search", "/v1/search?q=talks"],
  ["suggestions", "/v1/suggest", "/v1/suggest?q=tok"],
  ["changes", "/v1/changes", "/v1/changes?since=2026-01-01"],
  ["pairs of states", "/v1/dyads", "/v1/dyads?country=KZ"],
] as const;

function countsTable(): string {
  const rows = COLLECTIONS.map((collection) => {
    const by = queryOf(`/v1/stats/${collection}`).find(({ name }) => name === "by");
    return [`\`/v1/stats/${collection}\``, by === undefined ? "" : valuesIn(by)];
  });
  return table(["address", "values of `by`"], rows);
}

/** The section of the reference, without its heading. */
export function parametersSection(): string {
  const sort = queryOf("/v1/stats/events").filter(({ name }) => name === "sort" || name === "limit");
  return [
    "Filters are written as [the API guide](api.md#filters) explains: `a,b` finds either value, as does a name given again;",
    "`!a,b` finds neither, `null` an unknown value. A name with `.all` finds records that have all of its values.",
    "",
    "### Parameters of every list",
    "",
    tableFor(COMMON),
    ...COLLECTIONS.flatMap((collection, at) => [
      "",
      `### Parameters of ${collection}`,
      "",
      tableFor((LISTS[at] ?? []).filter((one) => !COMMON_KEYS.has(keyOf(one)))),
    ]),
    "",
    "### Parameters of counts",
    "",
    "Counts take every filter of their list, and:",
    "",
    countsTable(),
    "",
    tableFor(sort),
    ...OTHERS.flatMap(([title, path, example]) => [
      ...["", `### Parameters of ${title}`, "", `For example \`${example}\`.`, ""],
      tableFor(queryOf(path)),
    ]),
    "",
    "`/v1/timeline` takes every filter of events, `limit` and `cursor`. `/v1/dyads/{a}/{b}` takes `from`, `to`, `certainty` and",
    "`dataset`.",
  ].join("\n");
}
