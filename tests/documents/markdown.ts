// Markdown: the documents of the project, and what a test reads from one: code blocks, tables, headings, links.
import { readdirSync, readFileSync } from "node:fs";

/** The documents that explain the program to its users, which are tested with a running server. */
export const GUIDES: readonly string[] = ["README.md", ...readdirSync("docs").map((name) => `docs/${name}`)];
export const DOCUMENTS: readonly string[] = [...GUIDES, "DECISIONS.md", "CHANGELOG.md", "data/README.md"];

export const textOf = (document: string): string => readFileSync(document, "utf8");

export interface Block {
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks, in order. */
export function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = "", text = ""]) => ({
    language,
    text,
  }));
}

/** Everything that is not in a fenced block. */
export function proseOf(markdown: string): string {
  return markdown.replace(/^ *```\w+\n[\s\S]*?^ *```$/gm, "");
}

/** The rows of the table under these column names, cells without code marks; null where there is no such table. */
export function tableOf(markdown: string, ...columns: string[]): string[][] | null {
  const lines = proseOf(markdown).split("\n");
  const head = lines.indexOf(`| ${columns.join(" | ")} |`);
  if (head === -1) return null;
  const rows = lines.slice(head + 2);
  const end = rows.findIndex((line) => !line.startsWith("|"));
  return rows.slice(0, end === -1 ? undefined : end).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim().replace(/^`([^`]*)`$/, "$1")),
  );
}

/** The anchors of the headings, as GitHub makes them: a heading that occurs again gets a number. */
export function anchorsOf(markdown: string): string[] {
  const seen = new Map<string, number>();
  return [...proseOf(markdown).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => {
    const slug = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, "")
      .replaceAll(" ", "-");
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return before === 0 ? slug : `${slug}-${before}`;
  });
}

/** The targets of links and pictures, as written. */
export function linksOf(markdown: string): string[] {
  return [...proseOf(markdown).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
}
