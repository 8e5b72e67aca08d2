// Quotes and figures as records: words with their speaker, numbers with their claimant.
import type { FoundFigure } from "../figures/find.ts";
import { type Span, within } from "../language/sentences.ts";
import { slugOf } from "../names/persons.ts";
import type { Reading, Said } from "../reading.ts";
import { shortName } from "./events.ts";
import { figureLines, figureName, linkOf } from "./figures.ts";
import { derived, type ProposedLine, type ProposedRecord, stated, usual } from "./proposal.ts";

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
