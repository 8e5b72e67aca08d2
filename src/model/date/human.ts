// Human dates: what a date as people write it, in English, Russian, Kazakh, Chinese or numbers alone, is in EDTF.

/** Months by their names in all cases, and their short forms. */
const MONTHS = [
  /^(?:jan(?:uary)?|янв(?:ар(?:ь|[яюе]|ём|ем))?|қаңтар\p{L}*)$/u,
  /^(?:feb(?:ruary)?|фев(?:р(?:ал(?:ь|[яюе]|ём|ем))?)?|ақпан\p{L}*)$/u,
  /^(?:mar(?:ch)?|мар(?:т[ауе]?|том)?|наурыз\p{L}*)$/u,
  /^(?:apr(?:il)?|апр(?:ел(?:ь|[яюе]|ем))?|сәуір\p{L}*)$/u,
  /^(?:may|ма(?:й|[яюе]|ем)|мамыр\p{L}*)$/u,
  /^(?:june?|июн(?:ь|[яюе]|ем)?|маусым\p{L}*)$/u,
  /^(?:july?|июл(?:ь|[яюе]|ем)?|шілде\p{L}*)$/u,
  /^(?:aug(?:ust)?|авг(?:уст[ауе]?|устом)?|тамыз\p{L}*)$/u,
  /^(?:sept?(?:ember)?|сент?(?:ябр(?:ь|[яюе]|ём|ем))?|қыркүйек\p{L}*)$/u,
  /^(?:oct(?:ober)?|окт(?:ябр(?:ь|[яюе]|ём|ем))?|қазан\p{L}*)$/u,
  /^(?:nov(?:ember)?|ноя(?:б(?:р(?:ь|[яюе]|ём|ем))?)?|қараша\p{L}*)$/u,
  /^(?:dec(?:ember)?|дек(?:аб(?:р(?:ь|[яюе]|ём|ем))?)?|желтоқсан\p{L}*)$/u,
];

/** Words that say nothing of the date: days of the week, "in", "of", "year". */
const EMPTY =
  /(?<!\p{L})(?:on|in|of|the|year|from|between|со?|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|во?|на|год(?:а|у|ом|е)?|г|понедельник|вторник|сред[ау]|четверг|пятниц[ау]|суббот[ау]|воскресенье|ж|жыл(?:ғы|ы)?)(?!\p{L})/gu;
const ABOUT =
  /^(?:c|ca|circa|about|around|approx(?:imately)?|roughly|около|ок|примерно|приблизительно|шамамен)(?!\p{L})/u;

/** No date is longer, however it is written. */
const LONGEST = 64;

const NUMBER = "(\\d{1,2})";
const WORD = "(\\p{L}+)";
const SHAPES: readonly (readonly [RegExp, (parts: readonly string[]) => string[]])[] = [
  [/^(\d{4})$/, ([year]) => [`${year}`]],
  [/^(\d{3})0(?:s|-?[хе])$/u, ([decade]) => [`${decade}X`]],
  [new RegExp(`^${NUMBER} ${WORD} (\\d{4})$`, "u"), ([day, month, year]) => named(year, month, day)],
  [new RegExp(`^${WORD} ${NUMBER} (\\d{4})$`, "u"), ([month, day, year]) => named(year, month, day)],
  [new RegExp(`^(\\d{4}) ${WORD} ${NUMBER}$`, "u"), ([year, month, day]) => named(year, month, day)],
  [new RegExp(`^(\\d{4}) ${NUMBER} ${WORD}$`, "u"), ([year, day, month]) => named(year, month, day)],
  [new RegExp(`^${WORD} (\\d{4})$`, "u"), ([month, year]) => named(year, month)],
  [new RegExp(`^(\\d{4}) ${WORD}$`, "u"), ([year, month]) => named(year, month)],
  [/^(\d{4})年(\d{1,2})月(?:(\d{1,2})日)?$/, ([year, month, day]) => plain(year, month, day)],
  [/^(\d{4})([-./ ])(\d{1,2})(?:\2(\d{1,2}))?$/, ([year, , month, day]) => plain(year, month, day)],
  [/^(\d{4})-(\d\d)-(\d\d)[t ]\d\d(?::?\d\d.*)?$/, ([year, month, day]) => plain(year, month, day)],
  [/^(\d{4})(\d\d)(\d\d)$/, ([year, month, day]) => plain(year, month, day)],
  [/^(\d{1,2})[-./](\d{4})$/, ([month, year]) => plain(year, month)],
  // Points stand between day, month and year in this order; dashes and slashes between month and day in either.
  [/^(\d{1,2})\.(\d{1,2})\.(\d{4})$/, ([day, month, year]) => plain(year, month, day)],
  [
    /^(\d{1,2})([-/ ])(\d{1,2})\2(\d{4})$/,
    ([one, , other, year]) => [...new Set([...plain(year, one, other), ...plain(year, other, one)])].sort(),
  ],
];

const pad = (number: string) => number.padStart(2, "0");

function plain(year = "", month?: string, day?: string): string[] {
  if (month === undefined) return [year];
  if (Number(month) > 12 || Number(day ?? 1) > 31) return [];
  return [[year, pad(month), ...(day === undefined ? [] : [pad(day)])].join("-")];
}

function named(year?: string, month = "", day?: string): string[] {
  const at = MONTHS.findIndex((names) => names.test(month));
  return at < 0 ? [] : plain(year, String(at + 1), day);
}

/**
 * The dates in EDTF that a text may mean: none where it is not understood, two where day and month can change places.
 * A date that the calendar lacks is not sorted out.
 */
export function datesMeant(text: string): string[] {
  if (text.length > LONGEST) return [];
  const clean = tidy(text);
  const about = clean.replace(ABOUT, "").trim();
  const found = spanMeant(clean) ?? dateMeant(about);
  return about === clean ? found : found.map((date) => `${date}~`);
}

function dateMeant(text: string): string[] {
  for (const [shape, read] of SHAPES) {
    const parts = shape.exec(text);
    if (parts === null) continue;
    const dates = read(parts.slice(1));
    if (dates.length > 0) return dates;
  }
  return [];
}

/** From one date to another: both whole, or two days of one month. */
function spanMeant(text: string): string[] | null {
  const days = /^(\p{L}+ )?(\d{1,2})(?: ?[-–—] ?| (?:to|and|по|и) )(\d{1,2}) (\p{L}+ )?(\d{4})$/u.exec(text);
  if (days !== null) {
    const [, before = "", first, last, after = "", year] = days;
    return joined(dateMeant(`${first} ${before}${after}${year}`), dateMeant(`${last} ${before}${after}${year}`));
  }
  const [first, last, ...more] = text.split(/ (?:[-–—]|to|until|till|through|по|до) |[–—]/u);
  if (first === undefined || last === undefined || more.length > 0) return null;
  return joined(dateMeant(first.trim()), dateMeant(last.trim()));
}

function joined([first, ...others]: readonly string[], [last, ...more]: readonly string[]): string[] {
  return first === undefined || last === undefined || others.length + more.length > 0 ? [] : [`${first}/${last}`];
}

/** Lower case, one space between words, and nothing that says nothing. */
function tidy(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/(?<=\d)(?:st|nd|rd|th|-?го|-?е(?= \p{L}))(?!\p{L})/gu, "")
    .replace(/(?<=\p{L})\./gu, " ")
    .replace(/,/g, " ")
    .replace(/(?<=\d)(?=г\.?$|г )/u, " ")
    .replace(EMPTY, " ")
    .replace(/\s+/g, " ")
    .trim();
}
