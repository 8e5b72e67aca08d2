// Filled databases: the data that servers of tests have, read and written once for all files of a worker, then copied.

import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCuratedData } from "../../src/commands/open/data.ts";
import { countryVenues, referenceDataset } from "../../src/intake/entities/countries.ts";
import { GDELT_INFO, readGdelt } from "../../src/intake/gdelt/importer.ts";
import { readList, rowsOfFiles, type StateList } from "../../src/intake/statedept/lists.ts";
import type { StateOptions } from "../../src/intake/statedept/rows.ts";
import { TRAVELS } from "../../src/intake/statedept/travels.ts";
import { VISITS } from "../../src/intake/statedept/visits.ts";
import type { Dataset } from "../../src/model/bundle.ts";
import type { ListFile } from "../../src/model/import-row.ts";
import type { Reference } from "../../src/model/reference.ts";
import type { Database } from "../../src/store/engine/database.ts";
import type { Engine } from "../../src/store/engine/dialect.ts";
import type { Upserted } from "../../src/store/write/import-session.ts";
import { load } from "../../src/store/write/load.ts";
import { merge } from "../../src/store/write/merge.ts";
import { upsert } from "../../src/store/write/upsert.ts";
import { row } from "../intake/gdelt/rows.ts";
import { trip, trips, visit, visits } from "../intake/statedept/lists.ts";
import { ENGINE, emptyPlace, openToWrite, type Place, place } from "./databases.ts";
import { BEIJING } from "./fixtures.ts";

export interface CuratedData {
  readonly dataset: Dataset;
  readonly reference: Reference;
}

let own: Promise<CuratedData> | undefined;

/** A data directory that must be sound; the usual one, which no test changes, is read once. */
export function curatedData(directory = BEIJING): Promise<CuratedData> {
  if (directory !== BEIJING) return readCuratedData(directory, "served");
  own ??= readCuratedData(directory, "served");
  return own;
}

const ROWS = 300;
/** Entries of each list of the State Department. */
const ENTRIES = 40;
/** Events of all bulk data together. */
export const BULK_EVENTS = ROWS + 2 * ENTRIES;
const STATES = ["KAZ", "CHN", "USA", "RUS", "FRA", "DEU", "UZB"];
const CODES = ["036", "040", "042", "043", "046", "057", "0311", "051"];
const two = (number: number) => String(number).padStart(2, "0");

/** Rows of GDELT of many days, states and codes, some of them on the days of the curated talks. */
export function gdeltRows(count = ROWS): string {
  const all = Array.from({ length: count }, (_, at) => {
    const day = at % 10 === 0 ? "20231017" : `${2015 + (at % 9)}${two(1 + (at % 12))}${two(1 + (at % 28))}`;
    const first = at % STATES.length;
    const [one, other] = [STATES[first] ?? "", STATES[(first + 1 + (at % 6)) % STATES.length] ?? ""];
    const place = { place: at % 3 === 0 ? "1" : "4", feature: `-${1000 + (at % 20)}` };
    const sides = { code1: `${one}GOV`, country1: one, code2: other, country2: other };
    const added = `${Number(day) + 1}`.padEnd(14, "0");
    return row({ id: String(at + 1), day, added, ...sides, ...place, cameo: CODES[at % CODES.length] ?? "" });
  });
  return `${all.join("\n")}\n`;
}

/** Lists of the State Department as `import us-visits` and `import us-travels` read them. */
export const LISTS = {
  visits: visits(
    ...Array.from({ length: ENTRIES }, (_, at) => {
      const [day, from] = [`${1960 + at}-03-0${1 + (at % 8)}`, ["Finland", "Kazakhstan", "China"][at % 3]];
      const days = { "start-date": day, "end-date": day };
      const told = at === 7 ? { description: "State visit; then\n        private visit at Camp David." } : {};
      return visit({ id: String(at + 1), ...days, from: at < 36 ? "Finland" : from, ...told });
    }),
  ),
  trips: trips(
    ...Array.from({ length: ENTRIES }, (_, at) => {
      const day = `${1960 + at}-05-0${1 + (at % 8)}`;
      return trip({ id: String(at + 1), "start-date": day, "end-date": day });
    }),
  ),
};

/** Takes files of a list into its dataset, as the command does. */
export async function mergeList(
  database: Database,
  list: StateList,
  paths: readonly string[],
  options: StateOptions,
): Promise<Upserted> {
  const files: ListFile[] = [];
  for await (const file of readList(list, paths, options)) if (!("kind" in file)) files.push(file);
  return merge(
    database,
    list.info,
    files,
    (all) => rowsOfFiles(list, all, options),
    () => {},
  );
}

/** Adds bulk data of each kind as imports do: rows of GDELT, visits, travels, and the states that they name. */
export async function addBulk(database: Database, { dataset, reference }: CuratedData): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "communique-bulk-"));
  const put = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
    return [join(folder, name)];
  };
  const reading = { reference, countryVenue: countryVenues(dataset) };
  await load(database, referenceDataset(reference, dataset));
  const diplomatic = { ...reading, scope: "diplomatic" } as const;
  await upsert(database, GDELT_INFO, readGdelt(await put("rows.CSV", gdeltRows()), diplomatic));
  await mergeList(database, VISITS, await put("visits.xml", LISTS.visits), reading);
  await mergeList(database, TRAVELS, await put("trips.xml", LISTS.trips), reading);
  await rm(folder, { recursive: true });
}

/** What a database holds: the curated data, bulk data beside it, both or nothing. */
export type Holding = "curated" | "curated and bulk" | "nothing";

const made = new Map<string, Promise<Place>>();

async function make(holding: Holding, engine: Engine): Promise<Place> {
  const made = await emptyPlace(engine);
  const database = await openToWrite(made.url);
  const sound = await curatedData();
  if (holding !== "nothing") await load(database, sound.dataset);
  if (holding === "curated and bulk") await addBulk(database, sound);
  await database.tidy();
  await database.close();
  return made;
}

/** A place for a database of its own that holds this. */
export async function filledPlace(holding: Holding, engine = ENGINE): Promise<Place> {
  const key = `${engine} ${holding}`;
  const there = made.get(key) ?? make(holding, engine);
  made.set(key, there);
  return place((await there).url);
}

/** Writes a SQLite file that holds this. */
export async function writeFilled(file: string, holding: Holding): Promise<void> {
  const { url, remove } = await filledPlace(holding);
  await copyFile(url, file);
  await remove();
}
