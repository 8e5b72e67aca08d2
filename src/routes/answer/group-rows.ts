// Group rows: some records as an answer counts them: their values, their labels, and the address of the list.
import { z } from "zod";
import { coroutine, type Steps, wait } from "../../coroutine.ts";
import type { AnyRecord, DatasetInfo } from "../../model/bundle.ts";
import type { Collection } from "../../model/ids.ts";
import { LanguageMap } from "../../model/labels.ts";
import type { Reference } from "../../model/reference.ts";
import type { Term } from "../../model/term.ts";
import { type Dimension, groupQuery } from "../../query/count-query.ts";
import { once } from "../../store/catalog/once.ts";
import type { Group as Counted } from "../../store/count/groups.ts";
import { COUNT_BOUND } from "../../store/count/totals.ts";
import { byId } from "../../store/read/records.ts";
import type { RouteContext } from "./envelope.ts";
import { address } from "./links.ts";

export const Group = z
  .strictObject({
    keys: z.record(z.string(), z.string().nullable()).meta({
      description: "The value of each field of `by`; null is unknown.",
      examples: [{ type: "talks" }],
    }),
    labels: z.record(z.string(), LanguageMap.nullable()).meta({
      description: "What each value is called, where a vocabulary, a country or a record says so.",
      examples: [{ type: { en: "Talks", ru: "Переговоры" } }],
    }),
    count: z
      .int()
      .min(0)
      .meta({ description: "Records in the group.", examples: [1] }),
    href: z.string().meta({ description: "The list of these records.", examples: ["/v1/events?type=talks"] }),
  })
  .meta({ id: "Group", description: "Records that have the same values, how many they are, and where." });
export type Group = z.infer<typeof Group>;

/** Groups as they are served; `given` is the query whose filters they came from. Tables do without the labels. */
export const groupsData = coroutine(function* (
  { database, reference, base }: RouteContext,
  collection: Collection,
  by: readonly Dimension[],
  found: readonly Counted[],
  given: readonly (readonly [string, string])[],
  labelled: boolean = true,
): Steps<Group[]> {
  const labels: ReadonlyMap<string, LanguageMap>[] = [];
  for (const [at, dimension] of (labelled ? by : []).entries()) {
    const values = new Set(found.flatMap(({ keys }) => keys[at] ?? []));
    labels.push(yield* wait(labelsOf({ database, reference }, dimension, [...values])));
  }
  return found.map(({ keys, count, range }) => ({
    keys: Object.fromEntries(by.map(({ name }, at) => [name, keys[at] ?? null])),
    labels: Object.fromEntries(by.map(({ name }, at) => [name, labels[at]?.get(keys[at] ?? "") ?? null])),
    count,
    href: address(base, `/v1/${collection}`, [
      ...groupQuery(given, by, keys),
      // So that the list's total is as exact as this count.
      ...(count > COUNT_BOUND ? ([["count", "exact"]] as const) : []),
    ]),
    ...(collection === "figures" ? { range } : {}),
  }));
});

/** The names of the words of a vocabulary. */
const namesOf = once(
  (terms: readonly Term[]): ReadonlyMap<string, LanguageMap> =>
    new Map(terms.map(({ id, label }) => [id, { ...label }])),
);

/** What values are called: words of a vocabulary, states, CAMEO roots, records. */
const labelsOf = coroutine(function* (
  { database, reference }: Pick<RouteContext, "database" | "reference">,
  { name, kind, terms, of }: Dimension,
  values: readonly string[],
): Steps<ReadonlyMap<string, LanguageMap>> {
  if (terms !== null) return namesOf(terms);
  if (kind === "state") return stateNames(reference);
  if (name === "cameoRoot") return new Map(reference.cameo.map((code) => [code.code, code.name]));
  if (of === null) return new Map();
  const found = yield* wait(byId(database, of, values));
  const names = [...found].map(([id, doc]) => [id, nameOf(JSON.parse(doc))] as const);
  return new Map(names.filter((pair): pair is [string, LanguageMap] => pair[1] !== null));
});

/** The name, title or headline of a record. */
function nameOf(record: AnyRecord): LanguageMap | null {
  if ("names" in record) return record.names;
  if ("title" in record) return record.title;
  if ("headline" in record && record.headline !== null) return { [record.language ?? "und"]: record.headline };
  return null;
}

/** The names of all states, present and former, by id. */
export function stateNames({ countries, historicStates }: Reference): ReadonlyMap<string, LanguageMap> {
  return new Map([...historicStates, ...countries].map(({ id, names }) => [id, names]));
}

/** Rows of bulk datasets are not events: the same one may be several. */
export function rowNotes(asked: readonly string[], loaded: readonly DatasetInfo[]): string[] {
  const rows = loaded.filter(
    ({ id, kind, counts }) => kind === "bulk" && asked.includes(id) && (counts.events ?? 0) > 0,
  );
  const bulk = rows.map(({ id }) => `\`${id}\``);
  return bulk.length === 0
    ? []
    : [
        `Counts of ${bulk.join(", ")} are counts of rows: what several rows tell, without being linked by \`same-as\`, counts several times.`,
      ];
}
