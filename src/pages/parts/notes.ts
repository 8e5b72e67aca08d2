// Notes: what a reader should know of an answer, as its JSON says it; addresses of lists in them become links.
import { el, type Kids, type Node } from "./el.ts";
import { type View, withQuery } from "./links.ts";
import { UI } from "./words.ts";

/** Words in code marks as code; `dataset=a,b` as a link to the same page with it. */
function marked(view: View, note: string): Kids {
  return note.split(/`([^`]+)`/).map((part, at) => {
    if (at % 2 === 0) return part;
    const dataset = /^dataset=([\w,-]+)$/.exec(part)?.[1];
    const code = el("code", null, part);
    return dataset === undefined ? code : el("a", { href: withQuery(view, ["dataset"], [["dataset", dataset]]) }, code);
  });
}

/** The notes, in English as the API has them; nothing where there are none. */
export function notesNode(view: View, notes: readonly string[]): Node | null {
  if (notes.length === 0) return null;
  return el(
    "ul",
    { class: "notes", lang: "en", "aria-label": UI[view.lang].notes },
    notes.map((note) => el("li", null, marked(view, note))),
  );
}
