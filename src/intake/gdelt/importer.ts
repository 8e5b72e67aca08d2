// GDELT: event tables of versions 1.0 and 2.0, read row by row into records.
import type { WrittenInfo } from "../../model/bundle.ts";
import type { RowOutcome } from "../../model/import-row.ts";
import { listInputs, partsOf, type ReadOptions } from "../input/arguments.ts";
import { readRows } from "../input/tsv.ts";
import { recordMaker, sourceId } from "./records.ts";
import { type GdeltOptions, skipped, validator, warningOf } from "./validate.ts";

/** The dataset as it is described to readers. */
export const GDELT_INFO: WrittenInfo = {
  id: "gdelt",
  kind: "bulk",
  title: "GDELT event rows",
  description:
    'Rows of the event tables of the GDELT Project (versions 1.0 and 2.0), coded by machine from the world\'s news and carried over as they are. One row is one event here: the two views of a visit (042, 043) and the two directions of an act stay two, and counts are counts of rows. Nobody has checked the rows against articles; actors stand for their states, and a place is where the machine thought it was. A day exactly 7, 30 or 365 days before the row was added stands for "last week", "last month" or "last year" in the article: it is marked as approximate (`~`) and not certain.',
  licence: "free for any use with attribution to the GDELT Project",
  licenceUrl: "https://www.gdeltproject.org/about.html#termsofuse",
  attribution: "The GDELT Project (https://www.gdeltproject.org/)",
};

/**
 * Reads the files named, the files of folders named, or standard input for `-`.
 * Memory is bounded: a file is read in blocks of some hundred rows, each handed on before the next.
 * @returns batches of what was taken, in the order of the rows
 * @throws InputFault when a file is no table of GDELT, is cut, corrupt or hostile
 */
export async function* readGdelt(
  inputs: readonly string[],
  { onRead, stdin, ...coder }: GdeltOptions & ReadOptions,
): AsyncGenerator<readonly RowOutcome[]> {
  const judged = validator(coder);
  const begin = recordMaker();
  for (const input of await listInputs(inputs)) {
    for await (const part of partsOf(input, { onRead, stdin })) {
      const { file, name } = part;
      const made = begin({ file, name, source: sourceId(input.name) });
      let batch: RowOutcome[] = [];
      const rows = readRows(part, {
        row(row) {
          const verdict = judged(row, file);
          if (verdict.kind === "skipped") batch.push(verdict);
          else {
            const doubt = warningOf(verdict, file);
            if (doubt !== null) batch.push(doubt);
            batch.push(made(verdict));
          }
        },
        broken: (line, column, reason, detail) => batch.push(skipped(file, line, column, reason, detail)),
      });
      for await (const _ of rows) {
        if (batch.length > 0) yield batch;
        batch = [];
      }
    }
  }
}
