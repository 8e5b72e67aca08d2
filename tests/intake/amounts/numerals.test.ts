// Numerals: numbers as words, in all forms, and Roman ones.
import { expect, test } from "vitest";
import { numeralOf, romanOf } from "../../../src/intake/amounts/numerals.ts";

test.each([
  [1, "one first один одна одного первый первого первой"],
  [2, "two second both twice два две двух двумя обе обоих второй второе дважды"],
  [3, "three third три трех тремя третий третьего третьей третья"],
  [4, "four fourth четыре четырех четвертого"],
  [5, "five fifth пять пяти пятью пятый пятого"],
  [6, "six sixth шесть шести шестой"],
  [7, "seven seventh семь семи седьмой седьмого"],
  [8, "eight eighth восемь восьми восьмого"],
  [9, "nine ninth девять девяти девятый"],
  [10, "ten tenth десять десяти десятый десятилетие decade"],
  [11, "eleven eleventh одиннадцать одиннадцати одиннадцатый"],
  [12, "twelve twelfth dozen двенадцать двенадцатого дюжина"],
  [15, "fifteen fifteenth пятнадцать пятнадцатый пятнадцатилетие"],
  [19, "nineteen nineteenth девятнадцать девятнадцатого"],
  [20, "twenty twentieth двадцать двадцати двадцатый двадцатилетний"],
  [30, "thirty thirtieth тридцать тридцати тридцатого тридцатилетию"],
  [40, "forty сорок сорока сороковой"],
  [50, "fifty пятьдесят пятидесяти пятидесятый"],
  [90, "ninety девяносто девяноста"],
  [100, "сто ста столетие сотый hundredth"],
  [200, "двести двухсот"],
  [300, "триста трехсот трехсотлетие"],
  [500, "пятьсот пятисот"],
])("words: every form of %i is read as that number", (number, words) => {
  for (const word of words.split(" ")) expect([word, numeralOf(word)]).toEqual([word, number]);
});

test.each(["стол", "пятница", "семья", "сотрудник", "tension", "первичный", "летие", "ones", ""])(
  "words: %j is no number",
  (word) => {
    expect(numeralOf(word)).toBeNull();
  },
);

test.each([
  ["I", 1],
  ["IV", 4],
  ["IX", 9],
  ["XIV", 14],
  ["XIX", 19],
  ["XL", 40],
  ["MCMXC", 1990],
  ["MMXXVI", 2026],
  ["C", null],
  ["IIII", null],
  ["IC", null],
  ["xix", null],
  ["", null],
])("the Roman numeral %j is %j", (written, number) => expect(romanOf(written)).toBe(number));
