// Figures and dates: spans, values, units and bounds; EDTF, with relative dates counted from the day of the text.
import { describe, expect, test } from "vitest";
import { datesOf } from "../../src/drafting/dates/find.ts";
import { anchorOf } from "../../src/drafting/dates/resolve.ts";
import { figuresOf } from "../../src/drafting/figures/find.ts";
import { loadMorphology } from "../../src/drafting/language/morphology.ts";
import { readAmounts } from "../../src/intake/amounts/read.ts";

const morphology = await loadMorphology();
const isRussian = (text: string) => /\p{Script=Cyrillic}/u.test(text);
const figures = (text: string) => figuresOf(text, isRussian(text) ? "ru" : "en", isRussian(text) ? morphology : null);

describe("figures", () => {
  test.each([
    ["trade exceeded $15 billion last year", "exceeded $15 billion", "money 15000000000 billion USD at-least"],
    ["свыше 51 миллиарда долларов", "свыше 51 миллиарда долларов", "money 51000000000 billion USD at-least"],
    ["штраф от 3 до 5 тысяч рублей.", "от 3 до 5 тысяч рублей", "money 3000 thousand RUB range"],
    ["девять миллионов шведских крон", "девять миллионов шведских крон", "money 9000000 million SEK exact"],
    ["grew by 2.9–3 percent", "2.9–3 percent", "percentage 2.9   range"],
    ["рост где-то на 5,7 процента", "где-то на 5,7 процента", "percentage 5.7   approximate"],
    ["реализация 52 совместных проектов", "52 совместных проектов", "count 52   exact"],
    ["six million Russian tourists came", "six million Russian tourists", "count 6000000 million  exact"],
    ["the 19th annual summit meeting", "19th", "ordinal 19   exact"],
    ["на XIX летних играх", "XIX", "ordinal 19   exact"],
    ["с 74-летием со дня образования", "74-летием", "ordinal 74   exact"],
    ['дан старт новому "золотому 30-летию" дружбы', "золотому 30-летию", "duration 30   exact"],
    ["2024 год объявлен Годом туризма", "2024 год", "year 2024   exact"],
  ])("%s: the span, the value, the scale, the currency and the bound", (text, raw, wanted) => {
    const [figure] = figures(text);
    expect(figure?.raw).toBe(raw);
    const { kind, value, scale, currency, bound } = figure as NonNullable<typeof figure>;
    expect([kind, value, scale, currency, bound].map((part) => part ?? "").join(" ")).toBe(wanted);
  });

  test("a part of an amount has no value of its own, and «миллиарды долларов» has none at all", () => {
    expect(figures("четверть миллиарда долларов").map(({ value }) => value)).toEqual([null]);
    expect(figures("миллиарды долларов").map(({ value, currency }) => [value, currency])).toEqual([[null, "USD"]]);
  });

  test("an amount without its currency takes that of the money before it in the line, and says so by its confidence", () => {
    const [first, second] = figures("Первое стоит 17 млрд рублей, третье — 290 млн.");
    expect([first?.currency, second?.currency, second?.value]).toEqual(["RUB", "RUB", "290000000"]);
    expect(second?.confidence).toBeLessThan(first?.confidence ?? 0);
  });

  test.each(["между двумя странами", "C5+1 Meeting", "6 марта 2025 года", "https://a.example/%D0%B5%D0", "COVID-19"])(
    "%s is no figure",
    (text) => {
      expect(figures(text)).toEqual([]);
    },
  );

  test("the value is one that validate computes from the same words", () => {
    for (const text of [
      "почти 2 млрд долларов",
      "more than 30 billion euros",
      "полтора миллиона туристов",
      "$600,000",
    ]) {
      const [figure] = figures(text);
      const readings = readAmounts(figure?.raw ?? "", isRussian(text) ? "ru" : "en").amounts.flatMap(
        (amount) => amount.readings,
      );
      expect(readings.map(({ value }) => value)).toContain(figure?.value);
    }
  });
});

describe("dates", () => {
  const found = (text: string, day: string | null = "2023-10-17") =>
    datesOf(text, isRussian(text) ? "ru" : "en", day === null ? null : anchorOf(day)).map((date) => [
      text.slice(date.start, date.end),
      date.edtf,
    ]);

  test.each([
    ["17 октября 2023 года", "17 октября 2023 года", "2023-10-17"],
    ["во вторник, 23 июля 2019 года,", "вторник, 23 июля 2019 года", "2019-07-23"],
    ["визита в сентябре прошлого года", "сентябре прошлого года", "2022-09"],
    ["ровно 10 лет тому назад", "ровно 10 лет тому назад", "2013"],
    ["с 5 по 7 мая 2020 года", "5 по 7 мая 2020 года", "2020-05-05/2020-05-07"],
    ["в 1980-1988 годах", "1980-1988 годах", "1980/1988"],
    ["в сентябре 2014 – январе 2015 годов", "сентябре 2014 – январе 2015 годов", "2014-09/2015-01"],
    ["август — сентябрь 2014", "август — сентябрь 2014", "2014-08/2014-09"],
    ["в 1960-х — 1980-х гг.", "1960-х — 1980-х гг.", "196X/198X"],
    ["в 2003 и 2004 годах", "2003 и 2004 годах", "2003/2004"],
    ["двенадцать лет назад", "двенадцать лет назад", "2011"],
    ["в следующем году", "следующем году", "2024"],
    ["in September of last year", "September of last year", "2022-09"],
    ["last September", "last September", "2023-09"],
    ["ten days ago", "ten days ago", "2023-10-07"],
    ["on September 14, 2018", "September 14, 2018", "2018-09-14"],
    ["in the 2020s", "the 2020s", "202X"],
  ])("%s is found and resolved", (text, words, edtf) => {
    expect(found(text)).toEqual([[words, edtf]]);
  });

  test("a season has no days that all agree on: its year is proposed; a winter has parts of two", () => {
    expect(found("летом 2018 года")).toEqual([["летом 2018 года", "2018"]]);
    expect(found("зимой 2018 года")).toEqual([["зимой 2018 года", null]]);
  });

  test("without the day of the text, relative dates stay open and whole ones do not", () => {
    expect(found("вчера и 6 марта 2025 года", null).map(([, edtf]) => edtf)).toEqual([null, "2025-03-06"]);
  });

  test.each(["31 февраля 2020 года", "April 31, 2020"])("%s is no day of the calendar", (text) => {
    expect(found(text).some(([, edtf]) => edtf?.length === 10)).toBe(false);
  });
});
