// JSON: the strict reader takes what JSON.parse takes, but for keys given twice.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readJson } from "../../../src/intake/input/json.ts";

describe("readJson", () => {
  test("it reads every JSON value as JSON.parse does", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(undefined, 2, "\t"), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        // That key is refused, as another test shows.
        fc.pre(!text.includes("__proto__"));
        expect(readJson(text)).toEqual({ value: JSON.parse(text), troubles: [] });
      }),
    );
  });

  test("it reports the key __proto__ as unknown", () => {
    expect(readJson('{"a": {"__proto__": []}}').troubles).toEqual([
      { pointer: "/a/__proto__", message: 'unknown key "__proto__"' },
    ]);
  });

  test("it refuses what JSON.parse refuses, for texts with one character put in, taken out or changed", () => {
    const sign = fc.constantFrom(...'{}[]":,\\0123.eE+-tfnu \n\u0001é🤝');
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 2 }), fc.nat(), fc.nat(2), sign, (value, place, how, other) => {
        const points = Array.from(JSON.stringify(value));
        points.splice(place % points.length, how === 0 ? 0 : 1, ...(how === 2 ? [] : [other]));
        const text = points.join("");
        const { value: read, troubles } = readJson(text);
        let parsed: unknown;
        try {
          parsed = JSON.parse(text);
        } catch {
          parsed = undefined;
        }
        if (troubles.every(({ pointer }) => pointer === "")) expect(read).toEqual(parsed);
      }),
      { numRuns: 2000 },
    );
  });
});
