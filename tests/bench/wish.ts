// Options: what the command line asks the bench to measure.
import { parseArgs } from "node:util";
import type { Options } from "./against/run.ts";
import { ALL, ON_POSTGRES, PARTS as PARTS_AGAINST } from "./against/works.ts";
import { PARTS, type Part, WORKS, type Work } from "./questions.ts";
import type { Pace } from "./rates.ts";

const POSTGRES = "pg";
const NAMES: readonly string[] = [...Object.keys(WORKS), ...PARTS, POSTGRES];

export const USAGE = `usage: npm run bench -- [options]

  --small         10,000 events, 2 seconds a side, 20,000 questions; results.json and docs/benchmarks.md stay as they are
  --only <a,b>    only these: ${NAMES.join(", ")}; \`pg\` is the sides on PostgreSQL alone, in
                  the works named or else in all, and the import into it; writes nothing either
  --without-pg    leaves PostgreSQL out; writes nothing either
  --merge         puts what is measured into results.json and docs/benchmarks.md as soon as it is there, and leaves the rest
  --queries <n>   different questions after which memory is looked at (1,000,000)
  --events <a,b>  other numbers of events (10000,1000000); writes nothing either
  --help          prints this

       npm run bench -- --against <git ref> [options]

  asks the build of a commit and the working tree in turn, after comparing their answers to the byte
  --quick         10,000 events for a first look, in less than three minutes
  --only <a,b>    only these: ${[...ALL, ...PARTS_AGAINST].join(", ")}
  --seed <n>      where the drawing of questions begins (1)
  --events, --without-pg as above; without any option but --seed the tables of docs/benchmarks.md are written anew`;

/** Short turns are many, so that what other work takes is spread over both. */
const PACE = { connections: 16, seconds: 1, rounds: 5 };
const QUICK = { connections: 16, seconds: 0.4, rounds: 5 };

/** @throws Error when the command line is wrong */
function readAgainst(args: string[]): Options {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  const options = { against: text, quick: flag, only: text, seed: text, events: text, "without-pg": flag };
  const { values } = parseArgs({ options, args });
  const { quick, only, seed = "1", events } = values;
  const names = only?.split(",") ?? [...ALL, ...PARTS_AGAINST];
  const known: readonly string[] = [...ALL, ...PARTS_AGAINST];
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`there is no ${unknown.join(", ")}\n\n${USAGE}`);
  const sizes = events?.split(",").map(Number) ?? (quick ? [10_000] : [10_000, 1_000_000]);
  if (![...sizes, Number(seed)].every(Number.isInteger) || sizes.some((size) => size < 10_000)) {
    throw new Error(`numbers of events are whole, 10,000 or more, and the seed is whole\n\n${USAGE}`);
  }
  const works = ALL.filter((work) => names.includes(work));
  return {
    ref: values.against ?? "",
    seed: Number(seed),
    sizes: sizes.toSorted((a, b) => a - b),
    works,
    parts: PARTS_AGAINST.filter((part) => names.includes(part)),
    pace: quick ? QUICK : PACE,
    generated: quick ? 100 : 200,
    rows: quick ? 40_000 : 200_000,
    imports: quick ? 2 : 3,
    requests: quick ? 3_000 : 20_000,
    postgres: !values["without-pg"] && works.some((work) => ON_POSTGRES.includes(work)),
    isKept: !quick && only === undefined && events === undefined && !values["without-pg"],
  };
}

/** What two builds are compared by; null where no comparison is asked for. @throws Error when the command line is wrong */
export function readComparison(args: string[] = process.argv.slice(2)): Options | null {
  return args.some((arg) => /^--against(?:=|$)/.test(arg)) ? readAgainst(args) : null;
}

export interface Wish {
  readonly sizes: readonly number[];
  readonly pace: Pace;
  readonly queries: number;
  readonly works: readonly Work[];
  readonly parts: readonly Part[];
  /** Whether sides on PostgreSQL are asked, and whether others are. */
  readonly postgres: boolean;
  readonly others: boolean;
  /** Whether the results are those that docs/benchmarks.md shows. */
  readonly whole: boolean;
  /** What is put into the results that are there; null where nothing is. */
  readonly merged: string | null;
}

/** @throws Error when the command line is wrong */
export function readOptions(args?: string[]): Wish | null {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  const options = { small: flag, only: text, "without-pg": flag, merge: flag, queries: text, events: text, help: flag };
  const { values } = parseArgs({ options, ...(args === undefined ? {} : { args }) });
  if (values.help) return null;
  const fail = (message: string) => {
    throw new Error(`${message}\n\n${USAGE}`);
  };
  const only = values.only?.split(",") ?? NAMES.filter((name) => name !== POSTGRES);
  const unknown = only.filter((name) => !NAMES.includes(name));
  if (unknown.length > 0) fail(`there is no ${unknown.join(", ")}`);
  if (values.small && values.merge) fail("a small run is no part of the results");
  const alone = only.includes(POSTGRES);
  if (alone && values["without-pg"]) fail("PostgreSQL is wanted and not");
  const numbers = (list: string) => list.split(",").map(Number);
  const sizes = values.events === undefined ? (values.small ? [10_000] : [10_000, 1_000_000]) : numbers(values.events);
  const queries = Number(values.queries ?? (values.small ? 20_000 : 1_000_000));
  if (![...sizes, queries].every((number) => Number.isInteger(number) && number >= 10_000)) {
    fail("numbers of events and of questions are whole, 10,000 or more");
  }
  const named = (Object.keys(WORKS) as Work[]).filter((work) => only.includes(work));
  const works = alone && named.length === 0 ? (Object.keys(WORKS) as Work[]) : named;
  const counted = sizes.map((size) => size.toLocaleString("en")).join(" and ");
  return {
    sizes: sizes.toSorted((a, b) => a - b),
    pace: { connections: 16, seconds: values.small ? 2 : 5, rounds: values.small ? 1 : 2 },
    queries,
    works,
    parts: PARTS.filter((part) => only.includes(part)),
    postgres: !values["without-pg"] && (works.length > 0 || only.includes("import")),
    others: !alone,
    whole: !values.small && values.only === undefined && values.events === undefined && !values["without-pg"],
    merged: values.merge ? `${values.only ?? "everything"} at ${counted} events` : null,
  };
}
