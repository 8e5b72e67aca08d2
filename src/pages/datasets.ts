// Datasets: what is loaded, in which version, on which terms, and of which years.
import type { FastifyInstance } from "fastify";
import { countWords, plural } from "../formats/words/amounts.ts";
import { dateWords } from "../formats/words/dates.ts";
import type { DatasetInfo } from "../model/bundle.ts";
import { COLLECTIONS } from "../model/ids.ts";
import { strict } from "../query/list-query.ts";
import type { RouteContext } from "../routes/answer/envelope.ts";
import { frameOf } from "../routes/answer/frame.ts";
import { pageRoute } from "./answer.ts";
import { all, el, join, type Node } from "./parts/el.ts";
import { apiAt, isWeb, pageAt, type View } from "./parts/links.ts";
import { isolated, kicker } from "./parts/marks.ts";
import { strip, type YearCount } from "./parts/strip.ts";
import { KINDS, UI } from "./parts/words.ts";
import { yearsOf } from "./years.ts";

const SAYS = {
  en: {
    datasets: "dataset|datasets",
    curated: "Curated: each value checked",
    bulk: "Bulk: rows carried over as they are",
    licence: "Terms",
    attribution: "To be named",
    updated: "Last changed",
    version: "Version",
    records: "Records",
    years: "Years",
  },
  ru: {
    datasets: "набор данных|набора данных|наборов данных",
    curated: "Кодировано вручную: каждое значение проверено",
    bulk: "Большой набор: строки перенесены как есть",
    licence: "Условия",
    attribution: "Называть",
    updated: "Последнее изменение",
    version: "Версия",
    records: "Записи",
    years: "Годы",
  },
} as const;

export function datasetsPage(app: FastifyInstance, context: RouteContext): void {
  pageRoute(app, context, {
    path: "/datasets",
    querystring: strict({}),
    async make(request, view) {
      const { lang } = view;
      const { loaded, version } = await frameOf(context, request, null, "/v1/datasets");
      const nodes: Node[] = [];
      for (const info of loaded)
        nodes.push(
          datasetNode(view, info, (info.counts.events ?? 0) > 0 ? await yearsOf(context.database, info.id) : []),
        );
      return {
        title: UI[lang].datasets,
        description: plural(loaded.length, SAYS[lang].datasets, lang),
        json: apiAt(view, "/datasets"),
        version,
        body: all(
          el(
            "div",
            { class: "head" },
            kicker(UI[lang].datasets),
            el("h1", null, plural(loaded.length, SAYS[lang].datasets, lang)),
          ),
          nodes,
        ),
      };
    },
  });
}

function datasetNode(view: View, info: DatasetInfo, years: readonly YearCount[]): Node {
  const { lang } = view;
  const t = SAYS[lang];
  const { id, title, description, kind, licence, licenceUrl, attribution, version, updated, counts } = info;
  const lists = COLLECTIONS.filter((collection) => (counts[collection] ?? 0) > 0).map((collection) =>
    el(
      "a",
      { href: pageAt(view, `/${collection}`, [["dataset", id]]) },
      plural(counts[collection] ?? 0, KINDS[lang][collection][1], lang),
    ),
  );
  const known = years.map(({ year }) => year);
  const [from, to] = [Math.min(...known), Math.max(...known)];
  const terms =
    licenceUrl !== null && isWeb(licenceUrl)
      ? el("a", { href: licenceUrl, rel: "noreferrer license" }, licence)
      : licence;
  const row = (name: string, ...value: Parameters<typeof all>) => [el("dt", null, name), el("dd", null, ...value)];
  return el(
    "section",
    { "aria-labelledby": `d-${id}` },
    el("h2", { id: `d-${id}` }, isolated(title)),
    el("p", { class: "kicker" }, kind === "curated" ? t.curated : t.bulk, " · ", el("code", null, `dataset=${id}`)),
    el("p", { class: "lede", lang: "en" }, isolated(description)),
    el(
      "dl",
      { class: "facts-list" },
      row(t.records, lists.length === 0 ? countWords(0, lang) : join(lists, ", ")),
      row(t.licence, terms),
      row(t.attribution, isolated(attribution)),
      row(t.updated, updated === null ? UI[lang].none : dateWords(updated, lang)),
      row(t.version, el("code", null, version)),
      known.length === 0 ? null : row(t.years, `${from}–${to}`, strip(years, from, to, lang)),
    ),
  );
}
