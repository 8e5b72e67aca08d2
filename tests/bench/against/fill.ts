// Filling: each build imports the same rows into databases of its own, by a clock that stands, so that answers can be equal.
import { join } from "node:path";
import { type Build, STANDING_CLOCK } from "../../torture/builds.ts";
import { copyRows, factsOf } from "../copies.ts";
import { importRows } from "../imports.ts";
import type { Postgres } from "../postgres.ts";
import { folder } from "../processes.ts";
import { median, rounded } from "../results.ts";
import { rowsFile } from "../rows.ts";
import type { Data } from "../sides.ts";
import { type Imported, spreadOf } from "./findings.ts";
import { endedUsage } from "./usage.ts";

/** The build at hand and the one before. */
export type Builds = readonly [Build, Build];

export interface Filled {
  readonly builds: Builds;
  /** Files of SQLite, one of each build. */
  readonly databases: readonly [string, string];
  /** Addresses of PostgreSQL, one of each build; null where it is not asked. */
  readonly postgres: readonly [string, string] | null;
  /** What other programs are given. */
  readonly data: Data;
}

/** Words of titles from which questions are drawn. */
const WORDS = 40;
const STANDS = ["--import", STANDING_CLOCK];

/** Fills the databases of both builds with so many events. */
export async function fillBoth(
  events: number,
  builds: Builds,
  postgres: Postgres | null,
  peers: boolean,
): Promise<Filled> {
  const file = await rowsFile(events);
  const path = (name: string) => join(folder, `${events}-${name}`);
  const databases = [path("ours.db"), path("before.db")] as const;
  for (const [at, database] of databases.entries()) await importRows(file, database, builds[at]?.folder, STANDS);
  const [bare, words] = [path("bare.db"), path("words.db")];
  copyRows(databases[0], bare, words);
  const made: string[] = [];
  for (const [at, name] of ["ours", "before"].entries()) {
    if (postgres === null) break;
    const address = await postgres.make(`${name}_${events}`);
    await importRows(file, address, builds[at]?.folder, STANDS);
    await postgres.settle();
    made.push(address);
  }
  const [one, two] = made;
  return {
    builds,
    databases,
    postgres: one === undefined || two === undefined ? null : [one, two],
    data: {
      events,
      facts: factsOf(bare, WORDS),
      ours: databases[0],
      postgres: null,
      others: true,
      bare,
      words,
      peers,
      json: null,
    },
  };
}

/** Imports rows into new files, each build in its turn. */
export async function compareImports(rows: number, rounds: number, builds: Builds): Promise<Imported> {
  const file = await rowsFile(rows);
  const turns: { rate: number; cpu: number }[][] = [[], []];
  for (let round = 0; round < rounds; round++) {
    for (const side of round % 2 === 0 ? [0, 1] : [1, 0]) {
      const before = endedUsage();
      const { read, seconds } = await importRows(
        file,
        join(folder, `import-${round}-${side}.db`),
        builds[side]?.folder,
      );
      const after = endedUsage();
      const cpu = before === null || after === null ? Number.NaN : (after - before) / read;
      turns[side]?.push({ rate: read / seconds, cpu });
    }
  }
  const [ours = [], before = []] = turns;
  const middle = (list: typeof ours) => ({
    rate: rounded(median(list.map(({ rate }) => rate))),
    cpu: rounded(median(list.map(({ cpu }) => cpu)), 1),
  });
  return {
    rows,
    ours: middle(ours),
    before: middle(before),
    ratios: {
      rate: spreadOf(ours.map(({ rate }, at) => rate / (before[at]?.rate ?? Number.NaN))),
      cpu: spreadOf(ours.map(({ cpu }, at) => (before[at]?.cpu ?? Number.NaN) / cpu)),
    },
  };
}
