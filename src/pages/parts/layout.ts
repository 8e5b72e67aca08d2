// Layout: what every page has: the head, the bar, the foot with the page's other forms.
import type { Lang } from "../../formats/labels.ts";
import { all, documentText, el, join, jsonScript, type Kids, type Node } from "./el.ts";
import { fileAt, pageAt, type View } from "./links.ts";
import { UI } from "./words.ts";

/** Another form of what a page shows. */
export interface Form {
  readonly name: string;
  readonly href: string;
  readonly type: string;
}

export interface Shell {
  readonly title: string;
  readonly description: string;
  /** The JSON of the page, and its other forms. */
  readonly json: string;
  readonly forms?: readonly Form[];
  readonly body: Kids;
  /** The version of the data; none where a page has no data. */
  readonly version?: string;
  readonly isWide?: boolean;
  /** The section of the bar that the page is in. */
  readonly current?: string;
  /** What machines are told of the page, as JSON-LD. */
  readonly ld?: unknown;
  /** The module that improves the page. */
  readonly script?: "article.js";
  /** Whether search engines should leave it alone. */
  readonly isHidden?: boolean;
}

/** The addresses of files under which they may be kept for ever, by name. */
export type Assets = Readonly<Record<string, string>>;

const NAME = "Communiqué";

const SECTIONS = [
  ["events", "/events", "events"],
  ["sources", "/sources", "articles"],
  ["participants", "/participants", "people"],
  ["dyads", "/dyads", "pairs"],
  ["timeline", "/timeline", "timeline"],
  ["map", "/map", "map"],
  ["search", "/search", "search"],
] as const;

/** The page as a text. */
export function pageText(view: View, assets: Assets, shell: Shell): string {
  const { lang } = view;
  const t = UI[lang];
  const forms = [{ name: "JSON", href: shell.json, type: "application/json" }, ...(shell.forms ?? [])];
  return documentText(
    el(
      "html",
      { lang },
      headOf(view, assets, shell, forms),
      el(
        "body",
        shell.isWide === true ? { class: "wide" } : null,
        el("a", { class: "skip", href: "#main" }, t.skip),
        barOf(view, shell.current),
        el("main", { id: "main", tabIndex: -1 }, shell.body),
        footOf(view, shell.version, forms),
      ),
    ),
  );
}

function headOf(view: View, assets: Assets, shell: Shell, forms: readonly Form[]): Node {
  const { path, query } = view;
  const title = shell.title === NAME ? NAME : `${shell.title} — ${NAME}`;
  const spoken = (one: Lang) => ({
    rel: "alternate",
    hreflang: one,
    href: pageAt({ ...view, lang: one }, path, query),
  });
  return el(
    "head",
    null,
    el("meta", { charset: "utf-8" }),
    el("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    el("meta", { name: "color-scheme", content: "light dark" }),
    el("title", null, title),
    el("meta", { name: "description", content: shell.description }),
    shell.isHidden === true ? el("meta", { name: "robots", content: "noindex" }) : null,
    el("link", { rel: "stylesheet", href: fileAt(view, assets["site.css"] ?? "") }),
    el("link", { rel: "icon", href: fileAt(view, "/favicon.ico"), type: "image/svg+xml" }),
    forms.map(({ href, type }) => el("link", { rel: "alternate", type, href })),
    el("link", spoken("en")),
    el("link", spoken("ru")),
    shell.ld === undefined ? null : jsonScript("application/ld+json", shell.ld),
    shell.script === undefined ? null : el("script", { type: "module", src: fileAt(view, assets[shell.script] ?? "") }),
  );
}

function barOf(view: View, current: string | undefined): Node {
  const { lang, path, query } = view;
  const t = UI[lang];
  const other = lang === "en" ? "ru" : "en";
  const sections = SECTIONS.map(([id, href, word]) =>
    el("a", { href: pageAt(view, href), "aria-current": current === id ? "page" : undefined }, t[word]),
  );
  return el(
    "header",
    { class: "top" },
    el("a", { class: "word", href: pageAt(view, "/") }, NAME),
    el("nav", { "aria-label": t.sections }, sections, el("a", { href: fileAt(view, "/docs") }, t.api)),
    el(
      "a",
      { class: "lang", lang: other, hreflang: other, href: pageAt({ ...view, lang: other }, path, query) },
      t.other,
    ),
  );
}

function footOf(view: View, version: string | undefined, forms: readonly Form[]): Node {
  const t = UI[view.lang];
  const links = forms.map(({ name, href }) => el("a", { href }, name));
  return el(
    "footer",
    { class: "foot" },
    el("p", null, `${t.also}: `, join(links, " · ")),
    el(
      "p",
      null,
      version === undefined ? null : all(`${t.version} `, el("code", null, version), ". "),
      `${t.terms} `,
      el("a", { href: pageAt(view, "/datasets") }, t.termsLink),
      ".",
    ),
  );
}
