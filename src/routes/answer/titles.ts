// Titles: what a feed, a calendar or a map of a list is called, in its language and by its filters.
import { type Lang, labelOf } from "../../formats/labels.ts";
import type { AnyRecord } from "../../model/bundle.ts";
import type { Collection } from "../../model/ids.ts";
import { type Filter, filtersOf } from "../../query/filters.ts";
import type { Criteria } from "../../query/plan.ts";
import { byId, type RecordReader } from "../../store/read/records.ts";

const NAMES: { readonly [L in Lang]: { readonly [C in Collection]: string } } = {
  en: {
    events: "events",
    participants: "participants",
    venues: "venues",
    quotes: "quotes",
    figures: "figures",
    sources: "sources",
  },
  ru: {
    events: "события",
    participants: "участники",
    venues: "места",
    quotes: "цитаты",
    figures: "цифры",
    sources: "источники",
  },
};

const WORDS = {
  en: { or: " or ", not: "not ", unknown: "unknown", from: "from ", to: "to ", quoted: (text: string) => `“${text}”` },
  ru: { or: " или ", not: "не ", unknown: "не указано", from: "с ", to: "по ", quoted: (text: string) => `«${text}»` },
} as const;

/** Values of a filter that a title tells; more are counted. */
const VALUES_MOST = 5;

/**
 * "Communiqué: events, Kazakhstan or China, visit, from 2022"; «Communiqué: события, Казахстан или Китай, визит, с 2022».
 * @param query the parameters as they came, for those that are told as they were written
 */
export async function listTitle(
  database: RecordReader,
  { collection, filters }: Criteria,
  query: readonly (readonly [string, string])[],
  lang: Lang,
): Promise<string> {
  const { or, not, unknown, from, to, quoted } = WORDS[lang];
  const parts: string[] = [];
  for (const [name, lists] of filters) {
    // `country.all` has the values of `country`.
    const filter = filtersOf(collection).find((one) => one.name === name.split(".")[0]);
    for (const { not: negated, values } of lists) {
      const shown = values.slice(0, VALUES_MOST).map((value) => value ?? null);
      const names = await namesOf(database, filter, shown, lang);
      const more = values.length > shown.length ? [`+${values.length - shown.length}`] : [];
      parts.push(`${negated ? not : ""}${[...names.map((text) => text ?? unknown), ...more].join(or)}`);
    }
  }
  const given = (name: string) => query.filter(([one]) => one === name).map(([, value]) => value);
  parts.push(...given("from").map((text) => `${from}${text}`), ...given("to").map((text) => `${to}${text}`));
  parts.push(...given("q").map((text) => (text.includes('"') ? text : quoted(text))));
  for (const name of ["bbox", "near", "radius", "min", "max", "updatedSince", "dataset"]) {
    parts.push(...given(name).map((text) => `${name} ${text}`));
  }
  return [`Communiqué: ${NAMES[lang][collection]}`, ...parts].join(", ");
}

/** Names of values: words of a vocabulary by their labels, ids by their records, all else as it is. */
async function namesOf(
  database: RecordReader,
  filter: Filter | undefined,
  values: readonly (string | null)[],
  lang: Lang,
): Promise<(string | null)[]> {
  const { kind, terms, of } = filter ?? {};
  const collection = kind === "state" ? "participants" : of;
  const ids = values.filter((value) => value !== null);
  const docs = collection === undefined ? new Map<string, string>() : await byId(database, collection, ids);
  return values.map((value) => {
    if (value === null) return null;
    const doc = docs.get(value);
    if (doc !== undefined && collection !== undefined) {
      return labelOf(collection, JSON.parse(doc) as AnyRecord as never, lang);
    }
    return terms?.find(({ id }) => id === value)?.label[lang] ?? value;
  });
}
