// Benchmark questions and targets: every request differs from the last, and every target can be met and missed.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { type Asked, type Facts, PATHS, PLANS, WORKS, type Work } from "./questions.ts";
import type { Results } from "./results.ts";
import { TARGETS } from "./targets.ts";

const FACTS: Facts = {
  events: 10_000,
  prefix: "gdelt-",
  firstId: 100_000_000,
  countries: ["us", "gb", "cn"],
  types: ["talks", "appeal"],
  words: ["China", "Japan"],
};
const SIDES: readonly Asked[] = ["ours", "platformatic", "jsonServer"];
const asked = (Object.keys(WORKS) as Work[])
  .filter((work) => work !== "repeated")
  .flatMap((work) => SIDES.flatMap((side) => (PATHS[work][side] === undefined ? [] : [[work, side] as const])));

test.each(asked)("benchmark request %s of %s: no two requests are the same", (work, side) => {
  const paths = Array.from({ length: FACTS.events }, (_, n) => PATHS[work][side]?.(FACTS, n) ?? "");
  expect(new Set(paths).size).toBe(FACTS.events);
});

test.each(Object.entries(PLANS))(
  "benchmark plan %s: no two requests are the same, and all dates lie in 2004 to 2023",
  (_, path) => {
    const paths = Array.from({ length: 3 * FACTS.events }, (_, n) => path(FACTS, n));
    const lists = paths.filter((one) => !one.startsWith("/v1/events/"));
    expect(new Set(lists).size).toBe(lists.length);
    const days = [...paths, path(FACTS, 999_998), path(FACTS, 999_999)].flatMap(
      (one) => one.match(/\d{4}-\d{2}-\d{2}/g) ?? [],
    );
    expect(days.filter((day) => day < "2004" || day >= "2024")).toEqual([]);
  },
);

const cell = (rate: number) => ({ rate, p99: 1, bytes: 1 });
/** Results in which every target is met by a factor of `good` when it is 1, and missed when it is 0.01. */
function results(good: number): Results {
  const rates = (events: number) => [
    { events, work: "repeated" as const, sides: { node: cell(100), ours: cell(90 * good), logged: cell(50 * good) } },
    {
      events,
      work: "first" as const,
      sides: {
        ours: cell(events === 10_000 ? 3_000 * good : 2_500 * good ** 2),
        platformatic: cell(900),
        jsonServer: cell(30),
      },
    },
  ];
  return {
    day: "2026-11-24",
    machine: { cores: 2, memoryGiB: 4, system: "linux x64", node: "24", load: 0 },
    versions: {},
    settings: { connections: 16, seconds: 5, rounds: 2 },
    rates: [...rates(10_000), ...rates(1_000_000)],
    import: { rows: 1_000, kept: 1_000, seconds: 1, rate: 300 * good, bare: 1_000 },
    start: { events: 1_000_000, ms: 500 / good },
    memory: { events: 1_000_000, resident: 300 / good, queries: 10, before: 1, half: 100, after: 100 / good, peak: 1 },
    counts: { events: 1_000_000, asked: [{ path: "/", ms: 20 / good, bare: 1 }] },
    isolation: { events: 1_000_000, idle: { p50: 1, p99: 1 }, busy: { p50: 1, p99: 2 / good } },
    export: null,
    notes: [],
  };
}

test("every target with a limit can be met and missed, and gives null when it was not measured", () => {
  const limited = TARGETS.filter(({ aim }) => aim !== "");
  const met = (one: Results) => limited.map(({ says, of }) => [says, of(one)?.met ?? null]);
  expect(met(results(1))).toEqual(limited.map(({ says }) => [says, true]));
  expect(met(results(0.01))).toEqual(limited.map(({ says }) => [says, false]));
  const nothing = { rates: [], import: null, start: null, memory: null, counts: null, isolation: null };
  expect(met({ ...results(1), ...nothing })).toEqual(limited.map(({ says }) => [says, null]));
});

test.skipIf(!existsSync("../shared/data/gdelt"))(
  "generated benchmark rows have ascending ids and dates that agree with each other",
  async () => {
    const { rowsFile } = await import("./rows.ts");
    const lines = (await readFile(await rowsFile(10_000), "utf8")).trimEnd().split("\n");
    const rows = lines.map((line) => line.split("\t"));
    expect(rows.map(([id]) => Number(id))).toEqual(Array.from({ length: 10_000 }, (_, at) => 100_000_000 + at));
    const wrong = rows.filter(
      ({ length, 1: day = "", 2: month, 3: year, 4: fraction = "", 59: added = "" }) =>
        length !== 61 ||
        month !== day.slice(0, 6) ||
        year !== day.slice(0, 4) ||
        !fraction.startsWith(`${year}.`) ||
        added.slice(0, 8) < day ||
        added.length !== 14,
    );
    expect(wrong.map((row) => row.join(" "))).toEqual([]);
  },
);
