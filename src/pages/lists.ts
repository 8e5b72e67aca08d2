// Lists: the records of a collection as a table, with facets beside it, in the order and with the filters of the JSON.
import type { FastifyInstance } from "fastify";
import { COLUMNS } from "../formats/columns.ts";
import type { ListMeta } from "../formats/envelope.ts";
import type { Related } from "../formats/related.ts";
import { FORMAT_TABLE } from "../formats/table.ts";
import { plural } from "../formats/words/amounts.ts";
import { columnWords } from "../formats/words/columns.ts";
import type { AnyRecord } from "../model/bundle.ts";
import { type ListQuery, listQuery } from "../query/list-query.ts";
import type { RouteContext } from "../routes/answer/envelope.ts";
import { relatedTo } from "../routes/answer/excerpts.ts";
import { type Frame, frameOf } from "../routes/answer/frame.ts";
import { address } from "../routes/answer/links.ts";
import { COLLECTION_ABOUTS, type CollectionAbout } from "../routes/collections.ts";
import { found, named } from "../routes/list.ts";
import { inTurns } from "../turns.ts";
import { activeFilters } from "./active.ts";
import { pageRoute } from "./answer.ts";
import { type Facet, facetsOf } from "./facets.ts";
import { cite } from "./parts/cite.ts";
import { all, el, type Kids, type Node } from "./parts/el.ts";
import { activeNode, datasetOptions, facetNode, optionsOf, sideNode } from "./parts/facets.ts";
import { columnsForm, hidden } from "./parts/forms.ts";
import type { Form, Shell } from "./parts/layout.ts";
import { apiAt, pageAt, pageOf, type View } from "./parts/links.ts";
import { kicker } from "./parts/marks.ts";
import { notesNode } from "./parts/notes.ts";
import { pagerNode } from "./parts/pager.ts";
import { HEADINGS, KINDS } from "./parts/words.ts";
import { tableNode, usualColumns } from "./rows.ts";

const SAYS = {
  en: {
    csv: "Download these rows as CSV",
    columns: "all columns",
    chosen: "the chosen columns",
    words: "Words in them",
    filter: "Filter",
    none: "Nothing matches all of these filters. Remove one, or widen the dataset.",
    atLeast: "at least ",
    drawn: "Draw them in time",
    counted: "Count them",
    mapped: "Show them on the map",
  },
  ru: {
    csv: "Скачать эти строки как CSV",
    columns: "все столбцы",
    chosen: "выбранные столбцы",
    words: "Слова в них",
    filter: "Отобрать",
    none: "Всем этим фильтрам ничто не отвечает. Снимите один или расширьте набор данных.",
    atLeast: "не менее ",
    drawn: "Показать во времени",
    counted: "Подсчитать",
    mapped: "Показать на карте",
  },
} as const;

export function listPages(app: FastifyInstance, context: RouteContext): void {
  for (const about of COLLECTION_ABOUTS) {
    const { collection, parts, formats } = about;
    pageRoute(app, context, {
      path: `/${collection}`,
      querystring: listQuery(
        collection,
        parts,
        context.stateCodes,
        formats.map(({ name }) => name),
        COLUMNS[collection].map(({ name }) => name),
      ),
      elsewhere: (query) => together(`/${collection}`, query),
      make: async (request, view) => {
        const question = request.query as ListQuery;
        const frame = await frameOf(
          context,
          request,
          question.ids === null ? question.plan.criteria : null,
          `/v1/${collection}`,
        );
        const { docs, meta, links } =
          question.ids === null
            ? await found(context.database, frame, question.plan)
            : await named(context.database, frame, question.ids, collection);
        const records = await inTurns(docs, (doc) => JSON.parse(doc) as AnyRecord);
        const related = await relatedTo(
          context.database,
          records.map((record) => ({ collection, record })),
        );
        const facets = question.ids === null ? await facetsOf(context, question.plan.criteria, view.query) : [];
        const active = await activeFilters(context, view, collection);
        const sort =
          question.ids === null ? `${question.plan.sort.descending ? "-" : ""}${question.plan.sort.key}` : null;
        const next = links.next === null ? null : pageOf(view, links.next);
        const { columns } = question;
        return shellOf({ view, about, frame, meta, records, related, facets, active, sort, next, columns });
      },
    });
  }
}

interface Made {
  readonly view: View;
  readonly about: CollectionAbout;
  readonly frame: Frame;
  readonly meta: ListMeta;
  readonly records: readonly AnyRecord[];
  readonly related: Related;
  readonly facets: readonly Facet[];
  readonly active: readonly (readonly [string, string, string])[];
  readonly sort: string | null;
  readonly next: string | null;
  /** The columns chosen; null for the usual ones. */
  readonly columns: readonly string[] | null;
}

/** The address of the page with the columns in one list, which a form sends one by one; null where they are. */
function together(path: string, query: readonly (readonly [string, string])[]): string | null {
  const columns = query.filter(([name]) => name === "columns").map(([, value]) => value);
  if (columns.length < 2) return null;
  return address("", path, [...query.filter(([name]) => name !== "columns"), ["columns", columns.join()]]);
}

/** "12 events", "at least 10,000 events". */
function countOf({ view, about, meta }: Made): string {
  const { lang } = view;
  if (meta.total === null) return HEADINGS[lang][about.collection];
  const words = plural(meta.total, KINDS[lang][about.collection][1], lang);
  return meta.totalIsLowerBound ? `${SAYS[lang].atLeast}${words}` : words;
}

function formsOf({ view, about }: Made): Form[] {
  const shape = ["cursor", "limit", "sort", "count", "fields", "include", "labels", "columns", "bom"];
  const filters = view.query.filter(([name]) => !shape.includes(name));
  const spoken = view.lang === "en" ? [] : [["lang", view.lang] as const];
  const chosen = view.query.filter(([name]) => name === "columns");
  const names: Readonly<Record<string, string>> = {
    csv: "CSV",
    geojson: "GeoJSON",
    ics: "iCalendar",
    atom: "Atom",
    ndjson: "NDJSON",
    jsonld: "JSON-LD",
  };
  const offered = FORMAT_TABLE.filter(({ name }) => name !== "json" && about.formats.some((one) => one.name === name));
  return offered.map(({ name, type }) => ({
    name: names[name] ?? name,
    href: apiAt(view, `/${about.collection}`, [
      ...filters,
      ...(name === "csv" ? chosen : []),
      ["format", name],
      ...spoken,
    ]),
    type: type.split(";")[0] ?? type,
  }));
}

async function shellOf(made: Made): Promise<Shell> {
  const { view, about, frame, meta, records, related, facets, active, sort, next, columns } = made;
  const { lang } = view;
  const { collection } = about;
  const t = SAYS[lang];
  const forms = formsOf(made);
  const title =
    active.length === 0
      ? HEADINGS[lang][collection]
      : `${HEADINGS[lang][collection]}: ${active.map(([, , words]) => words).join(", ")}`;
  const counted = countOf(made);
  const csv = forms.find(({ name }) => name === "CSV")?.href ?? "";
  const datasets = frame.loaded.map(({ id, title, kind, counts }) => ({
    id,
    title,
    kind,
    count: counts[collection] ?? 0,
  }));
  const last = frame.loaded.filter(({ id }) => frame.asked.includes(id));
  const updated =
    last
      .flatMap((info) => info.updated ?? [])
      .sort()
      .at(-1) ?? null;
  return {
    title,
    description: counted,
    json: apiAt(
      view,
      `/${collection}`,
      view.query.filter(([name]) => name !== "columns"),
    ),
    forms,
    version: meta.version,
    isWide: true,
    current: collection,
    body: all(
      el(
        "div",
        { class: "head row" },
        el("div", null, kicker(HEADINGS[lang][collection]), el("h1", null, counted)),
        el(
          "p",
          { class: "take" },
          el("a", { class: "button", href: csv, download: "" }, t.csv),
          el("span", { class: "soft small" }, columns === null ? t.columns : t.chosen),
        ),
      ),
      activeNode(view, active),
      notesNode(view, meta.notes),
      el(
        "div",
        { class: "side" },
        sideNode(view, [
          facetNode(view, "dataset", datasetOptions(view, datasets)),
          facets.map(({ name, groups, total }) =>
            facetNode(view, name, optionsOf(view, name, groups), Math.max(0, total - groups.length)),
          ),
        ]),
        el(
          "div",
          null,
          wordsForm(made),
          choiceOf(made),
          records.length === 0
            ? el("p", { class: "lede" }, t.none)
            : await tableNode(view, collection, records as never, related, sort, columns),
          pagerNode(view, records.length, meta, next),
          waysNode(made),
        ),
      ),
      cite(view, {
        key: [collection, ...view.query.flat()].join("-").slice(0, 80),
        title,
        version: meta.version,
        updated,
        attribution: last.map(({ attribution }) => attribution).join("; "),
      }),
    ),
  };
}

/** The field that filters by words, where the collection has that filter. */
function wordsForm({ view, about }: Made): Node {
  const t = SAYS[view.lang];
  const keep = view.query.filter(([name]) => !["q", "cursor"].includes(name));
  return el(
    "form",
    { class: "inline", action: `${view.root}/${about.collection}`, role: "search" },
    hidden(view, keep),
    el("label", { for: "q" }, t.words),
    el("input", {
      type: "search",
      id: "q",
      name: "q",
      value: view.query.find(([name]) => name === "q")?.[1] ?? "",
      maxLength: 200,
    }),
    el("button", { type: "submit" }, t.filter),
  );
}

/** The columns to choose from: all that the CSV has. */
function choiceOf({ view, about, columns }: Made): Node {
  const names = COLUMNS[about.collection].map(({ name }) => name);
  const shown = columns ?? usualColumns(about.collection);
  const named = (name: string) => ({ name, words: columnWords(name, view.lang) ?? name });
  const others = names.filter((name) => !shown.includes(name));
  return columnsForm(view, shown.map(named), others.map(named), columns === null);
}

/** The same records in other ways: in time, on the map, counted. */
function waysNode({ view, about }: Made): Kids {
  const t = SAYS[view.lang];
  const filters = view.query.filter(
    ([name]) =>
      !["cursor", "limit", "sort", "count", "fields", "include", "sample", "seed", "ids", "columns"].includes(name),
  );
  const ways = [
    ...(about.collection === "events"
      ? ([
          ["/timeline", t.drawn],
          ["/map", t.mapped],
        ] as const)
      : []),
    [`/stats/${about.collection}`, t.counted] as const,
  ];
  return el(
    "p",
    { class: "small ways" },
    ways.flatMap(([path, words], at) => [
      at === 0 ? null : " · ",
      el("a", { href: pageAt(view, path, filters) }, words),
    ]),
  );
}
