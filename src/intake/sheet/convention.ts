// A convention: what a sheet leaves unsaid of one value, and how it is known.
import { CODING_RULES } from "../../model/coding-rules.ts";
import type { Json } from "../input/pointers.ts";
import { type Draft, distinct, type Entry, mainEvidence, type Scope } from "./draft.ts";
import type { Phrase } from "./phrase.ts";

export type EntryRule = (draft: Draft, scope: Scope, value: Json, key: string) => Entry | undefined;

export interface Convention {
  /** The pointer of the value; `*` stands for each index or language that is there. */
  readonly path: string;
  /** The value where no line gives one; undefined where there is none. */
  readonly value?: (draft: Draft, scope: Scope) => Json | undefined;
  /** The entry of a value whose line has no sign. */
  readonly entry?: EntryRule;
}

/** An entry, unless what needs evidence has none. */
export function entry(basis: Entry["basis"], evidence: readonly Phrase[], note: string | null): Entry | undefined {
  return basis !== "external" && evidence.length === 0 ? undefined : { basis, evidence: distinct(evidence), note };
}

/** Derived from the words of the record's main line. */
export function derived(note: string | ((value: Json) => string | undefined)): EntryRule {
  return (draft, _, value) => {
    const words = typeof note === "string" ? note : note(value);
    return words === undefined ? undefined : entry("derived", mainEvidence(draft), words);
  };
}

/** Stated by the words of the record's main line. */
export const stated: EntryRule = (draft) => entry("stated", mainEvidence(draft), null);

/** For a text by language: an entry in the language of the source, none for the project's translations. */
export function inLanguage(basis: "stated" | "derived", note: string | null): EntryRule {
  return (draft, { language }, _, key) =>
    language !== null && key.split("-")[0] === language.split("-")[0]
      ? entry(basis, mainEvidence(draft), note)
      : undefined;
}

export function external(note: string): EntryRule {
  return () => ({ basis: "external", evidence: [], note });
}

/** The words of a coding rule, undefined for none. */
export function ruleNote(rule: Json | undefined): string | undefined {
  return CODING_RULES.find(({ id }) => id === rule)?.label.en;
}
