// Columns in words: what each column of a collection's table is called on a page, in English and Russian.
//
// A column of ids says so, and the column of their names has the plain word: on a page most people want names.
import type { Lang } from "../labels.ts";
import { PART_WORDS, type Words } from "./fields.ts";

/** The columns that are not called as the part of a record is; those of dates are told by their parts. */
const COLUMN_WORDS: Readonly<Record<string, Words>> = {
  id: ["id", "id"],
  invitationStage: ["stage of the invitation", "стадия приглашения"],
  invitationVisits: ["visits invited to, ids", "визиты по приглашению, id"],
  venue: ["place, id", "место, id"],
  venueName: ["place", "место"],
  stops: ["stops, ids", "остановки, id"],
  stopNames: ["stops", "остановки"],
  roles: ["roles", "роли"],
  participants: ["taking part, ids", "участники, id"],
  participantNames: ["taking part", "участники"],
  offices: ["offices", "должности"],
  officesOf: ["offices of, ids", "где должности, id"],
  officesOfNames: ["offices of", "где должности"],
  onBehalfOf: ["acting for, ids", "от имени, id"],
  onBehalfOfNames: ["acting for", "от имени"],
  countries: ["states, ids", "государства, id"],
  countryNames: ["states", "государства"],
  country: ["state, id", "государство, id"],
  countryName: ["state", "государство"],
  partOf: ["part of, id", "часть события, id"],
  relations: ["relations, ids", "связи, id"],
  ploverEvent: ["PLOVER category", "категория PLOVER"],
  ploverMode: ["PLOVER mode", "вид PLOVER"],
  ploverContexts: ["PLOVER contexts", "контексты PLOVER"],
  cameo: ["CAMEO code", "код CAMEO"],
  codingRule: ["coding rule", "правило кодирования"],
  gdeltGoldstein: ["GDELT Goldstein scale", "GDELT: шкала Голдстина"],
  gdeltTone: ["GDELT tone", "GDELT: тон"],
  gdeltMentions: ["GDELT mentions", "GDELT: упоминания"],
  gdeltSources: ["GDELT sources", "GDELT: источники"],
  gdeltArticles: ["GDELT articles", "GDELT: статьи"],
  gdeltUrl: ["GDELT address", "GDELT: адрес"],
  sources: ["sources, ids", "источники, id"],
  sourceCredits: ["sources to be named as", "как указывать источники"],
  sourceLicences: ["licences of the sources", "лицензии источников"],
  dataset: ["dataset", "набор данных"],
  name: ["name", "имя, название"],
  aliases: ["other names", "другие имена"],
  alpha2: ["ISO code, two letters", "код ISO, две буквы"],
  alpha3: ["ISO code, three letters", "код ISO, три буквы"],
  within: ["within, id", "внутри, id"],
  withinName: ["within", "внутри"],
  latitude: ["latitude", "широта"],
  longitude: ["longitude", "долгота"],
  precision: ["precision of the point", "точность точки"],
  sameAs: ["the same as, ids", "то же, что, id"],
  event: ["event, id", "событие, id"],
  source: ["source, id", "источник, id"],
  sourceCredit: ["source to be named as", "как указывать источник"],
  sourceLicence: ["licence of the source", "лицензия источника"],
  speaker: ["speaker, id", "кто говорит, id"],
  speakerName: ["speaker", "кто говорит"],
  addressees: ["spoken to, ids", "кому, id"],
  addresseeNames: ["spoken to", "кому"],
  translation: ["translation", "перевод"],
  translationBy: ["translated by", "кем переведено"],
  sentences: ["number of sentences", "число предложений"],
  mentionedEvents: ["events mentioned, ids", "упомянутые события, id"],
  mentionedFigures: ["figures mentioned, ids", "упомянутые цифры, id"],
  mentionedParticipants: ["participants mentioned, ids", "упомянутые участники, id"],
  mentionedParticipantNames: ["participants mentioned", "упомянутые участники"],
  mentionedVenues: ["places mentioned, ids", "упомянутые места, id"],
  mentionedVenueNames: ["places mentioned", "упомянутые места"],
  quote: ["quote, id", "цитата, id"],
  claimant: ["claimed by, id", "кто называет, id"],
  claimantName: ["claimed by", "кто называет"],
  valueMax: ["value, upper end", "значение, верхняя граница"],
  linkedTo: ["one claim with, ids", "вместе с, id"],
  publisher: ["publisher, id", "издатель, id"],
  publisherName: ["publisher", "издатель"],
  derivedFrom: ["derived from, ids", "по данным, id"],
  textSha256: ["SHA-256 of the text", "SHA-256 текста"],
  textLength: ["length of the text", "длина текста"],
};

const DATE_PARTS: Readonly<Record<string, Words>> = {
  Edtf: ["", ""],
  Earliest: [", first day", ", первый день"],
  Latest: [", last day", ", последний день"],
  Certain: [", not qualified", ", без оговорок"],
};

/** What a column is called, as a heading; null where there are no words for it. */
export function columnWords(name: string, lang: Lang): string | null {
  const at = lang === "en" ? 0 : 1;
  const [, date = "", part = ""] = /^(date|asOf|published)(Edtf|Earliest|Latest|Certain)$/.exec(name) ?? [];
  const [of, end] = [PART_WORDS[date], DATE_PARTS[part]];
  const words =
    of !== undefined && end !== undefined ? `${of[at]}${end[at]}` : (COLUMN_WORDS[name] ?? PART_WORDS[name])?.[at];
  if (words === undefined) return null;
  return name === "id" ? words : `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
