// Suggestions: the nearest right word where one is near, and none where nothing is.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { didYouMean, nearest } from "../src/suggest.ts";

const PARAMETERS = [
  "type",
  "status",
  "rank",
  "country",
  "participant",
  "role",
  "venue",
  "venueCountry",
  "from",
  "to",
  "q",
];

describe("the nearest word", () => {
  test.each([
    ["country", "country"],
    ["contry", "country"],
    ["countrys", "country"],
    ["COUNTRY", "country"],
    ["Type", "type"],
    ["tipe", "type"],
    ["parti", "participant"],
    ["participants", "participant"],
    ["venuecountry", "venueCountry"],
    ["venueContry", "venueCountry"],
    ["form2", null],
    ["foo", null],
    ["constructor", null],
    ["toString", null],
    ["__proto__", null],
    ["", null],
    ["a".repeat(65), null],
  ])("%s: %s is suggested", (word, found) => expect(nearest(word, PARAMETERS)).toBe(found));

  test("no known words give no suggestion", () => expect(nearest("country", [])).toBe(null));
});

test("a right word is nearest to itself, in any case", () => {
  const word = fc.stringMatching(/^[a-z]{1,12}$/);
  fc.assert(
    fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 20 }), fc.nat(), fc.boolean(), (known, at, shout) => {
      const wanted = known[at % known.length] ?? "";
      expect(nearest(shout ? wanted.toUpperCase() : wanted, known)).toBe(wanted);
    }),
  );
});

test("every suggestion is a known word, whatever was written", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 80 }), (word) => {
      const found = nearest(word, PARAMETERS);
      expect(found === null || PARAMETERS.includes(found)).toBe(true);
    }),
  );
});

test("a suggestion ends a sentence, and without one nothing is added", () => {
  expect(didYouMean("contry", PARAMETERS)).toBe("; did you mean `country`?");
  expect(didYouMean("foo", PARAMETERS)).toBe("");
});
