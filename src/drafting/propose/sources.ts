// Sources: the text itself, and whom it says it reports.
import { SOURCE_KINDS } from "../../model/vocabulary.ts";
import type { Span } from "../language/sentences.ts";
import { slugOf } from "../names/persons.ts";
import type { Reading } from "../reading.ts";
import { derived, external, type ProposedLine, type ProposedRecord, stated, usual } from "./proposal.ts";

/** What the command line says of the text. */
export interface Told {
  readonly published: string | null;
  readonly publisher: string | null;
  readonly url: string | null;
  readonly licence: string | null;
}

/** Addresses of licences that texts of this field are under. */
const LICENCES: Readonly<Record<string, string>> = {
  "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
  "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
};

export interface FoundSources {
  readonly id: string;
  readonly records: readonly ProposedRecord[];
}

/** Words of reports: «сообщает Zakon.kz», "reports Reuters". */
const REPORTS =
  /(?:сообща(?:ет|ют)|сообщил[аио]?|пишет|передаёт|передает|reports|reported|according to)\s+(?:агентство\s+|газета\s+|портал\s+)?(?<name>[«"“]?[\p{Lu}][\p{L}\d.-]*(?:\s[\p{Lu}][\p{L}\d.-]*){0,3}[»"”]?)/gu;
const CREDITS =
  /(?:[Пп]о (?:данным|сообщению|информации)|со ссылкой на|citing|[Aa]ccording to)\s+(?:пресс-служб\p{L}+\s+|агентств\p{L}+\s+)?(?<name>[«"“]?[\p{Lu}][\p{L}\d.-]*(?:\s[\p{Lu}][\p{L}\d.-]*){0,2}[»"”]?)/gu;
const STATEMENT = /^(?:joint statement|совместное заявление|.{0,60}joint statement)/iu;
const RELEASE = /^(?:readout|fact sheet|press release|пресс-релиз)/iu;

export function sourcesOf(reading: Reading, told: Told): FoundSources {
  const { text, day } = reading;
  const headline = headlineOf(text);
  const reporter = named(reading, REPORTS)[0] ?? null;
  const publisher = told.publisher === null ? (reporter?.id ?? null) : publisherId(reading, told.publisher);
  const id = `${publisher ?? "source"}${day === null ? "" : `-${day}`}`;
  const credited = named(reading, CREDITS).filter((one) => one.id !== publisher);
  const origins = [...new Map(credited.map((one) => [one.id, one])).values()];
  const lines: ProposedLine[] = [kindLine(reading, headline)];
  if (publisher !== null) {
    const isOption = told.publisher !== null && reporter?.id !== publisher;
    lines.push(
      isOption || reporter === null
        ? external("publisher", publisher, "As the command was told.")
        : stated("publisher", publisher, [reporter.span]),
    );
  }
  if (headline !== null) lines.push(stated("headline", text.slice(headline.start, headline.end), [headline]));
  if (headline !== null)
    lines.push(derived("language", reading.language, [headline], "The language in which the text is printed."));
  if (told.published !== null) lines.push(external("published", told.published, "From the page of the text."));
  if (told.url !== null) lines.push(external("url", told.url, "From the page of the text."));
  if (told.licence !== null) lines.push(...licenceLines(reading, told.licence, publisher));
  const suffix = day === null ? "" : `-${day}`;
  if (origins.length > 0) {
    const note = "The text credits it with what it tells.";
    lines.push(
      derived(
        "derivedFrom",
        origins.map((one) => `${one.id}${suffix}`).join(", "),
        origins.map(({ span }) => span),
        note,
      ),
    );
  }
  const further = origins.map(
    (one): ProposedRecord => ({
      collection: "sources",
      id: `${one.id}${suffix}`,
      lines: [
        derived(
          "kind",
          "press-release",
          [one.span],
          "Known only from the text, which credits it; in what form it gave its account is not stated.",
          0.8,
        ),
        stated("publisher", one.id, [one.span]),
      ],
    }),
  );
  return { id, records: [{ collection: "sources", id, lines }, ...further] };
}

/** The licence with its address, and whom it wants named: the publisher, in the language of the text. */
function licenceLines({ register, language }: Reading, licence: string, publisher: string | null): ProposedLine[] {
  const url = LICENCES[licence];
  const names = register.known.get(publisher ?? "")?.names;
  const name = names?.[language];
  return [
    usual("licence", licence),
    ...(url === undefined ? [] : [usual("licenceUrl", url)]),
    ...(name === undefined ? [] : [{ ...usual("attribution", name), confidence: 0.5 }]),
  ];
}

/** The first line, where it is one line of words. */
function headlineOf(text: string): Span | null {
  const [line = ""] = /^\s*[^\n]+/u.exec(text) ?? [];
  const start = line.length - line.trimStart().length;
  const end = line.trimEnd().length;
  return end - start > 0 && end - start <= 300 ? { start, end } : null;
}

function kindLine(reading: Reading, headline: Span | null): ProposedLine {
  const words = headline === null ? "" : reading.text.slice(headline.start, headline.end);
  const isTranscript = reading.said.some(({ quote }) => quote.mode === "turn");
  const wanted = STATEMENT.test(words)
    ? "statement"
    : isTranscript
      ? "transcript"
      : RELEASE.test(words)
        ? "press-release"
        : "article";
  const kind = SOURCE_KINDS.some(({ id }) => id === wanted) ? wanted : "press-release";
  const evidence =
    headline === null ? [] : [{ start: headline.start, end: Math.min(headline.end, headline.start + 120) }];
  const note = isTranscript ? "Speeches under the names of their speakers." : "By the form of its headline and text.";
  return derived("kind", kind, evidence, note, 0.8);
}

/** The bodies that some words of credit name, in their places. */
function named(reading: Reading, pattern: RegExp): { id: string; span: Span }[] {
  return [...reading.text.matchAll(pattern)].flatMap((match) => {
    const name = match.groups?.name ?? "";
    const start = match.index + match[0].length - name.length;
    const span = { start, end: start + name.replace(/[.,]$/u, "").length };
    const known = reading.mentions.find(
      (one) => one.kind === "organization" && one.start <= span.start && one.end >= span.start + 2,
    );
    const isPerson =
      reading.cast.within(span).length > 0 ||
      reading.mentions.some((one) => one.kind === "country" && one.start <= span.start && one.end > span.start);
    if (known === undefined && isPerson) return [];
    return [
      { id: known?.id ?? slugOf(name), span: known === undefined ? span : { start: known.start, end: known.end } },
    ];
  });
}

/** The id that the register has for a publisher's name, or one made of the name. */
export function publisherId({ register }: Pick<Reading, "register">, name: string): string {
  if (register.known.has(name)) return name;
  const lower = name.toLowerCase();
  const isNamed = (names: readonly string[]) => names.some((one) => one.toLowerCase() === lower);
  const known = [...register.known.values()].find((one) =>
    isNamed([...Object.values(one.names), ...Object.values(one.aliases).flat()]),
  );
  return known?.id ?? slugOf(name);
}
