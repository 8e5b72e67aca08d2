// Forms: all of them ask by GET, so what was asked is in the address and the page can be shared.
import { el, type Node } from "./el.ts";
import { pageAt, type View, withQuery } from "./links.ts";

const SAYS = {
  en: {
    label: "Search the records",
    hint: "A person, a state, a place, an amount, a word",
    button: "Search",
    columns: "Choose columns",
    shown: "Columns of the table and of its CSV",
    show: "Show these columns",
    usual: "The usual columns",
  },
  ru: {
    label: "Искать в записях",
    hint: "Человек, государство, место, сумма, слово",
    button: "Найти",
    columns: "Выбрать столбцы",
    shown: "Столбцы таблицы и её CSV",
    show: "Показать эти столбцы",
    usual: "Обычные столбцы",
  },
} as const;

/** Parameters that a form keeps beside its field. */
export function hidden(view: View, query: readonly (readonly [string, string])[]): Node[] {
  const spoken = view.lang === "en" ? [] : [["lang", view.lang] as const];
  return [...query, ...spoken].map(([name, value]) => el("input", { type: "hidden", name, value }));
}

/** The large field of the home page and of the search. */
export function searchForm(view: View, q: string, keep: readonly (readonly [string, string])[]): Node {
  const t = SAYS[view.lang];
  return el(
    "form",
    { class: "big", action: pageAt({ ...view, lang: "en" }, "/search"), role: "search" },
    hidden(view, keep),
    el("label", { class: "vh", for: "q" }, t.label),
    el("input", { type: "search", id: "q", name: "q", value: q, maxLength: 200, placeholder: t.hint }),
    el("button", { type: "submit" }, t.button),
  );
}

/** A column that a table may have. */
interface ColumnChoice {
  readonly name: string;
  readonly words: string;
}

/**
 * The columns of the table at hand, in a fold: those shown first, in their order, which a form sends them in, then all
 * others. `isUsual` where none have been chosen. The page stays at its cursor, as the order of the records does.
 */
export function columnsForm(
  view: View,
  shown: readonly ColumnChoice[],
  others: readonly ColumnChoice[],
  isUsual: boolean,
): Node {
  const t = SAYS[view.lang];
  const keep = view.query.filter(([name]) => name !== "columns");
  const box = ({ name, words }: ColumnChoice, checked: boolean) =>
    el("li", null, el("label", null, el("input", { type: "checkbox", name: "columns", value: name, checked }), words));
  return el(
    "details",
    { class: "choose" },
    el("summary", null, t.columns),
    el(
      "form",
      { action: `${view.root}${view.path}` },
      hidden(view, keep),
      el(
        "fieldset",
        null,
        el("legend", null, t.shown),
        el(
          "ul",
          null,
          shown.map((one) => box(one, true)),
          others.map((one) => box(one, false)),
        ),
      ),
      el("button", { type: "submit" }, t.show),
      isUsual ? null : el("a", { href: withQuery(view, ["columns"]) }, t.usual),
    ),
  );
}
