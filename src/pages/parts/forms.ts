// Forms: all of them ask by GET, so what was asked is in the address and the page can be shared.
import { el, type Node } from "./el.ts";
import { pageAt, type View } from "./links.ts";

const SAYS = {
  en: { label: "Search the records", hint: "A person, a state, a place, an amount, a word", button: "Search" },
  ru: { label: "Искать в записях", hint: "Человек, государство, место, сумма, слово", button: "Найти" },
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
