// The filters in force in words: labels of terms, names of records and states.
import { wordsIn } from "../formats/labels.ts";
import { languageWords } from "../formats/words/values.ts";
import type { Collection } from "../model/ids.ts";
import type { LanguageMap } from "../model/labels.ts";
import { filtersOf } from "../query/filters.ts";
import type { RouteContext } from "../routes/answer/envelope.ts";
import { stateNames } from "../routes/answer/group-rows.ts";
import { byId } from "../store/read/records.ts";
import type { View } from "./parts/links.ts";
import { UI } from "./parts/words.ts";

/** Parameters that order or cut a list and find nothing. */
const NO_FILTERS = [
  "limit",
  "cursor",
  "sort",
  "count",
  "fields",
  "include",
  "format",
  "columns",
  "bom",
  "sample",
  "seed",
  "dataset",
  "distinct",
  "lang",
];

/** Each filter of the address: its name, its value as given, and the value in words. */
export async function activeFilters(
  { database, reference }: RouteContext,
  view: View,
  collection: Collection,
): Promise<(readonly [string, string, string])[]> {
  const states = stateNames(reference);
  const codes = new Map(
    reference.countries.flatMap(
      ({ id, alpha2, alpha3 }) =>
        [
          [alpha2, id],
          [alpha3, id],
        ] as const,
    ),
  );
  const words = async (name: string, value: string): Promise<string> => {
    if (value === "null") return UI[view.lang].none;
    if (name === "language") return languageWords(value, view.lang);
    const filter = filtersOf(collection).find((one) => one.name === name.split(".")[0]);
    const term = filter?.terms?.find(({ id }) => id === value)?.label[view.lang];
    if (term !== undefined) return term;
    if (filter?.kind === "state")
      return (
        wordsIn((states.get(codes.get(value.toUpperCase()) ?? value) ?? null) as LanguageMap | null, view.lang) ?? value
      );
    if (filter?.of === undefined) return value;
    const doc = (await byId(database, filter.of, [value])).get(value);
    const record =
      doc === undefined
        ? null
        : (JSON.parse(doc) as { names?: LanguageMap; title?: LanguageMap; headline?: string | null });
    return record?.headline ?? wordsIn(record?.names ?? record?.title ?? null, view.lang) ?? value;
  };
  const given = view.query.filter(([name]) => !NO_FILTERS.includes(name));
  return Promise.all(
    given.map(async ([name, value]) => {
      const isNot = value.startsWith("!");
      const parts = await Promise.all((isNot ? value.slice(1) : value).split(",").map((one) => words(name, one)));
      const not = view.lang === "en" ? "not " : "не ";
      return [name, value, `${isNot ? not : ""}${parts.join(", ")}`] as const;
    }),
  );
}
