// backup: copies the database into a file, whatever is asked of it or written to it meanwhile.
//
// A backup reads within one transaction. SQLite's online backup begins again whenever another connection has written,
// and may never end beside an import; a transaction keeps the state that it began with, and nobody waits for it. The
// copy is checked (`integrity_check`), turned into one file without a journal, and only then given its name; until then
// it is beside it as `.partial`.
//
// PostgreSQL has `pg_dump`, of which a copy here would be a worse one: the command prints how to call it, without the
// password.
import { existsSync, realpathSync, rmSync } from "node:fs";
import { open, rename, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import cliProgress from "cli-progress";
import { engineOf } from "../store/engine/open.ts";
import { copySqlite } from "../store/engine/sqlite.ts";
import { type Command, UsageError } from "./command.ts";
import { settingsOfExisting } from "./open/reader.ts";
import { say } from "./print.ts";

/** A word as a shell reads it. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** What copies a database of PostgreSQL; it asks for the password itself. */
function dumpOf(url: string, file: string): string {
  const address = new URL(url);
  address.password = "";
  address.searchParams.delete("password");
  return `pg_dump --format=custom --file=${quoted(file)} --dbname=${quoted(address.href)}`;
}

/** Refuses a target that must not be replaced. */
function refuse(database: string, file: string, force: boolean): void {
  const folder = dirname(file);
  if (!existsSync(folder)) throw new Error(`there is no folder ${folder}`);
  if (!existsSync(file)) return;
  if (realpathSync(file) === realpathSync(database)) throw new Error(`${file} is the database itself`);
  if (!force) throw new Error(`${file} is there already; --force replaces it`);
  // A journal beside it would be taken for that of the copy.
  if (existsSync(`${file}-wal`)) throw new Error(`${file} is a database that is in use, or was not closed`);
}

/** A progress bar on a terminal, and nothing elsewhere. */
function barOn(stream: NodeJS.WriteStream): { told(pages: number, all: number): void; end(): void } {
  if (!stream.isTTY) return { told: () => {}, end: () => {} };
  const format = "{bar} {percentage} %  {value} of {total} pages";
  const bar = new cliProgress.SingleBar({ format, stream, clearOnComplete: true });
  bar.start(0, 0);
  return {
    told(pages, all) {
      bar.setTotal(all);
      bar.update(pages);
    },
    end: () => bar.stop(),
  };
}

/** Syncs the folder, so that the renaming survives a power cut (fsync). */
async function keepNames(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}

async function run({ values, positionals }: Parameters<Command["run"]>[0]): Promise<number> {
  const [named, ...more] = positionals;
  if (named === undefined || more.length > 0) throw new UsageError("backup to which file?");
  const { DATABASE_URL } = settingsOfExisting();
  const file = resolve(named);
  if (engineOf(DATABASE_URL) === "postgres") {
    throw new Error(`a database of PostgreSQL is copied by its own program:\n  ${dumpOf(DATABASE_URL, file)}`);
  }
  const force = values.force === true;
  refuse(DATABASE_URL, file, force);

  const partial = `${file}.${process.pid}.partial`;
  process.once("exit", () => {
    for (const end of ["", "-journal"]) rmSync(partial + end, { force: true });
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
  const bar = barOn(process.stderr);
  await copySqlite(DATABASE_URL, partial, bar.told).finally(bar.end);
  const { size } = await stat(partial);
  refuse(DATABASE_URL, file, force);
  await rename(partial, file);
  await keepNames(dirname(file));
  say(`${file}: ${size} bytes, checked`);
  return 0;
}

export const backing: Command = {
  name: "backup",
  summary: "copies the SQLite database into a file while the server and imports go on",
  usage: "backup <file> [--force]",
  options: { force: { type: "boolean" } },
  help: [
    ["<file>", "where the copy is put when it is whole and checked"],
    ["--force", "replaces a file that is there"],
    ["DATABASE_URL", "the database; for one of PostgreSQL the command of pg_dump is told"],
  ],
  positionals: true,
  run,
};
