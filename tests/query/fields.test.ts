// Fields: which parts of a record `fields` can name, and what is cut out.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RECORDS } from "../../src/model/bundle.ts";
import { COLLECTIONS } from "../../src/model/ids.ts";
import { findPart, omit, type Parts, partsOf, pick } from "../../src/query/fields.ts";

const PARTS = partsOf(RECORDS.events);

const RECORD = {
  id: "talks",
  title: { en: "Talks", ru: "Переговоры" },
  date: null,
  participants: [
    { participant: "kz", office: { en: "President", ru: "Президент" } },
    { participant: null, office: null },
  ],
  topics: ["trade", "sport"],
  codes: { cameo: { code: "046" }, plover: null },
  reciprocal: true,
};

describe("a path that `fields` may name", () => {
  test.each([
    "id",
    "title",
    "title.en",
    "title.zh-Hans",
    "date.edtf",
    "participants.participant",
    "participants.office.ru",
    "codes.plover.contexts",
    "codes.gdelt.tone",
    "relations.type",
    "invitation.visit",
    "provenance.evidence.exact",
  ])("%s is a path", (path) => expect(findPart(PARTS, path)).toBe(true));

  test("every path of every collection's schema is one, without the wildcard for languages", () => {
    const walk = (parts: Parts): string[] =>
      Object.entries(parts).flatMap(([name, deeper]) => [name, ...walk(deeper).map((path) => `${name}.${path}`)]);
    for (const collection of COLLECTIONS) {
      const parts = partsOf(RECORDS[collection]);
      const paths = walk(parts);
      expect(paths.length).toBeGreaterThan(20);
      for (const path of paths) {
        const found = findPart(parts, path);
        if (path.split(".").includes("*")) expect(found, path).toMatchObject({ wrong: "*" });
        else expect(found, path).toBe(true);
      }
    }
  });
});

describe("a path that `fields` may not name", () => {
  test.each([
    ["titel", "titel"],
    ["title.en.x", "x"],
    ["title.EN", "EN"],
    ["title.*", "*"],
    ["*", "*"],
    ["date.edtf.x", "x"],
    ["title.", ""],
    [".title", ""],
    ["participants.0.participant", "0"],
    ["__proto__", "__proto__"],
    ["constructor", "constructor"],
    ["title.__proto__", "__proto__"],
    ["title.constructor", "constructor"],
    ["toString.name", "toString"],
    ["length", "length"],
  ])("%s is no path", (path, wrong) => expect(findPart(PARTS, path)).toMatchObject({ wrong }));

  test("an unknown path is refused with the names that could stand there", () => {
    expect(findPart(PARTS, "date.from")).toEqual({ wrong: "from", known: ["edtf", "earliest", "latest", "certain"] });
  });
});

describe("records cut to `fields`", () => {
  test.each<[string[], object]>([
    [[], {}],
    [["id"], {}],
    [["title.en"], { title: { en: "Talks" } }],
    [["title.kk"], { title: {} }],
    [["title.en", "title"], { title: RECORD.title }],
    [["title", "title.en"], { title: RECORD.title }],
    [["date.edtf"], { date: null }],
    [["participants.participant"], { participants: [{ participant: "kz" }, { participant: null }] }],
    [["participants.office.en"], { participants: [{ office: { en: "President" } }, { office: null }] }],
    [["topics"], { topics: ["trade", "sport"] }],
    [["codes.cameo", "codes.plover.event"], { codes: { cameo: { code: "046" }, plover: null } }],
  ])("fields %j", (paths, rest) => expect(pick(RECORD, paths)).toEqual({ id: "talks", ...rest }));

  test("all names of a record give the record, in its own order", () => {
    const record = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.jsonValue());
    const mixed = record.chain((value) =>
      fc.tuple(fc.constant(value), fc.shuffledSubarray(Object.keys(value), { minLength: Object.keys(value).length })),
    );
    fc.assert(
      fc.property(mixed, ([value, names]) => {
        expect(JSON.stringify(pick(value, names))).toBe(JSON.stringify(value));
      }),
    );
  });

  test("nothing is kept but the id and what was named", () => {
    const names = Object.keys(RECORD).filter((name) => name !== "id");
    fc.assert(
      fc.property(fc.subarray(names), (some) => {
        expect(Object.keys(pick(RECORD, some) as object).sort()).toEqual(["id", ...some].sort());
      }),
    );
  });

  test.each<[string[], object]>([
    [["title.en"], { title: { ru: "Переговоры" } }],
    [["participants.office"], { participants: [{ participant: "kz" }, { participant: null }] }],
    [["date.edtf", "codes.plover.event", "topics.x"], {}],
    [["codes", "codes.cameo"], { codes: undefined }],
  ])("fields %j left out", (paths, rest) => expect(omit(RECORD, paths)).toEqual({ ...RECORD, ...rest }));

  test("what is named and what is left out are the whole record, each part once", () => {
    const names = Object.keys(RECORD).filter((name) => name !== "id");
    fc.assert(
      fc.property(fc.subarray(names), (some) => {
        const [kept, left] = [pick(RECORD, some), omit(RECORD, some)] as [object, object];
        expect({ ...kept, ...left }).toEqual(RECORD);
        expect(Object.keys(kept).filter((name) => name in left)).toEqual(["id"]);
      }),
    );
  });
});
