// Merging: results of a part that was measured apart put into those of an earlier run.
import { PARTS, WORKS } from "./questions.ts";
import type { Rates, Results } from "./results.ts";

const ORDER = Object.keys(WORKS);
const postgresOf = ({ settings: { postgres } }: Results) => (postgres === undefined ? {} : { postgres });
const same = (one: Rates) => (other: Rates) => one.events === other.events && one.work === other.work;

/**
 * Earlier results with what was measured later in its place, and a note that says so.
 * @param what what was measured, a name that is the same when it is measured once more
 * @throws Error when they are of different machines
 */
export function merge(before: Results, after: Results, what: string): Results {
  const machineOf = ({ machine: { cores, system, node } }: Results) => `${cores} cores, ${system}, Node ${node}`;
  if (machineOf(before) !== machineOf(after)) {
    throw new Error(`the results are of ${machineOf(before)}, this is ${machineOf(after)}: measure everything`);
  }
  const known = before.rates.map((one) => {
    const later = after.rates.find(same(one));
    return later === undefined ? one : { ...one, sides: { ...one.sides, ...later.sides } };
  });
  const added = after.rates.filter((one) => !before.rates.some(same(one)));
  const rates = [...known, ...added].sort(
    (a, b) => a.events - b.events || ORDER.indexOf(a.work) - ORDER.indexOf(b.work),
  );
  const measured = [...PARTS, "postgres" as const].filter((name) => after[name] != null);
  const words = `Measured apart, ${what}:`;
  return {
    ...before,
    settings: { ...before.settings, ...postgresOf(after) },
    versions: { ...before.versions, ...after.versions },
    rates,
    ...Object.fromEntries(measured.map((name) => [name, after[name]])),
    notes: [
      ...before.notes.filter((note) => !note.startsWith(words)),
      [`${words} ${after.day}, load ${after.machine.load} at the beginning.`, ...after.notes].join(" "),
    ],
  };
}
