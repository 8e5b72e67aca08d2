// Search: hits by how they match, the words found marked, and how much more the other datasets have.
import type { FastifyInstance } from "fastify";
import { countWords, plural } from "../formats/words/amounts.ts";
import { dateWords } from "../formats/words/dates.ts";
import { nameOf } from "../formats/words/values.ts";
import { COLLECTIONS, type Collection } from "../model/ids.ts";
import { criteriaOf, type ParameterValues } from "../query/list-query.ts";
import type { Segment } from "../query/search.ts";
import type { SearchPlan } from "../query/search-query.ts";
import type { RouteContext } from "../routes/answer/envelope.ts";
import { relatedTo } from "../routes/answer/excerpts.ts";
import { type Frame, frameOf } from "../routes/answer/frame.ts";
import { SEARCH_QUERY, searched } from "../routes/search.ts";
import { countFound } from "../store/search/hits.ts";
import { pageRoute } from "./answer.ts";
import { facetsOf } from "./facets.ts";
import { all, el, join, type Kids, type Node } from "./parts/el.ts";
import { facetNode, type Option, optionsOf, sideNode } from "./parts/facets.ts";
import { searchForm } from "./parts/forms.ts";
import type { Shell } from "./parts/layout.ts";
import { apiAt, pageOf, recordAt, type View, withQuery } from "./parts/links.ts";
import { isolated, kicker } from "./parts/marks.ts";
import { summaryOf } from "./parts/naming.ts";
import { pagerNode } from "./parts/pager.ts";
import { KINDS } from "./parts/words.ts";

const SAYS = {
  en: {
    search: "Search",
    title: "Search the records",
    how: "Names in any script, words in Russian and English in any form, amounts and days as one types them. Quotation marks keep words together; a minus leaves a word out.",
    records: " record for | records for ",
    tiers: { 3: "The whole name", 2: "Every word, in the name or title", 1: "In the text" },
    looking: "Looking in: ",
    all: "all datasets",
    more: "more in",
    lookAll: "look in all",
    curated: "curated only",
    none: "Nothing found here. ",
    elsewhere: "The other datasets named above have some.",
    fewer: "Try fewer words, or another script.",
    events: "The events among them, as a list by:",
    also: "also",
    open: (q: string) => `“${q}”`,
  },
  ru: {
    search: "Поиск",
    title: "Искать в записях",
    how: "Имена любым письмом, слова по-русски и по-английски в любой форме, суммы и дни так, как их пишут. Кавычки держат слова вместе, минус исключает слово.",
    records: " запись: | записи: | записей: ",
    tiers: { 3: "Имя целиком", 2: "Все слова в имени или названии", 1: "В тексте" },
    looking: "Где ищем: ",
    all: "все наборы данных",
    more: "ещё в",
    lookAll: "искать во всех",
    curated: "только кодированные вручную",
    none: "Здесь ничего не найдено. ",
    elsewhere: "Есть в других наборах, названных выше.",
    fewer: "Попробуйте меньше слов или другое письмо.",
    events: "События среди них списком по:",
    also: "также",
    open: (q: string) => `«${q}»`,
  },
} as const;

type Found = Awaited<ReturnType<typeof searched>>;

export function searchPage(app: FastifyInstance, context: RouteContext): void {
  pageRoute(app, context, {
    path: "/search",
    querystring: SEARCH_QUERY,
    without: { parameter: "q", shell: emptyShell },
    async make(request, view) {
      const seek = request.query as SearchPlan;
      const frame = await frameOf(context, request, seek, "/v1/search");
      const found = await searched(context, seek);
      const further = await furtherIn(context, view, frame, seek, found);
      const kept = found.found.map(({ collection, record }) => ({ collection, record }));
      const related = await relatedTo(context.database, kept);
      const hits = found.found.map((hit) => ({
        tier: hit.tier,
        node: hitNode(view, hit, nameOf(hit.collection, hit.record, related, view.lang)),
      }));
      const links = frame.links(found.next, seek.question);
      const next = links.next === null ? null : pageOf(view, links.next);
      const facets = await eventFacets(context, view, seek, found);
      return shellOf(view, { seek, frame, found, further, hits, facets, next });
    },
  });
}

function emptyShell(view: View): Shell {
  const t = SAYS[view.lang];
  const keep = view.query.filter(([name]) => ["dataset", "collection"].includes(name));
  return {
    title: t.search,
    description: t.title,
    json: apiAt(view, ""),
    current: "search",
    body: el(
      "div",
      { class: "head" },
      kicker(t.search),
      el("h1", null, t.title),
      searchForm(view, "", keep),
      el("p", { class: "hint" }, t.how),
    ),
  };
}

/** "8 more in us-visits", for the datasets that were not asked. */
async function furtherIn(
  { database }: RouteContext,
  view: View,
  { loaded, asked }: Frame,
  seek: SearchPlan,
  { search }: Found,
): Promise<Node[]> {
  const found: Node[] = [];
  for (const { id } of loaded.filter((one) => !asked.includes(one.id))) {
    const { total, lowerBound } = await countFound(database, search, {
      ...seek,
      datasets: [{ not: false, values: [id] }],
    });
    if (total === 0) continue;
    const words = `${total === null ? "" : countWords(total, view.lang)}${lowerBound ? "+" : ""} ${SAYS[view.lang].more} ${id}`;
    found.push(el("a", { href: withQuery(view, ["dataset"], [["dataset", id]]) }, words));
  }
  return found;
}

/** The events that have these words, by type, state and year; each leads to their list. */
async function eventFacets(context: RouteContext, view: View, seek: SearchPlan, { search }: Found): Promise<Kids> {
  if (!seek.collections.includes("events")) return null;
  const criteria = { ...criteriaOf("events", { q: search } as unknown as ParameterValues), datasets: seek.datasets };
  const query = view.query.filter(([name]) => ["q", "dataset"].includes(name));
  const facets = await facetsOf(context, criteria, query, ["type", "country", "year"]);
  const list = { ...view, query };
  const nodes = facets.map(({ name, groups, total }) =>
    facetNode(view, name, optionsOf(list, name, groups, "/events"), Math.max(0, total - groups.length)),
  );
  return nodes.every((node) => node === null)
    ? null
    : all(el("p", { class: "small soft" }, SAYS[view.lang].events), nodes);
}

const marked = (segments: readonly Segment[]): Kids =>
  segments.map(({ text, match }) => (match ? el("mark", { class: "hit" }, text) : text));

function hitNode(
  view: View,
  { collection, id, date, record, highlights }: Found["found"][number],
  label: string,
): Node {
  const { lang } = view;
  const named = highlights.find(({ segments }) => segments.map(({ text }) => text).join("") === label);
  const isName = ({ field }: { field: string }) => /^(?:names|aliases)\./.test(field);
  const alias = named === undefined ? highlights.find(isName) : undefined;
  const rest = highlights.find((one) => one !== named && !isName(one));
  const language =
    rest === undefined
      ? undefined
      : (/\.([a-z]{2,3})(?:\.text)?$/.exec(rest.field)?.[1] ??
        ("language" in record ? (record.language ?? undefined) : undefined));
  const day = date === null ? null : summaryOf(collection, record, lang) === null ? dateWords(date, lang) : null;
  const about = [KINDS[lang][collection][0], "dataset" in record ? String(record.dataset) : null, day].filter(
    (one) => one !== null,
  );
  const summary = collection === "events" ? summaryOf(collection, record, lang) : null;
  return el(
    "li",
    null,
    el("p", { class: "hk" }, [...about, ...(summary === null ? [] : [summary])].join(" · ")),
    el(
      "a",
      { class: "ht", href: recordAt(view, collection, id) },
      isolated(named === undefined ? label : marked(named.segments)),
    ),
    alias === undefined
      ? null
      : el("span", { class: "soft" }, ` — ${SAYS[lang].also} `, isolated(marked(alias.segments))),
    rest === undefined ? null : el("p", { class: "hx", lang: language }, isolated(marked(rest.segments))),
  );
}

interface Made {
  readonly seek: SearchPlan;
  readonly frame: Frame;
  readonly found: Found;
  readonly further: readonly Node[];
  readonly hits: readonly { readonly tier: 1 | 2 | 3; readonly node: Node }[];
  readonly facets: Kids;
  readonly next: string | null;
}

function shellOf(view: View, { seek, frame, found, further, hits, facets, next }: Made): Shell {
  const { lang } = view;
  const t = SAYS[lang];
  const { total, lowerBound } = found.counted;
  const counted = total === null ? "" : `${countWords(total, lang)}${lowerBound ? "+" : ""}`;
  const forms = plural(total ?? 0, t.records, lang).replace(/^[\d\s.,\u00a0\u202f]+/, "");
  const keep = view.query.filter(([name]) => ["dataset", "collection"].includes(name));
  return {
    title: `${seek.q}: ${t.search.toLowerCase()}`,
    description: `${counted} ${forms} ${t.open(seek.q)}`,
    json: apiAt(view, "/search", view.query),
    version: frame.version,
    isWide: true,
    current: "search",
    isHidden: true,
    body: all(
      el(
        "div",
        { class: "head" },
        kicker(t.search),
        el("h1", null, counted, el("span", { class: "amp" }, ` ${forms.trim()} `), isolated(t.open(seek.q))),
        searchForm(view, seek.q, keep),
      ),
      el("p", { class: "switch" }, lookingIn(view, frame, further)),
      el(
        "div",
        { class: "side" },
        sideNode(view, [facetNode(view, "collection", kindOptions(view, seek)), facets]),
        el(
          "div",
          null,
          hits.length === 0 ? el("p", { class: "lede" }, t.none, further.length > 0 ? t.elsewhere : t.fewer) : null,
          ([3, 2, 1] as const).map((tier) =>
            tierNode(
              view,
              tier,
              hits.filter((hit) => hit.tier === tier).map(({ node }) => node),
            ),
          ),
          pagerNode(view, hits.length, { total }, next),
        ),
      ),
    ),
  };
}

function tierNode(view: View, tier: 1 | 2 | 3, nodes: readonly Node[]): Node | null {
  if (nodes.length === 0) return null;
  const id = `tier-${tier}`;
  return el(
    "section",
    { class: "tier", "aria-labelledby": id },
    el("h2", { id }, SAYS[view.lang].tiers[tier]),
    el("ol", { class: "hits" }, nodes),
  );
}

function lookingIn(view: View, { asked, loaded }: Frame, further: readonly Node[]): Kids {
  const t = SAYS[view.lang];
  const isAll = asked.length === loaded.length;
  const here = el("b", null, isAll ? t.all : asked.join(", "));
  const other = isAll
    ? el("a", { href: withQuery(view, ["dataset"]) }, t.curated)
    : el("a", { href: withQuery(view, ["dataset"], [["dataset", "all"]]) }, t.lookAll);
  return all(t.looking, join([here, ...further, other], " · "));
}

/** The collections as choices: one narrows the search to it. */
function kindOptions(view: View, { collections }: SearchPlan): Option[] {
  const isOne = (collection: Collection) => collections.length === 1 && collections[0] === collection;
  return COLLECTIONS.map((collection) => ({
    words: KINDS[view.lang][collection][0],
    count: null,
    isChosen: isOne(collection),
    href: withQuery(view, ["collection"], isOne(collection) ? [] : [["collection", collection]]),
  }));
}
