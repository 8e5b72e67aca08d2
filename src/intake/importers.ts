// Importers: the registry of what `import` can read, one row an importer.
//
// The command `import`, its help and the tests read this registry, and the table of `docs/importing.md` is held to it;
// an importer is a folder beside it and a row in it. Importers do not import one another, the checks of curated data,
// or the store: `src/commands/import.ts` joins a row's `read` to the store's writer.
//
// `writes` says how rows join those that are there. Datasets that fit into memory (visits, travels: some thousand rows)
// are `whole`: what is stored is merged with what comes and loaded anew, which is simple and compares everything. Rows
// of GDELT, millions, are added one by one (`rows`): their ids must be `<dataset>-<digits>`, because the number of a
// row in the database follows from its id (`src/store/catalog/rowid.ts`).
import type { WrittenInfo } from "../model/bundle.ts";
import type { ListFile, Refused, RowOutcome, SerialRow, Warned } from "../model/import-row.ts";
import type { Reference } from "../model/reference.ts";
import { GDELT_INFO, readGdelt } from "./gdelt/importer.ts";
import { inputSize, TABLES } from "./input/arguments.ts";
import { readList, rowsOfFiles, type StateList } from "./statedept/lists.ts";
import { TRAVELS } from "./statedept/travels.ts";
import { VISITS } from "./statedept/visits.ts";

/** What every importer is handed beside its input. */
export interface ImportOptions {
  readonly reference: Reference;
  /** The venue that stands for a country as a place, by the id of the country. */
  readonly countryVenue: (country: string) => string;
  /** Which sound rows of GDELT are kept: only diplomatic ones between states, or all. */
  readonly scope: "diplomatic" | "all";
  readonly onRead: (bytes: number) => void;
}

interface Described {
  /** The word after `import`. */
  readonly name: string;
  /** The dataset that its rows go to. */
  readonly about: WrittenInfo;
  /** The files that it reads, for the help of the command. */
  readonly files: string;
  /** What they are called, without the dot. */
  readonly endings: readonly string[];
  /** The options of the command that mean something to it. */
  readonly options: readonly "scope"[];
}

/** Rows are added one by one to those that are there; the id of each says which event it is. */
interface RowImporter extends Described {
  readonly writes: "rows";
  /**
   * Reads files into batches of rows, in their order.
   * @throws InputFault when a file is no input of the importer and there is no other
   */
  readonly read: (inputs: readonly string[], options: ImportOptions) => AsyncIterable<readonly SerialRow[]>;
}

/** The dataset is what all files say together, each in its newest version: they are kept, and read anew each time. */
interface WholeImporter extends Described {
  readonly writes: "whole";
  /** @throws InputFault when a file is no input of the importer and there is no other */
  readonly read: (inputs: readonly string[], options: ImportOptions) => AsyncIterable<ListFile | Refused | Warned>;
  /** The rows of files, the same in whatever order these are given. */
  readonly rows: (files: readonly ListFile[], options: ImportOptions) => Iterable<readonly RowOutcome[]>;
}

export type Importer = RowImporter | WholeImporter;

const ofList = (list: StateList) =>
  ({
    about: list.info,
    endings: ["xml"],
    options: [],
    writes: "whole",
    read: (inputs, options) => readList(list, inputs, options),
    rows: (files, options) => rowsOfFiles(list, files, options),
  }) as const satisfies Omit<WholeImporter, "name" | "files">;

export const IMPORTERS: readonly Importer[] = [
  {
    name: "gdelt",
    about: GDELT_INFO,
    files: "event tables of GDELT 1.0 and 2.0: .CSV, .zip or .gz",
    endings: TABLES,
    options: ["scope"],
    writes: "rows",
    read: readGdelt,
  },
  {
    name: "us-visits",
    files: "visits by foreign leaders to the United States: .xml of HistoryAtState/visits",
    ...ofList(VISITS),
  },
  {
    name: "us-travels",
    files: "travels abroad of Presidents and Secretaries of State: .xml of HistoryAtState/travels",
    ...ofList(TRAVELS),
  },
];

/** Bytes of the input, to tell how much is left; null where its size is not known. */
export const sizeOf = ({ endings }: Importer, inputs: readonly string[]) => inputSize(inputs, endings);
