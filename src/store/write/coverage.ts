// Coverage: the days and files that a dataset reaches over, worked out when it was written, and kept beside it.
import { basename } from "node:path";
import sql from "sql-template-tag";
import { type Coverage, LISTED_MOST } from "../../model/bundle.ts";
import { gapsOfFiles, gapsOfYears } from "../catalog/gaps.ts";
import { dayOf } from "../catalog/rowid.ts";
import type { Database } from "../engine/database.ts";

/** Stands among the names of files for those that an earlier program read without noting them. */
const UNKNOWN = "";

/**
 * Notes files that were read row by row, an archive by what is in it.
 * @returns whether one of them was not noted before
 */
export async function noteFiles(
  database: Database,
  dataset: string,
  files: readonly string[],
  hadRecords: boolean,
): Promise<boolean> {
  const rows = await database.query<{ name: string }>(sql`SELECT name FROM read_files WHERE dataset = ${dataset}`);
  const known = new Set(rows.map(({ name }) => name));
  const names = new Set(files.map((file) => basename(file)).filter((name) => !known.has(name)));
  if (hadRecords && known.size === 0) names.add(UNKNOWN);
  const noted = database.inserter("read_files", ["dataset", "name"]);
  for (const name of names) noted.put([dataset, name]);
  await noted.flush();
  return names.size > 0;
}

/** Writes what a dataset reaches over, as its records and the files that are noted say. */
export async function writeCoverage(database: Database, dataset: string): Promise<void> {
  const [row] = await database.query<{ number: number; span: number; open: number }>(
    sql`SELECT number, span, open FROM datasets WHERE id = ${dataset}`,
  );
  if (row === undefined) return;
  const days = await daysOf(database, row);
  const coverage = days === null ? null : { ...days, ...(await filesOf(database, dataset, row.number)) };
  const text = coverage === null ? null : JSON.stringify(coverage);
  await database.run(sql`UPDATE datasets SET coverage = ${text} WHERE id = ${dataset}`);
}

interface Written {
  readonly number: number;
  readonly span: number;
  readonly open: number;
}

/** The first and the last day of events; null where there is no event. */
async function daysOf(
  database: Database,
  { number, span, open }: Written,
): Promise<Pick<Coverage, "first" | "last"> | null> {
  const [ends] = await database.query<{ any: string | null; first: string | null; last: string | null }>(sql`
    SELECT (SELECT min(id) FROM events WHERE ds = ${number}) AS any,
      (SELECT min(earliest) FROM events WHERE ds = ${number}) AS first,
      (SELECT max(earliest) FROM events WHERE ds = ${number}) AS last`);
  if (ends === undefined || ends.any === null) return null;
  // What ends last begins at most the longest span before what begins last; dates without a beginning are in few datasets.
  const from = ends.last === null ? null : isoDay(Math.max(0, dayOf(ends.last) - span));
  const late = open === 1 || from === null ? sql`` : sql`AND earliest >= ${from}`;
  const [edges] = await database.query<{ first: string | null; last: string | null }>(
    sql`SELECT min(latest) AS first, max(latest) AS last FROM events WHERE ds = ${number} ${late}`,
  );
  const known = (days: readonly (string | null | undefined)[]) => days.filter((day) => day != null).sort();
  return {
    first: known(open === 1 ? [ends.first, edges?.first] : [ends.first])[0] ?? null,
    last: known([ends.last, edges?.last]).at(-1) ?? null,
  };
}

/** Days from 0000-01-01, as `dayOf` counts them, to 1970-01-01. */
const EPOCH = dayOf("1970-01-01");
const isoDay = (day: number) => new Date((day - EPOCH) * 86_400_000).toISOString().slice(0, 10);

/** The files that a dataset came in, and what lacks. */
async function filesOf(database: Database, dataset: string, number: number): Promise<Pick<Coverage, "files" | "gaps">> {
  const read = await database.query<{ name: string }>(sql`SELECT name FROM read_files WHERE dataset = ${dataset}`);
  const lists = await database.query<{ path: string }>(sql`SELECT path FROM imported_files WHERE dataset = ${dataset}`);
  const names = [...read.map(({ name }) => name), ...lists.map(({ path }) => basename(path))].sort();
  if (names.length === 0 || names.includes(UNKNOWN)) return { files: null, gaps: null };
  const further = Math.max(0, names.length - LISTED_MOST);
  const files = { count: names.length, names: names.slice(0, LISTED_MOST), further };
  if (lists.length === 0) return { files, gaps: gapsOfFiles(names) };
  const years = await database.query<{ from: string; to: string }>(sql`
    SELECT DISTINCT substr(earliest, 1, 4) AS "from", substr(latest, 1, 4) AS "to" FROM events
    WHERE ds = ${number} AND earliest IS NOT NULL AND latest IS NOT NULL`);
  const all = years.flatMap(({ from, to }) =>
    Array.from({ length: Number(to) - Number(from) + 1 }, (_, at) => Number(from) + at),
  );
  return { files, gaps: gapsOfYears(all) };
}
