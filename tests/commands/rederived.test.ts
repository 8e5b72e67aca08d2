// Indexes of another program: serve, import, datasets and backup on a database with another index fingerprint.

import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, describe, expect, test } from "vitest";
import { OUTDATED } from "../store/outdated.ts";
import { client } from "../support/client.ts";
import { edited } from "../support/edited.ts";
import { writeFilled } from "../support/filled.ts";
import { endPrograms, folder, ownSettings, run, runProgram, start } from "../support/program.ts";
import { datasetIn, flawsOf, held, logIn } from "./held.ts";
import { runHere } from "./here.ts";
import { many, put } from "./imports.ts";

afterAll(endPrograms);

const DERIVED = "the index of the database was derived anew from its records; what was imported is kept";
/** Records of another shape: this program does not take them over. */
const SPOILT = `UPDATE events_docs SET doc = replace(doc, '"statusAsOf":', '"asOf":') WHERE doc LIKE '%"dataset":"gdelt"%'`;

/** A database with an index of another program, and what it held with ours. */
async function outdated(...more: readonly string[]): Promise<{ DATABASE_URL: string; before: string }> {
  const { DATABASE_URL } = await ownSettings();
  await writeFilled(DATABASE_URL, "curated and bulk");
  const before = held(DATABASE_URL, "loaded too");
  const database = new DatabaseSync(DATABASE_URL);
  for (const statement of [...OUTDATED, ...more]) database.exec(statement);
  database.close();
  return { DATABASE_URL, before };
}

test("serve: a database without this program's column and analyzer is rederived, and both answer", async () => {
  const DATABASE_URL = join(await folder(), "communique.db");
  const yesterday = await edited(
    ["store/catalog/tables.ts", 'column("part_of", (event) => event.partOf, "partOf"),', ""],
    ["query/analyzer.ts", "english.stem(word)", "word"],
  );
  const rows = await put(many(5));
  const DATA_DIR = join(process.cwd(), "data");
  const made = await runProgram(process.execPath, [join(yesterday, "src/cli.ts"), "import", "gdelt", rows], {
    ...{ DATABASE_URL, DATA_DIR },
    // Code that lies elsewhere each time is compiled once.
    NODE_DISABLE_COMPILE_CACHE: "1",
  });
  expect([made.code, made.stderr]).toEqual([0, ""]);
  const program = start(["serve"], { PORT: "0", DATABASE_URL });
  const { get } = client(() => address);
  const address = await program.url;
  expect((await get("/readyz")).status).toBe(200);
  const parts = await get("/v1/events?partOf=2023-10-tokayev-visit-to-china");
  expect([parts.status, parts.json.data.length > 0]).toEqual([200, true]);
  const stemmed = await get("/v1/events?q=bilateral");
  expect([stemmed.status, stemmed.json.data.length > 0]).toEqual([200, true]);
  const { stdout } = await program.stop();
  expect(stdout).toContain(DERIVED);
  expect(datasetIn(DATABASE_URL, "gdelt")?.info.counts.events).toBe(5);
  expect(flawsOf(DATABASE_URL)).toEqual([]);
});

describe.concurrent("a database with another index fingerprint", () => {
  test("serve with 2 processes derives the index anew, and the next start, of one process, leaves it", async () => {
    const { DATABASE_URL, before } = await outdated();
    for (const [WORKERS, says] of [
      ["2", 1],
      ["1", 0],
    ] as const) {
      const program = start(["serve"], { PORT: "0", DATABASE_URL, WORKERS });
      const address = await program.url;
      const { status } = await client(() => address).get("/v1/events?rank=state");
      expect(status).toBe(200);
      const { stdout } = await program.stop();
      expect(stdout.split(DERIVED).length - 1).toBe(says);
      expect(held(DATABASE_URL, "loaded too")).toBe(before);
    }
    expect(flawsOf(DATABASE_URL)).toEqual([]);
  });

  test("import derives the index anew and adds its rows", async () => {
    const { DATABASE_URL } = await outdated();
    const there = datasetIn(DATABASE_URL, "gdelt")?.info.counts.events ?? 0;
    const { code, stderr } = await run(["import", "gdelt", await put(many(5, {}, 9001)), "--json"], { DATABASE_URL });
    expect([code, stderr]).toEqual([0, `${DERIVED}\n`]);
    expect(datasetIn(DATABASE_URL, "gdelt")?.info.counts.events).toBe(there + 5);
    expect(datasetIn(DATABASE_URL, "us-visits")).not.toBeNull();
    expect(flawsOf(DATABASE_URL)).toEqual([]);
  });

  test("an import that fails leaves the old index", async () => {
    const { DATABASE_URL } = await outdated();
    const now = held(DATABASE_URL, "loaded too");
    const { code } = await runHere(["import", "gdelt", await put("no row\n"), "--max-errors", "0"], { DATABASE_URL });
    expect(code).toBe(1);
    expect(held(DATABASE_URL, "loaded too")).toBe(now);
  });

  test("backup copies the database as it is, and datasets lists what it holds", async () => {
    const { DATABASE_URL } = await outdated();
    const now = held(DATABASE_URL, "loaded too");
    const copy = join(await folder(), "copy.db");
    const { code } = await run(["backup", copy], { DATABASE_URL });
    expect([code, held(copy, "loaded too")]).toEqual([0, now]);
    const listed = await runHere(["datasets"], { DATABASE_URL });
    expect([listed.code, listed.stderr]).toEqual([0, ""]);
    expect(listed.stdout).toMatch(/^gdelt {2}bulk/m);
    expect(held(DATABASE_URL, "loaded too")).toBe(now);
  });

  test("serve, with one process or 2, refuses an index that cannot be rederived until its dataset is dropped", async () => {
    const { DATABASE_URL } = await outdated(SPOILT);
    const now = held(DATABASE_URL, "loaded too");
    const said = new RegExp(
      "^the database is left as it was: its index is another program's, and this one cannot derive its own from the records of gdelt " +
        "\\(events/gdelt-\\d+: .*\\); `npm run communique -- datasets drop gdelt` empties it, and they can be imported again\\n$",
    );
    for (const [refusing, command, WORKERS] of [
      [run, ["serve"], "2"],
      [runHere, ["serve"], "1"],
      [runHere, ["import", "us-visits", await put("<visits/>", "visits.xml")], "1"],
    ] as const) {
      const { code, stderr } = await refusing(command, { PORT: "0", DATABASE_URL, WORKERS });
      expect([code, stderr]).toEqual([1, expect.stringMatching(said)]);
      expect(held(DATABASE_URL, "loaded too")).toBe(now);
    }
    const others = await runHere(["datasets", "drop", "reference"], { DATABASE_URL });
    expect([others.code, others.stderr]).toEqual([1, expect.stringContaining("would name states that are not there")]);
    const dropped = await runHere(["datasets", "drop", "gdelt"], { DATABASE_URL });
    expect([dropped.code, dropped.stdout, dropped.stderr]).toEqual([0, "gdelt is dropped\n", ""]);
    expect(logIn(DATABASE_URL).at(-1)).toBe("dropped gdelt");
    const program = start(["serve"], { PORT: "0", DATABASE_URL });
    const address = await program.url;
    const { json } = await client(() => address).get("/v1/datasets");
    expect(json.data.map(({ id }: { id: string }) => id)).toEqual(["curated", "reference", "us-travels", "us-visits"]);
    await program.stop();
    expect(flawsOf(DATABASE_URL)).toEqual([]);
  });
});
