// Atom: feeds are valid XML with permanent ids, and any text survives escaping.

import fc from "fast-check";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { expect, test } from "vitest";
import { atom } from "../../src/formats/atom.ts";
import type { Lang } from "../../src/formats/labels.ts";
import { NONE_RELATED, type Related } from "../../src/formats/related.ts";
import type { AnyRecord } from "../../src/model/bundle.ts";
import type { Event } from "../../src/model/event.ts";
import { COLLECTIONS, type Collection } from "../../src/model/ids.ts";
import { curatedData } from "../support/filled.ts";

const { dataset } = await curatedData();
const [talks] = dataset.records.events.filter(({ type }) => type === "talks") as [Event];

interface Options {
  readonly lang?: Lang;
  readonly base?: string;
  readonly query?: string;
  readonly title?: string;
  readonly next?: string | null;
  readonly related?: Related;
}

function written(collection: Collection, records: readonly AnyRecord[], options: Options = {}): string {
  const { related = NONE_RELATED } = options;
  const { lang = "en", base = "", query = "", title = "Communiqué", next = null } = options;
  const updated = records.length === 0 ? null : "2026-11-24";
  return atom.write(records, {
    collection,
    lang,
    base,
    self: `${base}/v1/${collection}${query}`,
    updated,
    title,
    next,
    related,
  });
}

interface Entry {
  readonly id: string;
  readonly title: { "#text": string; "@type": string };
  readonly summary?: { "#text": string };
  readonly updated: string;
  readonly link: { "@href": string }[];
  readonly category?: { "@term": string };
}
interface Read {
  readonly id: string;
  readonly title: { readonly "#text": string };
  readonly updated: string;
  readonly author: { readonly name: string };
  readonly link: readonly { "@rel": string; "@href": string }[];
  readonly entry: readonly Entry[];
}

const reader = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  trimValues: false,
  parseTagValue: false,
  isArray: (name) => name === "entry" || name === "link",
  processEntities: true,
});

function read(text: string): Read {
  expect(XMLValidator.validate(text)).toBe(true);
  // The validator lets through characters that XML has not (section 2.2 of XML 1.0).
  expect(text).not.toMatch(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u);
  const { feed } = reader.parse(text);
  expect(feed["@xmlns"]).toBe("http://www.w3.org/2005/Atom");
  return { ...feed, entry: feed.entry ?? [] };
}

test.each(COLLECTIONS)("Atom feed of %s: every record is an entry with what RFC 4287 requires", (collection) => {
  const records = dataset.records[collection];
  const feed = read(written(collection, records));
  expect(feed).toMatchObject({
    id: `urn:communique:feed:${collection}`,
    title: { "@type": "text", "#text": "Communiqué" },
    updated: "2026-11-24T00:00:00Z",
    author: { name: "Communiqué" },
    link: [{ "@rel": "self", "@href": `/v1/${collection}` }],
  });
  expect(feed.entry.map(({ id }) => id)).toEqual(records.map(({ id }) => `urn:communique:${collection}:${id}`));
  for (const [index, entry] of feed.entry.entries()) {
    expect(entry.updated).toBe(`${records[index]?.updated}T00:00:00Z`);
    expect(entry.link[0]).toEqual({ "@rel": "alternate", "@href": `/v1/${collection}/${records[index]?.id}` });
    expect(entry.title).toEqual({ "@type": "text", "#text": expect.stringMatching(/./) });
  }
});

test("Atom entry of the talks: title, summary and link in both languages", () => {
  for (const lang of ["en", "ru"] as const) {
    const [entry] = read(written("events", [talks], { lang })).entry;
    expect(entry?.title["#text"]).toBe(talks.title[lang]);
    expect(entry?.summary?.["#text"]).toBe(talks.summary?.[lang]);
    expect(entry?.category).toEqual({ "@term": "talks" });
  }
});

test("Atom entry titles: a quote's first words, a figure's measure", () => {
  const titles = (collection: Collection, lang: Lang) =>
    read(written(collection, dataset.records[collection], { lang })).entry.map(({ title }) => title["#text"]);
  expect(titles("quotes", "ru")).toContain(
    "«С первых дней Казахстан твердо поддерживает Вашу глобальную инициативу и…»",
  );
  expect(titles("figures", "en")).toContain("volume of investment: 21000000000 USD");
});

test("Atom with PUBLIC_URL: links are absolute", () => {
  const self = "https://example.org/a/v1/events?format=atom&type=talks&country=KZ";
  const feed = read(
    written("events", [talks], { base: "https://example.org/a", query: self.slice(self.indexOf("?")) }),
  );
  expect(feed.link[0]?.["@href"]).toBe(self);
  expect(feed.entry[0]?.link[0]?.["@href"]).toBe(`https://example.org/a/v1/events/${talks.id}`);
});

test("Atom: the id of a feed is a URN (RFC 2141) of its filters and language, without the format", () => {
  const named = (query: string) => read(written("events", [], { query })).id;
  expect(named("?format=atom&type=talks&country=KZ,CN")).toBe("urn:communique:feed:events:type=talks:country=KZ%2CCN");
  expect(named("?q=%22Camp+David%22~&lang=ru")).toBe("urn:communique:feed:events:q=%22Camp%20David%22%7E:lang=ru");
  for (const query of ["", "?q=%D0%A1%D0%B8&format=atom", "?near=39.9,116.4&q='a'(b)*!/?#[]"]) {
    // RFC 2141, section 2.2: what a name may be made of.
    expect(named(query)).toMatch(/^urn:[a-z][a-z0-9-]{1,31}:(?:[A-Za-z0-9()+,.:=@;$_!*'-]|%[0-9A-Fa-f]{2})+$/);
  }
});

test("Atom: an entry without a summary has the description, and one of GDELT links to its article by rel=via", () => {
  const gdelt = { goldstein: null, tone: null, mentions: null, sources: null, articles: null };
  const url = 'https://example.org/?a=1&b="2"';
  const rows: Event[] = [
    { ...talks, summary: null, description: { en: "Private visit." } },
    { ...talks, summary: null, codes: { ...talks.codes, gdelt: { ...gdelt, url } } },
  ];
  const [visit, row] = read(written("events", rows)).entry;
  expect([visit?.summary?.["#text"], row?.summary]).toEqual(["Private visit.", undefined]);
  expect([visit?.link.length, row?.link[1]]).toEqual([1, { "@rel": "via", "@href": url }]);
});

test("Atom: an empty feed has an `updated` date too", () => {
  expect(read(written("events", []))).toMatchObject({ updated: "1970-01-01T00:00:00Z", entry: [] });
});

const special = fc.string({
  unit: fc.oneof(
    fc.constantFrom("<", ">", "&", '"', "'", "]]>", "<![CDATA[", "<b>", "&amp;", "&lt;", "&#0;", "<!--", "-->", "Ж"),
    fc.constantFrom(
      'href="https://communique.invalid/',
      "\0",
      "\x0b",
      "\x1b",
      "\ufffe",
      "\uffff",
      "\n",
      "\t",
      "👩‍👩‍👧",
    ),
    fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
  ),
  minLength: 1,
});
/** What XML can say of a text; it reads every end of a line as one (section 2.11). */
const kept = (text: string) =>
  text
    .toWellFormed()
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "")
    .replace(/\r\n?/g, "\n");

test("Atom: any text survives escaping, but for characters that XML forbids", () => {
  fc.assert(
    fc.property(special, special, (title, summary) => {
      const [entry] = read(written("events", [{ ...talks, title: { en: title }, summary: { en: summary } }])).entry;
      expect(entry?.title["#text"] ?? "").toBe(kept(title));
      expect(entry?.summary?.["#text"] ?? "").toBe(kept(summary));
    }),
    { numRuns: 300 },
  );
});

test("Atom: a page that is not the last has a link with rel=next before its entries (RFC 5005)", () => {
  for (const base of ["", "https://api.example"]) {
    const next = `${base}/v1/events?type=visit&cursor=x&format=atom`;
    const text = written("events", [talks], { base, next });
    expect(read(text).link).toContainEqual({ "@rel": "next", "@href": next });
    expect(text).toContain(`href="${next.replaceAll("&", "&amp;")}"`);
    expect(text.indexOf('rel="next"')).toBeLessThan(text.indexOf("<entry>"));
  }
  expect(written("events", [talks])).not.toContain("next");
});

test("an entry says the terms of its sources, each by the name that it asks for", () => {
  const [article] = dataset.records.sources.filter(({ id }) => id === talks.sources[0]);
  if (article === undefined) throw new Error("the talks have no source");
  const sources = new Map([
    [article.id, { ...article, licence: "CC BY 4.0", attribution: "A & B" }],
    ["akorda-2023-10-17", { ...article, id: "akorda-2023-10-17", publisher: "akorda" }],
  ]);
  const rights = new XMLParser().parse(written("events", [talks], { related: { ...NONE_RELATED, sources } })).feed.entry
    .rights;
  expect(rights).toBe("A & B: CC BY 4.0; akorda: all rights reserved");
});
