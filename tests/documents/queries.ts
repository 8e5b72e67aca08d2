// Queries of the documents: the requests they show with their answers, and the addresses they name.
import { dataset, event } from "../store/small.ts";
import { blocksOf, proseOf } from "./markdown.ts";

/** Where documents say that the server is. */
export const HERE = "http://127.0.0.1:3000";

/** Imported datasets that addresses in documents ask for. */
export const IMPORTED = ["gdelt", "us-visits"].map((id) =>
  dataset(id, { events: [event(`${id}-1`, { date: "2019-01-21" })] }, "bulk"),
);

export interface Query {
  readonly path: string;
  readonly answer: unknown;
  /** What the answer that is shown has: 200 unless it is a problem. */
  readonly status: number;
}

/** Each block of `curl` with the block of JSON after it, which is its answer. */
export function queriesOf(markdown: string): Query[] {
  const blocks = blocksOf(markdown);
  return blocks.flatMap(({ text }, at) => {
    const path = new RegExp(`^curl -s '${HERE}(/[^']*)'\n$`).exec(text)?.[1];
    if (path === undefined) return [];
    const next = blocks[at + 1];
    const answer = JSON.parse(next?.language === "json" ? next.text : "null");
    return [{ path, answer, status: typeof answer?.status === "number" ? answer.status : 200 }];
  });
}

/** Addresses of a server that are written out anywhere, each once. */
export function writtenOut(markdown: string): string[] {
  const found = [...markdown.matchAll(/http:\/\/127\.0\.0\.1:3000(\/[^\s"'`)>]*)/g)].map(([, path = ""]) => path);
  return [...new Set(found)].filter((path) => path !== SENT_TO);
}

/** Answers what is sent to it alone, and has tests of its own. */
const SENT_TO = "/mcp";

/** Paths that stand in the text as code, each once; not those that leave something out. */
export function namedPaths(markdown: string): string[] {
  const found = [
    ...proseOf(markdown).matchAll(/`(\/(?:v1|docs|openapi|livez|readyz|metrics|problems|\.well-known)[^`\s]*)`/g),
  ];
  return [...new Set(found.map(([, path = ""]) => path))].filter((path) => !/[{<…]/.test(path));
}

/**
 * Whether what a document shows is what the server sends. `…` marks what is left out, and nothing is left out
 * without it: alone it is any value, in a text a piece of it, in a list some elements.
 */
export function shows(shown: unknown, real: unknown): boolean {
  if (shown === "…") return true;
  if (typeof shown === "string" && typeof real === "string") {
    const pieces = shown.split("…").map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${pieces.join("[^]+")}$`).test(real);
  }
  if (Array.isArray(shown) && Array.isArray(real)) {
    const [first, ...rest] = shown;
    if (shown.length === 0) return real.length === 0;
    if (first === "…") return real.some((_, at) => shows(rest, real.slice(at + 1)));
    return real.length > 0 && shows(first, real[0]) && shows(rest, real.slice(1));
  }
  if (isObject(shown) && isObject(real)) {
    const names = Object.keys(shown);
    return (
      names.sort().join() === Object.keys(real).sort().join() && names.every((key) => shows(shown[key], real[key]))
    );
  }
  return shown === real;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
