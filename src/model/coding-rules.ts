// Coding rules: the decisions that `codes.rule` names, so that all coders code alike.
//
// `codes.rule` of an event names the rule by which its PLOVER and CAMEO codes were chosen. The schemes leave several
// choices open (one visit is 042 for the visitor and 043 for the host), and two coders who choose differently make
// counts that do not compare.
//
// A proposed visit carries no codes. PLOVER and CAMEO code what was done or announced: the invitation is an event of
// its own (036), and coding the proposed visit as well (042) would count something that has not happened. Only null
// says that nothing was coded; a code is never filled in to have one.
import { oneOf, terms } from "./term.ts";

export const CODING_RULES = terms([
  [
    "talks-before-visit",
    "Talks take precedence over visit and meeting; they are reciprocal.",
    "Переговоры важнее визита и встречи; они взаимны.",
  ],
  [
    "visit-one-record",
    "A visit is one record with two views: the visitor made it (042), the host hosted it (043). The rank only as stated.",
    "Визит — одна запись с двух сторон: гость нанёс визит (042), хозяин принял (043). Ранг только как сказано.",
  ],
  [
    "call-by-telephone",
    "A conversation by telephone or video link is 041, whoever rang; it is reciprocal.",
    "Разговор по телефону или видеосвязи — 041, кто бы ни позвонил; он взаимен.",
  ],
  [
    "forum-multilateral",
    "A multilateral gathering is a forum; CAMEO has no multilateral code, so 040.",
    "Многостороннее собрание — форум; в CAMEO такого кода нет, поэтому 040.",
  ],
  [
    "invitation-as-intent",
    "CAMEO has no code for inviting: 036, intent to meet or negotiate; the life-cycle is in `invitation`.",
    "В CAMEO нет кода приглашения: 036, намерение встретиться; жизненный цикл — в `invitation`.",
  ],
  [
    "agreement-when-signed",
    "An agreement is coded only when signed or ratified.",
    "Соглашение кодируется, только когда подписано или ратифицировано.",
  ],
  [
    "future-is-intent",
    "Cooperation, aid or support in the future tense is intent (AGREE), never cooperation done.",
    "Сотрудничество, помощь или поддержка в будущем времени — намерение (AGREE).",
  ],
  [
    "cooperation-when-realised",
    "Material cooperation is coded only when realised or under way.",
    "Материальное сотрудничество кодируется, только когда осуществлено или идёт.",
  ],
  [
    "praise-on-segments",
    "Praise and congratulation are codes (051) on what was said, not events of their own.",
    "Похвала и поздравление — коды (051) сказанного, а не отдельные события.",
  ],
  [
    "statement-code",
    "A statement without praise, intent or appeal has CAMEO root 01; PLOVER drops it.",
    "Заявление без похвалы, намерения и призыва — корень 01 CAMEO; PLOVER его не кодирует.",
  ],
  [
    "symbolic-act",
    "A guard of honour or a wreath is a symbolic act (017); PLOVER has no category.",
    "Почётный караул или венок — символический акт (017); в PLOVER категории нет.",
  ],
  [
    "no-scheme-code",
    "Anniversaries, theme years and sport have no code in PLOVER or CAMEO.",
    "Памятные даты, тематические годы и спорт не имеют кодов в PLOVER и CAMEO.",
  ],
  [
    "row-as-coded",
    "A row of a dataset keeps the code that its coder gave; the type follows from the code alone. One row is one event: 042 and 043 of one visit stay two.",
    "Строка набора данных сохраняет код, данный её составителем; тип следует из одного кода. Одна строка — одно событие: 042 и 043 одного визита остаются двумя.",
  ],
  [
    "states-of-affairs",
    "A state of affairs is not an event: it is what the quote says.",
    "Положение дел — не событие, а содержание высказывания.",
  ],
]);

export const CodingRule = oneOf(CODING_RULES);
