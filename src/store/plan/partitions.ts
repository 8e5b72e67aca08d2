// Shares: what each dataset that is asked holds of a question, as a range of numbers.
import sql from "sql-template-tag";
import type { DatasetInfo } from "../../model/bundle.ts";
import type { Collection } from "../../model/ids.ts";
import type { Window } from "../../query/period.ts";
import { type Criteria, isAsked } from "../../query/plan.ts";
import { blockOf, dayOf, dayRange, type Range } from "../catalog/rowid.ts";
import { isNumbered } from "../catalog/tables.ts";
import type { Database } from "../engine/database.ts";

/** What is known of one dataset's records without looking at them. */
export interface Share {
  readonly dataset: string;
  readonly number: number;
  readonly curated: boolean;
  readonly counts: Readonly<Record<string, number>>;
  /** Most days between the two ends of a date. */
  readonly span: number;
  /** Whether some date lacks an end, or some record a date. */
  readonly open: boolean;
  /** Whether some records are told twice. */
  readonly mirrors: boolean;
  /** Whether its events were counted as they came in. */
  readonly tallied: boolean;
}

interface Row {
  readonly id: string;
  readonly number: number;
  readonly kind: DatasetInfo["kind"];
  readonly span: number;
  readonly open: number;
  readonly mirrors: number;
  readonly tallied: number;
  readonly doc: string;
}

/** What rows that the database remembers were made into, as long as it does. */
const SHARES = new WeakMap<readonly Row[], readonly Share[]>();

function sharesIn(rows: readonly Row[]): readonly Share[] {
  const there = SHARES.get(rows);
  if (there !== undefined) return there;
  const shares = rows.map(({ id, number, kind, span, open, mirrors, tallied, doc }) => ({
    dataset: id,
    number,
    curated: kind === "curated",
    counts: (JSON.parse(doc) as DatasetInfo).counts,
    span,
    open: open === 1,
    mirrors: mirrors === 1,
    tallied: tallied === 1,
  }));
  SHARES.set(rows, shares);
  return shares;
}

/** The datasets that a question is put to; null is all of them, an empty list the curated ones. */
export async function sharesOf(database: Database, datasets: Criteria["datasets"]): Promise<Share[]> {
  const rows = await database.queryCached<Row>(
    sql`SELECT id, number, kind, span, open, mirrors, tallied, doc FROM datasets ORDER BY id`,
  );
  return sharesIn(rows).filter(({ dataset, curated }) => isAsked(datasets, dataset, curated));
}

/** How many records of a collection a dataset holds. */
export function heldBy({ counts }: Share, collection: Collection): number {
  return counts[collection] ?? 0;
}

/** Whether a window of time says exactly which numbers are in it. */
export function isExact({ span, open }: Share, { certainty }: Window): boolean {
  return span === 0 && !open && certainty === "possible";
}

/** The days of the window and of the years and months asked, the narrowest: what lies outside them is not found. */
function daysOf({ window, words }: Criteria): { from: string | null; to: string | null } {
  const days = [{ from: window.from, to: window.to }];
  for (const [filter, first, last] of [
    ["year", "-01-01", "-12-31"],
    ["month", "-01", "-31"],
  ] as const) {
    for (const { not, values } of words.get(filter) ?? []) {
      const known = values.filter((value) => value !== null).sort();
      if (not || known.length < values.length || known.length === 0) continue;
      days.push({ from: `${known[0]}${first}`, to: `${known.at(-1)}${last}` });
    }
  }
  const ends = (end: "from" | "to") =>
    days
      .map((one) => one[end])
      .filter((day) => day !== null)
      .sort();
  return { from: ends("from").at(-1) ?? null, to: ends("to")[0] ?? null };
}

/** The last day of a month that may be written as having 31. */
function lastDay(text: string): number {
  const day = dayOf(text);
  if (day > 0 || !text.endsWith("-31")) return day;
  return dayOf(`${text.slice(0, 8)}28`) + 3;
}

/** The numbers among which a dataset's answers to a question are. */
export function rangeOf(criteria: Criteria, share: Share): Range {
  const { low, high } = blockOf(share.number);
  if (!isNumbered(criteria.collection)) return { low, high };
  const { from, to } = daysOf(criteria);
  const begin = to === null ? low : dayRange(share.number, lastDay(to)).low;
  // A date may begin before the window and reach into it.
  const end = from === null || share.open ? high : dayRange(share.number, dayOf(from) - share.span).high;
  return { low: begin, high: end };
}

/** Of the datasets that a question is put to, those that hold records of its collection. */
export async function holdersOf(database: Database, { collection, datasets }: Criteria): Promise<Share[]> {
  return (await sharesOf(database, datasets)).filter((share) => heldBy(share, collection) > 0);
}

/** Whether a question that asks for distinct records leaves some out: then its list must be asked so too. */
export async function leavesOut(database: Database, { collection, distinct, datasets }: Criteria): Promise<boolean> {
  if (!distinct || collection !== "events") return false;
  return (await sharesOf(database, datasets)).some(({ mirrors }) => mirrors);
}
