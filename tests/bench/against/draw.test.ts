// Drawn questions and their tables: the same for a seed, none twice, and every aim can be reached and missed.
import { describe, expect, test } from "vitest";
import type { Facts } from "../questions.ts";
import { type Findings, spreadOf } from "./findings.ts";
import { addressOf, drawn, type Known, learn } from "./questions.ts";
import { againstSection } from "./tables.ts";
import { ALL, outcome } from "./works.ts";

const FACTS: Facts = {
  events: 10_000,
  prefix: "gdelt-",
  firstId: 100_000_000,
  countries: ["us"],
  types: ["talks"],
  words: ["China", "Côte"],
};
const KNOWN: Known = {
  values: new Map([
    ["country", ["us", "gb", "cn"]],
    ["status", ["occurred"]],
    ["cameoRoot", ["04", "05"]],
  ]),
  pairs: [
    ["us", "talks"],
    ["gb", "visit"],
  ],
  events: ["one", "two"],
  articles: ["three"],
};

describe("questions of a comparison", () => {
  const questions = drawn(1, FACTS, KNOWN);
  const asked = ALL.filter((work) => questions[work].ours?.templates.some((one) => /\{\w+\}/.test(one)));

  test.each(asked)("a comparison of %s: no two of the first 10,000 requests are the same", (work) => {
    for (const questionsOf of Object.values(questions[work])) {
      const paths = Array.from({ length: FACTS.events }, (_, n) => addressOf(questionsOf, n));
      expect(new Set(paths).size).toBe(FACTS.events);
      expect(paths.filter((path) => /[{}]/.test(path))).toEqual([]);
    }
  });
  test("a seed draws the same questions again, another seed draws other ones", () => {
    expect(drawn(1, FACTS, KNOWN)).toEqual(questions);
    expect(drawn(2, FACTS, KNOWN).drawn).not.toEqual(questions.drawn);
  });
  test("filters are the fields that the document counts by, with the values that the data has", async () => {
    const { values } = await learn(async (path) => {
      const field = new URLSearchParams(path.split("?")[1]).get("by") ?? "";
      return { data: field === "status" ? [{ keys: { status: "occurred" } }, { keys: { status: null } }] : [] };
    });
    expect([...values]).toEqual([["status", ["occurred"]]]);
  });
});

describe("ratios of a comparison", () => {
  test("quartiles lie between their neighbours, and of nothing there are none", () => {
    expect(spreadOf([4, 1, 3, 2, 5])).toEqual({ low: 2, middle: 3, high: 4 });
    expect(spreadOf([Number.NaN])).toBeNull();
  });

  const ratio = (middle: number) => ({ low: middle, middle, high: middle });
  test("an aim is reached by both ratios, by one of them or by none", () => {
    expect(outcome({ rate: ratio(4), cpu: ratio(4.2) }, 4)).toBe("yes");
    expect(outcome({ rate: ratio(4), cpu: null }, 4)).toBe("yes");
    expect(outcome({ rate: ratio(3.9), cpu: ratio(4.2) }, 4)).toBe("by processor time");
    expect(outcome({ rate: ratio(4.1), cpu: ratio(3) }, 4)).toBe("by requests a second");
    expect(outcome({ rate: ratio(3), cpu: ratio(3) }, 4)).toBe("**no**");
  });

  test("the section has a row for each ratio, and tells how many answers were equal", () => {
    const side = { rate: 1_000, cpu: 100, thread: 90, p99: 1 };
    const findings: Findings = {
      day: "2026-12-01",
      machine: { cores: 2, system: "linux x64", node: "24", load: 0 },
      before: "main (0123456789)",
      seed: 1,
      settings: { connections: 16, seconds: 1, rounds: 2 },
      same: [{ events: 10_000, engine: "SQLite", compared: 700, different: 0 }],
      works: [
        {
          events: 10_000,
          work: "first",
          sides: { ours: side, before: side },
          ratios: { before: { rate: ratio(4.4), cpu: ratio(2.9) } },
        },
        { events: 10_000, work: "event", sides: { ours: side }, ratios: { json: { rate: ratio(1), cpu: ratio(1) } } },
      ],
      import: null,
      memory: [{ events: 10_000, asked: 10, ours: 200, before: 300 }],
      notes: [],
    };
    const text = againstSection(findings);
    expect(text).toContain(
      "| first lists | 10,000 | the build before | 4.4 (4.4 to 4.4) | 2.9 (2.9 to 2.9) | ≥ 3 | by requests a second |",
    );
    expect(text).toContain("a page holds the serving thread for 0.1 ms");
    expect(text).toContain("700 answers compared to the byte before anything was measured, 0 different");
    expect(text).toContain("0.67 of it");
  });
});
