// Triggers: the words that tell an event, its type, and the rank of a visit.
import type { EVENT_TYPES } from "../../model/event-types.ts";
import { overlap, type Span } from "../language/sentences.ts";

export type EventType = (typeof EVENT_TYPES)[number]["id"];

export interface Trigger extends Span {
  readonly type: EventType;
  readonly words: string;
}

type Row = readonly [type: EventType, pattern: string];

/** What comes first has the words. */
const RUSSIAN: readonly Row[] = [
  ["invitation", "приглаша(?:ю|ет|ем|ют|л[аи]?)|пригласи(?:ть|л[аи]?)|приглашени(?:е|я|ю|ем)|приглаш[её]н[аы]?"],
  ["call", "телефонн\\p{L}+ (?:разговор|беседа)\\p{L}*|переговор\\p{L}* по телефону|разговор\\p{L}* по телефону"],
  [
    "visit",
    "(?:(?:государственн|официальн|рабоч|частн|ответн)\\p{L}+ )*визит\\p{L}*|посе(?:тить|тил[аи]?|щ[её]н\\p{L}*|щение|щения)|прибыл[аи]?|приехал[аи]?",
  ],
  ["talks", "переговор(?:ы|ов|ам|ами|ах)"],
  ["agreement", "подписа(?:ть|л[аи]?|н[аоы]?|ние|ния|нием|нии)(?! кодов)"],
  ["theme-year", "Год(?:ом|а|у)? (?:\\p{L}+ ){1,4}(?:в|России|Китая|Казахстана)"],
  [
    "sport",
    "(?:(?:летн|зимн)\\p{L}+ )?(?:Азиатск|Олимпийск|Паралимпийск)\\p{L}+ игр\\p{L}*|чемпионат\\p{L}* (?:мира|Азии|Европы)",
  ],
  [
    "commemoration",
    "\\d+[-‑]лети(?:е|я|ю|ем|и)(?= (?:со дня|с момента|образован|независимост|установлен|Побед|Великой))|\\d+[-‑]?\\p{L}* годовщин\\p{L}*",
  ],
  [
    "ceremony",
    "[Пп]оч[её]тн\\p{L}+ караул\\p{L}*|церемони(?:я|и|ю|ей) (?:официальн\\p{L}+ )?встречи|возлож(?:ил[аи]?|ени[ея]) (?:венк|цвет)\\p{L}*",
  ],
  [
    "forum",
    "(?:\\d+[-‑]?\\p{L}* |[IVX]+ )?(?:Форум|форум)(?:е|а|у|ом)?|саммит(?:е|а|у|ом|ы)?|(?:Консультативн\\p{L}+ )?[Вв]стреч\\p{L}+ глав государств|заседани[еияю] (?:Высшего|Совета|ЕАЭС|ШОС|СНГ)",
  ],
  [
    "statement",
    "выступ(?:ил[аи]?|ят) с заявлени\\p{L}+|(?:излож\\p{L}+|выступ\\p{L}+|произн\\p{L}+)[^.]{0,24} реч(?:и|ь|ью)|реч(?:и|ь) в ",
  ],
  ["meeting", "встретил[аи]?(?:сь|ся)?|встреч(?:а|у|е|ей|и)|бесед(?:а|у|ы|е|ой|овал[аи]?)"],
];
const ENGLISH: readonly Row[] = [
  ["invitation", "invit(?:e|es|ed|ing|ation|ations)"],
  ["call", "(?:tele)?phone (?:call|conversation)s?|spoke by (?:tele)?phone|by (?:tele)?phone|phone talk"],
  [
    "visit",
    "(?:(?:state|official|working|private|recent|upcoming|first|return) )*visit(?:s|ed|ing)?(?! (?:card|Turkey:))|arrived in|trip to|travel(?:ed|led) to",
  ],
  ["talks", "talks|consultations|negotiations"],
  [
    "agreement",
    "(?:signed|signing of|sign|adopted|initialled) (?:a |an |the |of )*(?:new |bilateral |joint |intergovernmental |updated |historic )*(?:[A-Z][\\w-]* ){0,6}(?:agreement|memorandum|treaty|joint statement|Agreement|Memorandum|Treaty|Statement|documents|declaration|Declaration|contract|Roadmap|roadmap)s?",
  ],
  ["theme-year", "(?:Year|Years) of \\p{Lu}\\p{L}+(?: \\p{Lu}\\p{L}+)*"],
  ["sport", "(?:Olympic|Asian|Paralympic) Games|World Cup"],
  ["commemoration", "(?:\\d+(?:st|nd|rd|th)|\\p{L}+th) anniversary"],
  ["ceremony", "guard of honou?r|welcoming ceremony|wreath|opening ceremony|ceremony"],
  [
    "forum",
    "(?:(?:first|second|third|fourth|fifth|\\d+th|annual|trilateral|high-level) )*(?:[A-Z][\\w+&-]* (?:and )?){0,5}(?:Forum|Summit|summit|Conference|General Assembly)s?|summit meeting",
  ],
  [
    "statement",
    "statements? (?:for|to) the press|press statements?|made a (?:statement|speech)|delivered (?:a speech|remarks)",
  ],
  ["meeting", "meet(?:ing|ings|s)?|met(?= )"],
];
const compiled = (rows: readonly Row[], flags: string) =>
  rows.map(([type, pattern]) => [type, new RegExp(`(?<![\\p{L}\\d-])(?:${pattern})(?![\\p{L}\\d])`, flags)] as const);
const BY_LANGUAGE = { ru: compiled(RUSSIAN, "gu"), en: compiled(ENGLISH, "gu") };

/** The triggers of a text in order; where two share words, the first type of the table has them. */
export function triggersOf(text: string, language: "ru" | "en"): readonly Trigger[] {
  const found: Trigger[] = [];
  // Sentences begin with a capital: the patterns are asked in lower case too, where that is as long.
  const lower = text.replace(/(?<=(?:^|[\n.!?…»"]\s*))\p{Lu}(?=\p{Ll})/gu, (letter) => letter.toLowerCase());
  for (const [type, pattern] of BY_LANGUAGE[language]) {
    for (const { 0: words, index } of lower.length === text.length ? lower.matchAll(pattern) : text.matchAll(pattern)) {
      const span = { start: index, end: index + words.length };
      if (!found.some((other) => overlap(other, span)))
        found.push({ ...span, type, words: text.slice(index, span.end) });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

const RANKS: readonly (readonly [rank: string, pattern: RegExp])[] = [
  ["official-working", /официальн\p{L}+ рабоч|рабоч\p{L}+ официальн|official working/iu],
  ["state", /государственн|(?<!\p{L})state visit/iu],
  ["official", /официальн|official/iu],
  ["working", /рабоч|working/iu],
  ["private", /частн|private/iu],
];

/** The rank that a visit is said to have; null where none is. */
export const rankOf = (words: string) => RANKS.find(([, pattern]) => pattern.test(words))?.[0] ?? null;

const FUTURE =
  /(?<!\p{L})(?:будет|будут|предсто\p{L}+|планиру\p{L}+|намечен\p{L}*|ожида\p{L}+|состоится|состоятся|will|upcoming|looks? forward|looking forward|is to|are to|plans? to|planned|next)(?!\p{L})/iu;
const WISHED = /хотел[аи]? бы|would like to|пригласить|invite/iu;

/** Whether a sentence speaks of what lies ahead. */
export const liesAhead = (sentence: string) => FUTURE.test(sentence);
export const isWished = (sentence: string) => WISHED.test(sentence);
