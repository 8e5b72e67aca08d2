// Excerpt limit: intervals are measured as if each code point were ticked off.
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Interval, measure, sharesOf } from "../../../src/intake/checks/excerpt-limit.ts";
import { readHoldings } from "../../../src/intake/curated/read.ts";
import { BUNDLE, change, SOURCE, second } from "../curated/fixture.ts";

test("measure counts each code point of overlapping intervals once", () => {
  const interval = fc.tuple(fc.nat(60), fc.nat(20)).map(([start, size]): Interval => [start, start + size]);
  fc.assert(
    fc.property(fc.array(interval), (intervals) => {
      const ticked = new Set(
        intervals.flatMap(([start, end]) => Array.from({ length: end - start }, (_, at) => start + at)),
      );
      expect(measure(intervals)).toBe(ticked.size);
    }),
  );
});

test("prefix and suffix count as shown, what stands inside a quote does not", async () => {
  const directory = await second();
  const shareOf = async () => sharesOf((await readHoldings(directory)).corpus).get(SOURCE);
  expect(await shareOf()).toEqual({ served: 283, rest: 814 });
  // The words of the headline have nothing cited on either side.
  await change(directory, [[BUNDLE, "/sources/0/provenance/2/evidence/0/prefix", "1234567"]]);
  expect(await shareOf()).toEqual({ served: 290, rest: 814 });
  await change(directory, [[BUNDLE, "/figures/0/provenance/0/evidence/0/suffix", "12345"]]);
  expect(await shareOf()).toEqual({ served: 290, rest: 814 });
});
