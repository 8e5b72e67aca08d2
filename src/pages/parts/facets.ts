// Facets drawn: links, not checkboxes, so that every state of a list is an address and works without a script.
import { wordsIn } from "../../formats/labels.ts";
import { countWords } from "../../formats/words/amounts.ts";
import { languageWords } from "../../formats/words/values.ts";
import type { LanguageMap } from "../../model/labels.ts";
import { el, type Kids, type Node } from "./el.ts";
import { pageAt, type View, withQuery } from "./links.ts";
import { isolated } from "./marks.ts";
import { UI } from "./words.ts";

/** A value of a facet: its key (null is unknown), its names, and how many records have it. */
interface Choice {
  readonly keys: Readonly<Record<string, string | null>>;
  readonly labels: Readonly<Record<string, LanguageMap | null>>;
  readonly count: number;
}

const NAMES: Readonly<Record<string, readonly [en: string, ru: string]>> = {
  dataset: ["Dataset", "Набор данных"],
  type: ["Type", "Тип"],
  status: ["Status", "Статус"],
  rank: ["Rank of visit", "Ранг визита"],
  country: ["State", "Государство"],
  year: ["Year", "Год"],
  kind: ["Kind", "Вид"],
  speaker: ["Speaker", "Кто говорит"],
  mode: ["Speech", "Речь"],
  language: ["Language", "Язык"],
  unit: ["Unit", "Единица"],
  currency: ["Currency", "Валюта"],
  claimant: ["Claimed by", "Кто называет"],
  stage: ["Stage", "Стадия"],
  publisher: ["Publisher", "Издатель"],
  collection: ["Kind of record", "Вид записи"],
};

/** The name of a filter for people. */
export function filterName(name: string, { lang }: View): string {
  return NAMES[name]?.[lang === "en" ? 0 : 1] ?? name;
}

/** A choice as one link of a facet. */
export interface Option {
  readonly words: string;
  readonly count: number | null;
  readonly href: string;
  readonly isChosen: boolean;
  readonly title?: string;
}

/** A facet of options; `more` says how many values are not shown. */
export function facetNode(view: View, name: string, options: readonly Option[], more = 0): Node | null {
  if (options.length === 0) return null;
  const id = `f-${name}`;
  const most = Math.max(1, ...options.map(({ count }) => count ?? 0));
  const bar = (count: number) =>
    el(
      "svg",
      { class: "fb", width: "100%", height: 2, "aria-hidden": "true" },
      el("rect", { width: `${Math.max(1, Math.round((count / most) * 100))}%`, height: 2 }),
    );
  const items = options.map(({ words, count, href, isChosen, title }) =>
    el(
      "li",
      null,
      el(
        "a",
        { href, title, "aria-current": isChosen ? "true" : undefined },
        el("span", { class: "fw" }, isolated(words)),
        count === null ? null : [el("span", { class: "fn" }, countWords(count, view.lang)), bar(count)],
      ),
    ),
  );
  const rest =
    more > 0
      ? el(
          "p",
          { class: "soft small" },
          view.lang === "en" ? `and ${countWords(more, "en")} more` : `и ещё ${countWords(more, "ru")}`,
        )
      : null;
  return el(
    "section",
    { class: "facet", "aria-labelledby": id },
    el("h2", { id }, filterName(name, view)),
    el("ul", null, items),
    rest,
  );
}

/** The choices of a filter of the list at hand: each sets the filter, the chosen one takes it away. */
export function optionsOf(view: View, name: string, groups: readonly Choice[], path = view.path): Option[] {
  const chosen = view.query.filter(([one]) => one === name).flatMap(([, value]) => value.toLowerCase().split(","));
  const here = { ...view, path };
  const options = groups.map(({ keys, labels, count }) => {
    const key = keys[name] ?? null;
    const words =
      key === null
        ? UI[view.lang].none
        : name === "language"
          ? languageWords(key, view.lang)
          : (wordsIn(labels[name] ?? null, view.lang) ?? key);
    const isChosen = chosen.includes(key ?? "null") || chosen.includes((key ?? "null").toLowerCase());
    return { words, count, href: withQuery(here, [name], isChosen ? [] : [[name, key ?? "null"]]), isChosen };
  });
  return options.length < 2 && !options.some(({ isChosen }) => isChosen) ? [] : options;
}

/** The datasets that have something, and all of them together; `usual` is where a list looks when none is named. */
export function datasetOptions(
  view: View,
  datasets: readonly { readonly id: string; readonly title: string; readonly kind: string; readonly count: number }[],
): Option[] {
  const chosen = view.query.find(([name]) => name === "dataset")?.[1] ?? null;
  const curated = datasets.filter(({ kind }) => kind === "curated").map(({ id }) => id);
  const options = datasets
    .filter(({ count }) => count > 0)
    .map(({ id, title, count }) => {
      const isUsual = curated.length === 1 && curated[0] === id;
      const isChosen = chosen === null ? isUsual : chosen === id;
      return {
        words: id,
        count,
        title,
        isChosen,
        href: withQuery(view, ["dataset"], isUsual ? [] : [["dataset", id]]),
      };
    });
  const total = datasets.reduce((sum, { count }) => sum + count, 0);
  const words = view.lang === "en" ? "all together" : "все вместе";
  const all = {
    words,
    count: total,
    href: withQuery(view, ["dataset"], [["dataset", "all"]]),
    isChosen: chosen === "all",
  };
  return options.length === 0 ? [] : [...options, all];
}

/** The side of a list: open beside it on wide screens, a fold on narrow ones. */
export function sideNode(view: View, facets: Kids): Node {
  const words = view.lang === "en" ? "Filters" : "Фильтры";
  return el("details", { class: "fold" }, el("summary", null, words), el("div", { class: "facets" }, facets));
}

/** The filters in force, each of which can be taken away. */
export function activeNode(
  view: View,
  filters: readonly (readonly [name: string, value: string, words: string])[],
): Node | null {
  if (filters.length === 0) return null;
  const label = view.lang === "en" ? "Filters in force" : "Действующие фильтры";
  const remove = view.lang === "en" ? "Remove the filter" : "Снять фильтр";
  const items = filters.map(([name, value, words]) => {
    const left = view.query.filter(([one, other]) => one !== "cursor" && !(one === name && other === value));
    const said = filterName(name, view);
    return el(
      "li",
      null,
      el(
        "a",
        { href: pageAt(view, view.path, left), "aria-label": `${remove} ${said}: ${words}` },
        el("span", { class: "soft" }, `${said} `),
        isolated(words),
        el("span", { "aria-hidden": "true" }, " ×"),
      ),
    );
  });
  return el("ul", { class: "active", "aria-label": label }, items);
}
