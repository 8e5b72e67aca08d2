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
import type { RowOutcome } from "../model/import-row.ts";
import type { Reference } from "../model/reference.ts";
import { GDELT_INFO, readGdelt } from "./gdelt/importer.ts";
import { inputSize } from "./input/arguments.ts";
import { readTravels, TRAVELS_INFO } from "./statedept/travels.ts";
import { readVisits, VISITS_INFO } from "./statedept/visits.ts";

/** What every importer is handed beside its input. */
export interface ImportOptions {
  readonly reference: Reference;
  /** The venue that stands for a country as a place, by the id of the country. */
  readonly countryVenue: (country: string) => string;
  /** Which sound rows of GDELT are kept: only diplomatic ones between states, or all. */
  readonly scope: "diplomatic" | "all";
  readonly onRead: (bytes: number) => void;
}

export interface Importer {
  /** The word after `import`. */
  readonly name: string;
  /** The dataset that its rows go to. */
  readonly about: WrittenInfo;
  /** The files that it reads, for the help of the command. */
  readonly files: string;
  /** The options of the command that mean something to it. */
  readonly options: readonly "scope"[];
  /** How rows join those that are there: added one by one (`rows`), or merged in memory and loaded anew (`whole`). */
  readonly writes: "rows" | "whole";
  /** Bytes of the input, to tell how much is left; null where the input is small or its size is not known. */
  readonly size: (inputs: readonly string[]) => Promise<number | null>;
  /**
   * Reads files into batches of rows, in their order.
   * @throws InputFault when a file is no input of this importer
   */
  readonly read: (inputs: readonly string[], options: ImportOptions) => AsyncIterable<readonly RowOutcome[]>;
}

const small = async () => null;

export const IMPORTERS: readonly Importer[] = [
  {
    name: "gdelt",
    about: GDELT_INFO,
    files: "event tables of GDELT 1.0 and 2.0: .CSV, .zip or .gz",
    options: ["scope"],
    writes: "rows",
    size: inputSize,
    read: readGdelt,
  },
  {
    name: "us-visits",
    about: VISITS_INFO,
    files: "visits by foreign leaders to the United States: .xml of HistoryAtState/visits",
    options: [],
    writes: "whole",
    size: small,
    read: readVisits,
  },
  {
    name: "us-travels",
    about: TRAVELS_INFO,
    files: "travels abroad of Presidents and Secretaries of State: .xml of HistoryAtState/travels",
    options: [],
    writes: "whole",
    size: small,
    read: readTravels,
  },
];
