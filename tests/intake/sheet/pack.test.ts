// Sheets and bundles: what is packed expands again to the same records, every value and every entry of provenance.
import { readdirSync, readFileSync } from "node:fs";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { isList, isObject, type JsonObject } from "../../../src/intake/input/pointers.ts";
import { expand } from "../../../src/intake/sheet/expand.ts";
import { isValue, readLine } from "../../../src/intake/sheet/line.ts";
import { offsetsOf } from "../../../src/intake/sheet/offsets.ts";
import { canonical, pack } from "../../../src/intake/sheet/pack.ts";
import { readSheet } from "../../../src/intake/sheet/read.ts";
import { COLLECTIONS } from "../../../src/model/ids.ts";
import { bundles } from "./generated.ts";

const FOLDERS = ["tests/fixtures/beijing/data/bundles", "tests/fixtures/second/data/bundles"];
const FILES = FOLDERS.flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`));

/** The bundle, packed and expanded; with entries in the order in which a sheet gives them. */
function again(bundle: JsonObject): JsonObject {
  const { sheet, offsets } = pack(bundle);
  const { bundle: expanded, troubles } = expand(readSheet(sheet), offsetsOf(offsets));
  expect(troubles).toEqual([]);
  return expanded;
}

function ordered(bundle: JsonObject): JsonObject {
  const lists = COLLECTIONS.map((collection) => {
    const records = bundle[collection];
    return [
      collection,
      isList(records) ? records.filter(isObject).map((one) => canonical(collection, one)) : [],
    ] as const;
  });
  return Object.fromEntries(lists);
}

describe("pack and expand", () => {
  test.each(FILES)("give back every record of %s", (path) => {
    const bundle = JSON.parse(readFileSync(path, "utf8"));
    expect(again(bundle)).toEqual(ordered(bundle));
  });

  test.each(FILES)(
    "the JSON Schema for editors takes the sheet of %s, and no key that a sheet does not have",
    (path) => {
      const accepts = new Ajv({ strict: false }).compile(JSON.parse(readFileSync("openapi/sheet.schema.json", "utf8")));
      const { sheet } = pack(JSON.parse(readFileSync(path, "utf8")));
      const read = (text: string) => parse(text, { schema: "failsafe" });
      expect(accepts(read(sheet)), JSON.stringify(accepts.errors)).toBe(true);
      expect(accepts(read(sheet.replace("    status: ", "    status?: ")))).toBe(true);
      expect(accepts(read(sheet.replace("    status: ", "    statut: ")))).toBe(false);
    },
  );

  test.each(['"open', "[open", "{open"])("%s is not written as it is: it would end in the words behind it", (value) => {
    expect(isValue(value)).toBe(false);
    expect(readLine(`${JSON.stringify(value)} <~ " words"`).value).toBe(JSON.stringify(value));
  });

  test("give back any bundle of the schema", () => {
    fc.assert(
      fc.property(bundles, (bundle) => {
        expect(again(bundle)).toEqual(ordered(bundle));
      }),
      { numRuns: 60 },
    );
  });
});
