// CSV (RFC 4180): every cell is read back as it was, columns have types, and only spreadsheets see changed text.
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ColumnType } from "../../src/formats/column.ts";
import { COLUMNS, csvDictionary } from "../../src/formats/columns.ts";
import { csv } from "../../src/formats/csv.ts";
import type { Lang } from "../../src/formats/labels.ts";
import type { AnyRecord } from "../../src/model/bundle.ts";
import type { Event } from "../../src/model/event.ts";
import { COLLECTIONS, type Collection } from "../../src/model/ids.ts";
import { curatedData } from "../support/filled.ts";
import { relatedIn } from "./related.ts";

const { dataset } = await curatedData();
const { events, figures, quotes } = dataset.records;
const related = relatedIn(dataset.records);
const [talks] = events.filter(({ type }) => type === "talks");

function written(
  collection: Collection,
  records: readonly AnyRecord[],
  lang: Lang = "en",
  spreadsheet = false,
  columns: readonly string[] | null = null,
): string {
  const scene = { table: collection, lang, spreadsheet, columns, related };
  return csv.head(scene) + records.map((record) => csv.record(record, scene)).join("") + csv.tail();
}

function rows(text: string): Record<string, string>[] {
  return parse(text, { columns: true, bom: true, record_delimiter: "\r\n" });
}

const FORMS: Readonly<Record<ColumnType, RegExp>> = {
  string: /^[\s\S]*$/,
  integer: /^(?:0|[1-9]\d*)$/,
  decimal: /^-?\d+(?:\.\d+)?$/,
  boolean: /^(?:true|false)$/,
  date: /^\d{4}-\d\d-\d\d$/,
  list: /^[^|]*(?:\|[^|]*)*$/,
};

test.each(COLLECTIONS)("CSV of %s: a row for each record, a cell of the right type for each column", (collection) => {
  const records = dataset.records[collection];
  const found = rows(written(collection, records));
  expect(found.map(({ id }) => id)).toEqual(records.map(({ id }) => id));
  for (const row of found) {
    expect(Object.keys(row)).toEqual(COLUMNS[collection].map(({ name }) => name));
    for (const { name, type } of COLUMNS[collection]) {
      if (row[name] !== "") expect(row[name], name).toMatch(FORMS[type]);
    }
  }
});

test.each(COLLECTIONS)("the data dictionary of %s describes every column once", (collection) => {
  const names = COLUMNS[collection].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const lines = csvDictionary(collection).split("\n");
  expect(lines.slice(2).map((line) => line.split("|").length)).toEqual(names.map(() => 5));
  for (const name of names) expect(lines.filter((line) => line.startsWith(`| \`${name}\` |`))).toHaveLength(1);
});

test("CSV row of the talks of Beijing", () => {
  const row = rows(written("events", events)).find(({ id }) => id === "2023-10-17-tokayev-xi-talks");
  expect(row).toMatchObject({
    type: "talks",
    status: "occurred",
    rank: "",
    reciprocal: "true",
    title: "Talks between Kassym-Jomart Tokayev and Xi Jinping",
    dateEdtf: "2023-10-17",
    dateEarliest: "2023-10-17",
    dateCertain: "true",
    venue: "great-eastern-hall",
    venueName: "Great Eastern Hall",
    roles: "participant|participant|participant|participant",
    participants: "kassym-jomart-tokayev|xi-jinping|kz-delegation-2023-10-17|cn-delegation-2023-10-17",
    participantNames: expect.stringMatching(
      /^Kassym-Jomart Tokayev\|Xi Jinping\|Delegation of Kaz[^|]+\|Delegation of Chi[^|]+$/,
    ),
    offices: "President of Kazakhstan|leader of China||",
    onBehalfOf: "kz|cn|kz|cn",
    onBehalfOfNames: "Kazakhstan|China|Kazakhstan|China",
    countries: "cn|kz",
    countryNames: "China|Kazakhstan",
    cameo: "046",
    gdeltTone: "",
  });
  expect(row?.relations).toContain("recalls:2022-09-xi-state-visit-to-kazakhstan");
});

test("CSV: parallel list columns have as many items each, unknown ones empty", () => {
  const nobody = { participant: null, name: null, code: null, role: "actor", office: null, onBehalfOf: null } as const;
  for (const count of [0, 1, 2, 3]) {
    const event = { ...(talks as Event), participants: Array.from({ length: count }, () => nobody) };
    const [row] = rows(written("events", [event]));
    const beside = [row?.roles, row?.participants, row?.participantNames, row?.offices, row?.onBehalfOfNames];
    expect(beside.map((cell) => cell?.split("|").length)).toEqual(beside.map(() => Math.max(count, 1)));
  }
  for (const row of rows(written("events", events))) {
    expect(row.countryNames?.split("|")).toHaveLength(row.countries?.split("|").length ?? 0);
  }
});

test("CSV: name columns follow `lang`, and an id without a record has no name", () => {
  const [row] = rows(written("events", [{ ...(talks as Event), venue: "nowhere", countries: ["kz", "xx"] }], "ru"));
  expect(row).toMatchObject({ venue: "nowhere", venueName: "", countries: "kz|xx", countryNames: "Казахстан|" });
  expect(row?.participantNames).toMatch(/^Касым-Жомарт Токаев\|Си Цзиньпин\|/);
});

test("CSV with `columns`: the columns named, in that order", () => {
  const text = written("events", [talks as Event], "en", true, ["countryNames", "id", "dateEdtf"]);
  expect(text).toBe(`\uFEFFcountryNames,id,dateEdtf\r\nChina|Kazakhstan,${talks?.id},2023-10-17\r\n`);
});

test("CSV: decimals keep their exact digits, labels follow `lang`", () => {
  const row = (lang: Lang) => rows(written("figures", figures, lang)).find(({ kind }) => kind === "money");
  expect(row("en")).toMatchObject({ value: "21000000000", currency: "USD", unit: "", measure: "volume of investment" });
  expect(row("ru")).toMatchObject({ value: "21000000000", measure: "объём инвестиций", raw: "21 млрд долларов" });
});

test("CSV row of a quote: its words and their translation", () => {
  const spoken = (lang: Lang) => rows(written("quotes", quotes, lang)).find(({ id }) => id?.endsWith("on-invitation"));
  expect(spoken("en")?.text).toBe(spoken("ru")?.text);
  expect(spoken("en")).toMatchObject({ language: "ru", translationBy: "project" });
  expect(spoken("en")?.translation).toMatch(/^[A-Za-z]/);
  expect(spoken("ru")?.translation).toBe("");
});

test("CSV: lines end with CRLF, and only bom=true writes a byte order mark", () => {
  const text = written("sources", dataset.records.sources);
  expect(text.split("\r\n")).toHaveLength(dataset.records.sources.length + 2);
  expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n\uFEFF]/);
  expect(written("sources", [], "en", true)).toMatch(/^\uFEFFid,/);
});

const nasty = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      '"',
      "'",
      ",",
      ";",
      "\r",
      "\n",
      "\t",
      "=",
      "+",
      "-",
      "@",
      "|",
      "\\",
      "\0",
      "\uFEFF",
      "👩‍👩‍👧",
      "Ж",
      "＝",
    ),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
  ),
  minLength: 1,
});

test("CSV: any text is read back as it was", () => {
  fc.assert(
    fc.property(nasty, nasty, (title, summary) => {
      const event = { ...(talks as Event), title: { en: title }, summary: { en: summary } };
      const [row, ...more] = rows(written("events", [event, event]));
      expect(row).toMatchObject({ title, summary, id: event.id, updated: event.updated });
      expect(more).toHaveLength(1);
    }),
    { numRuns: 300 },
  );
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "－1"])(
  "CSV for spreadsheets: %j is escaped so that it is no formula, and unchanged in plain CSV",
  (title) => {
    const event = { ...(talks as Event), title: { en: title } };
    expect(rows(written("events", [event], "en", true))[0]?.title).toBe(`'${title}`);
    expect(rows(written("events", [event]))[0]?.title).toBe(title);
  },
);

test("CSV for spreadsheets: numbers are never escaped, lists that begin like a formula are", () => {
  const [figure] = figures;
  const negative = { ...(figure as (typeof figures)[number]), value: "-5.50", valueMax: "-1" };
  expect(rows(written("figures", [negative], "en", true))[0]).toMatchObject({ value: "-5.50", valueMax: "-1" });
  const unknown = [
    { participant: null, name: { en: "=cmd|x" }, code: null, role: "actor", office: null, onBehalfOf: null },
  ];
  const event = {
    ...(talks as Event),
    participants: unknown as (typeof events)[number]["participants"],
  };
  expect(rows(written("events", [event], "en", true))[0]?.participantNames).toBe("'=cmd/x");
  expect(rows(written("events", [event]))[0]).toMatchObject({ participantNames: "=cmd/x", participants: "" });
});
