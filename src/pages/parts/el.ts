// Elements: typed HTML over preact, rendered to a string.
//
// preact with preact-render-to-string (MIT, both released this year, 2 ms for the largest page) escapes every text and
// attribute, which a template of our own would have to be trusted with. Its `h()` lets unknown tags and attributes
// through, since its last overloads take anything; `el()` looks each tag up in `JSX.IntrinsicElements`, so that `hrf`
// and `aria-labl` do not compile. @kitajs/html escapes only where a JSX plugin says so, which type stripping cannot run;
// eta's templates are strings without types.
//
// It does not look at addresses: links are made from ids and paths (`links.ts`), and an address out of a record is linked
// only where it is http or https.
import { type ComponentChildren, Fragment, h, type JSX, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";

type Tags = JSX.IntrinsicElements;
type Data = { readonly [K in `data-${string}`]?: string | number | undefined };

/** What an element may hold. */
export type Kids = ComponentChildren;
export type Node = VNode;

/** An element; unknown tags and attributes do not compile. */
export function el<K extends keyof Tags>(tag: K, props: (Tags[K] & Data) | null, ...kids: Kids[]): Node {
  return h(tag as string, props as never, ...kids);
}

/** Several things in a row, without an element around them. */
export const all = (...kids: Kids[]): Node => h(Fragment, null, ...kids);

/** Several things with something between them. */
export function join(items: readonly Kids[], between: Kids): Kids[] {
  return items.flatMap((item, at) => (at === 0 ? [item] : [between, item]));
}

/** JSON inside a script element that nothing runs: `<` is escaped, so that no text ends the element. */
export function jsonScript(type: "application/ld+json" | "application/json", data: unknown): Node {
  const text = JSON.stringify(data).replaceAll("<", "\\u003c").replaceAll("\u2028", "\\u2028");
  const html = text.replaceAll("\u2029", "\\u2029");
  return h("script" as string, { type, dangerouslySetInnerHTML: { __html: html } } as never);
}

/** A whole document. */
export const documentText = (page: Node): string => `<!doctype html>\n${renderToString(page)}\n`;
