// datasets: what the database holds, and taking a bulk dataset out of it.
import { loadSettings } from "../config.ts";
import { drop } from "../store/drop.ts";
import { datasets } from "../store/read.ts";
import { migrate } from "../store/schema.ts";
import { openSqlite } from "../store/sqlite.ts";
import { didYouMean } from "../suggest.ts";
import { type Command, UsageError } from "./command.ts";

async function run({ values, positionals }: Parameters<Command["run"]>[0]): Promise<number> {
  const [verb = "list", id, ...more] = positionals;
  const known = verb === "list" ? id === undefined : verb === "drop" && id !== undefined && more.length === 0;
  if (!known) throw new UsageError("datasets, or datasets drop <id>");
  const { DATABASE_URL } = loadSettings(process.env);
  const database = openSqlite(DATABASE_URL, verb === "drop" ? "import" : "write");
  try {
    await migrate(database);
    const loaded = await datasets(database);
    if (verb === "list") {
      if (values.json === true) console.log(JSON.stringify(loaded));
      for (const { id, kind, version, updated, counts, licence } of values.json === true ? [] : loaded) {
        const records = Object.entries(counts).flatMap(([collection, count]) =>
          count > 0 ? `${count} ${collection}` : [],
        );
        console.log(`${id}  ${kind}, version ${version}, updated ${updated ?? "never"}, ${licence}`);
        console.log(`  ${records.join(", ")}`);
      }
      if (loaded.length === 0) console.log("nothing is loaded");
      return 0;
    }
    const one = loaded.find((dataset) => dataset.id === id);
    const names = loaded.filter(({ kind }) => kind === "bulk").map((dataset) => dataset.id);
    if (one === undefined) throw new Error(`no dataset is called ${id}${didYouMean(id ?? "", names)}`);
    if (one.kind === "curated") throw new Error(`${id} is not dropped: it is what the files of DATA_DIR say`);
    await drop(database, one.id);
    await database.tidy();
    console.log(`${one.id} is dropped`);
    return 0;
  } finally {
    await database.close();
  }
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
