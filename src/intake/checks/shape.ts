// Shape: what a schema finds wrong, said for the person who wrote the file.
import { z } from "zod";
import { SLUG, slugOf } from "../../model/ids.ts";
import { brief, type Fault, hint } from "../input/faults.ts";
import { below, follow, type Json } from "../input/pointers.ts";

type Issue = z.core.$ZodIssue;

/** How the fault of a key that is not there begins. */
export const MISSING = "this key is missing";

/** Every fault of `value` against `schema`, one per key or value. */
export function shapeFaults(file: string, value: Json, schema: z.ZodType): Fault[] {
  const result = schema.safeParse(value);
  if (result.success) return [];
  return result.error.issues.flatMap((issue) => {
    const pointer = below("", ...issue.path);
    if (issue.code === "unrecognized_keys") {
      const known = keysAt(schemaAt(schema, issue.path));
      return issue.keys.map((key) => ({
        file,
        pointer: below(pointer, key),
        message: `unknown key ${brief(key)}${hint(key, known)}`,
      }));
    }
    return [{ file, pointer, message: explain(issue, follow(value, pointer), schemaAt(schema, issue.path)) }];
  });
}

function explain(issue: Issue, value: Json | undefined, schema: z.ZodType | undefined): string {
  if (value === undefined) {
    const nullable = schema?.safeParse(null).success === true;
    return `${MISSING}${nullable ? "; write null when it is unknown" : ""}`;
  }
  switch (issue.code) {
    case "invalid_type":
      return `must be ${article(issue.expected)}, not ${typeof value === "number" ? value : article(kindOf(value))}`;
    case "invalid_value": {
      const words = issue.values.map(String);
      const near = hint(String(value), words);
      return `${brief(value)} is not one of the words allowed here${near || `: ${words.join(", ")}`}`;
    }
    case "invalid_format":
      return issue.format === "regex"
        ? misformed(value, issue.pattern, schema)
        : `${brief(value)} is not a valid ${issue.format}${example(schema)}`;
    case "invalid_key":
      return `the key ${brief(issue.path.at(-1))} is not of the kind wanted here (for a language, a tag such as "ru" or "zh-Hans")`;
    case "too_small":
      return issue.origin === "number" || issue.origin === "int"
        ? `must be at least ${issue.minimum}, not ${brief(value)}`
        : "must not be empty";
    case "too_big":
      return `must be at most ${issue.maximum}${issue.origin === "string" ? " characters long" : ""}`;
    default:
      return `${brief(value)} is ${issue.message}`;
  }
}

/** An id is proposed where the text gives one; the pattern itself is shown only where no example says it better. */
function misformed(value: Json, pattern: string | undefined, schema: z.ZodType | undefined): string {
  if (pattern === String(SLUG) && typeof value === "string") {
    const meant = slugOf(value);
    const help = meant === "" || meant.length > 128 ? "" : `; did you mean ${brief(meant)}?`;
    return `${brief(value)} is no id (Latin lower-case words and digits, joined by hyphens)${help}`;
  }
  const right = example(schema);
  return `${brief(value)} has not the form wanted here${right === "" ? `, ${pattern}` : right}`;
}

function kindOf(value: Json): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "list" : typeof value;
}

function article(kind: string): string {
  if (kind === "null") return "null";
  const word = { array: "list", record: "object", int: "whole number" }[kind] ?? kind;
  return /^[aeio]/.test(word) ? `an ${word}` : `a ${word}`;
}

function example(schema: z.ZodType | undefined): string {
  const examples = unwrapped(schema).flatMap((layer) => (layer.meta()?.examples as unknown[] | undefined) ?? []);
  const found = examples.find((value) => value !== null);
  return found === undefined ? "" : `; right would be ${brief(found)}`;
}

/** The schema of the value at a path, undefined where the schema has none. */
function schemaAt(schema: z.ZodType, path: readonly PropertyKey[]): z.ZodType | undefined {
  let here: z.ZodType | undefined = schema;
  for (const key of path) here = step(unwrapped(here).at(-1), key);
  return here;
}

function step(schema: z.ZodType | undefined, key: PropertyKey): z.ZodType | undefined {
  if (schema instanceof z.ZodObject) return schema.shape[String(key)];
  if (schema instanceof z.ZodArray) return schema.element as z.ZodType;
  if (schema instanceof z.ZodRecord) return schema.valueType as z.ZodType;
  return undefined;
}

/** The schema and what it wraps, outermost first: `x.nullable()` is two layers. */
function unwrapped(schema: z.ZodType | undefined): z.ZodType[] {
  if (schema === undefined) return [];
  const wraps = schema instanceof z.ZodNullable || schema instanceof z.ZodOptional;
  return wraps ? [schema, ...unwrapped(schema.unwrap() as z.ZodType)] : [schema];
}

function keysAt(schema: z.ZodType | undefined): string[] {
  const inner = unwrapped(schema).at(-1);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}
