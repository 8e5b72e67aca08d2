// Parts: the paths that `fields` may name, from the schema of an operation's answer.
import { DOCUMENT, type Documented, referredTo, type Schema } from "../support/document.ts";

const DEEPEST = 4;
const LANGUAGES = ["en", "ru", "kk", "zh-Hans"];

/** The schema that a reference stands for, or the schema itself. */
function resolved(schema: Schema): Schema {
  const [, name] = referredTo(schema) ?? [];
  return name === undefined ? schema : resolved(DOCUMENT.components.schemas[name] ?? {});
}

function* pathsIn(given: Schema, depth: number): Generator<string> {
  const schema = resolved(given);
  for (const one of [schema.items, ...[schema.anyOf, schema.oneOf, schema.allOf].flat()])
    if (one !== undefined) yield* pathsIn(one as Schema, depth);
  if (depth === DEEPEST) return;
  const open = typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
  const named = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
  for (const [name, child] of [...named, ...(open === undefined ? [] : LANGUAGES.map((tag) => [tag, open] as const))]) {
    yield name;
    for (const path of pathsIn(child as Schema, depth + 1)) yield `${name}.${path}`;
  }
}

/** The schema of what an operation answers with in `data`; of a list, of one of its records. */
export function dataOf({ operation }: Documented): Schema | undefined {
  const body = operation.responses[200]?.content?.["application/json"]?.schema.properties;
  const data = (body as { data?: Schema } | undefined)?.data;
  return data === undefined ? undefined : ((data.items as Schema | undefined) ?? data);
}

/** Paths of an operation's records, nested ones by dots; lists are looked through. */
export function partsOf(documented: Documented): readonly string[] {
  return [...new Set(pathsIn(dataOf(documented) ?? {}, 0))];
}
