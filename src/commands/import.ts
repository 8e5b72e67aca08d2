// import: reads bulk data into the database, all of it or nothing, while the server goes on serving.
import { loadSettings } from "../config.ts";
import { GDELT_INFO, readGdelt } from "../intake/gdelt.ts";
import { inputSize } from "../intake/inputs.ts";
import { countryVenues, referenceDataset } from "../intake/states.ts";
import { readTravels, TRAVELS_INFO } from "../intake/travels.ts";
import { readVisits, VISITS_INFO } from "../intake/visits.ts";
import type { Taken } from "../model/bulk.ts";
import type { Reference } from "../model/reference.ts";
import type { Database } from "../store/database.ts";
import { openBulkWriter, openWriter } from "../store/engines.ts";
import { load } from "../store/load.ts";
import { merge } from "../store/merge.ts";
import { migrate } from "../store/schema.ts";
import { type About, type Upserted, upsert } from "../store/upsert.ts";
import { didYouMean } from "../suggest.ts";
import { type Command, UsageError } from "./command.ts";
import { ledger } from "./ledger.ts";
import { type Progress, progressOn } from "./progress.ts";
import { readSound } from "./sound.ts";
import { goneWords, writing } from "./writing.ts";

interface Reading {
  readonly reference: Reference;
  readonly countryVenue: (country: string) => string;
  readonly scope: "diplomatic" | "all";
  readonly onRead: (bytes: number) => void;
}

type Rows = AsyncIterable<readonly Taken[]>;

interface Importer {
  readonly about: About;
  /** Bytes of the input, for telling how much is left; null where that is not worth while. */
  readonly size: (inputs: readonly string[]) => Promise<number | null>;
  readonly read: (inputs: readonly string[], reading: Reading) => Rows;
  readonly open: typeof openWriter;
  readonly write: (database: Database, about: About, rows: Rows) => Promise<Upserted>;
}

const small = async () => null;

/** What can be imported, and how it is put with what is there: row by row, or, where it fits into memory, whole. */
const IMPORTERS: Readonly<Record<string, Importer>> = {
  gdelt: { about: GDELT_INFO, size: inputSize, read: readGdelt, open: openBulkWriter, write: upsert },
  "us-visits": { about: VISITS_INFO, size: small, read: readVisits, open: openWriter, write: merge },
  "us-travels": { about: TRAVELS_INFO, size: small, read: readTravels, open: openWriter, write: merge },
};

const SCOPES = ["diplomatic", "all"] as const;

async function run({ values, positionals }: Parameters<Command["run"]>[0]): Promise<number> {
  const [kind = "", ...inputs] = positionals;
  const importer = Object.hasOwn(IMPORTERS, kind) ? IMPORTERS[kind] : undefined;
  if (importer === undefined) {
    const kinds = Object.keys(IMPORTERS);
    const wrong = kind === "" ? "" : `, not ${kind}${didYouMean(kind, kinds)}`;
    throw new UsageError(`import what? one of ${kinds.join(", ")}${wrong}`);
  }
  if (inputs.length === 0) throw new UsageError("no file is named; a folder or - for the standard input will do");
  const scope = SCOPES.find((one) => one === (values.scope ?? "diplomatic"));
  if (scope === undefined) throw new UsageError(`--scope is one of ${SCOPES.join(", ")}`);
  if (values.scope !== undefined && kind !== "gdelt") throw new UsageError("--scope goes with gdelt only");
  const most = String(values["max-errors"] ?? "100");
  if (!/^\d{1,15}$/.test(most)) throw new UsageError("--max-errors is a whole number");
  const json = values.json === true;

  const settings = loadSettings(process.env);
  const { dataset, reference } = await readSound(settings.DATA_DIR, "imported");
  const size = await importer.size(inputs);
  const progress = progressOn(json ? null : process.stderr, size);
  const book = ledger(Number(most), progress);
  try {
    const work = async (database: Database) => {
      // What the rows name comes and goes with them, and so does what an older program left.
      const written = await database.transaction(async () => {
        const gone = await migrate(database);
        await load(database, dataset);
        await load(database, referenceDataset(reference, dataset));
        const countryVenue = countryVenues(dataset);
        const reading = { reference, countryVenue, scope, onRead: progress.read };
        const rows = importer.read(inputs, reading);
        return { ...(await importer.write(database, importer.about, counted(rows, book, progress))), gone };
      });
      progress.end();
      await database.tidy();
      return written;
    };
    const outcome = await writing(settings.DATABASE_URL, `import ${kind}`, work, importer.open);
    if (outcome.gone.length > 0) console.error(goneWords(outcome.gone));
    book.tell(importer.about.id, outcome, json);
    return 0;
  } finally {
    progress.end();
  }
}

async function* counted(rows: Rows, book: ReturnType<typeof ledger>, progress: Progress): Rows {
  for await (const some of rows) {
    book.enter(some);
    yield some;
    progress.rows(some.length);
  }
  book.close();
}

export const importing: Command = {
  name: "import",
  summary: "reads public event data into the database: GDELT, visits and travels of the State Department",
  usage: "import <gdelt|us-visits|us-travels> <file, folder or -> … [--scope all] [--max-errors n] [--json]",
  options: { scope: { type: "string" }, "max-errors": { type: "string" }, json: { type: "boolean" } },
  help: [
    ["gdelt", "event tables of GDELT 1.0 and 2.0: .CSV, .zip or .gz"],
    ["us-visits", "visits by foreign leaders to the United States: .xml of HistoryAtState/visits"],
    ["us-travels", "travels abroad of Presidents and Secretaries of State: .xml of HistoryAtState/travels"],
    ["--scope all", "every sound row of GDELT, not only diplomatic ones between states"],
    ["--max-errors n", "stops, with nothing changed, when more rows than this are broken (default 100)"],
    ["--json", "prints the summary as one JSON object, and no progress"],
    ["DATABASE_URL", "the database; the server may be running on it"],
  ],
  positionals: true,
  run,
};
