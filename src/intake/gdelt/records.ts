// GDELT records: a valid row becomes an event, with the file as a source, the publisher, and the place that it names.
//
// A row is one event with the code that its coder gave (`codes.rule` is `row-as-coded`): nothing is corrected, merged
// with another row (a visit told from both sides is linked, `mirrors.ts`) or left out, and what GDELT does not say is null. The row's own measures are in `codes.gdelt`. The
// title is composed of the actors' names and the act of the code; it is no name (see
// `src/store/catalog/search-fields.ts`).
//
// The day is GDELT's, `SQLDATE`. It carries `~` where it was computed from words of the article such as "last year";
// RELATIVE has the measure. Of two rows with one id the one that was added last holds. Days of import are compared as
// moments, a day of version 1.0 as its first second, so that a row of both versions has one winner.
import { createHash } from "node:crypto";
import type { EventDate } from "../../model/dates.ts";
import type { Event } from "../../model/event.ts";
import type { Accepted, CollectionRecord, SerialId } from "../../model/import-row.ts";
import type { Participant } from "../../model/participant.ts";
import type { ProvenanceEntry } from "../../model/provenance.ts";
import { memo } from "../input/memo.ts";
import type { ActionLocation } from "./locations.ts";
import { mirrorReader } from "./mirrors.ts";
import type { ValidRow } from "./validate.ts";

const DATASET = "gdelt";
const PUBLISHER = "gdelt-project";
/** The day since which places and the publisher are coded as they are here. */
const CODED = "2026-11-24";

/** A file as its records name it. */
export interface Origin {
  /** As faults name it. */
  readonly file: string;
  /** The name of the table. */
  readonly name: string;
  /** The id of the source record that stands for the file. */
  readonly source: string;
}

const publisher: Participant = {
  id: PUBLISHER,
  dataset: DATASET,
  kind: "organization",
  names: { en: "The GDELT Project", ru: "Проект GDELT" },
  aliases: { en: ["GDELT", "Global Database of Events, Language, and Tone"] },
  country: null,
  iso: null,
  offices: [],
  wikidata: null,
  updated: CODED,
  provenance: known("The GDELT Project, https://www.gdeltproject.org/"),
};

const PLACED = known("GDELT, the geography (ActionGeo) of the rows that name it");

function known(note: string): ProvenanceEntry[] {
  return [{ path: "", basis: "external", evidence: [], note }];
}

/** `gdelt-` and the file's name without its endings; a hash tells apart what an id cannot spell. */
export function sourceId(name: string): string {
  const stem = name.replace(/(?:\.(?:csv|tsv|zip|gz))+$/i, "");
  const slug = stem
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "")
    .join("-");
  const plain = /^[A-Za-z0-9._ -]{1,80}$/.test(stem) && slug !== "";
  const hash = createHash("sha256").update(stem).digest("hex").slice(0, 8);
  const cut = slug.slice(0, 80).replace(/-$/, "");
  return [DATASET, cut, plain ? "" : hash].filter((part) => part !== "").join("-");
}

/** Makes the records of all files of a run; keys in the order in which they go on the wire. */
export function recordMaker(): (origin: Origin) => (row: ValidRow) => Accepted<SerialId> {
  const dateOf = memo<EventDate>(20_000, dateFrom);
  const isNew = places();
  return (origin) => {
    const sources = [origin.source];
    const mirrorOf = mirrorReader();
    let newest = "";
    return (row) => {
      const { pair, position, line } = row;
      const id: SerialId = `${DATASET}-${row.number}`;
      const event: Event = {
        id,
        dataset: DATASET,
        type: row.coding.type,
        status: "occurred",
        statusAsOf: row.added.text,
        title: titleOf(row),
        summary: null,
        description: null,
        date: dateOf(qualified(row)),
        countries: pair.countries,
        rank: null,
        invitation: null,
        reciprocal: row.coding.reciprocal,
        venue: position.venue,
        stops: [],
        participants: pair.participants,
        partOf: null,
        relations: mirrorOf(row, id),
        codes: { plover: row.coding.plover, cameo: row.coding.cameo, gdelt: row.scores, rule: "row-as-coded" },
        topics: [],
        sources,
        credits: [],
        updated: row.added.text,
        provenance: known(`${row.layout.version}, ${origin.name}, row ${line}`),
      };
      const records: CollectionRecord[] = [];
      // A file is as new as its newest row, whatever their order.
      if (row.added.text > newest) records.push(...header(origin, row));
      if (row.added.text > newest) newest = row.added.text;
      if (position.venue !== null && position.place !== null && isNew(position.venue, position.place)) {
        // Many rows name a place: its record is the same whichever came first.
        const record = { id: position.venue, dataset: DATASET, ...position.place, updated: CODED, provenance: PLACED };
        records.push({ collection: "venues", record });
      }
      records.push({ collection: "events", record: event });
      return { kind: "kept", file: origin.file, line, id, order: row.added.order, records };
    };
  };
}

/**
 * Days between an event and its import that are words of the article, "last week", "last month", "last year", made into
 * a day: in 9,396 rows of five files the distance is 0, 1, 7, 30 or 365 days and no other. "Yesterday" is a day.
 */
const RELATIVE: ReadonlySet<number> = new Set([7, 30, 365]);

/** The row's day in EDTF. The day stays GDELT's own, and `~` says that it is about then: nothing finer is known. */
function qualified({ date, added }: ValidRow): string {
  return RELATIVE.has(added.number - date.number) ? `${date.text}~` : date.text;
}

function dateFrom(edtf: string): EventDate {
  const day = edtf.slice(0, 10);
  return { edtf, earliest: day, latest: day, certain: edtf === day };
}

/** On what terms the GDELT Project publishes. */
export const TERMS = {
  licence: "free for any use with attribution to the GDELT Project",
  licenceUrl: "https://www.gdeltproject.org/about.html#termsofuse",
  attribution: "The GDELT Project (https://www.gdeltproject.org/)",
};

/** What goes with a row that is newer than all before it: who publishes, and the file as a source. */
function header({ source, name }: Origin, { added }: ValidRow): CollectionRecord[] {
  const record = {
    id: source,
    dataset: DATASET,
    kind: "dataset" as const,
    publisher: PUBLISHER,
    headline: null,
    language: null,
    url: null,
    derivedFrom: [],
    text: null,
    ...TERMS,
    published: null,
    updated: added.text,
    provenance: known(`GDELT, the table ${name}`),
  };
  return [
    { collection: "participants", record: publisher },
    { collection: "sources", record },
  ];
}

/** Whether a place was not handed on yet as a row says it; another name or point of it is put together with the others. */
function places(): (id: string, place: ActionLocation["place"]) => boolean {
  // One object stands for all rows whose columns are the same; columns of some that say the same differ.
  const seen = new WeakSet<object>();
  const known = new Set<string>();
  return (id, place) => {
    if (place === null || seen.has(place)) return false;
    seen.add(place);
    const said = `${id} ${JSON.stringify(place)}`;
    if (known.has(said)) return false;
    // What is forgotten is handed on once more, which changes nothing.
    if (known.size >= 200_000) known.clear();
    known.add(said);
    return true;
  };
}

function titleOf({ pair: { names, titles }, coding: { code, act } }: ValidRow): Event["title"] {
  const made = titles.get(code);
  if (made !== undefined) return made;
  const say = (language: "en" | "ru") =>
    names.length === 0 ? act[language] : `${names.map((name) => name[language]).join(" – ")}: ${act[language]}`;
  const title = { en: say("en"), ru: say("ru") };
  titles.set(code, title);
  return title;
}
