// Small datasets for tests: records that hold what a test says and are empty otherwise, in a database of their own.
import { createHash } from "node:crypto";
import { onTestFinished } from "vitest";
import { type Dataset, RECORDS, type Records } from "../../src/model/bundle.ts";
import { type EventDate, readDate } from "../../src/model/dates.ts";
import type { Participation } from "../../src/model/event.ts";
import { COLLECTIONS, type Collection } from "../../src/model/ids.ts";
import type { Database } from "../../src/store/engine/database.ts";
import { emptyDatabase, place } from "../support/databases.ts";

const text = (id: string) => ({ en: id, ru: id });
const NO_TERMS = { licence: null, licenceUrl: null, attribution: null };
const common = (id: string) => ({ id, dataset: "", updated: "2023-01-01", provenance: [] });
const dateOf = (edtf: string | null): EventDate | null => (edtf === null ? null : readDate(edtf));

/** A record's fields, dates as EDTF alone. */
type Some<C extends Collection, D extends string> = Partial<Omit<Records[C], D>> & {
  readonly [K in D]?: string | null;
};

export function country(id: string, some: Partial<Records["participants"]> = {}): Records["participants"] {
  return participant(id, { kind: "country", country: id, ...some });
}

export function participant(id: string, some: Partial<Records["participants"]> = {}): Records["participants"] {
  const empty = { kind: "person", names: text(id), aliases: {}, country: null, iso: null, offices: [] } as const;
  return { ...common(id), ...empty, offices: [], wikidata: null, ...some };
}

export function venue(id: string, some: Partial<Records["venues"]> = {}): Records["venues"] {
  const empty = { kind: "city", names: text(id), aliases: {}, within: null, country: null } as const;
  return { ...common(id), ...empty, location: null, wikidata: null, sameAs: [], ...some };
}

/** One entry of `participants`. */
export function entry(
  who: string | null,
  role: Participation["role"],
  onBehalfOf: string | null = null,
): Participation {
  return { participant: who, name: null, code: null, role, office: null, onBehalfOf };
}

/** `countries` is what the dataset will compute. */
export function event(id: string, { date = null, ...some }: Some<"events", "date"> = {}): Records["events"] {
  return {
    ...common(id),
    type: "visit",
    status: "occurred",
    statusAsOf: null,
    rank: null,
    invitation: null,
    reciprocal: null,
    title: text(id),
    summary: null,
    description: null,
    venue: null,
    stops: [],
    participants: [],
    partOf: null,
    relations: [],
    codes: { plover: null, cameo: null, gdelt: null, rule: null },
    topics: [],
    sources: ["source"],
    credits: [NO_TERMS],
    countries: [],
    ...some,
    date: dateOf(date),
  };
}

export function quote(id: string, { date = null, ...some }: Some<"quotes", "date"> = {}): Records["quotes"] {
  return {
    ...common(id),
    event: null,
    source: "source",
    credit: NO_TERMS,
    speaker: null,
    office: null,
    addressees: [],
    mode: "direct",
    language: "ru",
    text: id,
    segments: [],
    translations: {},
    mentions: { events: [], figures: [], participants: [], venues: [] },
    codes: null,
    ...some,
    date: dateOf(date),
  };
}

export function figure(id: string, { asOf = null, ...some }: Some<"figures", "asOf"> = {}): Records["figures"] {
  return {
    ...common(id),
    event: null,
    quote: null,
    source: "source",
    credit: NO_TERMS,
    claimant: null,
    kind: "count",
    raw: id,
    value: null,
    valueMax: null,
    scale: null,
    unit: null,
    currency: null,
    bound: "exact",
    measure: text(id),
    subject: text(id),
    stage: null,
    linkedTo: [],
    additive: false,
    additiveNote: null,
    ...some,
    asOf: dateOf(asOf),
  };
}

export function source(
  id: string,
  { published = null, ...some }: Some<"sources", "published"> = {},
): Records["sources"] {
  const empty = { kind: "article", publisher: null, headline: null, language: null, url: null, text: null } as const;
  return { ...common(id), ...empty, ...NO_TERMS, derivedFrom: [], ...some, published: dateOf(published) };
}

/** A dataset of these records, each as it is served; its version changes when they do. */
export function dataset(
  id: string,
  some: { readonly [C in Collection]?: readonly Records[C][] },
  kind: "curated" | "bulk" = "curated",
): Dataset {
  const states = new Set((some.participants ?? []).flatMap((one) => (one.kind === "country" ? one.id : [])));
  const named = ({ participants }: Records["events"]) =>
    participants.flatMap((one) => [one.participant, one.onBehalfOf]).filter((one) => one !== null && states.has(one));
  const records = {
    events: (some.events ?? []).map((one) => ({ ...one, countries: [...new Set(named(one) as string[])].sort() })),
    participants: some.participants ?? [],
    venues: some.venues ?? [],
    quotes: some.quotes ?? [],
    figures: some.figures ?? [],
    sources: some.sources ?? [],
  };
  const own = Object.fromEntries(
    COLLECTIONS.map((collection) => [collection, records[collection].map((record) => ({ ...record, dataset: id }))]),
  ) as unknown as Dataset["records"];
  for (const collection of COLLECTIONS) for (const record of own[collection]) RECORDS[collection].parse(record);
  return {
    info: {
      id,
      kind,
      title: id,
      description: id,
      licence: "CC BY 4.0",
      licenceUrl: null,
      attribution: id,
      updated: null,
      version: createHash("sha256").update(JSON.stringify(own)).digest("hex").slice(0, 16),
      counts: Object.fromEntries(COLLECTIONS.map((collection) => [collection, own[collection].length])),
    },
    records: own,
  };
}

/** The address of a database without tables that is gone when the test is over. */
export async function temporaryUrl(): Promise<string> {
  const { url, remove } = await place();
  onTestFinished(remove);
  return url;
}

/** An empty database of ours for one test, which leaves its schema as it is. */
export async function temporaryDatabase(): Promise<{ readonly url: string; readonly database: Database }> {
  const { url, database, close } = await emptyDatabase();
  onTestFinished(close);
  return { url, database };
}
