// Atom: the records of a list as a feed (RFC 4287), each dated by when it last changed.
import { Feed } from "feed";
import type { AnyRecord, Records } from "../model/bundle.ts";
import type { Collection } from "../model/ids.ts";
import { type Lang, labelOf, urnOf, wordsIn } from "./columns.ts";

/** What the feed depends on. */
interface Journal {
  readonly collection: Collection;
  readonly lang: Lang;
  readonly base: string;
  readonly self: string;
  readonly updated: string | null;
  readonly title: string;
}

/** The library takes absolute addresses alone; those of a server that does not know its own begin with this. */
const NOWHERE = "https://communique.invalid";

/** What an entry says beyond its title. */
const SUMMARIES: { readonly [C in Collection]: (record: Records[C], lang: Lang) => string | null } = {
  events: (event, lang) => wordsIn(event.summary, lang),
  participants: ({ offices }, lang) => offices.map((office) => wordsIn(office.title, lang)).join("; ") || null,
  venues: () => null,
  quotes: (quote, lang) => quote.translations[lang]?.text ?? quote.text,
  figures: (figure, lang) => wordsIn(figure.subject, lang),
  sources: () => null,
};

/** Characters that XML 1.0 has no way to write (section 2.2). */
const UNWRITABLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function writable(text: string): string {
  return text.toWellFormed().replace(UNWRITABLE, "");
}

/** The library marks every title and summary as HTML and writes it as it is, in CDATA. */
function html(text: string): string {
  return writable(text).replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
}

/** A list's name: its address without what only changes its form. */
function feedId(self: string, base: string): string {
  const url = new URL(self.slice(base.length), NOWHERE);
  url.searchParams.delete("format");
  const list = url.pathname.replace(/^\/v1\//, "").replaceAll("/", ":");
  return `urn:communique:feed:${list}${url.search === "" ? "" : `?=${url.search.slice(1)}`}`;
}

export const atom = {
  write(records: readonly AnyRecord[], { collection, lang, base, self, updated, title }: Journal): string {
    const origin = base === "" ? NOWHERE : "";
    const day = (text: string) => new Date(`${text}T00:00:00Z`);
    const feed = new Feed({
      id: feedId(self, base),
      title: writable(title),
      // An empty feed must say when it changed, too; it never did.
      updated: day(updated ?? "1970-01-01"),
      generator: "Communiqué",
      author: { name: "Communiqué" },
      feed: `${origin}${self}`,
    });
    for (const record of records) {
      const summary = SUMMARIES[collection](record as never, lang);
      feed.addItem({
        id: urnOf(collection, record.id),
        title: html(labelOf(collection, record as never, lang)),
        link: `${origin}${base}/v1/${collection}/${record.id}`,
        date: day(record.updated),
        ...(summary === null ? {} : { description: html(summary) }),
        ...("type" in record ? { category: [{ term: record.type }] } : {}),
      });
    }
    // Quotation marks in texts are written as entities, so this finds attributes alone.
    return `${feed.atom1().replaceAll(`href="${NOWHERE}/`, 'href="/')}\n`;
  },
};
