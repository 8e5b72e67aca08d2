// Drafts: a record while a sheet expands or is packed, its entries of provenance by the pointer that they cover.
import { isDeepStrictEqual } from "node:util";
import type { Collection } from "../../model/ids.ts";
import type { Json } from "../input/pointers.ts";
import type { Basis } from "./line.ts";
import { keyOf, type Phrase } from "./phrase.ts";

export interface Entry {
  readonly basis: Basis;
  readonly evidence: readonly Phrase[];
  readonly note: string | null;
}

export interface Draft {
  readonly collection: Collection;
  readonly id: string;
  readonly record: Record<string, Json>;
  readonly entries: Map<string, readonly Entry[]>;
}

/** What conventions know beside the record. */
export interface Scope {
  /** The source whose text the sheet cites, with its language. */
  readonly main: string | null;
  readonly language: string | null;
  /** The day of the source's knowledge. */
  readonly day: { readonly value: string; readonly evidence: readonly Phrase[]; readonly note: string | null } | null;
  /** The event at which things are said by default. */
  readonly at: string | null;
  /** What identifies the text of each source. */
  readonly texts: ReadonlyMap<string, Json>;
  readonly drafts: { readonly [C in Collection]: ReadonlyMap<string, Draft> };
}

/** The line whose evidence `=` stands for. */
const MAIN: { readonly [C in Collection]: string } = {
  events: "/type",
  figures: "/raw",
  quotes: "/speaker",
  sources: "/kind",
  participants: "/kind",
  venues: "/kind",
};

export function mainPointer(collection: Collection): string {
  return MAIN[collection];
}

/** The evidence of one value of a draft. */
export function evidenceOf(draft: Draft | undefined, pointer: string): readonly Phrase[] {
  return draft?.entries.get(pointer)?.[0]?.evidence ?? [];
}

/** Whether a value has an entry, its own or that of what it lies in. */
export function hasEntry({ entries }: Draft, pointer: string): boolean {
  return [...entries.keys()].some((path) => pointer === path || pointer.startsWith(`${path}/`));
}

export function mainEvidence(draft: Draft | undefined): readonly Phrase[] {
  return draft === undefined ? [] : evidenceOf(draft, MAIN[draft.collection]);
}

/** Phrases, each once, in their order. */
export function distinct(phrases: readonly Phrase[]): Phrase[] {
  return [...new Map(phrases.map((phrase) => [keyOf(phrase), phrase])).values()];
}

export function sameEntries(one: readonly Entry[], other: readonly Entry[]): boolean {
  const plain = (entries: readonly Entry[]) =>
    entries.map(({ basis, evidence, note }) => [basis, evidence.map(keyOf), note]);
  return isDeepStrictEqual(plain(one), plain(other));
}
