// Merge named: what several rows say of one place or source put together, the same in whatever order they come.
//
// Of two values the one that sorts first holds, a known one before an unknown one; further names are aliases. So merging
// is commutative, associative and idempotent, and a record says what all rows that name it say, and nothing of their order.
import type { CollectionRecord } from "./import-row.ts";
import type { Venue } from "./venue.ts";

type Texts = Readonly<Record<string, readonly string[]>>;

/** The one that sorts first as JSON; null where both are unknown. */
function firstOf<T>(one: T, other: T): T {
  if (one === null || other === null) return one ?? other;
  return JSON.stringify(one) <= JSON.stringify(other) ? one : other;
}

function namesOf({ names, aliases }: Pick<Venue, "names" | "aliases">): Texts {
  const languages = [...new Set([...Object.keys(names), ...Object.keys(aliases)])];
  return Object.fromEntries(
    languages.map((language) => {
      const name = names[language];
      return [language, [...(name === undefined ? [] : [name]), ...(aliases[language] ?? [])]];
    }),
  );
}

function mergedVenue(one: Venue, other: Venue): Venue {
  const [all, more] = [namesOf(one), namesOf(other)];
  const languages = [...new Set([...Object.keys(all), ...Object.keys(more)])].sort();
  const united = languages.map((language) => {
    const [name = "", ...aliases] = [...new Set([...(all[language] ?? []), ...(more[language] ?? [])])].sort();
    return { language, name, aliases };
  });
  return {
    ...one,
    kind: firstOf(one.kind, other.kind),
    names: Object.fromEntries(united.map(({ language, name }) => [language, name])),
    aliases: Object.fromEntries(
      united.flatMap(({ language, aliases }) => (aliases.length === 0 ? [] : [[language, aliases]])),
    ),
    within: firstOf(one.within, other.within),
    country: firstOf(one.country, other.country),
    location: firstOf(one.location, other.location),
    updated: one.updated > other.updated ? one.updated : other.updated,
    provenance: firstOf(one.provenance, other.provenance),
  };
}

/** Two records of one id put together. */
export function mergedNamed(one: CollectionRecord, other: CollectionRecord): CollectionRecord {
  if (one.collection === "venues" && other.collection === "venues") {
    return { collection: "venues", record: mergedVenue(one.record, other.record) };
  }
  const updated = one.record.updated > other.record.updated ? one.record.updated : other.record.updated;
  const [first, second] = [one, other].map(({ record }) => ({ ...record, updated }));
  return { collection: one.collection, record: firstOf(first, second) } as CollectionRecord;
}
