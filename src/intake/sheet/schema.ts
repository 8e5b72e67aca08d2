// The JSON Schema of sheets, by which an editor completes keys and words.
//
// It is loose on purpose: what a line says is read by the grammar of lines, to which no JSON Schema can hold it;
// `validate` does.
import { z } from "zod";
import { COLLECTIONS, type Collection } from "../../model/ids.ts";
import { VOCABULARIES } from "../../model/references.ts";
import { formAt } from "./forms.ts";
import { NAME } from "./line.ts";
import { keysOfRecord, schemaAt, WRITTEN } from "./shapes.ts";

/** A text; YAML may take a bare word for something else. */
const LINE = { type: ["string", "number", "boolean", "null"] } as const;
/** One line, or a list of lines for a value that has several entries. */
const LINES = { anyOf: [LINE, { type: "array", items: LINE }] };
const LANGUAGE = "[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?";

/** JSON Schema draft 7, which editors know. */
export function sheetSchema(): object {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "A sheet: everything coded from one article, a line a value",
    type: "object",
    required: ["sheet"],
    properties: {
      sheet: { description: "The version of the grammar and of its conventions.", enum: [1, "1"] },
      updated: { ...LINE, description: "The day on which the records last changed, unless one says another." },
      day: { ...LINE, description: 'The day of the source\'s knowledge: `2023-10-17 << "17 октября 2023"`.' },
      at: { ...LINE, description: "The event at which things are said where nothing else is said." },
      source: { ...LINE, description: "The source whose words are cited; the first one where this line is absent." },
      words: {
        description: "Names of words that several lines cite.",
        type: "object",
        patternProperties: { [NAME.source.replace("=|", "")]: LINE },
      },
      rejected: { description: "For tools that draft; never read.", type: "array", items: LINE },
      ...Object.fromEntries(COLLECTIONS.map((collection) => [collection, recordsOf(collection)])),
    },
    patternProperties: { "^(?:day|at)\\?$": LINE },
    additionalProperties: false,
  };
}

function recordsOf(collection: Collection): object {
  const keys = keysOfRecord(collection);
  const first = [...keys, ...(collection === "figures" ? ["in"] : [])].join("|");
  const record = {
    type: "object",
    properties: {
      updated: { ...LINE, description: "The day on which this record last changed." },
      without: { ...LINE, description: "Paths that have no entry although the conventions would give one." },
      ...(collection === "figures" ? { in: { ...LINES, description: "The quote that contains it." } } : {}),
      ...Object.fromEntries(
        keys.map((key) => [key, { description: describe(collection, key), ...choices(collection, key) }]),
      ),
    },
    patternProperties: {
      [`^(?:${first})\\.(?:${LANGUAGE}|[a-zA-Z0-9-]+)(?:\\.[a-zA-Z0-9-]+)*\\??$`]: LINES,
      [`^(?:${first}|\\.)\\?$`]: LINES,
      "^/": LINES,
    },
    additionalProperties: false,
  };
  return {
    description: `Records of \`${collection}\` by id; a \`?\` behind an id or a path marks what is not decided.`,
    type: "object",
    patternProperties: { "^[a-z0-9]+(?:-[a-z0-9]+)*\\??$": record },
    additionalProperties: false,
  };
}

function describe(collection: Collection, key: string): string {
  const shape = WRITTEN[collection].shape as Readonly<Record<string, z.ZodType>>;
  const text = shape[key]?.meta()?.description ?? schemaAt(collection, [key])?.meta()?.description ?? "";
  const item = formAt(collection, `/${key}`) === null ? formAt(collection, `/${key}/0`) : null;
  return item === null ? text : `${text} One line an item, \`${key}.0: ${item.like}\`.`.trim();
}

/** The words of a list, offered at the beginning of a line; any line is allowed. */
function choices(collection: Collection, key: string): object {
  const schema = schemaAt(collection, [key]);
  const inner = schema instanceof z.ZodArray ? (schema.element as z.ZodType) : schema;
  const name = inner?.meta()?.["x-vocabulary"];
  const open = typeof name === "string" ? VOCABULARIES[name as keyof typeof VOCABULARIES].map(({ id }) => id) : [];
  const words = inner instanceof z.ZodEnum ? (inner.options as string[]) : open;
  return words.length === 0 ? LINES : { anyOf: [{ enum: words }, ...LINES.anyOf] };
}
