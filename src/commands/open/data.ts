// Curated data for commands: the data directory read whole, or, with one fault, not at all.
import { readData } from "../../intake/curated/read.ts";
import { formatFault } from "../../intake/input/faults.ts";

/**
 * Reads a data directory.
 * @param done what is not done with faulty data: `served`, `imported`
 * @throws Error whose message lists every fault, one a line
 */
export async function readCuratedData(directory: string, done: string) {
  const { dataset, reference, faults } = await readData(directory);
  if (faults.length === 0) return { dataset, reference };
  const lines = faults.map(formatFault).join("\n");
  throw new Error(`the data has ${faults.length} faults; nothing is ${done}:\n${lines}`);
}
