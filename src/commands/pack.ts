// pack: prints the sheet of a bundle, or writes it with its offsets.
import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { shapeFaults } from "../intake/checks/shape.ts";
import { readDataFile } from "../intake/input/directory.ts";
import { formatFault } from "../intake/input/faults.ts";
import { isObject } from "../intake/input/pointers.ts";
import { writeOffsets } from "../intake/sheet/offsets.ts";
import { pack } from "../intake/sheet/pack.ts";
import { Bundle } from "../model/bundle.ts";
import { type Command, UsageError } from "./command.ts";
import { say, tell } from "./print.ts";

export const packing: Command = {
  name: "pack",
  summary: "prints the sheet of a bundle, or writes it with its offsets",
  usage: "pack <bundle> [--to <folder>]",
  options: { to: { type: "string" } },
  help: [
    ["<bundle>", "e.g. data/bundles/2023-10-17-tokayev-xi-beijing.json"],
    ["--to <folder>", "writes <name>.yaml and <name>.offsets.json there, which must not exist yet"],
  ],
  positionals: true,
  async run({ values, positionals }) {
    const [path, ...more] = positionals;
    if (path === undefined) throw new UsageError("which bundle? give its path");
    if (more.length > 0) throw new UsageError(`one bundle is enough, but there is also: ${more.join(" ")}`);
    const { value, faults } = await readDataFile(path, path);
    const wrong = value === undefined ? faults : [...faults, ...shapeFaults(path, value, Bundle)];
    for (const fault of wrong) tell(formatFault(fault));
    if (wrong.length > 0 || !isObject(value)) return 1;
    const { sheet, offsets } = pack(value);
    if (typeof values.to !== "string") {
      process.stdout.write(sheet);
      return 0;
    }
    const name = join(values.to, basename(path, ".json"));
    // "wx": what is there already may have been edited.
    await writeFile(`${name}.yaml`, sheet, { flag: "wx" });
    await writeFile(`${name}.offsets.json`, writeOffsets(offsets), { flag: "wx" });
    say(`written: ${name}.yaml, ${name}.offsets.json`);
    return 0;
  },
};
