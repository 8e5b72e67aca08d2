// Small lists of visits and trips, and their reading, for tests of the State Department's files.

import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { readTravels } from "../../../src/intake/statedept/travels.ts";
import { readVisits } from "../../../src/intake/statedept/visits.ts";
import { RECORDS, type Records } from "../../../src/model/bundle.ts";
import type { Accepted, Refused, RowOutcome, Skipped, Warned } from "../../../src/model/import-row.ts";
import type { Reference } from "../../../src/model/reference.ts";
import { BEIJING } from "../../support/fixtures.ts";
import { temporary } from "../curated/fixture.ts";

const table = (name: string) => JSON.parse(readFileSync(`${BEIJING}/reference/${name}.json`, "utf8"));
export const REFERENCE: Reference = {
  countries: table("countries").countries,
  historicStates: table("historic-states").states,
  cameo: [],
};

/** The venue of a country, recognisable as such. */
export const countryVenue = (id: string) => `country-${id}`;

type Values = Readonly<Record<string, string | readonly string[] | undefined>>;

const escaped = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

function element(name: string, values: Values, attributes = ""): string {
  const lines = Object.entries(values).flatMap(([key, value]) =>
    (value === undefined ? [] : [value].flat()).map((text) => `    <${key}>${escaped(text)}</${key}>`),
  );
  return [`  <${name}${attributes}>`, ...lines, `  </${name}>`].join("\n");
}

/** A visit of an invented list; `undefined` leaves an element out, a list repeats it. */
export function visit(values: Values = {}): string {
  return element("visit", {
    id: "1",
    "start-date": "1985-03-04",
    "end-date": "1985-03-06",
    visitor: "President Adam Example",
    from: "Finland",
    description: "State visit.",
    "created-datetime": "2010-01-02T03:04:05-05:00",
    "last-modified-datetime": "2011-06-07T08:09:10-05:00",
    ...values,
  });
}

export function trip(values: Values = {}, attributes = ' role="president" who="example-adam"'): string {
  return element(
    "trip",
    {
      id: "1",
      role: "president",
      name: "Adam B. Example",
      "start-date": "1985-03-04",
      "end-date": "1985-03-06",
      country: "Finland",
      locale: "Helsinki",
      remarks: "Met with the President.",
      "created-datetime": "2010-01-02T03:04:05-05:00",
      "last-modified-datetime": "2011-06-07T08:09:10-05:00",
      ...values,
    },
    attributes,
  );
}

export const visits = (...rows: string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<visits>\n${rows.join("\n")}\n</visits>\n`;
export const trips = (...rows: string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<trips>\n${rows.join("\n")}\n</trips>\n`;

const READERS = { visits: readVisits, trips: readTravels };
export type List = keyof typeof READERS;

export interface Outcome {
  readonly kept: readonly Accepted[];
  readonly skipped: readonly Skipped[];
  readonly warned: readonly Warned[];
  readonly refused: readonly Refused[];
  readonly bytes: readonly number[];
}

/** Reads everything; every record that is handed on must be valid. */
export async function take(list: List, inputs: readonly string[]): Promise<Outcome> {
  const taken: RowOutcome[] = [];
  const bytes: number[] = [];
  const options = { reference: REFERENCE, countryVenue, onRead: (size: number) => void bytes.push(size) };
  for await (const batch of READERS[list](inputs, options)) taken.push(...batch);
  const of = <K extends RowOutcome["kind"]>(kind: K) =>
    taken.filter((one) => one.kind === kind) as Extract<RowOutcome, { kind: K }>[];
  const outcome = { kept: of("kept"), skipped: of("skipped"), warned: of("warned"), refused: of("refused"), bytes };
  const checked = new Set<string>();
  for (const { collection, record } of outcome.kept.flatMap(({ records }) => records)) {
    const text = JSON.stringify(record);
    if (checked.has(text)) continue;
    checked.add(text);
    const { error } = RECORDS[collection].safeParse(record);
    expect(error?.message, record.id).toBeUndefined();
  }
  return outcome;
}

/** Writes a file into a folder of its own and gives its path. */
export async function write(content: string | Uint8Array, name = "list.xml"): Promise<string> {
  const path = join(await temporary(), name);
  await writeFile(path, content);
  return path;
}

export const takeText = async (list: List, content: string | Uint8Array) => take(list, [await write(content)]);
export const takeVisits = (...rows: string[]) => takeText("visits", visits(...rows));
export const takeTrips = (...rows: string[]) => takeText("trips", trips(...rows));

/** The records of one collection, the last one of an id. */
export function records<C extends keyof Records>(outcome: Outcome, collection: C): Records[C][] {
  const carried = outcome.kept.flatMap((kept) => kept.records).filter((one) => one.collection === collection);
  return [...new Map(carried.map(({ record }) => [record.id, record as Records[C]])).values()];
}

export const events = (outcome: Outcome) => records(outcome, "events");

/** Who takes part, as `role office name (for)` in one line each. */
export function parts(outcome: Outcome, at = 0): string[] {
  const names = new Map(records(outcome, "participants").map(({ id, names }) => [id, names.en]));
  return (events(outcome)[at]?.participants ?? []).map(({ participant, name, role, office, onBehalfOf }) => {
    const who = participant === null ? `"${name?.en}"` : (names.get(participant) ?? participant);
    return [role, office?.en ?? "-", who, onBehalfOf === null ? "" : `for ${onBehalfOf}`]
      .join(" | ")
      .replace(/ \| $/, "");
  });
}
