// Vocabularies: every list of words that records use, with English and Russian labels.
//
// Each closed list is a table of `[id, English label, Russian label]`, and each is the one declaration of its words: the
// schemas of records, the values that a filter takes, `/v1/vocabularies`, the words of search and the OpenAPI document
// are made from it. Each closed list becomes a named component of that document, so that a generated client has one
// type for it, wherever the word stands.
//
// An unknown word in a request is an error and not an empty page, because these lists change with the program and not
// with the data (see `src/query/value-list.ts`). Event types and coding rules are long enough for files of their own:
// `event-types.ts`, `coding-rules.ts`.
//
// What things are about, what is counted, how far it has come and what a source is has no end: those words are lines of
// `data/reference/words.json`, beside the program's other tables. A new one is a line there; records are held to the
// lines, and the OpenAPI document describes such a word as a text with examples, since a list of all would be another
// document with each new article.
import { z } from "zod";
import words from "../../data/reference/words.json" with { type: "json" };
import { nearest } from "../suggest.ts";
import { EVENT_TYPES } from "./event-types.ts";
import { markedWith, oneOf, type Term, terms } from "./term.ts";

/** The words of a list that is open. */
function opened(list: keyof typeof words): readonly Term[] {
  return words[list].map(({ id, en, ru }) => ({ id, label: { en, ru } }));
}

/** A word of an open list. */
function oneWord(list: keyof typeof words) {
  const known = words[list].map(({ id }) => id);
  return z.string().superRefine((word, context) => {
    if (known.includes(word)) return;
    const near = nearest(word, known);
    const meant = near === null ? "" : `; did you mean ${JSON.stringify(near)}?`;
    const message = `no word of the list ${JSON.stringify(list)} in data/reference/words.json${meant} A new word is a line there.`;
    context.addIssue({ code: "custom", message });
  });
}

const STATUS_LINES = [
  ["occurred", "Occurred", "Состоялось", "took place"],
  ["ongoing", "Ongoing", "Идёт", "took place"],
  ["planned", "Planned", "Запланировано", "lies ahead"],
  ["proposed", "Proposed", "Предложено", "lies ahead"],
  ["cancelled", "Cancelled", "Отменено", null],
  ["postponed", "Postponed", "Отложено", null],
] as const;
export const STATUSES = terms(STATUS_LINES);
/** Statuses of what took place; the others are what was only said of the future, or was given up. */
export const TOOK_PLACE = markedWith(STATUS_LINES, "took place");
export const LIES_AHEAD = markedWith(STATUS_LINES, "lies ahead");

export const RANKS = terms([
  ["state", "State visit", "Государственный визит"],
  ["official", "Official visit", "Официальный визит"],
  ["official-working", "Official working visit", "Официальный рабочий визит"],
  ["working", "Working visit", "Рабочий визит"],
  ["private", "Private visit", "Частный визит"],
]);

export const INVITATION_STAGES = terms([
  ["extended", "Extended", "Направлено"],
  ["accepted", "Accepted", "Принято"],
  ["declined", "Declined", "Отклонено"],
  ["fulfilled", "Fulfilled", "Исполнено"],
  ["lapsed", "Lapsed", "Утратило силу"],
]);

const ROLE_LINES = [
  ["visitor", "Visitor", "Гость", "present"],
  ["host", "Host", "Принимающая сторона", "present"],
  ["convener", "Convener", "Организатор", "present"],
  ["chair", "Chair", "Председатель", "present"],
  ["participant", "Participant", "Участник", "present"],
  ["delegation-member", "Delegation member", "Член делегации", "present"],
  ["signatory", "Signatory", "Подписант", "present"],
  ["speaker", "Speaker", "Выступающий", "present"],
  ["addressee", "Addressee", "Адресат", null],
  ["inviter", "Inviter", "Приглашающий", null],
  ["invitee", "Invitee", "Приглашённый", null],
  ["honoree", "Honoree", "Чествуемый", null],
  ["mentioned", "Mentioned", "Упомянутый", null],
  ["actor", "Actor", "Действующая сторона", null],
  ["recipient", "Recipient", "Сторона, на которую направлено действие", null],
] as const;
export const ROLES = terms(ROLE_LINES);
/** Roles of those who were there; an inviter or somebody mentioned need not have been. */
export const PRESENT = markedWith(ROLE_LINES, "present");

export const RELATIONS = terms([
  ["on-occasion-of", "On the occasion of", "По случаю"],
  ["attends", "Attends", "Участвует в"],
  ["recalls", "Recalls", "Напоминает о"],
  ["invites-to", "Invites to", "Приглашает на"],
  ["in-response-to", "In response to", "В ответ на"],
  ["fulfils", "Fulfils", "Исполняет"],
  ["announces", "Announces", "Объявляет о"],
  ["congratulates-on", "Congratulates on", "Поздравляет с"],
  ["precedes", "Precedes", "Предшествует"],
  ["results-in", "Results in", "Приводит к"],
  ["same-as", "Same as", "То же, что"],
  ["conflicts-with", "Conflicts with", "Противоречит"],
]);

export const PARTICIPANT_KINDS = terms([
  ["person", "Person", "Лицо"],
  ["country", "Country", "Страна"],
  ["organization", "Organization", "Организация"],
  ["delegation", "Delegation", "Делегация"],
]);

export const VENUE_KINDS = terms([
  ["room", "Room", "Зал"],
  ["building", "Building", "Здание"],
  ["city", "City", "Город"],
  ["region", "Region", "Регион"],
  ["country", "Country", "Страна"],
]);

export const SOURCE_KINDS = opened("source-kinds");

export const QUOTE_MODES = terms([
  ["direct", "Direct speech", "Прямая речь"],
  ["indirect", "Indirect speech", "Косвенная речь"],
]);

export const FIGURE_KINDS = terms([
  ["money", "Money", "Деньги"],
  ["count", "Count", "Количество"],
  ["ordinal", "Ordinal", "Порядковое число"],
  ["duration", "Duration", "Длительность"],
  ["percentage", "Percentage", "Процент"],
  ["year", "Year", "Год"],
]);

export const BOUNDS = terms([
  ["exact", "Exact", "Точно"],
  ["approximate", "Approximate", "Приблизительно"],
  ["at-least", "At least", "Не менее"],
  ["at-most", "At most", "Не более"],
  ["range", "Range", "Диапазон"],
]);

export const STAGES = opened("stages");

export const SCALES = terms([
  ["thousand", "Thousand", "Тысяча"],
  ["million", "Million", "Миллион"],
  ["billion", "Billion (10⁹)", "Миллиард"],
  ["trillion", "Trillion (10¹²)", "Триллион"],
]);

export const UNITS = opened("units");

export const TOPICS = opened("topics");

export const PLOVER = terms([
  ["AGREE", "Agree", "Согласие"],
  ["CONSULT", "Consult", "Консультации"],
  ["SUPPORT", "Support", "Поддержка"],
  ["CONCEDE", "Concede", "Уступка"],
  ["COOPERATE", "Cooperate", "Сотрудничество"],
  ["AID", "Aid", "Помощь"],
  ["RETREAT", "Retreat", "Отступление"],
  ["REQUEST", "Request", "Требование"],
  ["ACCUSE", "Accuse", "Обвинение"],
  ["REJECT", "Reject", "Отказ"],
  ["THREATEN", "Threaten", "Угроза"],
  ["PROTEST", "Protest", "Протест"],
  ["SANCTION", "Sanction", "Санкции"],
  ["MOBILIZE", "Mobilize", "Мобилизация"],
  ["COERCE", "Coerce", "Принуждение"],
  ["ASSAULT", "Assault", "Нападение"],
]);

export const BASIS_TERMS = terms([
  ["stated", "The source says it", "Сказано в источнике"],
  ["derived", "Reasoned from what the source says", "Выведено из сказанного"],
  ["external", "Known from elsewhere", "Известно из других мест"],
]);

export const EventType = z
  .enum(EVENT_TYPES.map((type) => type.id))
  .meta({ id: "EventType", description: "What kind of event it is." });
export const Status = oneOf(STATUSES).meta({ id: "Status", description: "What a source knew of an event." });
export const Rank = oneOf(RANKS).meta({ id: "Rank", description: "The rank of a visit." });
export const InvitationStage = oneOf(INVITATION_STAGES).meta({
  id: "InvitationStage",
  description: "Where in its life an invitation is.",
});
export const Role = oneOf(ROLES).meta({ id: "Role", description: "The part played in an event." });
export const Relation = oneOf(RELATIONS).meta({ id: "Relation", description: "What one event is to another." });
export const ParticipantKind = oneOf(PARTICIPANT_KINDS).meta({
  id: "ParticipantKind",
  description: "What kind of participant it is.",
});
export const VenueKind = oneOf(VENUE_KINDS).meta({ id: "VenueKind", description: "What kind of place it is." });
export const SourceKind = oneWord("source-kinds").meta({
  "x-vocabulary": "source-kinds",
  id: "SourceKind",
  description: "What kind of source it is, a word of `/v1/vocabularies/source-kinds`; new ones come with the data.",
  examples: ["article"],
});
export const QuoteMode = oneOf(QUOTE_MODES).meta({ id: "QuoteMode", description: "Direct or indirect speech." });
export const FigureKind = oneOf(FIGURE_KINDS).meta({ id: "FigureKind", description: "What kind of number it is." });
export const Bound = oneOf(BOUNDS).meta({ id: "Bound", description: "How exact a number is." });
export const Stage = oneWord("stages").meta({
  "x-vocabulary": "stages",
  id: "Stage",
  description:
    "How far what a number measures has come, a word of `/v1/vocabularies/stages`; new ones come with the data.",
  examples: ["under-way"],
});
export const Scale = oneOf(SCALES).meta({ id: "Scale", description: "A scale word beside a number." });
export const Unit = oneWord("units").meta({
  "x-vocabulary": "units",
  id: "Unit",
  description: "What a number counts, a word of `/v1/vocabularies/units`; new ones come with the data.",
  examples: ["project"],
});
export const Topic = oneWord("topics").meta({
  "x-vocabulary": "topics",
  id: "Topic",
  description: "What an event is about, a word of `/v1/vocabularies/topics`; new ones come with the data.",
  examples: ["trade"],
});
export const PloverEvent = oneOf(PLOVER).meta({ id: "PloverEvent", description: "A category of PLOVER." });
