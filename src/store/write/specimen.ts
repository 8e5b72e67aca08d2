// Specimen: invented records in which every derivation of the index shows, for its fingerprint.
// Each word of the vocabularies stands in one of them, for labels are searched too; the texts have what the analyzer
// tells apart: cases and endings, scripts, compatibility forms, marks, numbers, names typed with a letter less.

import type { Dataset, DatasetInfo, Records } from "../../model/bundle.ts";
import { type EventDate, readDate } from "../../model/dates.ts";
import type { Participation } from "../../model/event.ts";
import { EVENT_TYPES } from "../../model/event-types.ts";
import { COLLECTIONS } from "../../model/ids.ts";
import type { Accepted, SerialId } from "../../model/import-row.ts";
import { FIGURE_KINDS, RANKS, ROLES, STAGES, STATUSES, TOPICS, UNITS } from "../../model/vocabulary.ts";

const TEXTS = {
  en: "The presidents' delegations were meeting: co-operation, studies, Zakon.kz, 52,5 ﬁgures of Côte d’Ivoire & Łódź; the U.S. States' $21bn of 2023-10-17, Tokayev's",
  ru: "Токаев, Токаевым и Токаева; ещё — объёмы сотрудничества, подписанные соглашения, йод, 21 млрд",
  kk: "Қазақстан Республикасының Президенті Қасым-Жомарт Тоқаев, АҚШ-тың",
  zh: "中华人民共和国主席在北京人民大会堂举行会谈，中國，印度尼西亚",
  ar: "الرئيس المُنتخَب في الرياض",
  el: "Ὀδυσσεύς",
};
/** Dates of every precision, open at an end, of two months, uncertain and unknown. */
const DATES = ["2023-10-17", "2023-10", "2023", "2023-10-17/2023-11-02", "2023-10/..", "2023-10-1X", "2023-10-18?"];
const dateAt = (at: number): EventDate | null => (DATES[at] === undefined ? null : readDate(DATES[at]));
const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

const [OWN, ROWS] = ["specimen", "rows"] as const;
const NO_TERMS = { licence: null, licenceUrl: null, attribution: null };
const common = (id: string, dataset: string = OWN) => ({ id, dataset, updated: "2023-10-17", provenance: [] });

function participant(id: string, some: Partial<Records["participants"]>): Records["participants"] {
  const empty = { kind: "person", names: TEXTS, aliases: {}, country: null, iso: null, wikidata: null } as const;
  return { ...common(id), ...empty, offices: [], ...some };
}

function venue(id: string, some: Partial<Records["venues"]>): Records["venues"] {
  const empty = { kind: "city", aliases: {}, within: null, country: null, location: null, wikidata: null } as const;
  return { ...common(id), ...empty, sameAs: [], names: { en: id, ru: "Дворец независимости" }, ...some };
}

function entry(participant: string | null, some: Partial<Participation> = {}): Participation {
  return { participant, name: null, code: null, role: "visitor", office: null, onBehalfOf: null, ...some };
}

function event(id: string, some: Partial<Records["events"]>): Records["events"] {
  const none = { statusAsOf: null, rank: null, invitation: null, reciprocal: null, summary: null, partOf: null };
  const codes = { plover: null, cameo: null, gdelt: null, rule: null };
  return {
    ...common(id),
    ...{ type: "visit", status: "occurred", title: { en: id }, date: null, venue: null, ...none },
    ...{
      description: null,
      stops: [],
      countries: [],
      participants: [],
      relations: [],
      topics: [],
      sources: ["source-1"],
      credits: [NO_TERMS],
      codes,
    },
    ...some,
  };
}

const participants = [
  participant("aa", { kind: "country", country: "aa", names: { en: "Aland", ru: "Аландия" } }),
  participant("bb", { kind: "country", country: "bb", aliases: { en: ["Beland", "Bé-land"], ru: ["Беландия"] } }),
  participant("person", { country: "aa", offices: [{ title: TEXTS, of: "aa", from: null, to: null }] }),
];
const point = { latitude: 10.5, longitude: -20.25, precision: "city" } as const;
const venues = [
  venue("country-aa", { kind: "country", country: "aa", location: { ...point, precision: "country" } }),
  venue("city", { within: "country-aa", location: point, aliases: { zh: ["北京"] } }),
  venue("hall", { kind: "building", within: "city" }),
];

/** Lists that the data adds to: a new word is no other derivation, and fingerprint.ts has their labels. */
const SOME_TOPICS = TOPICS.slice(0, 9);

const events = EVENT_TYPES.map(({ id, plover, cameo }, index) =>
  event(`event-${index}`, {
    type: id as Records["events"]["type"],
    status: at(STATUSES, index).id,
    rank: index === 0 ? null : at(RANKS, index).id,
    date: dateAt(index),
    venue: at([null, "hall", "city", "country-aa"], index),
    topics: [at(SOME_TOPICS, index).id, at(SOME_TOPICS, index + 1).id],
    ...(index === 0 ? {} : { title: TEXTS, summary: TEXTS, partOf: "event-0" }),
    ...(index === 2 ? { description: { en: "Private visit at Camp David" } } : {}),
    stops: index === 3 ? ["city", "hall"] : [],
    relations: index === 2 ? [{ type: "same-as", event: "event-1" }] : [],
    codes: {
      plover: plover === null ? null : { event: plover.event as never, mode: null, contexts: [] },
      cameo: cameo[0] === undefined ? null : { code: cameo[0] },
      ...{ gdelt: null, rule: null },
    },
    countries: at([[], ["aa"], ["aa", "bb"]], index),
    participants: [
      entry("person", { role: at(ROLES, index).id, onBehalfOf: "aa", office: { en: "President" } }),
      entry(null, { name: { en: "Somebody" }, role: "host" }),
      entry("bb", { role: at(ROLES, index + 1).id }),
    ],
  }),
);

const mentions = { events: ["event-1"], figures: ["figure-1"], participants: ["bb"], venues: ["hall"] };
const quotes: Records["quotes"][] = ["direct", "indirect"].map((mode, index) => ({
  ...common(`quote-${index}`),
  ...{ event: "event-1", source: "source-1", speaker: "person", office: TEXTS, addressees: ["bb"], language: "ru" },
  credit: NO_TERMS,
  ...{ mode: mode as "direct", text: TEXTS.ru, segments: [], mentions, codes: null, date: dateAt(index) },
  translations: { en: { text: TEXTS.en, by: "project", official: false } },
}));

const [SOME_UNITS, SOME_STAGES] = [UNITS.slice(0, 4), STAGES.slice(0, 4)];
const values = ["21000000000", "-0.5", "0", "3.25", null];
const figures = Array.from(
  { length: Math.max(SOME_UNITS.length, FIGURE_KINDS.length) },
  (_, index): Records["figures"] => ({
    ...common(`figure-${index}`),
    credit: NO_TERMS,
    ...{ event: "event-1", quote: "quote-0", source: "source-1", claimant: "person", raw: "21 млрд", bound: "exact" },
    ...{ kind: at(FIGURE_KINDS, index).id, unit: at(SOME_UNITS, index).id, currency: at([null, "USD"], index) },
    ...{ value: at(values, index), valueMax: null, scale: null, stage: at(SOME_STAGES, index).id, asOf: dateAt(index) },
    ...{ measure: TEXTS, subject: { en: "goods" }, linkedTo: [], additive: index % 2 === 0, additiveNote: null },
  }),
);

const sources: Records["sources"][] = [TEXTS.ru, null].map((headline, index) => ({
  ...common(`source-${index}`),
  ...{ kind: "article", publisher: "person", headline, language: "ru", url: null, derivedFrom: [], text: null },
  ...NO_TERMS,
  published: dateAt(index),
}));

const records = { events, participants, venues, quotes, figures, sources };
const about = {
  kind: "curated",
  title: OWN,
  description: OWN,
  licence: OWN,
  licenceUrl: null,
  attribution: OWN,
} as const;
const counts = Object.fromEntries(COLLECTIONS.map((collection) => [collection, records[collection].length]));
const info: DatasetInfo = { ...about, id: OWN, version: "0", updated: null, counts };

/** A dataset that is loaded whole. */
export const SPECIMEN: Dataset = { info, records };

/** Another that is read row by row: what it is called, and rows that name a place. */
export const SPECIMEN_ROWS: {
  readonly about: Omit<DatasetInfo, "version" | "counts" | "updated">;
  readonly rows: Accepted<SerialId>[];
} = {
  about: { ...about, id: ROWS, kind: "bulk" },
  rows: events.slice(0, 9).map((one, index) => {
    const id: SerialId = `${ROWS}-${10 ** index}`;
    const own = { dataset: ROWS, id, date: readDate(`2023-0${1 + index}-17`), venue: "place", relations: [] };
    const place = { ...venue("place", { within: "city", country: "bb", location: point }), dataset: ROWS };
    return {
      ...{ kind: "kept", file: ROWS, line: index + 1, id, order: index },
      records: [
        { collection: "venues", record: place },
        { collection: "events", record: { ...one, ...own, partOf: null } },
      ],
    };
  }),
};
