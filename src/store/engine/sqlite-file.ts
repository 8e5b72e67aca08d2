// The file of a SQLite database: how it is opened where nothing may be written, and what becomes of it while it is open.
//
// SQLite keeps the files -wal and -shm beside a database in WAL mode, also to read it. Where its folder may not be
// written to, as on a file system that is mounted read-only, it opens such a database only as one that nobody changes
// (`immutable=1`, https://www.sqlite.org/uri.html), and then takes no notice of a -wal. So that is done only where the
// usual way has failed, the folder may not be written to, and there is no -wal with changes in it.
import { accessSync, constants, type Stats, statSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { DatabaseFault, UnwritableFolder } from "./database.ts";

/** Milliseconds that is waited for a lock. */
const PATIENCE = 5_000;
/** SQLITE_READONLY and SQLITE_CANTOPEN: SQLite does not say that it is a file beside the database that it could not make. */
const UNWRITABLE: readonly number[] = [8, 14];

/** What decides how a file is opened whose folder SQLite could not write to. */
export interface Beside {
  /** Whether the folder may be written to, so that something else is the reason. */
  readonly writable: boolean;
  /** Bytes of the journal -wal; 0 where there is none. */
  readonly journal: number;
}

/** What is left where the usual way has failed: the file as one that nobody changes, or words for the operator. */
export function wayOut({ writable, journal }: Beside, folder: string): "immutable" | string {
  if (writable) return "";
  const why = `its folder ${folder} may not be written to`;
  if (journal > 0) return `${why}, and its journal -wal holds changes that only a writer can bring into it`;
  return "immutable";
}

function besideOf(path: string): Beside {
  const journal = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  try {
    accessSync(dirname(path), constants.W_OK);
    return { writable: true, journal };
  } catch {
    return { writable: false, journal };
  }
}

const isUnwritable = (error: unknown) => UNWRITABLE.includes(((error as { errcode?: number }).errcode ?? 0) & 0xff);

/** Opens a file and reads its schema: opening reads the header alone, which a truncated file still has. */
function read(path: string | URL, readOnly: boolean): DatabaseSync {
  const database = new DatabaseSync(path, { readOnly, timeout: PATIENCE, enableForeignKeyConstraints: true });
  try {
    database.prepare("SELECT count(*) FROM sqlite_schema").get();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Opens a file.
 * @throws the error of SQLite
 */
export function openFile(path: string, readOnly: boolean): { database: DatabaseSync; immutable: boolean } {
  try {
    return { database: read(path, readOnly), immutable: false };
  } catch (error) {
    const there = statSync(path, { throwIfNoEntry: false }) !== undefined;
    if (!readOnly || !there || !isUnwritable(error) || wayOut(besideOf(path), "") !== "immutable") throw error;
    const address = pathToFileURL(path);
    address.searchParams.set("immutable", "1");
    return { database: read(address, true), immutable: true };
  }
}

/** An error of SQLite for operators: which file, and what may be the reason. */
export function faultOf(path: string, done: "used" | "copied", error: unknown): DatabaseFault {
  const text = `the database ${path} cannot be ${done}: ${(error as Error).message}`;
  const beside = isUnwritable(error) ? besideOf(path) : null;
  if (beside === null || beside.writable) return new DatabaseFault(text, { cause: error });
  const folder = dirname(path);
  const way = wayOut(beside, folder);
  const why = way === "immutable" ? `its folder ${folder} may not be written to` : way;
  return new UnwritableFolder(`${text}; ${why}`, { cause: error });
}

const isSame = (one: Stats, other: Stats) => one.ino === other.ino && one.dev === other.dev;
const isUnchanged = (one: Stats, other: Stats) => one.mtimeMs === other.mtimeMs && one.size === other.size;

/** Tells what became of the file since it was opened: a process goes on with one that is deleted, and misses its successor. */
export function placeOf(path: string, immutable: boolean): () => string | null {
  const opened = statSync(path);
  return () => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return "The file of the database is gone.";
    if (!isSame(found, opened)) return "The file of the database is another one.";
    if (!immutable || isUnchanged(found, opened)) return null;
    return "The file of the database has changed, although it was opened as one that nobody changes.";
  };
}
