// Imports under attack: a database of every try, an import into it as a process, and what must be true afterwards.
import { cp } from "node:fs/promises";
import { datasetIn, flawsOf } from "../../commands/held.ts";
import { many, put, upsertHere } from "../../commands/imports.ts";
import { writeFilled } from "../../support/filled.ts";
import { folder, start } from "../../support/program.ts";

const [OLD_ROWS, NEW_ROWS] = [200, 600];
const OLDER = { added: "20190305000000", url: "https://news.example/old" };
const NEWER = { added: "20190306000000", url: "https://news.example/new", placeName: "Novy Primerstad, Netherlands" };

export interface Material {
  /** A database that holds the curated records and some rows. */
  readonly base: string;
  /** A file of rows that replace some and are new else. */
  readonly newer: string;
  /** The versions of the dataset before and after the file is imported, and where nothing was before. */
  readonly versions: { readonly before: string; readonly after: string; readonly alone: string };
  /** Milliseconds that the import takes when nobody disturbs it. */
  readonly milliseconds: number;
}

/** Makes a database and a file to import into its copies. */
export async function material(): Promise<Material> {
  const where = await folder();
  const base = `${where}/base.db`;
  await writeFilled(base, "curated");
  await upsertHere(base, await put(many(OLD_ROWS, OLDER), "older.CSV"));
  const newer = await put(many(NEW_ROWS, NEWER, 101), "newer.CSV");
  const copy = `${where}/copy.db`;
  await cp(base, copy);
  const begun = performance.now();
  const { code, stderr } = await importing(copy, newer).ended;
  if (code !== 0) throw new Error(stderr);
  const milliseconds = performance.now() - begun;
  const fresh = `${where}/fresh.db`;
  if ((await importing(fresh, newer).ended).code !== 0) throw new Error("the import of a new database failed");
  const versions = { before: versionIn(base), after: versionIn(copy), alone: versionIn(fresh) };
  return { base, newer, versions, milliseconds };
}

/** The import of a file, as a process. */
export const importing = (DATABASE_URL: string, file: string) => start(["import", "gdelt", file], { DATABASE_URL });

/** The version of the rows in a database; empty where there are none. */
export const versionIn = (database: string) => datasetIn(database, "gdelt")?.version ?? "";

/** What is wrong with a database that must be sound and at one of these versions. */
export function wrongIn(database: string, versions: readonly string[]): string[] {
  try {
    const version = versionIn(database);
    const flaws = flawsOf(database);
    return versions.includes(version)
      ? flaws
      : [`version ${version || "none"}, not ${versions.join(" or ")}`, ...flaws];
  } catch (error) {
    return [(error as Error).message];
  }
}
