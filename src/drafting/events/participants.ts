// Participants: who plays which part in an event, from the words around its trigger.
import type { Span } from "../language/sentences.ts";
import { type Reading, saidAt } from "../reading.ts";
import { invitationParts } from "./invitations.ts";
import { type Near, type Part, person, placesIn, state, statesIn } from "./parts.ts";
import type { Trigger } from "./triggers.ts";
import { visitParts } from "./visits.ts";

const LEADERS =
  /(?<!\p{L})(?:[Сс]тороны|(?:both|the(?: two)?) sides|главы (?:двух )?государств|лидер\p{L}+ (?:двух|тр[её]х)|президенты|the (?:two|three) (?:leaders|presidents)|(?:both|two) presidents|the leaders|heads of state)(?!\p{L})/giu;
const OURS =
  /(?<!\p{L})(?:our (?:two )?(?:countries|states|nations)|между нашими (?:странами|государствами)|наш(?:и|их|ими) (?:стран|государств)\p{L}*)(?!\p{L})/giu;

/** The parts of an event, by its type. */
export function partsOf(reading: Reading, trigger: Trigger, sentence: Span): readonly Part[] {
  const said = saidAt(reading, trigger);
  const near = { sentence, said, reading, trigger };
  if (trigger.type === "visit") return visitParts(near);
  if (trigger.type === "invitation") return invitationParts(near);
  if (trigger.type === "commemoration") return firstState(near, "honoree");
  if (trigger.type === "sport") return firstState(near, "participant");
  if (trigger.type === "theme-year") return themeParts(near);
  if (trigger.type === "ceremony") return ceremonyParts(near);
  const yours = said?.addressee ?? null;
  if (trigger.type === "statement" && yours !== null && /ваш\p{L}*|your/iu.test(trigger.words)) {
    return [person(yours, "speaker", [trigger], "«Your» is the one to whom the words are spoken.")];
  }
  const role = trigger.type === "agreement" ? "signatory" : trigger.type === "statement" ? "speaker" : "participant";
  return sides(near, role);
}

/** Everybody who takes part alike: persons named in the sentence, "the two leaders", or the states of an adjective. */
function sides({ reading, sentence, said, trigger }: Near, role: string): readonly Part[] {
  const { cast, text, mentions } = reading;
  const words = text.slice(sentence.start, sentence.end);
  const named = cast.within(sentence).map((one) => person(one, role, placesIn(one, sentence)));
  const found = new Map(named.map((part) => [part.id, part]));
  const add = (part: Part) => {
    if (!found.has(part.id)) found.set(part.id, part);
  };
  for (const match of words.matchAll(LEADERS)) {
    const span = { start: sentence.start + match.index, end: sentence.start + match.index + match[0].length };
    for (const one of cast.principals.slice(0, 3))
      add(person(one, role, [...one.places.slice(0, 1), span], "The leaders are those whom the text names."));
  }
  const together =
    /(?:presidents|leaders|президент\p{L}+|лидер\p{L}+|counterparts)[^.]{0,30}?(?:of|from|стран)?/iu.exec(words);
  const states = mentions.filter(
    (one) => one.kind === "country" && !one.isAdjective && one.start >= sentence.start && one.end <= sentence.end,
  );
  if (together !== null && states.length > 1 && found.size < 2) {
    const owned = new Set([...found.values()].map(({ onBehalfOf }) => onBehalfOf));
    for (const one of states) if (!owned.has(one.id)) add(state(one, role));
  }
  if (said !== null) {
    if (/(?<!\p{L})(?:we|our|us|you and I|мы|нам|наш\p{L}*|нас)(?!\p{L})/iu.test(words)) {
      for (const one of [said.speaker, said.addressee])
        if (one !== null) add(person(one, role, [], "The words are theirs, or spoken to them."));
    }
  } else if (found.size < 2 && cast.principals.length === 2 && /^(?:talks|meeting|call)$/.test(trigger.type)) {
    // The lead names both sides; what follows speaks of one of them.
    const isMain = sentence.start < (reading.text.indexOf("\n\n", 200) + 1 || 400);
    if (isMain) for (const one of cast.principals) add(person(one, role, [], "The text is of the talks of these two."));
  }
  if (found.size === 0) {
    const pair = mentions.filter(
      (one) =>
        one.isAdjective && one.start >= sentence.start && one.end <= trigger.start && trigger.start - one.end < 30,
    );
    for (const one of pair.length > 1 ? pair : []) add(state(one, role));
  }
  if (found.size === 0 && OURS.test(words)) {
    for (const one of cast.principals.slice(0, 2))
      if (one.country !== null)
        add({
          ...person(one, role, []),
          id: one.country,
          onBehalfOf: null,
          note: "«Our countries» are those of the two who speak.",
        });
  }
  return [...found.values()];
}

function firstState(near: Near, role: string): readonly Part[] {
  const { trigger, reading } = near;
  const all = reading.mentions.filter(
    (one) => one.kind === "country" && one.start >= near.sentence.start && one.end <= near.sentence.end,
  );
  const behind = all.find(({ start }) => start >= trigger.end && start - trigger.end < 60);
  const before = all.findLast(({ end }) => end <= trigger.start && trigger.start - end < 40);
  const isPair =
    /anniversary of (?:the )?(?:establishment of )?diplomatic relations|установлен\p{L}+ дипломатическ/iu.test(
      reading.text.slice(trigger.start, trigger.end + 70),
    );
  if (isPair)
    return sides(near, role).map((part) =>
      part.onBehalfOf === null ? part : { ...part, id: part.onBehalfOf, onBehalfOf: null },
    );
  const one = role === "participant" ? (before ?? behind) : (behind ?? before);
  return one === undefined ? [] : [state(one, role)];
}

function themeParts(near: Near): readonly Part[] {
  const inside = statesIn(near).filter(({ start }) => start >= near.trigger.start && start - near.trigger.end < 20);
  return inside.map((one) => state(one, one.isAdjective ? "honoree" : "host"));
}

function ceremonyParts({ reading, sentence }: Near): readonly Part[] {
  const { cast } = reading;
  const inSentence = cast.within(sentence);
  const here = reading.mentions.find((one) => one.isVenue && reading.register.venues.get(one.id)?.country != null);
  const host = here === undefined ? cast.home : (reading.register.venues.get(here.id)?.country ?? null);
  const guest =
    inSentence.find(({ country }) => country !== host) ??
    cast.principals.find(({ country }) => country !== null && country !== host);
  const found =
    guest === undefined
      ? []
      : [person(guest, "honoree", placesIn(guest, sentence), "The guest is the one who is not at home there.")];
  return host === null || here === undefined
    ? found
    : [...found, state({ ...here, id: host }, "host", "The state in which it was held is the host.")];
}
