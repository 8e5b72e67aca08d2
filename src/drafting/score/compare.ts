// Comparing: how much of an accepted sheet a draft has, and how much of the draft is right, field by field.
import type { Comparable } from "./records.ts";

export interface FieldScore {
  readonly field: string;
  /** Values that the accepted sheet has. */
  readonly wanted: number;
  /** Values that the draft has in records that are of the sheet. */
  readonly given: number;
  readonly right: number;
}

type Pair = readonly [draft: Comparable, accepted: Comparable];

/** Every field of every collection, and `records`: which of them were found at all. */
export function compared(draft: readonly Comparable[], accepted: readonly Comparable[]): readonly FieldScore[] {
  return ["sources", "events", "quotes", "figures"].flatMap((collection) => {
    const [mine, theirs] = [draft, accepted].map((list) => list.filter((one) => one.collection === collection)) as [
      Comparable[],
      Comparable[],
    ];
    const pairs = paired(mine, theirs);
    const records = { field: `${collection}: records`, wanted: theirs.length, given: mine.length, right: pairs.length };
    const fields = [...new Set(theirs.flatMap(({ values }) => [...values.keys()].map(kindOf)))].filter(
      (field) => field !== "quote",
    );
    return [records, ...fields.map((field) => scored(collection, field, theirs, pairs))];
  });
}

/** All participants are one field. */
const kindOf = (field: string) => (field.startsWith("participant ") ? "participants" : field);
const named = ({ values }: Comparable, field: string) => [...values].filter(([key]) => kindOf(key) === field);

function scored(collection: string, field: string, theirs: readonly Comparable[], pairs: readonly Pair[]): FieldScore {
  const wanted = theirs.reduce((sum, one) => sum + named(one, field).length, 0);
  const given = pairs.reduce((sum, [mine]) => sum + named(mine, field).length, 0);
  const right = pairs.reduce(
    (sum, [mine, their]) =>
      sum + named(mine, field).filter(([key, value]) => agrees(field, value, their.values.get(key))).length,
    0,
  );
  return { field: `${collection}: ${field}`, wanted, given, right };
}

/** A text that is not the same is right where nine words of ten are. */
function agrees(field: string, value: string, other: string | undefined): boolean {
  if (other === undefined) return false;
  return field === "text" ? similarity(value, other) >= 0.9 : value === other;
}

/** The best pairs of records, each in one pair at most. */
function paired(mine: readonly Comparable[], theirs: readonly Comparable[]): Pair[] {
  const all = mine.flatMap((one) => theirs.map((other) => ({ one, other, likeness: likeness(one, other) })));
  const pairs: Pair[] = [];
  for (const { one, other } of all.filter((pair) => pair.likeness >= 0.4).toSorted((a, b) => b.likeness - a.likeness)) {
    if (!pairs.some(([draft, accepted]) => draft === one || accepted === other)) pairs.push([one, other]);
  }
  return pairs;
}

/** From 0 to 1: how sure it is that two records are of one thing. */
function likeness(one: Comparable, other: Comparable): number {
  const same = (field: string) => one.values.has(field) && one.values.get(field) === other.values.get(field);
  if (one.collection === "quotes") return similarity(one.values.get("text") ?? "", other.values.get("text") ?? "");
  if (one.collection === "sources")
    return one.id === other.id || (same("publisher") && same("kind")) ? 1 : same("publisher") ? 0.5 : 0;
  if (one.collection === "figures")
    return (
      (same("raw") ? 0.6 : similarity(one.values.get("raw") ?? "", other.values.get("raw") ?? "") * 0.5) +
      (same("value") ? 0.4 : 0)
    );
  if (!same("type")) return 0;
  const parties = ({ values }: Comparable) =>
    new Set([...values.keys()].filter((key) => key.startsWith("participant ")).map((key) => key.split(" ")[1]));
  const [mine, theirs] = [parties(one), parties(other)];
  const common = [...mine].filter((id) => theirs.has(id)).length;
  const overlap = common / Math.max(1, Math.min(mine.size, theirs.size));
  const year = (date: string | undefined) => /\d{4}/.exec(date ?? "")?.[0];
  const sameYear = year(one.values.get("date")) === year(other.values.get("date"));
  return (
    0.4 +
    0.2 * overlap +
    (sameYear ? 0.1 : 0) +
    (same("date") ? 0.1 : 0) +
    (same("stage") || same("rank") ? 0.1 : 0) +
    (same("status") ? 0.1 : 0)
  );
}

/** The F1 of the words of two texts. */
function similarity(one: string, other: string): number {
  const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\d]+/gu) ?? [];
  const [mine, theirs] = [wordsOf(one), wordsOf(other)];
  const left = [...theirs];
  const common = mine.filter((word) => {
    const at = left.indexOf(word);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  }).length;
  return mine.length + theirs.length === 0 ? 0 : (2 * common) / (mine.length + theirs.length);
}

/** A table for people: recall, precision and the counts of every field. */
export function tableOf(scores: readonly FieldScore[]): string {
  const share = (part: number, whole: number) => (whole === 0 ? "–" : `${Math.round((100 * part) / whole)} %`);
  const rows = scores.map(({ field, wanted, given, right }) => [
    field,
    share(right, wanted),
    share(right, given),
    String(right),
    String(wanted),
    String(given),
  ]);
  const head = ["field", "recall", "precision", "right", "accepted", "drafted"];
  const widths = head.map((cell, at) => Math.max(cell.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join("  ")
      .trimEnd();
  return [head, ...rows].map(line).join("\n");
}
