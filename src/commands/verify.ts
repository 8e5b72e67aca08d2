// verify: holds the evidence and quotes of one source to a copy of its text, or fills a draft's offsets from it.
import { readFile } from "node:fs/promises";
import { loadSettings } from "../config.ts";
import { fillSource } from "../intake/curated/offsets.ts";
import { readHoldings } from "../intake/curated/read.ts";
import { verifySource } from "../intake/curated/verify.ts";
import { type Fault, formatFault, hint } from "../intake/input/faults.ts";
import { decode } from "../intake/input/utf8.ts";
import { type Command, UsageError } from "./command.ts";
import { say, tell } from "./print.ts";

export const verify: Command = {
  name: "verify",
  summary: "checks a source's evidence and quotes against a copy of its text",
  usage: "verify --source <id> <text file> [--write]",
  options: { source: { type: "string" }, write: { type: "boolean" } },
  help: [
    ["--source <id>", "the source as its record names it, e.g. zakon-kz-2023-10-17"],
    ["<text file>", "its text in UTF-8, byte for byte as it was coded from"],
    ["--write", "first fills start, end, prefix and suffix of its evidence, and its sha256 and length, into the files"],
  ],
  positionals: true,
  async run({ values, positionals }) {
    const [path, ...more] = positionals;
    const id = values.source;
    if (typeof id !== "string") throw new UsageError("which source? give --source <id>");
    if (path === undefined) throw new UsageError("which text? give the path of a text file");
    if (more.length > 0) throw new UsageError(`one text file is enough, but there is also: ${more.join(" ")}`);
    const article = await readArticle(path);
    const directory = loadSettings(process.env).DATA_DIR;
    const before = await readHoldings(directory);
    if (before.corpus.unseen.has("sources")) return refusal(before.told(before.faults), `not verified against ${path}`);
    if (!before.corpus.ids.sources.has(id)) {
      for (const fault of before.told(before.faults)) tell(formatFault(fault));
      const known = before.corpus.ids.sources.keys();
      throw new UsageError(`${directory} has no source with the id "${id}"${hint(id, known)}`);
    }
    if (values.write === true) {
      const { written, faults } = await fillSource(directory, id, article);
      if (faults.length > 0) return refusal(faults, "nothing was written");
      say(written.length === 0 ? "nothing to fill in" : `filled in: ${written.join(", ")}`);
    }
    const { corpus, faults, told } = values.write === true ? await readHoldings(directory) : before;
    const { spans, quotes, faults: found } = verifySource(corpus, id, article);
    if (faults.length + found.length > 0) return refusal(told([...faults, ...found]), `not verified against ${path}`);
    say(`${spans} spans and ${quotes} quotes of ${id} verified against ${path}`);
    return 0;
  },
};

function refusal(faults: readonly Fault[], outcome: string): 1 {
  for (const fault of faults) tell(formatFault(fault));
  tell(`${outcome}: ${faults.length} ${faults.length === 1 ? "fault" : "faults"}`);
  return 1;
}

async function readArticle(path: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${(error as Error).message}`);
  }
  try {
    return decode(bytes);
  } catch (error) {
    throw new UsageError(`${path} ${(error as Error).message}`);
  }
}
