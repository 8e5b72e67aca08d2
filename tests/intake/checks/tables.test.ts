// Tables of the checks against the schemas: every reference and every language map is known to them.

import { describe, expect, test } from "vitest";
import { z } from "zod";
import { BY_LANGUAGE } from "../../../src/intake/checks/translations.ts";
import { below, isObject, type Json, type JsonObject } from "../../../src/intake/input/pointers.ts";
import { RECORDS } from "../../../src/model/bundle.ts";
import { CameoCode } from "../../../src/model/codes.ts";
import { COLLECTIONS, SLUG } from "../../../src/model/ids.ts";
import { LanguageTag } from "../../../src/model/labels.ts";
import { REFERENCES, VOCABULARIES, WORDS } from "../../../src/model/references.ts";

const CAMEO = z.toJSONSchema(CameoCode).pattern;
const TAG = z.toJSONSchema(LanguageTag).pattern;

/** Every place of a JSON Schema as a pattern of pointers, with the schema there. */
function* places(schema: Json | undefined, definitions: JsonObject, pointer = ""): Generator<[string, JsonObject]> {
  if (!isObject(schema)) return;
  const name = typeof schema.$ref === "string" ? schema.$ref.split("/").at(-1) : undefined;
  if (name !== undefined) yield* places(definitions[name], definitions, pointer);
  yield [pointer, schema];
  for (const choice of (schema.anyOf as Json[] | undefined) ?? []) yield* places(choice, definitions, pointer);
  for (const [key, inner] of Object.entries((schema.properties as JsonObject | undefined) ?? {})) {
    yield* places(inner, definitions, below(pointer, key));
  }
  yield* places(schema.items, definitions, below(pointer, "*"));
  yield* places(schema.additionalProperties, definitions, below(pointer, "*"));
}

function placesOf(collection: (typeof COLLECTIONS)[number]) {
  const schema = z.toJSONSchema(RECORDS[collection], { io: "input" }) as unknown as JsonObject;
  return [...places(schema, (schema.$defs as JsonObject | undefined) ?? {})];
}

describe.each(COLLECTIONS)("the schema of %s", (collection) => {
  test("every id of another record is in the table of references", () => {
    const isId = ([pointer, schema]: [string, JsonObject]) =>
      schema.pattern === SLUG.source && !["/id", "/dataset", "/countries/*", "/stops/*", "/sameAs/*"].includes(pointer);
    const found = new Set(
      placesOf(collection)
        .filter(isId)
        .map(([pointer]) => pointer),
    );
    expect([...found].sort()).toEqual(Object.keys(REFERENCES[collection]).sort());
  });

  test("every word of a vocabulary is in the table of words", () => {
    const vocabularies = Object.entries({ ...VOCABULARIES, cameo: [] });
    const named = placesOf(collection).flatMap(([pointer, schema]) => {
      const words = JSON.stringify(schema.enum ?? null);
      const found = vocabularies.find(([, terms]) => JSON.stringify(terms.map(({ id }) => id)) === words);
      if (typeof schema["x-vocabulary"] === "string") return [[pointer, schema["x-vocabulary"]]];
      if (schema.pattern === CAMEO) return [[pointer, "cameo"]];
      return found === undefined ? [] : [[pointer, found[0]]];
    });
    expect(Object.fromEntries(named)).toEqual(WORDS[collection]);
  });

  test("every language map is known to the check of translations", () => {
    const isMap = ([, schema]: [string, JsonObject]) =>
      isObject(schema.propertyNames) && schema.propertyNames.pattern === TAG;
    const maps = placesOf(collection).filter(isMap);
    expect(collection === "sources" ? maps : maps.length > 0).toBeTruthy();
    for (const [pointer] of maps) expect([...BY_LANGUAGE]).toContain(pointer.split("/").at(-1));
  });
});
