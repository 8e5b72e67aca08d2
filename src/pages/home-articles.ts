// The articles of the home page: the latest of them, with what was read out of each and a quote of the first.
import { plural } from "../formats/words/amounts.ts";
import { dateWords } from "../formats/words/dates.ts";
import { named, shortened } from "../formats/words/values.ts";
import type { AnyRecord, Records } from "../model/bundle.ts";
import type { Collection } from "../model/ids.ts";
import { criteriaOf, type ParameterValues } from "../query/list-query.ts";
import type { ListPlan } from "../query/plan.ts";
import type { RouteContext } from "../routes/answer/envelope.ts";
import { relatedTo } from "../routes/answer/excerpts.ts";
import { groups } from "../store/count/groups.ts";
import type { Reader } from "../store/plan/bounded.ts";
import { planFor } from "../store/plan/probe.ts";
import { page } from "../store/read/pages.ts";
import { el, type Node } from "./parts/el.ts";
import { pageAt, recordAt, type View } from "./parts/links.ts";
import { isolated } from "./parts/marks.ts";

/** Articles that are shown, and sources that are read to find them. */
const ARTICLES = 3;
const READ = 12;

const SAYS = {
  en: {
    articles: "Articles, value by value",
    allArticles: "All articles",
    read: (events: string, quotes: string, figures: string) =>
      `${events}, ${quotes} and ${figures} were read out of it.`,
    translated: "The project’s translation.",
  },
  ru: {
    articles: "Статьи, значение за значением",
    allArticles: "Все статьи",
    read: (events: string, quotes: string, figures: string) => `Из неё прочитано: ${events}, ${quotes}, ${figures}.`,
    translated: "Перевод проекта.",
  },
} as const;

/** The first records of a list, newest first. */
async function few(
  database: Reader,
  collection: Collection,
  values: object,
  key: ListPlan["sort"]["key"],
  limit: number,
): Promise<AnyRecord[]> {
  const criteria = criteriaOf(collection, values as ParameterValues);
  const sort = { key, descending: true };
  const list = { criteria, sort, limit, after: null, sample: null, count: "none" as const, fingerprint: "" };
  const { docs } = await page(database, list, await planFor(database, criteria));
  return docs.map((doc) => JSON.parse(doc) as AnyRecord);
}

const only = (value: string) => [{ not: false, values: [value] }];

/** The articles; none where none is coded. */
export async function articlesNode({ database }: RouteContext, view: View): Promise<Node | null> {
  const { lang } = view;
  const t = SAYS[lang];
  // Articles, readouts, transcripts and statements alike: whatever was coded has its text on record.
  const sources = (await few(database, "sources", {}, "updated", READ)) as Records["sources"][];
  const articles = sources.filter(({ text }) => text !== null).slice(0, ARTICLES);
  if (articles.length === 0) return null;
  const features: Node[] = [];
  for (const [at, article] of articles.entries()) {
    const quotes =
      at > 0
        ? []
        : ((await few(
            database,
            "quotes",
            { source: only(article.id), mode: only("direct") },
            "date",
            1,
          )) as Records["quotes"][]);
    const kept = [
      ...quotes.map((record) => ({ collection: "quotes" as const, record })),
      { collection: "sources" as const, record: article },
    ];
    const related = await relatedTo(database, kept);
    const by = article.publisher === null ? "" : `${named("participants", article.publisher, related, lang).text}. `;
    const quote = quotes[0];
    const speaker = quote?.speaker == null ? "" : named("participants", quote.speaker, related, lang).text;
    const day = quote?.date == null ? "" : `, ${dateWords(quote.date.edtf, lang)}`;
    const translation = quote?.translations[lang]?.text;
    features.push(
      el(
        "div",
        { class: "feature" },
        el(
          "div",
          null,
          el(
            "h3",
            { class: "fh", lang: article.language ?? undefined },
            el("a", { href: recordAt(view, "sources", article.id) }, article.headline ?? article.id),
          ),
          el("p", { class: "soft" }, by, await readOut(database, view, article.id)),
        ),
        quote === undefined
          ? null
          : el(
              "blockquote",
              { class: "said" },
              el(
                "p",
                { lang: translation === undefined ? quote.language : lang },
                isolated(shortened(translation ?? quote.text, 260)),
              ),
              el(
                "footer",
                null,
                el("a", { href: recordAt(view, "quotes", quote.id) }, speaker),
                day,
                translation === undefined ? null : `. ${t.translated}`,
              ),
            ),
      ),
    );
  }
  return el(
    "section",
    { "aria-labelledby": "h-new" },
    el("h2", { id: "h-new" }, t.articles),
    features,
    el("p", { class: "small" }, el("a", { href: pageAt(view, "/sources") }, t.allArticles)),
  );
}

/** "12 events, 4 quotes and 8 figures were read out of it." */
async function readOut(database: Reader, view: View, source: string): Promise<string> {
  const { lang } = view;
  const counted = async (collection: "events" | "quotes" | "figures", forms: string) => {
    const criteria = criteriaOf(collection, { source: only(source) } as unknown as ParameterValues);
    const found = await groups(database, await planFor(database, criteria), ["dataset"], { sort: "key", limit: null });
    return plural(
      found.groups.reduce((sum, { count }) => sum + count, 0),
      forms,
      lang,
    );
  };
  const forms =
    lang === "en"
      ? ["event|events", "quote|quotes", "figure|figures"]
      : ["событие|события|событий", "цитата|цитаты|цитат", "цифра|цифры|цифр"];
  const [events = "", quotes = "", figures = ""] = forms;
  return SAYS[lang].read(
    await counted("events", events),
    await counted("quotes", quotes),
    await counted("figures", figures),
  );
}
