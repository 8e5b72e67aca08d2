// A part of the attack: one way to break a server or an import, tried until its time is up.
import { execFileSync } from "node:child_process";

/** How long a part may take, and what chance decides in it. */
export interface Bounds {
  /** A number from 0 to 1; the seed decides which. */
  random(): number;
  /** Whether its time is up, so that nothing further is tried. */
  isOver(): boolean;
}

/** What became of it. */
export interface Outcome {
  readonly tried: number;
  /** What was not as promised, in words, once for each time. */
  readonly failed: readonly string[];
  /** What was measured beside. */
  readonly noted?: string;
}

/** A part that this machine does not let us try. */
export class Skipped extends Error {}

export interface Part {
  /** What is tried, and what must hold, for the table. */
  readonly does: string;
  /** @throws Skipped */
  run(bounds: Bounds): Promise<Outcome>;
}

/** Runs a program of the system; false where it fails or is not there. */
export function done(program: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** A whole number from 0 to below `count`. */
export const upTo = (count: number, { random }: Pick<Bounds, "random">) => Math.floor(random() * count);

/** One of a list. */
export function oneOf<T>(list: readonly T[], bounds: Pick<Bounds, "random">): T {
  return list[upTo(list.length, bounds)] as T;
}
