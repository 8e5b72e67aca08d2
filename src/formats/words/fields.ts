// Fields in words: what the part of a record at a JSON Pointer is called, in English and Russian.
import type { Lang } from "../labels.ts";

export type Words = readonly [en: string, ru: string];

/** The parts at the top of a record. */
export const PART_WORDS: Readonly<Record<string, Words>> = {
  "": ["record", "запись"],
  type: ["type", "тип"],
  status: ["status", "статус"],
  statusAsOf: ["status as of", "статус на день"],
  title: ["title", "название"],
  summary: ["summary", "содержание"],
  description: ["description", "описание"],
  date: ["date", "дата"],
  countries: ["states", "государства"],
  venue: ["place", "место"],
  rank: ["rank", "ранг"],
  reciprocal: ["reciprocal", "взаимность"],
  participants: ["taking part", "участник"],
  partOf: ["part of", "часть события"],
  relations: ["refers to", "ссылается на"],
  codes: ["codes", "коды"],
  topics: ["topics", "темы"],
  sources: ["sources", "источники"],
  invitation: ["invitation", "приглашение"],
  names: ["name", "имя"],
  aliases: ["also", "также"],
  country: ["state", "государство"],
  offices: ["office", "должность"],
  office: ["office", "должность"],
  wikidata: ["Wikidata", "Wikidata"],
  iso: ["ISO codes", "коды ISO"],
  kind: ["kind", "вид"],
  within: ["within", "внутри"],
  location: ["point", "точка"],
  speaker: ["speaker", "говорит"],
  addressees: ["spoken to", "кому"],
  mode: ["speech", "речь"],
  language: ["language", "язык"],
  text: ["words", "слова"],
  segments: ["sentence", "предложение"],
  translations: ["translation", "перевод"],
  mentions: ["mentions", "упоминает"],
  event: ["said at", "сказано на"],
  source: ["source", "источник"],
  claimant: ["claimed by", "кто называет"],
  quote: ["in the quote", "в цитате"],
  raw: ["as written", "как написано"],
  value: ["value", "значение"],
  valueMax: ["to", "до"],
  scale: ["scale", "порядок"],
  unit: ["unit", "единица"],
  currency: ["currency", "валюта"],
  bound: ["bound", "точность"],
  measure: ["measure", "что измерено"],
  subject: ["of what", "чего"],
  stage: ["stage", "стадия"],
  linkedTo: ["one claim with", "вместе с"],
  additive: ["may be summed", "можно складывать"],
  additiveNote: ["on summing", "о сложении"],
  asOf: ["as of", "на день"],
  headline: ["headline", "заголовок"],
  publisher: ["publisher", "издатель"],
  published: ["published", "опубликовано"],
  url: ["address", "адрес"],
  derivedFrom: ["derived from", "по данным"],
  licence: ["licence", "лицензия"],
  licenceUrl: ["terms at", "условия"],
  attribution: ["to be named as", "указывать как"],
  credit: ["to be named as", "указывать как"],
  credits: ["to be named as", "указывать как"],
  stops: ["stops", "остановки"],
  sameAs: ["the same as", "то же, что"],
  updated: ["updated", "обновлено"],
};

/** Parts below an entry of a list, or of an object. */
const INNER: Readonly<Record<string, Words>> = {
  participant: ["who", "кто"],
  name: ["name", "имя"],
  role: ["role", "роль"],
  office: ["office", "должность"],
  onBehalfOf: ["acts for", "от имени"],
  code: ["code", "код"],
  type: ["kind", "вид"],
  event: ["event", "событие"],
  stage: ["stage", "стадия"],
  visit: ["to the visit", "на визит"],
  title: ["title", "название"],
  of: ["of", "где"],
  from: ["since", "с какого времени"],
  to: ["until", "по какое время"],
  codes: ["codes", "коды"],
  mentions: ["mentions", "упоминает"],
  events: ["events", "события"],
  figures: ["figures", "цифры"],
  participants: ["participants", "участники"],
  venues: ["places", "места"],
  text: ["text", "текст"],
  by: ["made by", "кем сделано"],
  official: ["official", "официальность"],
  plover: ["PLOVER", "PLOVER"],
  cameo: ["CAMEO", "CAMEO"],
  gdelt: ["GDELT", "GDELT"],
  rule: ["rule", "правило"],
  contexts: ["contexts", "контексты"],
  venue: ["place", "место"],
  date: ["date", "дата"],
};

const OWN: Readonly<Record<string, Words>> = {
  "sources/kind": ["kind of source", "вид источника"],
  "sources/text": ["text on record", "записанный текст"],
  "venues/names": ["name", "название"],
  "figures/event": ["claimed at", "названо на"],
};

/** The pointer of provenance in words: `/participants/0/onBehalfOf` is "taking part, acts for". */
export function fieldWords(collection: string, path: string, lang: Lang): string {
  const at = lang === "en" ? 0 : 1;
  const [head = "", ...rest] = path.split("/").slice(1);
  let said: string = (OWN[`${collection}/${head}`] ?? PART_WORDS[head])?.[at] ?? head;
  for (const key of rest) {
    const words = INNER[key];
    if (words !== undefined) said += `, ${words[at]}`;
    // Places in a list are not said; what is left is a language tag: names and texts are keyed by it.
    else if (key !== lang && !/^\d+$/.test(key)) said += ` (${key})`;
  }
  return said;
}

/** The parts of which there are words; a test holds that they are all that records have. */
export const KNOWN_PARTS: readonly string[] = Object.keys(PART_WORDS);
