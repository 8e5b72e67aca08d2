// Values: fields of one record that must fit each other.
import type { Collection } from "../../model/ids.ts";
import type { Fault } from "../input/faults.ts";
import { below, isObject } from "../input/pointers.ts";
import { lengthOf } from "../input/utf8.ts";
import { type Corpus, type Entry, faultIn, items, text } from "./corpus.ts";
import { figures } from "./figures.ts";
import { differing } from "./quotations.ts";

const RULES: { readonly [C in Collection]?: (entry: Entry, corpus: Corpus) => Iterable<Fault> } = {
  events: event,
  quotes: segments,
  figures,
};

export function* values(corpus: Corpus): Generator<Fault> {
  for (const entry of corpus.entries) yield* RULES[entry.collection]?.(entry, corpus) ?? [];
}

function* event(entry: Entry): Generator<Fault> {
  const { type, rank, invitation } = entry.record;
  if (typeof rank === "string" && type !== "visit")
    yield faultIn(entry, "/rank", "only visits have a rank; write null");
  if (isObject(invitation) && type !== "invitation") {
    yield faultIn(entry, "/invitation", 'only events of type "invitation" have a stage; write null');
  }
  if (invitation === null && type === "invitation") {
    yield faultIn(entry, "/invitation", "an invitation has a stage and the visits it is for");
  }
  for (const [at, part] of items(entry.record.participants).entries()) {
    if (!isObject(part)) continue;
    const place = below("/participants", at);
    const spare = ["name", "code"].filter((key) => part[key] !== null && part[key] !== undefined);
    if (typeof part.participant === "string") {
      for (const key of spare) yield faultIn(entry, below(place, key), "is given only where `participant` is null");
    }
    if (part.participant === null && spare.length === 0) {
      yield faultIn(entry, below(place, "participant"), "is null, so a `name` or a `code` must say who it is");
    }
  }
}

/** Sentences of a quote: in order, apart, inside its text. */
function* segments(entry: Entry, corpus: Corpus): Generator<Fault> {
  // Of a text that is not what was said no place can be wrong.
  if (differing(entry, corpus) !== null) return;
  const words = text(entry.record.text);
  const length = words === null ? Number.POSITIVE_INFINITY : lengthOf(words);
  let last = 0;
  for (const [at, segment] of items(entry.record.segments).entries()) {
    if (!isObject(segment) || typeof segment.start !== "number" || typeof segment.end !== "number") continue;
    const { start, end } = segment;
    const place = below("/segments", at);
    if (end <= start) yield faultIn(entry, below(place, "end"), `${end} is not after the start, ${start}`);
    if (end > length)
      yield faultIn(entry, below(place, "end"), `${end} is beyond the text, which has ${length} code points`);
    if (start < last)
      yield faultIn(entry, below(place, "start"), `${start} is before the end of the segment before, ${last}`);
    last = Math.max(last, end);
  }
}
