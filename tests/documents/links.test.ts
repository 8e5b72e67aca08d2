// Documents: links lead to files and headings, generated pages are fresh, and the README stays short.
import { existsSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, test } from "vitest";
import { SETTINGS } from "../../src/config.ts";
import { IMPORTERS } from "../../src/intake/importers.ts";
import type { Results } from "../bench/results.ts";
import { generatedPages } from "./generated.ts";
import { anchorsOf, blocksOf, DOCUMENTS, linksOf, proseOf, tableOf, textOf } from "./markdown.ts";

/** The links of a document that lead nowhere; other documents are read as they are in the project. */
function brokenLinks(document: string, markdown: string): string[] {
  return linksOf(markdown).filter((target) => {
    if (/^https?:/.test(target)) return false;
    const [path = "", anchor] = target.split("#");
    const file = posix.join(posix.dirname(document), path);
    if (path !== "" && !existsSync(file)) return true;
    return anchor !== undefined && !anchorsOf(path === "" ? markdown : textOf(file)).includes(anchor);
  });
}

/** The paths in the project that a document names. */
function pathsIn(markdown: string): string[] {
  const named = proseOf(markdown).matchAll(/`((?:src|tests|data|docs|openapi|\.ci)\/[\w./-]+)`/g);
  return [...named].map(([, path = ""]) => path);
}

describe("links and paths", () => {
  test.each(DOCUMENTS)("%s: every relative link leads to a file and a heading that exist", (document) => {
    expect(brokenLinks(document, textOf(document))).toEqual([]);
  });
  test("a link to a missing file, a missing heading here or elsewhere is noticed", () => {
    const markdown = "# One\n[a](#one) [b](#two) [c](api.md#errors) [d](api.md#nothing) [e](none.md) [f](../LICENSE)\n";
    expect(brokenLinks("docs/page.md", markdown)).toEqual(["#two", "api.md#nothing", "none.md"]);
  });
  test.each(DOCUMENTS)("%s: every path of the project that it names exists", (document) => {
    expect(pathsIn(textOf(document)).filter((path) => !existsSync(path))).toEqual([]);
  });
  test("a path of the project is read from its code marks, a pattern or an example is not", () => {
    const markdown =
      "`src/gone.ts` `data` `openapi/openapi.json` `docs/*.md` `src/<room>/a.ts` `npm run docs` src/a.ts\n";
    expect(pathsIn(markdown)).toEqual(["src/gone.ts", "openapi/openapi.json"]);
  });
  test("README.md links to every document", () => {
    const linked = linksOf(textOf("README.md"));
    expect(DOCUMENTS.filter((document) => document !== "README.md" && !linked.includes(document))).toEqual([]);
  });
  test.each(DOCUMENTS.filter((document) => document.startsWith("docs/")))(
    "%s: the list of contents, where there is one, names every section once, in order",
    (document) => {
      const markdown = textOf(document);
      const listed = [...markdown.matchAll(/^- \[.*?\]\(#(.*?)\)$/gm)].map(([, anchor]) => anchor);
      const sections = anchorsOf(markdown.replace(/^#{3,} .*$/gm, "")).slice(1);
      if (listed.length > 0) expect(listed).toEqual(sections);
    },
  );
});

test("README.md has 6 to 8 kB: what does not fit belongs in docs", () => {
  const { length } = readFileSync("README.md");
  expect(length).toBeGreaterThanOrEqual(6_000);
  expect(length).toBeLessThanOrEqual(8_000);
});

describe("generated pages", () => {
  const results = JSON.parse(readFileSync("tests/bench/results.json", "utf8")) as Results;
  const pages = generatedPages(results);

  test.each([...pages.keys()])("%s is what its sources generate", (path) => {
    expect(textOf(path) === pages.get(path), 'stale: run "npm run docs"').toBe(true);
  });
  test("docs/benchmarks.md changes with the results", () => {
    const other = generatedPages({ ...results, day: "1970-01-01" }).get("docs/benchmarks.md");
    expect(other).not.toBe(pages.get("docs/benchmarks.md"));
  });
});

test("docs/importing.md has a row for each importer", () => {
  const rows = tableOf(textOf("docs/importing.md"), "importer", "reads", "files") ?? [];
  expect(rows.map(([name]) => name)).toEqual(IMPORTERS.map(({ name }) => name));
});

test("docs/operations.md: every setting it names exists", () => {
  const text = proseOf(textOf("docs/operations.md"));
  const named = [...text.matchAll(/`([A-Z]+(?:_[A-Z]+)*)(?:=[^`]*)?`/g)].map(([, name = ""]) => name);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !(name in SETTINGS))).toEqual([]);
});

test("markdown: tables, code blocks and anchors are read", () => {
  const markdown = "# A `b` — c\n\n| x | y |\n|---|---|\n| `1` | 2 |\n\n```sh\n# no heading\nls\n```\n\n## A b  c\n";
  expect(tableOf(markdown, "x", "y")).toEqual([["1", "2"]]);
  expect(tableOf(markdown, "x")).toBeNull();
  expect(blocksOf(markdown)).toEqual([{ language: "sh", text: "# no heading\nls\n" }]);
  expect(anchorsOf(markdown)).toEqual(["a-b--c", "a-b--c-1"]);
});
