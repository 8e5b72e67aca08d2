// Excerpt limit: intervals are measured as if each code point were ticked off.
import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Interval, measure, sharesOf } from "../../../src/intake/checks/excerpt-limit.ts";
import { readData, readHoldings } from "../../../src/intake/curated/read.ts";
import { ARTICLE, BUNDLE, change, SOURCE, second } from "../curated/fixture.ts";

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

test("prefix and suffix count as shown; quotes and the headline count on neither side", async () => {
  const directory = await second();
  const shareOf = async () => sharesOf((await readHoldings(directory)).corpus).get(SOURCE);
  expect(await shareOf()).toEqual({ served: 228, rest: 759, quoted: 233 });
  // The words of the headline have nothing cited on either side.
  await change(directory, [[BUNDLE, "/sources/0/provenance/2/evidence/0/prefix", "1234567"]]);
  expect(await shareOf()).toEqual({ served: 235, rest: 759, quoted: 233 });
  await change(directory, [[BUNDLE, "/figures/0/provenance/0/evidence/0/suffix", "12345"]]);
  expect(await shareOf()).toEqual({ served: 235, rest: 759, quoted: 233 });
});

test("quotes and spans together show at most two thirds of a text", async () => {
  const directory = await second();
  const text = Array.from(await readFile(ARTICLE, "utf8"));
  const cited = (start: number, end: number) => ({
    ...{ source: SOURCE, exact: text.slice(start, end).join(""), prefix: "", suffix: "", start, end },
  });
  await change(directory, [
    [BUNDLE, "/venues/0/provenance/0/evidence/0", cited(0, 104)],
    [BUNDLE, "/venues/0/provenance/1/evidence", [cited(408, 520), cited(810, 925), cited(926, 1040)]],
  ]);
  const { faults } = await readData(directory);
  expect(faults.map(({ message }) => message)).toContainEqual(
    expect.stringMatching(
      /^quotes and evidence show 9\d\d of its 992 code points; at most two thirds, 661, may be served/,
    ),
  );
});
