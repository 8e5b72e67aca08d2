// "Cite this": the citation of a page in three forms, in a fold, to be copied without a script.
import { bibtex, type Cited, cslJson, plainCitation } from "../../formats/citations.ts";
import { el, type Node } from "./el.ts";
import { pageAt, type View } from "./links.ts";
import { UI } from "./words.ts";

const UNKNOWN = {
  en: "This server has not been told its public address: put the beginning of your browser’s address before the path.",
  ru: "Этому серверу не указан его публичный адрес: поставьте перед путём начало адреса из строки браузера.",
} as const;

/** The fold with the citation of this page; where the public address is not known, it says what is missing. */
export function cite(view: View, cited: Omit<Cited, "url">): Node {
  const url = `${view.base.slice(0, view.base.length - view.root.length)}${pageAt(view, view.path, view.query)}`;
  const whole = { ...cited, url };
  const forms = [
    [view.lang === "en" ? "Plain text" : "Текст", plainCitation(whole)],
    ["BibTeX", bibtex(whole)],
    ["CSL-JSON", cslJson(whole)],
  ] as const;
  return el(
    "details",
    { class: "cite", id: "cite" },
    el("summary", null, UI[view.lang].cite),
    view.base === "" ? el("p", { class: "hint" }, UNKNOWN[view.lang]) : null,
    forms.map(([name, text]) =>
      el(
        "div",
        null,
        el("h3", null, name),
        el("pre", { tabIndex: 0, "aria-label": `${UI[view.lang].cite}: ${name}` }, text),
      ),
    ),
  );
}
