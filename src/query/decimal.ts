// Decimals: exact numbers as text that sorts like the numbers.
import { Decimal } from "../model/figure.ts";

const WHOLE = 31;
const PARTS = 18;

/** Whether `text` is a decimal as records hold it. */
export function isDecimal(text: string): boolean {
  return Decimal.safeParse(text).success;
}

/**
 * A key of fixed width for a decimal string: comparing keys by code point compares the numbers exactly.
 * Negative numbers have their digits complemented, so that greater magnitude comes first.
 */
export function decimalKey(text: string): string {
  const negative = text.startsWith("-");
  const [whole = "0", parts = ""] = (negative ? text.slice(1) : text).split(".");
  const digits = whole.padStart(WHOLE, "0") + parts.padEnd(PARTS, "0");
  if (!negative || /^0+$/.test(digits)) return `1${digits}`;
  return `0${digits.replace(/\d/g, (digit) => String(9 - Number(digit)))}`;
}

/** The decimal of a key, without zeros that say nothing. */
export function decimalOf(key: string): string {
  const negative = key.startsWith("0");
  const digits = negative ? key.slice(1).replace(/\d/g, (digit) => String(9 - Number(digit))) : key.slice(1);
  const whole = digits.slice(0, WHOLE).replace(/^0+(?=\d)/, "");
  const parts = digits.slice(WHOLE).replace(/0+$/, "");
  return `${negative ? "-" : ""}${whole}${parts === "" ? "" : `.${parts}`}`;
}
