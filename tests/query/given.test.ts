// Given: a query string is read by the parameters that are given, as all of them together would read it.
import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { readingGiven } from "../../src/query/given.ts";
import { inOrder, pageParameters } from "../../src/query/list-parameters.ts";
import { filterShape } from "../../src/query/list-query.ts";
import { required } from "../../src/query/parameter.ts";

/** The parameters of a list of events, made anew: what they remember is not shared. */
const shape = () =>
  inOrder({ ...filterShape("events", { states: new Map([["KZ", ["kz"]]]) }), ...pageParameters("events") });

const value = fc.constantFrom(
  "2023-10",
  "2023-13-01",
  "KZ",
  "gdelt",
  "talks",
  "20",
  "0",
  "",
  "!null",
  "a,b",
  "date",
  "China",
);
const query = fc
  .uniqueArray(
    fc.tuple(fc.constantFrom(...Object.keys(shape()), "colour", "__proto__"), fc.oneof(value, fc.array(value))),
    {
      selector: ([name]) => name,
      maxLength: 6,
    },
  )
  .map((pairs) => Object.assign(Object.create(null), Object.fromEntries(pairs)) as object);

test("a strict object reads what is given by a part of itself as it does by all of its parameters (property)", () => {
  const whole = z.strictObject(shape());
  const parts = readingGiven(z.strictObject(shape()));
  fc.assert(
    fc.property(query, (given) => {
      const [wanted, read] = [whole.safeParse(given), parts.safeParse(given)];
      expect(read.data).toEqual(wanted.data);
      expect(read.error?.issues).toEqual(wanted.error?.issues);
    }),
    { numRuns: 400 },
  );
});

test("a parameter that must be there is missed where others are given", () => {
  const parts = readingGiven(z.strictObject({ ...shape(), q: required((text) => text, {}) }));
  expect(parts.safeParse({ limit: "20" }).error?.issues.map(({ path, message }) => [...path, message])).toEqual([
    ["q", "is missing"],
  ]);
  expect(parts.safeParse({ q: "talks", limit: "20" }).data).toEqual({ q: "talks", limit: 20 });
});

test("the parts are kept for a number of sets of names, and are right after they were made again", () => {
  const names = Array.from({ length: 12 }, (_, at) => `p${at}`);
  const parts = readingGiven(z.strictObject(Object.fromEntries(names.map((name) => [name, z.string().optional()]))));
  for (let round = 0; round < 2; round++) {
    for (let set = 1; set < 300; set++) {
      const given = Object.fromEntries(names.filter((_, at) => (set >> at) & 1).map((name) => [name, `${set}`]));
      expect(parts.safeParse(given).data).toEqual(given);
    }
  }
});
