// Patterns of figures: numbers with scale, currency or per cent, in English and Russian.

const DIGITS =
  "(?:\\d{1,3}(?:[ \u00a0\u2009\u202f]\\d{3})+(?!\\d)(?:[.,]\\d+)?|\\d{1,3}(?:,\\d{3})+(?!\\d)(?:\\.\\d+)?|\\d+(?:[.,]\\d+)?)";

const RUSSIAN_NUMERALS =
  "один|одн(?:а|ого|ой|у|им)|дв(?:а|е|ух|ум|умя)|тр(?:и|[её]х|[её]м|емя)|четыр(?:е|[её]х|[её]м|ьмя)|пят(?:ь|и|ью)|шест(?:ь|и|ью)|сем(?:ь|и|ью)|вос(?:емь|ьми)|девят(?:ь|и|ью)|десят(?:ь|и|ью)|(?:один|две|три|четыр|пят|шест|сем|восем|девят)надцат[ьи]|двадцат[ьи]|тридцат[ьи]|сорока?|пятьдесят|пятидесяти|шестьдесят|семьдесят|восемьдесят|девяност[оа]|ст[оа]|двести|двухсот|триста|тр[её]хсот|четыреста|пятьсот|пятисот|шестьсот|семьсот|восемьсот|девятьсот|полтор[аы]|полутора";
const ENGLISH_NUMERALS =
  "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|(?:a |one )?hundred|(?:a )?dozen|half a";
const WORD = `(?:${RUSSIAN_NUMERALS}|${ENGLISH_NUMERALS})`;
const WORDS = `(?<!\\p{L})${WORD}(?:[ -]${WORD}){0,3}(?!\\p{L})`;

/** A number in digits or words. */
export const NUMBER = `(?:${DIGITS}|${WORDS})`;
export const SCALE =
  "(?:(?:тыс\\.?|тысяч[а-я]*|млн\\.?|миллион[а-я]*|млрд\\.?|миллиард[а-я]*|трлн\\.?|триллион[а-я]*|thousand|million|billion|trillion|bn|mln)(?!\\p{L}))";

const OWNER =
  "(?:(?:гонконгск|австралийск|новозеландск|сингапурск|канадск|американск|российск|белорусск|китайск|индийск|турецк|японск|чешск|шведск|норвежск|датск|швейцарск|южнокорейск)[а-я]*|US|U\\.S\\.|American|Australian|Canadian|Hong Kong|Singapore)\\s+";
const CURRENCY_WORD =
  "(?:долл(?:\\.|ар[а-я]*)(?: США)?|руб(?:\\.|л[а-я]*|(?!\\p{L}))|евро|юан[а-я]*|фунт[а-я]*(?: стерлингов)?|тенге|иен[а-я]*|йен[а-я]*|гривен|гривн[а-я]*|лир[аыу]?|рупи[а-я]*|манат[а-я]*|франк(?:а|ов|ам|ами)?|вон|крон[аыу]?|сум(?:ов|а)|сом(?:ов|а)|сомони|песо|динар[а-я]*|дирхам[а-я]*|риал[а-я]*|шекел[а-я]*|драм(?:ов|а)?|лари|dollars?|euros?|pounds?(?: sterling)?|yuan|renminbi|RMB|rou?bles?|tenge|yen|won|rupees?|francs?|liras?|manats?|somoni|soms?|tugriks?|USD|EUR|RUB|CNY|KZT|GBP)";
export const CURRENCY = `(?:${OWNER})?${CURRENCY_WORD}(?!\\p{L})`;
export const SIGN = "(?:(?:US|A|C|HK|NZ|S)?\\$|[€£¥₽₸₴₹₩₺])";
export const RANGE = "(?:\\s?[-–—]\\s?|\\s+(?:до|to|или|or)\\s+|(?<=between\\s+[$€£]?[\\d.,]+)\\s+and\\s+)";
const SOME = "(?:несколько|сот(?:ни|ен)|десятк(?:и|ов)|several|hundreds of|tens of|dozens of)";

const pattern = (source: string) => new RegExp(source, "giu");

/** Money, the forms with more words first; the last takes what is counted in no number, «миллиарды долларов». */
export const MONEY: readonly RegExp[] = [
  pattern(`${SIGN}\\s?${NUMBER}(?:${RANGE}${SIGN}?\\s?${NUMBER})?(?:[\\s-]?${SCALE})?(?:\\s${CURRENCY})?`),
  pattern(
    `${NUMBER}(?:\\s+с\\s+(?:половиной|лишним))?(?:\\s?-?${SCALE}(?:\\s${NUMBER}\\s${SCALE})?)?(?:${RANGE}${NUMBER}(?:\\s?${SCALE})?)?[\\s-]+${CURRENCY}`,
  ),
  pattern(`${NUMBER}\\s?${SCALE}?\\s?[€£₽₸₴₹$]`),
  pattern(`(?:${SOME}\\s+)?${SCALE}\\s+${CURRENCY}`),
];
/** A number with a scale and nothing counted behind it: of money named before. */
export const ELLIPTIC = pattern(
  `${NUMBER}\\s?(?:тыс|тысяч[а-я]*|млн|млрд|трлн|миллион[а-я]*|миллиард[а-я]*|million|billion|trillion)\\.?(?=\\s*(?:[.,;:)»"”]|$|\\s(?:и|в|на|за|—|–|из|из-за|in|for|and|by)(?!\\p{L})))`,
);
export const PERCENT = pattern(
  `${NUMBER}(?:${RANGE}${NUMBER})?(?:\\s?%(?![\\p{L}\\d])|\\s+(?:процент(?:а|ов|ам|ами|ах|ный|ные|ных)?|per ?cent|percent(?:age points?)?|п\\.\\s?п\\.)(?!\\p{L}))`,
);
export const DURATION = pattern(
  `${NUMBER}(?:${RANGE}${NUMBER})?[\\s-](?<unit>лет|года?|месяц(?:ев|а)?|недел[юьи]|дн(?:ей|я)|день|сут(?:ок|ки)|час(?:а|ов)?|десятилети[йяе]|years?|months?|weeks?|days?|decades?|hours?)(?!\\p{L})`,
);
/** «74-летие», «30-летию», "thirtieth anniversary". */
export const ANNIVERSARY = pattern(
  "\\d+[-‑]лети(?:е|я|ю|ем|и)(?!\\p{L})|\\d+(?:-?(?:й|я|ой|ей|ю|ую))\\s+годовщин[аыеу]?[йю]?|\\d+(?:st|nd|rd|th)(?=\\s+anniversary)|\\p{L}+(?:ieth|th|st|nd|rd)(?=\\s+anniversary)",
);
/** A number that says which of a row. */
export const ORDINAL = pattern(
  `\\d+[-‑](?:й|я|е|го|м|му|ю|ой|ый|ая|х|ом|ая)(?!\\p{L})|\\d+(?:st|nd|rd|th)(?!\\p{L})|(?<![\\p{L}\\d])(?:X{0,3}(?:IX|IV|V?I{1,3}|V)|X{1,3})(?![\\p{L}\\d])|(?<!\\p{L})(?:перв|втор|трет|четв[её]рт|пят|шест|седьм|восьм|девят|десят|двадцат)(?:ый|ий|ой|ая|ья|ое|ье|ого|ьего|ому|ьему|ым|ьим|ом|ьем|ей|ьей|ую|ью)(?!\\p{L})|(?<!\\p{L})(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)(?!\\p{L})`,
);
/** What comes round again and is numbered. */
export const NUMBERED =
  /^(?:\s+[\p{L}-]+){0,3}?\s+(?:форум|саммит|сесси|заседани|встреч|конференци|игр|чемпионат|фестивал|выставк|конгресс|съезд|консультативн|forum|summit|session|meeting|conference|games|congress|edition|expo|high-level)/iu;
/** A count: a number with what is counted behind it. */
export const COUNT = pattern(`${NUMBER}(?:${RANGE}${NUMBER})?(?:[\\s-]?${SCALE})?(?<tail>(?:\\s+[\\p{L}-]+){1,3})`);
/** A calendar year that is itself what is spoken of. */
export const YEAR = pattern(
  "(?:1[5-9]|20)\\d\\d\\s+год(?=\\s+(?:был\\s+)?(?:объявлен|провозглаш))|(?:1[5-9]|20)\\d\\d(?=\\s+(?:has been|was|is|had been)\\s+(?:declared|proclaimed))",
);
