// Quotes: everything that a text says somebody said: turns of a transcript, direct, partial and indirect speech.
import type { Morphology } from "../language/morphology.ts";
import { overlap, type Span } from "../language/sentences.ts";
import { directIn } from "./direct.ts";
import { englishIndirect } from "./indirect-english.ts";
import { russianIndirect } from "./indirect-russian.ts";
import { type FoundQuote, speechOf } from "./speech.ts";
import { turnsOf } from "./turns.ts";

/**
 * The quotes of a text in order.
 * @param morphology the dictionary for Russian; null for English
 */
export function quotesOf(text: string, morphology: Morphology | null): readonly FoundQuote[] {
  const speech = speechOf(text, morphology);
  const turns = turnsOf(speech);
  const inTurns = turns.flatMap(({ content, source }) => (source === null ? content : [...content, source]));
  const direct = directIn(speech, inTurns);
  const whole = [...turns, ...direct.filter(({ mode }) => mode === "direct")].flatMap(({ content }) => content);
  const isFree = (span: Span) => !whole.some((other) => overlap(span, other));
  const indirect = morphology === null ? englishIndirect(speech, isFree) : russianIndirect(speech, isFree);
  return [...turns, ...direct, ...indirect].toSorted((a, b) => startOf(a) - startOf(b));
}

const startOf = ({ content }: FoundQuote) => content[0]?.start ?? 0;
