// Examples: one real answer for each operation, made by `npm run openapi`, put into the OpenAPI document.
//
// They are kept in a file and not made when the server starts: the document is the same whatever data there is.
import { readFileSync } from "node:fs";

/** Answers by operationId, as JSON. */
export type Examples = Readonly<Record<string, unknown>>;

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Media>> }>>;
}

interface Media {
  example?: unknown;
}

/** The examples that are kept, in the file beside this one. */
export function keptExamples(): Examples {
  return JSON.parse(readFileSync(new URL("./examples.json", import.meta.url), "utf8"));
}

/** Gives each operation its example, in the first of its media types that is JSON. */
export function giveExamples(document: object, examples: Examples): void {
  const { paths } = document as { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };
  for (const { operationId, responses } of Object.values(paths).flatMap((path) => Object.values(path))) {
    const [media] = Object.entries(responses[200]?.content ?? {}).filter(([type]) => /[/+]json\b/.test(type));
    if (media !== undefined && Object.hasOwn(examples, operationId)) media[1].example = examples[operationId];
  }
}
