// The import command: what it reads, how it accounts for every row, and what a second import makes of the first.
import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { row } from "../intake/gdelt/rows.ts";
import { trip, trips, visit, visits } from "../intake/statedept/lists.ts";
import { BEIJING } from "../support/fixtures.ts";
import { folder, ownSettings, run, start } from "../support/program.ts";
import { datasetIn, flawsOf, held } from "./held.ts";
import { runHere } from "./here.ts";
import { copies, importedHere, lines, many, put, refused } from "./imports.ts";

const own = async () => (await ownSettings()).DATABASE_URL;
/** A copy of a database in which there are five rows of GDELT. */
const base = copies(async (database) => {
  await importedHere(database, "gdelt", await put(many(5)));
});
const urls = (file: string) =>
  (datasetIn(file, "gdelt")?.docs ?? []).flatMap((doc) => JSON.parse(doc).codes?.gdelt?.url ?? []).sort();

describe.concurrent("the import command", () => {
  test("import gdelt reports what became of each row", async () => {
    const file = await put(
      lines(
        row({ id: "1" }),
        row({ id: "2", day: "20180304" }),
        row({ id: "3", cameo: "190" }),
        row({ id: "4", country2: "KAZ" }),
        row({ id: "5", day: "20190230" }),
        row({ id: "1", added: "20190306000000" }),
        "a\tb",
      ),
    );
    const database = await own();
    const { code, stdout, stderr } = await run(["import", "gdelt", file], { DATABASE_URL: database });
    expect([code, stderr]).toEqual([0, `${file}:2: dated 2018-03-04, but added on 2019-03-05\n`]);
    const version = datasetIn(database, "gdelt")?.version;
    expect(stdout.split("\n")).toEqual([
      `${file}:5:3: bad date: SQLDATE "20190230"`,
      `${file}:7:1: wrong number of columns: 2 columns, where a row has 57, 58 or 61`,
      "gdelt: 7 rows read, 2 kept, 1 duplicates, 1 doubtful",
      "  1 skipped: out of scope",
      "  1 skipped: domestic",
      "  1 skipped: bad date",
      "  1 skipped: wrong number of columns",
      `version ${version}`,
      "",
    ]);
    expect(flawsOf(database)).toEqual([]);
    const again = await importedHere(database, "gdelt", file);
    expect(again).toMatchObject({ read: 7, kept: 2, duplicates: 1, changed: false, version, warnings: 1 });
    const all = await importedHere(database, "gdelt", file, "--scope", "all");
    expect(all).toMatchObject({
      dataset: "gdelt",
      read: 7,
      kept: 4,
      skipped: { "bad date": 1, "wrong number of columns": 1 },
      duplicates: 1,
      changed: true,
      counts: { events: 4, participants: 1, sources: 1, venues: 1, quotes: 0, figures: 0 },
    });
    expect(flawsOf(database)).toEqual([]);
  });

  test("visits, travels, and both again are imported and merged", async () => {
    const database = await own();
    const files = [
      ["us-visits", await put(visits(visit(), visit({ id: "2", from: "Sweden" })), "visits.xml")],
      ["us-travels", await put(trips(trip(), trip({ id: "2", country: "Sweden", locale: "Uppsala" })), "trips.xml")],
    ] as const;
    for (const [dataset, file] of files) {
      const first = await importedHere(database, dataset, file);
      expect(first).toMatchObject({ dataset, read: 2, kept: 2, skipped: {}, duplicates: 0, changed: true });
      expect(datasetIn(database, dataset)?.info.counts).toEqual(first.counts);
    }
    expect(flawsOf(database)).toEqual([]);
    const before = held(database, "loaded too");
    for (const [dataset, file] of files) expect((await importedHere(database, dataset, file)).changed).toBe(false);
    expect(held(database, "loaded too")).toBe(before);
    // Rows that are added to what is there, one of which is there already.
    const more = await put(visits(visit({ id: "2", from: "Sweden" }), visit({ id: "3", from: "Norway" })), "more.xml");
    const added = await importedHere(database, "us-visits", more);
    expect(added).toMatchObject({ read: 2, kept: 2, changed: true });
    expect(datasetIn(database, "us-visits")?.info.counts.events).toBe(3);
    expect(flawsOf(database)).toEqual([]);
  });

  test("a folder, an archive and the standard input are read", async () => {
    const database = await own();
    const path = await put(many(3));
    const first = await importedHere(database, "gdelt", join(path, ".."));
    const program = start(["import", "gdelt", "-", "--json"], { DATABASE_URL: database });
    program.stdin.end(many(3, {}, 101));
    const { code, stdout } = await program.ended;
    expect([code, JSON.parse(stdout).counts.events, first.counts.events]).toEqual([0, 6, 3]);
  });

  test("of two rows with one id the one that was added last is kept, in any order of files", async () => {
    const database = await own();
    const told = (id: number, when: "early" | "late") =>
      row({ id: String(id), added: `201903051${when === "early" ? 0 : 1}0000`, url: `https://news.example/${when}` });
    const files = [
      [told(1, "early"), told(1, "late"), told(2, "late"), told(2, "early"), told(3, "early"), told(4, "late")],
      [told(3, "late"), told(4, "early")],
    ];
    const ends: number[][] = [];
    for (const rows of files) {
      const { kept, duplicates, counts } = await importedHere(database, "gdelt", await put(lines(...rows)));
      ends.push([kept, duplicates, counts.events ?? 0]);
    }
    expect(ends).toEqual([
      [4, 2, 4],
      [1, 1, 4],
    ]);
    expect(new Set(urls(database))).toEqual(new Set(["https://news.example/late"]));
    expect(flawsOf(database)).toEqual([]);
  });

  test("a row that is replaced still brings the places that later rows name", async () => {
    const database = await own();
    const [a, b] = [
      await put(lines(row()), "a.CSV"),
      await put(lines(row({ added: "20190304" }), row({ id: "2" })), "b.CSV"),
    ];
    const { kept, counts } = await importedHere(database, "gdelt", a, b);
    expect([kept, counts]).toMatchObject([2, { events: 2, venues: 1, sources: 2 }]);
  });

  test("newer rows are added and updated, and importing again changes no byte", async () => {
    const database = await own();
    await importedHere(database, "gdelt", await put(many(40)));
    const newer = await put(many(30, { added: "20190307000000", url: "https://news.example/newer" }, 21));
    const second = await importedHere(database, "gdelt", newer);
    expect(second).toMatchObject({ kept: 30, duplicates: 0, changed: true });
    expect(second.counts.events).toBe(50);
    expect(urls(database).filter((url) => url.endsWith("newer"))).toHaveLength(30);
    expect(flawsOf(database)).toEqual([]);
    const before = held(database, "loaded too");
    const { code, stdout } = await runHere(["import", "gdelt", newer], { DATABASE_URL: database });
    expect([code, stdout.split("\n").at(-2)]).toEqual([0, `version ${second.version}, as before`]);
    expect(held(database, "loaded too")).toBe(before);
  });

  test("several files give one dataset version, in any order and in any number of imports", async () => {
    // In a country, not in a place of its own: of that the first row tells.
    const file = (name: string, first: number, day: string) =>
      put(many(20, { place: "1", added: `${day}000000`, url: `https://news.example/${name}` }, first), `${name}.CSV`);
    const [a, b, c] = [
      await file("a", 1, "20190305"),
      await file("b", 11, "20190306"),
      await file("c", 21, "20190304"),
    ];
    const states = await Promise.all(
      [[[a, b, c]], [[c, b, a]], [[b], [a, c]]].map(async (imports) => {
        const database = await own();
        for (const paths of imports) await importedHere(database, "gdelt", ...paths);
        expect(flawsOf(database)).toEqual([]);
        return datasetIn(database, "gdelt");
      }),
    );
    expect(states[0]?.info.counts).toMatchObject({ events: 40, sources: 3 });
    for (const state of states) expect(state).toEqual(states[0]);
  });

  test("progress is printed as plain lines where there is no terminal", async () => {
    const program = start(["import", "gdelt", "-"], { DATABASE_URL: await own() });
    const feed = setInterval(() => program.stdin.write(many(20)), 400);
    await vi.waitFor(() => expect(program.errors()).toMatch(/rows\/s/), { timeout: 30_000, interval: 200 });
    clearInterval(feed);
    program.stdin.end();
    const { code, stderr } = await program.ended;
    expect(code).toBe(0);
    expect(stderr).toMatch(/^(?:\d+ rows, \d+ rows\/s\n)+$/);
  });
});

describe.concurrent("too many broken rows", () => {
  const broken = (count: number) => lines(row(), ...Array.from({ length: count }, (_, at) => `${at}\tno row`));

  test("the import stops, lists 20 of the broken rows and changes nothing", async () => {
    const database = await base();
    const before = held(database, "loaded too");
    const file = await put(broken(24));
    const [first, ...others] = (await refused(database, "gdelt", file, "--max-errors", "23")).trimEnd().split("\n");
    expect(first).toBe("24 broken rows; nothing is imported (--max-errors 23)");
    expect(others).toHaveLength(21);
    expect(others[0]).toMatch(`${file}:2:1: wrong number of columns: 2 columns`);
    expect(others.at(-1)).toBe("and 4 more");
    expect(held(database, "loaded too")).toBe(before);
    const { kept, skipped } = await importedHere(database, "gdelt", file, "--max-errors", "24");
    expect([kept, skipped]).toEqual([1, { "wrong number of columns": 24 }]);
  });

  test("a first import that stops leaves no database behind", async () => {
    const database = await own();
    expect(await refused(database, "gdelt", await put(broken(101)))).toMatch(/^101 broken rows; .*100\)\n/);
    expect(await readdir(dirname(database))).toEqual([]);
  });
});

describe.concurrent("a file that cannot be read", () => {
  test.each<[string, string, string, string, RegExp]>([
    ["empty", "gdelt", "", "rows.CSV", /:1:1: this file is empty$/],
    ["a page", "gdelt", "<html><title>404</title>", "rows.CSV", /:1:1: no table of GDELT events: a web page/],
    ["a cut archive", "gdelt", "PK\u0003\u0004", "rows.zip", /:1:1: truncated zip file/],
    ["text for XML", "us-visits", "no XML", "visits.xml", /:1:1: /],
    ["another list", "us-travels", visits(visit()), "visits.xml", /:\d+:\d+: /],
  ])(
    "%s: alone changes nothing and exits with 1, beside a sound one is refused by name, with 3",
    async (_, kind, text, name, says) => {
      const database = await base();
      const before = held(database, "loaded too");
      const bad = await put(text, name);
      expect((await refused(database, kind, bad)).trimEnd()).toMatch(says);
      expect(held(database, "loaded too")).toBe(before);
      const more = { gdelt: many(9), "us-visits": visits(visit({ id: "9" })), "us-travels": trips(trip({ id: "9" })) }[
        kind
      ];
      const { code, stdout, stderr } = await runHere(["import", kind, bad, await put(more ?? "", "more.csv")], {
        DATABASE_URL: database,
      });
      expect(code).toBe(3);
      expect(stderr.trimEnd()).toMatch(says);
      expect(stderr).toMatch(`refused: ${bad}`);
      expect(stderr.match(/refused: /g)).toHaveLength(1);
      expect(stdout).toContain("1 files refused; the others are imported");
      expect(flawsOf(database)).toEqual([]);
      expect(held(database, "loaded too")).not.toBe(before);
    },
  );

  test("a missing file is reported before a database is made", async () => {
    const path = join(await folder(), "none");
    expect(await refused(join(path, "a.db"), "gdelt", path)).toBe(`${path}: there is no such file or folder\n`);
  });
});

test("import names a record with more words than an index has room for, on one line, and keeps it whole", async () => {
  const data = join(await folder(), "data");
  await cp(BEIJING, data, { recursive: true });
  const bundle = join(data, "bundles", "2023-10-17-tokayev-xi-beijing.json");
  const coded = JSON.parse(await readFile(bundle, "utf8"));
  coded.events[0].summary.en = Array.from({ length: 100_000 }, (_, at) => `word${at}`).join(" ");
  await writeFile(bundle, JSON.stringify(coded));
  const DATABASE_URL = await own();
  const told =
    "events/2023-10-17-tokayev-xi-talks: longer than the index has room for; it is kept whole, and not found by the words behind the first 900,000 bytes of different ones\n";
  const first = await runHere(["import", "gdelt", await put(many(1))], { DATABASE_URL, DATA_DIR: data });
  expect([first.code, first.stderr]).toEqual([0, told]);
  expect(datasetIn(DATABASE_URL, "curated")?.docs.some((doc) => doc.includes("word99999"))).toBe(true);
  expect(flawsOf(DATABASE_URL)).toEqual([]);
  // What is there already is not told again.
  const second = await runHere(["import", "gdelt", await put(many(1))], { DATABASE_URL, DATA_DIR: data });
  expect([second.code, second.stderr]).toEqual([0, ""]);
});
