// Faults: one line each, in the order of the files, with the nearest right word.
import { expect, test } from "vitest";
import { brief, formatFault, hint, sortFaults } from "../../../src/intake/input/faults.ts";

test("a fault is one line, whatever characters the keys of a file have", () => {
  const fault = { file: "bundles/x.json", pointer: "/a\nb", message: "unknown\u001b[31m key\u2028" };
  expect(formatFault(fault)).toBe("bundles/x.json:/a\\u000ab: unknown\\u001b[31m key\\u2028");
});

test("faults are sorted by file, then by JSON Pointer, indexes as numbers", () => {
  const places = ["b:/events/10", "b:/events/9/type", "b:/events/9", "a:/venues/0", "b:"];
  const faults = places.map((place) => {
    const [file = "", pointer = ""] = place.split(":");
    return { file, pointer, message: "x" };
  });
  const sorted = sortFaults(faults).map(({ file, pointer }) => `${file}:${pointer}`);
  expect(sorted).toEqual(["a:/venues/0", "b:", "b:/events/9", "b:/events/9/type", "b:/events/10"]);
});

test("a suggestion is given only where a word is near", () => {
  expect(hint("zal-rpob", ["zal-prob", "ulaanbaatar"])).toBe('; did you mean "zal-prob"?');
  expect(hint("zakon", ["zakon-kz-2023-10-17"])).toBe('; did you mean "zakon-kz-2023-10-17"?');
  expect(hint("is", ["mn", "kz"])).toBe("");
  expect(hint("EUX", ["USD", "EUR"])).toBe('; did you mean "EUR"?');
});

test("long values are cut between characters", () => {
  expect(brief("🤝".repeat(100))).toBe(`"${"🤝".repeat(71)}…"`);
  expect(brief("🤝".repeat(72))).toBe(`"${"🤝".repeat(72)}"`);
});
