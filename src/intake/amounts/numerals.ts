// Numerals: numbers as words of English and Russian, cardinal and ordinal in all cases, and Roman ones.

const TEENS = "десят одиннадцат двенадцат тринадцат четырнадцат пятнадцат шестнадцат семнадцат восемнадцат девятнадцат";
const ORDINAL =
  "(?:[ыио]й|[аья]я|[оеь]е|ь?его|ого|ь?ему|ому|ьим|[ыи]м|ьем|[ое]м|[уью]ю|ьей|ьи|[ыи]е|ьих|[ыи]х|ьими|[ыи]ми|[ое]й)";

/** Patterns by the number that their words say; `ё` is read as `е`. */
const PATTERNS: readonly (readonly [number, string])[] = [
  [0, "zero|нол[ьяею]|нул[ьяею]"],
  [1, "one|first|один|одн(?:а|о|ого|ой|ому|им|ом|у)"],
  [
    2,
    "two|second|twice|both|couple|pair|дв(?:а|е|ух|ум|умя|ое|оих)|об(?:а|е|оих|еих|оим|еим|оими)|дважды|вдвое|пар[ауые]",
  ],
  [3, "three|third|thrice|тр(?:и|ех|ем|емя|ое|оих)|трижды|втрое"],
  [4, "four(?:th)?|четыр(?:е|ех|ем|ьмя)|четверо|вчетверо"],
  [5, "five|fifth|пят(?:ь|и|ью|еро)|впятеро"],
  [6, "six(?:th)?|шест(?:ь|и|ью|еро)"],
  [7, "seven(?:th)?|сем(?:ь|и|ью|еро)"],
  [8, "eighth?|вос(?:емь|ьми|емью|ьмью)"],
  [9, "nine|ninth|девят(?:ь|и|ью)"],
  [12, "dozen|дюжин[ауые]"],
  [20, "twent(?:y|ieth)|двадцат(?:ь|и|ью)"],
  [30, "thirt(?:y|ieth)|тридцат(?:ь|и|ью)"],
  [40, "fort(?:y|ieth)|сорока?"],
  [50, "fift(?:y|ieth)|пятьдесят|пятидесяти|пятьюдесятью|полсотни|полвека"],
  [60, "sixt(?:y|ieth)|шестьдесят|шестидесяти|шестьюдесятью"],
  [70, "sevent(?:y|ieth)|семьдесят|семидесяти|семьюдесятью"],
  [80, "eight(?:y|ieth)|восемьдесят|восьмидесяти|восемьюдесятью"],
  [90, "ninet(?:y|ieth)|девяносто?|девяноста"],
  [100, "hundredth|ст[оа]|сотн(?:я|ю|ей)|век(?:а|у|ом|е)?|century"],
  [200, "двести|двухсот|двумстам|двумястами|двухстах"],
  [300, "триста|трехсот|тремстам|тремястами|трехстах"],
  [400, "четыреста|четырехсот|четыремстам|четырьмястами|четырехстах"],
  ...[5, 6, 7, 8, 9].map((digit): [number, string] => {
    const [plain, oblique] = [
      ["пять", "пяти"],
      ["шесть", "шести"],
      ["семь", "семи"],
      ["восемь", "восьми"],
      ["девять", "девяти"],
    ][digit - 5] as [string, string];
    return [digit * 100, `${plain}сот|${oblique}(?:сот|стам|стах)|${plain}юстами`];
  }),
  ...TEENS.split(" ").map((stem, at): [number, string] => [10 + at, `${stem}(?:ь|и|ью)|${stem}${ORDINAL}`]),
  ...["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"].map(
    (word, at): [number, string] => [10 + at, `${word}|${word.replace(/ve$/, "f")}th`],
  ),
  [10, "decade|десят(?:ок|ка|ку|ком)"],
  ...(
    [
      [1, "перв"],
      [2, "втор"],
      [3, "трет"],
      [4, "четверт"],
      [5, "пят"],
      [6, "шест"],
      [7, "седьм"],
      [8, "восьм"],
      [9, "девят"],
      [20, "двадцат"],
      [30, "тридцат"],
      [40, "сороков"],
      [50, "пятидесят"],
      [60, "шестидесят"],
      [70, "семидесят"],
      [80, "восьмидесят"],
      [90, "девяност"],
      [100, "сот"],
    ] as const
  ).map(([number, stem]): [number, string] => [number, stem + ORDINAL]),
  [1.5, "полтор[аы]|полутора"],
];
const WORDS = PATTERNS.map(([number, words]) => [number, new RegExp(`^(?:${words})$`, "u")] as const);

/** A number that stands before what it counts by: `two hundred`, `three dozen`, `два десятка`. */
const MULTIPLIERS: readonly (readonly [number, RegExp])[] = [
  [100, /^(?:hundred|centur(?:y|ies)|сот(?:ни|ен)|век(?:а|ов))$/u],
  [12, /^(?:dozen|дюжин)$/u],
  [10, /^(?:decades?|десят(?:ка|ков)|десятилети[йя])$/u],
];

/** How many times what stands before it a word says, null for all other words. */
export function multiplierOf(word: string): number | null {
  return MULTIPLIERS.find(([, words]) => words.test(word))?.[0] ?? null;
}

/** The number that one word says, in lower case with `е` for `ё`; null for all other words. */
export function numeralOf(word: string): number | null {
  const known = WORDS.find(([, words]) => words.test(word));
  if (known !== undefined) return known[0];
  // Anniversaries and ages: «тридцатилетие», «двадцатипятилетний».
  const [, count] = /^(.+)лет(?:и(?:е|я|ю|ем|и)|н(?:ий|яя|ее|его|ей|ему|им|ем|юю|ие|их|ими))$/u.exec(word) ?? [];
  return count === undefined ? null : compoundOf(count);
}

function compoundOf(word: string): number | null {
  const whole = WORDS.find(([, words]) => words.test(word));
  if (whole !== undefined) return whole[0];
  for (let at = 3; at < word.length - 2; at++) {
    const [tens, ones] = [word.slice(0, at), word.slice(at)].map(
      (part) => WORDS.find(([, words]) => words.test(part))?.[0] ?? null,
    );
    if (tens && ones && tens >= 20 && ones < 10) return tens + ones;
  }
  return null;
}

const ROMAN: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1000 };

/** The number of a Roman numeral in capitals; null for all other words. Of single letters only I, V and X are numerals. */
export function romanOf(word: string): number | null {
  if (!/^(?=..|[IVX])M{0,3}(?:C[MD]|D?C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})$/.test(word)) return null;
  const digits = [...word].map((letter) => ROMAN[letter] ?? 0);
  return digits.reduce((sum, digit, at) => sum + (digit < (digits[at + 1] ?? 0) ? -digit : digit), 0);
}
