// Faults as pages: what a problem says, for people who came with a browser.
import { HTML_TYPE } from "../formats/choose.ts";
import type { Problem } from "../formats/problem.ts";
import { pageAnswer, viewOf } from "./answer.ts";
import { all, el } from "./parts/el.ts";
import { apiAt, pageAt } from "./parts/links.ts";
import { kicker } from "./parts/marks.ts";

/** A problem as a page: its type, its text and its headers. */
export interface FaultPage {
  readonly type: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

const SAYS = {
  en: {
    faults: "What is wrong",
    home: "Begin at the home page",
    search: "Search the records",
    moved: "It is here now",
  },
  ru: {
    faults: "Что не так",
    home: "Начать с главной страницы",
    search: "Искать в записях",
    moved: "Теперь это здесь",
  },
} as const;

/** Makes pages of problems; `url` is what was asked for, `location` where it has gone. */
export function faultPages(base: string) {
  return (problem: Problem, url: string, location?: string): FaultPage => {
    const view = viewOf(base, url);
    const t = SAYS[view.lang];
    const { status, title, detail, errors } = problem;
    const faults = errors.map(({ parameter, detail: what }) =>
      el("li", null, parameter === null ? null : all(el("code", null, parameter), " "), what),
    );
    const answer = pageAnswer(view, {
      title,
      description: detail,
      json: apiAt(view, ""),
      isHidden: true,
      body: el(
        "div",
        { class: "head" },
        kicker(String(status)),
        el("h1", null, title),
        el("p", { class: "lede" }, detail),
        location === undefined ? null : el("p", null, el("a", { href: location }, t.moved)),
        faults.length === 0 ? null : all(el("h2", null, t.faults), el("ul", { class: "plain faults" }, faults)),
        el(
          "p",
          null,
          el("a", { href: pageAt(view, "/") }, t.home),
          " · ",
          el("a", { href: pageAt(view, "/search") }, t.search),
        ),
      ),
    });
    return { type: HTML_TYPE, body: answer.body as string, headers: answer.headers ?? {} };
  };
}
