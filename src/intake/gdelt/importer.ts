// GDELT: event tables of versions 1.0 and 2.0, read row by row into records.
import type { WrittenInfo } from "../../model/bundle.ts";
import { InputFault, type SerialRow, type Skipped } from "../../model/import-row.ts";
import type { Input, Part } from "../input/archives.ts";
import { listInputs, partsOf, type ReadOptions } from "../input/arguments.ts";
import { readRows } from "../input/tsv.ts";
import { recordMaker, sourceId, TERMS } from "./records.ts";
import { notEvents } from "./sniff.ts";
import { type GdeltOptions, skipped, validator, warningOf } from "./validate.ts";

/** The dataset as it is described to readers. */
export const GDELT_INFO: WrittenInfo = {
  id: "gdelt",
  kind: "bulk",
  title: "GDELT event rows",
  description:
    'Rows of the event tables of the GDELT Project (versions 1.0 and 2.0), coded by machine from the world\'s news and carried over as they are. One row is one event here, and counts are counts of rows. A visit that an article tells from both sides (042, 043) is two rows, linked by `same-as` where address, day and both actors agree, and comes once unless `distinct=false` is asked for; the two directions of any other act stay two. Nobody has checked the rows against articles; actors stand for their states, and a place is where the machine thought it was. A day exactly 7, 30 or 365 days before the row was added stands for "last week", "last month" or "last year" in the article: it is marked as approximate (`~`) and not certain.',
  ...TERMS,
};

/** Broken rows that are held until a sound row of their file comes: a file of broken rows only is refused. */
const HELD = 100_000;

/**
 * Reads the files named, the files of folders named, or standard input for `-`. Of several files one that is no table of
 * GDELT, is cut, corrupt or hostile is refused, and the others are read; each is looked through first, because rows
 * that were handed on cannot be taken back.
 * Memory is bounded: a file is read in blocks of some hundred rows, each handed on before the next.
 * @returns batches of what was taken, in the order of the rows
 * @throws InputFault when the only file is to be refused, or one changes while it is read
 */
export async function* readGdelt(
  paths: readonly string[],
  { onRead, stdin, ...coder }: GdeltOptions & ReadOptions,
): AsyncGenerator<readonly SerialRow[]> {
  const judged = validator(coder);
  const begin = recordMaker();
  const inputs = await listInputs(paths);
  for (const input of inputs) {
    const fault = inputs.length > 1 && input.size !== null ? await faultOf(input) : null;
    if (fault !== null) {
      yield [{ kind: "refused", message: fault.message }];
      continue;
    }
    for await (const part of partsOf(input, { onRead, stdin })) {
      const made = begin({ file: part.file, name: part.name, source: sourceId(input.name) });
      yield* partRows(part, judged, made, inputs.length === 1);
    }
  }
}

/** Reads a file to its end for what is wrong with it. */
async function faultOf(input: Input): Promise<InputFault | null> {
  const nobody = { row: () => {}, broken: () => {} };
  try {
    for await (const part of partsOf(input, {})) for await (const _ of readRows(part, nobody, refusal));
    return null;
  } catch (error) {
    if (error instanceof InputFault) return error;
    throw error;
  }
}

function refusal(head: string): string | null {
  const seems = notEvents(head);
  return seems === null ? null : `no table of GDELT events: ${seems}`;
}

type Judge = ReturnType<typeof validator>;
type Maker = ReturnType<ReturnType<typeof recordMaker>>;

/** @param only whether there is no other file: then each of its broken rows is told, were it all of them */
async function* partRows(part: Part, judged: Judge, made: Maker, only: boolean): AsyncGenerator<readonly SerialRow[]> {
  const { file } = part;
  let batch: SerialRow[] = [];
  let held: Skipped[] | null = [];
  /** A row that is not broken: the file is a table, and its broken rows are single ones. */
  function sound(): void {
    if (held !== null) batch.push(...held);
    held = null;
  }
  function broken(row: Skipped): void {
    if (held === null) batch.push(row);
    else if (held.push(row) >= HELD) sound();
  }
  const rows = readRows(
    part,
    {
      row(row) {
        const verdict = judged(row, file);
        if (verdict.kind === "skipped") return verdict.broken ? broken(verdict) : batch.push(verdict);
        sound();
        if (verdict.kind === "unwanted") return batch.push(verdict.skipped, verdict.withdrawn);
        const doubt = warningOf(verdict, file);
        if (doubt !== null) batch.push(doubt);
        return batch.push(made(verdict));
      },
      broken: (line, column, reason, detail) => broken(skipped(file, line, column, reason, detail)),
    },
    refusal,
  );
  for await (const _ of rows) {
    if (batch.length > 0) yield batch;
    batch = [];
  }
  const [first] = held ?? [];
  if (held === null || first === undefined) return;
  const { length } = held;
  const all = length === 1 ? "its only row is broken" : `all of its ${length} rows are broken, the first one`;
  const { message } = new InputFault(file, first.line, first.column, `${all}: ${first.reason}: ${first.detail}`);
  yield [...(only ? held : []), { kind: "refused", message }];
}
