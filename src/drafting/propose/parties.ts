// Parties: persons, bodies and places that the register does not have, with the forms that the text gives.

import type { Person } from "../names/named.ts";
import { slugOf } from "../names/persons.ts";
import type { Reading } from "../reading.ts";
import { derived, external, type ProposedRecord, stated } from "./proposal.ts";

/** New persons and, where the command names one, the publisher. */
export function partiesOf(
  reading: Reading,
  publisher: { readonly id: string; readonly name: string } | null,
): readonly ProposedRecord[] {
  const persons = reading.cast.persons.filter(({ isNew }) => isNew).map((person) => personRecord(reading, person));
  if (publisher === null || reading.register.known.has(publisher.id)) return persons;
  const lines = [
    external("kind", "organization", "As the command was told: it publishes the text."),
    external(`names.${reading.language}`, publisher.name, "As the command was told."),
  ];
  return [...persons, { collection: "participants", id: publisher.id, lines }];
}

function personRecord({ text, language, register }: Reading, person: Person): ProposedRecord {
  const [first, ...more] = person.places;
  const evidence = first === undefined ? [] : [first];
  const isWritten = first !== undefined && text.slice(first.start, first.end) === person.name;
  const whole = person.places.find(({ start, end }) => text.slice(start, end) === person.name);
  const forms = new Set(person.places.map(({ start, end }) => text.slice(start, end)));
  const others = [...forms].filter((form) => form !== person.name && !person.name.includes(form));
  const lines = [
    derived("kind", "person", evidence, "A name with an office or a given name."),
    isWritten || whole !== undefined
      ? stated(`names.${language}`, person.name, [whole ?? evidence[0] ?? { start: 0, end: 0 }])
      : derived(`names.${language}`, person.name, evidence, "Put into the nominative.", 0.9),
  ];
  // In Russian the other forms are its cases, which search knows by itself.
  if (language === "en" && others.length > 0) {
    lines.push(
      stated(
        `aliases.${language}`,
        others.join(", "),
        more.filter(({ start, end }) => others.includes(text.slice(start, end))).slice(0, others.length),
        0.7,
      ),
    );
  }
  const { office } = person;
  if (person.country !== null) {
    lines.push(
      derived(
        "country",
        person.country,
        office === null ? evidence : [office.span],
        office === null ? "The state for which the text has the person act." : "The office is one of this state.",
        0.9,
      ),
    );
  }
  if (office !== null) {
    const titles =
      language === "en"
        ? `en ${office.title}`
        : [`ru ${office.title}`, ...(office.english === null ? [] : [`en ${office.english}`])].join(" | ");
    const of = office.of ?? person.country;
    const known = of === null || !register.known.has(of) ? "" : ` of ${of}`;
    lines.push(
      derived(
        "offices.0",
        `${titles}${known}`,
        [office.span],
        "Put into the nominative; since when is not stated.",
        0.9,
      ),
    );
  }
  return { collection: "participants", id: person.id, lines };
}

/** Places on a line of their own at the head of a text: `New Delhi`, «Москва, Кремль». */
export function placesOf({ text, language, mentions }: Reading): readonly ProposedRecord[] {
  const head = text.slice(0, 900);
  const dateline =
    /\n\s*(?:\d{4}-\d\d-\d\d|\d{1,2} \p{L}+ \d{4}(?: года)?(?:, \d{1,2}:\d\d)?)\s*\n\s*(?<place>\p{Lu}[\p{L} -]{2,30})(?:,[^\n]{0,60})?\s*\n/u.exec(
      head,
    );
  const place = dateline?.groups?.place?.trim();
  if (dateline === null || place === undefined || /^(?:The|In|On|Following|Remarks|President|THE)\b/.test(place))
    return [];
  const start = dateline.index + dateline[0].indexOf(place);
  const span = { start, end: start + place.length };
  if (
    mentions.some((one) => one.start < span.end && span.start < one.end) ||
    /^(?:January|February|March|April|May|June|July|August|September|October|November|December)/.test(place)
  )
    return [];
  const lines = [
    derived("kind", "city", [span], "It stands in the head of the text as the place.", 0.8),
    stated(`names.${language}`, place, [span]),
  ];
  return [{ collection: "venues", id: slugOf(place), lines }];
}
