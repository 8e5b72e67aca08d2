// The analyzer: every case, spelling and script of a word comes to the same term, in texts and in queries alike.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MARKS, nameKey, nameTerms, termsOf, wordsIn } from "../../src/query/analyzer.ts";
import { fold } from "../../src/query/language/fold.ts";

const terms = (text: string) => termsOf(text).map(({ term }) => term);
const key = (text: string) => terms(text).join(" ");

describe("spellings that meet in running text", () => {
  test.each([
    ["Казахстан", "Казахстана", "казахстаном", "КАЗАХСТАНЕ"],
    ["Токаев", "Токаева", "Токаеву", "Токаевым"],
    ["инвестиции", "инвестиций", "инвестициями"],
    ["переговоры", "переговоров", "переговорах"],
    ["государственный визит", "государственного визита", "государственным визитом"],
    ["ёлка", "елка", "ЁЛКИ", "ёлка".normalize("NFD")],
    ["visit", "visits", "Visited"],
    ["São", "sao", "SÃO"],
    ["ﬁgure", "figures"],
    ["Ｔａｌｋｓ", "talks"],
    ["Xi", "Xi's", "Xi’s", "XIʼS", "Xi´s"],
    ["Kazakhstan", "Kazakh\u00adstan", "Kazakh\u200dstan"],
    ["Łódź", "lodz"],
    ["Ærø", "aero"],
    ["İzmir", "izmir", "ızmir"],
    ["Straße", "strasse"],
    ["U.S.", "USA", "U.S.A.", "US"],
    ["U.K.", "UK"],
    ["Belt & Road", "Belt and Road"],
    ["中國", "中国"],
    ["21 млрд", "21млрд", "21bn", "21 billion", "21 миллиардов"],
    ["$21bn", "$21 billion", "USD 21bn"],
    ["2023-10-17", "17.10.2023"],
  ])("the spellings %s have one term", (...spellings) => {
    expect(new Set(spellings.map(key)).size).toBe(1);
  });
});

describe("words with different terms", () => {
  test.each([
    ["Китай", "Казахстан"],
    ["Китай", "кит"],
    ["Ливия", "Ливан"],
    ["Австрия", "Австралия"],
    ["Си", "Сиань"],
    ["Токаев", "Токио"],
    ["й", "и"],
    ["қазақ", "казак"],
    ["习近平", "习仲勋"],
    ["21", "210"],
    ["us", "US"],
    ["states", "state"],
    ["21 million", "21 billion"],
  ])("%s and %s", (one, other) => expect(key(one)).not.toBe(key(other)));
});

test("Chinese is cut into names of states and words, other scripts at word breaks, decimals at the comma", () => {
  expect(terms("哈萨克斯坦总统")).toEqual(["哈萨克斯坦", "总统"]);
  expect(key("Касым-Жомарт")).toBe(`${key("Касым")} ${key("Жомарт")}`);
  expect(terms("52,5")).toEqual(["52", "5"]);
  expect(terms("АҚШ-тың")).toEqual(["ақш"]);
});

test("terms of names keep their endings, and are no terms of running text", () => {
  expect(nameTerms("Саудовская Аравия", "ru")).toEqual(["ⁿсаудовская", "ⁿаравия"]);
  expect(nameTerms("Тоқаев", "kk")).toEqual(["ᵏtoqaev"]);
  expect(nameTerms("United States", "en")).toEqual(["ˡunited", "ˡstates"]);
  expect(nameTerms("哈薩克斯坦", "zh-Hant")).toEqual(["ⁿ哈萨克斯坦"]);
  expect(nameKey("The Gambia", "en")).toBe(nameKey("Gambia", "en"));
  expect(nameKey("The", "en")).toBe("ˡthe");
  for (const mark of Object.values(MARKS)) expect(terms(`${mark}word`)).not.toContain(`${mark}word`);
});

test("a term has the offsets of its word", () => {
  const text = "В Пекине 🎉 прошли «переговоры» 习近平主席 $21bn.";
  expect(termsOf(text).map(({ start, end }) => text.slice(start, end))).toEqual([
    ...["В", "Пекине", "прошли", "переговоры", "习", "近平", "主席", "$", "21", "bn"],
  ]);
});

test("any text gives terms of letters and digits only, in order and within the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      let end = 0;
      for (const found of termsOf(text)) {
        expect(found.term).toMatch(/^[\p{L}\p{N}\p{M}]+$/u);
        expect(found.start).toBeGreaterThanOrEqual(end);
        expect(found.end).toBeLessThanOrEqual(text.length);
        end = found.end;
      }
      for (const { word } of wordsIn(text)) expect(word).not.toBe("");
    }),
  );
});

test("folding is idempotent, for every character alone and for any text", () => {
  const characters = Array.from({ length: 0x30000 }, (_, code) => code)
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .map((code) => String.fromCodePoint(code));
  expect(characters.filter((one) => fold(fold(one)) !== fold(one))).toEqual([]);
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 30 }), (word) => {
      expect(fold(fold(word))).toBe(fold(word));
    }),
  );
});
