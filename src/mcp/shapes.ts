// Shapes: records as an assistant reads them, in a few hundred bytes: names for ids, dates in words, the words of the source.
import { type Lang, labelOf, wordsIn } from "../formats/labels.ts";
import type { Related } from "../formats/related.ts";
import { amountWords } from "../formats/words/amounts.ts";
import { asOfWords, dateWords } from "../formats/words/dates.ts";
import { nameOf, shortened, termWords } from "../formats/words/values.ts";
import type { Collection } from "../model/ids.ts";
import type { ProvenanceEntry } from "../model/provenance.ts";
import type { ApiRecord } from "./ask.ts";

const LANG: Lang = "en";
/** Code points of evidence. */
const TEXT = 300;

/** A record of an answer. What is null or empty is left out. */
export type Shape = Readonly<Record<string, unknown>>;

/** Leaves out what says nothing. */
export function compact(shape: Shape): Shape {
  return Object.fromEntries(
    Object.entries(shape).filter(
      ([, value]) =>
        value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0),
    ),
  );
}

/** A name with its id, by which a further question can be asked. */
function known(collection: Collection, id: string | null, related: Related): string | null {
  if (id === null) return null;
  const record = related[collection].get(id);
  return record === undefined ? id : `${nameOf(collection, record as never, related, LANG)} (${id})`;
}

/** The words on which the value at a path rests, or the first value that the source states. */
export function wordsFor(provenance: readonly ProvenanceEntry[], path: string): Shape | null {
  const entry =
    provenance.find((one) => one.path === path && one.evidence.length > 0) ??
    provenance.find(({ basis, evidence }) => basis === "stated" && evidence.length > 0);
  const [first] = entry?.evidence ?? [];
  return first === undefined ? null : { text: shortened(first.exact, TEXT), source: first.source };
}

/** Whom to name for the words, and on which terms they stand. */
function creditIn({ source, credit: { attribution, licence } }: ApiRecord["quotes"] | ApiRecord["figures"]): string {
  return `${attribution ?? source}: ${licence ?? "all rights reserved"}`;
}

const dateOf = ({ edtf }: { readonly edtf: string }): Shape => ({ edtf, words: dateWords(edtf, LANG) });

function event(record: ApiRecord["events"], related: Related): Shape {
  return {
    title: labelOf("events", record, LANG),
    type: record.type,
    ...(record.rank === null ? {} : { rank: record.rank }),
    status: `${termWords("events/status", record.status, LANG).toLowerCase()}${record.statusAsOf === null ? "" : `, ${asOfWords(record.statusAsOf, LANG)}`}`,
    date: record.date === null ? null : dateOf(record.date),
    place: known("venues", record.venue, related),
    participants: record.participants.map(({ participant, name, role, office, onBehalfOf }) =>
      [
        `${participant === null ? (wordsIn(name, LANG) ?? "not named") : known("participants", participant, related)}: ${role}`,
        ...(onBehalfOf === null ? [] : [`for ${onBehalfOf}`]),
        ...(office === null ? [] : [`as ${wordsIn(office, LANG)}`]),
      ].join(", "),
    ),
    invitation: record.invitation,
    partOf: record.partOf,
    summary: record.summary === null ? null : wordsIn(record.summary, LANG),
    description: record.description === null ? null : shortened(wordsIn(record.description, LANG) ?? "", TEXT),
    words: wordsFor(record.provenance, "/type"),
    sources: record.sources,
  };
}

function quote(record: ApiRecord["quotes"], related: Related, most: number): Shape {
  const [[language, translation] = []] = Object.entries(record.translations).filter(([one]) => one === LANG);
  const office = record.office === null ? null : wordsIn(record.office, LANG);
  return {
    speaker: known("participants", record.speaker, related),
    office,
    addressees: record.addressees.map((id) => known("participants", id, related)),
    mode: record.mode,
    language: record.language,
    text: shortened(record.text, most),
    translation:
      translation === undefined
        ? null
        : { language, by: translation.by, official: translation.official, text: shortened(translation.text, most) },
    date: record.date === null ? null : dateOf(record.date),
    event: known("events", record.event, related),
    source: record.source,
    credit: creditIn(record),
  };
}

function figure(record: ApiRecord["figures"], related: Related): Shape {
  return {
    amount: amountWords(record, LANG),
    value: record.value,
    valueMax: record.valueMax,
    bound: record.bound,
    ...{ unit: record.unit, currency: record.currency, kind: record.kind, stage: record.stage },
    measure: record.measure === null ? null : wordsIn(record.measure, LANG),
    subject: record.subject === null ? null : wordsIn(record.subject, LANG),
    claimant: known("participants", record.claimant, related),
    asOf: record.asOf === null ? null : dateOf(record.asOf),
    additive: record.additive,
    words: wordsFor(record.provenance, "/raw") ?? { text: record.raw, source: record.source },
    credit: creditIn(record),
    quote: record.quote,
    event: known("events", record.event, related),
  };
}

const SHAPES: { readonly [C in Collection]: (record: ApiRecord[C], related: Related, most: number) => Shape } = {
  events: event,
  quotes: quote,
  figures: figure,
  participants: (record) => ({
    name: labelOf("participants", record, LANG),
    names: record.names,
    kind: record.kind,
    country: record.country,
    iso: record.iso?.alpha2 ?? null,
    offices: record.offices.map(({ title, from, to }) =>
      [wordsIn(title, LANG), ...[from, to].map((day) => day ?? "…")].join(" / "),
    ),
  }),
  venues: (record) => ({
    name: labelOf("venues", record, LANG),
    names: record.names,
    kind: record.kind,
    country: record.country,
    location: record.location,
  }),
  sources: (record, related) => ({
    headline: record.headline,
    kind: record.kind,
    publisher: known("participants", record.publisher, related),
    published: record.published === null ? null : dateOf(record.published),
    language: record.language,
    url: record.url,
  }),
};

/** The dataset without which an id means a curated record. */
const CURATED = "curated";

interface Room {
  /** What addresses begin with. */
  readonly base: string;
  /** Code points of the text of a quote. */
  readonly most: number;
}

/** A record in short, with the address of the record and of the words of all its values. */
export function shapeOf<C extends Collection>(
  collection: C,
  record: ApiRecord[C],
  related: Related,
  { base, most }: Room,
): Shape {
  const json = `${base}/v1/${collection}/${record.id}`;
  return compact({
    id: record.id,
    ...(record.dataset === CURATED ? {} : { dataset: record.dataset }),
    ...SHAPES[collection](record, related, most),
    json,
    evidence: `${json}/evidence`,
  });
}
