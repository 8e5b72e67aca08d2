// Findings: what one comparison of two builds finds out; against.json holds one of these.
import { existsSync, readFileSync } from "node:fs";
import type { Other, SideName, Work } from "./works.ts";

/** The quartiles of ratios that were measured in pairs. */
export interface Spread {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

/** How many times as fast: by requests a second, and by processor time an answer where it is known of both. */
export interface Ratios {
  readonly rate: Spread | null;
  readonly cpu: Spread | null;
}

/** Medians of the rounds of one side. */
export interface Side {
  /** Answers a second. */
  readonly rate: number;
  /** Microseconds of processor time an answer of all processes of the server, and of the thread that serves alone; null where the system does not tell. */
  readonly cpu: number | null;
  readonly thread: number | null;
  /** Milliseconds. */
  readonly p99: number;
}

export interface Compared {
  readonly events: number;
  readonly work: Work;
  readonly sides: Readonly<Partial<Record<SideName, Side>>>;
  readonly ratios: Readonly<Partial<Record<Other, Ratios>>>;
}

export interface Imported {
  readonly rows: number;
  /** Rows a second, and microseconds of processor time a row. */
  readonly ours: { readonly rate: number; readonly cpu: number };
  readonly before: { readonly rate: number; readonly cpu: number };
  readonly ratios: Ratios;
}

/** Resident memory in MiB after so many different requests. */
export interface Remembered {
  readonly events: number;
  readonly asked: number;
  readonly ours: number;
  readonly before: number;
}

export interface Findings {
  readonly day: string;
  readonly machine: { readonly cores: number; readonly system: string; readonly node: string; readonly load: number };
  /** What the working tree is compared with: the name it was given and the commit. */
  readonly before: string;
  readonly seed: number;
  readonly settings: { readonly connections: number; readonly seconds: number; readonly rounds: number };
  /** Answers compared to the byte, by number of events and engine. */
  readonly same: readonly {
    readonly events: number;
    readonly engine: string;
    readonly compared: number;
    readonly different: number;
  }[];
  readonly works: readonly Compared[];
  readonly import: Imported | null;
  readonly memory: readonly Remembered[];
  readonly notes: readonly string[];
}

/** The quartiles of some numbers, of two or three digits. */
export function spreadOf(numbers: readonly number[]): Spread | null {
  const sorted = numbers.filter(Number.isFinite).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const [low = 0, high = 0] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
    return Number((low + (high - low) * (place - Math.floor(place))).toPrecision(3));
  };
  return { low: at(0.25), middle: at(0.5), high: at(0.75) };
}

export const FINDINGS = "tests/bench/against.json";

/** What was found and kept last; null where nothing was. */
export function knownFindings(): Findings | null {
  return existsSync(FINDINGS) ? (JSON.parse(readFileSync(FINDINGS, "utf8")) as Findings) : null;
}
