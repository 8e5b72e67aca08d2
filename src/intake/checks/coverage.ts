// Coverage: every value that a curated record states has an entry of provenance.

import type { Fault } from "../input/faults.ts";
import { children, isList, isObject, type Place, placeOf } from "../input/pointers.ts";
import { type Corpus, type Entry, faultIn, items, text } from "./corpus.ts";
import { BY_LANGUAGE } from "./translations.ts";

/** What is not taken from a source: `summary` is the project's own words. */
const OWN = new Set(["/id", "/updated", "/provenance", "/summary"]);

export const UNCOVERED = "no entry of provenance covers this value";

export function* coverage(corpus: Corpus): Generator<Fault> {
  const languages = languagesCited(corpus);
  for (const entry of corpus.entries) {
    const paths = items(entry.record.provenance).flatMap((item) => (isObject(item) ? (text(item.path) ?? []) : []));
    for (const { pointer } of substantive(placeOf(entry.record), languages.get(entry) ?? new Set())) {
      if (!paths.some((path) => covers(path, pointer))) {
        yield faultIn(entry, pointer, UNCOVERED);
      }
    }
  }
}

/** Whether `path` is `pointer` or leads to it by whole steps. */
export function covers(path: string, pointer: string): boolean {
  return pointer === path || pointer.startsWith(`${path}/`);
}

/** The languages of the sources that each record cites. */
function languagesCited({ citations, ids }: Corpus): Map<Entry, Set<string>> {
  const languages = new Map<Entry, Set<string>>();
  for (const { entry, evidence } of citations) {
    const language = text(ids.sources.get(evidence.source)?.record.language);
    if (language === null) continue;
    languages.set(entry, (languages.get(entry) ?? new Set()).add(primary(language)));
  }
  return languages;
}

function primary(tag: string): string {
  return tag.split("-")[0] ?? tag;
}

/**
 * Every leaf that needs provenance. A text in a language that no cited source has is the project's translation
 * and needs none; a record that cites no source has no such languages, so all its texts need it.
 */
export function* substantive(place: Place, languages: ReadonlySet<string>): Generator<Place> {
  const { pointer, key, value } = place;
  if (value === null || OWN.has(pointer)) return;
  if (!isObject(value) && !isList(value)) {
    yield place;
    return;
  }
  const byLanguage = BY_LANGUAGE.has(key) && isObject(value);
  for (const next of children(place)) {
    const translated = byLanguage && languages.size > 0 && !languages.has(primary(next.key));
    if (!translated) yield* substantive(next, languages);
  }
}
