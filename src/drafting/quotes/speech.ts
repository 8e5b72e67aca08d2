// Speech: a text with what is needed to tell who says what in it.
import type { Morphology } from "../language/morphology.ts";
import { type Span, sentencesOf } from "../language/sentences.ts";
import { tokensOf } from "../language/tokens.ts";
import { englishCue, type IsCue, russianCue } from "./cues.ts";
import { englishSource, russianSource, type SourceNear } from "./sources.ts";

/** Words that somebody says, and who by the text. */
export interface FoundQuote {
  /** A turn is a paragraph of a transcript; a partial quote is some words of somebody within a sentence of the text. */
  readonly mode: "direct" | "indirect" | "partial" | "turn";
  readonly content: readonly Span[];
  readonly source: Span | null;
  readonly cue: Span | null;
  /** The rule that found it. */
  readonly how: string;
}

export interface Speech {
  readonly text: string;
  readonly morphology: Morphology | null;
  readonly sentences: readonly Span[];
  readonly isCue: IsCue;
  readonly sourceNear: SourceNear;
}

/** @param morphology the dictionary for Russian; null for English */
export function speechOf(text: string, morphology: Morphology | null): Speech {
  const isCue = morphology === null ? englishCue : russianCue(morphology);
  const sourceNear = morphology === null ? englishSource(isCue) : russianSource(isCue, morphology);
  return { text, morphology, sentences: sentencesOf(text), isCue, sourceNear };
}

const NAME =
  /^[^\p{L}]*((?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov)\.\s+\p{Lu}[\p{L}’'-]+|\p{Lu}[\p{L}’'-]+(?:\s+\p{Lu}[\p{L}.’'-]+){1,3})/u;

/** Who spoke, or was named first, in the sentences before a place: up to two back. */
export function subjectBefore({ text, sentences, isCue, sourceNear }: Speech, at: number): Span | null {
  const here = sentences.findIndex(({ end }) => end > at - 2);
  const last = here < 0 ? sentences.length : here;
  for (let nth = last; nth >= Math.max(0, last - 2); nth--) {
    const sentence = sentences[nth];
    if (sentence === undefined || sentence.start >= at - 1) continue;
    const list = tokensOf(text, sentence.start, Math.min(sentence.end, at - 1));
    const cue = list.findIndex(isCue);
    const near = cue < 0 ? null : sourceNear(list, cue);
    if (near !== null) return near;
    const named = NAME.exec(text.slice(sentence.start, at - 1));
    if (named?.[1] !== undefined && list.length > 3) {
      const end = sentence.start + named[0].length;
      return { start: end - named[1].length, end };
    }
  }
  return null;
}
