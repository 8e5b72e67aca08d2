// Visits: who visits, whose state is host, and what is visited.
import type { Mention } from "../names/mentions.ts";
import type { Reading } from "../reading.ts";
import { isAccepted } from "./invitations.ts";
import { type Near, type Part, person, placesIn, state, statesIn } from "./parts.ts";
import type { Trigger } from "./triggers.ts";

/** Whose visit, where to, and the state that is host. */
export function visitParts(near: Near): readonly Part[] {
  const { reading, trigger, sentence, said } = near;
  const { text, cast } = reading;
  const before = text.slice(sentence.start, trigger.start);
  const visitor = visitorOf(near, before);
  const parts: Part[] = visitor === null ? [] : [visitor];
  const target = destinationOf(near);
  if (target !== null) {
    const host = target.kind === "country" ? target.id : (reading.register.venues.get(target.id)?.country ?? null);
    const owner = visitor === null ? null : (cast.persons.find(({ id }) => id === visitor.id)?.country ?? visitor.id);
    const inviter = cast
      .within(sentence)
      .find(({ country, id }) => country === host && id !== visitor?.id && /приглашени|invitation/iu.test(before));
    if (inviter !== undefined)
      parts.push(person(inviter, "host", placesIn(inviter, sentence), "The one who invited is at home there."));
    else if (host !== null && host !== owner)
      parts.push(state({ ...target, id: host }, "host", "The state visited is the host."));
  } else if (said?.speaker?.country != null && visitor !== null && visitor.id === said.addressee?.id) {
    parts.push({
      ...state(
        { ...(said.quote.source ?? sentence), id: said.speaker.country },
        "host",
        "The speaker's state is the one visited.",
      ),
    });
  }
  return parts;
}

/** The place that is visited: named behind the trigger, or before it in «находится в России с визитом». */
export function destinationOf(near: Pick<Near, "reading" | "trigger" | "sentence">): Mention | null {
  const { reading, trigger, sentence } = near;
  const places = statesIn(near as Near).filter(({ isAdjective }) => !isAdjective);
  const lead = (one: Mention) => reading.text.slice(Math.max(sentence.start, one.start - 24), one.start);
  const behind = places.filter(({ start }) => start >= trigger.end && start - trigger.end < 60);
  const isTo = /(?:^|\s)(?:в|во|на|to|in|of)\s+(?:the\s+)?(?:\p{L}+\s+)?$/iu;
  const direct = behind.find(
    (one) => isTo.test(lead(one)) || /^\s*$/u.test(reading.text.slice(trigger.end, one.start)),
  );
  if (direct !== undefined) return direct;
  return (
    places.findLast(
      (one) =>
        one.end <= trigger.start &&
        trigger.start - one.end < 40 &&
        /(?:^|\s)(?:в|во|in|to|посетить|visit)\s+(?:the\s+)?$/iu.test(lead(one)),
    ) ?? null
  );
}

function visitorOf({ reading, trigger, sentence, said }: Near, before: string): Part | null {
  const { text, cast } = reading;
  const rest = text.slice(trigger.end, trigger.end + 60);
  const at = { start: trigger.start, end: trigger.end };
  if (said !== null && said.addressee !== null && /(?:ваш\p{L}*|your)\s+(?:\p{L}+\s+){0,2}$/iu.test(before)) {
    return person(said.addressee, "visitor", [at], "«Your» is the one to whom the words are spoken.");
  }
  if (
    said !== null &&
    said.speaker !== null &&
    /(?:мо\p{L}{1,2}|my|our|наш\p{L}*)\s+(?:\p{L}+\s+){0,2}$/iu.test(before)
  ) {
    return person(said.speaker, "visitor", [at], "The speaker speaks of a visit of his own.");
  }
  const accepted = isAccepted(text.slice(sentence.start, sentence.end)) && /приглашени|invitation/iu.test(before);
  if (accepted && said !== null && said.quote.mode !== "indirect" && said.speaker !== null) {
    return person(said.speaker, "visitor", [at], "The speaker is the one who is invited.");
  }
  const guest = accepted ? cast.within({ start: sentence.start, end: trigger.start })[0] : undefined;
  if (guest !== undefined)
    return person(guest, "visitor", placesIn(guest, sentence), "The one who accepted the invitation makes the visit.");
  const invited =
    said !== null && /пригла(?:сить|шаю)|invite/iu.test(text.slice(sentence.start, sentence.end))
      ? said.addressee
      : null;
  if (invited !== null) return person(invited, "visitor", [at], "The one who is invited would visit.");
  const named = (from: number, to: number) =>
    cast.persons.find(({ places }) => places.some(({ start, end }) => start >= from && end <= to));
  const [of] = /^\s*(?:of|by)?\s*(?:the\s+)?/iu.exec(rest) ?? [""];
  const behind = named(trigger.end, trigger.end + of.length + 50);
  const isHis = /^visits?$|визит/iu.test(trigger.words.split(" ").at(-1) ?? "");
  const own = behind !== undefined && isHis ? behind : undefined;
  if (own !== undefined && !/^\s+(?:в|to)\s/iu.test(rest))
    return person(own, "visitor", placesIn(own, { start: trigger.end, end: trigger.end + 110 }));
  const officer = officeIn(reading, sentence.start, trigger.end + 60, trigger);
  if (officer !== null) return officer;
  const last = cast.persons
    .flatMap((one) => placesIn(one, { start: sentence.start, end: trigger.start }).map((place) => ({ one, place })))
    .toSorted((a, b) => b.place.end - a.place.end)[0];
  if (last !== undefined) return person(last.one, "visitor", [last.place]);
  if (said?.speaker != null && /(?<!\p{L})(?:I|я|мне|we|мы)(?!\p{L})/u.test(before))
    return person(said.speaker, "visitor", [at], "The speaker speaks of himself.");
  const pronoun = /(?<!\p{L})(?:он|она|he|she|his|his own|его)(?!\p{L})/iu.exec(before);
  const meant =
    pronoun === null
      ? null
      : cast.resolve({
          start: sentence.start + pronoun.index,
          end: sentence.start + pronoun.index + pronoun[0].length,
        });
  return meant === null ? null : person(meant, "visitor", [at], "A pronoun; the one named last before it.");
}

/** «визита Президента Российской Федерации», "the Russian President's visit": an office with its state. */
function officeIn({ text, mentions, cast }: Reading, from: number, to: number, trigger: Trigger): Part | null {
  const near = mentions.filter((one) => one.kind === "country" && one.start >= from && one.end <= to);
  for (const one of near) {
    const around = text.slice(Math.max(from, one.start - 24), one.end + 20);
    const isOffice = /(?:президент\p{L}*|председател\p{L}+|премьер\p{L}*|president|prime minister)/iu.test(around);
    const holder =
      isOffice && Math.abs(one.start - trigger.start) < 70
        ? cast.persons.find(({ country }) => country === one.id)
        : undefined;
    if (holder !== undefined)
      return person(
        holder,
        "visitor",
        [{ start: one.start, end: one.end }],
        "The office is the one that the text gives to this person.",
      );
  }
  return null;
}
