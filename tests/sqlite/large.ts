// A large store: rows of GDELT where they lie beside the project, or invented ones as uneven, and the questions to ask.
import { existsSync } from "node:fs";
import sql from "sql-template-tag";
import { referenceDataset } from "../../src/intake/entities/countries.ts";
import { GDELT_INFO, readGdelt } from "../../src/intake/gdelt/importer.ts";
import { filtersOf } from "../../src/query/filters.ts";
import { tableOf } from "../../src/store/catalog/tables.ts";
import type { Database } from "../../src/store/engine/database.ts";
import { name } from "../../src/store/engine/sql.ts";
import { openSqlite } from "../../src/store/engine/sqlite.ts";
import { load } from "../../src/store/write/load.ts";
import { migrate } from "../../src/store/write/migrate.ts";
import { upsert } from "../../src/store/write/upsert.ts";
import { REFERENCE } from "../intake/gdelt/rows.ts";
import { chances, importing, keptOf, type Told } from "../store/bulk.ts";
import type { Query } from "../store/oracle.ts";
import { dataset, entry, event, figure, quote } from "../store/small.ts";

const FOLDER = "../shared/data/gdelt";
export const isReal = existsSync(FOLDER);

/** Of a hundred rows seventy are of the most frequent kind, and two of the rarest; places are many. */
export function invented(count: number): Told[] {
  const chance = chances(7);
  const skewed = <T>(list: readonly T[]): T => list[Math.floor(list.length * chance() ** 6)] as T;
  const days = ["2019-10-24", "2018-03-26", "2015-10-27", "2015-12-07", "2019-01-21", "2014-10-27", "2017-02-28"];
  return Array.from({ length: count }, (_, at) => ({
    number: 479_491_239 + at * 3,
    order: at % 50,
    day: skewed(days),
    type: skewed(["visit", "statement", "meeting", "talks", "praise", "appeal", "accuse", "aid"] as const),
    status: "occurred",
    states: skewed([["us"], [], ["us", "cn"], ["cn", "us"], ["ru"], ["us", "ru"], ["cn"], ["kz"]]),
    venue: at % 3 === 0 ? skewed([null, "gdelt-place-1"]) : `gdelt-place-${at % 1_300}`,
    code: skewed(["042", "010", "043", "051", "036", "190", null, "0211"]),
    plover: skewed(["CONSULT", null, "AGREE"]),
    text: `PRESIDENT: ${skewed(["visit", "meeting", "statement", "refusal"])}`,
    file: skewed(["file-1", "file-2", "file-3"]),
  }));
}

/** Curated records and another dataset of some size, which hold of each index what the large one holds too. */
function beside(id: string, kind: "curated" | "bulk", count: number) {
  const at = Array.from({ length: count }, (_, number) => number);
  const code = (number: number) => ({ code: ["046", "042", "112"][number % 3] ?? "046" });
  return dataset(
    id,
    {
      events: at.map((number) =>
        event(`${id}-${number}`, {
          date: number % 9 === 0 ? null : `2019-0${1 + (number % 9)}`,
          type: number % 2 === 0 ? "visit" : "talks",
          participants: [entry("us", "visitor"), entry(null, "host", "kz")],
          codes: { plover: null, cameo: code(number), gdelt: null, rule: null },
          relations: number % 5 === 1 ? [{ type: "same-as", event: `${id}-${number - 1}` }] : [],
          title: { en: `President ${number}`, ru: `Президент ${number}` },
        }),
      ),
      quotes: kind === "curated" ? at.slice(0, 9).map((number) => quote(`quote-${number}`, { text: "President" })) : [],
      figures: kind === "curated" ? at.slice(0, 9).map((number) => figure(`figure-${number}`, { value: "5" })) : [],
    },
    kind,
  );
}

/** Fills a database file; the rows are real ones where there are some. */
export async function fill(file: string, real = isReal): Promise<void> {
  const database = openSqlite(file, "write");
  await migrate(database);
  const curated = beside("curated", "curated", 30);
  await load(database, curated);
  await load(database, referenceDataset(REFERENCE, curated));
  await load(database, beside("visits", "bulk", 400));
  const reading = {
    scope: "all",
    reference: REFERENCE,
    countryVenue: (state: string) => `country-${state}`,
  } as const;
  if (real) await upsert(database, GDELT_INFO, readGdelt([FOLDER], reading));
  else await importing(database, invented(3_800).map(keptOf), 500);
  await database.tidy();
  await database.close();
}

/** Ways to ask for one filter. */
export type Forms = Readonly<Record<string, Query>>;

const ABSENT: Readonly<Record<string, string>> = { cameo: "9999", cameoRoot: "99", year: "1900", month: "1900-01" };
const WORDS: Readonly<Record<string, string>> = { us: "US", cn: "CN", kz: "KZ" };

/** The values of a filter in the large dataset, the most frequent first. */
async function valuesOf(database: Database, filter: string): Promise<string[]> {
  const table = tableOf("events");
  const column = table.columns.find((one) => one.filter === filter);
  const join = table.joins.find(({ filters }) => filters[filter] !== undefined);
  const field = name(`x.${column?.name ?? join?.filters[filter] ?? ""}`);
  const rows = await database.query<{ value: string }>(sql`
    SELECT ${field} AS value FROM ${name(join?.name ?? "events")} x JOIN events r ON r.n = x.n
    JOIN datasets d ON d.number = r.ds WHERE d.id = 'gdelt' AND ${field} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1`);
  return rows.map(({ value }) => value);
}

/** Every filter of events, and the ways in which it is asked for; the first is the one that finds most. */
export async function formsOf(file: string): Promise<Map<string, Forms>> {
  const database = openSqlite(file, "read");
  const all = new Map<string, Forms>();
  for (const filter of filtersOf("events")) {
    if (!["term", "id", "state", "code"].includes(filter.kind)) continue;
    const found = await valuesOf(database, filter.name);
    const isState = filter.kind === "state";
    const known = isState ? found.flatMap((id) => WORDS[id] ?? []) : found;
    const unheard = filter.terms?.find(({ id }) => !found.includes(id))?.id;
    const absent = ABSENT[filter.name] ?? (isState ? "CS" : (unheard ?? filter.terms?.at(-1)?.id ?? "nobody"));
    const [first = absent, second = first] = known;
    const ask = (value: string): Query => [[filter.name, value]];
    all.set(filter.name, {
      one: ask(first),
      several: ask([...new Set([first, second])].join(",")),
      rare: ask(known.at(-1) ?? absent),
      negated: ask(`!${first}`),
      null: ask("null"),
      orNull: ask(`${first},null`),
      known: ask("!null"),
      absent: ask(absent),
    });
  }
  await database.close();
  const more: Readonly<Record<string, Forms>> = {
    from: { one: [["from", "2015"]], rare: [["from", "2019-10-25"]] },
    to: { one: [["to", "2019"]], rare: [["to", "2014-12"]] },
    window: {
      one: [
        ["from", "2015-10"],
        ["to", "2019-06"],
      ],
      certain: [
        ["from", "2015-10"],
        ["certainty", "certain"],
      ],
    },
    q: {
      one: [["q", "president"]],
      rare: [["q", "refusal"]],
      negated: [["q", "-president"]],
      absent: [["q", "xyzzy"]],
    },
    bbox: {
      one: [["bbox", "-180,-90,180,90"]],
      several: [["bbox", "170,-90,-60,90"]],
      rare: [["bbox", "10,40,10.5,40.5"]],
    },
    near: {
      one: [
        ["near", "40,-75"],
        ["radius", "1000"],
      ],
      rare: [
        ["near", "-40,100"],
        ["radius", "1"],
      ],
    },
    updatedSince: { one: [["updatedSince", "2015-01-01"]], absent: [["updatedSince", "2100-01-01"]] },
    distinct: { one: [["distinct", "true"]] },
  };
  for (const [filter, forms] of Object.entries(more)) all.set(filter, forms);
  return all;
}
