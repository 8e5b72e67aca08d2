// References: every id that a record names is the id of a record, and chains of them come to an end.

import { COLLECTIONS } from "../../model/ids.ts";
import { REFERENCES } from "../../model/references.ts";
import { brief, type Fault, hint } from "../input/faults.ts";
import { select } from "../input/pointers.ts";
import { type Corpus, type Entry, faultIn, idOf, items, text } from "./corpus.ts";

/** Ids that no record has. */
export function* dangling({ entries, ids, unseen }: Corpus): Generator<Fault> {
  // One lost register makes thousands of references dangle; each id is looked for once.
  const hints = new Map<string, string>();
  for (const entry of entries) {
    for (const [pattern, target] of Object.entries(REFERENCES[entry.collection])) {
      for (const { pointer, value } of select(entry.record, pattern)) {
        const id = text(value);
        if (id === null || ids[target].has(id) || unseen.has(target)) continue;
        const elsewhere = COLLECTIONS.find((collection) => ids[collection].has(id));
        const key = `${target}/${id}`;
        const help =
          elsewhere === undefined ? (hints.get(key) ?? hint(id, ids[target].keys())) : `; it is an id of ${elsewhere}`;
        hints.set(key, help);
        yield faultIn(entry, pointer, `${target} have no record with the id ${brief(id)}${help}`);
      }
    }
  }
}

/** The states that records name as such are countries. */
export function* countries({ entries, ids }: Corpus): Generator<Fault> {
  for (const entry of entries) {
    const country = text(entry.record.country);
    const named = country === null ? undefined : ids.participants.get(country);
    if (named !== undefined && named.record.kind !== "country") {
      yield faultIn(entry, "/country", `${brief(country)} is not of kind "country" but ${brief(named.record.kind)}`);
    }
  }
}

/** A record related to itself, and links between figures that go one way. */
export function* links({ entries, ids }: Corpus): Generator<Fault> {
  for (const entry of entries) {
    const own = idOf(entry);
    for (const { pointer, value } of [
      ...select(entry.record, "/relations/*/event"),
      ...select(entry.record, "/linkedTo/*"),
    ]) {
      const id = text(value);
      if (id === null) continue;
      if (id === own) yield faultIn(entry, pointer, "names the record itself");
      const other = ids.figures.get(id);
      if (entry.collection !== "figures" || other === undefined || own === null || id === own) continue;
      if (!items(other.record.linkedTo).includes(own)) {
        yield faultIn(entry, pointer, `${brief(id)} does not link back; add ${brief(own)} to its linkedTo`);
      }
    }
  }
}

/** Chains that lead back to where they began. */
export function* cycles({ ids }: Corpus): Generator<Fault> {
  yield* cyclesAlong(ids.venues, "within");
  yield* cyclesAlong(ids.events, "partOf");
  yield* cyclesAlong(ids.sources, "derivedFrom");
}

function* cyclesAlong(records: ReadonlyMap<string, Entry>, key: string): Generator<Fault> {
  const done = new Set<string>();
  for (const start of records.keys()) {
    const trail: string[] = [];
    const found: string[][] = [];
    const visit = (id: string): void => {
      if (trail.includes(id)) found.push([...trail.slice(trail.indexOf(id)), id]);
      const entry = records.get(id);
      if (done.has(id) || entry === undefined) return;
      done.add(id);
      trail.push(id);
      for (const next of nextOf(entry, key)) visit(next);
      trail.pop();
    };
    visit(start);
    for (const chain of found) {
      const entry = records.get(chain.at(-2) ?? "");
      if (entry !== undefined) yield faultIn(entry, `/${key}`, `goes round in a circle: ${chain.join(" → ")}`);
    }
  }
}

function nextOf({ record }: Entry, key: string): string[] {
  const value = record[key];
  return [value, ...items(value)].flatMap((id) => text(id) ?? []);
}
