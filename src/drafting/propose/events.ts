// Events as records: ids, titles and lines of what was found.
import type { FoundEvent, Worded } from "../events/found.ts";
import type { Part } from "../events/parts.ts";
import type { Span } from "../language/sentences.ts";
import { slugOf, surnameOf } from "../names/persons.ts";
import type { Reading } from "../reading.ts";
import { derived, type ProposedLine, type ProposedRecord, same, stated, usual } from "./proposal.ts";

export interface NamedEvent {
  readonly id: string;
  readonly event: FoundEvent;
}

const NOUN: Readonly<Record<string, string>> = {
  call: "telephone-call",
  "theme-year": "year",
  commemoration: "anniversary",
  sport: "games",
};

/** The events with an id each: the day, who, and what. */
export function namedEvents(reading: Reading, events: readonly FoundEvent[]): readonly NamedEvent[] {
  const taken = new Map<string, number>();
  return events.map((event) => {
    const date = /\d{4}(?:-\d\d){0,2}/.exec(event.date?.value ?? "")?.[0] ?? reading.day?.slice(0, 4) ?? "undated";
    const who = event.parts
      .filter(({ role }) => role !== "host")
      .slice(0, 2)
      .map(({ id }) => slugOf(shortName(reading, id)));
    const rank = event.rank === null ? [] : [event.rank.value];
    const place = event.type === "visit" && event.venue !== null ? ["to", event.venue.value] : [];
    const base = [date, ...who, ...rank, NOUN[event.type] ?? event.type, ...place]
      .join("-")
      .slice(0, 90)
      .replace(/-+$/, "");
    const nth = (taken.get(base) ?? 0) + 1;
    taken.set(base, nth);
    return { id: nth === 1 ? base : `${base}-${nth}`, event };
  });
}

export function eventRecords(
  reading: Reading,
  named: readonly NamedEvent[],
  main: string | null,
): readonly ProposedRecord[] {
  return named.map(({ id, event }) => ({
    collection: "events",
    id,
    lines: linesOf(reading, named, { id, event }, main),
  }));
}

function linesOf(
  reading: Reading,
  named: readonly NamedEvent[],
  { id, event }: NamedEvent,
  main: string | null,
): readonly ProposedLine[] {
  const [trigger] = event.triggers;
  const lines: ProposedLine[] = [
    stated("type", event.type, trigger === undefined ? [] : event.triggers.slice(0, 2), event.isMain ? 1 : 0.8),
  ];
  // That it occurred is the convention of a sheet, and so are most codes.
  if (event.status.value !== "occurred") lines.push(worded("status", event.status, 0.8));
  if (event.rank !== null) lines.push(worded("rank", event.rank, 1));
  const title = titleOf(reading, event);
  // The words themselves, in whatever case they stand, are a title to be mended.
  const isOwn = event.type in RUSSIAN;
  if (title !== null) lines.push({ ...usual(`title.${reading.language}`, title), confidence: isOwn ? 0.9 : 0.4 });
  // The other language where names are the same in all cases: the names of the register in English.
  const translated = reading.language === "ru" && isOwn ? titleOf(reading, event, "en") : null;
  if (translated !== null) lines.push({ ...usual("title.en", translated), confidence: 0.9 });
  if (event.date !== null) lines.push(worded("date", event.date, event.date.note === null ? 1 : 0.7));
  if (event.venue !== null) lines.push(worded("venue", event.venue, 0.8));
  for (const [nth, part] of event.parts.entries()) lines.push(partLine(reading, part, nth));
  if (event.stage !== null) {
    lines.push(
      same(
        "invitation.stage",
        event.stage,
        event.stage === "accepted" ? "stated" : "derived",
        event.stage === "accepted" ? null : "Made; no answer to it is reported.",
      ),
    );
    const visit = visitOf(named, event);
    if (visit !== null)
      lines.push(
        derived(
          "invitation.visit",
          visit.id,
          visit.event.triggers.slice(0, 1),
          "The visit of which the same words speak.",
          0.7,
        ),
      );
  }
  if (main !== null && main !== id && event.type === "ceremony")
    lines.push(
      derived("relations.0", `precedes ${main}`, event.triggers.slice(0, 1), "Told as coming before it.", 0.5),
    );
  const code = codesOf(event);
  if (code !== null) lines.push(usual("codes", code));
  return lines;
}

const worded = (path: string, { value, evidence, note }: Worded, confidence: number) =>
  note === null ? stated(path, value, evidence, confidence) : derived(path, value, evidence, note, confidence);

/** The visit that an invitation is for: in its sentence, to the inviter's state or by the invitee. */
function visitOf(named: readonly NamedEvent[], { sentence, parts }: FoundEvent): NamedEvent | null {
  const invitee = parts.find(({ role }) => role === "invitee")?.id;
  const visits = named.filter(
    ({ event }) => event.type === "visit" && event.parts.some(({ id, role }) => role === "visitor" && id === invitee),
  );
  return (
    visits.find(({ event }) => event.sentence.start === sentence.start) ??
    (visits.length === 1 ? (visits[0] ?? null) : null)
  );
}

function partLine(reading: Reading, part: Part, nth: number): ProposedLine {
  const person = reading.cast.persons.find(({ id }) => id === part.id);
  const office = person?.office ?? null;
  const titles =
    office === null
      ? ""
      : reading.language === "en"
        ? ` as en ${office.title}`
        : ` as ${[`ru ${office.title}`, ...(office.english === null ? [] : [`en ${office.english}`])].join(" | ")}`;
  const acts = part.onBehalfOf === null ? "" : ` for ${part.onBehalfOf}`;
  const evidence: Span[] = [...part.evidence, ...(office === null ? [] : [office.span])].slice(0, 3);
  const value = `${part.id} ${part.role}${acts}${titles}`;
  return part.note === null
    ? stated(`participants.${nth}`, value, evidence, 0.8)
    : derived(`participants.${nth}`, value, evidence, part.note, 0.7);
}

/** CAMEO, PLOVER and the coding rule of what has no codes by the conventions of a sheet. */
function codesOf({ type, status }: FoundEvent): string | null {
  const isVisit = type === "visit" && (status.value === "proposed" || status.value === "planned");
  if (status.value === "proposed" && !isVisit) return "- future-is-intent";
  const codes: Readonly<Record<string, string>> = {
    agreement: "057 SUPPORT//diplomatic agreement-when-signed",
    meeting: "040 CONSULT",
  };
  return codes[type] ?? null;
}

/** One word for a participant: an English alias of one word, the last word of the name, or the id. */
export function shortName(reading: Reading, id: string): string {
  const aliases = reading.register.known.get(id)?.aliases.en ?? [];
  const name = nameIn(reading, id, "en");
  return (
    aliases.find((alias) => /^\p{Lu}\p{Ll}+$/u.test(alias)) ??
    (name === null || reading.register.known.get(id)?.kind === "country" ? id : surnameOf(name))
  );
}

/** The name of a participant in a language; null where the register and the text have none. */
export function nameIn({ cast, register, language }: Reading, id: string, wanted: string): string | null {
  const known = register.known.get(id)?.names[wanted];
  const person = cast.persons.find((one) => one.id === id);
  return known ?? (language === wanted ? (person?.name ?? null) : null);
}

const RUSSIAN: Readonly<Record<string, string>> = {
  talks: "Переговоры",
  meeting: "Встреча",
  call: "Телефонный разговор",
  visit: "Визит",
  invitation: "Приглашение",
  ceremony: "Церемония",
  statement: "Заявление",
  agreement: "Подписание документов",
};
const ENGLISH: Readonly<Record<string, string>> = {
  talks: "Talks",
  meeting: "Meeting",
  call: "Telephone call",
  visit: "Visit",
  invitation: "Invitation",
  ceremony: "Ceremony",
  statement: "Statement",
  agreement: "Signing of documents",
};
const RANKS: Readonly<Record<string, readonly [string, string]>> = {
  state: ["Государственный визит", "State visit"],
  official: ["Официальный визит", "Official visit"],
  "official-working": ["Официальный рабочий визит", "Official working visit"],
  working: ["Рабочий визит", "Working visit"],
  private: ["Частный визит", "Private visit"],
};

/** A title in the language of the text; null where the parties have no names in it. */
function titleOf(reading: Reading, event: FoundEvent, language: string = reading.language): string | null {
  const isRussian = language === "ru";
  const noun =
    event.rank === null ? (isRussian ? RUSSIAN : ENGLISH)[event.type] : RANKS[event.rank.value]?.[isRussian ? 0 : 1];
  const words =
    event.triggers[0] === undefined ? "" : reading.text.slice(event.triggers[0].start, event.triggers[0].end);
  if (noun === undefined && language !== reading.language) return null;
  if (noun === undefined) return words === "" ? null : words.charAt(0).toUpperCase() + words.slice(1);
  const wanted = event.parts.filter(({ role }) => role !== "host" && role !== "invitee").slice(0, 3);
  const names = wanted.flatMap(({ id }) => nameIn(reading, id, language) ?? []);
  if (names.length < wanted.length && language !== reading.language) return null;
  if (names.length === 0) return noun;
  if (!isRussian)
    return `${noun} ${event.type === "visit" || event.type === "invitation" ? "of" : event.type === "ceremony" ? "for" : /^(?:statement|agreement)$/.test(event.type) ? "by" : "between"} ${joined(names, "and")}`;
  const morphology = reading.morphology;
  const genitive = names.map((name) => morphology?.genitive(name) ?? name);
  return event.type === "ceremony" ? noun : `${noun} ${joined(genitive, "и")}`;
}

const joined = (names: readonly string[], and: string) =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} ${and} ${names.at(-1)}`;
