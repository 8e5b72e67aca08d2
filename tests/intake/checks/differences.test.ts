// Differences: the first place where two texts part, and the words there.
import fc from "fast-check";
import { expect, test } from "vitest";
import { differenceOf, isAlike } from "../../../src/intake/checks/differences.ts";

test.each([
  ["hold bilateral talks", "hold mutual talks", 5, "bilateral", "mutual"],
  ["приём министра", "прием министра", 3, "приём", "прием"],
  ["talks, and", "talks and", 5, "talks,", "talks "],
  ["👍🏽 one", "👍🏽 two", 3, "one", "two"],
  ["the end", "the end of it", 7, "end", "end "],
  ["", "a", 0, "", "a"],
])("the first difference of %j and %j", (one, other, at, left, right) => {
  expect(differenceOf(one, other)).toEqual({ at, words: [left, right] });
});

test("equal texts have no difference, and other texts differ where they first do", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (one, other) => {
      const difference = differenceOf(one, other);
      if (one === other) return difference === null;
      const [left, right] = [Array.from(one), Array.from(other)];
      const at = difference?.at ?? -1;
      return left.slice(0, at).join("") === right.slice(0, at).join("") && left[at] !== right[at];
    }),
  );
});

test("two texts are alike when half of the longer is common at their beginning and end", () => {
  expect(isAlike("one two three", "one four three")).toBe(true);
  expect(isAlike("one two three", "something else at all")).toBe(false);
  expect(isAlike("same", "same")).toBe(true);
  expect(isAlike("", "a")).toBe(false);
});
