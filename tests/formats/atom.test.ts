// Atom: feeds are valid XML with permanent ids, and any text survives escaping.

import fc from "fast-check";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { expect, test } from "vitest";
import { atom } from "../../src/formats/atom.ts";
import type { Lang } from "../../src/formats/columns.ts";
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
}

function written(collection: Collection, records: readonly AnyRecord[], options: Options = {}): string {
  const { lang = "en", base = "", query = "", title = "Communiqué" } = options;
  const updated = records.length === 0 ? null : "2026-11-24";
  return atom.write(records, { collection, lang, base, self: `${base}/v1/${collection}${query}`, updated, title });
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
  readonly title: string;
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
});

function read(text: string): Read {
  expect(XMLValidator.validate(text)).toBe(true);
  // The validator lets through characters that XML has not (section 2.2 of XML 1.0).
  expect(text).not.toMatch(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u);
  const { feed } = reader.parse(text);
  expect(feed["@xmlns"]).toBe("http://www.w3.org/2005/Atom");
  return { ...feed, entry: feed.entry ?? [] };
}

/** What an HTML reader makes of a text without tags. */
function shown(text: string | undefined): string | undefined {
  expect(text ?? "").not.toMatch(/[<>]|&(?!amp;|lt;|gt;|quot;)/);
  return text?.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}

test.each(COLLECTIONS)("Atom feed of %s: every record is an entry with what RFC 4287 requires", (collection) => {
  const records = dataset.records[collection];
  const feed = read(written(collection, records));
  expect(feed).toMatchObject({
    id: `urn:communique:feed:${collection}`,
    title: "Communiqué",
    updated: "2026-11-24T00:00:00.000Z",
    author: { name: "Communiqué" },
    link: [{ "@rel": "self", "@href": `/v1/${collection}` }],
  });
  expect(feed.entry.map(({ id }) => id)).toEqual(records.map(({ id }) => `urn:communique:${collection}:${id}`));
  for (const [index, entry] of feed.entry.entries()) {
    expect(entry.updated).toBe(`${records[index]?.updated}T00:00:00.000Z`);
    expect(entry.link).toEqual([{ "@href": `/v1/${collection}/${records[index]?.id}` }]);
    expect(entry.title["#text"]).not.toBe("");
  }
});

test("Atom entry of the talks: title, summary and link in both languages", () => {
  for (const lang of ["en", "ru"] as const) {
    const [entry] = read(written("events", [talks], { lang })).entry;
    expect(shown(entry?.title["#text"])).toBe(talks.title[lang]);
    expect(shown(entry?.summary?.["#text"])).toBe(talks.summary?.[lang]);
    expect(entry?.category).toEqual({ "@term": "talks" });
  }
});

test("Atom entry titles: a quote's first words, a figure's measure", () => {
  const titles = (collection: Collection, lang: Lang) =>
    read(written(collection, dataset.records[collection], { lang })).entry.map(({ title }) => shown(title["#text"]));
  expect(titles("quotes", "ru")).toContain(
    "«С первых дней Казахстан твердо поддерживает Вашу глобальную инициативу и…»",
  );
  expect(titles("figures", "en")).toContain("volume of investment: 21000000000 USD");
});

test("Atom with PUBLIC_URL: links are absolute, and the id of a feed has no format", () => {
  const feed = read(
    written("events", [talks], { base: "https://example.org/a", query: "?format=atom&type=talks&country=KZ" }),
  );
  expect(feed.id).toBe("urn:communique:feed:events?=type=talks&amp;country=KZ".replace("&amp;", "&"));
  expect(feed.link[0]?.["@href"].replaceAll("&amp;", "&")).toBe(
    "https://example.org/a/v1/events?format=atom&type=talks&country=KZ",
  );
  expect(feed.entry[0]?.link[0]?.["@href"]).toBe(`https://example.org/a/v1/events/${talks.id}`);
});

test("Atom: an empty feed has an `updated` date too", () => {
  expect(read(written("events", []))).toMatchObject({ updated: "1970-01-01T00:00:00.000Z", entry: [] });
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
      expect(shown(entry?.title["#text"] ?? "")).toBe(kept(title));
      expect(shown(entry?.summary?.["#text"] ?? "")).toBe(kept(summary));
    }),
    { numRuns: 300 },
  );
});
