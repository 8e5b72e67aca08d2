// The desk's page: a frame for the text and the lines, which its module fills; nothing of a sheet or a text is markup.
import { readFileSync } from "node:fs";
import { documentText, el } from "../pages/parts/el.ts";

const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M2 3h12v2H2zm0 4h8v2H2zm0 4h12v2H2z" fill="#17508a"/></svg>';
const CSS = "text/css; charset=utf-8";

const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");

/** The files of the page by their names, read once; the style of the pages is used as it is. */
export function assets(): readonly (readonly [string, { type: string; body: string }])[] {
  return [
    ["site.css", { type: CSS, body: read("../pages/assets/site.css") }],
    ["desk.css", { type: CSS, body: read("./assets/desk.css") }],
    ["desk.js", { type: "text/javascript; charset=utf-8", body: read("./assets/desk.js") }],
    ["icon.svg", { type: "image/svg+xml", body: ICON }],
  ];
}

/** What each key does, in the order in which an editor learns them. */
const KEYS = [
  ["a", "accept the line, and go to the next that is undecided"],
  ["x", "reject it: `rejected` in the sheet keeps it"],
  ["e", "correct it; Enter saves, Escape leaves it"],
  ["w", "take the words selected in the text as its evidence; W adds them"],
  ["n", "next undecided line"],
  ["j k", "next and previous line, as the arrow keys"],
  ["A X", "accept or reject all lines of the record"],
  ["m", "merge two events: first on the one that goes, then on the one that stays"],
  ["r", "give the record another id, in all lines that name it"],
  ["i", "add a line to the record"],
  ["z", "take the last step back"],
] as const;

/** The page; the names of the two files are all that it says of them. */
export function pageText({ sheet, text }: { sheet: string; text: string }): string {
  return documentText(
    el(
      "html",
      { lang: "en" },
      el(
        "head",
        null,
        el("meta", { charset: "utf-8" }),
        el("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
        el("meta", { name: "color-scheme", content: "light dark" }),
        el("title", null, `${sheet} — Desk — Communiqué`),
        el("link", { rel: "stylesheet", href: "site.css" }),
        el("link", { rel: "stylesheet", href: "desk.css" }),
        el("link", { rel: "icon", href: "icon.svg", type: "image/svg+xml" }),
        el("script", { type: "module", src: "desk.js" }),
      ),
      el(
        "body",
        { class: "wide desk" },
        el("a", { class: "skip", href: "#lines" }, "Skip to the lines"),
        el("header", { class: "top" }, el("h1", null, sheet), el("p", { class: "soft", id: "progress" }, "…")),
        el(
          "main",
          { id: "main", tabIndex: -1 },
          el("noscript", null, "The desk needs scripts; the sheet can be edited in any editor."),
          el("p", { class: "notice", id: "notice", role: "status" }),
          el(
            "div",
            { class: "two" },
            el(
              "section",
              { class: "left", "aria-labelledby": "h-text" },
              el("h2", { id: "h-text" }, "Text"),
              el("p", { class: "hint", id: "use" }, text),
              el("div", { class: "text whole", id: "text", tabIndex: 0, role: "region", "aria-label": "The words" }),
            ),
            el(
              "section",
              { class: "right", "aria-labelledby": "h-lines" },
              el("h2", { id: "h-lines" }, "Lines"),
              el(
                "details",
                { class: "keys" },
                el("summary", null, "Keys"),
                el(
                  "dl",
                  null,
                  KEYS.map(([key, does]) =>
                    el("div", null, el("dt", null, el("kbd", null, key)), el("dd", null, does)),
                  ),
                ),
              ),
              el("div", { id: "lines", tabIndex: -1 }),
            ),
          ),
        ),
      ),
    ),
  );
}
