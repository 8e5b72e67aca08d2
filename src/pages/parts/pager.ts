// Pagers: how many are shown of how many, and where the rest is.
import { countWords } from "../../formats/words/amounts.ts";
import { el, type Node } from "./el.ts";
import { type View, withQuery } from "./links.ts";
import { UI } from "./words.ts";

/** How many are shown of how many, and where the rest is. */
export function pagerNode(
  view: View,
  shown: number,
  { total }: { readonly total: number | null },
  next: string | null,
): Node {
  const { lang } = view;
  const t = UI[lang];
  const of = total === null ? "" : ` ${t.of} ${countWords(total, lang)}`;
  const isFurther = view.query.some(([name]) => name === "cursor");
  return el(
    "nav",
    { class: "pager", "aria-label": t.pages },
    el("span", { class: "soft" }, `${countWords(shown, lang)}${of}`),
    isFurther ? el("a", { href: withQuery(view, []) }, t.first) : null,
    next === null ? null : el("a", { href: next, rel: "next" }, `${t.next} →`),
  );
}
