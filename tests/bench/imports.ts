// Imports: how fast rows come in, beside `sqlite3 .import` of the same file into a bare table.
import { join, resolve } from "node:path";
import { BEIJING } from "../support/fixtures.ts";
import { finish, folder, output } from "./processes.ts";
import { type Results, rounded } from "./results.ts";

const COLUMNS = 61;

export interface Imported {
  readonly read: number;
  readonly kept: number;
  readonly seconds: number;
}

/** Rows a second. */
const rateOf = ({ read, seconds }: Imported) => rounded(read / seconds);

/**
 * Imports a file with the real command of a build into a database, a file of SQLite or an address of PostgreSQL.
 * @param options of Node
 */
export async function importRows(
  file: string,
  database: string,
  build = ".",
  options: readonly string[] = [],
): Promise<Imported> {
  const begun = performance.now();
  const args = [...options, "src/cli.ts", "import", "gdelt", resolve(file), "--json"];
  const text = await finish(args, { DATABASE_URL: database, DATA_DIR: resolve(BEIJING), LOG_LEVEL: "silent" }, build);
  const seconds = (performance.now() - begun) / 1_000;
  const { read, kept } = JSON.parse(text.trimEnd().split("\n").at(-1) ?? "") as Omit<Imported, "seconds">;
  return { read, kept, seconds };
}

/** Whether `import` is a verb here. */
export async function canImport(): Promise<boolean> {
  return /^ {2}import /m.test(await finish(["src/cli.ts", "--help"]));
}

/** The version of the sqlite3 command line; null where there is none. */
export async function sqliteVersion(): Promise<string | null> {
  const text = await output("sqlite3", ["--version"]).catch(() => null);
  return text?.split(" ")[0] ?? null;
}

/** Seconds of `.import`. Its mode `ascii` knows no quoting, as GDELT does not. */
async function sqliteImport(file: string): Promise<number> {
  const names = Array.from({ length: COLUMNS }, (_, at) => `c${at}`);
  const commands = [
    `CREATE TABLE rows (${names.join(", ")});`,
    ".mode ascii",
    '.separator "\\t" "\\n"',
    `.import '${file}' rows`,
  ];
  const begun = performance.now();
  const database = join(folder, `import-${performance.now()}.db`);
  const text = await output("sqlite3", [database], {}, `${commands.join("\n")}\nSELECT count(*) FROM rows;\n`);
  if (Number(text) === 0) throw new Error("sqlite3 imported nothing");
  return (performance.now() - begun) / 1_000;
}

export async function compareImport(file: string, ours: Imported): Promise<NonNullable<Results["import"]>> {
  const there = (await sqliteVersion()) !== null;
  const bare = there ? rounded(ours.read / (await sqliteImport(file))) : null;
  const { read, kept, seconds } = ours;
  return { rows: read, kept, seconds: rounded(seconds, 1), rate: rateOf(ours), bare };
}

/** The import into PostgreSQL, beside that of the same rows into SQLite. */
export function besideSqlite(postgres: Imported, sqlite: Imported): NonNullable<Results["postgres"]> {
  const { read, kept, seconds } = postgres;
  return { rows: read, kept, seconds: rounded(seconds, 1), rate: rateOf(postgres), sqlite: rateOf(sqlite) };
}
