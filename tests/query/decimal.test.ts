// Decimals: sort keys are in the order of the numbers, by exact arithmetic on integers.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decimalKey, isDecimal } from "../../src/query/decimal.ts";

/** The number times 10¹⁸, exactly. */
function exact(text: string): bigint {
  const [, sign, whole = "", parts = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  const magnitude = BigInt(whole) * 10n ** 18n + BigInt(parts.padEnd(18, "0"));
  return sign === "-" ? -magnitude : magnitude;
}

const compare = <T>(a: T, b: T) => (a < b ? -1 : a > b ? 1 : 0);

const whole = fc.oneof(
  fc.constantFrom("0", "1", "9", "10", "99", "100", "9".repeat(31), `1${"0".repeat(30)}`),
  fc.bigInt({ min: 0n, max: 10n ** 31n - 1n }).map(String),
  fc.nat(30).map(String),
);
const parts = fc.oneof(
  fc.constantFrom("", ".0", ".5", ".50", ".05", `.${"9".repeat(18)}`, `.${"0".repeat(17)}1`),
  fc.stringMatching(/^\.\d{1,18}$/),
);
const decimal = fc.tuple(fc.constantFrom("", "-"), whole, parts).map((pieces) => pieces.join(""));

test("sort keys of decimals are in the order of the numbers", () => {
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      expect(isDecimal(a)).toBe(true);
      expect(compare(decimalKey(a), decimalKey(b))).toBe(compare(exact(a), exact(b)));
    }),
    { numRuns: 2000 },
  );
});

test("sort keys of a number and its neighbour differ, at every decimal place", () => {
  fc.assert(
    fc.property(decimal, fc.nat(18), (text, places) => {
      const next = exact(text) + 10n ** BigInt(places);
      const digits = String(next < 0n ? -next : next).padStart(19, "0");
      const written = `${next < 0n ? "-" : ""}${digits.slice(0, -18)}.${digits.slice(-18)}`;
      fc.pre(digits.length <= 49);
      expect(decimalKey(text) < decimalKey(written)).toBe(true);
    }),
  );
});

describe("the sort key of a decimal", () => {
  test.each([
    ["0", "-0"],
    ["0", "0.000"],
    ["0", "-0.0"],
    ["1.5", "1.50"],
    ["-21000000000", "-21000000000.000000000000000000"],
  ])("%s and %s have the same sort key", (a, b) => expect(decimalKey(a)).toBe(decimalKey(b)));

  test("every sort key has one width and digits only", () => {
    fc.assert(fc.property(decimal, (text) => /^[01]\d{49}$/.test(decimalKey(text))));
  });
});

test.each([
  "",
  "-",
  "+1",
  " 1",
  "1 ",
  "01",
  "1.",
  ".5",
  "1e3",
  "1,000",
  "0x10",
  "NaN",
  "Infinity",
  "--1",
  "1.2.3",
  "１",
  "1\n",
  "1\0",
  "9".repeat(32),
  `0.${"0".repeat(18)}1`,
])("%j is no decimal", (text) => expect(isDecimal(text)).toBe(false));
