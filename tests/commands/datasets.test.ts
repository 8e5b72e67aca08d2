// The datasets command: lists what the database holds, and drops one imported dataset.
import { stat } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { visit, visits } from "../intake/statedept/lists.ts";
import { ownSettings, run } from "../support/program.ts";
import { datasetIn, flawsOf, held } from "./held.ts";
import { runHere } from "./here.ts";
import { copies, importedHere, many, put, refusalOf } from "./imports.ts";

/** A copy of a database with rows of GDELT and a visit. */
const base = copies(async (database) => {
  await importedHere(database, "gdelt", await put(many(5)));
  await importedHere(database, "us-visits", await put(visits(visit()), "visits.xml"));
});
const datasets = (DATABASE_URL: string, ...args: readonly string[]) => runHere(["datasets", ...args], { DATABASE_URL });

describe.concurrent("the datasets command", () => {
  test("datasets lists every dataset as text or JSON, and changes nothing", async () => {
    const database = await base();
    const before = held(database, "loaded too");
    const { code, stdout, stderr } = await run(["datasets"], { DATABASE_URL: database });
    expect([code, stderr]).toEqual([0, ""]);
    const ids = ["curated", "gdelt", "reference", "us-visits"];
    expect(
      [...stdout.matchAll(/^(\S+) {2}(?:curated|bulk), version [0-9a-f]{16}, updated /gm)].map(([, id]) => id),
    ).toEqual(ids);
    expect(stdout).toContain("\n  5 events, 1 participants, 1 venues, 1 sources\n");
    const told = await datasets(database, "--json");
    expect([told.code, told.stderr]).toEqual([0, ""]);
    expect(JSON.parse(told.stdout)).toMatchObject(ids.map((id) => datasetIn(database, id)?.info));
    expect(held(database, "loaded too")).toBe(before);
  });

  test("datasets drop removes an imported dataset whole", async () => {
    const database = await base();
    const visit = datasetIn(database, "us-visits");
    const { code, stdout, stderr } = await datasets(database, "drop", "gdelt");
    expect([code, stdout, stderr]).toEqual([0, "gdelt is dropped\n", ""]);
    expect(datasetIn(database, "gdelt")).toBeNull();
    expect(datasetIn(database, "us-visits")).toEqual(visit);
    expect(flawsOf(database)).toEqual([]);
    expect(refusalOf(await datasets(database, "drop", "gdelt"))).toBe("no dataset is called gdelt\n");
  });

  test.each([
    ["unknown", "gdelts", "no dataset is called gdelts; did you mean `gdelt`?\n"],
    ["unlike any", "weather", "no dataset is called weather\n"],
    ["curated", "curated", "curated is not dropped: it is what the files of DATA_DIR say\n"],
    [
      "named by others",
      "reference",
      "reference is not dropped: gdelt, us-visits would name states that are not there\n",
    ],
  ])("datasets drop refuses datasets that are %s", async (_, id, says) => {
    const database = await base();
    const before = held(database, "loaded too");
    expect(refusalOf(await datasets(database, "drop", id))).toBe(says);
    expect(held(database, "loaded too")).toBe(before);
  });

  test.each([["list"], ["drop", "gdelt"]])("no database is made by %s", async (...args) => {
    const { DATABASE_URL } = await ownSettings();
    expect(refusalOf(await datasets(DATABASE_URL, ...args))).toBe(`there is no database ${DATABASE_URL}\n`);
    await expect(stat(DATABASE_URL)).rejects.toThrow("ENOENT");
  });
});
