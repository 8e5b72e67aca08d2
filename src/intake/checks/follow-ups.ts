// Follow-ups: faults that one other fault brings with it are not told, so that a writer mends the one.
import { COLLECTIONS, SLUG, slugOf } from "../../model/ids.ts";
import { REFERENCES } from "../../model/references.ts";
import { brief, type Fault } from "../input/faults.ts";
import { select } from "../input/pointers.ts";
import { type Corpus, type Entry, idOf, text } from "./corpus.ts";
import { UNCOVERED } from "./coverage.ts";
import { MISSING } from "./shape.ts";

/** The faults without those that follow from an id that is none, and with one for all drafts of evidence of a file. */
export function rootFaults(faults: readonly Fault[], corpus: Corpus): Fault[] {
  return drafted(withoutNames(faults, corpus));
}

interface Named {
  readonly place: string;
  readonly id: string;
}

/** Leaves out what names a record whose own id is none: by that id, by what it is meant to be, or by the one id that no record has. */
function withoutNames(faults: readonly Fault[], corpus: Corpus): Fault[] {
  const following = new Set<string>();
  const meant = new Map<string, string>();
  for (const collection of COLLECTIONS) {
    const wrong = [...corpus.ids[collection]].filter(([id]) => !SLUG.test(id));
    if (wrong.length === 0) continue;
    const known = corpus.ids[collection];
    const named = namesOf(corpus, collection);
    const unknown = new Set(named.map(({ id }) => id).filter((id) => !known.has(id)));
    const ids = new Set(wrong.flatMap(([id]) => [id, ...(known.has(slugOf(id)) ? [] : [slugOf(id)])]));
    const [lost] = unknown;
    const [[, entry] = []] = wrong;
    if (wrong.length === 1 && unknown.size === 1 && entry !== undefined && lost !== undefined && SLUG.test(lost)) {
      ids.add(lost);
      meant.set(placeOf(entry, "/id"), lost);
    }
    for (const { place, id } of named) if (ids.has(id)) following.add(place);
  }
  return faults.flatMap((fault) => {
    const place = `${fault.file}:${fault.pointer}`;
    if (following.has(place)) return [];
    const id = meant.get(place);
    if (id === undefined) return [fault];
    return [{ ...fault, message: `${fault.message.replace(/; did you mean .*/, "")}; did you mean ${brief(id)}?` }];
  });
}

function namesOf({ entries }: Corpus, target: string): Named[] {
  return entries.flatMap((entry) =>
    Object.entries(REFERENCES[entry.collection])
      .filter(([, collection]) => collection === target)
      .flatMap(([pattern]) => select(entry.record, pattern))
      .map(({ pointer, value }) => ({ place: placeOf(entry, pointer), id: text(value) ?? "" }))
      // What names the record itself is not of the records that miss it.
      .filter(({ id }) => id !== "" && (id !== idOf(entry) || !SLUG.test(id))),
  );
}

const placeOf = ({ file, pointer }: Entry, place: string) => `${file}:${pointer}${place}`;

const OFFSETS = /^((\/[a-z]+\/\d+)\/provenance\/\d+\/evidence\/\d+)\/(?:prefix|suffix|start|end)$/;

/** How the fault of a sheet begins whose words nobody has looked up. */
export const NOT_LOOKED_UP = "its words are not looked up";

/** Evidence that is the words alone is a draft, whose offsets a command fills in; what it covers is not known before. */
function drafted(faults: readonly Fault[]): Fault[] {
  const drafts = new Map<string, Set<string>>();
  const records = new Set<string>();
  for (const { file, pointer, message } of faults) {
    const [, evidence, record] = OFFSETS.exec(pointer) ?? [];
    if (evidence === undefined || !message.startsWith(MISSING)) continue;
    drafts.set(file, (drafts.get(file) ?? new Set()).add(evidence));
    records.add(`${file}:${record}`);
  }
  const others = faults.filter(({ file, pointer, message }) => {
    const [, evidence] = OFFSETS.exec(pointer) ?? [];
    if (evidence !== undefined && message.startsWith(MISSING)) return false;
    const record = /^\/[a-z]+\/\d+/.exec(pointer)?.[0];
    return message !== UNCOVERED || !records.has(`${file}:${record}`);
  });
  const sheets = new Set(faults.filter(({ message }) => message.startsWith(NOT_LOOKED_UP)).map(({ file }) => file));
  const told = [...drafts]
    .filter(([file]) => !sheets.has(file))
    .map(([file, places]): Fault => {
      const [pointer = ""] = places;
      const more = places.size === 1 ? "" : `, as do ${places.size - 1} more in this file`;
      const message = `lacks offsets and context${more}; \`npm run verify -- --source <id> <text file> --write\` fills them in from a copy of the text`;
      return { file, pointer, message };
    });
  // What identifies its text comes with the places of its words.
  const isText = ({ file, pointer, message }: Fault) =>
    sheets.has(file) && /^\/sources\/\d+\/text$/.test(pointer) && message.startsWith(MISSING);
  return [...others.filter((fault) => !isText(fault)), ...told];
}
