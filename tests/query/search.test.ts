// Searches: words, phrases and exclusions are told apart, and any text at all is a search.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { highlight, isEmpty, knownNames, readSearch, type Wanted, wholeKeys } from "../../src/query/search.ts";

/** The terms of running text that each part of a search stands for. */
const texts = (parts: readonly Wanted[]) => parts.map(([first = []]) => first.join(" "));

describe("parsing q", () => {
  test.each([
    ["talks beijing", ["talk", "beij"], []],
    ['"golden 30 years"', ["golden 30 year"], []],
    ["«золотому 30-летию»", ["золот 30 лет"], []],
    ["“Belt and Road”", ["belt and road"], []],
    ["talks -visit", ["talk"], ["visit"]],
    ['-"state visit" talks', ["talk"], ["state visit"]],
    ["Belt-and-Road", ["belt", "road"], []],
    ["Belt–Road", ["belt", "road"], []],
    ["Токаев/Си", ["тока", "си"], []],
    ["the visit of the president", ["visit", "presid"], []],
    ["the", ["the"], []],
    ["Xi’s visit", ["xi", "visit"], []],
    ["52,5 млрд", ["52 5", "1e9"], []],
    ["$21bn", ["usd", "21", "1e9"], []],
    ["哈萨克斯坦", ["哈萨克斯坦"], []],
    ["中国和哈萨克斯坦", ["中国", "哈萨克斯坦"], []],
    ["习近平主席", ["习 近平"], []],
    ['"unclosed phrase', ["unclos phrase"], []],
    ["a AND b OR (NEAR) *", ["b", "or", "near"], []],
    ["-", [], []],
    ['"" «» — 🎉', [], []],
  ])("q=%s is read into phrases and exclusions", (text, all, none) => {
    const search = readSearch(text);
    expect([texts(search.all), texts(search.none)]).toEqual([all, none]);
  });

  test.each([
    ["Египту", "ⁿегипет"],
    ["Токаевым", "ⁿтокаев"],
    ["Назарбаеву", "ˡnazarbaev"],
    ["Цзэминя", "ˡzemin"],
    ["Tokaev", "ˡtokaev"],
    ["Qazaqstannyń", "ᵏqazaqstan"],
    ["Арабиясына", "ᵏarabiasi"],
    ["托卡耶夫总统", "ⁿ托卡耶夫"],
    ["中華人民共和國", "ⁿ中华人民共和国"],
  ])("%s may be the name %s", (text, name) => {
    expect(readSearch(text).all.some((wanted) => wanted.some((phrase) => phrase.join(" ") === name))).toBe(true);
  });

  test("the words of a known name stay together in every case, and other words do not", () => {
    const names = knownNames([
      ["en", "United Kingdom"],
      ["ru", "Саудовская Аравия"],
    ]);
    expect(texts(readSearch("visit United Kingdom", names).all)).toEqual(["visit", "unit kingdom"]);
    expect(texts(readSearch("United visit Kingdom", names).all)).toEqual(["unit", "visit", "kingdom"]);
    expect(readSearch("в Саудовской Аравии", names).all.at(-1)).toContainEqual(["ⁿсаудовская", "ⁿаравия"]);
    expect(texts(readSearch("United -Kingdom", names).all)).toEqual(["unit"]);
  });
});

test.each([
  ["Саудовской Аравией", "ⁿсаудовская ⁿаравия"],
  ["Республики Казахстан", "ⁿреспублика ⁿказахстан"],
  ["Соединённых Штатов Америки", "ⁿсоединенные ⁿштаты ⁿамерики"],
  ["Си Цзиньпином", "ⁿси ⁿцзиньпин"],
  ["Америка Құрама Штаттарына", "ᵏamerika ᵏqurama ᵏstattari"],
  ["the United States'", "ˡunited ˡstates"],
])("%s as a whole may be the name %s", (text, key) => expect(wholeKeys(text)).toContain(key));

test("a text without letters and digits is an empty search", () => {
  expect(isEmpty(readSearch("… !? 🎉"))).toBe(true);
  expect(isEmpty(readSearch("-x"))).toBe(false);
});

test("any text is parsed, in linear time", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      const { all, none } = readSearch(text);
      for (const term of [...all, ...none].flat(2)) expect(term).toMatch(/^[ⁿˡᵏ]?[\p{L}\p{N}\p{M}]+$/u);
    }),
  );
  expect(readSearch(`${'"-'.repeat(1_000)}a`).all.length + readSearch("- ".repeat(1_000)).all.length).toBeLessThan(3);
});

describe("highlights", () => {
  const text = "Продолжается реализация 52 совместных проектов с объёмом инвестиций в 21 млрд долларов.";

  test("words found are marked in any case, and a short text is shown whole", () => {
    const segments = highlight(text, readSearch("инвестиция проект"));
    expect(segments?.filter(({ match }) => match).map((segment) => segment.text)).toEqual(["проектов", "инвестиций"]);
    expect(segments?.map((segment) => segment.text).join("")).toBe(text);
  });

  test("a text without the words has no highlight", () => expect(highlight(text, readSearch("визит"))).toBeNull());

  test("a long text is cut at words around the first hit, with an ellipsis", () => {
    const long = `${"слово ".repeat(100)}цель ${"слово ".repeat(100)}`;
    const whole = (highlight(long, readSearch("цель")) ?? []).map((segment) => segment.text).join("");
    expect(whole).toMatch(/^…(?:слово )+цель (?:слово ?)+…$/);
    expect(whole.length).toBeLessThan(300);
  });

  test("highlights are pieces of the text, and marks are terms of the search", () => {
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
