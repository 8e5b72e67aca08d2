// Human dates: what each way of writing a date is in EDTF, as the fault of a date that is none proposes it.
import fc from "fast-check";
import { expect, test } from "vitest";
import { datesMeant } from "../../../src/model/date/human.ts";
import { dateFault } from "../../../src/model/dates.ts";

test.each([
  ["April 26, 2019", "2019-04-26"],
  ["Friday, April 26th, 2019", "2019-04-26"],
  ["the 26th of April 2019", "2019-04-26"],
  ["26 Apr. 2019", "2019-04-26"],
  ["Sept. 5, 2020", "2020-09-05"],
  ["October 2023", "2023-10"],
  ["26 апреля 2019", "2019-04-26"],
  ["26 апреля 2019 г.", "2019-04-26"],
  ["26 мая 2019г.", "2019-05-26"],
  ["в октябре 2023 года", "2023-10"],
  ["2019 год", "2019"],
  ["2019 жылғы 26 сәуір", "2019-04-26"],
  ["2019年4月26日", "2019-04-26"],
  ["26.04.2019", "2019-04-26"],
  ["2019/04/26", "2019-04-26"],
  ["2019.4.6", "2019-04-06"],
  ["20190426", "2019-04-26"],
  ["2019-4-26", "2019-04-26"],
  ["04/26/2019", "2019-04-26"],
  ["26/04/2019", "2019-04-26"],
  ["04.2019", "2019-04"],
  ["2019-04-26T12:00", "2019-04-26"],
  ["17–18 октября 2023 года", "2023-10-17/2023-10-18"],
  ["с 17 по 18 октября 2023", "2023-10-17/2023-10-18"],
  ["October 17-18, 2023", "2023-10-17/2023-10-18"],
  ["17 October 2023 – 3 November 2023", "2023-10-17/2023-11-03"],
  ["2023–2024", "2023/2024"],
  ["circa 2019", "2019~"],
  ["около 2019 года", "2019~"],
  ["1990s", "199X"],
  ["1990-е", "199X"],
  [" 2019-04-26", "2019-04-26"],
  ["[2022, 2023]", "[2022,2023]"],
  ["２０１９", "2019"],
])("%s may mean %s", (text, edtf) => {
  expect(dateFault(text)).toBe(`not a date in EDTF; did you mean "${edtf}"?`);
});

test("where day and month can change places, both dates are suggested", () => {
  expect(dateFault("04/05/2019")).toBe('not a date in EDTF; did you mean "2019-04-05" or "2019-05-04"?');
});

test("a day that the calendar lacks is not suggested: the message says what is wrong with it", () => {
  expect(dateFault("31.04.2019")).toBe("not a date in EDTF: 2019-04 has 30 days");
  expect(dateFault("February 29, 2023")).toBe("not a date in EDTF: 2023-02 has 28 days");
});

test.each(["today", "April", "26 April", "26.04.19", "12345", "Movember 2023", "13/14/2023", "1/2/3"])(
  "%s suggests no date",
  (text) => expect(datesMeant(text)).toEqual([]),
);

test("days are suggested for month names and orders of every language", () => {
  const months = (lang: string) =>
    Array.from({ length: 12 }, (_, at) =>
      new Intl.DateTimeFormat(lang, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(
        Date.UTC(2019, at, 15),
      ),
    );
  for (const lang of ["en-US", "en-GB", "ru", "kk", "zh"]) {
    const wanted = Array.from({ length: 12 }, (_, at) => [`2019-${String(at + 1).padStart(2, "0")}-15`]);
    expect(months(lang).map(datesMeant)).toEqual(wanted);
  }
});

test("any text at all is read without an exception", () => {
  const piece = fc.constantFrom("17", "2023", "May", "мая", "г.", "-", "–", " ", "/", ".", ",", "to", "с", "c.", "年");
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(piece, { maxLength: 9 }).map((all) => all.join("")),
  );
  fc.assert(
    fc.property(text, (any) => Array.isArray(datesMeant(any))),
    { numRuns: 500 },
  );
});
