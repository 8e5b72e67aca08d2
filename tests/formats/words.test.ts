// Words: dates, amounts, fields and values as people say them in English and Russian; passages of a text.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bibtex, cslJson, plainCitation } from "../../src/formats/citations.ts";
import { NONE_RELATED } from "../../src/formats/related.ts";
import { amountWords, countWords, plural } from "../../src/formats/words/amounts.ts";
import { asOfWords, dateWords } from "../../src/formats/words/dates.ts";
import { fieldWords, KNOWN_PARTS } from "../../src/formats/words/fields.ts";
import { around, passagesOf, pointsOf, runsOf } from "../../src/formats/words/passages.ts";
import { shortened, valueAt, valuePieces, valueWords } from "../../src/formats/words/values.ts";
import { RECORDS } from "../../src/model/bundle.ts";
import { COLLECTIONS } from "../../src/model/ids.ts";
import { curatedData } from "../support/filled.ts";

describe("dateWords", () => {
  test.each([
    ["2023-10-17", "17 October 2023", "17 октября 2023 года"],
    ["2022-09", "September 2022", "сентябрь 2022 года"],
    ["2013", "2013", "2013 год"],
    ["[..2023-10-17]", "by 17 October 2023", "не позднее 17 октября 2023 года"],
    ["[..2022-09]", "by September 2022", "не позднее сентября 2022 года"],
    ["[2013..]", "from 2013 on", "с 2013 года"],
    ["2013/..", "from 2013 on", "с 2013 года"],
    ["2023-10-17~", "about 17 October 2023", "около 17 октября 2023 года"],
    ["2022-09?", "September 2022, uncertain", "сентябрь 2022 года, предположительно"],
    ["2013%", "about 2013, uncertain", "около 2013 года, предположительно"],
    ["2009-09-24/2009-09-25", "24–25 September 2009", "24–25 сентября 2009 года"],
    ["1999-05-31/1999-06-02", "31 May – 2 June 1999", "31 мая – 2 июня 1999 года"],
    ["1999-12-30/2000-01-02", "30 December 1999 – 2 January 2000", "30 декабря 1999 года – 2 января 2000 года"],
    ["1905-08-01/1905-08-31", "1–31 August 1905", "1–31 августа 1905 года"],
    ["2013/2014", "2013 – 2014", "2013–2014 годы"],
    ["202X", "2020s", "2020-е годы"],
    ["2023-21", "spring 2023", "весна 2023 года"],
    ["[2022,2023]", "2022 or 2023", "2022 год или 2023 год"],
    ["{2022,2023}", "2022 and 2023", "2022 год и 2023 год"],
  ])("%s is %s, %s", (edtf, en, ru) => {
    expect([dateWords(edtf, "en"), dateWords(edtf, "ru")]).toEqual([en, ru]);
  });

  test("a form without words of its own stays EDTF", () => {
    for (const edtf of ["-0044-03-15", "Y170000", "2023-10-17T12:00"]) expect(dateWords(edtf, "en")).toContain(edtf);
  });

  test("asOfWords says nothing of a day that is not known", () => {
    expect(asOfWords("2023-10-17", "ru")).toBe("по состоянию на 17 октября 2023 года");
    expect(asOfWords(null, "en")).toBe("");
  });
});

describe("amountWords", () => {
  const figure = {
    kind: "money",
    raw: "21 млрд долларов",
    value: "21000000000",
    valueMax: null,
    scale: "billion",
    unit: null,
    currency: "USD",
    bound: "exact",
  } as const;
  test.each([
    [{}, "21 billion US dollars", "21 млрд долларов США"],
    [{ value: "1500000000" }, "1.5 billion US dollars", "1,5 млрд долларов США"],
    [{ scale: null, value: "12345.5" }, "12,345.5 US dollars", "12\u00a0345,5 доллара США"],
    [{ kind: "count", scale: null, unit: "project", currency: null, value: "52" }, "52 projects", "52 проекта"],
    [{ kind: "count", scale: null, unit: "project", currency: null, value: "1" }, "1 project", "1 проект"],
    [{ bound: "at-least" }, "at least 21 billion US dollars", "не менее 21 млрд долларов США"],
    [{ bound: "range", valueMax: "23000000000" }, "21–23 billion US dollars", "21–23 млрд долларов США"],
    [{ kind: "percentage", scale: null, currency: null, value: "7.5" }, "7.5%", "7,5%"],
    [{ kind: "year", scale: null, currency: null, value: "2024" }, "2024", "2024"],
    [{ value: null }, "21 млрд долларов", "21 млрд долларов"],
  ] as const)("%j is %s, %s", (more, en, ru) => {
    const one = { ...figure, ...more };
    expect([amountWords(one, "en"), amountWords(one, "ru")]).toEqual([en, ru]);
  });

  test("no digit of a value is lost, whatever the scale", () => {
    const digits = fc.bigInt({ min: 1n, max: 10n ** 30n });
    fc.assert(
      fc.property(digits, fc.constantFrom("thousand", "million", "billion", "trillion", null), (value, scale) => {
        const said = amountWords({ ...figure, value: `${value}`, scale }, "en").replace(/[^\d]/g, "");
        expect(`${value}`.replace(/0+$/, "")).toBe(said.replace(/^0+/, "").replace(/0+$/, ""));
      }),
    );
  });

  test("plurals follow the rules of the language", () => {
    const events = "событие|события|событий";
    expect([1, 3, 5, 21].map((count) => plural(count, events, "ru"))).toEqual([
      "1 событие",
      "3 события",
      "5 событий",
      "21 событие",
    ]);
    expect([plural(1, "event|events", "en"), plural(2, "event|events", "en")]).toEqual(["1 event", "2 events"]);
    expect(countWords(1234567, "en")).toBe("1,234,567");
  });
});

describe("fieldWords and valuePieces", () => {
  test("every part of every record has words", () => {
    const parts = COLLECTIONS.flatMap((collection) => Object.keys(RECORDS[collection].shape));
    const own = ["id", "dataset", "provenance"];
    expect(parts.filter((part) => !own.includes(part) && !KNOWN_PARTS.includes(part))).toEqual([]);
  });

  test("a pointer is told with what it is inside", () => {
    expect(fieldWords("events", "/participants/0/onBehalfOf", "en")).toBe("taking part, acts for");
    expect(fieldWords("events", "/title/ru", "en")).toBe("title (ru)");
    expect(fieldWords("events", "/title/ru", "ru")).toBe("название");
  });

  test("every value with provenance in the curated records is said in both languages, and no id or object is", async () => {
    const { dataset } = await curatedData();
    const records = dataset.records;
    const related = Object.fromEntries(
      COLLECTIONS.map((one) => [one, new Map(records[one].map((record) => [record.id, record]))]),
    ) as unknown as typeof NONE_RELATED;
    const found: string[] = [];
    for (const collection of COLLECTIONS) {
      for (const record of records[collection]) {
        for (const { path } of record.provenance) {
          for (const lang of ["en", "ru"] as const) {
            const words = valueWords({ collection, record, related, lang }, path);
            const value = valueAt(record, path);
            const uncoded = path === "/codes" && words === null;
            const isNothing =
              uncoded ||
              value === null ||
              value === undefined ||
              path === "" ||
              (Array.isArray(value) && value.length === 0);
            if (isNothing ? words !== null && words !== "" : !words || /\[object|undefined|^\{/.test(words)) {
              found.push(`${collection} ${record.id}${path} ${lang}: ${words}`);
            }
          }
        }
      }
    }
    expect(found.filter((line) => !/\/mentions/.test(line))).toEqual([]);
  });

  test("a value names the records that it refers to", async () => {
    const { dataset } = await curatedData();
    const record = dataset.records.events.find(({ id }) => id === "2023-10-17-tokayev-xi-talks");
    if (record === undefined) throw new Error("the fixture has the talks");
    const pieces = valuePieces({ collection: "events", record, related: NONE_RELATED, lang: "en" }, "/venue");
    expect(pieces).toEqual([
      { text: "great-eastern-hall", refers: { collection: "venues", id: "great-eastern-hall" } },
    ]);
  });

  test("a text is cut at a word, by code points", () => {
    expect(shortened("one two three", 9)).toBe("one two …");
    expect([...shortened("😀".repeat(300), 10)].length).toBeLessThanOrEqual(11);
  });
});

describe("passages", () => {
  test("overlapping spans become runs, and what nobody serves is a gap", () => {
    const points = pointsOf(10, [
      { start: 0, text: "abc" },
      { start: 2, text: "cde" },
      { start: 7, text: "😀yz" },
    ]);
    const spans = [
      { start: 0, end: 3, value: 1 },
      { start: 2, end: 5, value: 2 },
      { start: 2, end: 5, value: 3 },
      { start: 7, end: 8, value: 2 },
    ];
    expect(runsOf(points, spans)).toEqual([
      { start: 0, end: 2, text: "ab", values: [1] },
      { start: 2, end: 3, text: "c", values: [1, 2, 3] },
      { start: 3, end: 5, text: "de", values: [2, 3] },
      { start: 5, end: 7, text: null, values: [] },
      { start: 7, end: 8, text: "😀", values: [2] },
      { start: 8, end: 10, text: "yz", values: [] },
    ]);
  });

  test("passages cover the text without overlap, whatever is known of it", () => {
    const known = fc.array(fc.record({ start: fc.nat(30), text: fc.string({ unit: "grapheme", maxLength: 8 }) }));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), known, (length, pieces) => {
        const points = pointsOf(length, pieces);
        const found = passagesOf(points);
        expect(found[0]?.start).toBe(0);
        expect(found.at(-1)?.end).toBe(length);
        for (const [at, { start, end, text }] of found.entries()) {
          expect(start).toBe(at === 0 ? 0 : found[at - 1]?.end);
          expect(text === null ? end - start : [...text].length).toBe(end - start);
        }
      }),
    );
  });

  test("the words around a span end at the sentence", () => {
    expect(around([..."One two. Three four. Five"], 15, 19, 60)).toEqual({ before: "Three ", after: "." });
  });
});

describe("citations", () => {
  const cited = {
    key: "2023-10-17-tokayev-xi-talks",
    title: "Talks {50%} & _more_",
    url: "https://example.org/events/x",
    version: "646b31379a557daa",
    updated: "2026-11-24",
    attribution: "Communiqué contributors",
  };
  test("BibTeX escapes what TeX reads, and keeps braces even", () => {
    const text = bibtex(cited);
    expect(text).toContain("title = {{Talks \\{50\\%\\} \\& \\_more\\_}}");
    expect(text).toContain("version = {646b31379a557daa}");
    const plain = text.replace(/\\[{}]/g, "");
    expect(plain.split("{").length).toBe(plain.split("}").length);
  });
  test("CSL-JSON is one item with version and day, and the plain form has all of it", () => {
    const [item] = JSON.parse(cslJson(cited));
    expect(item).toMatchObject({ type: "dataset", version: cited.version, URL: cited.url });
    expect(item.issued).toEqual({ "date-parts": [[2026, 11, 24]] });
    expect(plainCitation(cited)).toBe(
      "Communiqué contributors (2026). Talks {50%} & _more_. Communiqué, data version 646b31379a557daa. https://example.org/events/x",
    );
  });
});
