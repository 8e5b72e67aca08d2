// Fixtures: data directories that stay as they are, whatever articles are added to the live one.
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * A whole data directory, which tests, the README's answers and the bench read in the place of the live `data`: the
 * article of Beijing with its registers, and the reference tables, as labels, counts and codes from them are asserted too.
 */
export const BEIJING = "tests/fixtures/beijing/data";

/** The invented second article: its text, its bundle and what it adds to the registers. */
export const SECOND = "tests/fixtures/second";
export const BUNDLE = "bundles/2024-03-05-primerov-obraztsova.json";
export const PEOPLE = "register/participants.json";
export const PLACES = "register/venues.json";

/** Makes a data directory that holds the second article alone. */
export async function copySecond(directory: string): Promise<void> {
  await cp(join(SECOND, "data"), directory, { recursive: true });
  await cp(join(BEIJING, "reference"), join(directory, "reference"), { recursive: true });
  for (const name of ["dataset.json", "retired.json"]) await cp(join(BEIJING, name), join(directory, name));
}

/** Adds the second article to a data directory: its bundle, and of its register entries those that are not there yet. */
export async function addSecond(directory: string): Promise<void> {
  for (const [file, list] of [
    [PEOPLE, "participants"],
    [PLACES, "venues"],
  ] as const) {
    const [register, more] = await Promise.all([read(join(directory, file)), read(join(SECOND, "data", file))]);
    const known = new Set(register[list]?.map(({ id }) => id));
    register[list]?.push(...(more[list] ?? []).filter(({ id }) => !known.has(id)));
    await writeFile(join(directory, file), `${JSON.stringify(register, null, 2)}\n`);
  }
  await cp(join(SECOND, "data", BUNDLE), join(directory, BUNDLE));
}

async function read(path: string): Promise<Record<string, { id: string }[]>> {
  return JSON.parse(await readFile(path, "utf8"));
}
