// desk: serves the page on which an editor goes through a sheet line by line, with the text beside it.

import { FileFault } from "../desk/files.ts";
import { openDesk } from "../desk/server.ts";
import { readDataFile, readText } from "../intake/input/directory.ts";
import { digest } from "../intake/input/utf8.ts";
import { OffsetsFile } from "../intake/sheet/offsets.ts";
import { type Command, UsageError } from "./command.ts";
import { say } from "./print.ts";

export const desk: Command = {
  name: "desk",
  summary: "serves a page on this machine to accept, reject and correct the lines of a sheet",
  usage: "desk <sheet> <text file> [--port 8081]",
  options: { port: { type: "string" } },
  help: [
    ["<sheet>", "e.g. data/articles/2019-04-26-talks.yaml, drafted or not; every step is saved there"],
    ["<text file>", "the text that it was coded from, in UTF-8"],
    ["--port <number>", "the port on 127.0.0.1; a free one where absent"],
  ],
  positionals: true,
  async run({ values, positionals }) {
    const [sheet, text, ...more] = positionals;
    if (sheet === undefined || text === undefined) throw new UsageError("which sheet and which text? give two paths");
    if (more.length > 0) throw new UsageError(`a sheet and a text are enough, but there is also: ${more.join(" ")}`);
    const port = Number(values.port ?? 0);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError("--port is a number up to 65535");
    await refuseOther(sheet, text);
    let open: Awaited<ReturnType<typeof openDesk>>;
    try {
      open = await openDesk(sheet, text, port);
    } catch (error) {
      if (error instanceof FileFault) throw new UsageError(error.message);
      throw error;
    }
    say(`the desk serves on ${open.url}`);
    say("every step is saved in the sheet; Ctrl+C ends the desk");
    await new Promise<void>((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => resolve());
    });
    await open.close();
    return 0;
  },
};

/** A text that is not the one whose words were looked up for the sheet is another copy: its places are others. */
async function refuseOther(sheet: string, text: string): Promise<void> {
  const { value } = await readDataFile(sheet, sheet.replace(/(?:\.yaml)?$/, ".offsets.json"));
  const known = OffsetsFile.safeParse(value);
  const read = await readText(text, text);
  if (!known.success || read.text === undefined) return;
  const texts = Object.values(known.data.sources).flatMap(({ sha256 }) => sha256 ?? []);
  if (texts.length > 0 && !texts.includes(digest(read.text)))
    throw new UsageError(
      `${text} is not the text of ${sheet}: its SHA-256 is ${digest(read.text)}, not ${texts.join(" or ")}`,
    );
}
