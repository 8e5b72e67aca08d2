// import: reads bulk data into the database, all of it or nothing, while the server goes on serving.

import { loadSettings } from "../config.ts";
import { countryVenues, referenceDataset } from "../intake/entities/countries.ts";
import { IMPORTERS, type Importer } from "../intake/importers.ts";
import type { RowOutcome } from "../model/import-row.ts";
import type { Database } from "../store/engine/database.ts";
import { openBulkWriter, openWriter } from "../store/engine/open.ts";
import { load } from "../store/write/load.ts";
import { merge } from "../store/write/merge.ts";
import { migrate } from "../store/write/migrate.ts";
import { upsert } from "../store/write/upsert.ts";
import { didYouMean } from "../suggest.ts";
import { type Command, UsageError } from "./command.ts";
import { importReport } from "./import-report.ts";
import { readCuratedData } from "./open/data.ts";
import { cutWords, DERIVED, goneMessage, withWriter } from "./open/writer.ts";
import { type Progress, progressOn } from "./progress.ts";

type Rows = AsyncIterable<readonly RowOutcome[]>;

/** How each kind of importer opens the database and puts its rows with what is there. */
const WRITERS = {
  rows: { open: openBulkWriter, write: upsert },
  whole: { open: openWriter, write: merge },
} as const satisfies Record<Importer["writes"], object>;

const SCOPES = ["diplomatic", "all"] as const;

async function run({ values, positionals }: Parameters<Command["run"]>[0]): Promise<number> {
  const [kind = "", ...inputs] = positionals;
  const importer = IMPORTERS.find(({ name }) => name === kind);
  if (importer === undefined) {
    const kinds = IMPORTERS.map(({ name }) => name);
    const wrong = kind === "" ? "" : `, not ${kind}${didYouMean(kind, kinds)}`;
    throw new UsageError(`import what? one of ${kinds.join(", ")}${wrong}`);
  }
  if (inputs.length === 0) throw new UsageError("no file is named; a folder or - for the standard input will do");
  const scope = SCOPES.find((one) => one === (values.scope ?? "diplomatic"));
  if (scope === undefined) throw new UsageError(`--scope is one of ${SCOPES.join(", ")}`);
  if (values.scope !== undefined && !importer.options.includes("scope")) {
    const takers = IMPORTERS.filter(({ options }) => options.includes("scope")).map(({ name }) => name);
    throw new UsageError(`--scope goes with ${takers.join(", ")} only`);
  }
  const most = String(values["max-errors"] ?? "100");
  if (!/^\d{1,15}$/.test(most)) throw new UsageError("--max-errors is a whole number");
  const json = values.json === true;

  const settings = loadSettings(process.env);
  const { dataset, reference } = await readCuratedData(settings.DATA_DIR, "imported");
  const writer = WRITERS[importer.writes];
  const size = await importer.size(inputs);
  const progress = progressOn(json ? null : process.stderr, size);
  const book = importReport(Number(most), progress);
  const told = (record: string) => progress.say(cutWords(record));
  try {
    const work = async (database: Database) => {
      // What the rows name comes and goes with them, and so does what an older program left.
      const written = await database.transaction(async () => {
        const migrated = await migrate(database, dataset);
        await load(database, dataset, told);
        await load(database, referenceDataset(reference, dataset));
        const countryVenue = countryVenues(dataset);
        const reading = { reference, countryVenue, scope, onRead: progress.read };
        const rows = importer.read(inputs, reading);
        return { ...(await writer.write(database, importer.about, counted(rows, book, progress), told)), ...migrated };
      });
      progress.end();
      await database.tidy();
      return written;
    };
    const outcome = await withWriter(settings.DATABASE_URL, `import ${kind}`, work, writer.open);
    if (outcome.gone.length > 0) console.error(goneMessage(outcome.gone));
    if (outcome.derived) console.error(DERIVED);
    book.tell(importer.about.id, outcome, json);
    return 0;
  } finally {
    progress.end();
  }
}

async function* counted(rows: Rows, book: ReturnType<typeof importReport>, progress: Progress): Rows {
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
  usage: `import <${IMPORTERS.map(({ name }) => name).join("|")}> <file, folder or -> … [--scope all] [--max-errors n] [--json]`,
  options: { scope: { type: "string" }, "max-errors": { type: "string" }, json: { type: "boolean" } },
  help: [
    ...IMPORTERS.map(({ name, files }) => [name, files] as const),
    ["--scope all", "every sound row of GDELT, not only diplomatic ones between states"],
    ["--max-errors n", "stops, with nothing changed, when more rows than this are broken (default 100)"],
    ["--json", "prints the summary as one JSON object, and no progress"],
    ["DATABASE_URL", "the database; the server may be running on it"],
  ],
  positionals: true,
  run,
};
