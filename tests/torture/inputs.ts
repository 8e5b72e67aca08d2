// Input files: a data directory of many bundles and files to import, from which two builds fill databases of their own.
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gdeltRows, LISTS } from "../support/filled.ts";

/** The curated articles and the invented one; each has bundles and registers. */
const ARTICLES = ["data", "tests/fixtures/second/data"];
const REGISTERS = ["participants", "venues"] as const;
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

const readJson = async (path: string) => JSON.parse(await readFile(path, "utf8"));

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
  await cp("data", data, { recursive: true });
  for (const name of REGISTERS) {
    const lists = await Promise.all(ARTICLES.map((from) => readJson(join(from, "register", `${name}.json`))));
    const known = new Map(lists.flatMap((list: Bundle) => list[name] ?? []).map((row) => [row.id, row]));
    await writeFile(join(data, "register", `${name}.json`), JSON.stringify({ [name]: [...known.values()] }));
  }
  const put = async (name: string, text: string, parent = folder) => {
    await mkdir(parent, { recursive: true });
    await writeFile(join(parent, name), text);
    return join(parent, name);
  };
  for (const from of ARTICLES) {
    for (const name of await readdir(join(from, "bundles"))) {
      const bundle: Bundle = await readJson(join(from, "bundles", name));
      for (let number = 0; number <= copies; number++) {
        const copy = number === 0 ? bundle : copyOf(bundle, number);
        const file = name.replace(/\.json$/, number === 0 ? ".json" : `-copy-${number}.json`);
        await put(file, JSON.stringify(copy), join(data, "bundles"));
      }
      await put("retired.json", JSON.stringify(retiredBy(bundle)), data);
    }
  }
  return {
    data,
    imports: [
      ["gdelt", await put("rows.CSV", gdeltRows(rows))],
      ["us-visits", await put("visits.xml", LISTS.visits)],
      ["us-travels", await put("trips.xml", LISTS.trips)],
    ],
  };
}
