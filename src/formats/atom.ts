// Atom: the records of a list as a feed (RFC 4287), each dated by when it last changed, the latest change first.
import Builder from "fast-xml-builder";
import type { AnyRecord, Records } from "../model/bundle.ts";
import type { Collection } from "../model/ids.ts";
import { creditWords, sourcesOf } from "./credits.ts";
import { type Lang, labelOf, urnOf, wordsIn } from "./labels.ts";
import type { Related } from "./related.ts";

/** What the feed depends on. */
interface Journal {
  readonly collection: Collection;
  readonly lang: Lang;
  readonly base: string;
  readonly self: string;
  readonly updated: string | null;
  readonly title: string;
  readonly related: Related;
  /** The feed document after this one (RFC 5005, section 3). */
  readonly next: string | null;
}

/** What an entry says beyond its title: the words of the project, else those of the source. */
const SUMMARIES: { readonly [C in Collection]: (record: Records[C], lang: Lang) => string | null } = {
  events: (event, lang) => wordsIn(event.summary, lang) ?? wordsIn(event.description, lang),
  participants: ({ offices }, lang) => offices.map((office) => wordsIn(office.title, lang)).join("; ") || null,
  venues: () => null,
  quotes: (quote, lang) => quote.translations[lang]?.text ?? quote.text,
  figures: (figure, lang) => wordsIn(figure.subject, lang),
  sources: () => null,
};

/** Where the source of the information is (`via`, section 4.2.7.2): the article of a row of GDELT, or a source itself. */
function sourceOf(record: AnyRecord): string | null {
  if ("codes" in record && record.codes !== null) return record.codes.gdelt?.url ?? null;
  return "url" in record ? record.url : null;
}

/** The terms of the sources that a record is from (`rights`, section 4.2.10), each as it asks to be named; null for none. */
function rightsOf(record: AnyRecord, { sources }: Related, lang: Lang): string | null {
  const own = "derivedFrom" in record ? new Map([[record.id, record]]) : null;
  return creditWords(own === null ? sourcesOf(record) : [record.id], own ?? sources, lang) || null;
}

/** Characters that XML 1.0 has no way to write (section 2.2). */
const UNWRITABLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
const writable = (text: string) => text.toWellFormed().replace(UNWRITABLE, "");
const words = (text: string) => ({ "@type": "text", "#text": writable(text) });
const instant = (day: string) => `${day}T00:00:00Z`;

/**
 * A list's name: its address without what only changes its form, as a URN that RFC 2141 allows too. Parameters stand
 * between colons, each `name=value`, percent-encoded; a feed of another language is another feed.
 */
function feedId(self: string, base: string): string {
  const url = new URL(self.slice(base.length), "https://communique.invalid");
  url.searchParams.delete("format");
  const path = url.pathname.replace(/^\/v1\//, "").split("/");
  const encoded = (part: string) => encodeURIComponent(part).replaceAll("~", "%7E");
  const query = [...url.searchParams].map(([name, value]) => `${encoded(name)}=${encoded(value)}`);
  return ["urn:communique:feed", ...path.map(encoded), ...query].join(":");
}

const builder = new Builder({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  format: true,
  suppressEmptyNode: true,
});

export const atom = {
  /** Without a public address, links are relative references (RFC 4287, section 2): readers resolve them by the feed's. */
  write(
    records: readonly AnyRecord[],
    { collection, lang, base, self, updated, title, next, related }: Journal,
  ): string {
    const entry = records.map((record) => {
      const summary = SUMMARIES[collection](record as never, lang);
      const source = sourceOf(record);
      const rights = rightsOf(record, related, lang);
      return {
        id: urnOf(collection, record.id),
        title: words(labelOf(collection, record as never, lang)),
        link: [
          { "@rel": "alternate", "@href": `${base}/v1/${collection}/${record.id}` },
          ...(source === null ? [] : [{ "@rel": "via", "@href": writable(source) }]),
        ],
        updated: instant(record.updated),
        ...(summary === null ? {} : { summary: words(summary) }),
        ...(rights === null ? {} : { rights: words(rights) }),
        ...("type" in record ? { category: { "@term": record.type } } : {}),
      };
    });
    return builder.build({
      "?xml": { "@version": "1.0", "@encoding": "utf-8" },
      feed: {
        "@xmlns": "http://www.w3.org/2005/Atom",
        "@xml:lang": lang,
        id: feedId(self, base),
        title: words(title),
        // An empty feed must say when it changed, too; it never did.
        updated: instant(updated ?? "1970-01-01"),
        author: { name: "Communiqué" },
        generator: "Communiqué",
        link: [{ "@rel": "self", "@href": self }, ...(next === null ? [] : [{ "@rel": "next", "@href": next }])],
        entry,
      },
    });
  },
};
