// Figures: kind, unit and bound fit each other, and value, scale, currency and bound follow from the words.
import { saysBound } from "../amounts/bounds.ts";
import { CURRENCIES } from "../amounts/currencies.ts";
import { plain } from "../amounts/decimals.ts";
import { type Amount, readAmounts } from "../amounts/read.ts";
import { brief, type Fault } from "../input/faults.ts";
import { isObject, type JsonObject } from "../input/pointers.ts";
import { type Corpus, type Entry, faultIn, items, text } from "./corpus.ts";
import { covers } from "./coverage.ts";

export function* figures(entry: Entry, corpus: Corpus): Generator<Fault> {
  const wrong = [...consistent(entry)];
  yield* wrong;
  const known = new Set(wrong.map(({ pointer }) => pointer.slice(entry.pointer.length)));
  // An end that does not fit says that value, end or bound is wrong, and not which.
  if (known.has("/valueMax")) for (const field of ["/value", "/bound", "/scale"]) known.add(field);
  for (const [field, message] of recomputed(entry, corpus)) if (!known.has(field)) yield faultIn(entry, field, message);
}

/** Fields of a figure that must fit each other. */
function* consistent(entry: Entry): Generator<Fault> {
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

/** The languages whose numbers in words are read. */
const READ = ["en", "ru"];

/** What `raw` says otherwise than the fields beside it: a field and what is wrong with it, the first alone of those that hang together. */
function* recomputed(entry: Entry, corpus: Corpus): Generator<readonly [field: string, message: string]> {
  const { value, valueMax, kind } = entry.record;
  const raw = text(entry.record.raw);
  const source = corpus.ids.sources.get(text(entry.record.source) ?? "");
  const language = (text(source?.record.language) ?? "").split("-")[0] ?? "";
  if (raw === null || (typeof value !== "string" && value !== null)) return;
  const phrase = readAmounts(raw, language);
  const amounts = meant(phrase.amounts, kind);
  const only = amounts.length === 1 ? amounts[0] : undefined;
  if (value === null) {
    if (only !== undefined && !phrase.isVague) yield ["/value", `is null, but ${saying(raw)} says ${said(amounts)}`];
    return;
  }
  if (amounts.every(({ readings }) => readings.length === 0)) {
    if (!READ.includes(language) || basisOf(entry, "/value") === "derived") return;
    const message = `cannot be computed: no number can be read in ${saying(raw)}; write null, or say in its provenance how it is derived (basis "derived", with a note)`;
    yield ["/value", message];
    return;
  }
  const max = text(valueMax);
  const found = amounts.find((amount) => amount.readings.some((reading) => isReading(reading, value, max, amount)));
  // Where the value is right and its end is not, only the end is told; that there is none is told of the bound.
  const half = amounts.find(({ readings }) => readings.some((reading) => reading.value === plain(value)));
  if (found === undefined && half === undefined) {
    yield ["/value", `${brief(value)} is not what ${saying(raw)} says: ${said(amounts)}`];
  } else if (found === undefined && half?.range && max !== null) {
    yield ["/valueMax", `${brief(max)} is not what ${saying(raw)} says: ${said([half])}`];
  }
  const amount = found ?? half ?? only;
  if (amount === undefined) return;
  // A value that is wrong for want of a scale is told by itself.
  if (found ?? half) yield* scaleOf(entry, amount, raw);
  yield* currencyOf(entry, amount, raw);
  if ((found ?? half) || amount.range === null) yield* boundOf(entry, amount, raw);
}

const saying = (raw: string) => `\`raw\` ${brief(raw)}`;

/** The amounts of the kind that the figure has, where there are such. */
function meant(amounts: readonly Amount[], kind: JsonObject[string] | undefined): readonly Amount[] {
  const fitting = amounts.filter(({ currencies, isPercent }) =>
    kind === "money" ? currencies !== null : kind === "percentage" && isPercent,
  );
  return fitting.length > 0 ? fitting : amounts;
}

function isReading(reading: Amount["readings"][number], value: string, max: string | null, { range }: Amount): boolean {
  if (plain(value) === reading.value && (max === null ? null : plain(max)) === reading.max) return true;
  // Of "from 5 to 7" one end may be meant: a change.
  return range === "loose" && max === null && (plain(value) === reading.value || plain(value) === reading.max);
}

function said(amounts: readonly Amount[]): string {
  const all = amounts.flatMap(({ readings, range }) =>
    // Of a range the usual reading is enough: the scale belongs to both ends.
    (range === null ? readings : readings.slice(0, 1)).map(({ value, max }) =>
      max === null ? brief(value) : `${brief(value)} to ${brief(max)}`,
    ),
  );
  return [...new Set(all)].join(" or ");
}

function* scaleOf({ record: { scale } }: Entry, { scales, words }: Amount, raw: string) {
  if (scale === undefined || scales.includes(scale as string | null)) return;
  const wanted = scales[0] ?? null;
  const message =
    wanted === null
      ? `${brief(scale)} is in no word of ${saying(raw)}; write null`
      : `is ${brief(scale)}, but ${brief(words)} is counted in ${brief(wanted)}`;
  yield ["/scale", message] as const;
}

function* currencyOf({ record: { currency } }: Entry, { currencies, words }: Amount, raw: string) {
  if (typeof currency !== "string" || currencies === null || !CURRENCIES.has(currency)) return;
  if (currencies.includes(currency)) return;
  const usual = currencies.includes("USD") ? "USD" : currencies[0];
  yield [
    "/currency",
    `${brief(currency)} is not the currency of ${brief(words || raw)}, which is ${brief(usual)}`,
  ] as const;
}

function* boundOf(entry: Entry, amount: Amount, raw: string): Generator<readonly [field: string, message: string]> {
  const bound = text(entry.record.bound);
  if (bound === null) return;
  if (amount.range !== null) {
    if (bound !== "range" && amount.range === "strict") {
      yield [
        "/bound",
        `is ${brief(bound)}, but ${saying(raw)} is a range; write "range", with its upper end in valueMax`,
      ];
    }
    return;
  }
  if (bound === "range") {
    yield ["/bound", `is "range", but ${saying(raw)} has one number, ${said([amount])}`];
    return;
  }
  const words = amount.bound;
  if (words !== null) {
    const fits = words.bounds.some((one) => one === bound);
    if (!fits)
      yield ["/bound", `is ${brief(bound)}, but ${brief(words.words)} in \`raw\` says ${brief(words.bounds[0])}`];
    return;
  }
  if (bound === "exact" || saysElsewhere(entry, bound, raw)) return;
  const message = `is ${brief(bound)}, but neither ${saying(raw)} nor its evidence has words for it, such as ${SUCH[bound] ?? ""}; write "exact", or cite the words that say so`;
  yield ["/bound", message];
}

/** Whether the evidence of a bound has words for it, or, where it is reasoned from them, words that are not those of `raw`. */
function saysElsewhere(entry: Entry, bound: string, raw: string): boolean {
  const cited = entriesOf(entry, "/bound").flatMap((item) => items(item.evidence));
  const words = cited.flatMap((one) => (isObject(one) ? (text(one.exact) ?? []) : []));
  const isDerived = basisOf(entry, "/bound") === "derived";
  return words.some((exact) => saysBound(exact, bound) || (isDerived && !raw.includes(exact) && !exact.includes(raw)));
}

const SUCH: Readonly<Record<string, string>> = {
  approximate: '"about" or «около»',
  "at-least": '"more than" or «свыше»',
  "at-most": '"up to" or «до»',
};

/** The entries of provenance for a field, those of the field itself before those of what it lies in. */
function entriesOf({ record }: Entry, field: string): JsonObject[] {
  const found = items(record.provenance).filter(isObject);
  return found
    .filter(({ path }) => typeof path === "string" && covers(path, field))
    .toSorted((a, b) => String(b.path).length - String(a.path).length);
}

function basisOf(entry: Entry, field: string): string | null {
  return text(entriesOf(entry, field)[0]?.basis);
}
