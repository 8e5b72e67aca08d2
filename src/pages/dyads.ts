// Pairs of states, those with most events first.
import type { FastifyInstance } from "fastify";
import { wordsIn } from "../formats/labels.ts";
import { countWords, plural } from "../formats/words/amounts.ts";
import { dateWords } from "../formats/words/dates.ts";
import type { LanguageMap } from "../model/labels.ts";
import { type DyadsPlan, dyadsQuery } from "../query/dyad-query.ts";
import type { RouteContext } from "../routes/answer/envelope.ts";
import { type EventSummary, withFirstAndLast } from "../routes/answer/event-summary.ts";
import { frameOf } from "../routes/answer/frame.ts";
import { stateNames } from "../routes/answer/group-rows.ts";
import { address } from "../routes/answer/links.ts";
import { SEVERAL } from "../routes/dyads.ts";
import { pairs } from "../store/count/pairs.ts";
import { planFor } from "../store/plan/probe.ts";
import { pageRoute } from "./answer.ts";
import { all, el } from "./parts/el.ts";
import { datasetOptions, facetNode, sideNode } from "./parts/facets.ts";
import { apiAt, pageAt, pageOf, recordAt } from "./parts/links.ts";
import { kicker } from "./parts/marks.ts";
import { notesNode } from "./parts/notes.ts";
import { pagerNode } from "./parts/pager.ts";
import { HEADINGS } from "./parts/words.ts";

const SAYS = {
  en: {
    title: "Pairs of states",
    pairs: "pair|pairs",
    and: " and ",
    head: ["Pair", "Events", "Held", "First", "Last"],
    none: "No pair here.",
  },
  ru: {
    title: "Пары государств",
    pairs: "пара|пары|пар",
    and: " и ",
    head: ["Пара", "Событий", "Состоялось", "Первое", "Последнее"],
    none: "Пар нет.",
  },
} as const;

/** The form of the home page names two states, which are a page of their own. */
function ofTwo(query: readonly (readonly [string, string])[]): string | null {
  const [a, b] = ["a", "b"].map((name) => query.find(([one]) => one === name)?.[1]);
  if (a === undefined || b === undefined) return null;
  const rest = query.filter(([name]) => !["a", "b"].includes(name));
  return address("", `/dyads/${encodeURIComponent(a)}/${encodeURIComponent(b)}`, rest);
}

export function dyadsPage(app: FastifyInstance, context: RouteContext): void {
  const { database, reference, stateCodes } = context;
  const names = stateNames(reference);
  pageRoute(app, context, {
    path: "/dyads",
    querystring: dyadsQuery(stateCodes),
    elsewhere: ofTwo,
    async make(request, view) {
      const { lang } = view;
      const t = SAYS[lang];
      const plan = request.query as DyadsPlan;
      const frame = await frameOf(context, request, plan.criteria, "/v1/dyads");
      const found = await pairs(database, plan, await planFor(database, plan.criteria));
      const spans = await withFirstAndLast(context, found.pairs);
      const shared = view.query.filter(([name]) => ["from", "to", "certainty", "dataset"].includes(name));
      const nameOf = (id: string) => wordsIn((names.get(id) ?? null) as LanguageMap | null, lang) ?? id;
      const edge = (one: EventSummary | null) =>
        one?.date == null ? "–" : el("a", { href: recordAt(view, "events", one.id) }, dateWords(one.date.edtf, lang));
      const rows = spans.map(({ a, b, count, held, first, last }) =>
        el(
          "tr",
          null,
          el(
            "td",
            { class: "m" },
            el("a", { href: pageAt(view, `/dyads/${a}/${b}`, shared) }, `${nameOf(a)}${t.and}${nameOf(b)}`),
          ),
          el("td", { class: "n" }, countWords(count, lang)),
          el("td", { class: "n" }, countWords(held, lang)),
          el("td", null, edge(first)),
          el("td", null, edge(last)),
        ),
      );
      const links = frame.links(found.next, plan.question);
      const next = links.next === null ? null : pageOf(view, links.next);
      const datasets = frame.loaded.map(({ id, title, kind, counts }) => ({
        id,
        title,
        kind,
        count: counts.events ?? 0,
      }));
      const head = t.head.map((words, at) =>
        el("th", at === 1 || at === 2 ? { scope: "col", class: "n" } : { scope: "col" }, words),
      );
      return {
        title: t.title,
        description: plural(found.total, t.pairs, lang),
        json: apiAt(view, "/dyads", view.query),
        version: frame.version,
        isWide: true,
        current: "dyads",
        body: all(
          el(
            "div",
            { class: "head" },
            kicker(HEADINGS[lang].events),
            el("h1", null, plural(found.total, t.pairs, lang)),
          ),
          notesNode(view, [SEVERAL, ...frame.notes]),
          el(
            "div",
            { class: "side" },
            sideNode(view, facetNode(view, "dataset", datasetOptions(view, datasets))),
            el(
              "div",
              null,
              rows.length === 0
                ? el("p", { class: "lede" }, t.none)
                : el("table", { class: "stack" }, el("thead", null, el("tr", null, head)), el("tbody", null, rows)),
              pagerNode(view, rows.length, { total: found.total }, next),
            ),
          ),
        ),
      };
    },
  });
}
