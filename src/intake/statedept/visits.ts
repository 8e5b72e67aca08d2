// Visits by foreign leaders to the United States: rows of the State Department's list to events and people.
import type { Records, WrittenInfo } from "../../model/bundle.ts";
import type { Participation } from "../../model/event.ts";
import { slugOf } from "../../model/ids.ts";
import type { CollectionRecord, RowOutcome } from "../../model/import-row.ts";
import { type Named, namesIn, peopleOf } from "../entities/person-names.ts";
import { evidenceOf, labelsOf, mirrors, rankOf, type State, statesOf, visitOf, wordsOf } from "./events.ts";
import { readStateRows, type StateList } from "./lists.ts";
import { fieldOf, fieldsOf, type RowInput, type StateOptions } from "./rows.ts";

export const VISITS_INFO: WrittenInfo = {
  id: "us-visits",
  kind: "bulk",
  title: "Visits by foreign leaders to the United States",
  description:
    "Visits by heads of state and of government to the United States since 1874, one event for each visit of a state. " +
    "The rank is given only as stated; people are linked by exact name and state only.",
  licence: "CC0 1.0",
  licenceUrl: "https://creativecommons.org/publicdomain/zero/1.0/",
  attribution: "Office of the Historian, US Department of State",
};

const SHAPE = { root: "visits", row: "visit", url: "https://github.com/HistoryAtState/visits" };
const HOST = "us";

function begin(options: StateOptions): (given: RowInput) => readonly CollectionRecord[] {
  const states = statesOf(options.reference);
  const labels = labelsOf(options.reference);
  const personOf = peopleOf(VISITS_INFO.id);
  const sameAs = mirrors();

  /** One event: the visit of a state's people, or of several states whose people cannot be told apart. */
  function visit(
    given: RowInput,
    at: number,
    from: readonly State[],
    named: readonly Named[],
  ): readonly CollectionRecord[] {
    const only = from.length === 1 ? from[0] : undefined;
    const description = fieldOf(given.row, "description");
    const people: Records["participants"][] = [];
    const visitors = named.map((visitor): Participation => {
      const office = visitor.office === null ? null : { en: visitor.office };
      const part = { code: null, role: "visitor" as const, office, onBehalfOf: only?.id ?? null };
      if (!visitor.person || only === undefined) return { participant: null, name: { en: visitor.name }, ...part };
      const person = personOf({
        name: visitor.name,
        office: office === null ? null : { title: office, of: only.id, from: null, to: null },
        state: only.id,
        stateSlug: only.id ?? slugOf(only.name),
        updated: given.updated,
        note: given.note,
      });
      people.push(person);
      return { participant: person.id, name: null, ...part };
    });
    // A state stands as a visitor itself where nobody acts for it here.
    const bare = from.filter(({ id }) => id === null || only === undefined || named.length === 0);
    const parts: Participation[] = [
      ...visitors,
      ...bare.map(
        ({ id, name }): Participation => ({
          participant: id,
          name: id === null ? { en: name } : null,
          code: null,
          role: "visitor",
          office: null,
          onBehalfOf: null,
        }),
      ),
      { participant: HOST, name: null, code: null, role: "host", office: null, onBehalfOf: null },
    ];
    const id = `${VISITS_INFO.id}-${given.id}${at === 0 ? "" : `-${at + 1}`}`;
    const key = JSON.stringify([
      given.date.edtf,
      from.map((state) => state.id ?? state.name),
      named.map(({ name }) => name),
    ]);
    const own = {
      title: titleOf(named, from.map(labels)),
      description: wordsOf(description),
      countries: [...new Set([HOST, ...from.flatMap((state) => state.id ?? [])])].sort(),
      rank: rankOf(description?.text ?? ""),
      venue: options.countryVenue(HOST),
      stops: [],
      participants: parts,
      relations: sameAs(key, id, given.id),
    };
    return [
      ...people.map((record): CollectionRecord => ({ collection: "participants", record })),
      {
        collection: "events",
        record: visitOf(id, VISITS_INFO.id, given, own, evidenceOf(given.source.id, [description])),
      },
    ];
  }

  function take(given: RowInput): readonly CollectionRecord[] {
    const { row, day, warnings } = given;
    const from = states(fieldsOf(row, "from"), day, warnings);
    const texts = fieldsOf(row, "visitor").map(({ text }) => namesIn(text));
    const named = texts.flat();
    for (const { name, sure } of named) {
      if (!sure) warnings.push(`${JSON.stringify(name)} cannot be split for certain and stays one participant`);
    }
    if (named.length === 0) warnings.push("names no visitor");
    if (from.length === 0) warnings.push("names no state; its visitors are not linked to other visits");
    const paired = from.length > 1 && from.length === texts.length;
    if (from.length > 1 && !paired) warnings.push("does not say which visitor is of which state");
    const events = paired
      ? from.flatMap((state, at) => visit(given, at, [state], texts[at] ?? []))
      : visit(given, 0, from, named);
    return [{ collection: "sources", record: given.source }, ...events];
  }

  return take;
}

/** The list, for whoever reads all of its files together. */
export const VISITS: StateList = { info: VISITS_INFO, shape: SHAPE, begin };

/** Reads the files of a list of visits, in batches; every row is kept or skipped, and doubts about a kept one are told. */
export function readVisits(inputs: readonly string[], options: StateOptions): AsyncIterable<readonly RowOutcome[]> {
  return readStateRows(VISITS, inputs, options);
}

function titleOf(named: readonly Named[], from: readonly { en: string; ru: string }[]) {
  const names = named.map(({ name }) => name);
  const [en, ru] = [from.map((state) => state.en).join(", "), from.map((state) => state.ru).join(", ")];
  const who = (states: string, and: string) =>
    [names.join(` ${and} `), states === "" ? "" : `(${states})`].filter((part) => part !== "").join(" ");
  return { en: `Visit of ${who(en, "and")} to the United States`, ru: `Визит в США: ${who(ru, "и")}` };
}
