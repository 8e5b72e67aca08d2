// Gaps: what lacks between the first and the last file, or year.
import { describe, expect, test } from "vitest";
import { gapsOfFiles, gapsOfYears } from "../../../src/store/catalog/gaps.ts";

const none = { count: 0, ranges: [], further: 0 };

describe("files of GDELT", () => {
  test.each([
    ["one day", ["20231017.export.CSV"], { unit: "day", ...none }],
    [
      "days, months and years",
      ["2005.csv", "200601.zip", "20060203.export.CSV.zip", "20060206.export.CSV.gz"],
      {
        unit: "day",
        count: 4,
        ranges: [
          { from: "2006-02-01", to: "2006-02-02" },
          { from: "2006-02-04", to: "2006-02-05" },
        ],
        further: 0,
      },
    ],
    [
      "quarter hours over midnight, and a whole day",
      ["20231016234500.export.CSV", "20231017.export.CSV", "20231018001500.export.CSV", "20231018010000.export.csv"],
      {
        unit: "quarter-hour",
        count: 3,
        ranges: [
          { from: "2023-10-18T00:00Z", to: "2023-10-18T00:00Z" },
          { from: "2023-10-18T00:30Z", to: "2023-10-18T00:45Z" },
        ],
        further: 0,
      },
    ],
  ])("%s give what lacks between the first and the last, in any order", (_, names, gaps) => {
    expect(gapsOfFiles(names)).toEqual(gaps);
    expect(gapsOfFiles(names.toReversed())).toEqual(gaps);
  });

  test("a name that says no time makes the gaps unknown", () => {
    expect(gapsOfFiles(["20231017.export.CSV", "-"])).toBeNull();
    expect(gapsOfFiles([])).toBeNull();
  });

  test("more than a hundred ranges are counted", () => {
    const days = Array.from({ length: 120 }, (_, at) => new Date(Date.UTC(2020, 0, 1 + 2 * at)).toISOString());
    const found = gapsOfFiles(days.map((day) => `${day.slice(0, 10).replaceAll("-", "")}.export.CSV`));
    expect(found).toMatchObject({ unit: "day", count: 119, further: 19 });
    expect(found?.ranges).toHaveLength(100);
  });
});

test("years without a record lie between the first and the last", () => {
  expect(gapsOfYears([1936, 1931, 1933, 1931])).toEqual({
    unit: "year",
    count: 3,
    ranges: [
      { from: "1932", to: "1932" },
      { from: "1934", to: "1935" },
    ],
    further: 0,
  });
});
