// Credits: whom to name for the sources of a record and on which terms their texts stand, in the formats that are no JSON.
import type { AnyRecord } from "../model/bundle.ts";
import type { Lang } from "./labels.ts";
import type { Related } from "./related.ts";

type Sources = Related["sources"];

const WORDS = {
  en: { sources: (count: number) => (count === 1 ? "Source" : "Sources"), reserved: "all rights reserved" },
  ru: { sources: (count: number) => (count === 1 ? "Источник" : "Источники"), reserved: "все права защищены" },
} as const;

/** The sources of an event, a quote or a figure; none where a record says of none. */
export function sourcesOf(record: AnyRecord): readonly string[] {
  if ("sources" in record) return record.sources;
  return "source" in record ? [record.source] : [];
}

/** Whom to name where a source is quoted: as it asks, or by its publisher's id; null where there is no record of it. */
export function creditOf(id: string, sources: Sources): string | null {
  const source = sources.get(id);
  return source?.attribution ?? source?.publisher ?? null;
}

/** The terms of the text of a source; null where all rights are reserved. */
export function licenceOf(id: string, sources: Sources): string | null {
  return sources.get(id)?.licence ?? null;
}

/** Sources as they ask to be named, each with its terms, every pair once; empty where none of them has a record. */
export function creditWords(ids: readonly string[], sources: Sources, lang: Lang): string {
  const known = ids.filter((id) => sources.has(id));
  const told = known.map((id) => `${creditOf(id, sources) ?? id}: ${licenceOf(id, sources) ?? WORDS[lang].reserved}`);
  return [...new Set(told)].join("; ");
}

/** The same as a sentence of running text; null where there is nothing to say. */
export function creditLine(ids: readonly string[], sources: Sources, lang: Lang): string | null {
  const words = creditWords(ids, sources, lang);
  return words === "" ? null : `${WORDS[lang].sources(words.split("; ").length)}: ${words}`;
}
