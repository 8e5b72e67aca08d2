// SQLite build: a new database is filled under another name, without a journal, and put into its place when it is whole.
//
// An import into a database that is there writes each page to the journal and then into the file. Where there is none
// yet, nothing has to be kept for readers or from a kill: the file is built beside its place, synced, linked to its name,
// and its folder synced, for a new name is not synced with its file (fsync(2)). A kill or a power cut leaves no database
// or the whole one. A link is refused where somebody has made a database meanwhile; a rename would put ours in the place
// of one that others have open.
//
// What a killed import has left is removed by a later one. It is nobody's when it is not locked (SQLite locks a file
// that is being built from its first transaction on), and only a second name where it is linked already.
import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { PlaceTaken } from "./database.ts";

/** Ends the names of databases that are built. */
const BUILT = /-new-[0-9a-f]{16}$/;
/** What SQLite may keep beside a database. */
const BESIDE = ["-wal", "-shm", "-journal"] as const;
/** Milliseconds after which a file that nobody has locked is nobody's. */
const OLD = 60_000;

/**
 * Makes an empty file in which a database may be built that has this place.
 * @returns its path; null where there is a database, or the journal of one, or no file can be made and linked
 */
export function siteFor(path: string): string | null {
  // Elsewhere folders are not synced so.
  if (path === ":memory:" || process.platform === "win32") return null;
  if (["", ...BESIDE].some((end) => existsSync(path + end))) return null;
  const site = `${path}-new-${randomBytes(8).toString("hex")}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(site, "", { flag: "wx" });
    linkSync(site, `${site}-link`);
    rmSync(`${site}-link`);
    return site;
  } catch {
    // Why, the usual way tells.
    rmSync(site, { force: true });
    return null;
  }
}

/** Removes a database that is built, or was. */
export function removeBuilt(site: string): void {
  for (const end of ["", ...BESIDE]) rmSync(site + end, { force: true });
}

/** Whether a process has locked it; a file that is no database yet is read only by whoever may lock it. */
function isLocked(site: string): boolean {
  const database = new DatabaseSync(site, { timeout: 0 });
  try {
    database.exec("BEGIN IMMEDIATE");
    return false;
  } catch (error) {
    // SQLITE_BUSY (https://www.sqlite.org/rescode.html).
    return ((error as { errcode?: number }).errcode ?? 0) % 256 === 5;
  } finally {
    database.close();
  }
}

/** Removes what killed imports have left beside the place of a database. */
export function removeLeftovers(path: string): void {
  const folder = dirname(path);
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (!name.startsWith(basename(path)) || !BUILT.test(name)) continue;
    const site = join(folder, name);
    const found = statSync(site, { throwIfNoEntry: false });
    // Another import has removed it too.
    if (found === undefined) continue;
    // Of two names this one is not needed, and not to be opened: SQLite would make another journal for it.
    if (found.nlink > 1 || (Date.now() - found.mtimeMs > OLD && !isLocked(site))) removeBuilt(site);
  }
}

/** Waits until a file or a folder is on the disk. */
function sync(path: string): void {
  const file = openSync(path, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * Puts a database that is built and closed into its place.
 * @throws PlaceTaken when there is one
 */
export function putIntoPlace(site: string, path: string): void {
  sync(site);
  try {
    linkSync(site, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw new PlaceTaken(`the database ${path} was made by another process meanwhile; nothing of this import is in it`);
  } finally {
    removeBuilt(site);
  }
  sync(dirname(path));
}
