// Proposals: records as a draft offers them, every value with the words that say it, none of it decided.
import type { Collection } from "../../model/ids.ts";
import type { Span } from "../language/sentences.ts";

export type Basis = "stated" | "derived" | "external";

export interface ProposedLine {
  /** The path in the record with dots, as a sheet has it: `participants.0`, `title.ru`. */
  readonly path: string;
  /** As a sheet writes it; null where only the entry of provenance is said. */
  readonly value: string | null;
  /** Null: the entry that convention gives. */
  readonly basis: Basis | null;
  readonly evidence: readonly Span[];
  /** `=`: the words of the record's main line, in place of evidence. */
  readonly isSame?: boolean;
  readonly note: string | null;
  /** Who proposes it. */
  readonly by?: "rules" | "model";
  /** From 0 to 1: how often a line made by the same rule is right. */
  readonly confidence?: number;
}

export interface ProposedRecord {
  readonly collection: Collection;
  readonly id: string;
  readonly lines: readonly ProposedLine[];
}

export interface Draft {
  readonly day: { readonly value: string; readonly evidence: readonly Span[]; readonly note: string | null } | null;
  /** The event at which things are said by default. */
  readonly at: string | null;
  readonly records: readonly ProposedRecord[];
}

const line = (
  path: string,
  value: string | null,
  basis: Basis | null,
  evidence: readonly Span[],
  note: string | null,
  confidence = 1,
): ProposedLine => ({
  path,
  value,
  basis,
  evidence,
  note,
  confidence,
});

/** The words say it. */
export const stated = (path: string, value: string, evidence: readonly Span[], confidence = 1) =>
  line(path, value, "stated", evidence, null, confidence);
/** It follows from the words, and the note says how. */
export const derived = (path: string, value: string | null, evidence: readonly Span[], note: string, confidence = 1) =>
  line(path, value, "derived", evidence, note, confidence);
/** What convention says of it holds. */
export const usual = (path: string, value: string) => line(path, value, null, [], null);
/** Known from elsewhere, such as an option of the command. */
export const external = (path: string, value: string, note: string) => line(path, value, "external", [], note);
/** Derived from the words of the record's main line. */
export const same = (path: string, value: string, basis: Basis, note: string | null): ProposedLine => ({
  ...line(path, value, basis, [], note),
  isSame: true,
});
