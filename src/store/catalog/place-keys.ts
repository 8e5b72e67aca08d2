// Place keys: the texts by which records of one place are brought together, a pure function of each record.
//
// Two kinds: a name with the kind of place and the state, and a name with a point that is a city's or finer. Names are
// folded, in whatever language. GDELT writes the divisions and the state behind a name ("Beijing, Beijing, China"): what
// stands before the first comma is the name that others know, its head.
//
// A region's or a country's point is a centroid, and 0, 0 is written where there is none: neither is a key.
import { type LanguageMap, namesIn } from "../../model/labels.ts";
import type { Venue } from "../../model/venue.ts";
import { wordsIn } from "../../query/analyzer.ts";
import { TERM_LIMIT } from "./fulltext.ts";

/** What is asked of a venue to tell which place it is. */
export type Place = Pick<Venue, "id" | "dataset" | "kind" | "names" | "aliases" | "country" | "within" | "location">;

/** The folded names of a place, whole, and the heads of those that go on behind a comma with the whole of each. */
export interface PlaceNames {
  readonly whole: ReadonlySet<string>;
  readonly heads: ReadonlyMap<string, ReadonlySet<string>>;
}

const folded = (name: string) =>
  wordsIn(name)
    .map(({ word }) => word)
    .join(" ");

export function placeNames({ names, aliases }: Pick<Place, "names" | "aliases">): PlaceNames {
  const texts = namesIn(names as LanguageMap, aliases).map(([, text]) => text);
  const whole = new Set(texts.map(folded).filter((name) => name !== ""));
  const heads = new Map<string, Set<string>>();
  for (const text of texts) {
    const comma = text.indexOf(",");
    const head = comma < 0 ? "" : folded(text.slice(0, comma));
    if (head !== "" && !whole.has(head)) heads.set(head, (heads.get(head) ?? new Set()).add(folded(text)));
  }
  return { whole, heads };
}

/** The point of a place that is a city's or finer, as a text; null where there is none. */
export function finePoint({ kind, location }: Pick<Place, "kind" | "location">): string | null {
  if (location === null || kind === "country" || kind === "region") return null;
  const { latitude, longitude, precision } = location;
  if (precision !== "city" && precision !== "building") return null;
  return latitude === 0 && longitude === 0 ? null : `${latitude},${longitude}`;
}

/** A name with the kind of place and the state. */
export const nameKeyOf = ({ kind, country }: Pick<Place, "kind" | "country">, name: string) =>
  `${kind} ${country} ${name}`;

/** A name with a point. */
export const pointKeyOf = (point: string, name: string) => `${point} ${name}`;

/** All keys of a place, each once; names that are longer than an index has room for are nobody's. */
export function placeKeys(place: Place): string[] {
  const { whole, heads } = placeNames(place);
  const names = [...whole, ...heads.keys()];
  const point = finePoint(place);
  const keys = [
    ...(place.country === null ? [] : names.map((name) => nameKeyOf(place, name))),
    ...(point === null ? [] : names.map((name) => pointKeyOf(point, name))),
  ];
  return keys.filter((key) => key.length <= TERM_LIMIT);
}
