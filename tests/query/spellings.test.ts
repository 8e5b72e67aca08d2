// Spellings: a list with commas, a name given again and a name with brackets are one question; all of several is another.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ListQuery, listQuery } from "../../src/query/list-query.ts";

const STATES = new Map([
  ["KZ", ["kz"]],
  ["CS", ["czechoslovakia", "serbia-and-montenegro"]],
]);
const schema = listQuery("events", {}, { states: STATES }, ["json"], []);
type Query = Readonly<Record<string, string | readonly string[]>>;

function planOf(query: Query) {
  const question = schema.parse(query) as ListQuery;
  if (question.ids !== null) throw new Error("asked by ids");
  return question.plan;
}

describe("spellings of a question", () => {
  test.each<[string, Query, Query]>([
    ["a filter given again", { country: ["KZ", "CS"] }, { country: "KZ,CS" }],
    ["a filter with brackets", { "country[]": ["KZ", "CS"] }, { country: "KZ,CS" }],
    ["one in brackets and one without", { country: "KZ", "country[]": "CS" }, { country: "KZ,CS" }],
    ["a field of one value given again", { type: ["visit", "talks"] }, { type: "visit,talks" }],
    ["none of several", { type: ["!visit", "!talks"] }, { type: "!visit,talks" }],
    ["all of several", { "country.all": ["KZ", "CS"] }, { "country.all[]": "KZ,CS" }],
    ["all of one", { "country.all": "KZ" }, { country: "KZ" }],
    ["datasets", { dataset: ["a", "b"] }, { dataset: "a,b" }],
  ])("%s is the same question", (_, one, other) => {
    expect(planOf(one).criteria).toEqual(planOf(other).criteria);
    expect(planOf(one).fingerprint).toBe(planOf(other).fingerprint);
  });

  test("all of two values is another question than any of them", () => {
    expect(planOf({ "country.all": "KZ,CS" }).fingerprint).not.toBe(planOf({ country: "KZ,CS" }).fingerprint);
  });
});

test("a value that was read before is read again as it would be for the first time, faults too", () => {
  const texts = fc.constantFrom(
    ...[
      "KZ",
      "KZ,CS",
      "!KZ",
      "null",
      "kz,",
      "XX",
      "2023",
      "2023-02-30",
      "2023-10-17",
      "talks",
      "talks,visit",
      "!talks",
    ],
    ...["true", "maybe", "20", "0", "201", "39.9,116.4", "110,35,120,45", "Çin", "-title.en", "id", "cn", "a\u0007"],
  );
  const names = fc.constantFrom(
    ...["country", "type", "from", "to", "year", "limit", "distinct", "q", "near", "bbox", "radius", "dataset"],
    ...["country.all", "sort", "updatedSince", "count", "fields", "participant", "cameo", "sample"],
  );
  const query = fc.dictionary(
    names,
    fc.oneof(texts, fc.string({ maxLength: 80 }), fc.array(texts, { minLength: 1, maxLength: 2 })),
    {
      maxKeys: 4,
    },
  );
  const [again, states] = [schema, { states: STATES }];
  const readBy = (one: typeof schema, given: Query) => {
    const { success, data, error } = one.safeParse(given);
    return success ? { ...(data as ListQuery), feed: null } : error?.issues.map(({ path, message }) => [path, message]);
  };
  fc.assert(
    fc.property(query, (given) => {
      readBy(again, given);
      expect(readBy(again, given)).toEqual(readBy(listQuery("events", {}, states, ["json"], []), given));
    }),
    { numRuns: 150 },
  );
});
