// The way in: what this is, a search, the coded articles, a pair of states, and what is loaded.
import type { FastifyRequest } from "fastify";
import { ProblemError } from "../errors.ts";
import { countWords, plural } from "../formats/words/amounts.ts";
import type { DatasetInfo } from "../model/bundle.ts";
import { criteriaOf, type ParameterValues } from "../query/list-query.ts";
import type { Answer, RouteContext } from "../routes/answer/envelope.ts";
import { frameOf } from "../routes/answer/frame.ts";
import { statesIn } from "../routes/answer/state-names.ts";
import { pairs } from "../store/count/pairs.ts";
import { planFor } from "../store/plan/probe.ts";
import { pageAnswer, viewOf } from "./answer.ts";
import { articlesNode } from "./home-articles.ts";
import { placesOf, smallMap } from "./map.ts";
import { all, el, join, type Kids, type Node } from "./parts/el.ts";
import { searchForm } from "./parts/forms.ts";
import { apiAt, fileAt, pageAt, type View } from "./parts/links.ts";
import { isolated } from "./parts/marks.ts";
import { strip, type YearCount } from "./parts/strip.ts";
import { yearsOf } from "./years.ts";

const SAYS = {
  en: {
    title: "Who met whom, what was said, which figures were claimed, and the words that say so.",
    description: "Diplomatic news as structured data, each value tied to the words that state it.",
    examples: "For example ",
    loaded: "What is loaded",
    dataset: "Dataset",
    events: "Events",
    years: "Years",
    terms: "Terms",
    pair: "Two states together",
    one: "One state",
    other: "The other state",
    show: "Show",
    times: "event|events",
    and: " and ",
    not: "It never fills a gap with a guess: what a source does not say is left open. Rows of bulk datasets are carried over as they are.",
    map: "On the map",
    larger: "The map by dataset, with its places",
    programs: "For programs",
    try: "Try every operation",
    index: "The index of the API",
    document: "OpenAPI document",
    vocabularies: "Vocabularies and codes",
    nothing: "Nothing is loaded yet.",
  },
  ru: {
    title: "Кто с кем встречался, что было сказано, какие цифры названы, и слова, в которых это сказано.",
    description:
      "Новости дипломатии как структурированные данные; каждое значение привязано к словам, в которых оно сказано.",
    examples: "Например: ",
    loaded: "Что загружено",
    dataset: "Набор данных",
    events: "События",
    years: "Годы",
    terms: "Условия",
    pair: "Два государства вместе",
    one: "Одно государство",
    other: "Другое государство",
    show: "Показать",
    times: "событие|события|событий",
    and: " и ",
    not: "Пропуски не заполняются догадками: чего источник не говорит, то остаётся открытым. Строки больших наборов перенесены как есть.",
    map: "На карте",
    larger: "Карта по наборам данных, с местами",
    programs: "Для программ",
    try: "Попробовать каждую операцию",
    index: "Указатель API",
    document: "Документ OpenAPI",
    vocabularies: "Словари и коды",
    nothing: "Пока ничего не загружено.",
  },
} as const;

/** A dataset with its events by year. */
interface Strip {
  readonly info: DatasetInfo;
  readonly years: readonly YearCount[];
}

/** Pairs that are shown. */
const PAIRS = 8;

/** The home page as it is answered now. */
export async function homePage(context: RouteContext, request: FastifyRequest): Promise<Answer> {
  const view = viewOf(context.base, request.originalUrl);
  const t = SAYS[view.lang];
  const { loaded, version } = await frameOf(context, request);
  const articles = await articlesNode(context, view);
  return pageAnswer(view, {
    title: "Communiqué",
    description: t.description,
    json: apiAt(view, ""),
    forms: [{ name: "OpenAPI", href: fileAt(view, "/openapi.json"), type: "application/json" }],
    version,
    body: all(
      el(
        "div",
        { class: "hero" },
        el("h1", null, t.title),
        searchForm(view, "", []),
        el("p", { class: "hint" }, t.examples, examples(view)),
      ),
      articles,
      await loadedNode(context, view, loaded),
      el("div", { class: "halves" }, await pairNode(context, view), await mapSection(context, view, loaded)),
      programsNode(view),
    ),
  });
}

function examples(view: View): Kids {
  const search = (q: string, words: string, lang?: string, more: readonly (readonly [string, string])[] = []) =>
    el("a", { href: pageAt(view, "/search", [["q", q], ...more]), lang }, words);
  return join(
    [
      search("21 billion", "21 billion", "en"),
      search("переговоры", "переговоры", "ru"),
      search("Tokayev", "Tokayev", "en"),
      search("Beijing", "Beijing, in all datasets", "en", [["dataset", "all"]]),
    ],
    ", ",
  );
}

async function loadedNode({ database }: RouteContext, view: View, loaded: readonly DatasetInfo[]): Promise<Node> {
  const { lang } = view;
  const t = SAYS[lang];
  const rows: Strip[] = [];
  for (const info of loaded.filter(({ counts }) => (counts.events ?? 0) > 0))
    rows.push({ info, years: await yearsOf(database, info.id) });
  const known = rows.flatMap(({ years }) => years.map(({ year }) => year));
  const [from, to] = [Math.min(...known), Math.max(...known)];
  const head = el(
    "tr",
    null,
    el("th", { scope: "col" }, t.dataset),
    el("th", { scope: "col", class: "n" }, t.events),
    el("th", { scope: "col" }, t.years),
    el(
      "th",
      { scope: "col", class: "stripcol" },
      el("span", { class: "ends" }, el("span", null, from), el("span", { class: "vh" }, " – "), el("span", null, to)),
    ),
    el("th", { scope: "col" }, t.terms),
  );
  const table = el(
    "div",
    { class: "scroll", tabIndex: 0, role: "group", "aria-labelledby": "h-load" },
    el(
      "table",
      { class: "loaded" },
      el("thead", null, head),
      el(
        "tbody",
        null,
        rows.map((row) => loadedRow(view, row, from, to)),
      ),
    ),
  );
  return el(
    "section",
    { "aria-labelledby": "h-load" },
    el("h2", { id: "h-load" }, t.loaded),
    rows.length === 0 ? el("p", null, t.nothing) : table,
    el("p", { class: "hint" }, t.not),
  );
}

function loadedRow(view: View, { info, years }: Strip, from: number, to: number): Node {
  const ends = years.map(({ year }) => year);
  const range = ends.length === 0 ? "" : `${Math.min(...ends)}–${Math.max(...ends)}`;
  const href = pageAt(view, "/events", info.kind === "curated" ? [] : [["dataset", info.id]]);
  return el(
    "tr",
    null,
    el("td", null, el("a", { href }, isolated(info.title))),
    el("td", { class: "n" }, countWords(info.counts.events ?? 0, view.lang)),
    el("td", { class: "num" }, range),
    el("td", { class: "stripcol" }, strip(years, from, to, view.lang)),
    el("td", { class: "soft small" }, info.licence),
  );
}

async function pairNode({ database, reference }: RouteContext, view: View): Promise<Node> {
  const { lang } = view;
  const t = SAYS[lang];
  const { nameOf, sorted: states } = statesIn(reference, lang);
  const criteria = { ...criteriaOf("events", {} as ParameterValues), datasets: "all" as const };
  const found = await pairs(
    database,
    { criteria, sides: [], limit: PAIRS, after: null, question: "", labels: null },
    await planFor(database, criteria),
  );
  const select = (name: string, label: string, chosen: string) =>
    all(
      el("label", { class: "vh", for: `pair-${name}` }, label),
      el(
        "select",
        { id: `pair-${name}`, name },
        states.map(([id, words]) => el("option", { value: id, selected: id === chosen }, words)),
      ),
    );
  return el(
    "section",
    { "aria-labelledby": "h-pair" },
    el("h2", { id: "h-pair" }, t.pair),
    el(
      "form",
      { class: "pair", action: pageAt({ ...view, lang: "en" }, "/dyads") },
      lang === "en" ? null : el("input", { type: "hidden", name: "lang", value: lang }),
      select("a", t.one, "KZ"),
      el("span", { "aria-hidden": "true" }, t.and.trim()),
      select("b", t.other, "CN"),
      el("button", { type: "submit" }, t.show),
    ),
    el(
      "ol",
      { class: "ranked" },
      found.pairs.map(({ a, b, count }) =>
        el(
          "li",
          null,
          el("a", { href: pageAt(view, `/dyads/${a}/${b}`, [["dataset", "all"]]) }, `${nameOf(a)}${t.and}${nameOf(b)}`),
          el("span", { class: "soft num" }, ` ${plural(count, t.times, lang)}`),
        ),
      ),
    ),
  );
}

/** Maps of all datasets by language, for each state of the data, which the list of what is loaded stands for. */
const MAPS = new WeakMap<object, Map<View["lang"], Node>>();

/** The map of all datasets, which is dear where there are many places: kept until the data changes. */
async function mapOfAll(context: RouteContext, view: View, state: object): Promise<Node> {
  const maps = MAPS.get(state) ?? new Map<View["lang"], Node>();
  MAPS.set(state, maps);
  const criteria = { ...criteriaOf("events", {} as ParameterValues), datasets: "all" as const };
  const map = maps.get(view.lang) ?? smallMap(view, await placesOf(context, criteria));
  maps.set(view.lang, map);
  return map;
}

/** The map of all datasets; left out where it cannot be counted in the time of a query. */
async function mapSection(context: RouteContext, view: View, loaded: object): Promise<Node | null> {
  const t = SAYS[view.lang];
  try {
    const map = await mapOfAll(context, view, loaded);
    return el(
      "section",
      { "aria-labelledby": "h-map" },
      el("h2", { id: "h-map" }, t.map),
      map,
      el("p", { class: "small" }, el("a", { href: pageAt(view, "/map", [["dataset", "all"]]) }, t.larger)),
    );
  } catch (error) {
    if (error instanceof ProblemError && ["query-too-long", "overloaded"].includes(error.code)) return null;
    throw error;
  }
}

function programsNode(view: View): Node {
  const t = SAYS[view.lang];
  const links = [
    ["/docs", t.try],
    ["/v1", t.index],
    ["/openapi.json", t.document],
    ["/v1/vocabularies", t.vocabularies],
  ] as const;
  return el(
    "section",
    { "aria-labelledby": "h-programs" },
    el("h2", { id: "h-programs" }, t.programs),
    el(
      "ul",
      { class: "plain" },
      links.map(([path, words]) => el("li", null, el("a", { href: fileAt(view, path) }, words))),
    ),
  );
}
