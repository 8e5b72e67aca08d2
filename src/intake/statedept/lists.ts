// Lists of the State Department: their files read, and their rows put together so that the order of files does not matter.
import { basename } from "node:path";
import type { Records, WrittenInfo } from "../../model/bundle.ts";
import {
  type CollectionRecord,
  InputFault,
  type ListFile,
  type Refused,
  type RowOutcome,
  type Skipped,
  type Warned,
} from "../../model/import-row.ts";
import { type Draft, draftOf, RowFault, type RowInput, type StateOptions } from "./rows.ts";
import { parsed, readListFiles, type StateFile } from "./xml.ts";

/** A list of the State Department: what its files are called by, and how a row becomes records. */
export interface StateList {
  readonly info: WrittenInfo;
  /** The elements, and where the publisher has the files. */
  readonly shape: { readonly root: string; readonly row: string; readonly url: string };
  /** Begins to read rows; what is made of each depends on those before it. */
  readonly begin: (options: StateOptions) => (given: RowInput) => readonly CollectionRecord[];
}

const BATCH = 500;

/** Reads files into batches of rows, as if there were no others. */
export async function* readStateRows(
  list: StateList,
  inputs: readonly string[],
  options: StateOptions,
): AsyncGenerator<readonly RowOutcome[]> {
  const files = new Map<string, ListFile>();
  for await (const file of readListFiles(inputs, list.shape.root, options.onRead)) {
    if ("kind" in file) yield [file];
    else files.set(file.name, file);
  }
  for (const rows of rowsOfFiles(list, [...files.values()], options)) yield rows;
}

/**
 * Reads files of a list and looks through them; one of whose rows none can be read is refused.
 * @throws InputFault when one is missing, or the only one is refused
 */
export async function* readList(
  list: StateList,
  inputs: readonly string[],
  options: StateOptions,
): AsyncGenerator<ListFile | Refused | Warned> {
  const trial = list.begin(options);
  const paths = new Map<string, string>();
  for await (const file of readListFiles(inputs, list.shape.root, options.onRead)) {
    if ("kind" in file) {
      yield file;
      continue;
    }
    const rows = candidatesOf(list, file, trial);
    const [first] = rows;
    if (first !== undefined && "kind" in first && rows.every((one) => "kind" in one)) {
      const all =
        rows.length === 1 ? "its only row is broken" : `all of its ${rows.length} rows are broken, the first one`;
      const reason = `${all}: ${first.reason}${first.detail === null ? "" : `: ${first.detail}`}`;
      yield { kind: "refused", message: new InputFault(file.path, first.line, first.column, reason).message };
      continue;
    }
    const other = paths.get(file.name);
    if (other !== undefined) {
      yield { kind: "warned", file: other, line: 1, detail: `is replaced by ${file.path}, a file of the same name` };
    }
    paths.set(file.name, file.path);
    yield file;
  }
}

/** A row that could be read, with what becomes of it. */
interface Candidate {
  readonly file: StateFile;
  readonly given: RowInput;
  /** When it was changed. */
  readonly order: number;
  /** The place of its file among those given. */
  readonly turn: number;
}

/** What a row says, wherever it stands. */
const contentOf = ({ row }: RowInput) =>
  JSON.stringify([row.attributes, [...row.fields].map(([name, list]) => [name, list.map(({ text }) => text)])]);

/** Whether a row holds against another one of its id. */
function holdsAgainst(one: Candidate, other: Candidate): boolean {
  if (one.order !== other.order) return one.order > other.order;
  if (contentOf(one.given) === contentOf(other.given)) return false;
  return one.turn >= other.turn;
}

/**
 * The rows of files. Of rows of one id the one that was changed last holds; of those that were changed at one time the
 * one of the file that is given last, and where they say the same the first one by the names of the files. So files that
 * do not contradict each other may be given in any order. All that is put together of several rows (people, what is told
 * twice) is put together of those that hold, by the names of the files; the others have no records.
 * @param files each of another name
 */
export function* rowsOfFiles(
  list: StateList,
  files: readonly ListFile[],
  options: StateOptions,
): Generator<readonly RowOutcome[]> {
  const holding = new Map<string, Candidate>();
  const trial = list.begin(options);
  const all = byName(files).map((file) => candidatesOf(list, file, trial, files.indexOf(file)));
  for (const one of all.flat()) {
    if (!("given" in one)) continue;
    const other = holding.get(one.given.id);
    if (other === undefined || holdsAgainst(one, other)) holding.set(one.given.id, one);
  }
  const take = list.begin(options);
  for (const candidates of all) {
    let batch: RowOutcome[] = [];
    for (const one of candidates) {
      batch.push(...("given" in one ? outcomesOf(one, holding.get(one.given.id) === one ? take : () => []) : [one]));
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  }
}

const byName = (files: readonly ListFile[]) =>
  files.toSorted((a, b) => (a.name === b.name ? 0 : a.name < b.name ? -1 : 1));

function* outcomesOf(
  { file, given, order }: Candidate,
  take: (given: RowInput) => readonly CollectionRecord[],
): Generator<RowOutcome> {
  const place = { file: file.file, line: given.row.place.line };
  const records = take({ ...given, warnings: [] });
  yield { kind: "kept", ...place, id: given.id, order, records };
  for (const detail of given.warnings) yield { kind: "warned", ...place, detail };
}

type Source = Records["sources"];

/** A file is a source whose text is the file itself: spans can be checked against what the publisher has. */
function sourceOf(name: string, file: StateFile, { info, shape }: StateList, updated: string): Source {
  const note = `Dataset ${info.id}, file ${labelOf(file)}: the file as it was read.`;
  return {
    id: `${info.id}-file-${name}`,
    dataset: info.id,
    kind: "dataset",
    publisher: null,
    headline: `${info.title}: ${labelOf(file)}`,
    language: "en",
    url: shape.url,
    derivedFrom: [],
    text: file.text,
    licence: info.licence,
    licenceUrl: info.licenceUrl,
    attribution: info.attribution,
    published: null,
    updated,
    provenance: [{ path: "", basis: "external", evidence: [], note }],
  };
}

const labelOf = ({ file }: StateFile) => (file === "-" ? "standard input" : basename(file));

/**
 * The rows of a file that can be read, each with its file as a source, and the others as they are told.
 * @param trial reads rows, and nothing is kept of what it makes: whether a row can be read does not depend on others
 */
function candidatesOf(
  list: StateList,
  whole: ListFile,
  trial: ReturnType<StateList["begin"]>,
  turn = 0,
): readonly (Candidate | Skipped)[] {
  const { info, shape } = list;
  const file = parsed(whole, shape.root);
  const drafts = file.rows.map((row): Draft | Skipped => {
    try {
      const draft = draftOf(row, labelOf(file), shape.row, info.id);
      trial({ ...draft.given, source: sourceOf(whole.name, file, list, draft.given.updated) });
      return draft;
    } catch (error) {
      if (!(error instanceof RowFault)) throw error;
      const { message: reason, detail } = error;
      const { line, column } = row.place;
      return { kind: "skipped", file: file.file, line, column, reason, detail, broken: true };
    }
  });
  const days = drafts.flatMap((one) => ("given" in one ? [one.given.updated] : [])).sort();
  const source = sourceOf(whole.name, file, list, days.at(-1) ?? "");
  return drafts.map((one) =>
    "given" in one ? { file, turn, order: one.order, given: { ...one.given, source } } : one,
  );
}
