// Implied values: what a record says under one entry of provenance for all of it, as rows of bulk datasets have.
import type { AnyRecord } from "../../model/bundle.ts";
import type { ProvenanceEntry } from "../../model/provenance.ts";

/** Parts that say what the record is, not what happened, or stand in the heading already. */
const BESIDE = ["id", "dataset", "provenance", "updated", "title", "summary", "description", "names", "aliases"];

const isNothing = (value: unknown) => value === null || (Array.isArray(value) && value.length === 0);

/**
 * The values that have no entry of their own, each with the basis of the entry for the whole record; none where there is
 * no such entry. Entries of participants come one by one, with role and state.
 */
export function impliedBy(record: AnyRecord): ProvenanceEntry[] {
  const root = record.provenance.find(({ path }) => path === "");
  if (root === undefined) return [];
  const told = new Set(record.provenance.map(({ path }) => path.split("/")[1] ?? ""));
  const parts = Object.entries(record).filter(
    ([name, value]) => !BESIDE.includes(name) && !told.has(name) && !isNothing(value),
  );
  const paths = parts.flatMap(([name, value]) => {
    if (name !== "participants" && name !== "relations" && name !== "offices") return [`/${name}`];
    return (value as readonly Readonly<Record<string, unknown>>[]).flatMap((entry, at) => {
      const more = ["role", "onBehalfOf"].filter((part) => !isNothing(entry[part] ?? null));
      return [`/${name}/${at}`, ...more.map((part) => `/${name}/${at}/${part}`)];
    });
  });
  return paths.map((path) => ({ path, basis: root.basis, evidence: [], note: null }));
}
