// Rows: what the table of each collection shows of a record.
//
// Columns that are asked for by name are those of the CSV. Where one of ours says the same, it is shown as ours is.
import { type Lang, wordsIn } from "../formats/labels.ts";
import type { Related } from "../formats/related.ts";
import { amountWords } from "../formats/words/amounts.ts";
import { cellPieces } from "../formats/words/cells.ts";
import { columnWords } from "../formats/words/columns.ts";
import { dateWords } from "../formats/words/dates.ts";
import { named, nameOf, shortened, termWords, valuePieces } from "../formats/words/values.ts";
import type { Records } from "../model/bundle.ts";
import type { Collection } from "../model/ids.ts";
import { SORTS } from "../query/filters.ts";
import { inTurns } from "../turns.ts";
import { namesNode } from "./beside.ts";
import { all, el, type Kids, type Node } from "./parts/el.ts";
import { recordAt, type View, withQuery } from "./parts/links.ts";
import { isolated, none, valueNode } from "./parts/marks.ts";
import { lower, statusWords } from "./parts/naming.ts";

/**
 * A column: its words, the columns of the CSV that say the same, the sort that it stands for, what it shows, and its
 * class (`m` is the main one).
 */
interface Column<C extends Collection> {
  readonly words: readonly [en: string, ru: string];
  readonly csv: readonly string[];
  /** Whether it leaves out some of what the CSV says. */
  readonly isBrief?: true;
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
    {
      words: ["Date", "Дата"],
      csv: ["dateEdtf"],
      sort: "date",
      class: "d",
      cell: ({ lang }, { date }) => day(date, lang),
    },
    {
      words: ["Event", "Событие"],
      csv: ["title"],
      class: "m",
      cell: (view, event) => {
        const title = isolated(wordsIn(event.title, view.lang) ?? event.id);
        const status = event.status === "occurred" ? null : soft(` ${statusWords(event, view.lang)}`);
        return all(link(view, "events", event.id, title), status);
      },
    },
    {
      words: ["States", "Государства"],
      csv: ["countryNames"],
      cell: (view, { countries }, related) => namesNode(view, "participants", countries, related, STATES_MOST),
    },
    {
      words: ["Place", "Место"],
      csv: ["venueName"],
      cell: (view, { venue }, related) => one(view, "venues", venue, related),
    },
    {
      words: ["Type", "Тип"],
      csv: ["type", "rank"],
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
      csv: ["name"],
      sort: "id",
      class: "m",
      cell: (view, record) =>
        link(view, "participants", record.id, isolated(wordsIn(record.names, view.lang) ?? record.id)),
    },
    { words: ["Kind", "Вид"], csv: ["kind"], cell: ({ lang }, { kind }) => termWords("participants/kind", kind, lang) },
    {
      words: ["State", "Государство"],
      csv: ["countryName"],
      isBrief: true,
      cell: (view, { country, id }, related) => (country === id ? "" : one(view, "participants", country, related)),
    },
    {
      words: ["Office", "Должность"],
      csv: ["offices"],
      isBrief: true,
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
      csv: ["name"],
      sort: "id",
      class: "m",
      cell: (view, record) => link(view, "venues", record.id, isolated(wordsIn(record.names, view.lang) ?? record.id)),
    },
    { words: ["Kind", "Вид"], csv: ["kind"], cell: ({ lang }, { kind }) => termWords("venues/kind", kind, lang) },
    {
      words: ["Within", "Внутри"],
      csv: ["withinName"],
      cell: (view, { within }, related) => (within === null ? "" : one(view, "venues", within, related)),
    },
    {
      words: ["State", "Государство"],
      csv: ["countryName"],
      cell: (view, { country }, related) => one(view, "participants", country, related),
    },
  ],
  quotes: [
    {
      words: ["Date", "Дата"],
      csv: ["dateEdtf"],
      sort: "date",
      class: "d",
      cell: ({ lang }, { date }) => day(date, lang),
    },
    {
      words: ["Words", "Слова"],
      csv: ["text", "translation"],
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
      csv: ["speakerName"],
      cell: (view, { speaker }, related) => one(view, "participants", speaker, related),
    },
    { words: ["Speech", "Речь"], csv: ["mode"], cell: ({ lang }, { mode }) => termWords("quotes/mode", mode, lang) },
  ],
  figures: [
    {
      words: ["As of", "На день"],
      csv: ["asOfEdtf"],
      sort: "date",
      class: "d",
      cell: ({ lang }, { asOf }) => day(asOf, lang),
    },
    {
      words: ["Figure", "Цифра"],
      csv: ["value", "unit", "currency"],
      sort: "value",
      class: "m",
      cell: (view, figure) => link(view, "figures", figure.id, amountWords(figure, view.lang)),
    },
    {
      words: ["Of what", "Чего"],
      csv: ["measure", "subject"],
      cell: ({ lang }, { measure, subject }) => all(wordsIn(measure, lang), ": ", isolated(wordsIn(subject, lang))),
    },
    {
      words: ["Claimed by", "Кто называет"],
      csv: ["claimantName"],
      cell: (view, { claimant }, related) => one(view, "participants", claimant, related),
    },
  ],
  sources: [
    {
      words: ["Headline", "Заголовок"],
      csv: ["headline"],
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
      csv: ["kind"],
      cell: ({ lang }, { kind }) => (kind === null ? null : termWords("sources/kind", kind, lang)),
    },
    {
      words: ["Publisher", "Издатель"],
      csv: ["publisherName"],
      cell: (view, { publisher }, related) => one(view, "participants", publisher, related),
    },
    {
      words: ["Published", "Опубликовано"],
      csv: ["publishedEdtf"],
      class: "d",
      cell: ({ lang }, { published }) => day(published, lang),
    },
    {
      words: ["Language", "Язык"],
      csv: ["language"],
      cell: (view, record, related) =>
        valueNode(view, valuePieces({ collection: "sources", record, related, lang: view.lang }, "/language")),
    },
  ],
};

/** The columns of the CSV that say what the table shows where none are chosen. */
export const usualColumns = (collection: Collection): string[] => COLUMNS[collection].flatMap(({ csv }) => csv);

/** A column of the CSV: as ours is, where one of ours says the same and no more; else with what the file has. */
function columnFor<C extends Collection>(collection: C, name: string): Column<C> {
  const words = [columnWords(name, "en") ?? name, columnWords(name, "ru") ?? name] as const;
  const usual = COLUMNS[collection] as readonly Column<C>[];
  const same = usual.find(({ csv, isBrief }) => csv.join() === name && isBrief !== true);
  if (same !== undefined) return { ...same, words };
  const sort = SORTS[collection].find((key) => key === name);
  return {
    words,
    csv: [name],
    ...(sort === undefined ? {} : { sort }),
    cell: (view, record, related) => {
      const pieces = cellPieces({ collection, record, related, lang: view.lang }, name);
      return pieces.length === 0 ? null : valueNode(view, pieces);
    },
  };
}

const SCROLLED = { en: "Rows of the chosen columns", ru: "Строки выбранных столбцов" } as const;

/** The table of a list, of the usual columns or of those `chosen`; one that can be sorted by links to its order, and back. */
export async function tableNode<C extends Collection>(
  view: View,
  collection: C,
  records: readonly Records[C][],
  related: Related,
  sort: string | null,
  chosen: readonly string[] | null,
): Promise<Node> {
  const usual = COLUMNS[collection] as readonly Column<C>[];
  const columns = chosen === null ? usual : chosen.map((name) => columnFor(collection, name));
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
  const body = await inTurns(records, (record) =>
    el(
      "tr",
      null,
      columns.map((column) => {
        // On narrow screens the heads are out of sight, and a choice of columns is not known by its looks.
        const words = chosen === null ? undefined : column.words[at];
        return el("td", { class: column.class, "data-words": words }, column.cell(view, record, related));
      }),
    ),
  );
  const isChosen = chosen !== null;
  const table = el(
    "table",
    { class: isChosen ? "stack chosen" : "stack" },
    el("thead", null, el("tr", null, head)),
    el("tbody", null, body),
  );
  if (!isChosen) return table;
  return el("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": SCROLLED[view.lang] }, table);
}
