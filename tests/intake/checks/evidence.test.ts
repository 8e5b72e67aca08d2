// Evidence: each way in which provenance can fail, without the article at hand.
import { at, breaking, missing, row } from "../curated/fixture.ts";

const PRIMER = { source: "primer-2024-03-05", prefix: "", suffix: "" };
const LONG =
  "министр примеров Монголии Тест Примеров принял в Зале проб выдуманного министра образцов Исландии Пробу Образцову. Стороны провели";

const TOP = "ВЫМЫШЛЕННЫЙ ТЕКСТ ДЛЯ ПРОВЕРКИ ПРОГРАММЫ. Ни этих людей, ни этой встречи, ни этих денег никогда не было.";

breaking([
  row(
    "an entry for the whole record",
    "/venues/0/provenance/3/path",
    "",
    'B:/venues/0/provenance/3/path: "" is the whole record; a curated record says of each value where it is from',
  ),
  row(
    "an entry for nothing",
    "/venues/0/provenance/3/path",
    "/countri",
    "B:/venues/0/country: no entry of provenance covers this value",
    'B:/venues/0/provenance/3/path: the record has nothing at "/countri"; did you mean "/country"?',
  ),
  row(
    "an entry for a list's end",
    "/events/0/provenance/10/path",
    "/topics/1",
    'B:/events/0/provenance/10/path: the record has nothing at "/topics/1"; did you mean "/topics/0"?',
    "B:/events/0/topics/0: no entry of provenance covers this value",
  ),
  row(
    "a stated value without evidence",
    "/venues/0/provenance/0/evidence",
    [],
    "B:/venues/0/provenance/0/evidence: what is derived has evidence: the words of the source",
  ),
  row(
    "an external value with evidence",
    "/venues/0/provenance/0/basis",
    "external",
    'B:/venues/0/provenance/0/evidence: what has evidence is "stated" or "derived", not "external"',
  ),
  row(
    "a derived value without a note",
    "/venues/0/provenance/0/note",
    null,
    "B:/venues/0/provenance/0/note: what is derived has a note: how",
  ),
  row(
    "an external value without a note",
    "/venues/0/provenance/2/note",
    null,
    "B:/venues/0/provenance/2/note: what is external has a note: where from",
  ),
  missing("an uncovered value", "/events/0/provenance/6", "B:/events/0/date: no entry of provenance covers this value"),
  missing(
    "two uncovered values",
    "/venues/0/provenance/1",
    "B:/venues/0/names/ru: no entry of provenance covers this value",
  ),
  [
    "uncovered codes, each named",
    [at("/events/0/provenance/9")],
    [
      "B:/events/0/codes/cameo/code: no entry of provenance covers this value",
      "B:/events/0/codes/plover/contexts/0: no entry of provenance covers this value",
      "B:/events/0/codes/plover/event: no entry of provenance covers this value",
      "B:/events/0/codes/rule: no entry of provenance covers this value",
    ],
  ],
  row(
    "evidence too long",
    "/venues/0/provenance/0/evidence/0",
    { source: "primer-2024-03-05", exact: LONG, prefix: "", suffix: "", start: 192, end: 322 },
    "B:/venues/0/provenance/0/evidence/0/exact: has 130 code points, at most 120 are allowed: the shortest phrase that says the value",
  ),
  row(
    "a prefix too long",
    "/events/0/provenance/6/evidence/0/prefix",
    "а".repeat(33),
    "B:/events/0/provenance/6/evidence/0/prefix: has 33 code points, at most 32 are allowed",
    'B:/sources/0/provenance/2/evidence/0/exact: at 130 has "п", where B:/events/0/provenance/6/evidence/0/prefix has "а"',
  ),
  row(
    "an end that is no end",
    "/events/0/provenance/6/evidence/0/end",
    181,
    "B:/events/0/provenance/6/evidence/0/end: from 163 to 181 are 18 code points, but `exact` has 17",
  ),
  row(
    "a span beyond the text",
    "/sources/0/text/length",
    800,
    'B:/quotes/1/provenance/8/evidence/0/end: 808 is beyond the text of "primer-2024-03-05", which has 800 code points',
  ),
  [
    "a suffix beyond the text",
    [at("/sources/0/text/length", 808), at("/quotes/1/provenance/8/evidence/0/suffix", ".")],
    [
      'B:/quotes/1/provenance/8/evidence/0/suffix: reaches beyond the text of "primer-2024-03-05", which has 808 code points',
    ],
  ],
  row(
    "a prefix before the text",
    "/sources/0/provenance/2/evidence/0",
    { source: "primer-2024-03-05", exact: "Ы", prefix: "АВ", suffix: "", start: 1, end: 2 },
    'B:/sources/0/provenance/2/evidence/0/prefix: reaches before the beginning of "primer-2024-03-05"',
  ),
  row(
    "a quote without its place",
    "/quotes/1/provenance/8/path",
    "/mode",
    "B:/quotes/1/text: needs an entry of provenance for /text whose evidence is the whole text, from its source",
    "B:/quotes/1/text: no entry of provenance covers this value",
  ),
  row(
    "a quote whose place is a part of it",
    "/quotes/1/provenance/8/evidence/0",
    { ...PRIMER, exact: "поблагодарила", start: 755, end: 768 },
    "B:/quotes/1/text: needs an entry of provenance for /text whose evidence is the whole text, from its source",
  ),
  row(
    "a quote changed in one letter",
    "/quotes/1/text",
    "поблагодарила за приём и приняла приглашение министра",
    'B:/quotes/1/text: differs from its evidence, /provenance/8/evidence/0, at code point 20: "приём" here, "прием" there',
  ),
  row(
    "a span that differs inside a quote",
    "/events/2/provenance/4/evidence/0/exact",
    "приняла приглашенье",
    'B:/events/2/provenance/4/evidence/0/exact: at 797 has "ь", where B:/quotes/1/text has "и"',
  ),
  row(
    "a suffix that differs inside a quote",
    "/events/2/provenance/4/evidence/0/suffix",
    " Министра",
    'B:/events/2/provenance/4/evidence/0/suffix: at 800 has "М", where B:/quotes/1/text has "м"',
  ),
  [
    "more than half of the rest",
    [
      at("/sources/0/text/length", 1000),
      at("/venues/0/provenance/0/evidence/0", { ...PRIMER, exact: TOP, start: 0, end: 104 }),
      at("/venues/0/provenance/1/evidence/0", {
        ...PRIMER,
        exact: "Встреча прошла в тёплой обстановке",
        start: 408,
        end: 442,
      }),
    ],
    [
      "B:/sources/0/text: evidence shows 366 of the 712 code points outside quotes; at most half, 356, may be served: cite shorter phrases",
    ],
  ],
  row(
    "two spans that disagree",
    "/participants/0/provenance/2/evidence/0/exact",
    "министр примеров монголии",
    'B:/participants/0/provenance/2/evidence/0/exact: at 209 has "м", where B:/events/0/provenance/8/evidence/0/exact has "М"',
  ),
]);
