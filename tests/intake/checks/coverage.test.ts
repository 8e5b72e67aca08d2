// Coverage: which values need provenance, and which entry covers which of them.
import { describe, expect, test } from "vitest";
import { covers, substantive } from "../../../src/intake/checks/coverage.ts";
import { type Json, placeOf } from "../../../src/intake/input/pointers.ts";

const leaves = (value: Json, ...languages: string[]) =>
  [...substantive(placeOf(value), new Set(languages))].map(({ pointer }) => pointer);

describe("values that need provenance", () => {
  test("every leaf needs provenance but id, updated, summary and what is empty", () => {
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

  test("a translation into a language that no cited source has needs none", () => {
    const names = { names: { ru: "а", en: "a", "zh-Hans": "甲" }, aliases: { ru: ["б"], en: ["b"] } };
    expect(leaves(names, "ru")).toEqual(["/names/ru", "/aliases/ru/0"]);
    expect(leaves(names, "zh")).toEqual(["/names/zh-Hans"]);
    expect(leaves(names)).toHaveLength(5);
  });

  test("a key that looks like a language tag elsewhere is no translation", () => {
    expect(leaves({ codes: { en: "x" }, text: "y" }, "ru")).toEqual(["/codes/en", "/text"]);
  });

  test("the title of an office needs provenance, and so does a nested summary", () => {
    expect(leaves({ offices: [{ title: { ru: "а", en: "a" } }], part: { summary: "x" } }, "ru")).toEqual([
      "/offices/0/title/ru",
      "/part/summary",
    ]);
  });
});

test("an entry covers the whole steps of its JSON Pointer, not the beginning of a name", () => {
  expect(covers("/date", "/date")).toBe(true);
  expect(covers("/date", "/date/edtf")).toBe(true);
  expect(covers("/date", "/dates")).toBe(false);
  expect(covers("/topics/1", "/topics/10")).toBe(false);
});
