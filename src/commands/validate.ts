// validate: checks all data files and names every fault.
import { loadSettings } from "../config.ts";
import { readData } from "../intake/curated/read.ts";
import { formatFault } from "../intake/input/faults.ts";
import { COLLECTIONS } from "../model/ids.ts";
import { type Command, UsageError } from "./command.ts";
import { say, tell } from "./print.ts";

export const validate: Command = {
  name: "validate",
  summary: "checks all data files; every fault at once as file:pointer: message",
  usage: "validate [directory]",
  options: {},
  help: [["directory", "the data directory (default: DATA_DIR)"]],
  positionals: true,
  async run({ positionals }) {
    const [directory = loadSettings(process.env).DATA_DIR, ...more] = positionals;
    if (more.length > 0) throw new UsageError(`one directory is enough, but there is also: ${more.join(" ")}`);
    const { dataset, faults } = await readData(directory);
    for (const fault of faults) tell(formatFault(fault));
    if (faults.length > 0) {
      const files = new Set(faults.map(({ file }) => file)).size;
      tell(`${counted(faults.length, "fault")} in ${counted(files, "file")}`);
      return 1;
    }
    const counts = COLLECTIONS.map((collection) => `${dataset.info.counts[collection]} ${collection}`);
    say(`${directory} is valid: ${counts.join(", ")} (version ${dataset.info.version})`);
    return 0;
  },
};

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}
