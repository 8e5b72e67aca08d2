// Rules of dates: a pattern of words, and what they say.
import type { Anchor } from "./resolve.ts";

/** Words of the calendar, words seen from the day of the text, or a length of time. */
export type DateKind = "calendar" | "relative" | "duration";

export type Groups = Readonly<Record<string, string | undefined>>;

/** A pattern with named groups, and what it says: undefined for no date at all, null for one that is not fixed. */
export interface Rule {
  readonly kind: DateKind;
  readonly pattern: RegExp;
  edtf(groups: Groups, anchor: Anchor): string | null | undefined;
}

/** No letter or digit before, none behind: `\b` knows ASCII only. */
export const rule = (kind: DateKind, pattern: string, edtf: Rule["edtf"]): Rule => ({
  kind,
  pattern: new RegExp(`(?<![\\p{L}\\d])(?:${pattern})(?![\\p{L}\\d])`, "giu"),
  edtf,
});
