// Ledes: one sentence that says a record, under its heading.
import { wordsIn } from "../../formats/labels.ts";
import type { Related } from "../../formats/related.ts";
import { dateWords } from "../../formats/words/dates.ts";
import { named } from "../../formats/words/values.ts";
import type { Records } from "../../model/bundle.ts";
import type { Collection } from "../../model/ids.ts";
import { all, el, join, type Kids, type Node } from "./el.ts";
import type { View } from "./links.ts";
import { isolated, valueNode } from "./marks.ts";
import { statusWords } from "./naming.ts";

type Writers = {
  readonly [C in Exclude<Collection, "sources">]: (view: View, record: Records[C], related: Related) => Kids;
};

const SAYS = {
  en: {
    says: " says ",
    named: "It reads ",
    asOf: "as of",
    sum: "It may be summed with like figures.",
    noSum: "It may not be summed with others.",
    member: "state:",
    also: "also",
    inside: "in",
    noDate: "date not stated",
  },
  ru: {
    says: " называет ",
    named: "Написано ",
    asOf: "на",
    sum: "Можно складывать с подобными.",
    noSum: "Складывать с другими нельзя.",
    member: "государство:",
    also: "также",
    inside: "находится в:",
    noDate: "дата не названа",
  },
} as const;

/** Most other names that are told. */
const NAMES_MOST = 12;

function aliases(
  names: Readonly<Record<string, string>>,
  others: Readonly<Record<string, readonly string[]>>,
  view: View,
) {
  const own = wordsIn(names, view.lang);
  const rest = [
    ...Object.entries(names),
    ...Object.entries(others).flatMap(([tag, list]) => list.map((one) => [tag, one] as const)),
  ];
  const seen = new Set([own]);
  const told = rest.filter(([, name]) => !seen.has(name) && seen.add(name));
  if (told.length === 0) return null;
  const shown = told.slice(0, NAMES_MOST).map(([tag, name]) => isolated(name, tag === "und" ? undefined : tag));
  return all(`${SAYS[view.lang].also} `, join(shown, ", "), told.length > NAMES_MOST ? " …" : null);
}

const WRITERS: Writers = {
  events(view, event, related) {
    const { lang } = view;
    const place = event.venue === null ? null : valueNode(view, [named("venues", event.venue, related, lang)]);
    const day = event.date === null ? SAYS[lang].noDate : dateWords(event.date.edtf, lang);
    const facts = [day, place, statusWords(event, lang)].filter((one) => one !== null);
    const summary = wordsIn(event.summary, lang) ?? wordsIn(event.description, lang);
    return all(
      summary === null ? null : all(isolated(summary), " "),
      el("span", { class: "facts" }, join(facts, " · ")),
    );
  },
  quotes(view, quote, related) {
    const { lang } = view;
    const who = quote.speaker === null ? null : valueNode(view, [named("participants", quote.speaker, related, lang)]);
    const office = wordsIn(quote.office, lang);
    const day = quote.date === null ? SAYS[lang].noDate : dateWords(quote.date.edtf, lang);
    return join(
      [who, office, day].filter((one) => one !== null),
      ", ",
    );
  },
  figures(view, figure, related) {
    const { lang } = view;
    const t = SAYS[lang];
    const { claimant, raw, subject, asOf, additive, additiveNote } = figure;
    const who =
      claimant === null ? t.named : all(valueNode(view, [named("participants", claimant, related, lang)]), t.says);
    const day = asOf === null ? "" : `, ${t.asOf} ${dateWords(asOf.edtf, lang)}`;
    const note = wordsIn(additiveNote, lang);
    const sum = additive ? t.sum : t.noSum;
    return all(
      all(who, el("q", null, raw), `: ${wordsIn(subject, lang)}${day}. ${sum} `),
      note === null ? null : el("span", { class: "soft" }, note),
    );
  },
  participants(view, { names, aliases: others, country, id, offices }, related) {
    const { lang } = view;
    const office = offices.map(({ title }) => wordsIn(title, lang)).filter((one) => one !== null);
    const state =
      country === null || country === id
        ? null
        : all(`${SAYS[lang].member} `, valueNode(view, [named("participants", country, related, lang)]));
    return join(
      [...office.slice(0, 4), state, aliases(names, others, view)].filter((one) => one !== null),
      "; ",
    );
  },
  venues(view, { names, aliases: others, within }, related) {
    const { lang } = view;
    const inside =
      within === null ? null : all(`${SAYS[lang].inside} `, valueNode(view, [named("venues", within, related, lang)]));
    return join(
      [inside, aliases(names, others, view)].filter((one) => one !== null),
      "; ",
    );
  },
};

/** The paragraph under the heading of a record. */
export function ledeOf<C extends Exclude<Collection, "sources">>(
  view: View,
  collection: C,
  record: Records[Collection],
  related: Related,
): Node {
  return el("p", { class: "lede" }, WRITERS[collection](view, record as Records[C], related));
}
