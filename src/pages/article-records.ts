// The records of an article: the right side of its page, value by value, each with the sign that leads to its words.
import { labelOf } from "../formats/labels.ts";
import type { Related } from "../formats/related.ts";
import { countWords } from "../formats/words/amounts.ts";
import { fieldWords } from "../formats/words/fields.ts";
import { valuePieces } from "../formats/words/values.ts";
import type { Records } from "../model/bundle.ts";
import type { Collection } from "../model/ids.ts";
import type { Excerpt, ValueOf } from "../routes/answer/excerpts.ts";
import { articleWords as SAYS } from "./parts/article-words.ts";
import { el, type Node } from "./parts/el.ts";
import { pageAt, recordAt, type View } from "./parts/links.ts";
import { mark, valueNode } from "./parts/marks.ts";
import { heading, summaryOf } from "./parts/naming.ts";
import { pairLinks } from "./parts/pairs.ts";
import type { MarkedText } from "./parts/text.ts";

const ORDER = ["events", "quotes", "figures", "participants", "venues", "sources"] as const;

/** What the page is made of. */
export interface Made {
  readonly view: View;
  readonly source: Records["sources"];
  readonly excerpt: Excerpt;
  readonly related: Related;
  readonly text: MarkedText;
  readonly nameOfState: (id: string) => string;
}

/** The values that a reader looks for first; the rest stands behind "14 more". */
export const MAIN: { readonly [C in Collection]: RegExp } = {
  events: /^\/(?:date|venue|status|rank|participants\/\d+)$/,
  quotes: /^\/(?:speaker|text|date)$/,
  figures: /^\/(?:raw|value|claimant|asOf|subject\/\w+)$/,
  participants: /^\/(?:names\/\w+|country|offices\/\d+)$/,
  venues: /^\/(?:names\/\w+|within)$/,
  sources: /^\/(?:headline|publisher|derivedFrom)$/,
};

/** The address of a value on the page, without `#`. */
export const anchorOf = ({ collection, record, entry }: ValueOf) => `${collection}/${record.id}${entry.path}`;

/** The right side. */
export function rightOf(made: Made): Node {
  const { view, excerpt, source } = made;
  const t = SAYS[view.lang];
  const more =
    excerpt.left === 0
      ? null
      : el(
          "p",
          { class: "hint" },
          t.left(countWords(excerpt.left, view.lang)),
          " ",
          el(
            "a",
            {
              href: pageAt(view, "/events", [
                ["source", source.id],
                ["dataset", "all"],
              ]),
            },
            t.all,
          ),
        );
  return el(
    "section",
    { class: "right", "aria-labelledby": "h-records", id: "records" },
    el("h2", { id: "h-records" }, t.records),
    more,
    ORDER.map((collection) => groupOf(made, collection)),
  );
}

function groupOf(made: Made, collection: Collection): Node | null {
  const { view, excerpt } = made;
  const t = SAYS[view.lang];
  const values = excerpt.values.map((value, number) => ({ value, number }));
  const own = Map.groupBy(
    values.filter(({ value }) => value.collection === collection),
    ({ value }) => value.record,
  );
  if (own.size === 0) return null;
  const start = (list: readonly { value: ValueOf }[]) =>
    Math.min(...list.flatMap(({ value }) => value.spans.map((span) => span.start)));
  const day = (record: object) => ("date" in record ? (record as Records["events"]).date?.earliest : null) ?? "9";
  const sorted = [...own].sort(([a, one], [b, other]) =>
    collection === "events" ? day(a).localeCompare(day(b)) : start(one) - start(other),
  );
  return el(
    "section",
    { class: "group", "aria-labelledby": `g-${collection}` },
    el("h3", { id: `g-${collection}` }, t.groups[collection], " ", el("span", { class: "soft num" }, own.size)),
    collection === "events" ? pairLinks(view, [...own.keys()] as Records["events"][], made.nameOfState) : null,
    sorted.map(([record, list]) => {
      const main = list.filter(({ value }) => MAIN[collection].test(value.entry.path));
      const rest = list.filter((one) => !main.includes(one));
      const summary = summaryOf(collection, record, view.lang);
      const rows = (some: typeof list) =>
        el(
          "dl",
          { class: "vs" },
          some.map((one) => rowOf(made, one.value, one.number)),
        );
      return el(
        "article",
        { class: "rec", id: `${collection}/${record.id}` },
        el(
          "h4",
          null,
          el(
            "a",
            { href: recordAt(view, collection, record.id) },
            heading(collection, record, made.related, view.lang),
          ),
        ),
        summary === null ? null : el("p", { class: "sum" }, summary),
        main.length === 0 ? null : rows(main),
        rest.length === 0
          ? null
          : el("details", null, el("summary", null, t.more(countWords(rest.length, view.lang))), rows(rest)),
      );
    }),
  );
}

function rowOf({ view, related, text }: Made, value: ValueOf, number: number): Node {
  const { lang } = view;
  const { collection, record, entry, spans } = value;
  const anchor = anchorOf(value);
  const start = spans[0]?.start;
  const at = start === undefined ? null : text.markAt(start);
  const sign = mark(entry.basis, lang, false);
  return el(
    "div",
    { class: "v", id: anchor, "data-n": number },
    el("dt", null, el("a", { href: `#${anchor}` }, fieldWords(collection, entry.path, lang))),
    el(
      "dd",
      null,
      entry.path === ""
        ? labelOf(collection, record as never, lang)
        : valueNode(view, valuePieces({ collection, record, related, lang }, entry.path)),
      "\u00a0",
      at === null
        ? sign
        : el("a", { class: "to", href: `#t${at}` }, sign, el("span", { class: "vh" }, `, ${SAYS[lang].go}`)),
      entry.note === null ? null : el("span", { class: "note", lang: "en" }, entry.note),
    ),
  );
}
