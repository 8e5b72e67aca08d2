// Compiling: written records become served ones, with ranges of dates, computed fields and keys in reading order.

import type { z } from "zod";
import { type AnyRecord, type Dataset, RECORDS, type Records, type WrittenInfo } from "../../model/bundle.ts";
import { datasetVersion } from "../../model/dataset-version.ts";
import { readDate } from "../../model/dates.ts";
import { WrittenEvent } from "../../model/event.ts";
import { WrittenFigure } from "../../model/figure.ts";
import { COLLECTIONS, type Collection } from "../../model/ids.ts";
import { WrittenParticipant } from "../../model/participant.ts";
import { WrittenQuote } from "../../model/quote.ts";
import type { Retired } from "../../model/retired.ts";
import { type Credit, WrittenSource } from "../../model/source.ts";
import { WrittenVenue } from "../../model/venue.ts";
import { type Corpus, type Entry, faultIn } from "../checks/corpus.ts";
import { shapeFaults } from "../checks/shape.ts";
import type { Fault } from "../input/faults.ts";
import type { Json } from "../input/pointers.ts";

const range = (text: string | null) => (text === null ? null : readDate(text));

/** Makes a record of each collection from what its file has. */
const MAKERS: { readonly [C in Collection]: (written: Json, corpus: Corpus) => object } = {
  events: (written, corpus) => {
    const event = WrittenEvent.parse(written);
    const countries = countriesOf(event, corpus);
    const credits = event.sources.map((id) => creditOf(id, corpus));
    return { ...event, description: null, date: range(event.date), countries, stops: [], credits };
  },
  participants: (written) => WrittenParticipant.parse(written),
  venues: (written) => ({ ...WrittenVenue.parse(written), sameAs: [] }),
  quotes: (written, corpus) => {
    const quote = WrittenQuote.parse(written);
    return { ...quote, credit: creditOf(quote.source, corpus), date: range(quote.date) };
  },
  figures: (written, corpus) => {
    const figure = WrittenFigure.parse(written);
    return { ...figure, credit: creditOf(figure.source, corpus), asOf: range(figure.asOf) };
  },
  sources: (written) => {
    const source = WrittenSource.parse(written);
    return { ...source, published: range(source.published) };
  },
};

/** The states that take part: those acted for and those among the participants. */
function countriesOf(event: z.infer<typeof WrittenEvent>, { ids }: Corpus): string[] {
  const named = event.participants.flatMap(({ participant, onBehalfOf }) => [participant, onBehalfOf]);
  const isCountry = (id: string | null) => id !== null && ids.participants.get(id)?.record.kind === "country";
  return [...new Set(named.filter(isCountry) as string[])].sort();
}

/** The terms of a source; none are stated where its record is not there, or not of the right shape, which is a fault. */
function creditOf(id: string, { ids }: Corpus): Credit {
  const source = WrittenSource.safeParse(ids.sources.get(id)?.record);
  const { attribution = null, licence = null, licenceUrl = null } = source.data ?? {};
  return { licence, licenceUrl, attribution };
}

/** The dataset of all records whose shape is right, each in the shape that goes on the wire. */
export function datasetOf(
  info: WrittenInfo,
  corpus: Corpus,
  retired: readonly Retired[],
  isSound: (entry: Entry) => boolean,
) {
  const faults: Fault[] = [];
  const serve = (entry: Entry): AnyRecord[] => {
    const made = inOrder({ ...MAKERS[entry.collection](entry.record, corpus), dataset: info.id }, entry.collection);
    const result = RECORDS[entry.collection].safeParse(made);
    if (result.success) return [made as AnyRecord];
    const wrong = shapeFaults(entry.file, made as Json, RECORDS[entry.collection]);
    faults.push(...wrong.map(({ pointer, message }) => faultIn(entry, pointer, `as served: ${message}`)));
    return [];
  };
  const collected = COLLECTIONS.map((collection) => {
    const entries = [...corpus.ids[collection].values()].filter(isSound);
    return [collection, entries.flatMap(serve).sort((a, b) => (a.id < b.id ? -1 : 1))] as const;
  });
  const records = Object.fromEntries(collected) as { [C in Collection]: Records[C][] };
  const counts = Object.fromEntries(collected.map(([collection, list]) => [collection, list.length]));
  const days = [...collected.flatMap(([, list]) => list.map(({ updated }) => updated)), ...retired.map(({ on }) => on)];
  const updated = days.sort().at(-1) ?? null;
  const dataset: Dataset = {
    info: { ...info, version: datasetVersion(records, retired), updated, counts },
    records,
    retired,
  };
  return { dataset, faults };
}

/** Who and what first, upkeep and provenance last; between them as the schema declares. */
function inOrder(record: object, collection: Collection): object {
  const declared = Object.keys(RECORDS[collection].shape);
  const ends = ["id", "dataset", "updated", "provenance"];
  const order = ["id", "dataset", ...declared.filter((key) => !ends.includes(key)), "updated", "provenance"];
  const values = new Map(Object.entries(record));
  return Object.fromEntries(order.map((key) => [key, values.get(key)]));
}
