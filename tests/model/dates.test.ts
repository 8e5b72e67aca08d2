// Dates: which days each form of EDTF covers, and which texts are refused.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EventDate, readDate, WrittenDate } from "../../src/model/dates.ts";

type Row = [edtf: string, earliest: string | null, latest: string | null, certain?: boolean];

function covers(rows: Row[]): void {
  test.each<Row>(rows)("%s covers %s to %s", (edtf, earliest, latest, certain = true) => {
    expect(readDate(edtf)).toEqual({ edtf, earliest, latest, certain });
    expect(EventDate.safeParse(readDate(edtf)).success).toBe(true);
    expect(WrittenDate.safeParse(edtf).success).toBe(true);
  });
}

describe("days, months and years", () => {
  covers([
    ["2023-10-17", "2023-10-17", "2023-10-17"],
    ["2023-10", "2023-10-01", "2023-10-31"],
    ["2023-02", "2023-02-01", "2023-02-28"],
    ["2024-02", "2024-02-01", "2024-02-29"],
    ["2024-02-29", "2024-02-29", "2024-02-29"],
    ["2023", "2023-01-01", "2023-12-31"],
    ["0001", "0001-01-01", "0001-12-31"],
    ["9999-12-31", "9999-12-31", "9999-12-31"],
  ]);
});

test("a plain date, read without the grammar, is what the grammar makes of it", () => {
  const days = (text: string) => {
    try {
      const { earliest, latest } = readDate(text);
      return [earliest, latest];
    } catch {
      return "no date";
    }
  };
  const number = (width: number, max: number) =>
    fc.integer({ min: 0, max }).map((one) => String(one).padStart(width, "0"));
  const parts = fc.tuple(number(4, 9_999), number(2, 13), number(2, 32), fc.integer({ min: 1, max: 3 }));
  const plain = parts.map(([year, month, day, most]) => [year, month, day].slice(0, most).join("-"));
  fc.assert(
    fc.property(plain, (text) => {
      expect(days(text)).toEqual(days(`[${text}]`));
    }),
  );
});

describe("qualified dates (~, ?, %) keep their days and are not certain", () => {
  covers([
    ["2023-10-17~", "2023-10-17", "2023-10-17", false],
    ["2023-10-17?", "2023-10-17", "2023-10-17", false],
    ["2023-10%", "2023-10-01", "2023-10-31", false],
    ["~2023", "2023-01-01", "2023-12-31", false],
    ["2023~/2024", "2023-01-01", "2024-12-31", false],
    ["[..2023-10-17~]", null, "2023-10-17", false],
  ]);
});

describe("open sets ([..day], [day..])", () => {
  covers([
    ["[..2023-10-17]", null, "2023-10-17"],
    ["[..2023]", null, "2023-12-31"],
    ["[2023-10-17..]", "2023-10-17", null],
    ["[2023..]", "2023-01-01", null],
    ["../2023-10-17", null, "2023-10-17"],
    ["2023-10-17/..", "2023-10-17", null],
    ["2023-10/", "2023-10-01", null],
    ["/2023-10", null, "2023-10-31"],
    ["../..", null, null],
  ]);
});

describe("intervals and sets", () => {
  covers([
    ["2004/2005", "2004-01-01", "2005-12-31"],
    ["2004-06/2006-08", "2004-06-01", "2006-08-31"],
    ["2023-10-17/2023-10-18", "2023-10-17", "2023-10-18"],
    ["[2022,2023]", "2022-01-01", "2023-12-31"],
    ["{2022-05,2023-10-17}", "2022-05-01", "2023-10-17"],
    ["{2023}", "2023-01-01", "2023-12-31"],
    ["{..1984}", null, "1984-12-31"],
  ]);
});

describe("unspecified digits (X)", () => {
  covers([
    ["199X", "1990-01-01", "1999-12-31"],
    ["20XX", "2000-01-01", "2099-12-31"],
    ["2023-XX", "2023-01-01", "2023-12-31"],
    ["2023-10-XX", "2023-10-01", "2023-10-31"],
    ["2023-XX-XX", "2023-01-01", "2023-12-31"],
  ]);
});

describe("texts that are no supported date", () => {
  test.each([
    "",
    " ",
    "today",
    "NaN",
    "2023 ",
    " 2023",
    "2023\n",
    "2023\0",
    "\0",
    "1",
    "20",
    "202",
    "XXXX",
    "0000",
    "2023-1",
    "2023-1-1",
    "2023-00",
    "2023-13",
    "2023-10-00",
    "2023-10-32",
    "2023-04-31",
    "2023-02-30",
    "2023-21",
    "2023-24",
    "2023-33",
    "[2023-21]",
    "2023-10-17T12:00:00Z",
    "2023-10-17T12",
    "Y170000002",
    "..",
    "[..]",
    "[]",
    "{}",
    "[2023",
    "2023]",
    "2024/2023",
    "2023/2024/2025",
    "17.10.2023",
    "10/17/2023",
    "２０２３",
    "2023–2024",
    "constructor",
    "__proto__",
    "9".repeat(65),
  ])("%j is refused", (text) => {
    expect(() => readDate(text)).toThrow(RangeError);
    expect(WrittenDate.safeParse(text).success).toBe(false);
  });
});

describe("dates that the edtf package alone misreads", () => {
  test.each<Row>([
    ["{1960,1961..1963}", "1960-01-01", "1963-12-31"],
    ["[1667,1668,1670..1672]", "1667-01-01", "1672-12-31"],
    ["[2023-10-17..2023-10-19]", "2023-10-17", "2023-10-19"],
  ])("%s covers %s to %s", (edtf, earliest, latest) => {
    expect(readDate(edtf)).toMatchObject({ earliest, latest });
  });

  test.each(["2023-02-29", "1900-02-29", "2023-02-29/2023-03-05", "20231017", "12345", "-0044", "-0044-03-15"])(
    "%s is refused",
    (text) => expect(() => readDate(text)).toThrow(RangeError),
  );

  test.each(["2023-02~-29", "2023-~02-29"])("%s is refused", (text) => {
    expect(() => readDate(text)).toThrow(RangeError);
  });
});

describe("for any generated date", () => {
  const pad = (number: number, width: number) => String(number).padStart(width, "0");
  const year = fc.integer({ min: 1, max: 9999 }).map((number) => pad(number, 4));
  const month = fc.integer({ min: 1, max: 12 }).map((number) => pad(number, 2));
  const date = fc.integer({ min: 1, max: 28 }).map((number) => pad(number, 2));
  const plain = fc
    .tuple(year, month, date, fc.integer({ min: 1, max: 3 }))
    .map(([y, m, d, parts]) => [y, m, d].slice(0, parts).join("-"));

  test("a year, month or day begins and ends with itself", () => {
    fc.assert(
      fc.property(plain, fc.constantFrom("", "~", "?", "%"), (text, qualifier) => {
        const { edtf, earliest, latest, certain } = readDate(text + qualifier);
        expect(edtf).toBe(text + qualifier);
        expect(earliest?.startsWith(text)).toBe(true);
        expect(latest?.startsWith(text)).toBe(true);
        expect(earliest?.slice(text.length)).toBe("-01-01".slice(text.length - 4));
        expect(certain).toBe(qualifier === "");
      }),
    );
  });

  test("an interval runs from the first day of its start to the last day of its end", () => {
    fc.assert(
      fc.property(plain, plain, (a, b) => {
        const [one, other] = [readDate(a), readDate(b)];
        fc.pre((one.earliest ?? "") < (other.earliest ?? "") && (one.latest ?? "") < (other.latest ?? ""));
        expect(readDate(`${a}/${b}`)).toMatchObject({ earliest: one.earliest, latest: other.latest });
        expect(readDate(`../${b}`)).toMatchObject({ earliest: null, latest: other.latest });
        expect(readDate(`${a}/..`)).toMatchObject({ earliest: one.earliest, latest: null });
        expect(readDate(`[..${b}]`)).toMatchObject({ earliest: null, latest: other.latest });
      }),
    );
  });

  test("any text is read or refused with a RangeError, and no range ends before it begins", () => {
    const piece = fc.constantFrom("2023", "10", "17", "-", "..", "/", "[", "]", "{", "}", ",", "~", "?", "%", "X", "0");
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(piece, { maxLength: 8 }).map((all) => all.join("")),
    );
    fc.assert(
      fc.property(text, (any) => {
        try {
          const { earliest, latest } = readDate(any);
          if (earliest !== null && latest !== null) expect(earliest <= latest).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
