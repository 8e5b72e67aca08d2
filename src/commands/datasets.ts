// datasets: what the database holds, and taking a bulk dataset out of it.

import type { Settings } from "../config.ts";
import { REFERENCE } from "../model/import-row.ts";
import { datasets } from "../store/catalog/datasets.ts";
import { schemaVersionOf } from "../store/catalog/version.ts";
import type { Database } from "../store/engine/database.ts";
import { abandon, drop, importedDatasets } from "../store/write/drop.ts";
import { indexState, migrate } from "../store/write/migrate.ts";
import { didYouMean } from "../suggest.ts";
import { type Command, UsageError } from "./command.ts";
import { openForReading, settingsOfExisting } from "./open/reader.ts";
import { maintain, withWriter } from "./open/writer.ts";
import { say, tell } from "./print.ts";

async function run({ values, positionals }: Parameters<Command["run"]>[0]): Promise<number> {
  const [verb = "list", id, ...more] = positionals;
  const listed = verb === "list" && id === undefined;
  const dropped = verb === "drop" && id !== undefined && more.length === 0;
  if (!listed && !dropped) throw new UsageError("datasets, or datasets drop <id>");
  // Opening a SQLite file for writing would make it.
  const settings = settingsOfExisting();
  if (id === undefined) await list(settings, values.json === true);
  else {
    await withWriter(settings.DATABASE_URL, "datasets drop", async (database) => {
      await database.transaction(() => take(database, id));
      await maintain(database, tell);
    });
    say(`${id} is dropped`);
  }
  return 0;
}

async function list(settings: Settings, json: boolean): Promise<void> {
  const database = await openForReading(settings);
  // A first import that failed leaves a file without tables.
  const read = async () => ((await schemaVersionOf(database)) === 0 ? [] : datasets(database));
  const loaded = await read().finally(() => database.close());
  if (json) return say(JSON.stringify(loaded));
  for (const { id, kind, version, updated, counts, licence } of loaded) {
    const records = Object.entries(counts).flatMap(([collection, count]) =>
      count > 0 ? `${count} ${collection}` : [],
    );
    say(`${id}  ${kind}, version ${version}, updated ${updated ?? "never"}, ${licence}`);
    say(`  ${records.join(", ")}`);
  }
  if (loaded.length === 0) say("nothing is loaded");
}

/** Drops a dataset from the database. */
async function take(database: Database, id: string): Promise<void> {
  const other = (await indexState(database)) === "other index";
  const { gone } = other ? { gone: [] } : await migrate(database);
  // Thrown within the transaction, so that the others are not lost with the one.
  if (gone.length > 0)
    throw new Error(`nothing is dropped: an older program made the database, with ${gone.join(", ")}`);
  const loaded: readonly { readonly id: string; readonly kind: string }[] = other
    ? await importedDatasets(database)
    : await datasets(database);
  const one = loaded.find((dataset) => dataset.id === id);
  const bulk = loaded.flatMap((dataset) => (dataset.kind === "bulk" ? dataset.id : []));
  if (one === undefined) throw new Error(`no dataset is called ${id}${didYouMean(id, bulk)}`);
  if (one.kind === "curated") throw new Error(`${id} is not dropped: it is what the files of DATA_DIR say`);
  const others = bulk.filter((other) => other !== id);
  if (id === REFERENCE && others.length > 0) {
    throw new Error(`${id} is not dropped: ${others.join(", ")} would name states that are not there`);
  }
  await (other ? abandon(database, id) : drop(database, id));
}

export const listing: Command = {
  name: "datasets",
  summary: "lists what the database holds, or drops a bulk dataset",
  usage: "datasets [drop <id>] [--json]",
  options: { json: { type: "boolean" } },
  help: [
    ["drop <id>", "takes a bulk dataset out; the curated one is what the files say"],
    ["--json", "lists as JSON"],
  ],
  positionals: true,
  run,
};
