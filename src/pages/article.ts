// The article page: the text as far as it is served on the left, what was read out of it on the right.
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { wordsIn } from "../formats/labels.ts";
import { countWords, plural } from "../formats/words/amounts.ts";
import { dateWords } from "../formats/words/dates.ts";
import { named, nameOf, termWords } from "../formats/words/values.ts";
import type { Records } from "../model/bundle.ts";
import { strict } from "../query/list-query.ts";
import type { RouteContext } from "../routes/answer/envelope.ts";
import { excerptOf, type ValueOf } from "../routes/answer/excerpts.ts";
import { frameOf } from "../routes/answer/frame.ts";
import { found } from "../routes/answer/lookup.ts";
import { statesIn } from "../routes/answer/state-names.ts";
import { pageRoute } from "./answer.ts";
import { anchorOf, MAIN, type Made, rightOf } from "./article-records.ts";
import { articleWords as SAYS } from "./parts/article-words.ts";
import { cite } from "./parts/cite.ts";
import { all, el, join, type Kids, type Node } from "./parts/el.ts";
import type { Shell } from "./parts/layout.ts";
import { apiAt, isWeb, type View } from "./parts/links.ts";
import { isolated, kicker, legend, unbroken, valueNode } from "./parts/marks.ts";
import { ownCopy } from "./parts/own-copy.ts";
import { type Marked, markedText } from "./parts/text.ts";

export function articlePage(app: FastifyInstance, context: RouteContext): void {
  pageRoute(app, context, {
    path: "/sources/:id",
    params: z.object({ id: z.string() }),
    querystring: strict({}),
    // What is pasted here may go nowhere.
    forms: "none",
    async make(request, view) {
      const { id } = request.params as { id: string };
      const { record, dataset } = await found(context, request, "sources", id, "", "");
      const source = record as Records["sources"];
      const excerpt = await excerptOf(context.database, source);
      const { related } = excerpt;
      const { version, loaded } = await frameOf(context, request, null, `/v1/sources/${source.id}`);
      const values = excerpt.values.map((value) => markedOf(value));
      const quotes = excerpt.values.flatMap(({ record, entry, spans }) => {
        if (entry.path !== "/text" || !("mode" in record)) return [];
        return spans.map(({ start, end }) => ({ start, end, id: record.id, isDirect: record.mode === "direct" }));
      });
      const text = markedText(excerpt.points, source.headline, values, quotes, view.lang);
      const nameOfState = statesIn(context.reference, view.lang).nameOf;
      const made = { view, source, excerpt, related, text, nameOfState };
      const attribution = loaded.find((one) => one.id === dataset)?.attribution ?? dataset;
      return shellOf(made, { version, attribution });
    },
  });
}

function markedOf(value: ValueOf): Marked {
  const { collection, entry, spans } = value;
  return {
    isStated: entry.basis === "stated",
    anchor: anchorOf(value),
    spans,
    isMain: MAIN[collection].test(entry.path),
  };
}

function shellOf(made: Made, { version, attribution }: { version: string; attribution: string }): Shell {
  const { view, source, excerpt, related } = made;
  const { lang } = view;
  const t = SAYS[lang];
  const title = nameOf("sources", source, related, lang);
  const spans = new Set(excerpt.values.flatMap((value) => value.spans.map(({ start, end }) => `${start} ${end}`)));
  const resting = excerpt.values.filter((value) => value.spans.length > 0).length;
  const lead = t.lead(
    plural(resting, t.values, lang),
    plural(spans.size, t.spans, lang),
    plural(excerpt.records.length, t.recs, lang),
  );
  const hasText = source.text !== null;
  return {
    title,
    description: hasText ? lead : title,
    json: apiAt(view, `/sources/${source.id}`),
    forms: [
      { name: t.spansForm, href: apiAt(view, `/sources/${source.id}/spans`), type: "application/json" },
      { name: t.evidence, href: apiAt(view, `/sources/${source.id}/evidence`), type: "application/ld+json" },
      {
        name: "JSON-LD",
        href: apiAt(view, `/sources/${source.id}`, [["format", "jsonld"]]),
        type: "application/ld+json",
      },
    ],
    ...(hasText ? { script: "article.js" as const } : {}),
    version,
    isWide: true,
    current: "sources",
    ld: linkedData(source),
    body: all(
      el(
        "div",
        { class: "head" },
        kicker(
          source.kind === null ? (lang === "en" ? "Source" : "Источник") : termWords("sources/kind", source.kind, lang),
        ),
        el("h1", source.language === null ? null : { lang: source.language }, unbroken(title)),
        el("p", { class: "lede" }, origin(made), hasText ? lead : t.noText),
        legend(lang),
      ),
      el("div", { class: hasText ? "two" : "one" }, hasText ? leftOf(made) : null, rightOf(made)),
      hasText ? apparatus(view) : null,
      cite(view, { key: source.id, title, version, updated: source.updated, attribution }),
    ),
  };
}

function linkedData({ headline, language, id, url }: Records["sources"]) {
  const known = { ...(headline === null ? {} : { headline }), ...(language === null ? {} : { inLanguage: language }) };
  return {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    ...known,
    identifier: id,
    ...(url === null ? {} : { url }),
  };
}

/** Who reports it, after whom, when, and where. */
function origin({ view, source, related }: Made): Kids {
  const { lang } = view;
  const t = SAYS[lang];
  const { publisher, derivedFrom, published, url } = source;
  const by =
    publisher === null ? null : all(`${t.by} `, valueNode(view, [named("participants", publisher, related, lang)]));
  const via = derivedFrom.map((id) => valueNode(view, [named("sources", id, related, lang)]));
  const after = via.length === 0 ? null : all(`${t.via} `, join(via, ", "));
  const day = published === null ? t.day : dateWords(published.edtf, lang);
  const where =
    url === null ? null : isWeb(url) ? el("a", { href: url, rel: "noreferrer external" }, t.original) : isolated(url);
  return all(
    join(
      [by, after, day, where].filter((one) => one !== null),
      ", ",
    ),
    ". ",
  );
}

function leftOf({ view, source, text }: Made): Node {
  const { lang } = view;
  const t = SAYS[lang];
  const length = source.text?.length ?? 0;
  const served = t.served(
    countWords(length - text.hidden, lang),
    plural(text.gaps, t.gaps, lang),
    countWords(text.hidden, lang),
  );
  return el(
    "section",
    { class: "left", "aria-labelledby": "h-text" },
    el("h2", { id: "h-text" }, t.text),
    el("p", { class: "hint", id: "served" }, text.gaps === 0 ? t.servedAll : served, " ", t.shade),
    el(
      "div",
      {
        class: "text",
        id: "text",
        lang: source.language ?? undefined,
        "data-length": length,
        "data-sha": source.text?.sha256,
        "data-whole": t.whole,
      },
      text.nodes,
    ),
    ownCopy(view, source),
  );
}

/** On narrow screens the values of the chosen words come up here. */
function apparatus({ lang }: View): Node {
  const t = SAYS[lang];
  return el("aside", {
    id: "apparatus",
    hidden: true,
    "aria-label": t.foot,
    "data-close": t.close,
    "data-values": wordsIn({ [lang]: t.values }, lang) ?? "",
  });
}
