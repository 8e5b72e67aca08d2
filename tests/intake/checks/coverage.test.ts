// Coverage: which leaves need provenance, and which entry covers which.
import { describe, expect, test } from "vitest";
import { covers, substantive } from "../../../src/intake/checks/coverage.ts";
import { type Json, placeOf } from "../../../src/intake/input/pointers.ts";

const leaves = (value: Json, ...languages: string[]) =>
  [...substantive(placeOf(value), new Set(languages))].map(({ pointer }) => pointer);

describe("substantive", () => {
  test("is every leaf but upkeep, the project's own words, and what is empty", () => {
    const record = {
      id: "x",
      updated: "2026-11-24",
      provenance: [{ path: "/kind" }],
      summary: { ru: "а", en: "a" },
      kind: "room",
      reciprocal: false,
      location: { latitude: 0 },
      within: null,
      topics: [],
      codes: { cameo: null, plover: { contexts: ["x-a", "x-b"] } },
    };
    const expected = [
      "/kind",
      "/reciprocal",
      "/location/latitude",
      "/codes/plover/contexts/0",
      "/codes/plover/contexts/1",
    ];
    expect(leaves(record, "ru")).toEqual(expected);
  });

  test("a text in a language that no cited source has needs none", () => {
    const names = { names: { ru: "а", en: "a", "zh-Hans": "甲" }, aliases: { ru: ["б"], en: ["b"] } };
    expect(leaves(names, "ru")).toEqual(["/names/ru", "/aliases/ru/0"]);
    expect(leaves(names, "zh")).toEqual(["/names/zh-Hans"]);
    expect(leaves(names)).toHaveLength(5);
  });

  test("a key that looks like a language elsewhere is no translation", () => {
    expect(leaves({ codes: { en: "x" }, text: "y" }, "ru")).toEqual(["/codes/en", "/text"]);
  });

  test("the title of an office counts, a summary further down does too", () => {
    expect(leaves({ offices: [{ title: { ru: "а", en: "a" } }], part: { summary: "x" } }, "ru")).toEqual([
      "/offices/0/title/ru",
      "/part/summary",
    ]);
  });
});

test("an entry covers whole steps only", () => {
  expect(covers("/date", "/date")).toBe(true);
  expect(covers("/date", "/date/edtf")).toBe(true);
  expect(covers("/date", "/dates")).toBe(false);
  expect(covers("/topics/1", "/topics/10")).toBe(false);
});
