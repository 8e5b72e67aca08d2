// Curated data: reads a data directory whole, runs every check, and gives the dataset with all faults.

import type { z } from "zod";
import { Bundle, type Dataset, ParticipantRegister, VenueRegister, WrittenInfo } from "../../model/bundle.ts";
import type { Reference } from "../../model/reference.ts";
import { type Retired, RetiredList } from "../../model/retired.ts";
import { agreement } from "../checks/agreement.ts";
import { currencies, events, states } from "../checks/codes.ts";
import { type Check, type Corpus, corpusOf } from "../checks/corpus.ts";
import { coverage } from "../checks/coverage.ts";
import { repeatedIds, repeatedItems } from "../checks/duplicates.ts";
import { provenance, spans, verbatim } from "../checks/evidence.ts";
import { shares } from "../checks/excerpt-limit.ts";
import { rootFaults } from "../checks/follow-ups.ts";
import { insideQuotes, quotes } from "../checks/quotations.ts";
import { countries, cycles, dangling, links } from "../checks/references.ts";
import { retirement } from "../checks/retirement.ts";
import { shapeFaults } from "../checks/shape.ts";
import { labels } from "../checks/translations.ts";
import { values } from "../checks/values.ts";
import { type DataFile, readDirectory } from "../input/directory.ts";
import { type Fault, sortFaults } from "../input/faults.ts";
import { loadArticle, withSpots } from "../sheet/load.ts";
import { datasetOf } from "./compile.ts";
import { withoutNullTexts } from "./languages.ts";
import { readReference } from "./reference.ts";
import { referredIn } from "./referred.ts";

const CHECKS: readonly Check[] = [
  repeatedIds,
  repeatedItems,
  dangling,
  countries,
  links,
  cycles,
  labels,
  states,
  currencies,
  events,
  values,
  provenance,
  spans,
  quotes,
  insideQuotes,
  verbatim,
  agreement,
  coverage,
  shares,
];

/** Stands in for a description that cannot be read; the faults say so. */
const UNKNOWN: WrittenInfo = {
  id: "curated",
  kind: "curated",
  title: "",
  description: "",
  licence: "",
  licenceUrl: null,
  attribution: "",
};

interface Holdings {
  readonly corpus: Corpus;
  readonly info: WrittenInfo;
  readonly retired: readonly Retired[];
  /** What is wrong with the files as such: unreadable, or not of the shape that the schemas want. */
  readonly faults: readonly Fault[];
  /** Faults without those that others bring with them, with the lines of sheets, in the order of files and lines. */
  readonly told: (faults: readonly Fault[]) => Fault[];
}

/** Reads the files and their shape, without the checks. */
export async function readHoldings(directory: string): Promise<Holdings> {
  const { fixed: files, bundles: written, articles, faults } = await readDirectory(directory);
  const [participants, venues] = [withoutNullTexts(files.participants), withoutNullTexts(files.venues)];
  const fixed = { ...files, participants, venues };
  const bundles = [...written, ...articles.map(loadArticle)].map(withoutNullTexts);
  const { reference, faults: tables } = readReference(fixed);
  const records = [fixed.participants, fixed.venues, ...bundles];
  const shaped: [DataFile, z.ZodType][] = [
    [fixed.dataset, WrittenInfo],
    [fixed.participants, ParticipantRegister],
    [fixed.venues, VenueRegister],
    [fixed.retired, RetiredList],
    ...bundles.map((bundle): [DataFile, z.ZodType] => [bundle, Bundle]),
  ];
  const shape = shaped.flatMap(([{ file, value }, schema]) =>
    value === undefined ? [] : shapeFaults(file, value, schema),
  );
  const unreadable = [...Object.values(fixed), ...bundles].flatMap((file) => file.faults);
  const info = WrittenInfo.safeParse(fixed.dataset.value);
  const retired = RetiredList.safeParse(fixed.retired.value);
  const corpus = corpusOf([...records, referredIn(records, reference, fixed.countries.file)], reference);
  return {
    corpus,
    info: info.success ? info.data : UNKNOWN,
    retired: retired.success ? retired.data : [],
    faults: sortFaults(withSpots([...faults, ...unreadable, ...shape, ...tables], bundles)),
    told: (found) => sortFaults(withSpots(rootFaults(found, corpus), bundles)),
  };
}

/**
 * Reads a data directory.
 * @returns the dataset as it is served, the reference tables, and every fault of every file; with faults, the
 * dataset lacks the records whose shape is wrong
 */
export async function readData(
  directory: string,
): Promise<{ dataset: Dataset; reference: Reference; faults: readonly Fault[] }> {
  const { corpus, info, retired, faults, told } = await readHoldings(directory);
  const known = new Set(faults.map(({ file, pointer }) => `${file}:${pointer}`));
  const found = [...CHECKS.flatMap((check) => [...check(corpus)]), ...retirement(retired, corpus, directory)];
  const { dataset, faults: served } = datasetOf(info, corpus, retired, ({ file, pointer }) => {
    return !faults.some((fault) => fault.file === file && `${fault.pointer}/`.startsWith(`${pointer}/`));
  });
  // What has the wrong shape is told once.
  const more = [...found, ...served].filter(({ file, pointer }) => !known.has(`${file}:${pointer}`));
  return { dataset, reference: corpus.reference, faults: told([...faults, ...more]) };
}
