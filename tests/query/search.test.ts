// Searches: words, phrases and exclusions are told apart, and any text at all is a search.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { highlight, isEmpty, readSearch } from "../../src/query/search.ts";

describe("what is asked for", () => {
  test.each([
    ["talks beijing", [["talk"], ["beij"]], []],
    ['"golden 30 years"', [["golden", "30", "year"]], []],
    ["«золотому 30-летию»", [["золот", "30", "лет"]], []],
    ["“Belt and Road”", [["belt", "and", "road"]], []],
    ["talks -visit", [["talk"]], [["visit"]]],
    ['-"state visit" talks', [["talk"]], [["state", "visit"]]],
    ["Belt-and-Road", [["belt", "and", "road"]], []],
    ["哈萨克斯坦", [["哈萨克", "斯坦"]], []],
    ['"unclosed phrase', [["unclos", "phrase"]], []],
    ["a AND b OR (NEAR) *", [["a"], ["and"], ["b"], ["or"], ["near"]], []],
    ["-", [], []],
    ['"" «» — 🎉', [], []],
  ])("%s", (text, all, none) => {
    expect(readSearch(text)).toEqual({ all, none });
  });
});

test("a text without letters and digits asks for nothing", () => {
  expect(isEmpty(readSearch("… !? 🎉"))).toBe(true);
  expect(isEmpty(readSearch("-x"))).toBe(false);
});

test("any text is read, in time that grows with its length only", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      const { all, none } = readSearch(text);
      for (const term of [...all, ...none].flat()) expect(term).toMatch(/^[\p{L}\p{N}\p{M}]+$/u);
    }),
  );
  expect(readSearch(`${'"-'.repeat(1_000)}a`).all.length + readSearch("- ".repeat(1_000)).all.length).toBeLessThan(3);
});

describe("highlights", () => {
  const text = "Продолжается реализация 52 совместных проектов с объёмом инвестиций в 21 млрд долларов.";

  test("mark the words found, whatever their case, and lose nothing of a short text", () => {
    const segments = highlight(text, readSearch("инвестиция проект"));
    expect(segments?.filter(({ match }) => match).map((segment) => segment.text)).toEqual(["проектов", "инвестиций"]);
    expect(segments?.map((segment) => segment.text).join("")).toBe(text);
  });

  test("of a text without the words are none", () => expect(highlight(text, readSearch("визит"))).toBeNull());

  test("cut a long text around the first word, at words, and say so", () => {
    const long = `${"слово ".repeat(100)}цель ${"слово ".repeat(100)}`;
    const whole = (highlight(long, readSearch("цель")) ?? []).map((segment) => segment.text).join("");
    expect(whole).toMatch(/^…(?:слово )+цель (?:слово ?)+…$/);
    expect(whole.length).toBeLessThan(300);
  });

  test("are always pieces of the text, matches being terms of the search", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "b", " ", "🎉", "习", "近", ".", "ж"), maxLength: 400 }),
        (text) => {
          const segments = highlight(text, readSearch("a ж 习"), 10);
          if (segments === null) return;
          expect(segments.some(({ match }) => match)).toBe(true);
          const joined = segments.map((segment) => segment.text).join("");
          expect(joined.isWellFormed()).toBe(true);
          expect(text).toContain(joined.replace(/^…|…$/g, ""));
        },
      ),
    );
  });
});
