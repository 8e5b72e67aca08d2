// Input files: a data directory of many bundles and files to import, from which two builds fill databases of their own.
import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gdeltRows, LISTS } from "../support/filled.ts";
import { addSecond, BEIJING } from "../support/fixtures.ts";

const COLLECTIONS = ["sources", "participants", "venues", "events", "quotes", "figures"] as const;

export interface Amount {
  /** Copies of each bundle. */
  readonly copies: number;
  /** Rows of GDELT. */
  readonly rows: number;
}

/** Every list has more than a page; of GDELT are more events than the 5,000 of a partition that a query may look at one by one. */
const USUAL: Amount = { copies: 9, rows: 6_000 };

type Row = { readonly id: string } & Readonly<Record<string, unknown>>;
type Bundle = Readonly<Record<string, readonly Row[]>>;

export interface Inputs {
  /** As `DATA_DIR` has it. */
  readonly data: string;
  /** The arguments of each `import`. */
  readonly imports: readonly (readonly string[])[];
}

/** The words by which years are written in a copy: whole dates move, so that pages and periods have many. */
const moved = (text: string, years: number) =>
  text.replace(/^(\d{4})(?=-\d\d-\d\d$)/, (year) => String(Number(year) - years).padStart(4, "0"));

/** A bundle with other ids and, but for `updated`, other days; what it does not declare itself keeps its id. */
function copyOf(bundle: Bundle, number: number): Bundle {
  const ids = new Set(COLLECTIONS.flatMap((name) => (bundle[name] ?? []).map(({ id }) => id)));
  const text = JSON.stringify(bundle, (key, value) => {
    if (typeof value !== "string") return value;
    if (ids.has(value)) return `${value}-copy-${number}`;
    return key === "updated" ? moved(value, number % 7) : moved(value, number);
  });
  return JSON.parse(text);
}

/** Ids that changes took away: one gone, one merged into a record that is there. */
function retiredBy(bundle: Bundle): object[] {
  const [event, quote] = [bundle.events?.[0]?.id ?? null, bundle.quotes?.[0]?.id ?? null];
  const gone = { on: "2023-05-01", reason: "Coded twice.", mergedInto: null };
  return [
    { collection: "events", id: "retired-event", ...gone },
    { collection: "quotes", id: "retired-quote", ...gone },
    { collection: "events", id: "merged-event", ...gone, mergedInto: event },
    { collection: "quotes", id: "merged-quote", ...gone, mergedInto: quote },
  ];
}

/** Writes a data directory, named `data`, and files to import into a folder. */
export async function writeInputs(folder: string, { copies, rows }: Amount = USUAL): Promise<Inputs> {
  const data = join(folder, "data");
  await cp(BEIJING, data, { recursive: true });
  await addSecond(data);
  const bundles = join(data, "bundles");
  for (const name of await readdir(bundles)) {
    const bundle: Bundle = JSON.parse(await readFile(join(bundles, name), "utf8"));
    for (let number = 1; number <= copies; number++) {
      const file = name.replace(/\.json$/, `-copy-${number}.json`);
      await writeFile(join(bundles, file), JSON.stringify(copyOf(bundle, number)));
    }
    await writeFile(join(data, "retired.json"), JSON.stringify(retiredBy(bundle)));
  }
  const put = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  return {
    data,
    imports: [
      ["gdelt", await put("rows.CSV", gdeltRows(rows))],
      ["us-visits", await put("visits.xml", LISTS.visits)],
      ["us-travels", await put("trips.xml", LISTS.trips)],
    ],
  };
}
