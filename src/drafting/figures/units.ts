// Units: what a number counts, from the noun behind it.
import type { Morphology } from "../language/morphology.ts";

/** Nouns of Russian and English and the word that records have for them. */
const UNITS: readonly (readonly [unit: string, russian: string, english: string])[] = [
  ["project", "проект", "project"],
  ["delegation", "делегация", "delegation"],
  ["company", "компания|предприятие", "company|enterprise"],
  ["student", "студент", "student"],
  ["tourist", "турист", "tourist"],
  ["person", "человек|гражданин|житель", "person|people|citizen"],
  ["tonne", "тонна", "ton|tonne"],
  ["barrel", "баррель", "barrel"],
  ["kilometre", "километр|км", "kilometre|kilometer|km"],
  ["hectare", "гектар", "hectare"],
  ["megawatt", "мегаватт|мвт", "megawatt"],
  ["kilowatt-hour", "квтч", "kilowatt-hour"],
  ["document", "документ|соглашение|договор|меморандум", "document|agreement|treaty|memorandum"],
  ["country", "страна|государство", "country|nation|state"],
  ["region", "регион", "region"],
  ["city", "город", "city"],
  ["flight", "рейс", "flight"],
  ["visit", "визит|поездка", "visit|trip"],
  ["meeting", "встреча|заседание", "meeting"],
  ["job", "место", "job"],
  ["school", "школа", "school"],
  ["university", "университет|вуз", "university"],
  ["vaccine-dose", "доза", "dose"],
  ["vehicle", "автомобиль", "car|vehicle"],
  ["aircraft", "самолёт|самолет", "aircraft|plane"],
];
const RUSSIAN = new Map(UNITS.flatMap(([unit, words]) => words.split("|").map((word) => [word, unit] as const)));
const ENGLISH = new Map(UNITS.flatMap(([unit, , words]) => words.split("|").map((word) => [word, unit] as const)));

/** Nouns that are counted in no figure worth a record: «двух стран» means both, «один путь» is a name. */
const IDLE =
  /^(?:сторон\p{L}*|стран\p{L}*|государств\p{L}*|лидер\p{L}*|президент\p{L}*|народ\p{L}*|глав|министр\p{L}*|раз|пут[ьи]|пояс\p{L}*|минут\p{L}*|side|sides|countries|leaders|presidents|peoples|nations|states|governments|of|thing|time|way|another|day|hand|and|or|in|to|is|our|us|the)$/iu;

export interface Counted {
  /** The word that records have; null where the noun is none of them. */
  readonly unit: string | null;
  /** How many characters of the tail belong to the figure. */
  readonly length: number;
  readonly noun: string;
}

/**
 * What is counted, from the words behind a number: up to three, the last of them the noun.
 * @param isSmall whether the number is at most two, in words: such are seldom counts
 */
export function countedIn(tail: string, morphology: Morphology | null, isSmall: boolean): Counted | null {
  for (const { 0: word, index } of tail.matchAll(/[\p{L}-]+/gu)) {
    const length = index + word.length;
    if (IDLE.test(word)) {
      if (isSmall || !/^(?:стран\p{L}*|государств\p{L}*|countries|nations|states)$/iu.test(word)) return null;
    }
    if (morphology === null) {
      const one = singular(word.toLowerCase());
      const unit = ENGLISH.get(one) ?? null;
      if (unit !== null) return { unit, length, noun: one };
      if (/[^s]s$/.test(word) && word.length > 4) return { unit: null, length, noun: one };
      continue;
    }
    const [first] = morphology.parses(word);
    if (first === undefined || /^(?:PREP|CONJ|PRCL|VERB|ADVB|NPRO)/.test(first.tag)) return null;
    if (!first.tag.startsWith("NOUN")) continue;
    return { unit: RUSSIAN.get(first.lemma) ?? null, length, noun: first.lemma };
  }
  return null;
}

const singular = (word: string) =>
  word === "people" ? word : word.endsWith("ies") ? `${word.slice(0, -3)}y` : word.replace(/(?<!s)s$/, "");

/** The unit of a length of time. */
export function durationUnit(word: string): string | null {
  const lower = word.toLowerCase();
  if (/^(?:лет|год|year)/.test(lower)) return "year";
  if (/^(?:месяц|month)/.test(lower)) return "month";
  if (/^(?:недел|week)/.test(lower)) return "week";
  if (/^(?:дн|день|сут|day)/.test(lower)) return "day";
  if (/^(?:час|hour)/.test(lower)) return "hour";
  return /^(?:десятилет|decade)/.test(lower) ? "decade" : null;
}
