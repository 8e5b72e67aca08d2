// Elements: typed HTML as text, every text and every value of an attribute escaped.
//
// An element is written when it is made: its content is finished text by then, so `el()` joins texts and nothing is kept
// beside them. preact with preact-render-to-string makes a tree of objects first and walks it afterwards, which took twice
// the processor time for an article of 434 values (10.1 against 5.0 ms, most of it collecting garbage) in the thread that
// serves everybody. What is left to this file is short: two rules of HTML's syntax and three characters to escape.
// @kitajs/html is as fast, but escapes only where a JSX plugin says so, which type stripping cannot run; eta's templates
// are strings without types.
//
// Tags and attributes are looked up in preact's types, of which nothing is left at run time, so that `hrf` and `aria-labl`
// do not compile.
//
// Addresses are not looked at: links are made from ids and paths (`links.ts`), and an address out of a record is linked
// only where it is http or https.
import type { JSX } from "preact";

type Tags = JSX.IntrinsicElements;
type Data = { readonly [K in `data-${string}`]?: string | number | undefined };
type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Finished HTML. Only this file makes it, and what is no such object is text. */
class Html {
  readonly html: string;
  constructor(html: string) {
    this.html = html;
  }
}

/** What an element may hold. */
export type Kids = Html | string | number | boolean | null | undefined | readonly Kids[];
export type Node = Html;

const SPECIAL = /[&<"]/;
const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", '"': "&quot;" };

/** A text as content of an element or as a value in double quotes: there nothing else is special (HTML, section 13.1.2). */
function escaped(text: string): string {
  return SPECIAL.test(text) ? text.replace(/[&<"]/g, (one) => ENTITIES[one] ?? one) : text;
}

/** Elements without content and end tag (HTML, section 13.1.2), and those of SVG that have no content here. */
const VOID = new Set(["br", "hr", "img", "input", "link", "meta", "wbr"]);
const EMPTY = new Set(["circle", "line", "path", "rect", "stop", "use"]);
/** Attributes of SVG that have capitals; all others are written small. */
const CAPITALS = new Set(["viewBox", "patternUnits", "patternTransform", "preserveAspectRatio"]);

function contentOf(kids: Kids): string {
  if (typeof kids === "string") return escaped(kids);
  if (kids instanceof Html) return kids.html;
  if (kids === null || kids === undefined || typeof kids === "boolean") return "";
  if (typeof kids === "number") return String(kids);
  let text = "";
  for (const kid of kids) text += contentOf(kid);
  return text;
}

function startOf(tag: string, attributes: Attributes | null): string {
  let text = `<${tag}`;
  for (const name in attributes) {
    const value = attributes[name];
    if (value === undefined || value === null || value === false) continue;
    text += CAPITALS.has(name) ? ` ${name}` : ` ${name.toLowerCase()}`;
    if (value !== true && value !== "") text += `="${typeof value === "string" ? escaped(value) : value}"`;
  }
  return text;
}

/** An element; unknown tags and attributes do not compile. Of its attributes, null, undefined and false are left out. */
export function el<K extends keyof Tags>(tag: K, props: (Tags[K] & Data) | null, ...kids: Kids[]): Node {
  const start = startOf(tag, props as Attributes | null);
  if (VOID.has(tag)) return new Html(`${start}>`);
  const content = contentOf(kids);
  return new Html(content === "" && EMPTY.has(tag) ? `${start}/>` : `${start}>${content}</${tag}>`);
}

/** Several things in a row, without an element around them. */
export const all = (...kids: Kids[]): Node => new Html(contentOf(kids));

/** Several things with something between them. */
export function join(items: readonly Kids[], between: Kids): Kids[] {
  return items.flatMap((item, at) => (at === 0 ? [item] : [between, item]));
}

/** JSON inside a script element that nothing runs: `<` is escaped, so that no text ends the element. */
export function jsonScript(type: "application/ld+json" | "application/json", data: unknown): Node {
  const text = JSON.stringify(data).replaceAll("<", "\\u003c").replaceAll("\u2028", "\\u2028");
  return new Html(`<script type="${type}">${text.replaceAll("\u2029", "\\u2029")}</script>`);
}

/** A whole document. */
export const documentText = (page: Node): string => `<!doctype html>\n${page.html}\n`;
