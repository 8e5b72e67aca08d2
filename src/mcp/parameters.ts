// Parameters: what a tool takes, from the declarations of the API's filters; a filter is described in one place.
//
// A tool has the filters that most questions need as parameters of their own, and `filters` for all others, written as
// in an address. So no question is out of reach, and the list of tools stays small: a model pays for each word of it.
import { z } from "zod";
import type { Collection } from "../model/ids.ts";
import { type FilterName, filtersOf } from "../query/filters.ts";
import { ToolFault } from "./ask.ts";

/** Longer vocabularies are named, and suggested in faults. */
const LISTED = 20;

/** What a tool may say shorter than the API's own page does. */
const SHORT: Readonly<Record<string, string>> = {
  q: 'Words to find, any language; "a phrase"; -not.',
  country: "State taking part: ISO code. Commas: any of them. Both: filters country.all=KZ,CN.",
  participant: "Id of a person or body taking part.",
  from: "From this year, month or day.",
  to: "To this year, month or day.",
};

/** A parameter for a filter of a collection: its words where they are few, a text in the API's grammar otherwise. */
function parameterOf<C extends Collection>(collection: C, name: FilterName<C>) {
  const filter = filtersOf(collection).find((one) => one.name === name);
  if (filter === undefined) throw new Error(`${collection} has no filter ${name}`);
  const says = SHORT[name] ?? filter.says;
  const terms = filter.terms?.map(({ id }) => id) ?? [];
  const type =
    terms.length > 0 && terms.length <= LISTED ? z.array(z.enum(terms as [string, ...string[]])) : z.string();
  const more = terms.length > LISTED ? ` Words: about topic=${VOCABULARY[name] ?? name}.` : "";
  return type.optional().describe(`${says}${more}`);
}

/** The vocabulary of a filter whose words are too many to list. */
const VOCABULARY: Readonly<Record<string, string>> = { type: "event-types" };

/** Parameters for filters of a collection. */
export function parametersOf<C extends Collection, N extends FilterName<C>>(collection: C, names: readonly N[]) {
  return Object.fromEntries(names.map((name) => [name, parameterOf(collection, name)])) as {
    [K in N]: ReturnType<typeof parameterOf>;
  };
}

/** Names that a tool sets itself. */
const OWN: readonly string[] = ["format", "fields", "include", "labels", "lang", "cursor"];

export const filters = z
  .string()
  .optional()
  .describe("Further filters of the API as in an address: rank=state&status=planned,proposed.");
export const cursor = z.string().optional().describe("`next` of the answer before, other arguments unchanged.");

/** Arguments of a tool as they came. */
export type Arguments = Readonly<Record<string, unknown>>;

/**
 * The query of an address: each argument by its name, lists with commas, then `filters`.
 * @throws ToolFault where `filters` names what a tool sets itself
 */
export function queryOf(given: Arguments, fixed: Readonly<Record<string, string>> = {}): URLSearchParams {
  const { filters: further, ...own } = given;
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(own)) {
    if (value !== undefined && value !== "") query.set(name, Array.isArray(value) ? value.join(",") : String(value));
  }
  for (const [name, value] of new URLSearchParams(typeof further === "string" ? further : "")) {
    if (OWN.includes(name)) throw new ToolFault(`\`filters\` cannot set \`${name}\`, which the tool sets itself`);
    query.append(name, value);
  }
  for (const [name, value] of Object.entries(fixed)) if (!query.has(name)) query.set(name, value);
  return query;
}
