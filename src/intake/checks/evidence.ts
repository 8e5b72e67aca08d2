// Evidence: each entry of provenance points at a value, says how it is known, and cites what can be cited.
import { CONTEXT_LIMIT, EVIDENCE_LIMIT } from "../../model/provenance.ts";
import { brief, type Fault, hint } from "../input/faults.ts";
import { below, follow, isObject, type JsonObject, placeOf, walk } from "../input/pointers.ts";
import { lengthOf } from "../input/utf8.ts";
import { type Citation, type Corpus, type Entry, faultIn, items, text, textLength } from "./corpus.ts";
import { covers } from "./coverage.ts";

export function* provenance({ entries }: Corpus): Generator<Fault> {
  for (const entry of entries) {
    for (const [at, item] of items(entry.record.provenance).entries()) {
      if (isObject(item)) yield* entryFaults(entry, below("/provenance", at), item);
    }
  }
}

function* entryFaults(entry: Entry, place: string, item: JsonObject): Generator<Fault> {
  const path = text(item.path);
  if (path === "") {
    yield faultIn(
      entry,
      below(place, "path"),
      '"" is the whole record; a curated record says of each value where it is from',
    );
  } else if (path !== null && follow(entry.record, path) === undefined) {
    const places = walk(placeOf(entry.record)).map(({ pointer }) => pointer);
    yield faultIn(entry, below(place, "path"), `the record has nothing at ${brief(path)}${hint(path, places)}`);
  }
  const { basis, evidence, note } = item;
  if ((basis === "stated" || basis === "derived") && Array.isArray(evidence) && evidence.length === 0) {
    yield faultIn(entry, below(place, "evidence"), `what is ${basis} has evidence: the words of the source`);
  }
  if (basis === "external" && items(evidence).length > 0) {
    yield faultIn(entry, below(place, "evidence"), 'what has evidence is "stated" or "derived", not "external"');
  }
  if ((basis === "derived" || basis === "external") && note === null) {
    yield faultIn(
      entry,
      below(place, "note"),
      `what is ${basis} has a note: ${basis === "derived" ? "how" : "where from"}`,
    );
  }
}

export function* spans(corpus: Corpus): Generator<Fault> {
  const quoted = new Set(
    [...corpus.ids.quotes.values()].map(({ record }) => `${text(record.source)}\n${text(record.text)}`),
  );
  const whole = new Set([...corpus.quoted.values()].flat());
  for (const citation of corpus.citations) {
    const { source, exact } = citation.evidence;
    yield* sizes(citation, whole.has(citation) || quoted.has(`${source}\n${exact}`));
    yield* bounds(citation, corpus.ids.sources.get(source));
  }
}

function* sizes({ entry, pointer, evidence }: Citation, isQuote: boolean): Generator<Fault> {
  const { exact, start, end } = evidence;
  const length = lengthOf(exact);
  if (length > EVIDENCE_LIMIT && !isQuote) {
    const message = `has ${length} code points, at most ${EVIDENCE_LIMIT} are allowed: the shortest phrase that says the value`;
    yield faultIn(entry, below(pointer, "exact"), message);
  }
  if (end - start !== length) {
    const message = `from ${start} to ${end} are ${end - start} code points, but \`exact\` has ${length}`;
    yield faultIn(entry, below(pointer, "end"), message);
  }
  for (const side of ["prefix", "suffix"] as const) {
    const size = lengthOf(evidence[side]);
    if (size > CONTEXT_LIMIT) {
      yield faultIn(entry, below(pointer, side), `has ${size} code points, at most ${CONTEXT_LIMIT} are allowed`);
    }
  }
}

function* bounds({ entry, pointer, evidence }: Citation, source: Entry | undefined): Generator<Fault> {
  if (source === undefined || source.record.text === undefined) return;
  if (source.record.text === null) {
    yield faultIn(
      entry,
      below(pointer, "source"),
      `${brief(evidence.source)} has no text to cite (its \`text\` is null)`,
    );
    return;
  }
  const length = textLength(source);
  if (length === null) return;
  const beyond = `the text of ${brief(evidence.source)}, which has ${length} code points`;
  if (evidence.end > length) yield faultIn(entry, below(pointer, "end"), `${evidence.end} is beyond ${beyond}`);
  else if (evidence.end + lengthOf(evidence.suffix) > length) {
    yield faultIn(entry, below(pointer, "suffix"), `reaches beyond ${beyond}`);
  }
  if (lengthOf(evidence.prefix) > evidence.start) {
    yield faultIn(entry, below(pointer, "prefix"), `reaches before the beginning of ${brief(evidence.source)}`);
  }
}

/** `raw` is the figure as written: it stands in the words that are its evidence. */
export function* verbatim({ citations }: Corpus): Generator<Fault> {
  const figures = citations.filter(({ entry, path }) => entry.collection === "figures" && covers(path, "/raw"));
  for (const [entry, cited] of Map.groupBy(figures, (citation) => citation.entry)) {
    const raw = text(entry.record.raw);
    if (raw === null || cited.some(({ evidence }) => evidence.exact.includes(raw))) continue;
    yield faultIn(entry, "/raw", `${brief(raw)} stands in none of the words that are its evidence`);
  }
}
