// Locating evidence: any span of any text is found again, emoji and combining characters included.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { locate, type Span } from "../../../src/intake/input/locate.ts";
import { pointsOf } from "../../../src/intake/input/utf8.ts";

// Few signs, so that words repeat: astral, combining, joiners, variation selectors.
const SIGNS = ["а", "б", " ", "е\u0308", "🤝", "👩‍🚀", "👍🏽", "\u0301", "𝕏", "✈️"];
const text = fc
  .array(fc.constantFrom(...SIGNS), { minLength: 1, maxLength: 80 })
  .map((signs) => pointsOf(signs.join("")));
const place = fc.tuple(text, fc.nat(), fc.nat(12)).map(([points, at, size]) => {
  const start = at % points.length;
  return { points, start, exact: points.slice(start, start + 1 + size) };
});

function found(result: ReturnType<typeof locate>): Span {
  if ("trouble" in result) throw new Error(result.trouble);
  return result;
}

/** Where the words stand with this context. */
function matches(points: readonly string[], exact: readonly string[], { prefix, suffix }: Span): number[] {
  const whole = [...pointsOf(prefix), ...exact, ...pointsOf(suffix)];
  const starts = [...points.keys()].filter((at) => whole.every((point, nth) => points[at + nth] === point));
  return starts.map((at) => at + pointsOf(prefix).length);
}

describe("locate: start, end, prefix and suffix of evidence", () => {
  test("a span with a correct start is given back", () => {
    fc.assert(
      fc.property(place, ({ points, start, exact }) => {
        const words = exact.join("");
        const span = found(locate(points, { exact: words, start, end: start + exact.length }));
        expect(span).toMatchObject({ start, end: start + exact.length });
        expect(points.slice(span.start, span.end).join("")).toBe(words);
      }),
      { numRuns: 500 },
    );
  });

  test("the prefix and suffix find the span again, and no shorter ones would", () => {
    fc.assert(
      fc.property(place, ({ points, start, exact }) => {
        const words = exact.join("");
        const span = found(locate(points, { exact: words, start, end: start + exact.length }));
        const { prefix, suffix } = span;
        const size = pointsOf(prefix).length + pointsOf(suffix).length;
        expect(pointsOf(prefix).length).toBeLessThanOrEqual(32);
        expect(pointsOf(suffix).length).toBeLessThanOrEqual(32);
        if (matches(points, exact, span).length > 1) return;
        expect(found(locate(points, { exact: words, prefix, suffix }))).toEqual(span);
        for (let ahead = 0; ahead < size; ahead++) {
          const shorter = {
            ...span,
            prefix: points.slice(Math.max(0, start - ahead), start).join(""),
            suffix: points.slice(span.end, span.end + size - 1 - ahead).join(""),
          };
          expect(matches(points, exact, shorter).length).toBeGreaterThan(1);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("locating twice changes nothing", () => {
    fc.assert(
      fc.property(place, ({ points, start, exact }) => {
        const words = exact.join("");
        const span = found(locate(points, { exact: words, start, end: start + exact.length }));
        expect(locate(points, { exact: words, ...span })).toEqual(span);
      }),
    );
  });

  test("offsets are code points, not UTF-16 units", () => {
    const article = "🤝🤝 да";
    expect(locate(pointsOf(article), { exact: "да" })).toMatchObject({ start: 3, end: 5 });
    expect(article.indexOf("да")).toBe(5);
  });

  test("a start of 0 is a placeholder unless the end confirms it", () => {
    const points = pointsOf("да нет да");
    expect(locate(points, { exact: "да", start: 0 })).toHaveProperty("trouble");
    expect(locate(points, { exact: "да", start: 0, end: 2 })).toMatchObject({ start: 0, suffix: " " });
    expect(locate(points, { exact: "нет", start: 0, end: 0 })).toMatchObject({ start: 3, prefix: "", suffix: "" });
  });

  test("a wrong start is corrected where the words are unique", () => {
    expect(locate(pointsOf("да нет да"), { exact: "нет", start: 5, prefix: "", suffix: "" })).toMatchObject({
      start: 3,
    });
  });

  test("ambiguous words are refused with how often and where they stand", () => {
    const points = pointsOf("да нет да");
    expect(locate(points, { exact: "да" })).toEqual({
      trouble: "occurs 2 times (at 0, 7): give a few characters of prefix or suffix, or its start",
    });
    expect(locate(points, { exact: "да", prefix: "x" })).toEqual({
      trouble:
        "occurs 2 times (at 0, 7), never with this prefix and suffix: give a few characters of prefix or suffix, or its start",
    });
  });

  test("words that do not occur are refused with how far they can be followed", () => {
    expect(locate(pointsOf("приняла приглашение министра"), { exact: "приняла приглошение" })).toEqual({
      trouble:
        '"приняла приглошение" does not occur in the text; the text follows it to "приняла пригл", then has "ашение минис"',
    });
  });
});
