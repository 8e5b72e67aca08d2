// expand: prints the bundle that a sheet stands for.
import { basename } from "node:path";
import { readArticle, readText } from "../intake/input/directory.ts";
import { type Fault, formatFault, sortFaults } from "../intake/input/faults.ts";
import { expandArticle, loadArticle } from "../intake/sheet/load.ts";
import { lookUp } from "../intake/sheet/lookup.ts";
import { type Command, UsageError } from "./command.ts";
import { say, tell } from "./print.ts";

export const expanding: Command = {
  name: "expand",
  summary: "prints the bundle (JSON) that a sheet stands for",
  usage: "expand <sheet> [--text <text file>]",
  options: { text: { type: "string" } },
  help: [
    ["<sheet>", "e.g. data/articles/2023-10-17-tokayev-xi-beijing.yaml, with its .offsets.json beside it"],
    ["--text <text file>", "looks the words up in a copy of the text instead, in UTF-8"],
  ],
  positionals: true,
  async run({ values, positionals }) {
    const [path, ...more] = positionals;
    if (path === undefined) throw new UsageError("which sheet? give its path");
    if (more.length > 0) throw new UsageError(`one sheet is enough, but there is also: ${more.join(" ")}`);
    if (!path.endsWith(".yaml")) throw new UsageError(`a sheet is named like x.yaml, not ${basename(path)}`);
    const stem = path.slice(0, -".yaml".length);
    const article = await readArticle(stem, stem);
    const text = typeof values.text === "string" ? await readText(values.text, values.text) : null;
    if (text !== null && text.text === undefined)
      throw new UsageError(text.faults.map(({ message }) => message).join());
    const found = text?.text === undefined ? null : looked(article, text.text);
    const { value, faults } = loadArticle(found === null ? article : { ...article, offsets: found.offsets });
    const all = sortFaults([...(found?.faults ?? []), ...faults]);
    for (const fault of all) tell(formatFault(fault));
    if (all.length > 0 || value === undefined) return 1;
    say(JSON.stringify(value, null, 2));
    return 0;
  },
};

/** The offsets of the sheet's own source, looked up in a text. */
function looked(article: Parameters<typeof loadArticle>[0], text: string) {
  const expanded = expandArticle(article);
  const faults: Fault[] = [];
  const sources: Record<string, unknown> = {};
  for (const id of expanded?.phrases.keys() ?? []) {
    if (expanded === undefined) continue;
    const { entry, faults: lost } = lookUp(article.file, expanded, id, text);
    sources[id] = entry;
    faults.push(...lost);
  }
  const offsets = { ...article.offsets, value: { sheet: 1, sources } as never, faults: [] };
  return { offsets, faults };
}
