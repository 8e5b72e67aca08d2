// Figures as records: numbers with what they measure, how far it has come, and what they belong to.
import type { FoundFigure } from "../figures/find.ts";
import { type Span, within } from "../language/sentences.ts";
import { slugOf } from "../names/persons.ts";
import type { Reading } from "../reading.ts";
import { derived, type ProposedLine, same, stated, usual } from "./proposal.ts";

/** The parts of an id: the amount and what it counts. */
export const figureName = ({ kind, value, unit, currency, noun }: FoundFigure): string[] =>
  [kind === "money" ? `${currency ?? ""} ${value ?? "some"}` : `${value ?? "some"} ${unit ?? noun ?? kind}`].map(
    slugOf,
  );

const STAGES: readonly (readonly [stage: string, words: RegExp])[] = [
  ["target", /(?<!\p{L})(?:target|goal|aim|цел[ьи]|довести|задач[аиу])(?!\p{L})/iu],
  [
    "under-way",
    /(?:продолжается|реализу\p{L}+ся|осуществля\p{L}+ся|are being|is being|under way|underway|under construction)/iu,
  ],
  ["pledged", /(?:announced|pledge|intends? to|plans? to provide|will provide|выдел\p{L}+|намерен)/iu],
];

export function figureLines(
  reading: Reading,
  figure: FoundFigure,
  quote: string | null,
  link: string | null,
): readonly ProposedLine[] {
  const sentence = reading.sentences.find((one) => within(figure, one));
  const words = sentence === undefined ? "" : reading.text.slice(sentence.start, sentence.end);
  const lines: ProposedLine[] = [];
  if (quote !== null) lines.push(usual("in", quote));
  lines.push({
    ...stated("raw", figure.raw, [{ start: figure.start, end: figure.end }]),
    confidence: figure.confidence,
  });
  lines.push(usual("kind", figure.kind));
  lines.push(figure.value === null ? usual("value", "null") : usual("value", figure.value));
  if (figure.valueMax !== null) lines.push(usual("valueMax", figure.valueMax));
  if (figure.scale !== null) lines.push(usual("scale", figure.scale));
  if (figure.currency !== null) lines.push(usual("currency", figure.currency));
  if (figure.unit !== null && figure.kind !== "money" && figure.kind !== "percentage")
    lines.push(same("unit", figure.unit, "stated", null));
  lines.push(usual("bound", figure.bound));
  const [stage] = STAGES.filter(([, pattern]) => pattern.test(words));
  const found = stage === undefined ? null : stage[1].exec(words);
  if (
    stage !== undefined &&
    found !== null &&
    sentence !== undefined &&
    /^(?:money|count|percentage)$/.test(figure.kind)
  ) {
    const start = sentence.start + found.index;
    lines.push({ ...stated("stage", stage[0], [{ start, end: start + found[0].length }]), confidence: 0.6 });
  }
  const measured = measureIn(reading, figure, sentence);
  if (measured !== null) lines.push(usual(`measure.${reading.language}`, measured));
  const subject = subjectIn(reading, figure);
  if (subject !== null) lines.push({ ...usual(`subject.${reading.language}`, subject), confidence: 0.4 });
  if (link !== null)
    lines.push(
      derived(
        "linkedTo",
        link,
        [{ start: figure.start, end: figure.end }],
        "Both stand in one sentence, of one matter.",
        0.7,
      ),
    );
  return lines;
}

const MEASURES: Readonly<Record<string, RegExp>> = {
  ru: /(?:объ[её]м\p{L}* инвестиций|товарооборот\p{L}*|торговл\p{L}+|инвестиц\p{L}+|экспорт\p{L}*|импорт\p{L}*|взаимн\p{L}+ торговл\p{L}+)/iu,
  en: /(?:(?:mutual |bilateral )?trade(?: turnover)?|cumulative investment|investments?|exports?|imports?|turnover|GDP|tourists)/iu,
};

/** What ordinals, durations and years measure. */
const NAMED: Readonly<Record<string, { readonly en: string; readonly ru: string }>> = {
  anniversary: { en: "anniversary", ru: "годовщина" },
  edition: { en: "edition", ru: "порядковый номер" },
  duration: { en: "length of time", ru: "длительность" },
  year: { en: "calendar year", ru: "календарный год" },
};

/** Of what: the words behind an ordinal or a length of time, or those of a count; to be mended by a person. */
function subjectIn({ text }: Reading, { kind, raw, end }: FoundFigure): string | null {
  if (kind === "count") return /\p{L}[\p{L}\s-]*$/u.exec(raw)?.[0] ?? null;
  if (!/^(?:ordinal|duration|year)$/.test(kind)) return null;
  const [behind = ""] = /^["»”]?\s+[^.,;:!?()\n]{3,60}/u.exec(text.slice(end)) ?? [];
  const words = behind
    .replace(/^["»”]?\s+/u, "")
    .trim()
    .split(/\s+/u)
    .slice(0, 7)
    .join(" ");
  return words === "" ? null : words;
}

/** What is measured, where the sentence has one of the usual words for it; counts name what they count. */
function measureIn(reading: Reading, figure: FoundFigure, sentence: Span | undefined): string | null {
  const { morphology } = reading;
  if (figure.noun !== null)
    return morphology === null
      ? `number of ${figure.noun}s`
      : `число ${morphology.inflect(figure.noun, ["plur", "gent"], /^NOUN/)}`;
  const named = NAMED[figure.kind] ?? NAMED[figure.unit ?? ""];
  if (named !== undefined && figure.kind !== "money") return named[reading.language];
  if (sentence === undefined || !/^(?:money|percentage)$/.test(figure.kind)) return null;
  const before = reading.text.slice(sentence.start, figure.start);
  const pattern = new RegExp(MEASURES[reading.language]?.source ?? "$^", "giu");
  const found =
    [...before.matchAll(pattern)].at(-1)?.[0] ??
    MEASURES[reading.language]?.exec(reading.text.slice(figure.end, sentence.end))?.[0] ??
    null;
  return found === null || morphology === null
    ? found
    : found.replace(/^\p{L}+/u, (word) => morphology.inflect(word, ["nomn"], /^NOUN/));
}

/** «52 проектов с объёмом инвестиций в 21 млрд»: the figure beside it in one sentence that is of the same matter. */
export function linkOf(
  reading: Reading,
  figures: readonly FoundFigure[],
  ids: readonly string[],
  nth: number,
): string | null {
  const one = figures[nth];
  const near = [nth - 1, nth + 1].find((at) => {
    const other = figures[at];
    if (one === undefined || other === undefined) return false;
    const [first, last] = one.start < other.start ? [one, other] : [other, one];
    const between = reading.text.slice(first.end, last.start);
    const isPair = /^(?:count money|percentage money|money percentage)$/.test(`${first.kind} ${last.kind}`);
    return (
      isPair &&
      between.length < 60 &&
      !/[.!?\n]/u.test(between) &&
      /(?:объ[её]м|стоимост|на сумму|worth|total|to (?:a |reach|exceed)|с |with)/iu.test(between)
    );
  });
  return near === undefined ? null : (ids[near] ?? null);
}
