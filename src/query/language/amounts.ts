// Amounts: numbers, powers of a thousand and currency signs, as people and texts write them.

/** Words for powers of a thousand, in all cases, and the one term for each. */
const SCALES: readonly (readonly [pattern: RegExp, term: string])[] = [
  [/^(?:thousands?|тыс|тысяч(?:а|и|е|у|ам|ами|ах|ей)?|мың)$/u, "1e3"],
  [/^(?:millions?|mln|млн|миллион(?:а|у|ом|е|ы|ов|ам|ами|ах)?)$/u, "1e6"],
  [/^(?:billions?|bn|bln|млрд|миллиард(?:а|у|ом|е|ы|ов|ам|ами|ах)?)$/u, "1e9"],
  [/^(?:trillions?|trn|трлн|триллион(?:а|у|ом|е|ы|ов|ам|ами|ах)?)$/u, "1e12"],
];
/** Letters that mean one only right behind a number: `21m`. */
const LETTERS: ReadonlyMap<string, string> = new Map([
  ["k", "1e3"],
  ["m", "1e6"],
  ["mn", "1e6"],
  ["b", "1e9"],
  ["tn", "1e12"],
]);

/** Signs, and the codes of ISO 4217; the yen sign is also that of the yuan, and is none here. */
const SIGNS: ReadonlyMap<string, string> = new Map([
  ["$", "usd"],
  ["€", "eur"],
  ["£", "gbp"],
  ["₽", "rub"],
  ["₸", "kzt"],
  ["₴", "uah"],
  ["₺", "try"],
  ["₹", "inr"],
  ["₩", "krw"],
]);
const ANY_SIGN = `[${[...SIGNS.keys()].join("")}]`;

/** A sign right before or behind a number. */
export const SIGN = `${ANY_SIGN}(?=\\s?\\d)|(?<=\\d\\s?)${ANY_SIGN}`;
/** A day or a month as ISO 8601 has it, or a day with points. */
export const DATE = "(?<![\\d-])\\d{4}-\\d{2}(?:-\\d{2})?(?![\\d-])|(?<![\\d.])\\d{1,2}\\.\\d{1,2}\\.\\d{4}(?![\\d.])";

const DAY = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/;

/** The one term of a sign or a date; null for any other piece. */
export function signTerm(piece: string): string | null {
  const day = DAY.exec(piece);
  if (day !== null) return `${day[3]}${day[2]?.padStart(2, "0")}${day[1]?.padStart(2, "0")}`;
  return /^\d{4}-\d{2}/.test(piece) ? piece.replaceAll("-", "") : (SIGNS.get(piece) ?? null);
}

/** The one term of a folded word for a power of a thousand; null for any other word. */
export function scaleTerm(word: string): string | null {
  return SCALES.find(([pattern]) => pattern.test(word))?.[1] ?? null;
}

/** A folded word such as `21bn` as its number and its scale; null for any other word. */
export function numberAndScale(word: string): readonly [number: string, scale: string] | null {
  const [, number = "", letters = ""] = /^(\d+)(\p{L}+)$/u.exec(word) ?? [];
  const scale = number === "" ? null : (scaleTerm(letters) ?? LETTERS.get(letters) ?? null);
  return scale === null ? null : [number, scale];
}
