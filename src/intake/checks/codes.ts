// Codes: ISO codes of states, currencies of ISO 4217, and CAMEO codes that agree with PLOVER.

import { CURRENCIES } from "../amounts/currencies.ts";
import { brief, type Fault, hint } from "../input/faults.ts";
import { below, isObject, type JsonObject, select } from "../input/pointers.ts";
import { type Corpus, type Entry, faultIn, text } from "./corpus.ts";

export function* currencies({ entries }: Corpus): Generator<Fault> {
  for (const entry of entries) {
    const code = entry.collection === "figures" ? text(entry.record.currency) : null;
    if (code !== null && !CURRENCIES.has(code)) {
      yield faultIn(entry, "/currency", `${brief(code)} is not a currency of ISO 4217${hint(code, CURRENCIES)}`);
    }
  }
}

/** Countries carry the id and the codes that the reference tables give them; nobody else carries any. */
export function* states({ entries, reference }: Corpus): Generator<Fault> {
  const known = new Map([...reference.historicStates, ...reference.countries].map((state) => [state.id, state]));
  // A table that could not be read is told by itself; held to nothing, every country would be wrong.
  if (reference.countries.length === 0 || reference.historicStates.length === 0) return;
  for (const entry of entries.filter(({ collection }) => collection === "participants")) {
    const { id, kind, iso, country, wikidata } = entry.record;
    if (kind !== "country") {
      if (isObject(iso)) yield faultIn(entry, "/iso", "only countries have ISO codes; write null");
      continue;
    }
    const state = known.get(text(id) ?? "");
    if (state === undefined) {
      if (typeof id === "string") yield faultIn(entry, "/id", strangerTo(known, id, iso));
      continue;
    }
    if (country !== undefined && country !== id)
      yield faultIn(entry, "/country", `the country of a country is itself, ${brief(id)}`);
    if (iso === null) yield faultIn(entry, "/iso", `a country has its ISO codes: ${isoOf(state)}`);
    for (const scheme of ["alpha2", "alpha3"] as const) {
      const given = isObject(iso) ? iso[scheme] : undefined;
      if (given === undefined || given === state[scheme]) continue;
      yield faultIn(
        entry,
        `/iso/${scheme}`,
        `${brief(given)} is not the code of ${brief(id)}, which is ${isoOf(state)}`,
      );
    }
    if (typeof wikidata === "string" && wikidata !== state.wikidata) {
      yield faultIn(entry, "/wikidata", `the item of ${brief(id)} is ${brief(state.wikidata)} in the reference tables`);
    }
  }
}

interface State {
  readonly id: string;
  readonly alpha2: string | null;
  readonly alpha3: string | null;
}

function isoOf({ alpha2, alpha3 }: State): string {
  return `alpha-2 ${brief(alpha2)}, alpha-3 ${brief(alpha3)}`;
}

function strangerTo(known: ReadonlyMap<string, State>, id: string, iso: unknown): string {
  const alpha2 = isObject(iso as JsonObject) ? (iso as JsonObject).alpha2 : null;
  const meant = [...known.values()].find((state) => alpha2 !== null && state.alpha2 === alpha2);
  const help = meant === undefined ? hint(id, known.keys()) : `; ${brief(alpha2)} has the id ${brief(meant.id)} there`;
  return `no state in reference/countries.json or historic-states.json has the id ${brief(id)}${help}`;
}

/** CAMEO codes exist, and where PLOVER codes the same thing it is the category that CAMEO converts to. */
export function* events({ entries, reference }: Corpus): Generator<Fault> {
  const known = new Map(reference.cameo.map((term) => [term.code, term]));
  for (const entry of entries) {
    for (const { pointer, codes } of codesOf(entry)) {
      if (isObject(codes.gdelt)) yield faultIn(entry, below(pointer, "gdelt"), "only rows of GDELT have its scores");
      const code = isObject(codes.cameo) ? text(codes.cameo.code) : null;
      if (code === null || known.size === 0) continue;
      const term = known.get(code);
      if (term === undefined) {
        yield faultIn(
          entry,
          below(pointer, "cameo", "code"),
          `CAMEO has no code ${brief(code)}${hint(code, known.keys())}`,
        );
        continue;
      }
      const category = isObject(codes.plover) ? text(codes.plover.event) : null;
      if (category === null || category === term.plover?.event) continue;
      const wanted = term.plover === null ? "no PLOVER category (plover: null)" : term.plover.event;
      yield faultIn(
        entry,
        below(pointer, "plover", "event"),
        `${category} does not go with CAMEO ${code}, which converts to ${wanted}`,
      );
    }
  }
}

function codesOf({ record }: Entry): { pointer: string; codes: JsonObject }[] {
  const places = [...select(record, "/codes"), ...select(record, "/segments/*/codes")];
  return places.flatMap(({ pointer, value }) => (isObject(value) ? [{ pointer, codes: value }] : []));
}
