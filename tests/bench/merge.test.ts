// Partial benchmark runs: which options select parts, where they land in earlier results, and how both are rendered.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { merge } from "./merge.ts";
import { WORKS, type Work } from "./questions.ts";
import { render } from "./render.ts";
import type { Results } from "./results.ts";
import { readOptions } from "./wish.ts";

const works = Object.keys(WORKS) as Work[];
const measured = JSON.parse(readFileSync("tests/bench/results.json", "utf8")) as Results;
const without = ({ node, ours }: Results["rates"][number]["sides"]) => ({
  ...(node === undefined ? {} : { node }),
  ...(ours === undefined ? {} : { ours }),
});
/** As it was before PostgreSQL was measured. */
const old: Results = {
  ...measured,
  versions: Object.fromEntries(Object.entries(measured.versions).filter(([name]) => name !== "PostgreSQL")),
  rates: measured.rates.map((one) => ({ ...one, sides: without(one.sides) })),
  settings: { connections: 16, seconds: 5, rounds: 2 },
  postgres: null,
  notes: ["one that stays"],
};
const cell = (rate: number) => ({ rate, p99: 1, bytes: 1 });
const later: Results = {
  ...old,
  day: "2027-01-02",
  machine: { ...old.machine, load: 0.2 },
  versions: { PostgreSQL: "18.4" },
  settings: { ...old.settings, postgres: 3 },
  rates: [
    { events: 10_000, work: "first", sides: { postgres: cell(441), pair: cell(883) } },
    { events: 100_000, work: "first", sides: { postgres: cell(400), pair: cell(500) } },
  ],
  import: null,
  postgres: { rows: 1_000, kept: 999, seconds: 2, rate: 500, sqlite: 1_000 },
  start: null,
  notes: ["the disk was slow"],
};
const rowsOf = (text: string, start: string) => text.split("\n").filter((line) => line.startsWith(`| ${start} |`));

test("a partial benchmark run replaces its own results and leaves all others", () => {
  const both = merge(old, later, "pg");
  expect(both).toMatchObject({ day: old.day, machine: old.machine, import: old.import, start: old.start });
  expect(both.postgres).toEqual(later.postgres);
  expect(both.versions).toEqual({ ...old.versions, PostgreSQL: "18.4" });
  const first = (events: number) => both.rates.find((one) => one.events === events && one.work === "first")?.sides;
  const ours = old.rates.find((one) => one.events === 10_000 && one.work === "first")?.sides;
  expect(first(10_000)).toEqual({ ...ours, ...later.rates[0]?.sides });
  expect(first(100_000)).toEqual(later.rates[1]?.sides);
  expect(both.rates.map(({ events }) => events)).toEqual(
    both.rates.map(({ events }) => events).toSorted((a, b) => a - b),
  );
  expect(both.rates).toHaveLength(old.rates.length + 1);
  const note = "Measured apart, pg: 2027-01-02, load 0.2 at the beginning. the disk was slow";
  expect(both.notes).toEqual(["one that stays", note]);
  expect(merge(both, { ...later, day: "2027-01-03" }, "pg").notes).toEqual([
    "one that stays",
    note.replace("02,", "03,"),
  ]);
});

test("results of another machine are not merged with those of this one", () => {
  const other = { ...later, machine: { ...later.machine, cores: 64 } };
  expect(() => merge(old, other, "pg")).toThrow("64 cores");
});

test("rendered results: without PostgreSQL a table has no columns of it; with it, what was not measured is empty", () => {
  expect(render(old)).not.toContain("PostgreSQL");
  const text = render(merge(old, later, "pg"));
  const [head = ""] = rowsOf(text, "work");
  expect(head).toContain("| Communiqué on PostgreSQL | two servers on one PostgreSQL |");
  const [few, many, most] = rowsOf(text, WORKS.first);
  expect(few).toMatch(/\| 441 \(1 ms\) \| 883 \(1 ms\) \|$/);
  expect(many).toMatch(/\| 100,000 \|.*\| {2}\| 400 \(1 ms\) \| 500 \(1 ms\) \|$/);
  expect(most).toMatch(/\| {2}\| {2}\|$/);
  expect(text).toContain("2 rounds of 5 seconds a side (3 of those on PostgreSQL), medians");
  expect(text).toContain(
    "Import into PostgreSQL: 1,000 rows, 999 kept, in 2 s, 500 rows/s; into SQLite in the same run 1,000 rows/s.",
  );
});

test("rendered results: PostgreSQL is compared with SQLite, and two servers with one, where both were measured", () => {
  const rates = old.rates.map((one) => ({ ...one, sides: { ours: cell(100), postgres: cell(50), pair: cell(75) } }));
  const each = (ratio: number) =>
    ["cached list", "lists", "records", "filtered lists", "counts", "searches"]
      .map((says) => `${says} ${ratio}`)
      .join(", ");
  const text = render({ ...old, rates, postgres: later.postgres ?? null });
  const at = (ratio: number) => `${each(ratio)} at 10,000; ${each(ratio)} at 1,000,000`;
  expect(rowsOf(text, "PostgreSQL, relative to SQLite")).toEqual([
    `| PostgreSQL, relative to SQLite | ${at(0.5)} |  |  |`,
  ]);
  expect(rowsOf(text, "two servers on one PostgreSQL, relative to one")).toEqual([
    `| two servers on one PostgreSQL, relative to one | ${at(1.5)} |  |  |`,
  ]);
  expect(text).toContain("| rows imported into PostgreSQL, relative to SQLite | 0.5 |");
  expect(rowsOf(render(later), "PostgreSQL, relative to SQLite")).toEqual([]);
});

test.each([
  [[], { works, postgres: true, others: true, whole: true, merged: null }],
  [["--without-pg"], { works, postgres: false, others: true, whole: false, merged: null }],
  [["--only", "first"], { works: ["first"], postgres: true, others: true, whole: false, merged: null }],
  [["--only", "memory"], { works: [], parts: ["memory"], postgres: false, others: true, whole: false }],
  [["--only", "pg"], { works, parts: [], postgres: true, others: false, whole: false }],
  [
    ["--only", "pg,search", "--merge", "--events", "1000000"],
    { works: ["search"], postgres: true, others: false, whole: false, merged: "pg,search at 1,000,000 events" },
  ],
])("bench options: %j selects the parts that it names", (args, wish) => expect(readOptions(args)).toMatchObject(wish));

test.each([
  [["--only", "postgres"], "there is no postgres"],
  [["--small", "--merge"], "no part of the results"],
  [["--only", "pg", "--without-pg"], "wanted and not"],
  [["--events", "100"], "10,000 or more"],
])("bench options: %j is refused", (args, reason) => expect(() => readOptions(args)).toThrow(reason));
