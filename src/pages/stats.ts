// Counts: the groups of a collection by one or two of its fields, each with the page of its records.
import type { FastifyInstance } from "fastify";
import { COUNT_FORMATS } from "../formats/counts.ts";
import { wordsIn } from "../formats/labels.ts";
import { countWords, plural } from "../formats/words/amounts.ts";
import { COLLECTIONS, type Collection } from "../model/ids.ts";
import { type CountPlan, countQuery, dimensionsOf, GROUPS_DEFAULT, groupPosition } from "../query/count-query.ts";
import type { RouteContext } from "../routes/answer/envelope.ts";
import { frameOf } from "../routes/answer/frame.ts";
import { groupsData } from "../routes/answer/group-rows.ts";
import { groups } from "../store/count/groups.ts";
import { planFor } from "../store/plan/probe.ts";
import { pageRoute } from "./answer.ts";
import { all, el, type Node } from "./parts/el.ts";
import { filterName } from "./parts/facets.ts";
import { hidden } from "./parts/forms.ts";
import { apiAt, pageOf, type View } from "./parts/links.ts";
import { isolated, kicker, none } from "./parts/marks.ts";
import { notesNode } from "./parts/notes.ts";
import { pagerNode } from "./parts/pager.ts";
import { HEADINGS, UI } from "./parts/words.ts";

const SAYS = {
  en: { by: "Count by", and: "and by", nothing: "nothing else", count: "Count", groups: "group|groups", show: "Count" },
  ru: {
    by: "Считать по",
    and: "и по",
    nothing: "ничему больше",
    count: "Число",
    groups: "группа|группы|групп",
    show: "Посчитать",
  },
} as const;

export function statsPages(app: FastifyInstance, context: RouteContext): void {
  for (const collection of COLLECTIONS) statsPage(app, context, collection);
}

function statsPage(app: FastifyInstance, context: RouteContext, collection: Collection): void {
  const formats = COUNT_FORMATS.map(({ name }) => name);
  pageRoute(app, context, {
    path: `/stats/${collection}`,
    querystring: countQuery(collection, context.stateCodes, formats),
    async make(request, view) {
      const { lang } = view;
      const t = SAYS[lang];
      const count = request.query as CountPlan;
      const names = count.by.map(({ name }) => name);
      const frame = await frameOf(context, request, count.criteria, `/v1/stats/${collection}`);
      const access = await planFor(context.database, count.criteria);
      const found = await groups(context.database, access, names, { ...count, limit: count.limit ?? GROUPS_DEFAULT });
      const rows = await groupsData(context, collection, count.by, found.groups, view.query);
      const links = frame.links(found.next === null ? null : groupPosition(found.next), count.fingerprint);
      const most = Math.max(1, ...rows.map((row) => row.count));
      const heads = [
        ...names.map((name) => el("th", { scope: "col" }, filterName(name, view))),
        el("th", { scope: "col", class: "n" }, t.count),
      ];
      const body = rows.map((row) =>
        el(
          "tr",
          null,
          names.map((name) =>
            el(
              "td",
              null,
              row.keys[name] == null ? none(lang) : isolated(wordsIn(row.labels[name] ?? null, lang) ?? row.keys[name]),
            ),
          ),
          el(
            "td",
            { class: "n" },
            el("a", { href: pageOf(view, row.href) }, countWords(row.count, lang)),
            bar(row.count / most),
          ),
        ),
      );
      const title = `${HEADINGS[lang][collection]}: ${names.map((name) => filterName(name, view).toLowerCase()).join(", ")}`;
      const filters = view.query.filter(([name]) => !["by", "cursor", "limit", "sort"].includes(name));
      return {
        title,
        description: plural(found.total, t.groups, lang),
        json: apiAt(view, `/stats/${collection}`, view.query),
        forms: [
          {
            name: "CSV",
            href: apiAt(view, `/stats/${collection}`, [
              ...view.query.filter(([name]) => name !== "cursor"),
              ["format", "csv"],
            ]),
            type: "text/csv",
          },
        ],
        version: frame.version,
        current: collection,
        body: all(
          el(
            "div",
            { class: "head" },
            kicker(UI[lang].stats),
            el("h1", null, title),
            formNode(view, collection, names, filters),
          ),
          notesNode(view, frame.notes),
          el("table", null, el("thead", null, el("tr", null, heads)), el("tbody", null, body)),
          pagerNode(view, rows.length, { total: found.total }, links.next === null ? null : pageOf(view, links.next)),
        ),
      };
    },
  });
}

const bar = (share: number): Node =>
  el(
    "svg",
    { class: "fb", width: "100%", height: 2, "aria-hidden": "true" },
    el("rect", { width: `${Math.max(1, Math.round(share * 100))}%`, height: 2 }),
  );

/** Two fields to choose; `by` given twice is a list of both. */
function formNode(
  view: View,
  collection: Collection,
  chosen: readonly string[],
  filters: readonly (readonly [string, string])[],
): Node {
  const t = SAYS[view.lang];
  const dimensions = dimensionsOf(collection).map(({ name }) => name);
  const select = (id: string, label: string, value: string | undefined, isOptional: boolean) => [
    el("label", { for: id }, label),
    el(
      "select",
      { id, name: "by" },
      isOptional ? el("option", { value: "", selected: value === undefined }, t.nothing) : null,
      dimensions.map((name) => el("option", { value: name, selected: name === value }, filterName(name, view))),
    ),
  ];
  return el(
    "form",
    { class: "inline", action: `${view.root}/stats/${collection}` },
    hidden(view, filters),
    select("by-one", t.by, chosen[0], false),
    select("by-two", t.and, chosen[1], true),
    el("button", { type: "submit" }, t.show),
  );
}
