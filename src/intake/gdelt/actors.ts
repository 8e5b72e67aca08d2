// GDELT actors: whom the actor columns name, as participants of an event and as words of its title.
//
// An actor of a known state stands under the state. The data says no more of it than a code, and a name such as
// `PRESIDENT` is nobody's record. An actor of no known state keeps its name and its code as given.
//
// Regions are names, never countries. A body of a region keeps its own name: the European Union has the country code
// EUR, and is not Europe. Codes that CAMEO does not list stand for no state.
import type { Participation } from "../../model/event.ts";
import type { Label, LanguageMap } from "../../model/labels.ts";
import type { Reference } from "../../model/reference.ts";
import { memo } from "../input/memo.ts";
import { mended } from "../input/tsv.ts";

/**
 * What CAMEO country codes mean that name no state: regions, and parts of states.
 * Codes and English names: CAMEO.country.txt, look-up table of the GDELT Project; Russian names: our translation.
 */
const REGIONS: Readonly<Record<string, Label>> = {
  BAG: { en: "Baghdad", ru: "Багдад" },
  AFR: { en: "Africa", ru: "Африка" },
  ASA: { en: "Asia", ru: "Азия" },
  BLK: { en: "Balkans", ru: "Балканы" },
  CRB: { en: "Caribbean", ru: "Карибский регион" },
  CAU: { en: "Caucasus", ru: "Кавказ" },
  CFR: { en: "Central Africa", ru: "Центральная Африка" },
  CAS: { en: "Central Asia", ru: "Центральная Азия" },
  CEU: { en: "Central Europe", ru: "Центральная Европа" },
  EIN: { en: "East Indies", ru: "Ост-Индия" },
  EAF: { en: "Eastern Africa", ru: "Восточная Африка" },
  EEU: { en: "Eastern Europe", ru: "Восточная Европа" },
  EUR: { en: "Europe", ru: "Европа" },
  LAM: { en: "Latin America", ru: "Латинская Америка" },
  MEA: { en: "Middle East", ru: "Ближний Восток" },
  MDT: { en: "Mediterranean", ru: "Средиземноморье" },
  NAF: { en: "North Africa", ru: "Северная Африка" },
  NMR: { en: "North America", ru: "Северная Америка" },
  PGS: { en: "Persian Gulf", ru: "Персидский залив" },
  SCN: { en: "Scandinavia", ru: "Скандинавия" },
  SAM: { en: "South America", ru: "Южная Америка" },
  SAS: { en: "South Asia", ru: "Южная Азия" },
  SEA: { en: "Southeast Asia", ru: "Юго-Восточная Азия" },
  SAF: { en: "Southern Africa", ru: "Южная Африка (регион)" },
  WAF: { en: "West Africa", ru: "Западная Африка" },
  WST: { en: "The West", ru: "Запад" },
};

/**
 * Parts of a state that have a code of their own: the West Bank and Gaza are the territory of Palestine in ISO 3166-1, as
 * they are where the lists of the State Department name them.
 */
const PARTS: Readonly<Record<string, string>> = { WSB: "PSE", GZS: "PSE" };

/** The two actors of a row; one object for all rows that name the same two. */
export interface ActorPair {
  readonly participants: Participation[];
  /** States among them, sorted. */
  readonly countries: string[];
  /** Both are of one and the same state. */
  readonly domestic: boolean;
  /** Who, in the order of the row; empty where nobody is named. */
  readonly names: readonly Label[];
  /** Titles by CAMEO code, as far as they were asked for. */
  readonly titles: Map<string, LanguageMap>;
}

interface Actor {
  readonly state: string | null;
  readonly label: Label;
  readonly participation: Participation;
}

/** An actor as a row has it: the three columns code, name and country with their tabs, and the country by itself. */
export interface ActorText {
  readonly text: string;
  readonly country: string;
}

/**
 * Reads the two actors of rows.
 * A person, a body or a group of a known state stands under the state: the data says no more of it than a code.
 */
export function actorReader(reference: Reference): (first: ActorText, second: ActorText) => ActorPair {
  const states = new Map<string, { id: string; label: Label }>();
  for (const { id, cameo, names } of [...reference.historicStates, ...reference.countries]) {
    if (cameo !== null) states.set(cameo, { id, label: labelOf(names, id) });
  }
  for (const [part, whole] of Object.entries(PARTS)) {
    const state = states.get(whole);
    if (state !== undefined) states.set(part, state);
  }
  const read = (text: string, role: "actor" | "recipient"): Actor | null => {
    const shared = { role, office: null, onBehalfOf: null };
    const [code = "", name = "", country = ""] = text.split("\t").map((part) => part.trim());
    const state = states.get(text.includes("\t") ? country : code);
    if (state !== undefined) {
      const participation = { participant: state.id, name: null, code: null, ...shared };
      return { state: state.id, label: state.label, participation };
    }
    if (code === "" && name === "" && country === "") return null;
    const shown = code === "" ? country : code;
    // A region as such has a name in both languages; a body of it (IGOEUREEC is the European Union) has its own.
    const region = shown === country && Object.hasOwn(REGIONS, country) ? REGIONS[country] : undefined;
    const given: LanguageMap | null = region ? { ...region } : name === "" ? null : { en: name };
    const label = region ?? { en: name === "" ? shown : name, ru: name === "" ? shown : name };
    const participation = { participant: null, name: given, code: shown === "" ? null : shown, ...shared };
    return { state: null, label, participation };
  };
  const pairOf = memo(20_000, (key): ActorPair => {
    const [by = "", to = ""] = mended(key).split("\n");
    const [first, second] = [read(by, "actor"), read(to, "recipient")];
    const actors = [first, second].filter((actor) => actor !== null);
    const named = actors.flatMap(({ state }) => state ?? []);
    return {
      participants: actors.map(({ participation }) => participation),
      countries: [...new Set(named)].sort(),
      domestic: named.length === 2 && named[0] === named[1],
      names: namesOf(first, second),
      titles: new Map(),
    };
  });
  // Of an actor of a known state its code alone is kept in mind: names are without number, pairs of states are few.
  const keyOf = ({ text, country }: ActorText) => (states.has(country) ? country : text);
  return (first, second) => pairOf(`${keyOf(first)}\n${keyOf(second)}`);
}

/** Where nobody is named as the actor, the other one is named as whom it was done to. */
const UNNAMED: Label = { en: "unnamed actor", ru: "неназванный участник" };

function namesOf(first: Actor | null, second: Actor | null): Label[] {
  if (second === null) return first === null ? [] : [first.label];
  return [first?.label ?? UNNAMED, second.label];
}

function labelOf(names: LanguageMap, id: string): Label {
  const en = names.en ?? id;
  return { en, ru: names.ru ?? en };
}
