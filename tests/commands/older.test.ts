// Databases of an older schema: they are made anew, what was imported into them is named, and a failure leaves them.

import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { SCHEMA_VERSION } from "../../src/store/catalog/schema.ts";
import { row } from "../intake/gdelt/rows.ts";
import { writeFilled } from "../support/filled.ts";
import { ownSettings, run, start } from "../support/program.ts";
import { datasetIn, flawsOf, held, logIn } from "./held.ts";
import { runHere } from "./here.ts";
import { lines, many, put, refused } from "./imports.ts";

const GONE = "what was imported into gdelt, us-travels, us-visits is gone, import it again";

/** A database as an older program would have left it. */
async function older(holding: "curated" | "curated and bulk", ...changes: string[]): Promise<string> {
  const { DATABASE_URL } = await ownSettings();
  await writeFilled(DATABASE_URL, holding);
  const database = new DatabaseSync(DATABASE_URL);
  for (const change of [`UPDATE schema_version SET version = ${SCHEMA_VERSION - 1}`, ...changes]) database.exec(change);
  database.close();
  return DATABASE_URL;
}

describe.concurrent("import into a database of an older schema", () => {
  test("the import names the datasets that are gone, and leaves what it has brought", async () => {
    const DATABASE_URL = await older("curated and bulk");
    const log = logIn(DATABASE_URL);
    const { code, stderr } = await run(["import", "gdelt", await put(many(5))], { DATABASE_URL });
    expect([code, stderr]).toEqual([0, `the database of an older program was made anew: ${GONE}\n`]);
    // The log goes on.
    expect(logIn(DATABASE_URL)).toEqual([
      ...[...log, "dropped gdelt", "dropped us-travels", "dropped us-visits"],
      ...["loaded curated", "loaded reference", "loaded gdelt"],
    ]);
    expect(datasetIn(DATABASE_URL, "gdelt")?.info.counts.events).toBe(5);
    expect(datasetIn(DATABASE_URL, "curated")?.info.counts.events).toBe(12);
    expect(datasetIn(DATABASE_URL, "us-visits")).toBeNull();
    expect(flawsOf(DATABASE_URL)).toEqual([]);
  });

  test.each([
    ["curated", []],
    ["curated and bulk", ["ALTER TABLE datasets RENAME COLUMN kind TO sort"]],
  ] as const)(
    "an older database without imported datasets is replaced without a message: %s",
    async (holding, changes) => {
      const DATABASE_URL = await older(holding, ...changes);
      const { code, stderr } = await runHere(["import", "gdelt", await put(many(5))], { DATABASE_URL });
      expect([code, stderr]).toEqual([0, ""]);
      expect(flawsOf(DATABASE_URL)).toEqual([]);
    },
  );

  test("an import that fails leaves the older database as it was", async () => {
    const DATABASE_URL = await older("curated and bulk");
    const before = held(DATABASE_URL, "loaded too");
    const said = await refused(DATABASE_URL, "gdelt", await put(lines(row(), "1\tno row")), "--max-errors", "0");
    expect(said).toContain("nothing is imported");
    expect(said).not.toContain("gone");
    expect(held(DATABASE_URL, "loaded too")).toBe(before);
  });
});

test("serve logs which imported datasets of an older schema are gone", async () => {
  const DATABASE_URL = await older("curated and bulk");
  const program = start(["serve"], { PORT: "0", DATABASE_URL });
  await program.url;
  const { stdout } = await program.stop();
  const entry = stdout.split("\n").find((line) => line.includes(GONE));
  expect(JSON.parse(entry ?? "{}")).toMatchObject({ level: 40, gone: ["gdelt", "us-travels", "us-visits"] });
  expect(flawsOf(DATABASE_URL)).toEqual([]);
});

test("datasets drop refuses on an older schema: all other datasets would be lost", async () => {
  const DATABASE_URL = await older("curated and bulk");
  const before = held(DATABASE_URL, "loaded too");
  const { code, stdout, stderr } = await runHere(["datasets", "drop", "gdelt"], { DATABASE_URL });
  expect([code, stdout, stderr]).toEqual([
    1,
    "",
    "nothing is dropped: an older program made the database, with gdelt, us-travels, us-visits\n",
  ]);
  expect(held(DATABASE_URL, "loaded too")).toBe(before);
});
