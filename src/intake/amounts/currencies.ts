// Currencies: which of ISO 4217 a sign or word may stand for; a word such as "dollar" stands for several.

/** ISO 4217 as ICU knows it, codes of former currencies included. */
export const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));

const ENGLISH = new Intl.DisplayNames(["en"], { type: "currency" });
/** The codes whose English name has one of the words. */
function named(...words: readonly string[]): readonly string[] {
  return [...CURRENCIES].filter((code) => words.some((word) => ENGLISH.of(code)?.includes(word)));
}

const DOLLARS = named("Dollar");
const SIGNS: ReadonlyMap<string, readonly string[]> = new Map([
  ["$", DOLLARS],
  ["US$", ["USD"]],
  ["A$", ["AUD"]],
  ["AU$", ["AUD"]],
  ["C$", ["CAD"]],
  ["CA$", ["CAD"]],
  ["HK$", ["HKD"]],
  ["NZ$", ["NZD"]],
  ["S$", ["SGD"]],
  ["R$", ["BRL"]],
  ["€", ["EUR"]],
  ["£", named("Pound")],
  ["¥", ["JPY", "CNY"]],
  ["₽", ["RUB"]],
  ["₸", ["KZT"]],
  ["₴", ["UAH"]],
  ["₹", ["INR"]],
  ["₩", ["KRW", "KPW"]],
  ["₺", ["TRY"]],
  ["₼", ["AZN"]],
  ["₾", ["GEL"]],
  ["֏", ["AMD"]],
]);
export const SIGN = /(?:US|AU?|CA?|HK|NZ|S|R)?\$|[€£¥₽₸₴₹₩₺₼₾֏]/u;

const WORDS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(?:dollars?|долл(?:ар\p{L}*)?)$/u, DOLLARS],
  [/^(?:euros?|евро)$/u, ["EUR"]],
  [/^(?:pounds?|фунт\p{L}*)$/u, named("Pound")],
  [/^(?:rou?bles?|руб(?:л\p{L}*)?)$/u, named("Ruble")],
  [/^(?:yuans?|renminbi|rmb|юан\p{L}*)$/u, ["CNY"]],
  [/^(?:yen|[ий]ен[аыу]?)$/u, ["JPY"]],
  [/^(?:tenge|те[нң]ге\p{L}*)$/u, ["KZT"]],
  [/^(?:won|вон[аыу]?)$/u, named("Won")],
  [/^(?:francs?|франк\p{L}*)$/u, named("Franc")],
  [/^(?:liras?|лир[аыу]?)$/u, named("Lira")],
  [/^(?:rupees?|рупи[йяию]\p{L}?)$/u, named("Rupee", "Rupiah")],
  [/^(?:soms?|сом(?:ов|а)?)$/u, named("Som")],
  [/^(?:sums?|сум(?:ов|а)?)$/u, ["UZS"]],
  [/^(?:manats?|манат\p{L}*)$/u, named("Manat")],
  [/^(?:drams?|драм(?:ов|а)?)$/u, ["AMD"]],
  [/^(?:lari|лари)$/u, ["GEL"]],
  [/^(?:hryvnias?|гривен|гривн\p{L}+)$/u, ["UAH"]],
  [/^(?:zlotys?|злот\p{L}+)$/u, ["PLN"]],
  [/^(?:forints?|форинт\p{L}*)$/u, ["HUF"]],
  [/^(?:kron[aeo]r?|korun[ay]?s?|крон[аыу]?)$/u, named("Kron", "Krón", "Korun")],
  [/^(?:dinars?|динар\p{L}*)$/u, named("Dinar")],
  [/^(?:dirhams?|дирхам\p{L}*)$/u, named("Dirham")],
  [/^(?:riyals?|rials?|ри[ая]л\p{L}*)$/u, named("Rial", "Riyal")],
  [/^(?:shekels?|шекел\p{L}+)$/u, named("Shekel", "Sheqel")],
  [/^(?:baht|бат(?:ов|а)?)$/u, ["THB"]],
  [/^(?:dong|донг(?:ов|а)?)$/u, ["VND"]],
  [/^(?:pesos?|песо)$/u, named("Peso")],
  [/^(?:rand|р[эа]нд(?:ов|а)?)$/u, ["ZAR"]],
  [/^(?:t[uö]griks?|тугрик\p{L}*)$/u, ["MNT"]],
  [/^(?:somoni|сомони)$/u, ["TJS"]],
];

/** Words that say whose dollars they are, before or behind them. */
const OWNERS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(?:us|u\.s|american|сша|американск\p{L}+)$/u, ["USD"]],
  [/^(?:australian|австралийск\p{L}+)$/u, ["AUD"]],
  [/^(?:canadian|канадск\p{L}+)$/u, ["CAD"]],
  [/^(?:singapore|сингапурск\p{L}+)$/u, ["SGD"]],
  [/^(?:kong|гонконгск\p{L}+)$/u, ["HKD"]],
  [/^(?:zealand|новозеландск\p{L}+)$/u, ["NZD"]],
  [/^(?:british|sterling|стерлингов|британск\p{L}+)$/u, ["GBP"]],
  [/^(?:russian|российск\p{L}+)$/u, ["RUB"]],
  [/^(?:belarusian|белорусск\p{L}+)$/u, ["BYN"]],
  [/^(?:swiss|швейцарск\p{L}+)$/u, ["CHF"]],
  [/^(?:swedish|шведск\p{L}+)$/u, ["SEK"]],
  [/^(?:norwegian|норвежск\p{L}+)$/u, ["NOK"]],
  [/^(?:danish|датск\p{L}+)$/u, ["DKK"]],
  [/^(?:czech|чешск\p{L}+)$/u, ["CZK"]],
  [/^(?:south-korean|южнокорейск\p{L}+)$/u, ["KRW"]],
];
/** Words between an amount and its currency that narrow nothing down. */
const BETWEEN =
  /^(?:hong|new|of|в|chinese|japanese|indian|turkish|китайск\p{L}+|японск\p{L}+|индийск\p{L}+|турецк\p{L}+)$/u;

/** The codes that a sign, a code or a word in lower case may stand for; null for all others. */
export function currenciesOf(written: string): readonly string[] | null {
  const sign = SIGNS.get(written.toUpperCase());
  if (sign !== undefined) return sign;
  if (/^[A-Z]{3}$/.test(written) && CURRENCIES.has(written)) return [written];
  return WORDS.find(([word]) => word.test(written.toLowerCase()))?.[1] ?? null;
}

/** The currency that a word beside the currency's own narrows it to; an empty list where it only stands between. */
export function ownerOf(written: string): readonly string[] | null {
  const word = written.toLowerCase();
  return OWNERS.find(([owner]) => owner.test(word))?.[1] ?? (BETWEEN.test(word) ? [] : null);
}
