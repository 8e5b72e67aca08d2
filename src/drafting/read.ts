// Reading: runs the rules over a text, each on what the earlier ones found.
import { datesOf } from "./dates/find.ts";
import { anchorOf } from "./dates/resolve.ts";
import { figuresOf } from "./figures/find.ts";
import type { Morphology } from "./language/morphology.ts";
import { type Span, sentencesOf } from "./language/sentences.ts";
import { castOf } from "./names/cast.ts";
import { mentionsOf } from "./names/mentions.ts";
import { personsOf } from "./names/persons.ts";
import type { Register } from "./names/register.ts";
import { quotesOf } from "./quotes/find.ts";
import type { FoundQuote } from "./quotes/speech.ts";
import type { Language, Reading, Said } from "./reading.ts";

export interface Given {
  readonly language: Language;
  readonly morphology: Morphology | null;
  readonly register: Register;
  /** The day on which the text was published, `YYYY-MM-DD`; null: the first whole date in the text. */
  readonly published: string | null;
  /** The state from which it was published; null where unknown. */
  readonly home: string | null;
}

/** Everything that the rules find in a text. */
export function readText(text: string, { language, morphology, register, published, home }: Given): Reading {
  const found = quotesOf(text, morphology);
  const mentions = mentionsOf(text, register);
  const speakers = found.flatMap(({ mode, source }) => (mode === "turn" && source !== null ? [source] : []));
  const cast = castOf(text, personsOf(text, morphology, register, mentions, speakers), mentions, home);
  const first =
    datesOf(text, language, null).find(({ edtf }) => edtf !== null && /^\d{4}-\d\d-\d\d$/.test(edtf)) ?? null;
  const day = published ?? first?.edtf ?? null;
  const dates = datesOf(text, language, day === null ? null : anchorOf(day));
  return {
    text,
    language,
    morphology,
    register,
    day,
    dayWords: dates.find(({ edtf, kind }) => edtf === day && kind === "calendar") ?? null,
    sentences: sentencesOf(text),
    dates,
    figures: figuresOf(text, language, morphology, dates),
    mentions,
    cast,
    said: found.flatMap((quote) => spoken(text, quote, cast)),
  };
}

/** A turn of a transcript paragraph by paragraph, other speech part by part. */
function spoken(text: string, quote: FoundQuote, { resolve, addressee }: ReturnType<typeof castOf>): readonly Said[] {
  const speaker = quote.source === null ? null : resolve(quote.source);
  const parts = quote.mode === "turn" ? quote.content.flatMap((part) => paragraphs(text, part)) : quote.content;
  const whole = { start: parts[0]?.start ?? 0, end: parts.at(-1)?.end ?? 0 };
  // "reports Zakon.kz": whoever is no person speaks for the text, and what he reports is no quote.
  if (quote.mode === "indirect" && speaker === null) return [];
  const to = addressee(speaker, whole);
  return parts
    .map((part) => withoutConjunction(text, part))
    .map((content) => ({ quote, content, speaker, addressee: quote.mode === "indirect" ? null : to }));
}

/** «…, что он принял»: the conjunction is the reporter's. */
function withoutConjunction(text: string, { start, end }: Span): Span {
  const [conjunction = ""] = /^(?:что|о том, что|that)\s+/iu.exec(text.slice(start, Math.min(end, start + 16))) ?? [];
  return { start: start + conjunction.length, end };
}

function paragraphs(text: string, { start, end }: Span): readonly Span[] {
  return [...text.slice(start, end).matchAll(/[^\n]+/g)]
    .map(({ 0: line, index }) => ({ start: start + index, end: start + index + line.trimEnd().length }))
    .filter((span) => span.end > span.start);
}
