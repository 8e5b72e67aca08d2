// Value lists: any, all, neither, unknown; what is refused, and with which words.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Meaning, quote, REPEAT_LIMIT, readValueList, VALUES_LIMIT } from "../../src/query/value-list.ts";

/** Lower-case words mean themselves, `cs` two states, all others nothing. */
function meaning(word: string): Meaning {
  if (word === "cs") return { values: ["czechoslovakia", "serbia-and-montenegro"] };
  return /^[a-z]+$/.test(word) ? { values: [word] } : { fault: `knows no ${word}` };
}

const read = (raw: readonly string[], single = false) => readValueList(raw, meaning, single);
const words = (...raw: string[]) => {
  const { words: found, faults } = read(raw);
  expect(faults).toEqual([]);
  return found.map(({ not, values }) => [not ? "neither" : "any", ...values]);
};

describe("the value grammar of filters", () => {
  test.each<[string[], unknown[]]>([
    [["a"], [["any", "a"]]],
    [["a,b"], [["any", "a", "b"]]],
    [["!a,b"], [["neither", "a", "b"]]],
    [["null"], [["any", null]]],
    [["!null"], [["neither", null]]],
    [["a,null"], [["any", "a", null]]],
    [
      ["a", "b"],
      [
        ["any", "a"],
        ["any", "b"],
      ],
    ],
    [
      ["a,b", "!c"],
      [
        ["any", "a", "b"],
        ["neither", "c"],
      ],
    ],
    [["a,a"], [["any", "a"]]],
    [["cs"], [["any", "czechoslovakia", "serbia-and-montenegro"]]],
  ])("%j is read", (raw, meant) => expect(words(...raw)).toEqual(meant));

  test("any list that can be written is read, value by value and repetition by repetition", () => {
    const word = fc.constantFrom("a", "b", "visit", null);
    const list = fc.record({ not: fc.boolean(), values: fc.uniqueArray(word, { minLength: 1 }) });
    fc.assert(
      fc.property(fc.array(list, { minLength: 1, maxLength: REPEAT_LIMIT }), (lists) => {
        const raw = lists.map(({ not, values }) => (not ? "!" : "") + values.map((one) => one ?? "null").join(","));
        expect(read(raw)).toEqual({ words: lists, faults: [] });
      }),
    );
  });
});

describe("value lists that are refused", () => {
  test.each<[string, string[], string[]]>([
    ["a mixed list", ["a,!b"], ['mixes values with and without "!" in "a,!b": "!" stands once, before the whole list']],
    [
      "a list of negated words",
      ["!a,!b"],
      ['mixes values with and without "!" in "!a,!b": "!" stands once, before the whole list'],
    ],
    ["nothing", [""], ["is empty"]],
    ["nothing negated", ["!"], ['has an empty value in "!"']],
    ["a hole", ["a,,b"], ['has an empty value in "a,,b"']],
    ["a trailing comma", ["a,"], ['has an empty value in "a,"']],
    ["an unknown word", ["A"], ["knows no A"]],
    ["null in capitals", ["NULL"], ["knows no NULL"]],
    ["a space", ["a, b"], ["knows no  b"]],
    ["each of several", ["A,,b", "!C"], ["knows no A", 'has an empty value in "A,,b"', "knows no C"]],
    ["a long word", ["a".repeat(129)], ["has a value of 129 characters; at most 128"]],
  ])("%s is refused with its reason", (_, raw, faults) => expect(read(raw).faults).toEqual(faults));

  test("more than 50 values in a list are refused, 50 are not", () => {
    const list = (length: number) => Array.from({ length }, () => "a").join(",");
    expect(read([list(VALUES_LIMIT)]).faults).toEqual([]);
    expect(read([list(VALUES_LIMIT + 1)]).faults).toEqual([`has ${VALUES_LIMIT + 1} values in one list; at most 50`]);
  });

  test("more than 10 repetitions are refused, 10 are not", () => {
    expect(read(Array(REPEAT_LIMIT).fill("a")).faults).toEqual([]);
    expect(read(Array(REPEAT_LIMIT + 1).fill("a")).faults).toEqual([`is given ${REPEAT_LIMIT + 1} times; at most 10`]);
  });
});

describe("a filter of a field with one value", () => {
  const refused = (written: string, times: number) =>
    `is given ${times} times, but a record has one value only; for any of them write "${written}"`;

  test.each<[string[], string[]]>([
    [["a"], []],
    [["a,b"], []],
    [["a", "!b"], []],
    [["!a", "!b"], []],
    [["a", "b"], [refused("a,b", 2)]],
    [["a,b", "!c", "null"], [refused("a,b,null", 2)]],
  ])("the occurrences %j are read or refused with the list that is meant", (raw, faults) =>
    expect(read(raw, true).faults).toEqual(faults),
  );
});

test("a quotation in a message is short, well-formed and without control characters", () => {
  expect(quote("a".repeat(61))).toBe(`"${"a".repeat(60)}…"`);
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), fc.nat(0xffff), (text, unit) => {
      const quoted = quote(text + String.fromCharCode(unit));
      expect(quoted.isWellFormed()).toBe(true);
      expect(quoted).not.toMatch(/\p{Cc}/u);
      expect(quoted.length).toBeLessThanOrEqual(63);
    }),
  );
});
