// Marks: how a value is known, by a sign, a colour and a word; and words that stand in several places.
//
// Full, half, hollow circle: how much of the value stands in the words of the source. The shape says it, the colour
// repeats it, and the word stands beside it or is read aloud. The signs are drawn once a page and used by name, because
// an article has hundreds.
import type { Lang } from "../../formats/labels.ts";
import type { Piece } from "../../formats/words/values.ts";
import type { ProvenanceEntry } from "../../model/provenance.ts";
import { all, el, type Kids, type Node } from "./el.ts";
import { recordAt, type View } from "./links.ts";
import { UI } from "./words.ts";

type Basis = ProvenanceEntry["basis"];

const BASES: { readonly [L in Lang]: Readonly<Record<Basis, readonly [name: string, meaning: string]>> } = {
  en: {
    stated: ["stated", "the source says it"],
    derived: ["derived", "reasoned from what the source says"],
    external: ["external", "known from elsewhere, not from the source"],
  },
  ru: {
    stated: ["сказано", "так в источнике"],
    derived: ["выведено", "следует из сказанного"],
    external: ["извне", "известно не из источника"],
  },
};

const ring = () => el("circle", { cx: 6, cy: 6, r: 4.6, fill: "none", stroke: "currentColor", "stroke-width": 1.4 });
const symbol = (id: Basis, ...kids: Kids[]) => el("symbol", { id: `sign-${id}`, viewBox: "0 0 12 12" }, kids);

function signs(): Node {
  return el(
    "svg",
    { class: "defs", width: 0, height: 0, "aria-hidden": "true" },
    symbol("stated", el("circle", { cx: 6, cy: 6, r: 5, fill: "currentColor" })),
    symbol("derived", ring(), el("path", { d: "M6 1.4a4.6 4.6 0 0 0 0 9.2z", fill: "currentColor" })),
    symbol("external", ring()),
  );
}

const signed = (lang: Lang, basis: Basis, isNamed: boolean): Node => {
  const [name] = BASES[lang][basis];
  const sign = el("svg", { class: "sign", "aria-hidden": "true" }, el("use", { href: `#sign-${basis}` }));
  return el("span", { class: `mark ${basis}` }, sign, isNamed ? name : el("span", { class: "vh" }, name));
};
const ofAll = (lang: Lang, isNamed: boolean): Readonly<Record<Basis, Node>> => ({
  stated: signed(lang, "stated", isNamed),
  derived: signed(lang, "derived", isNamed),
  external: signed(lang, "external", isNamed),
});
// Made once: an article has hundreds.
const NAMED = { en: ofAll("en", true), ru: ofAll("ru", true) };
const UNNAMED = { en: ofAll("en", false), ru: ofAll("ru", false) };

/** The sign of a basis, with its name shown or read aloud. */
export function mark(basis: Basis, lang: Lang, isNamed = true): Node {
  return (isNamed ? NAMED : UNNAMED)[lang][basis];
}

/** What the three signs mean; draws them for the page. */
export function legend(lang: Lang): Node {
  const bases = ["stated", "derived", "external"] as const;
  const items = bases.map((basis) => el("li", null, mark(basis, lang), " ", BASES[lang][basis][1]));
  return all(signs(), el("ul", { class: "legend" }, items));
}

/** The small line above a heading. */
export const kicker = (...kids: Kids[]): Node => el("p", { class: "kicker" }, kids);

/** "not stated" */
export const none = (lang: Lang): Node => el("span", { class: "none" }, UI[lang].none);

/** Names with hyphens stay on one line in headings. */
export function unbroken(words: string): Kids {
  return words
    .split(/(\S+-\S+)/)
    .map((part, at) => (at % 2 === 1 && part.length < 24 ? el("span", { class: "nb" }, part) : part));
}

/** Text out of records: direction marks in it do not turn what stands around it. */
export const isolated = (text: Kids, lang?: string): Node => el("bdi", lang === undefined ? null : { lang }, text);

/** A value in words, with what it names as links; `not stated` where there is none. */
export function valueNode(view: View, pieces: readonly Piece[]): Kids {
  if (pieces.length === 0) return none(view.lang);
  return pieces.map(({ text, refers, lang, quoted }) => {
    const words = quoted === true ? el("q", lang === undefined ? null : { lang }, text) : isolated(text, lang);
    return refers === undefined ? words : el("a", { href: recordAt(view, refers.collection, refers.id) }, words);
  });
}
