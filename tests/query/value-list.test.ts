// Value lists: any, all, neither, unknown; what is refused, and with which words.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ALL_LIMIT, type Meaning, quote, readAll, readValueList, VALUES_LIMIT } from "../../src/query/value-list.ts";

/** Lower-case words mean themselves, `cs` two states, all others nothing. */
function meaning(word: string): Meaning {
  if (word === "cs") return { values: ["czechoslovakia", "serbia-and-montenegro"] };
  return /^[a-z]+$/.test(word) ? { values: [word] } : { fault: `knows no ${word}` };
}

const read = (raw: readonly string[]) => readValueList(raw, meaning, "word.all");
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
    [["a", "b"], [["any", "a", "b"]]],
    [["a,b", "null", "b,c"], [["any", "a", "b", null, "c"]]],
    [["!a", "!b,null"], [["neither", "a", "b", null]]],
    [
      ["!a", "null"],
      [
        ["any", null],
        ["neither", "a"],
      ],
    ],
    [["a,a"], [["any", "a"]]],
    [["cs"], [["any", "czechoslovakia", "serbia-and-montenegro"]]],
  ])("%j is read", (raw, meant) => expect(words(...raw)).toEqual(meant));

  test("a name given again means what commas mean, however its values are divided", () => {
    const list = fc.uniqueArray(fc.constantFrom("a", "b", "c", "visit", "null"), { minLength: 1 });
    fc.assert(
      fc.property(list, fc.array(fc.nat(4)), fc.boolean(), (values, cuts, not) => {
        const sign = not ? "!" : "";
        const ends = [...new Set(cuts.filter((at) => at > 0 && at < values.length))].sort();
        const parts = [0, ...ends].map((from, at) => values.slice(from, ends[at]));
        const once = read([sign + values.join(",")]);
        expect(once.words).toEqual([{ not, values: values.map((one) => (one === "null" ? null : one)) }]);
        expect(read(parts.map((part) => sign + part.join(",")))).toEqual(once);
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
    [
      "signs mixed over repetitions",
      ["a,null", "!b"],
      [
        'mixes values with and without "!" in "a,null" and "!b"; what has the one and not the other is `word.all=a` beside `!b`',
      ],
    ],
    ["a long word", ["a".repeat(129)], ["has a value of 129 characters; at most 128"]],
  ])("%s is refused with its reason", (_, raw, faults) => expect(read(raw).faults).toEqual(faults));

  test("more values than the limit, and no fewer, in however many repetitions", () => {
    const all = (length: number) => Array.from({ length }, () => "a");
    for (const raw of [all(VALUES_LIMIT), [all(VALUES_LIMIT).join(",")]]) expect(read(raw).faults).toEqual([]);
    for (const raw of [all(VALUES_LIMIT + 1), [all(VALUES_LIMIT).join(","), "!a"]])
      expect(read(raw).faults).toEqual([`has ${VALUES_LIMIT + 1} values; at most 50`]);
  });

  test("mixed signs where no `.all` is a way out", () => {
    expect(readValueList(["a", "!b"], meaning).faults).toEqual(['mixes values with and without "!" in "a" and "!b"']);
  });
});

describe("all of several values", () => {
  const all = (...raw: string[]) => readAll(raw, meaning, "word");

  test.each<[string[], string[][]]>([
    [["a"], [["a"]]],
    [["a,b"], [["a"], ["b"]]],
    [
      ["a", "b,cs"],
      [["a"], ["b"], ["czechoslovakia", "serbia-and-montenegro"]],
    ],
  ])("%j are a list each", (raw, lists) => {
    expect(all(...raw)).toEqual({ words: lists.map((values) => ({ not: false, values })), faults: [] });
  });

  test.each<[string[], string[]]>([
    [["a,!b"], ['cannot be "!b": it takes values that a record has; write `word=!b`']],
    [
      ["null", "A"],
      ['cannot be "null": it takes values that a record has; write `word=null`', "knows no A"],
    ],
    [["a,"], ['has an empty value in "a,"']],
    [[""], ["is empty"]],
    [Array(ALL_LIMIT + 1).fill("a"), [`has ${ALL_LIMIT + 1} values; at most 10`]],
  ])("%j is refused", (raw, faults) => expect(all(...raw).faults).toEqual(faults));
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
