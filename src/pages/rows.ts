// Rows: what the table of each collection shows of a record.
import { type Lang, wordsIn } from "../formats/labels.ts";
import type { Related } from "../formats/related.ts";
import { amountWords } from "../formats/words/amounts.ts";
import { dateWords } from "../formats/words/dates.ts";
import { named, nameOf, shortened, termWords, valuePieces } from "../formats/words/values.ts";
import type { Records } from "../model/bundle.ts";
import type { Collection } from "../model/ids.ts";
import { namesNode } from "./beside.ts";
import { all, el, type Kids, type Node } from "./parts/el.ts";
import { recordAt, type View, withQuery } from "./parts/links.ts";
import { isolated, none, valueNode } from "./parts/marks.ts";
import { lower, statusWords } from "./parts/naming.ts";

/** A column: its words, the sort that it stands for, what it shows, and its class (`m` is the main one). */
interface Column<C extends Collection> {
  readonly words: readonly [en: string, ru: string];
  readonly sort?: string;
  readonly class?: "d" | "m";
  readonly cell: (view: View, record: Records[C], related: Related) => Kids;
}

const STATES_MOST = 4;

const link = (view: View, collection: Collection, id: string, words: Kids) =>
  el("a", { href: recordAt(view, collection, id) }, words);
const day = (date: { edtf: string } | null, lang: Lang): Kids =>
  date === null ? none(lang) : dateWords(date.edtf, lang);
const one = (view: View, collection: Collection, id: string | null, related: Related): Kids =>
  id === null ? none(view.lang) : valueNode(view, [named(collection, id, related, view.lang)]);
const soft = (words: Kids): Node => el("span", { class: "soft" }, words);

const COLUMNS: { readonly [C in Collection]: readonly Column<C>[] } = {
  events: [
    { words: ["Date", "Дата"], sort: "date", class: "d", cell: ({ lang }, { date }) => day(date, lang) },
    {
      words: ["Event", "Событие"],
      class: "m",
      cell: (view, event) => {
        const title = isolated(wordsIn(event.title, view.lang) ?? event.id);
        const status = event.status === "occurred" ? null : soft(` ${statusWords(event, view.lang)}`);
        return all(link(view, "events", event.id, title), status);
      },
    },
    {
      words: ["States", "Государства"],
      cell: (view, { countries }, related) => namesNode(view, "participants", countries, related, STATES_MOST),
    },
    { words: ["Place", "Место"], cell: (view, { venue }, related) => one(view, "venues", venue, related) },
    {
      words: ["Type", "Тип"],
      cell: ({ lang }, { type, rank }) =>
        all(
          termWords("events/type", type, lang),
          rank === null ? null : soft(`, ${lower(termWords("events/rank", rank, lang))}`),
        ),
    },
  ],
  participants: [
    {
      words: ["Name", "Имя"],
      sort: "id",
      class: "m",
      cell: (view, record) =>
        link(view, "participants", record.id, isolated(wordsIn(record.names, view.lang) ?? record.id)),
    },
    { words: ["Kind", "Вид"], cell: ({ lang }, { kind }) => termWords("participants/kind", kind, lang) },
    {
      words: ["State", "Государство"],
      cell: (view, { country, id }, related) => (country === id ? "" : one(view, "participants", country, related)),
    },
    {
      words: ["Office", "Должность"],
      cell: ({ lang }, { offices }) =>
        offices
          .slice(0, 2)
          .map(({ title }) => wordsIn(title, lang))
          .join(", "),
    },
  ],
  venues: [
    {
      words: ["Name", "Название"],
      sort: "id",
      class: "m",
      cell: (view, record) => link(view, "venues", record.id, isolated(wordsIn(record.names, view.lang) ?? record.id)),
    },
    { words: ["Kind", "Вид"], cell: ({ lang }, { kind }) => termWords("venues/kind", kind, lang) },
    {
      words: ["Within", "Внутри"],
      cell: (view, { within }, related) => (within === null ? "" : one(view, "venues", within, related)),
    },
    {
      words: ["State", "Государство"],
      cell: (view, { country }, related) => one(view, "participants", country, related),
    },
  ],
  quotes: [
    { words: ["Date", "Дата"], sort: "date", class: "d", cell: ({ lang }, { date }) => day(date, lang) },
    {
      words: ["Words", "Слова"],
      class: "m",
      cell: (view, quote) => {
        const translated = quote.translations[view.lang]?.text;
        const words = isolated(
          shortened(translated ?? quote.text),
          translated === undefined ? quote.language : view.lang,
        );
        return link(view, "quotes", quote.id, words);
      },
    },
    {
      words: ["Speaker", "Кто говорит"],
      cell: (view, { speaker }, related) => one(view, "participants", speaker, related),
    },
    { words: ["Speech", "Речь"], cell: ({ lang }, { mode }) => termWords("quotes/mode", mode, lang) },
  ],
  figures: [
    { words: ["As of", "На день"], sort: "date", class: "d", cell: ({ lang }, { asOf }) => day(asOf, lang) },
    {
      words: ["Figure", "Цифра"],
      sort: "value",
      class: "m",
      cell: (view, figure) => link(view, "figures", figure.id, amountWords(figure, view.lang)),
    },
    {
      words: ["Of what", "Чего"],
      cell: ({ lang }, { measure, subject }) => all(wordsIn(measure, lang), ": ", isolated(wordsIn(subject, lang))),
    },
    {
      words: ["Claimed by", "Кто называет"],
      cell: (view, { claimant }, related) => one(view, "participants", claimant, related),
    },
  ],
  sources: [
    {
      words: ["Headline", "Заголовок"],
      class: "m",
      cell: (view, source, related) =>
        link(
          view,
          "sources",
          source.id,
          isolated(nameOf("sources", source, related, view.lang), source.language ?? undefined),
        ),
    },
    {
      words: ["Kind", "Вид"],
      cell: ({ lang }, { kind }) => (kind === null ? null : termWords("sources/kind", kind, lang)),
    },
    {
      words: ["Publisher", "Издатель"],
      cell: (view, { publisher }, related) => one(view, "participants", publisher, related),
    },
    { words: ["Published", "Опубликовано"], class: "d", cell: ({ lang }, { published }) => day(published, lang) },
    {
      words: ["Language", "Язык"],
      cell: (view, record, related) =>
        valueNode(view, valuePieces({ collection: "sources", record, related, lang: view.lang }, "/language")),
    },
  ],
};

/** The table of a list; a column that can be sorted by links to its order, and back. */
export function tableNode<C extends Collection>(
  view: View,
  collection: C,
  records: readonly Records[C][],
  related: Related,
  sort: string | null,
): Node {
  const columns = COLUMNS[collection] as readonly Column<C>[];
  const at = view.lang === "en" ? 0 : 1;
  const head = columns.map(({ words, sort: key }) => {
    if (key === undefined || sort === null) return el("th", { scope: "col" }, words[at]);
    const isUp = sort === key;
    const isDown = sort === `-${key}`;
    const needsUnit = key === "value" && !view.query.some(([name]) => ["kind", "unit", "currency"].includes(name));
    if (needsUnit) return el("th", { scope: "col" }, words[at]);
    const order = isUp ? "ascending" : isDown ? "descending" : "none";
    const arrow = el("span", { class: "arrow", "aria-hidden": "true" }, isUp ? " ↑" : isDown ? " ↓" : "");
    const href = withQuery(view, ["sort"], [["sort", isUp ? `-${key}` : key]]);
    return el("th", { scope: "col", "aria-sort": order }, el("a", { href }, words[at], arrow));
  });
  const body = records.map((record) =>
    el(
      "tr",
      null,
      columns.map((column) =>
        el("td", column.class === undefined ? null : { class: column.class }, column.cell(view, record, related)),
      ),
    ),
  );
  return el("table", { class: "stack" }, el("thead", null, el("tr", null, head)), el("tbody", null, body));
}
