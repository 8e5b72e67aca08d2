// Amounts: which values, scales, currencies and bounds a phrase of an English or Russian article says.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAmounts } from "../../../src/intake/amounts/read.ts";

type Row = [phrase: string, values: string, scale?: string | null, bound?: string | null];

/** `2 to 3` for a range; other readings behind `or`. */
function valuesOf(phrase: string, language: string): string {
  const [amount, ...more] = readAmounts(phrase, language).amounts;
  expect(more).toEqual([]);
  return (amount?.readings ?? []).map(({ value, max }) => (max === null ? value : `${value} to ${max}`)).join(" or ");
}

function reads(language: string, rows: Row[]): void {
  test.each<Row>(rows)("the phrase %s is read as %s", (phrase, values, scale = null, bound = null) => {
    expect(valuesOf(phrase, language)).toBe(values);
    const [amount] = readAmounts(phrase, language).amounts;
    expect(amount?.scales).toContain(scale);
    expect(amount?.bound?.bounds[0] ?? null).toBe(bound);
  });
}

test.each([
  ["nine million Swedish kronor", "SEK"],
  ["девять миллионов шведских крон", "SEK"],
  ["500 норвежских крон", "NOK"],
  ["2 млн датских крон", "DKK"],
  ["чешских крон на 3 млн чешских крон", "CZK"],
])("in %s the owner says whose crowns they are", (phrase, code) => {
  expect(readAmounts(phrase, "ru").amounts.at(-1)?.currencies).toEqual([code]);
});

describe("amounts in English", () => {
  reads("en", [
    ["$108 billion", "108000000000", "billion"],
    ["US$21bn", "21000000000", "billion"],
    ["21-billion-dollar", "21000000000", "billion"],
    ["$21,000,000,000", "21000000000"],
    ["1,200 students", "1200"],
    ["1.200 tonnes", "1.2"],
    ["8m barrels", "8000000", "million"],
    ["more than 30 percent", "30", null, "at-least"],
    ["nearly 40 projects", "40", null, "approximate"],
    ["no fewer than 12", "12", null, "at-least"],
    ["no more than 5%", "5", null, "at-most"],
    ["up to 5 GW", "5", null, "at-most"],
    ["20+ million tonnes", "20000000", "million", "at-least"],
    ["50 or more", "50", null, "at-least"],
    ["exactly 10 years", "10", null, "exact"],
    ["some 52 projects", "52", null, "approximate"],
    ["one hundred and twenty-five agreements", "125"],
    ["five thousand two hundred", "5200", "thousand"],
    ["two million three hundred thousand", "2300000", "million"],
    ["two and a half million dollars", "2500000", "million"],
    ["half a billion euros", "500000000", "billion"],
    ["a billion dollars", "1000000000", "billion"],
    ["at least two dozen companies", "24", null, "at-least"],
    ["three decades", "30 or 3"],
    ["both countries", "2"],
    ["74th anniversary", "74"],
    ["the third forum", "3"],
    ["XIX", "19"],
    ["-5 percent", "5 or -5"],
    ["19.7 or 19.6 percent", "19.6 to 19.7"],
    ["3-5 billion dollars", "3000000000 to 5000000000 or 3 to 5000000000", "billion"],
    ["€2bn–3bn", "2000000000 to 3000000000", "billion"],
    ["between 5 and 7 percent", "5 to 7"],
  ]);
});

describe("amounts in Russian", () => {
  reads("ru", [
    ["21 млрд долларов", "21000000000", "billion"],
    ["52 проекта", "52"],
    ["52 совместных проектов", "52"],
    ["6 или 5 компаний", "5 to 6"],
    ["от 2,5 до 3 млн евро", "2500000 to 3000000 or 2.5 to 3000000", "million"],
    ["5–7 млрд", "5000000000 to 7000000000 or 5 to 7000000000", "billion"],
    ["свыше 30%", "30", null, "at-least"],
    ["более чем 1 200 студентов", "1200", null, "at-least"],
    ["не более пяти", "5", null, "at-most"],
    ["не менее трёх тысяч", "3000", "thousand", "at-least"],
    ["около 5 тыс. человек", "5000", "thousand", "approximate"],
    ["почти 40%", "40", null, "approximate"],
    ["до 10 миллиардов тенге", "10000000000", "billion", "at-most"],
    ["вырос до 41 млрд долларов", "41000000000", "billion", "exact"],
    ["21 с лишним млрд юаней", "21000000000", "billion", "at-least"],
    ["превысил 31 млрд долларов", "31000000000", "billion", "at-least"],
    ["ровно 10 лет", "10", null, "exact"],
    ["лет десять", "10", null, "approximate"],
    ["1,2 трлн рублей", "1200000000000", "trillion"],
    ["1,200 тонны", "1.2 or 1200"],
    ["1 200,5", "1200.5"],
    ["пять тысяч двести", "5200", "thousand"],
    ["2 млн 300 тысяч тонн", "2300000", "million"],
    ["двадцать пять процентов", "25"],
    ["полтора миллиарда рублей", "1500000000", "billion"],
    ["два с половиной миллиона", "2500000", "million"],
    ["полмиллиарда долларов", "500000000", "billion"],
    ["миллион долларов", "1000000", "million"],
    ["два десятка", "20"],
    ["обе стороны", "2"],
    ["3-м", "3"],
    ["третий", "3"],
    ["74-летием", "74"],
    ["золотому 30-летию", "30"],
    ["тридцатилетию", "30"],
    ["двадцатипятилетие", "25"],
    ["2024 год", "2024"],
  ]);
});

test.each([
  ["dozens of companies", "en"],
  ["several billion dollars", "en"],
  ["thousands of students", "en"],
  ["несколько миллиардов", "ru"],
  ["десятки проектов", "ru"],
  ["тысячи людей", "ru"],
])("%s names no number", (phrase, language) => {
  const { amounts, isVague } = readAmounts(phrase, language);
  expect(isVague).toBe(true);
  expect(amounts.filter(({ scales }) => !scales.includes(null))).toEqual([]);
});

test.each([
  ["$108 billion", "en", ["USD", "AUD", "CAD"]],
  ["US$21 bn", "en", ["USD"]],
  ["5 million US dollars", "en", ["USD"]],
  ["A$5 million", "en", ["AUD"]],
  ["EUR 5 million", "en", ["EUR"]],
  ["100 австралийских долларов", "ru", ["AUD"]],
  ["миллион долларов США", "ru", ["USD"]],
  ["10 млрд тенге", "ru", ["KZT"]],
  ["7 миллиардов юаней", "ru", ["CNY"]],
  ["3 млрд рублей", "ru", ["RUB", "BYN"]],
  ["20 фунтов стерлингов", "ru", ["GBP"]],
])("%s is money in %s", (phrase, language, codes) => {
  const found = readAmounts(phrase, language).amounts[0]?.currencies ?? [];
  expect(found).toEqual(expect.arrayContaining(codes));
  if (codes.length === 1) expect(found).toEqual(codes);
});

test("words of counts and percentages name no currency", () => {
  for (const phrase of ["52 проекта", "30 percent", "5 сумок", "10 won medals' owners"]) {
    const [amount] = readAmounts(phrase, "en").amounts;
    expect([phrase, amount?.currencies === null || phrase.includes("won")]).toEqual([phrase, true]);
  }
});

/** A decimal with at most two places as a whole number of hundredths. */
function hundredths(decimal: string): bigint {
  const [whole = "", fraction = ""] = decimal.split(".");
  return BigInt(whole + fraction.padEnd(2, "0"));
}

test("any number written with Intl is read back, with its scale word", () => {
  const scales = [
    ["", "", 0],
    [" thousand", " тыс.", 3],
    [" million", " млн", 6],
    [" billion", " млрд", 9],
    [" trillion", " трлн", 12],
  ] as const;
  const number = fc.tuple(fc.integer({ min: 0, max: 999_999_999 }), fc.integer({ min: 0, max: 2 }));
  fc.assert(
    fc.property(
      number,
      fc.constantFrom(...scales),
      fc.constantFrom("en", "ru"),
      ([digits, places], scale, language) => {
        const value = digits / 10 ** places;
        const written = new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(value);
        const phrase = written + scale[language === "en" ? 0 : 1];
        const wanted = BigInt(digits) * 10n ** BigInt(scale[2] + 2 - places);
        const found = readAmounts(phrase, language).amounts[0]?.readings ?? [];
        expect(found.map((reading) => hundredths(reading.value))).toContain(wanted);
      },
    ),
  );
});

test("any text at all is read without an exception", () => {
  const piece = fc.constantFrom(
    "5",
    "1,5",
    "млрд",
    "half",
    "a",
    "-",
    "до",
    "to",
    "from",
    "$",
    "пять",
    "сто",
    "and",
    "+",
    "XIX",
    "%",
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(piece, { maxLength: 10 }).map((all) => all.join(" ")),
  );
  fc.assert(
    fc.property(text, fc.constantFrom("en", "ru", "zh", ""), (any, language) => {
      const decimals = readAmounts(any, language).amounts.flatMap(({ readings }) =>
        readings.flatMap(({ value, max }) => (max === null ? [value] : [value, max])),
      );
      expect(decimals.filter((one) => !/^-?\d+(?:\.\d+)?$/.test(one))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
