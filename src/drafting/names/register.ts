// The register: the persons, bodies, states and places that records know, as the words of a text name them.
import type { Reference } from "../../model/reference.ts";
import { nominatives } from "../../query/language/russian.ts";

/** A record of the register, as far as names are concerned. */
export interface Known {
  readonly id: string;
  readonly kind: string;
  readonly names: Readonly<Record<string, string>>;
  readonly aliases: Readonly<Record<string, readonly string[]>>;
  readonly country: string | null;
  readonly offices: readonly { readonly title: Readonly<Record<string, string>>; readonly of: string | null }[];
}

/** One name of a record, word by word in lower case. */
export interface Name {
  readonly words: readonly string[];
  readonly known: Known;
  /** Whether it is the whole name: a surname alone is less sure. */
  readonly isWhole: boolean;
  readonly isVenue: boolean;
}

export interface Register {
  readonly names: ReadonlyMap<string, readonly Name[]>;
  readonly known: ReadonlyMap<string, Known>;
  /** Places by id; a country is also a place, by the id of the place. */
  readonly venues: ReadonlyMap<string, Known>;
}

/** Names that the tables do not have. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  us: ["U.S.", "America"],
  kz: ["РК"],
  tr: ["Turkiye"],
  eu: ["EU", "ЕС"],
};

/** Words of a name in one spelling; the apostrophe is typed in several ways. */
export const keyOf = (word: string) =>
  word
    .toLowerCase()
    .replaceAll("ё", "е")
    .replace(/[’‘ʼ`]/g, "'");

const wordsOf = (name: string) => name.match(/[\p{L}\p{N}]+(?:[-.'’][\p{L}\p{N}]+)*/gu)?.map(keyOf) ?? [];

/**
 * The register that drafting matches names with.
 * @param participants records of persons, bodies and states
 * @param venues records of places
 * @param reference the table of countries: those without a record of their own are known too
 */
export function registerOf(participants: readonly Known[], venues: readonly Known[], reference: Reference): Register {
  const states = reference.countries
    .filter(({ id }) => !participants.some((one) => one.id === id))
    .map(
      (country): Known => ({
        ...country,
        names: named(country.names),
        aliases: listed(country.aliases),
        kind: "country",
        country: country.id,
        offices: [],
      }),
    );
  const tables = new Map(reference.countries.map((country) => [country.id, country]));
  const names = new Map<string, Name[]>();
  const add = (known: Known, text: string, isWhole: boolean, isVenue: boolean) => {
    const words = wordsOf(text);
    const [first] = words;
    if (first === undefined || (first.length < 2 && words.length === 1)) return;
    const list = names.get(first) ?? [];
    if (!list.some((one) => one.known.id === known.id && one.words.join(" ") === words.join(" "))) {
      names.set(first, [...list, { words, known, isWhole, isVenue }]);
    }
  };
  const all = [...participants, ...states];
  for (const known of all) {
    const table = tables.get(known.id);
    const spelled = [known.names, table?.names ?? {}].flatMap((one) => Object.values(one));
    const more = [known.aliases, table?.aliases ?? {}].flatMap((one) => Object.values(one).flat());
    for (const name of [...spelled, ...more, ...(OTHERS[known.id] ?? [])]) add(known, name, true, false);
    if (known.kind === "person") {
      for (const name of Object.values(known.names)) {
        const surname =
          wordsOf(name).length > 1 && !/^(?:Си|Xi|Ли|Li|Ван|Wang|Ким|Kim)\s/u.test(name)
            ? (name.split(/\s+/u).at(-1) ?? "")
            : "";
        if (surname.length > 3) add(known, surname, false, false);
      }
    }
  }
  for (const venue of venues.filter(({ kind }) => kind !== "country")) {
    for (const name of [...Object.values(venue.names), ...Object.values(venue.aliases).flat()])
      add(venue, name, true, true);
  }
  return {
    names,
    known: new Map(all.map((known) => [known.id, known])),
    venues: new Map(venues.map((venue) => [venue.id, venue])),
  };
}

const named = (names: object) =>
  Object.fromEntries(
    Object.entries(names).flatMap(([key, value]) => (typeof value === "string" ? [[key, value]] : [])),
  );
const listed = (aliases: object) =>
  Object.fromEntries(
    Object.entries(aliases).flatMap(([key, value]) => (Array.isArray(value) ? [[key, value as string[]]] : [])),
  );

/** The dictionary forms that a word of a text may stand for: itself and, in Russian, all nominatives. */
export function keysOf(word: string): readonly string[] {
  const key = keyOf(word);
  const bare = key.replace(/'s$/, "").replace(/'$/, "");
  if (!/^[\p{Script=Cyrillic}-]+$/u.test(key)) return [...new Set([key, bare])];
  const parts = key.split("-");
  const last = parts.at(-1) ?? key;
  const head = parts.length > 1 ? `${parts.slice(0, -1).join("-")}-` : "";
  return [
    ...new Set([
      key,
      ...nominatives(last)
        .flat()
        .map((one) => head + one),
    ]),
  ];
}
