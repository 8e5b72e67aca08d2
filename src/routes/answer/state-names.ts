// State names: states of the reference table by their names in a language.
//
// They are made once for each language: to sort 200 names by the rules of a language takes milliseconds.
import { type Lang, wordsIn } from "../../formats/labels.ts";
import type { Reference } from "../../model/reference.ts";
import { stateNames } from "./group-rows.ts";

interface Named {
  /** The name of a state, present or former, by its id; the id where there is none. */
  readonly nameOf: (id: string) => string;
  /** Present states in the order of their names, by their ISO 3166-1 alpha-2 codes. */
  readonly sorted: readonly (readonly [alpha2: string, name: string])[];
}

const made = new WeakMap<Reference, Map<Lang, Named>>();

export function statesIn(reference: Reference, lang: Lang): Named {
  const known = made.get(reference) ?? new Map<Lang, Named>();
  made.set(reference, known);
  const named = known.get(lang) ?? namedIn(reference, lang);
  known.set(lang, named);
  return named;
}

function namedIn(reference: Reference, lang: Lang): Named {
  const names = stateNames(reference);
  return {
    nameOf: (id) => wordsIn(names.get(id) ?? null, lang) ?? id,
    sorted: reference.countries
      .map(({ alpha2, names }) => [alpha2, wordsIn(names, lang) ?? alpha2] as const)
      .sort(([, a], [, b]) => a.localeCompare(b, lang)),
  };
}
