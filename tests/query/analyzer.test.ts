// Terms: every case, spelling and script of a word comes to the same term, in texts and in queries alike.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fold, nameKey, termsOf } from "../../src/query/analyzer.ts";

describe("spellings that meet", () => {
  test.each([
    ["Казахстан", "Казахстана", "казахстаном", "КАЗАХСТАНЕ"],
    ["Токаев", "Токаева", "Токаеву", "Токаевым"],
    ["инвестиции", "инвестиций", "инвестициями"],
    ["переговоры", "переговоров", "переговорах"],
    ["ёлка", "елка", "ЁЛКИ"],
    ["visit", "visits", "Visited"],
    ["São", "sao", "SÃO"],
    ["ﬁgure", "figures"],
    ["Ｔａｌｋｓ", "talks"],
  ])("%s", (...spellings) => {
    expect(new Set(spellings.map(nameKey)).size).toBe(1);
  });
});

describe("words that stay apart", () => {
  test.each([
    ["Китай", "Казахстан"],
    ["й", "и"],
    ["қазақ", "казак"],
    ["习近平", "习仲勋"],
    ["21", "210"],
  ])("%s and %s", (one, other) => expect(nameKey(one)).not.toBe(nameKey(other)));
});

test("Chinese is cut into words, other scripts at their breaks, a decimal at its comma", () => {
  expect(termsOf("哈萨克斯坦").map(({ term }) => term)).toEqual(["哈萨克", "斯坦"]);
  expect(nameKey("Касым-Жомарт")).toBe(`${nameKey("Касым")} ${nameKey("Жомарт")}`);
  expect(nameKey("52,5")).toBe("52 5");
});

test("a term stands where its word stands", () => {
  const text = "В Пекине 🎉 прошли «переговоры».";
  expect(termsOf(text).map(({ start, end }) => text.slice(start, end))).toEqual([
    "В",
    "Пекине",
    "прошли",
    "переговоры",
  ]);
});

test("any text has terms of letters and digits alone, in order, inside the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      let end = 0;
      for (const found of termsOf(text)) {
        expect(found.term).toMatch(/^[\p{L}\p{N}\p{M}]+$/u);
        expect(found.start).toBeGreaterThanOrEqual(end);
        expect(found.end).toBeLessThanOrEqual(text.length);
        end = found.end;
      }
    }),
  );
});

test("folding again changes nothing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 30 }), (word) => {
      expect(fold(fold(word))).toBe(fold(word));
    }),
  );
});
