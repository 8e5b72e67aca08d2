// Results: what one run of the bench finds out; results.json holds one of these.
import type { Part, SideName, Work } from "./questions.ts";

/** Requests a second; latency in milliseconds; bytes of an answer's body and headers, on average. */
export interface Cell {
  readonly rate: number;
  readonly p99: number;
  readonly bytes: number;
}

export interface Rates {
  readonly events: number;
  readonly work: Work;
  readonly sides: Readonly<Partial<Record<SideName, Cell>>>;
}

export interface Latency {
  readonly p50: number;
  readonly p99: number;
}

/** Memory is resident memory, in MiB. */
export interface Results {
  readonly day: string;
  readonly machine: {
    readonly cores: number;
    readonly memoryGiB: number;
    readonly system: string;
    readonly node: string;
    /** Its load average when the bench began; well under 1 where nothing else was running. */
    readonly load: number;
  };
  /** What was compared, by name. */
  readonly versions: Readonly<Record<string, string>>;
  readonly settings: {
    readonly connections: number;
    readonly seconds: number;
    readonly rounds: number;
    /** Seconds of a round on PostgreSQL; missing where it was not asked. */
    readonly postgres?: number;
  };
  readonly rates: readonly Rates[];
  readonly import: {
    readonly rows: number;
    readonly kept: number;
    readonly seconds: number;
    readonly rate: number;
    /** Rows a second of `sqlite3 .import`; null where there is no sqlite3. */
    readonly bare: number | null;
  } | null;
  /** Rows a second into PostgreSQL, and of the same rows into SQLite in the same run; missing in results of old runs. */
  readonly postgres?: {
    readonly rows: number;
    readonly kept: number;
    readonly seconds: number;
    readonly rate: number;
    readonly sqlite: number;
  } | null;
  readonly start: { readonly events: number; readonly ms: number } | null;
  readonly memory: {
    readonly events: number;
    /** After first-time lists. */
    readonly resident: number;
    readonly queries: number;
    readonly before: number;
    readonly half: number;
    readonly after: number;
    readonly peak: number;
  } | null;
  readonly counts: {
    readonly events: number;
    /** Milliseconds of the first answer of a new process, and of the same count by bare SQLite. */
    readonly asked: readonly { readonly path: string; readonly ms: number; readonly bare: number }[];
  } | null;
  readonly isolation: { readonly events: number; readonly idle: Latency; readonly busy: Latency } | null;
  readonly export: {
    readonly rows: number;
    readonly mebibytes: number;
    readonly slowSeconds: number;
    readonly seconds: number;
    readonly before: number;
    readonly peak: number;
  } | null;
  /** What was not measured, and why. */
  readonly notes: readonly string[];
}

/** Parts of the bench that are not rates of a work. */
export type Measured = Pick<Results, Part | "postgres">;

export const rounded = (number: number, digits = 0) => Number(number.toFixed(digits));

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle - 1)] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

/** The value below which the share of all lies. */
export function percentile(numbers: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(numbers).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
