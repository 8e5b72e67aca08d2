// The page of one record: every value with its sign and, beside it, the words that carry it in their sentence.
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { creditLine, sourcesOf } from "../formats/credits.ts";
import { wordsIn } from "../formats/labels.ts";
import type { Related } from "../formats/related.ts";
import { fieldWords } from "../formats/words/fields.ts";
import { around, type Points } from "../formats/words/passages.ts";
import { shortened, termWords, valuePieces } from "../formats/words/values.ts";
import type { AnyRecord, Records } from "../model/bundle.ts";
import type { Collection } from "../model/ids.ts";
import type { Evidence, ProvenanceEntry } from "../model/provenance.ts";
import { strict } from "../query/list-query.ts";
import type { RouteContext } from "../routes/answer/envelope.ts";
import { relatedTo, textOf } from "../routes/answer/excerpts.ts";
import { frameOf } from "../routes/answer/frame.ts";
import { found } from "../routes/answer/lookup.ts";
import { byId } from "../store/read/records.ts";
import { pageRoute } from "./answer.ts";
import { besideOf } from "./beside.ts";
import { cite } from "./parts/cite.ts";
import { all, el, type Kids, type Node } from "./parts/el.ts";
import { impliedBy } from "./parts/implied.ts";
import type { Form, Shell } from "./parts/layout.ts";
import { ledeOf } from "./parts/lede.ts";
import { apiAt, fragmentAt, isWeb, recordAt, type View } from "./parts/links.ts";
import { isolated, kicker, legend, mark, unbroken, valueNode } from "./parts/marks.ts";
import { titleOf } from "./parts/naming.ts";
import { KINDS } from "./parts/words.ts";

type RecordCollection = Exclude<Collection, "sources">;
const OWN: readonly RecordCollection[] = ["events", "participants", "venues", "quotes", "figures"];

const SAYS = {
  en: {
    what: "What the record says",
    codes: "Codes and coding",
    about: "About the record",
    none: "No words in the source",
    publisher: "these words at the publisher",
    permalink: "Address of this value",
    evidence: "Evidence",
    noProvenance: "No value of it is tied to words: it was carried over from its dataset.",
  },
  ru: {
    what: "Что сказано в записи",
    codes: "Коды и кодирование",
    about: "О записи",
    none: "В источнике слов нет",
    publisher: "эти слова у издателя",
    permalink: "Адрес этого значения",
    evidence: "Свидетельства",
    noProvenance: "Ни одно значение не привязано к словам: запись перенесена из своего набора данных.",
  },
} as const;

/** Values of coding, and values about the record itself; the others come first. */
const CODING =
  /^\/(?:codes|topics|reciprocal|type$|status|kind$|additive|bound|scale|unit$|currency|segments|mentions|iso|wikidata|location)/;
const ABOUT = /^(?:$|\/(?:title|sources?(?:$|\/)|quote$|event$|measure|subject|text$|translations|language|aliases))/;

/** Code points of a sentence around a span, on each side, and of the span itself before it is cut. */
const CONTEXT = 60;
const SPAN = 160;

interface Made {
  readonly view: View;
  readonly collection: RecordCollection;
  readonly record: AnyRecord;
  readonly related: Related;
  /** The texts of the sources of its evidence, as far as they are served. */
  readonly texts: ReadonlyMap<string, Points>;
}

export function recordPages(app: FastifyInstance, context: RouteContext): void {
  for (const collection of OWN) {
    pageRoute(app, context, {
      path: `/${collection}/:id`,
      params: z.object({ id: z.string() }),
      querystring: strict({}),
      async make(request, view) {
        const { id } = request.params as { id: string };
        const { record, dataset } = await found(context, request, collection, id, "", "");
        const beside = await besideOf(context, view, collection, record);
        const cited = await citedBy(context, record);
        const sources = cited.map((source) => ({ collection: "sources" as const, record: source }));
        const related = await relatedTo(context.database, [{ collection, record }, ...beside.records, ...sources]);
        const texts = await textsOf(context, cited);
        const { version, loaded } = await frameOf(context, request, null, `/v1/${collection}/${record.id}`);
        const attribution = loaded.find((one) => one.id === dataset)?.attribution ?? dataset;
        const made = { view, collection, record, related, texts };
        return shellOf(made, beside.sections(related), { version, attribution });
      },
    });
  }
}

/** The sources of a record's evidence. */
async function citedBy({ database }: RouteContext, { provenance }: AnyRecord): Promise<Records["sources"][]> {
  const ids = new Set(provenance.flatMap(({ evidence }) => evidence.map(({ source }) => source)));
  const docs = await byId(database, "sources", [...ids]);
  return [...docs.values()].map((doc) => JSON.parse(doc) as Records["sources"]);
}

/** The texts of sources; of those alone whose text is on record. */
async function textsOf({ database }: RouteContext, sources: readonly Records["sources"][]) {
  const texts = new Map<string, Points>();
  for (const source of sources) if (source.text !== null) texts.set(source.id, await textOf(database, source));
  return texts;
}

function formsOf(view: View, collection: RecordCollection, id: string): Form[] {
  const path = `/${collection}/${id}`;
  const form = (name: string, format: string, type: string) => ({
    name,
    href: apiAt(view, path, [["format", format]]),
    type,
  });
  return [
    { name: SAYS[view.lang].evidence, href: apiAt(view, `${path}/evidence`), type: "application/ld+json" },
    form("CSV", "csv", "text/csv"),
    ...(collection === "events" ? [form("iCalendar", "ics", "text/calendar")] : []),
    form("JSON-LD", "jsonld", "application/ld+json"),
  ];
}

function shellOf(made: Made, beside: Kids, { version, attribution }: { version: string; attribution: string }): Shell {
  const { view, collection, record, related } = made;
  const { lang } = view;
  const t = SAYS[lang];
  const title = titleOf(collection, record, related, lang);
  const kind = kindOf(collection, record, view);
  const implied = impliedBy(record);
  const entries = [...record.provenance, ...implied];
  const codes = entries.filter(({ path }) => CODING.test(path));
  const about = entries.filter(({ path }) => ABOUT.test(path) && !CODING.test(path));
  const main = entries.filter((entry) => !codes.includes(entry) && !about.includes(entry));
  const section = (id: string, name: string, list: readonly ProvenanceEntry[]) =>
    list.length === 0
      ? null
      : el(
          "section",
          { "aria-labelledby": id },
          el("h2", { id }, name),
          el(
            "div",
            { class: "tv" },
            list.map((entry) => rowOf(made, entry, implied.includes(entry))),
          ),
        );
  const credit = creditLine(sourcesOf(record), related.sources, lang);
  const summary = "summary" in record && record.summary !== null ? wordsIn(record.summary, lang) : null;
  return {
    title,
    description: summary ?? title,
    json: apiAt(view, `/${collection}/${record.id}`),
    forms: formsOf(view, collection, record.id),
    version,
    current: collection,
    body: all(
      el(
        "div",
        { class: "head" },
        kicker([KINDS[lang][collection][0], ...(kind === null ? [] : [kind])].join(" · ")),
        el("h1", null, isolated(unbroken(title))),
        ledeOf(view, collection, record, related),
        entries.length === 0 ? el("p", { class: "hint" }, t.noProvenance) : legend(lang),
      ),
      section("h-main", t.what, main),
      beside,
      section("h-codes", t.codes, codes),
      section("h-about", t.about, about),
      credit === null ? null : el("p", { class: "small" }, isolated(credit)),
      cite(view, { key: record.id, title, version, updated: record.updated, attribution }),
    ),
  };
}

function kindOf(collection: RecordCollection, record: AnyRecord, { lang }: View): string | null {
  const { type, kind } = record as { type?: string; kind?: string };
  const word = type ?? kind;
  const part = collection === "events" ? "events/type" : `${collection}/kind`;
  return word === undefined ? null : termWords(part, word, lang);
}

function rowOf(made: Made, entry: ProvenanceEntry, isImplied: boolean): Node {
  const { view, collection, record, related } = made;
  const { lang } = view;
  const id = entry.path === "" ? "record" : entry.path.slice(1);
  const value =
    entry.path === "" ? null : valueNode(view, valuePieces({ collection, record, related, lang }, entry.path));
  return el(
    "div",
    { class: "tr", id },
    el("div", { class: "tl" }, el("a", { href: `#${id}` }, fieldWords(collection, entry.path, lang))),
    el("div", { class: "td" }, value, "\u00a0", mark(entry.basis, lang)),
    // One entry for the whole record says where they all come from.
    el("div", { class: "te" }, isImplied ? null : wordsOf(made, entry)),
  );
}

/** The words of a value, each in as much of its sentence as is served, and the note. */
function wordsOf(made: Made, { evidence, basis, note }: ProvenanceEntry): Kids {
  const t = SAYS[made.view.lang];
  const seen = new Set<string>();
  const spans = evidence.filter(({ source, start }) => {
    const key = `${source} ${start}`;
    return !seen.has(key) && seen.add(key);
  });
  const items = spans.map((span) => el("li", null, spanNode(made, span, basis)));
  return all(
    items.length === 0 ? el("p", { class: "none" }, t.none) : el("ul", { class: "ws" }, items),
    note === null ? null : el("p", { class: "note", lang: "en" }, isolated(note)),
  );
}

function spanNode({ view, related, texts }: Made, span: Evidence, basis: ProvenanceEntry["basis"]): Kids {
  const { source, start, end, exact } = span;
  const record = related.sources.get(source) as Records["sources"] | undefined;
  const points = texts.get(source);
  const isLong = [...exact].length > SPAN - 20;
  const context =
    points === undefined || isLong ? { before: span.prefix, after: span.suffix } : around(points, start, end, CONTEXT);
  const href = `${recordAt(view, "sources", source)}${points === undefined ? "" : `#t${start}`}`;
  const language = record?.language ?? undefined;
  const address = record?.url ?? null;
  const there =
    address === null || !isWeb(address) || record?.kind === "dataset" || points === undefined
      ? null
      : el(
          "a",
          { class: "there", href: fragmentAt(address, exact), rel: "noreferrer external" },
          SAYS[view.lang].publisher,
        );
  return all(
    el(
      "a",
      { href, lang: language },
      isLong ? null : el("span", { class: "ctx" }, context.before),
      el("mark", { class: basis }, isolated(shortened(exact.replace(/\s+/g, " "), SPAN))),
      isLong ? null : el("span", { class: "ctx" }, context.after),
    ),
    there,
  );
}
