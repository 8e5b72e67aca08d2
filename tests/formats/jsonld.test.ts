// JSON-LD: every word is schema.org's own, checked by expanding with an offline copy of its context.
import { readFileSync } from "node:fs";
import jsonld from "jsonld";
import { beforeAll, expect, test } from "vitest";
import { jsonld as format } from "../../src/formats/jsonld.ts";
import type { AnyRecord, Records } from "../../src/model/bundle.ts";
import { readDate } from "../../src/model/dates.ts";
import { COLLECTIONS, type Collection } from "../../src/model/ids.ts";
import type { Venue } from "../../src/model/venue.ts";
import { curatedData } from "../support/filled.ts";
import { relatedIn } from "./related.ts";

const CONTEXT = JSON.parse(readFileSync("tests/fixtures/jsonld/schemaorg-context.json", "utf8"));
const SCHEMA = "http://schema.org/";
const { dataset } = await curatedData();
const first = <C extends Collection>(collection: C) => dataset.records[collection][0] as Records[C];

function written(collection: Collection, records: readonly AnyRecord[], base = "https://example.org") {
  const related = relatedIn({ ...dataset.records, venues: [...dataset.records.venues, ...MADE] });
  return JSON.parse([...format.write(records, { collection, base, related })].join("")) as { "@graph": Node[] };
}

type Node = Readonly<Record<string, unknown>>;

/** Safe mode throws at a word that the context does not have, where others drop it. */
async function expand(document: object): Promise<Node[]> {
  const documentLoader = async (url: string) => {
    if (url !== "https://schema.org") throw new Error(`asks for ${url}`);
    return { documentUrl: url, document: CONTEXT };
  };
  return (await jsonld.expand(document as never, { documentLoader, safe: true } as never)) as unknown as Node[];
}

/** Every property and type at any depth. */
function wordsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(wordsOf);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "@type" ? [inner as string[]].flat() : key.startsWith("@") ? [] : [key, ...wordsOf(inner)],
  );
}

/** How many members a document has that should come out as properties. */
const membersOf = (value: unknown): number =>
  Array.isArray(value)
    ? value.reduce((sum: number, one) => sum + membersOf(one), 0)
    : typeof value === "object" && value !== null
      ? Object.entries(value).reduce((sum, [key, one]) => sum + membersOf(one) + (key.startsWith("@") ? 0 : 1), 0)
      : 0;

const place = (id: string, kind: Venue["kind"], location: Venue["location"] = null): Venue => {
  return { ...first("venues"), id, kind, location, within: null };
};
const MADE: readonly Venue[] = [
  place("land", "country", { latitude: 1, longitude: 2, precision: "country" }),
  place("province", "region", { latitude: 3, longitude: 4, precision: "region" }),
];
const TERMS = {
  licence: "CC BY 4.0",
  licenceUrl: "https://creativecommons.org/licenses/by/4.0/",
  attribution: "Gazeta",
};
const event = first("events");
const figure = first("figures");
/** Records of every kind and status, so that every branch says something. */
const INVENTED: { readonly [C in Collection]: readonly Records[C][] } = {
  events: (["planned", "cancelled", "postponed"] as const).map((status) => ({
    ...event,
    status,
    date: readDate("2024-05-01/2024-05-03"),
    participants: [
      { participant: null, name: { en: "Somebody" }, code: "ABC", role: "visitor", office: null, onBehalfOf: null },
      { participant: null, name: null, code: null, role: "visitor", office: null, onBehalfOf: null },
    ],
  })),
  participants: (["person", "country", "organization", "delegation"] as const).map((kind) => ({
    ...first("participants"),
    kind,
  })),
  venues: MADE,
  quotes: [
    {
      ...first("quotes"),
      credit: TERMS,
      mentions: { events: ["e"], figures: ["f"], participants: ["p"], venues: ["v"] },
    },
  ],
  figures: (["exact", "approximate", "at-least", "at-most", "range"] as const).map((bound) => ({
    ...figure,
    bound,
    kind: "percentage" as const,
    value: "5",
    valueMax: bound === "range" ? "7" : null,
  })),
  sources: (["article", "press-release", "dataset"] as const).map((kind) => ({
    ...first("sources"),
    kind,
    ...TERMS,
    url: "https://example.com/a",
    published: readDate("2023-10-17"),
  })),
};

const said = new Set<string>();
beforeAll(async () => {
  for (const collection of COLLECTIONS) {
    for (const records of [dataset.records[collection], INVENTED[collection]]) {
      for (const word of wordsOf(await expand(written(collection, records as AnyRecord[])))) said.add(word);
    }
  }
});

test.each(COLLECTIONS)("JSON-LD of %s expands without loss, each record once under its URN", async (collection) => {
  for (const records of [dataset.records[collection], INVENTED[collection]] as readonly (readonly AnyRecord[])[]) {
    const document = written(collection, records);
    const nodes = await expand(document);
    expect(wordsOf(nodes).filter((word) => !word.startsWith(SCHEMA))).toEqual([]);
    expect(membersOf(nodes)).toBe(membersOf(document["@graph"]));
    const urns = nodes.map((node) => node["@id"]);
    expect(urns.slice(0, records.length)).toEqual(records.map(({ id }) => `urn:communique:${collection}:${id}`));
    for (const node of nodes) expect(node["@type"]).toHaveLength(1);
  }
});

test("the offline context has just the schema.org terms that are used", () => {
  const terms = Object.keys(CONTEXT["@context"]).filter((term) => !["type", "id", "schema"].includes(term));
  const statuses = ["EventScheduled", "EventCancelled", "EventPostponed"];
  expect([...said, ...statuses.map((status) => `${SCHEMA}${status}`)].sort()).toEqual(
    terms.map((term) => `${SCHEMA}${term}`).sort(),
  );
});

test("a term that schema.org does not have is caught", async () => {
  const stranger = { "@context": "https://schema.org", "@id": "urn:a", name: "a", rank: "state" };
  await expect(expand(stranger)).rejects.toThrow(/[Ss]afe/);
  await expect(expand({ ...stranger, rank: undefined, "@type": "Summit" })).rejects.toThrow(/[Ss]afe/);
});

const nodeOf = (collection: Collection, record: AnyRecord) => written(collection, [record])["@graph"][0];
const found = (collection: Collection, end: string) =>
  nodeOf(collection, dataset.records[collection].find(({ id }) => id.endsWith(end)) as AnyRecord);

test("JSON-LD of a quote has `license` and `creditText`, and so has the source that a record names", () => {
  const stated = { license: TERMS.licenceUrl, creditText: TERMS.attribution };
  expect(nodeOf("quotes", INVENTED.quotes[0] as AnyRecord)).toMatchObject(stated);
  const [source] = INVENTED.sources;
  const related = { ...relatedIn(dataset.records), sources: new Map([["gazeta", { ...source, id: "gazeta" }]]) };
  const context = { collection: "figures", base: "", related: related as never } as const;
  const text = [...format.write([{ ...figure, source: "gazeta" }], context)].join("");
  const graph = JSON.parse(text)["@graph"] as Node[];
  expect(graph.find((one) => one["@id"] === "urn:communique:sources:gazeta")).toMatchObject(stated);
});

test("JSON-LD of the talks: attendees, location, superEvent", () => {
  const graph = written(
    "events",
    dataset.records.events.filter(({ type }) => type === "talks"),
  )["@graph"];
  expect(graph[0]).toMatchObject({
    "@type": "Event",
    startDate: "2023-10-17",
    location: { "@id": "urn:communique:venues:great-eastern-hall" },
    superEvent: { "@id": "urn:communique:events:2023-10-tokayev-visit-to-china" },
    mainEntityOfPage: "https://example.org/v1/events/2023-10-17-tokayev-xi-talks",
  });
  expect(graph[0]?.attendee).toHaveLength(4);
  expect(graph[0]).not.toHaveProperty("eventStatus");
  const whole = graph.slice(1).filter((node) => "mainEntityOfPage" in node);
  expect(whole.map((node) => [node["@type"], node["@id"]])).toEqual([
    ["Place", "urn:communique:venues:great-eastern-hall"],
    ["Place", "urn:communique:venues:great-hall-of-the-people"],
    ["City", "urn:communique:venues:beijing"],
    ["Country", "urn:communique:venues:china"],
  ]);
});

test("JSON-LD: a record that another names is described by its type and name, and nothing more", () => {
  const graph = written("quotes", dataset.records.quotes.slice(0, 1))["@graph"];
  expect(graph).toContainEqual({
    "@id": "urn:communique:participants:kassym-jomart-tokayev",
    "@type": "Person",
    name: expect.arrayContaining([{ "@language": "en", "@value": "Kassym-Jomart Tokayev" }]),
  });
  const lost = written("events", [{ ...event, venue: "nowhere", participants: [], partOf: null }])["@graph"];
  expect(lost).toContainEqual({ "@id": "urn:communique:venues:nowhere", "@type": "Thing" });
});

test("JSON-LD: every venue occurs once, those asked for first", () => {
  const idsOf = (records: readonly Venue[]) => written("venues", records)["@graph"].map((node) => node["@id"]);
  const all = dataset.records.venues;
  expect(idsOf(all)).toEqual(all.map(({ id }) => `urn:communique:venues:${id}`));
  expect(idsOf(all.filter(({ kind }) => kind === "room"))).toHaveLength(4);
});

test("JSON-LD of money, quotations and articles", () => {
  expect(found("figures", "investment-volume")).toMatchObject({
    "@type": "MonetaryAmount",
    value: "21000000000",
    currency: "USD",
  });
  expect(found("figures", "joint-projects")).toMatchObject({
    "@type": "QuantitativeValue",
    value: "52",
    unitText: "project",
  });
  expect(found("figures", "tourism-year-2024")).toMatchObject({ "@type": "PropertyValue", value: "2024" });
  const tokayev = { "@id": "urn:communique:participants:kassym-jomart-tokayev" };
  expect(found("quotes", "on-cooperation")).toMatchObject({ "@type": "Quotation", creator: tokayev, inLanguage: "ru" });
  expect(found("quotes", "on-strategic-partnership")).toMatchObject({ spokenByCharacter: tokayev });
  expect(found("quotes", "on-strategic-partnership")).not.toHaveProperty("creator");
  expect(found("sources", "zakon-kz-2023-10-17")).toMatchObject({ "@type": "NewsArticle" });
  expect(found("participants", "xi-jinping")).toMatchObject({ sameAs: "http://www.wikidata.org/entity/Q15031" });
});

test.each([
  ["2024", "2024", undefined],
  ["2024-05", "2024-05", undefined],
  ["2024-05-01/2024-05-03", "2024-05-01", "2024-05-03"],
  ["2024-05-01/..", "2024-05-01", undefined],
  ["2023-10-17~", undefined, undefined],
  ["[..2023-10-17]", undefined, undefined],
  ["2024-05-XX", undefined, undefined],
])("JSON-LD: the date %s gives only startDate and endDate that are known", (edtf, startDate, endDate) => {
  const node = nodeOf("events", { ...event, date: readDate(edtf) });
  expect([node?.startDate, node?.endDate]).toEqual([startDate, endDate]);
});

test("JSON-LD: a bound is minValue or maxValue, and only planned events have an eventStatus", () => {
  const ends = INVENTED.figures
    .map((one) => nodeOf("figures", one))
    .map((node) => [node?.value, node?.minValue, node?.maxValue]);
  expect(ends).toEqual([
    ["5", undefined, undefined],
    ["5", undefined, undefined],
    [undefined, "5", undefined],
    [undefined, undefined, "5"],
    [undefined, "5", "7"],
  ]);
  expect(INVENTED.events.map((one) => nodeOf("events", one)?.eventStatus)).toEqual([
    { "@id": "http://schema.org/EventScheduled" },
    { "@id": "http://schema.org/EventCancelled" },
    { "@id": "http://schema.org/EventPostponed" },
  ]);
});

test("JSON-LD: no country has geo coordinates, and without PUBLIC_URL there is no url", () => {
  expect(nodeOf("venues", MADE[0] as Venue)).not.toHaveProperty("geo");
  expect(nodeOf("venues", MADE[1] as Venue)).toMatchObject({ geo: { latitude: 3, description: "precision: region" } });
  expect(JSON.stringify(written("events", dataset.records.events, ""))).not.toContain("mainEntityOfPage");
});
