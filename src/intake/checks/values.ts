// Values: fields of one record that must fit each other.
import type { Collection } from "../../model/ids.ts";
import { brief, type Fault } from "../input/faults.ts";
import { below, isObject, type JsonObject } from "../input/pointers.ts";
import { lengthOf } from "../input/utf8.ts";
import { type Corpus, type Entry, faultIn, items, text } from "./corpus.ts";

const RULES: { readonly [C in Collection]?: (entry: Entry) => Iterable<Fault> } = {
  events: event,
  quotes: segments,
  figures: figure,
};

export function* values({ entries }: Corpus): Generator<Fault> {
  for (const entry of entries) yield* RULES[entry.collection]?.(entry) ?? [];
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
function* segments(entry: Entry): Generator<Fault> {
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

function* figure(entry: Entry): Generator<Fault> {
  const { kind, unit, currency, bound, value, valueMax } = entry.record;
  if (kind === "money") {
    if (currency === null) yield faultIn(entry, "/currency", "money has a currency (ISO 4217)");
    if (typeof unit === "string") yield faultIn(entry, "/unit", "money is counted in its currency; write null");
  } else if (typeof currency === "string") {
    yield faultIn(entry, "/currency", `only money has a currency, and this is of kind ${brief(kind)}; write null`);
  }
  if (bound === "range") {
    if (valueMax === null) yield faultIn(entry, "/valueMax", 'a range has an upper end; or `bound` is not "range"');
  } else if (typeof valueMax === "string") {
    yield faultIn(entry, "/valueMax", `only a range has an upper end, and \`bound\` is ${brief(bound)}; write null`);
  }
  if (isDecimal(value) && isDecimal(valueMax) && scaled(valueMax) <= scaled(value)) {
    yield faultIn(entry, "/valueMax", `${brief(valueMax)} is not more than the value, ${brief(value)}`);
  }
}

function isDecimal(value: JsonObject[string] | undefined): value is string {
  return typeof value === "string" && /^-?\d{1,31}(?:\.\d{1,18})?$/.test(value);
}

/** A decimal as a whole number of 10⁻¹⁸: exact, where a float would round. */
function scaled(decimal: string): bigint {
  const [whole = "", fraction = ""] = decimal.split(".");
  return BigInt(whole + fraction.padEnd(18, "0"));
}
