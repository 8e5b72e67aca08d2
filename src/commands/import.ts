// import: reads bulk data into the database, all of it or nothing, while the server goes on serving.

import { loadSettings } from "../config.ts";
import { countryVenues, referenceDataset } from "../intake/entities/countries.ts";
import { IMPORTERS, type Importer, type ImportOptions, sizeOf } from "../intake/importers.ts";
import { hintOf } from "../intake/input/arguments.ts";
import { InputFault, type ListFile, type SerialRow } from "../model/import-row.ts";
import { type Database, PlaceTaken } from "../store/engine/database.ts";
import { openBulkWriter, openNewWriter, openWriter } from "../store/engine/open.ts";
import type { Upserted } from "../store/write/import-session.ts";
import { load } from "../store/write/load.ts";
import { merge } from "../store/write/merge.ts";
import { migrate } from "../store/write/migrate.ts";
import type { OnCut } from "../store/write/row-writer.ts";
import { upsert } from "../store/write/upsert.ts";
import { didYouMean } from "../suggest.ts";
import { type Command, UsageError } from "./command.ts";
import { ImportReport } from "./import-report.ts";
import { readCuratedData } from "./open/data.ts";
import { cutWords, DERIVED, goneMessage, maintain, withWriter } from "./open/writer.ts";
import { tell } from "./print.ts";
import { progressOn } from "./progress.ts";

type Opener = typeof openWriter;

/** How the database is opened for an importer; a pipe cannot be read again where a new one finds its place taken. */
function openerOf({ writes }: Importer, inputs: readonly string[]): Opener {
  if (writes === "whole") return openWriter;
  return inputs.includes("-") ? openBulkWriter : openNewWriter;
}

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
  const wish = { importer, inputs, scope, mostErrors: Number(most), json };
  try {
    return await importInto(wish, openerOf(importer, inputs));
  } catch (error) {
    if (!(error instanceof PlaceTaken)) throw error;
    return await importInto(wish, openBulkWriter);
  }
}

/** What is asked for. */
interface Wish {
  readonly importer: Importer;
  readonly inputs: readonly string[];
  readonly scope: (typeof SCOPES)[number];
  readonly mostErrors: number;
  readonly json: boolean;
}

/** Imports, and gives the exit code. */
async function importInto({ importer, inputs, scope, mostErrors, json }: Wish, open: Opener): Promise<number> {
  const settings = loadSettings(process.env);
  const { dataset, reference } = await readCuratedData(settings.DATA_DIR, "imported");
  const progress = progressOn(json ? null : process.stderr, await sizeOf(importer, inputs));
  const book = new ImportReport(mostErrors, progress);
  const reading = { reference, countryVenue: countryVenues(dataset), scope, onRead: progress.read };
  const told = (record: string) => progress.say(cutWords(record));
  try {
    const write = await begun(importer, inputs, reading, book, told);
    const work = async (database: Database) => {
      // What the rows name comes and goes with them, and so does what an older program left.
      const written = await database.transaction(async () => {
        const migrated = await migrate(database, dataset);
        await load(database, dataset, told);
        await load(database, referenceDataset(reference, dataset));
        return { ...(await write(database)), ...migrated };
      });
      progress.end();
      await maintain(database, tell);
      return written;
    };
    const outcome = await withWriter(settings.DATABASE_URL, `import ${importer.name}`, work, open);
    if (outcome.gone.length > 0) tell(goneMessage(outcome.gone));
    if (outcome.derived) tell(DERIVED);
    return book.tell(importer.about.id, outcome, json);
  } finally {
    progress.end();
  }
}

/**
 * Begins to read, and gives what writes: the database is not touched, nor kept from others, before there is something to
 * write, for a pipe may have nothing for long.
 */
async function begun(
  importer: Importer,
  inputs: readonly string[],
  options: ImportOptions,
  book: ImportReport,
  told: OnCut,
): Promise<(database: Database) => Promise<Upserted>> {
  const hint = async () => {
    const found = await hintOf(inputs, importer.endings);
    return found === "" ? "" : `; ${found}`;
  };
  /** Where else the files may be, said with what is wrong with the only one. */
  const hinted = async (error: unknown): Promise<never> => {
    throw error instanceof InputFault ? new Error(`${error.message}${await hint()}`) : error;
  };
  if (importer.writes === "rows") {
    const rows = counted(importer.read(inputs, options)[Symbol.asyncIterator](), book, hint);
    const first = await rows.next().catch(hinted);
    return (database) => upsert(database, importer.about, resumed(first, rows), told);
  }
  const files: ListFile[] = [];
  const read = async () => {
    for await (const file of importer.read(inputs, options)) {
      if ("kind" in file) book.enter([file]);
      else files.push(file);
    }
  };
  await read().catch(hinted);
  if (files.length === 0) book.close(await hint());
  return async (database) => {
    const derive = (all: readonly ListFile[]) => importer.rows(all, options);
    const written = await merge(database, importer.about, files, derive, (rows) => book.enter(rows), told);
    book.close("");
    return written;
  };
}

async function* counted(
  rows: AsyncIterator<readonly SerialRow[]>,
  book: ImportReport,
  hint: () => Promise<string>,
): AsyncGenerator<readonly SerialRow[], void> {
  for (let next = await rows.next(); next.done !== true; next = await rows.next()) {
    book.enter(next.value);
    yield next.value;
  }
  book.close(await hint());
}

/** Rows of which the first are there already. */
async function* resumed(
  first: IteratorResult<readonly SerialRow[], void>,
  rows: AsyncGenerator<readonly SerialRow[], void>,
): AsyncGenerator<readonly SerialRow[], void> {
  if (first.done === true) return;
  yield first.value;
  yield* rows;
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
