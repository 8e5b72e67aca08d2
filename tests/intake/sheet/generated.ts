// Bundles as the schema allows them, with texts that a sheet could mistake for its own signs.
import fc, { type Arbitrary } from "fast-check";
import { z } from "zod";
import { type Json, type JsonObject, placeOf, walk } from "../../../src/intake/input/pointers.ts";
import { pointsOf } from "../../../src/intake/input/utf8.ts";
import { WRITTEN } from "../../../src/intake/sheet/shapes.ts";
import { COLLECTIONS, type Collection } from "../../../src/model/ids.ts";

/** Texts that mean something to YAML, or to the grammar of a line. */
const MEANINGFUL = [
  ...[
    "017",
    "null",
    "true",
    "~",
    "2023",
    "!",
    "- x",
    "? y",
    "a: b",
    "a #b",
    '"quoted" then more',
    "'",
    "[..2023]",
    "{a}",
  ],
  ...[
    "a << b",
    "<~ =",
    '"open',
    "x -- y",
    "--",
    "a + b",
    " spaces  inside ",
    "\ttab",
    "line\nbreak",
    "two\n\nbreaks\n",
    "\\",
    '\\"',
  ],
  ...[
    "ru a | en b",
    "day",
    "at",
    "=",
    "*alias",
    "&anchor",
    "%",
    "@x",
    "`",
    "🤝",
    "\u2028",
    "\u0085",
    "\r\n",
    "<<",
    "a <<",
  ],
];
const text = fc.oneof(
  fc.constantFrom(...MEANINGFUL),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }).filter((one) => !one.includes("\0")),
  fc.lorem({ maxCount: 40 }),
);
const id = fc.constantFrom("kz", "xi-jinping", "2023-talks", "null", "017", "a", "true");
const EDTF = fc.constantFrom("2023-10-17", "[..2023-10-17]", "2023-10-17~", "[2023,2024]", "2022/..", "2022-09");

/** Values of a schema. */
function fitting(schema: z.ZodType): Arbitrary<Json> {
  if (schema instanceof z.ZodNullable) return fc.option(fitting(schema.unwrap() as z.ZodType), { nil: null, freq: 2 });
  if (schema instanceof z.ZodArray) return fc.array(fitting(schema.element as z.ZodType), { maxLength: 3 });
  if (schema instanceof z.ZodRecord) {
    const keys = fc.uniqueArray(fc.constantFrom("ru", "en", "zh-Hant"), { maxLength: 3 });
    const one = fitting(schema.valueType as z.ZodType);
    return keys.chain((list) =>
      fc.tuple(...list.map(() => one)).map((all) => Object.fromEntries(list.map((key, at) => [key, all[at] as Json]))),
    );
  }
  if (schema instanceof z.ZodObject) {
    const shape = Object.fromEntries(
      Object.entries(schema.shape).map(([key, inner]) => [key, fitting(inner as z.ZodType)]),
    );
    return fc.record(shape) as Arbitrary<Json>;
  }
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...(schema.options as string[]));
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  if (schema instanceof z.ZodNumber) return fc.nat(90).map((number) => number + 1);
  return stringOf(schema);
}

/** Texts that fit a string's own schema: any text, an id, a date, or one of the examples that it documents. */
function stringOf(schema: z.ZodType): Arbitrary<Json> {
  const fits = (value: string) => schema.safeParse(value).success;
  if (!fits("a: b")) {
    const examples = ((schema.meta()?.examples ?? []) as unknown[]).filter(
      (one): one is string => typeof one === "string",
    );
    const words = [
      ...examples,
      "2024-01-31",
      "021",
      "Q7",
      "KZ",
      "KAZ",
      "USD",
      "12.50",
      "ru",
      "a".repeat(64),
      "https://x.org/a#b",
    ];
    const known = [...new Set(words)].filter(fits);
    if (fits("kz") && fits("017")) return id;
    return fits("[2023,2024]") ? EDTF : fc.constantFrom(...known);
  }
  return text;
}

const evidence = fc
  .record({
    source: fc.constantFrom("first", "second"),
    exact: text,
    prefix: fc.constantFrom("", " ", "{a"),
    suffix: fc.constantFrom("", "}", '"'),
    start: fc.nat(5000),
  })
  .map((one) => ({ ...one, end: one.start + pointsOf(one.exact).length }));

/** A record of a collection with entries of provenance for some of its values. */
function recordOf(collection: Collection): Arbitrary<JsonObject> {
  const schema = WRITTEN[collection] as z.ZodObject;
  const { provenance: _, ...shape } = schema.shape;
  return fitting(z.strictObject(shape)).chain((value) => {
    const places = walk(placeOf(value))
      .map(({ pointer }) => pointer)
      .filter((pointer) => !/^(?:|\/id|\/updated)$/.test(pointer));
    const entry = fc.record({
      path: fc.constantFrom(...places),
      basis: fc.constantFrom("stated", "derived", "external"),
      evidence: fc.array(evidence, { maxLength: 3 }),
      note: fc.option(text, { nil: null }),
    });
    return fc.array(entry, { maxLength: 8 }).map((provenance) => ({ ...(value as JsonObject), provenance }));
  });
}

const recordsOf = (collection: Collection) =>
  fc
    .array(recordOf(collection), { minLength: 1, maxLength: 2 })
    .map((list) => list.map((one, at) => ({ ...one, id: `${at === 0 ? "first" : "second"}` })));

export const bundles: Arbitrary<JsonObject> = fc
  .record(Object.fromEntries(COLLECTIONS.map((collection) => [collection, recordsOf(collection) as Arbitrary<Json>])))
  // As a file gives it: plain objects.
  .map((bundle) => JSON.parse(JSON.stringify(bundle)));
