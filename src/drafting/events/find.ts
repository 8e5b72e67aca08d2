// Events: what a text says happened or lies ahead, with date, status, place and parts.
import { type Span, wordsOf } from "../language/sentences.ts";
import { type Reading, saidAt, sentenceAt } from "../reading.ts";
import type { FoundEvent, Worded } from "./found.ts";
import { isAccepted } from "./invitations.ts";
import { merged } from "./merge.ts";
import { partsOf } from "./participants.ts";
import { isWished, liesAhead, rankOf, type Trigger, triggersOf } from "./triggers.ts";
import { destinationOf } from "./visits.ts";

const STATUS_NOTES: Readonly<Record<string, string>> = {
  planned: "The words speak of what lies ahead.",
  proposed: "Only an invitation or a wish is told, no answer to it.",
  ongoing: "Spoken of as under way on that day.",
};
/** Types that a text reports of its own day. */
const OF_THE_DAY = /^(?:talks|meeting|call|ceremony|statement|agreement)$/;

/** The events of a text; mentions of one event are one. */
export function eventsOf(reading: Reading): readonly FoundEvent[] {
  const found = triggersOf(reading.text, reading.language).flatMap((trigger) => eventAt(reading, trigger) ?? []);
  return merged(found).filter(isWorth);
}

/** An event of which neither a party nor a date is known is a word, not a record. */
function isWorth({ parts, date, isMain, type }: FoundEvent): boolean {
  if (type === "visit") return parts.some(({ role }) => role === "visitor");
  if (type === "forum") return date !== null || parts.length > 0;
  if (type === "statement") return parts.length > 1 || (parts.length > 0 && (isMain || date !== null));
  if (type === "meeting") return parts.length > 1 || (isMain && parts.length > 0);
  return isMain || parts.length > 0 || (date !== null && date.note === null);
}

function eventAt(reading: Reading, trigger: Trigger): FoundEvent | null {
  const sentence = sentenceAt(reading, trigger.start);
  const words = wordsOf(reading.text, sentence);
  const said = saidAt(reading, trigger);
  const parts = partsOf(reading, trigger, sentence);
  const isMain =
    said === null && isEarly(reading, trigger) && (OF_THE_DAY.test(trigger.type) || trigger.type === "visit");
  const span = { start: trigger.start, end: trigger.end };
  const usual = statusOf(reading, trigger, words, isMain, said !== null);
  const isLater = reading.dates.some(
    ({ edtf, start, end }) =>
      edtf !== null &&
      reading.day !== null &&
      edtf.slice(0, 4) > reading.day.slice(0, 4) &&
      start >= sentence.start &&
      end <= sentence.end,
  );
  const status = usual === "ongoing" && isLater ? "planned" : usual;
  const rank =
    trigger.type === "visit" ? (rankOf(trigger.words) ?? rankBefore(words, trigger.start - sentence.start)) : null;
  const stage = trigger.type === "invitation" ? (isAccepted(words) ? "accepted" : "extended") : null;
  return {
    type: trigger.type,
    triggers: [span],
    date: dateOf(reading, trigger, sentence, status, stage, isMain),
    status: { value: status, evidence: [span], note: STATUS_NOTES[status] ?? "Reported as held or done." },
    rank: rank === null ? null : { value: rank, evidence: [span], note: null },
    venue: venueOf(reading, trigger, sentence, isMain),
    stage,
    parts,
    isMain,
    sentence,
  };
}

/** «посетить Казахстан с государственным визитом»: the rank stands at the next word for a visit. */
function rankBefore(words: string, at: number): string | null {
  const [visit] = /^[^.]{0,40}(?:государственн|официальн|рабоч)\p{L}+ визит\p{L}*/iu.exec(words.slice(at)) ?? [];
  return visit === undefined ? null : rankOf(visit);
}

const isEarly = ({ text }: Reading, { start }: Trigger) => {
  const lead = text
    .split(/\n\s*\n/)
    .filter((part) => part.trim() !== "")
    .slice(0, 4)
    .join("\n\n").length;
  return start <= lead + 4;
};

function statusOf(reading: Reading, trigger: Trigger, words: string, isMain: boolean, isSaid: boolean): string {
  const { type } = trigger;
  const at = trigger.start - sentenceAt(reading, trigger.start).start;
  if (type === "visit" && isWished(words) && !isAccepted(words)) return "proposed";
  if (type === "invitation") return "occurred";
  if (type === "theme-year") return "planned";
  if (type === "visit" && (/находится|для участия|is (?:on|in)|arrived/iu.test(words) || isAccepted(words)))
    return "ongoing";
  if (liesAhead(words.slice(Math.max(0, at - 90), at + 90))) return "planned";
  const isAhead = /для участия|пожелать успешного|to take part|to participate|to attend/iu.test(words);
  return type === "forum" && !isMain && isSaid && isAhead ? "planned" : "occurred";
}

/** The date in the sentence nearest to the trigger, else what follows from the day of the text. */
function dateOf(
  reading: Reading,
  trigger: Trigger,
  sentence: Span,
  status: string,
  stage: string | null,
  isMain: boolean,
): Worded | null {
  const { day, dayWords } = reading;
  const own = reading.dates.filter(
    ({ start, end, edtf, kind }) =>
      edtf !== null && kind !== "duration" && start >= sentence.start && end <= sentence.end,
  );
  const distance = (one: Span) => (one.start >= trigger.end ? one.start - trigger.end : trigger.start - one.end + 12);
  const [nearest] = own.filter((one) => distance(one) < 130).toSorted((a, b) => distance(a) - distance(b));
  const when = dayWords === null ? [] : [dayWords];
  if (nearest?.edtf != null && stage === null) {
    const isPlain = nearest.kind === "calendar" && /\d{4}/.test(reading.text.slice(nearest.start, nearest.end));
    return {
      value: nearest.edtf,
      evidence: isPlain ? [nearest] : [nearest, ...when],
      note: isPlain ? null : "Counted from the day of the text.",
    };
  }
  if (day === null) return null;
  const span = { start: trigger.start, end: trigger.end };
  const from = (value: string, note: string): Worded => ({ value, evidence: [span, ...when], note });
  if (stage === "accepted") return from(`[..${day}]`, "Spoken of as accepted on that day, so made on it or before.");
  if (stage === "extended")
    return saidAt(reading, trigger) === null && !isMain ? null : from(day, "The day on which the words are reported.");
  if (status === "ongoing") return from(`${day}~`, "Under way on that day; when it began and ended is not stated.");
  if (isMain || (OF_THE_DAY.test(trigger.type) && saidAt(reading, trigger) === null && trigger.type !== "agreement"))
    return from(day, "The day of which the text reports.");
  if (trigger.type === "commemoration") return from(day.slice(0, 4), "The year in which it is spoken of.");
  if (trigger.type === "sport") return from(`[..${day}]`, "Spoken of on that day as held.");
  if (trigger.type === "forum" && status !== "planned" && !/\d/.test(trigger.words)) return null;
  if (trigger.type === "forum") return from(day.slice(0, 7), "The month in which it is spoken of as near.");
  return null;
}

function venueOf(reading: Reading, trigger: Trigger, sentence: Span, isMain: boolean): Worded | null {
  if (trigger.type === "visit") {
    const target = destinationOf({ reading, trigger, sentence });
    if (target === null) return null;
    const venue = target.isVenue ? target.id : placeOf(reading, target.id);
    return venue === null ? null : { value: venue, evidence: [target], note: null };
  }
  if (trigger.type === "invitation" || trigger.type === "commemoration") return null;
  const inside = reading.mentions.filter(
    ({ isVenue, start, end }) => isVenue && start >= sentence.start && end <= sentence.end,
  );
  const near = inside.toSorted((a, b) => Math.abs(a.start - trigger.start) - Math.abs(b.start - trigger.start))[0];
  if (near !== undefined) return { value: near.id, evidence: [near], note: null, depth: DEPTHS.indexOf(near.kind) };
  const state =
    trigger.type === "theme-year"
      ? destinationOf({ reading, trigger: { ...trigger, end: trigger.start }, sentence })
      : null;
  const place = state === null ? null : placeOf(reading, state.id);
  if (state !== null && place !== null) return { value: place, evidence: [state], note: null };
  const dateline = isMain ? reading.mentions.find(({ isVenue, start }) => isVenue && start < 600) : undefined;
  return dateline === undefined
    ? null
    : { value: dateline.id, evidence: [dateline], note: "The place that the head of the text names." };
}

const DEPTHS = ["country", "region", "city", "building", "room"];

/** The place of a state's name. */
const placeOf = ({ register }: Reading, state: string): string | null =>
  [...register.venues.values()].find(({ kind, country }) => kind === "country" && country === state)?.id ?? null;
