// Dates: the phrases of a text that say when, with what they mean in EDTF.
import { overlap, type Span } from "../language/sentences.ts";
import { ENGLISH } from "./english.ts";
import type { Anchor } from "./resolve.ts";
import type { DateKind } from "./rule.ts";
import { RUSSIAN } from "./russian.ts";

export interface Dated extends Span {
  /** EDTF; null where the words fix no date. */
  readonly edtf: string | null;
  readonly kind: DateKind;
}

/**
 * The dates of a text, in order. Of rules that want the same words the first one has them.
 * @param anchor the day from which relative dates count; without it they are not resolved
 */
export function datesOf(text: string, language: "ru" | "en", anchor: Anchor | null): readonly Dated[] {
  const found: Dated[] = [];
  const base = anchor ?? { day: "2000-01-01", year: 2000, month: 1 };
  for (const { kind, pattern, edtf } of language === "ru" ? RUSSIAN : ENGLISH) {
    for (const match of text.matchAll(pattern)) {
      const span = { start: match.index, end: match.index + match[0].length };
      if (found.some((other) => overlap(span, other))) continue;
      const groups = match.groups ?? {};
      const meant = edtf(groups, base);
      if (meant === undefined) continue;
      const isFixed = kind === "calendar" && groups.year !== undefined;
      found.push({ ...span, kind, edtf: anchor === null && !isFixed ? null : meant });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}
