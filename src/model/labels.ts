// Language maps: every text for people, keyed by language tag.
import { z } from "zod";

/** A BCP 47 language tag as used here: a language, perhaps a script and a region. */
export const LanguageTag = z
  .string()
  .regex(/^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?$/)
  .meta({ description: "A BCP 47 language tag.", examples: ["ru"] });

/** A text in one or more languages; the one that is not there is not null, its key is absent. */
export const LanguageMap = z.record(LanguageTag, z.string().min(1)).meta({
  id: "LanguageMap",
  description: "One text in several languages, keyed by BCP 47 tag. Curated records carry `en`, `ru` or both.",
  examples: [{ en: "Beijing", ru: "Пекин" }],
});
export type LanguageMap = z.infer<typeof LanguageMap>;

/** Other names, by language. */
export const AliasMap = z.record(LanguageTag, z.array(z.string().min(1)).min(1)).meta({
  id: "AliasMap",
  description: "Other names under which this is known, by language; an empty object where none is known.",
  examples: [{ ru: ["Токаев"], en: ["Tokayev"] }],
});

/** A label in the two languages that every curated record and every vocabulary term has. */
export interface Label {
  en: string;
  ru: string;
}

/** Names and other names, each with its language. */
export function namesIn(
  names: LanguageMap,
  aliases: Readonly<Record<string, readonly string[]>>,
): (readonly [language: string, name: string])[] {
  const others = Object.entries(aliases).flatMap(([language, list]) => list.map((name) => [language, name] as const));
  return [...Object.entries(names), ...others];
}
