// Event types: our own slugs, with the PLOVER and CAMEO codes that a coder gives them.
import type { Label } from "./labels.ts";

export interface EventType {
  readonly id: string;
  readonly label: Label;
  /** PLOVER category and mode, null where PLOVER has none. */
  readonly plover: { readonly event: string; readonly mode: string | null } | null;
  /** CAMEO codes, the usual one first; strings, the leading zero kept. */
  readonly cameo: readonly string[];
  /** When a coder chooses this type. */
  readonly rule: string;
}

function type<const Id extends string>(
  id: Id,
  en: string,
  ru: string,
  plover: string | null,
  mode: string | null,
  cameo: readonly string[],
  rule: string,
) {
  return { id, label: { en, ru }, plover: plover === null ? null : { event: plover, mode }, cameo, rule } as const;
}

/** Sources: PLOVER manual (draft 0.8, 2021), CAMEO codebook 1.1b3; own slugs where neither has a category. */
export const EVENT_TYPES = [
  type(
    "visit",
    "Visit",
    "Визит",
    "CONSULT",
    "visit",
    ["042", "043"],
    "One record, two views: the visitor made a visit (042), the host hosted one (043). The rank is taken only as stated.",
  ),
  type(
    "talks",
    "Talks",
    "Переговоры",
    "CONSULT",
    null,
    ["046"],
    "Negotiations and discussions of substance. Takes precedence over visit and meeting. Reciprocal.",
  ),
  type(
    "meeting",
    "Meeting",
    "Встреча",
    "CONSULT",
    null,
    ["040", "044"],
    "Purpose or place unclear; 044 at a third place (PLOVER mode third-party).",
  ),
  type(
    "call",
    "Telephone call",
    "Телефонный разговор",
    "CONSULT",
    "phone",
    ["041"],
    "A conversation by telephone or video link.",
  ),
  type(
    "forum",
    "Forum or summit",
    "Форум или саммит",
    "CONSULT",
    "multilateral",
    ["040"],
    "A multilateral gathering; CAMEO has no multilateral code.",
  ),
  type("mediation", "Mediation", "Посредничество", "CONSULT", null, ["045"], "A third party mediates between others."),
  type("agreement", "Agreement", "Соглашение", "SUPPORT", null, ["057"], "Only when signed or ratified."),
  type(
    "intent",
    "Intent to cooperate",
    "Намерение сотрудничать",
    "AGREE",
    null,
    ["030", "031", "0311", "032"],
    "Cooperation, aid or support in the future tense.",
  ),
  type(
    "invitation",
    "Invitation",
    "Приглашение",
    "AGREE",
    null,
    ["036"],
    "CAMEO has no code for inviting; 036 (intent to meet or negotiate) by its dictionary. The life-cycle is in `invitation.stage`.",
  ),
  type(
    "praise",
    "Praise or congratulation",
    "Похвала или поздравление",
    "SUPPORT",
    null,
    ["051"],
    "Praise, endorse, congratulate, thank.",
  ),
  type(
    "cooperation",
    "Material cooperation",
    "Материальное сотрудничество",
    "COOPERATE",
    null,
    ["060", "061", "062", "063", "064"],
    "Only when realised.",
  ),
  type(
    "diplomatic-cooperation",
    "Diplomatic cooperation",
    "Дипломатическое сотрудничество",
    "SUPPORT",
    null,
    ["050", "052", "053", "054", "055", "056"],
    "Support, recognition, apology and other diplomatic cooperation.",
  ),
  type(
    "appeal",
    "Appeal",
    "Призыв",
    null,
    null,
    ["020"],
    "An appeal or request for cooperation (CAMEO root 02); PLOVER has no category.",
  ),
  type(
    "statement",
    "Statement",
    "Заявление",
    null,
    null,
    ["010", "013", "019"],
    "A public statement (CAMEO root 01); PLOVER drops these. Used chiefly as a code on quotes.",
  ),
  type("ceremony", "Ceremony", "Церемония", null, null, ["017"], "Guard of honour, wreath, welcome: a symbolic act."),
  type("commemoration", "Commemoration", "Памятная дата", null, null, [], "An anniversary; no code in either scheme."),
  type(
    "theme-year",
    "Theme year",
    "Тематический год",
    null,
    null,
    [],
    "A year declared to be devoted to a subject; no code in either scheme.",
  ),
  type(
    "sport",
    "Sporting event",
    "Спортивное событие",
    null,
    null,
    [],
    "Games and competitions; no code in either scheme.",
  ),
  type("aid", "Aid", "Помощь", "AID", null, ["070"], "Material aid given (CAMEO root 07)."),
  type("concede", "Concession", "Уступка", "CONCEDE", null, ["080"], "Yielding (CAMEO root 08)."),
  type("request", "Request or demand", "Запрос или требование", "REQUEST", null, ["100"], "Demands (CAMEO root 10)."),
  type(
    "accuse",
    "Accusation",
    "Обвинение",
    "ACCUSE",
    null,
    ["110"],
    "Disapproval, criticism, accusation, investigation (CAMEO roots 09 and 11).",
  ),
  type("reject", "Rejection", "Отказ", "REJECT", null, ["120"], "Refusals (CAMEO root 12)."),
  type("threaten", "Threat", "Угроза", "THREATEN", null, ["130"], "Threats and ultimata (CAMEO root 13)."),
  type("protest", "Protest", "Протест", "PROTEST", null, ["140"], "Demonstrations and strikes (CAMEO root 14)."),
  type("mobilize", "Mobilisation", "Мобилизация", "MOBILIZE", null, ["150"], "Show of force, alerts (CAMEO root 15)."),
  type("sanction", "Sanction", "Санкция", "SANCTION", null, ["160"], "Reduced relations, embargoes (CAMEO root 16)."),
  type("coerce", "Coercion", "Принуждение", "COERCE", null, ["170"], "Seizure, repression, arrest (CAMEO root 17)."),
  type(
    "assault",
    "Assault",
    "Нападение",
    "ASSAULT",
    null,
    ["180"],
    "Violence by force of arms (CAMEO roots 18 to 20).",
  ),
  type(
    "retreat",
    "Retreat",
    "Отступление",
    "RETREAT",
    null,
    ["087"],
    "De-escalation and withdrawal (CAMEO 087 and below).",
  ),
] as const satisfies readonly EventType[];
