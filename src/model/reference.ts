// Reference: countries and former states with the codes by which other data names them.
import { z } from "zod";
import { Id } from "./ids.ts";
import { AliasMap, LanguageMap, namesIn } from "./labels.ts";

const code = (pattern: RegExp, description: string, example: string | null) =>
  z
    .string()
    .regex(pattern)
    .nullable()
    .meta({ description, examples: [example] });

/** A present state or territory of ISO 3166-1. */
export const Country = z
  .strictObject({
    id: Id.meta({ examples: ["kz"] }),
    alpha2: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .meta({ description: "ISO 3166-1 alpha-2.", examples: ["KZ"] }),
    alpha3: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .meta({ description: "ISO 3166-1 alpha-3.", examples: ["KAZ"] }),
    m49: code(/^\d{3}$/, "UN M49.", "398"),
    fips: code(/^[A-Z]{2}$/, "FIPS 10-4, the geography code of GDELT; not ISO.", "KZ"),
    cameo: code(/^[A-Z]{3}$/, "CAMEO country code, the actor code of GDELT.", "KAZ"),
    wikidata: code(/^Q[1-9]\d*$/, "Wikidata item.", "Q232"),
    names: LanguageMap,
    aliases: AliasMap,
  })
  .meta({ id: "Country", description: "A state or territory with its codes in five schemes." });
export type Country = z.infer<typeof Country>;

/** A state that no longer exists. */
export const HistoricState = z
  .strictObject({
    id: Id.meta({ examples: ["soviet-union"] }),
    alpha2: code(/^[A-Z]{2}$/, "Withdrawn ISO 3166 alpha-2.", "SU"),
    alpha3: code(/^[A-Z]{3}$/, "Withdrawn ISO 3166 alpha-3.", "SUN"),
    alpha4: code(/^[A-Z]{4}$/, "ISO 3166-3.", "SUHH"),
    m49: code(/^\d{3}$/, "UN M49 while it existed.", "810"),
    fips: code(/^[A-Z]{2}$/, "FIPS 10-4 while it existed.", "UR"),
    cameo: code(/^[A-Z]{3}$/, "CAMEO country code.", null),
    wikidata: code(/^Q[1-9]\d*$/, "Wikidata item, null until confirmed.", null),
    from: z
      .string()
      .nullable()
      .meta({ description: "Since when, EDTF.", examples: ["1922"] }),
    to: z
      .string()
      .nullable()
      .meta({ description: "Until when, EDTF.", examples: ["1991"] }),
    names: LanguageMap,
    aliases: AliasMap.meta({ examples: [{ en: ["USSR"], ru: ["СССР"] }] }),
    successors: z.array(Id).meta({ description: "Present states that followed it.", examples: [["ru"]] }),
    note: z.string().nullable(),
  })
  .meta({ id: "HistoricState", description: "A state that no longer exists, with its withdrawn codes." });
export type HistoricState = z.infer<typeof HistoricState>;

/** One CAMEO code with its names and its PLOVER category. */
export const CameoTerm = z
  .strictObject({
    code: z
      .string()
      .regex(/^\d{2,4}$/)
      .meta({ examples: ["046"] }),
    root: z
      .string()
      .regex(/^\d{2}$/)
      .meta({ examples: ["04"] }),
    name: LanguageMap,
    plover: z
      .strictObject({ event: z.string(), mode: z.string().nullable(), contexts: z.array(z.string()) })
      .nullable()
      .meta({ description: "PLOVER coding after the conversion table of 2021; null for roots 01 and 02." }),
  })
  .meta({ id: "CameoTerm", description: "A CAMEO code." });
export type CameoTerm = z.infer<typeof CameoTerm>;

/** The tables that come with the program rather than with an article. */
export interface Reference {
  readonly countries: readonly Country[];
  readonly historicStates: readonly HistoricState[];
  readonly cameo: readonly CameoTerm[];
}

/**
 * Every code and id, in upper case, that names a state, with the ids it stands for.
 * A present state keeps its code; a code of former states only may stand for two of them
 * (CS was Czechoslovakia, then Serbia and Montenegro).
 */
export function stateIndex(reference: Reference): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const state of reference.countries) {
    for (const word of [state.alpha2, state.alpha3, state.id]) index.set(word.toUpperCase(), [state.id]);
  }
  const former = new Map<string, string[]>();
  for (const state of reference.historicStates) {
    for (const word of [state.alpha2, state.alpha3, state.id]) {
      if (word === null || index.has(word.toUpperCase())) continue;
      former.set(word.toUpperCase(), [...(former.get(word.toUpperCase()) ?? []), state.id]);
    }
  }
  return new Map([...index, ...former]);
}

/** Every name and alias of a state, present or former, with its language. */
export function stateNames({ countries, historicStates }: Reference): (readonly [language: string, name: string])[] {
  return [...countries, ...historicStates].flatMap(({ names, aliases }) => namesIn(names, aliases));
}
