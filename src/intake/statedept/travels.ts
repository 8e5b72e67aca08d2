// Foreign travels: rows of the State Department's list of trips to events, people and places.
//
// A row is a trip of one person; each country that it names becomes an event, because a visit has one host. What all
// events of the two lists share is in `events.ts`.
//
// A row with several places does not say what happened in which and on which day. The country is then the venue, and
// the names of the places stay in the evidence. A row with one place has it as its venue, without coordinates, for the
// file has none; its kind is read from its name alone.
import type { Records, WrittenInfo } from "../../model/bundle.ts";
import type { Participation } from "../../model/event.ts";
import { slugOf } from "../../model/ids.ts";
import type { CollectionRecord, RowOutcome } from "../../model/import-row.ts";
import type { Label } from "../../model/labels.ts";
import { peopleOf } from "../entities/person-names.ts";
import { evidenceOf, labelsOf, mirrors, rankOf, type State, statesOf, visitOf, wordsOf } from "./events.ts";
import { readStateRows, type StateList } from "./lists.ts";
import { fieldOf, fieldsOf, RowFault, type RowInput, type StateOptions } from "./rows.ts";
import type { Field } from "./xml.ts";

export const TRAVELS_INFO: WrittenInfo = {
  id: "us-travels",
  kind: "bulk",
  title: "Foreign travels of US Presidents and Secretaries of State",
  description:
    "Travels abroad of Presidents and Secretaries of State of the United States, one event for each country of a trip. " +
    "The rank is given only as stated. " +
    "Places are given as named, without coordinates; where a row names several, the country stands for them.",
  licence: "CC0 1.0",
  licenceUrl: "https://creativecommons.org/publicdomain/zero/1.0/",
  attribution: "Office of the Historian, US Department of State",
};

const SHAPE = { root: "trips", row: "trip", url: "https://github.com/HistoryAtState/travels" };
const HOME = "us";

const OFFICES: Readonly<Record<string, Label>> = {
  president: { en: "President of the United States", ru: "президент США" },
  secretary: { en: "Secretary of State of the United States", ru: "государственный секретарь США" },
};

/** What stands for a country where there is none. */
const NOWHERE = /^(?:none|n\/a|at sea|international waters|(?:[\w-]+ ){0,3}(?:ocean|sea))$/i;

/** What a place's name says of its kind; most are cities. */
const KINDS: readonly (readonly [RegExp, Records["venues"]["kind"]])[] = [
  [/\b(?:Castle|Palace|Chequers|Base|Field|Airport|Camp)\b/, "building"],
  [/\b(?:Islands?|Sea|Zone|Province|Region|Valley|Azores|Normandy|Bermuda|Labrador|Bali)\b/, "region"],
];

function begin(options: StateOptions): (given: RowInput) => readonly CollectionRecord[] {
  const states = statesOf(options.reference);
  const labels = labelsOf(options.reference);
  const personOf = peopleOf(TRAVELS_INFO.id);
  const sameAs = mirrors();

  function take(given: RowInput): readonly CollectionRecord[] {
    const { row, day, warnings } = given;
    const countries = fieldsOf(row, "country").filter(({ text }) => !NOWHERE.test(text));
    const hosts = states(countries, day, warnings);
    if (hosts.length === 0) warnings.push("names no country; it has no host and no venue");
    const traveller = travellerOf(given);
    const locale = fieldOf(row, "locale");
    const places = placesOf(locale?.text ?? "");
    const remarks = fieldOf(row, "remarks");
    const evidence = evidenceOf(given.source.id, [places.length > 0 ? locale : undefined, remarks]);
    const visited: readonly (State | undefined)[] = hosts.length === 0 ? [undefined] : hosts;
    const events = visited.flatMap((host, at): CollectionRecord[] => {
      // Of several countries, the locale does not say in which one a place lies.
      const named = visited.length === 1 ? places.flatMap((place) => placeOf(given, host, place, locale) ?? []) : [];
      const stops = [...new Map(named.map((place) => [place.id, place])).values()];
      // Where another place has a name that no id can spell, the one with a record is not all of the trip.
      const only = stops.length === 1 && named.length === places.length ? stops[0] : undefined;
      const country = typeof host?.id === "string" ? options.countryVenue(host.id) : null;
      const id = `${TRAVELS_INFO.id}-${given.id}${at === 0 ? "" : `-${at + 1}`}`;
      const key = JSON.stringify([given.date.edtf, traveller.person.id, host?.id ?? host?.name ?? null, places]);
      const own = {
        title: titleOf(traveller.name, host === undefined ? null : labels(host)),
        description: wordsOf(remarks),
        countries: [...new Set([HOME, ...(host?.id ? [host.id] : [])])].sort(),
        // Of several countries, the remarks do not say to which one a rank belongs.
        rank: visited.length === 1 ? rankOf(remarks?.text ?? "") : null,
        venue: only?.id ?? country,
        stops: only === undefined ? stops.map((place) => place.id) : [],
        participants: [traveller.part, ...(host === undefined ? [] : [hostPart(host)])],
        relations: sameAs(key, id, given.id),
      };
      const record = visitOf(id, TRAVELS_INFO.id, given, own, evidence);
      return [...stops.map((record) => ({ collection: "venues", record }) as const), { collection: "events", record }];
    });
    const { source, person } = { source: given.source, person: traveller.person };
    return [{ collection: "sources", record: source }, { collection: "participants", record: person }, ...events];
  }

  function travellerOf(given: RowInput) {
    const name = fieldOf(given.row, "name")?.text;
    if (name === undefined) throw new RowFault("no traveller", "<name> is missing or empty");
    const role = fieldOf(given.row, "role")?.text ?? given.row.attributes.role ?? "";
    const office = Object.hasOwn(OFFICES, role) ? (OFFICES[role] ?? null) : null;
    if (office === null) given.warnings.push(`the role ${JSON.stringify(role)} is no office that is known`);
    const title = office === null ? null : { ...office };
    const person = personOf({
      name,
      office: title === null ? null : { title, of: HOME, from: null, to: null },
      state: HOME,
      stateSlug: HOME,
      updated: given.updated,
      note: given.note,
    });
    const part: Participation = {
      participant: person.id,
      name: null,
      code: null,
      role: "visitor",
      office: title,
      onBehalfOf: HOME,
    };
    return { name, person, part };
  }

  function placeOf(given: RowInput, host: State | undefined, name: string, locale?: Field): Records["venues"] | null {
    const slug = slugOf(name).slice(0, 64).replace(/-$/, "");
    if (host === undefined || host.id === null || slug === "") return null;
    return {
      id: `${TRAVELS_INFO.id}-place-${host.id}-${slug}`,
      dataset: TRAVELS_INFO.id,
      kind: KINDS.find(([pattern]) => pattern.test(name))?.[1] ?? "city",
      names: { en: name },
      aliases: {},
      within: options.countryVenue(host.id),
      country: host.id,
      location: null,
      wikidata: null,
      sameAs: [],
      updated: given.updated,
      provenance: [
        {
          path: "",
          basis: "external",
          evidence: evidenceOf(given.source.id, [locale]),
          note: `${given.note}; the kind is taken from the name alone.`,
        },
      ],
    };
  }

  return take;
}

/** The list, for whoever reads all of its files together. */
export const TRAVELS: StateList = { info: TRAVELS_INFO, shape: SHAPE, begin };

/** Reads the files of a list of travels, in batches; every row is kept or skipped, and doubts about a kept one are told. */
export function readTravels(inputs: readonly string[], options: StateOptions): AsyncIterable<readonly RowOutcome[]> {
  return readStateRows(TRAVELS, inputs, options);
}

function hostPart({ id, name }: State): Participation {
  const named = id === null ? { en: name } : null;
  return { participant: id, name: named, code: null, role: "host", office: null, onBehalfOf: null };
}

/** The places of a locale; a comma inside brackets or before initials ("Mexico, D.F.") parts nothing. */
function placesOf(locale: string): string[] {
  return locale.split(/\s*[;,](?![^()]*\))(?!\s*(?:\p{Lu}\.){2})\s*/u).filter((place) => place !== "");
}

const ARTICLE =
  /^(?:Bahamas|Netherlands|Philippines|Maldives|Seychelles|Comoros|Gambia)$|\b(?:Islands|Kingdom|Republic|Union|Emirates|Territories|Antilles|Empire)$/;

function titleOf(name: string, host: Label | null) {
  if (host === null) return { en: `Travel of ${name}`, ru: `Поездка: ${name}` };
  const to = ARTICLE.test(host.en) ? `the ${host.en}` : host.en;
  return { en: `Visit of ${name} to ${to}`, ru: `Визит: ${name} (США), ${host.ru}` };
}
