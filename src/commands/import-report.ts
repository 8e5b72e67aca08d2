// Import report: every row accounted for, broken ones named with their place, and too many of them a stop.
import { placed, type RowOutcome, type Skipped } from "../model/import-row.ts";
import type { Upserted } from "../store/write/upsert.ts";
import type { Progress } from "./progress.ts";

/** Broken and doubtful rows that are named; further ones are counted. */
const LISTED = 20;
/** Broken rows beyond the limit that are still counted before the import stops. */
const COUNTED = 1_000;

export function importReport(mostErrors: number, progress: Progress) {
  const skipped = new Map<string, number>();
  const listed: string[] = [];
  let [read, errors, warnings, named] = [0, 0, 0, 0];

  function place({ file, line, column, reason, detail }: Skipped): string {
    return `${placed(file, line, column)}: ${reason}${detail === null ? "" : `: ${detail}`}`;
  }

  /** `least` where the rows are not read to their end. */
  function refuse(least: "at least " | ""): never {
    const more = errors - listed.length;
    const rest = more > 0 ? [`and ${least}${more} more`] : [];
    const first = `${least}${errors} broken rows; nothing is imported (--max-errors ${mostErrors})`;
    throw new Error([first, ...listed, ...rest].join("\n"));
  }

  return {
    enter(rows: readonly RowOutcome[]): void {
      for (const row of rows) {
        if (row.kind === "warned") {
          if (warnings++ < LISTED) progress.say(`${row.file}:${row.line}: ${row.detail}`);
          continue;
        }
        read++;
        if (row.kind === "kept") continue;
        skipped.set(row.reason, (skipped.get(row.reason) ?? 0) + 1);
        if (!row.broken) continue;
        if (errors++ < LISTED) listed.push(place(row));
      }
      // A few more batches are counted, so that the total says how bad it is.
      if (errors > mostErrors && (++named >= LISTED || errors > mostErrors + COUNTED)) refuse("at least ");
    },
    /** At the end of the rows, before anything is kept for good. */
    close(): void {
      if (errors > mostErrors) refuse("");
    },
    tell(dataset: string, { kept, duplicates, changed, info }: Upserted, json: boolean): void {
      const summary = { dataset, read, kept, skipped: Object.fromEntries(skipped), duplicates, version: info.version };
      if (json) {
        for (const line of listed) console.error(line);
        console.log(JSON.stringify({ ...summary, warnings, changed, counts: info.counts }));
        return;
      }
      for (const line of listed) console.log(line);
      if (errors > listed.length) console.log(`and ${errors - listed.length} more broken rows`);
      console.log(`${dataset}: ${read} rows read, ${kept} kept, ${duplicates} duplicates, ${warnings} doubtful`);
      for (const [reason, count] of skipped) console.log(`  ${count} skipped: ${reason}`);
      console.log(changed ? `version ${info.version}` : `version ${info.version}, as before`);
    },
  };
}
