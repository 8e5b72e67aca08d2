// Import report: every row and file accounted for, broken ones named with their place, too many of them a stop.
import { placed, type RowOutcome, type Skipped } from "../model/import-row.ts";
import type { Upserted } from "../store/write/import-session.ts";
import { say, tell } from "./print.ts";
import type { Progress } from "./progress.ts";

/** Broken and doubtful rows that are named; further ones are counted. */
const LISTED = 20;
/** Broken rows beyond the limit that are still counted before the import stops. */
const COUNTED = 1_000;
/** What the process ends with when it imported some files and refused others; 1 is that nothing is imported. */
export const SOME_REFUSED = 3;

/** Rows that are named, as far as there is room, and counted. */
class Listing {
  readonly lines: string[] = [];
  count = 0;

  /** Whether the line is one of those that are named. */
  add(line: string): boolean {
    if (this.count++ >= LISTED) return false;
    this.lines.push(line);
    return true;
  }

  /** How many are not named. */
  get more(): number {
    return this.count - this.lines.length;
  }
}

export class ImportReport {
  readonly #mostErrors: number;
  readonly #progress: Progress;
  readonly #skipped = new Map<string, number>();
  readonly #errors = new Listing();
  readonly #warnings = new Listing();
  readonly #refused: string[] = [];
  #read = 0;
  /** Rows that are not broken. */
  #sound = 0;
  #batchesOver = 0;

  constructor(mostErrors: number, progress: Progress) {
    this.#mostErrors = mostErrors;
    this.#progress = progress;
  }

  /** Counts what became of rows and files; throws when too many rows are broken. */
  enter(rows: readonly RowOutcome[]): void {
    const before = this.#read;
    for (const row of rows) {
      if (row.kind === "kept") this.#read++;
      if (row.kind === "kept" || (row.kind === "skipped" && !row.broken)) this.#sound++;
      if (row.kind === "skipped") this.#skip(row);
      else if (row.kind === "warned") {
        const line = `${placed(row.file, row.line, null)}: ${row.detail}`;
        if (this.#warnings.add(line)) this.#progress.say(line);
      } else if (row.kind === "refused") this.#refused.push(row.message);
    }
    this.#progress.rows(this.#read - before);
    const errors = this.#errors.count;
    // A few more batches are counted, so that the total says how bad it is.
    if (errors > this.#mostErrors && (++this.#batchesOver >= LISTED || errors > this.#mostErrors + COUNTED)) {
      this.#stop("at least ");
    }
  }

  /** At the end of the rows, before anything is kept for good: throws when there is nothing to keep. */
  close(hint: string): void {
    if (this.#errors.count > this.#mostErrors) this.#stop("");
    if (this.#refused.length === 0 || this.#sound > 0) return;
    const [only, ...others] = this.#refused;
    if (others.length === 0) throw new Error([`${only}${hint}`, ...this.#errors.lines].join("\n"));
    throw new Error([`no file can be imported; nothing is changed${hint}`, ...this.#refused].join("\n"));
  }

  /** Prints the summary, and gives the exit code. */
  tell(dataset: string, { kept, duplicates, changed, info }: Upserted, json: boolean): number {
    const skipped = Object.fromEntries(this.#skipped);
    const refused = this.#refused;
    const summary = { dataset, read: this.#read, kept, skipped, duplicates, version: info.version };
    for (const line of refused) tell(`refused: ${line}`);
    if (json) {
      for (const line of this.#errors.lines) tell(line);
      const { count: warnings } = this.#warnings;
      say(JSON.stringify({ ...summary, refused: refused.length, warnings, changed, counts: info.counts }));
    } else {
      for (const line of this.#errors.lines) say(line);
      if (this.#errors.more > 0) say(`and ${this.#errors.more} more broken rows`);
      if (this.#warnings.more > 0) say(`and ${this.#warnings.more} more doubtful rows`);
      say(
        `${dataset}: ${this.#read} rows read, ${kept} kept, ${duplicates} duplicates, ${this.#warnings.count} doubtful`,
      );
      for (const [reason, count] of this.#skipped) say(`  ${count} skipped: ${reason}`);
      if (refused.length > 0) say(`  ${refused.length} files refused; the others are imported`);
      say(changed ? `version ${info.version}` : `version ${info.version}, as before`);
    }
    return refused.length > 0 ? SOME_REFUSED : 0;
  }

  #skip(row: Skipped): void {
    this.#read++;
    this.#skipped.set(row.reason, (this.#skipped.get(row.reason) ?? 0) + 1);
    const { file, line, column, reason, detail } = row;
    if (row.broken) this.#errors.add(`${placed(file, line, column)}: ${reason}${detail === null ? "" : `: ${detail}`}`);
  }

  /** @param least where the rows are not read to their end */
  #stop(least: "at least " | ""): never {
    const { lines, more, count } = this.#errors;
    const rest = more > 0 ? [`and ${least}${more} more`] : [];
    const first = `${least}${count} broken rows; nothing is imported (--max-errors ${this.#mostErrors})`;
    throw new Error([first, ...lines, ...rest].join("\n"));
  }
}
