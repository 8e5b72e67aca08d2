// Sections of the page of a pair: visits, events of a kind, people, figures.
import { wordsIn } from "../formats/labels.ts";
import { amountWords, plural } from "../formats/words/amounts.ts";
import { dateWords } from "../formats/words/dates.ts";
import { termWords } from "../formats/words/values.ts";
import type { Figure } from "../model/figure.ts";
import type { LanguageMap } from "../model/labels.ts";
import type { EventSummary } from "../routes/answer/event-summary.ts";
import type { DyadDetail } from "../routes/dyad.ts";
import { dyadWords as SAYS } from "./parts/dyad-words.ts";
import { el, join, type Kids, type Node } from "./parts/el.ts";
import { recordAt, type View } from "./parts/links.ts";
import { isolated, none } from "./parts/marks.ts";
import { statusWords } from "./parts/naming.ts";

/** A pair as its page has it. */
export interface Made {
  readonly view: View;
  readonly data: DyadDetail;
  readonly nameOf: (id: string) => string;
  /** The filters of the pair's lists. */
  readonly query: readonly (readonly [string, string])[];
}

/** A part of the page under a heading. */
export const section = (id: string, name: string, ...kids: Kids[]) =>
  el("section", { "aria-labelledby": id }, el("h2", { id }, name), kids);

/** One section; none where there is nothing. */
export function visitsNode({ view, data, nameOf }: Made): Node | null {
  if (data.visits.length === 0) return null;
  const { lang } = view;
  const t = SAYS[lang];
  const state = (id: string | null) => (id === null ? none(lang) : nameOf(id));
  const edge = (one: EventSummary | null) =>
    one === null
      ? "–"
      : el(
          "a",
          { href: recordAt(view, "events", one.id) },
          one.date === null ? none(lang) : dateWords(one.date.edtf, lang),
        );
  const heads = [
    [t.fromState],
    [t.toState],
    [t.rank],
    [t.heldShort, "n"],
    [t.aheadShort, "n"],
    [t.firstShort],
    [t.lastShort],
  ] as const;
  const rows = data.visits.map(({ visitor, host, rank, held, ahead, first, last }) =>
    el(
      "tr",
      null,
      el("td", null, state(visitor)),
      el("td", null, state(host)),
      el("td", null, rank === null ? none(lang) : termWords("events/rank", rank, lang)),
      el("td", { class: "n" }, held || "–"),
      el("td", { class: "n" }, ahead || "–"),
      el("td", null, edge(first)),
      el("td", null, edge(last)),
    ),
  );
  const head = heads.map(([words, look]) =>
    el("th", look === undefined ? { scope: "col" } : { scope: "col", class: look }, words),
  );
  return section(
    "h-visits",
    t.visits,
    el(
      "div",
      { class: "scroll", tabIndex: 0, role: "group", "aria-labelledby": "h-visits" },
      el("table", null, el("thead", null, el("tr", null, head)), el("tbody", null, rows)),
    ),
  );
}

/** One section; none where there is nothing. */
export function linesNode(
  { view }: Made,
  id: string,
  name: string,
  items: readonly EventSummary[],
  count: number,
): Node | null {
  if (items.length === 0) return null;
  const { lang } = view;
  const lines = items.map((one) =>
    el(
      "li",
      null,
      el("a", { href: recordAt(view, "events", one.id) }, isolated(wordsIn(one.title, lang))),
      el(
        "span",
        { class: "soft small" },
        ` ${[one.date === null ? null : dateWords(one.date.edtf, lang), statusWords(one, lang)].filter((part) => part !== null).join(" · ")}`,
      ),
    ),
  );
  const more = count > items.length ? el("p", { class: "soft small" }, `+${count - items.length}`) : null;
  return section(id, name, el("ul", { class: "plain" }, lines), more);
}

/** One section; none where there is nothing. */
export function peopleNode({ view, data }: Made): Node | null {
  const { items } = data.people;
  if (items.length === 0) return null;
  const { lang } = view;
  const t = SAYS[lang];
  const lines = items.map(({ persons, names, count, last }) => {
    const links = persons.map((id) =>
      el(
        "a",
        { href: recordAt(view, "participants", id) },
        isolated(wordsIn((names[id] ?? null) as LanguageMap | null, lang) ?? id),
      ),
    );
    const when = last?.date == null ? "" : `, ${t.lastly} ${dateWords(last.date.edtf, lang)}`;
    return el(
      "li",
      null,
      join(links, t.and),
      el("span", { class: "soft small" }, ` ${plural(count, t.times, lang)}${when}`),
    );
  });
  return section("h-people", t.people, el("ul", { class: "plain" }, lines));
}

/** One section; none where there is nothing. */
export function figuresNode({ view, data }: Made, claimedBy: (id: string | null) => string | null): Node | null {
  const { items } = data.figures;
  if (items.length === 0) return null;
  const { lang } = view;
  const t = SAYS[lang];
  // Money first, places in a series last.
  const rank = (kind: string) => ["money", "count", "percentage", "duration", "year", "ordinal"].indexOf(kind);
  const rows = [...items]
    .sort((a, b) => rank(a.kind) - rank(b.kind))
    .map((figure) =>
      el(
        "tr",
        null,
        el(
          "td",
          { class: "m" },
          el(
            "a",
            { href: recordAt(view, "figures", figure.id) },
            amountWords({ ...figure, scale: scaleOf(figure.value) }, lang),
          ),
        ),
        el("td", null, wordsIn(figure.measure, lang), ": ", isolated(wordsIn(figure.subject, lang))),
        el("td", null, claimedBy(figure.claimant) ?? none(lang)),
        el("td", null, figure.asOf === null ? none(lang) : dateWords(figure.asOf.edtf, lang)),
      ),
    );
  const head = [t.figure, t.what, t.claimed, t.asOf].map((words) => el("th", { scope: "col" }, words));
  return section(
    "h-figures",
    t.figures,
    el(
      "div",
      { class: "scroll", tabIndex: 0, role: "group", "aria-labelledby": "h-figures" },
      el("table", null, el("thead", null, el("tr", null, head)), el("tbody", null, rows)),
    ),
  );
}

/** The scale by which a round number is said; the line of a figure does not carry the word of its source. */
function scaleOf(value: string | null): Figure["scale"] {
  const zeros = /0*$/.exec(value ?? "")?.[0].length ?? 0;
  const digits = value?.length ?? 0;
  if (digits > 12 && zeros >= 9) return "trillion";
  if (digits > 9 && zeros >= 6) return "billion";
  return digits > 6 && zeros >= 3 ? "million" : null;
}
