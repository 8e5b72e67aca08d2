// Rows of GDELT for tests: invented ones, built column by column, and what the reader makes of them.
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { readGdelt } from "../../../src/intake/gdelt/importer.ts";
import { RECORDS } from "../../../src/model/bundle.ts";
import type { Event } from "../../../src/model/event.ts";
import type { Accepted, RowOutcome, Skipped, Warned } from "../../../src/model/import-row.ts";
import type { Reference } from "../../../src/model/reference.ts";
import type { Venue } from "../../../src/model/venue.ts";
import { BEIJING } from "../../support/fixtures.ts";
import { temporary } from "../curated/fixture.ts";

const table = (name: string) => JSON.parse(readFileSync(`${BEIJING}/reference/${name}.json`, "utf8"));

export const REFERENCE: Reference = {
  countries: table("countries").countries,
  historicStates: table("historic-states").states,
  cameo: table("cameo").codes,
};

/** Places of columns in the 61 of version 2.0, counted from 0 as the codebook lists them. */
const AT = {
  id: 0,
  day: 1,
  code1: 5,
  name1: 6,
  country1: 7,
  code2: 15,
  name2: 16,
  country2: 17,
  cameo: 26,
  goldstein: 30,
  mentions: 31,
  sources: 32,
  articles: 33,
  tone: 34,
  place: 51,
  placeName: 52,
  fips: 53,
  latitude: 56,
  longitude: 57,
  feature: 58,
  added: 59,
  url: 60,
} as const;
export type Values = { readonly [Name in keyof typeof AT]?: string };

/** Talks of two states in an invented town. */
const TALKS: Values = {
  id: "501",
  day: "20190304",
  code1: "KAZGOV",
  name1: "KAZAKHSTAN",
  country1: "KAZ",
  code2: "CHN",
  name2: "BEIJING",
  country2: "CHN",
  cameo: "046",
  goldstein: "7.0",
  mentions: "12",
  sources: "2",
  articles: "11",
  tone: "-1.25",
  place: "4",
  placeName: "Primerstad, Primerland (general), Netherlands",
  fips: "NL",
  latitude: "52.5",
  longitude: "5.75",
  feature: "-1234567",
  added: "20190305121500",
  url: "https://news.example/talks",
};

/** Columns that version 1.0 lacks: a second division of each of three places. */
const LATER = [39, 47, 55];

export function fields(values: Values = {}, width: 57 | 58 | 61 = 61): string[] {
  const all = Array<string>(61).fill("");
  for (const [name, value] of Object.entries({ ...TALKS, ...values })) all[AT[name as keyof typeof AT]] = value;
  if (width === 61) return all;
  const day = values.added ?? "20190305";
  return all.with(AT.added, day).filter((_, at) => !LATER.includes(at) && (width === 58 || at !== AT.url));
}

export function row(values: Values = {}, width: 57 | 58 | 61 = 61): string {
  return fields(values, width).join("\t");
}

export type Options = Partial<Parameters<typeof readGdelt>[1]>;

export async function take(inputs: readonly string[], options: Options = {}): Promise<RowOutcome[]> {
  const taken: RowOutcome[] = [];
  const countryVenue = (country: string) => (country === "cn" ? "china" : `country-${country}`);
  const batches = readGdelt(inputs, { scope: "all", reference: REFERENCE, countryVenue, ...options });
  for await (const batch of batches) taken.push(...batch);
  return taken;
}

/** A file with these bytes in a folder of its own. */
export async function file(content: string | Uint8Array, name = "sample.export.CSV"): Promise<string> {
  const path = join(await temporary(), name);
  await writeFile(path, content);
  return path;
}

/** What is taken of a file that has these lines. */
export async function read(lines: readonly string[], options: Options = {}): Promise<RowOutcome[]> {
  return take([await file(`${lines.join("\n")}\n`)], options);
}

export const kept = (taken: readonly RowOutcome[]): Accepted[] => taken.filter((one) => one.kind === "kept");
export const skipped = (taken: readonly RowOutcome[]): Skipped[] => taken.filter((one) => one.kind === "skipped");
export const warned = (taken: readonly RowOutcome[]): Warned[] => taken.filter((one) => one.kind === "warned");

export function eventOf({ records }: Accepted): Event {
  return records.find(({ collection }) => collection === "events")?.record as Event;
}

export function venuesOf(rows: readonly Accepted[]): Venue[] {
  return rows.flatMap(({ records }) => records.flatMap((one) => (one.collection === "venues" ? [one.record] : [])));
}

/** The event of a file of one row, with these values. */
export async function event(values: Values = {}, width: 57 | 58 | 61 = 61): Promise<Event> {
  const [only] = kept(await read([row(values, width)]));
  expect(only).toBeDefined();
  return eventOf(only as Accepted);
}

/** Who and what first, upkeep and provenance last, as the curated records have it. */
const ORDERS = new Map(
  Object.entries(RECORDS).map(([collection, { shape }]) => {
    const middle = Object.keys(shape).filter((key) => !["id", "dataset", "updated", "provenance"].includes(key));
    return [collection, ["id", "dataset", ...middle, "updated", "provenance"].join()];
  }),
);

/** What is wrong with the records of a row, by the schemas of what is served. */
export function flaws({ records, line }: Accepted): string[] {
  return records.flatMap(({ collection, record }) => {
    const found = RECORDS[collection].safeParse(record);
    const wrong = found.success ? [] : found.error.issues.map(({ path, message }) => `${path.join("/")}: ${message}`);
    const order = Object.keys(record).join() === ORDERS.get(collection) ? [] : ["keys in another order"];
    return [...wrong, ...order].map((flaw) => `row ${line}, ${collection}: ${flaw}`);
  });
}
