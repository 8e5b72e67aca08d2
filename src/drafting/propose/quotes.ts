// Quotes and figures as records: words with their speaker, numbers with their claimant.
import type { FoundFigure } from "../figures/find.ts";
import { type Span, within } from "../language/sentences.ts";
import { slugOf } from "../names/persons.ts";
import type { Reading, Said } from "../reading.ts";
import { shortName } from "./events.ts";
import { derived, type ProposedLine, type ProposedRecord, same, stated, usual } from "./proposal.ts";

/** Figures below this are not proposed: «два дня» and "first" are seldom what somebody claims. */
const LEAST = 0.5;
/** Longest phrase that stands as evidence, in UTF-16 units. */
const LONGEST = 120;

export function spokenRecords(reading: Reading): readonly ProposedRecord[] {
  const { text, day } = reading;
  const figures = reading.figures.filter(({ confidence }) => confidence >= LEAST);
  // Of a transcript only paragraphs with something to code are quoted.
  const isCoded = ({ quote, content }: Said) =>
    quote.mode !== "turn" ||
    figures.some((figure) => within(figure, content)) ||
    reading.dates.some((date) => within(date, content) && date.kind !== "duration");
  const said = reading.said.filter(isCoded).filter(({ quote }) => quote.mode !== "partial");
  const ids = uniqueIds(
    said.map(({ content, speaker }) =>
      [
        day ?? "undated",
        speaker === null ? "speaker" : slugOf(shortName(reading, speaker.id)),
        ...topicOf(text, content),
      ].join("-"),
    ),
  );
  const quotes = said.map(
    (one, nth): ProposedRecord => ({ collection: "quotes", id: ids[nth] ?? "quote", lines: quoteLines(reading, one) }),
  );
  const quoteOf = (figure: FoundFigure) => ids[said.findIndex(({ content }) => within(figure, content))] ?? null;
  const figureIds = uniqueIds(figures.map((figure) => [day ?? "undated", ...figureName(figure)].join("-")));
  const records = figures.map(
    (figure, nth): ProposedRecord => ({
      collection: "figures",
      id: figureIds[nth] ?? "figure",
      lines: figureLines(reading, figure, quoteOf(figure), linkOf(reading, figures, figureIds, nth)),
    }),
  );
  return [...quotes, ...records];
}

/** The first words of what is said, for an id. */
function topicOf(text: string, { start, end }: Span): string[] {
  const words = text.slice(start, Math.min(end, start + 160)).match(/\p{L}{5,}/gu) ?? [];
  return [slugOf(words.slice(0, 3).join(" "))].filter((slug) => slug !== "");
}

function uniqueIds(bases: readonly string[]): string[] {
  const taken = new Map<string, number>();
  return bases.map((base) => {
    const short = base.slice(0, 80).replace(/-+$/, "");
    const nth = (taken.get(short) ?? 0) + 1;
    taken.set(short, nth);
    return nth === 1 ? short : `${short}-${nth}`;
  });
}

function quoteLines(reading: Reading, { quote, content, speaker, addressee }: Said): readonly ProposedLine[] {
  const { text, language } = reading;
  const lines: ProposedLine[] = [
    {
      ...stated("text", text.slice(content.start, content.end), [content]),
      confidence: quote.how === "partial" ? 0.6 : 0.9,
    },
  ];
  const named = quote.source === null ? [] : [quote.source];
  if (speaker !== null) {
    const isNamed = named.some((span) => speaker.places.some((place) => within(place, span)));
    const evidence = isNamed ? named : [...named, ...speaker.places.slice(0, 1)];
    lines.push(
      isNamed
        ? stated("speaker", speaker.id, cut(evidence))
        : derived(
            "speaker",
            speaker.id,
            cut(evidence),
            "Meant by an office or a pronoun, and named elsewhere in the text.",
            0.7,
          ),
    );
    if (speaker.office !== null) {
      const titles =
        language === "en"
          ? `en ${speaker.office.title}`
          : [
              `ru ${speaker.office.title}`,
              ...(speaker.office.english === null ? [] : [`en ${speaker.office.english}`]),
            ].join(" | ");
      lines.push(derived("office", titles, [speaker.office.span], "The office that the text gives elsewhere.", 0.9));
    }
  }
  if (addressee !== null)
    lines.push(
      derived(
        "addressees",
        addressee.id,
        addressee.places.slice(0, 1),
        "The words are spoken to the other of the two.",
        0.7,
      ),
    );
  if (quote.mode === "indirect") lines.push(usual("mode", "indirect"));
  return lines;
}

const cut = (spans: readonly Span[]) => spans.map(({ start, end }) => ({ start, end: Math.min(end, start + LONGEST) }));

const figureName = ({ kind, value, unit, currency, noun }: FoundFigure): string[] =>
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

function figureLines(
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

/** What is measured, where the sentence has one of the usual words for it; counts name what they count. */
function measureIn(reading: Reading, figure: FoundFigure, sentence: Span | undefined): string | null {
  const { morphology } = reading;
  if (figure.noun !== null)
    return morphology === null
      ? `number of ${figure.noun}s`
      : `число ${morphology.inflect(figure.noun, ["plur", "gent"], /^NOUN/)}`;
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
function linkOf(reading: Reading, figures: readonly FoundFigure[], ids: readonly string[], nth: number): string | null {
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
