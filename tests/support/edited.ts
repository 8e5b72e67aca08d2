// Edited: a copy of the program in which some lines are others, as yesterday's or tomorrow's would be.
import { cp, readFile, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { folder } from "./program.ts";

/** A file of src, a text in it, and what stands there instead. */
export type Edit = readonly [file: string, text: string, instead: string];

/** Words that the program has from a table. */
export const WORDS = "data/reference/words.json";

/** The folder of a copy of the program; a text that is not there is an error. */
export async function edited(...edits: readonly Edit[]): Promise<string> {
  const directory = await folder();
  await cp("src", join(directory, "src"), { recursive: true });
  await cp(WORDS, join(directory, WORDS));
  await cp("package.json", join(directory, "package.json"));
  await symlink(resolve("node_modules"), join(directory, "node_modules"));
  for (const [file, text, instead] of edits) {
    const path = join(directory, "src", file);
    const before = await readFile(path, "utf8");
    if (!before.includes(text)) throw new Error(`${file} has no ${text}`);
    await writeFile(path, before.replace(text, instead));
  }
  return directory;
}
