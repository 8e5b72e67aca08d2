// List queries: the query string of a list is read whole, and every fault in it is reported at once.
import { describe, expect, test } from "vitest";
import { RECORDS } from "../../src/model/bundle.ts";
import { COLLECTIONS, type Collection } from "../../src/model/ids.ts";
import { writeCursor } from "../../src/query/cursor.ts";
import { partsOf } from "../../src/query/fields.ts";
import { filtersOf } from "../../src/query/filters.ts";
import { type ListQuery, listQuery } from "../../src/query/list-query.ts";

const STATES = new Map([
  ["KZ", ["kz"]],
  ["KAZ", ["kz"]],
  ["CS", ["czechoslovakia", "serbia-and-montenegro"]],
  ["SOVIET-UNION", ["soviet-union"]],
]);
const schemas = Object.fromEntries(
  COLLECTIONS.map((collection) => [
    collection,
    listQuery(collection, partsOf(RECORDS[collection]), { states: STATES }, ["json"], []),
  ]),
);

type Query = Readonly<Record<string, string | readonly string[]>>;

/** As Fastify's parser hands it over: an object without a prototype. */
function read(collection: Collection, query: Query) {
  return schemas[collection]?.safeParse(Object.assign(Object.create(null), query));
}

function planOf(query: Query, collection: Collection = "events") {
  const result = read(collection, query);
  expect(result?.error?.issues ?? []).toEqual([]);
  const question = result?.data as ListQuery;
  if (question.ids !== null) throw new Error("asked by ids");
  return question.plan;
}

/** `parameter: message` of every fault; unknown parameters come as one issue with a line for each. */
function faultsOf(query: Query, collection: Collection = "events"): string[] {
  const issues = read(collection, query)?.error?.issues ?? [];
  return issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.message.split("\n").map((line, at) => `${issue.keys[at]}: ${line}`)
      : [`${issue.path.join(".")}: ${issue.message}`],
  );
}

describe("parameters that are not given", () => {
  test.each(COLLECTIONS)("every parameter has its default in %s", (collection) => {
    const plan = planOf({}, collection);
    expect(plan).toMatchObject({ limit: 20, after: null, count: "bounded" });
    expect(plan.criteria).toMatchObject({
      collection,
      filters: new Map(),
      window: { from: null, to: null, certainty: "possible" },
      updatedSince: null,
      min: null,
      max: null,
      datasets: "curated",
    });
  });
});

describe("parameters that are given", () => {
  test("every filter, sort and limit reaches the plan", () => {
    const plan = planOf({
      country: "!CS",
      "country.all": ["kz"],
      type: ["visit", "null"],
      from: "2022",
      to: "2023-02",
      certainty: "certain",
      updatedSince: "2023-01-01",
      dataset: "!gdelt",
      sort: "-updated",
      limit: "200",
      count: "none",
    });
    expect(plan).toMatchObject({ sort: { key: "updated", descending: true }, limit: 200, count: "none" });
    expect(plan.criteria).toMatchObject({
      collection: "events",
      filters: new Map([
        ["type", [{ not: false, values: ["visit", null] }]],
        [
          "country",
          [
            { not: true, values: ["czechoslovakia", "serbia-and-montenegro"] },
            { not: false, values: ["kz"] },
          ],
        ],
      ]),
      window: { from: "2022-01-01", to: "2023-02-28", certainty: "certain" },
      updatedSince: "2023-01-01",
      min: null,
      max: null,
      datasets: [{ not: true, values: ["gdelt"] }],
    });
  });

  test("filters of decimals reach the plan", () => {
    const { criteria } = planOf({ currency: "USD", min: "-1.5", max: "21000000000", additive: "false" }, "figures");
    expect(criteria).toMatchObject({ min: "-1.5", max: "21000000000" });
    expect(criteria.filters.get("additive")).toEqual([{ not: false, values: ["false"] }]);
  });

  test.each(["kz", "KZ", "Kz", "kaz", "KAZ"])("a state is read from %s", (word) => {
    expect(planOf({ country: word }).criteria.filters.get("country")).toEqual([{ not: false, values: ["kz"] }]);
  });

  test("ids keep their order and lose repetitions", () => {
    const wanted = { ids: ["b", "a"], fields: ["title.en", "id"], include: ["venues", "figures"] };
    const queries = [
      { ids: "b,a,b", fields: "title.en,id", include: "venues,figures" },
      { ids: ["b", "a,b"], fields: ["title.en", "id"], include: ["venues", "figures", "venues"] },
      { ids: "b", "ids[]": ["a", "b"], "fields[]": ["title.en", "id"], "include[]": ["venues", "figures"] },
    ];
    for (const query of queries) expect(read("events", query)?.data).toMatchObject(wanted);
  });

  test.each(["all", "all,all"])("dataset=%s is every dataset", (dataset) => {
    expect(planOf({ dataset }).criteria.datasets).toBe("all");
  });
});

describe("a cursor", () => {
  const position = { value: "2023-10-17", id: "talks" };
  const asked = { type: "visit,talks", country: "!cs", "country.all": "kz" };
  const cursor = writeCursor(position, planOf(asked).fingerprint);

  test("a cursor is valid for its query in any spelling and at any limit", () => {
    const again = {
      "country.all": "KAZ",
      country: "!CS",
      type: ["talks", "visit"],
      sort: "-date",
      limit: "1",
      count: "none",
      cursor,
    };
    expect(planOf({ ...asked, cursor }).after).toEqual(position);
    expect(planOf({ ...again, fields: "id", include: "venues" }).after).toEqual(position);
  });

  test.each<[string, Query]>([
    ["other filters", { type: "visit" }],
    ["no filters", {}],
    ["one more filter", { ...asked, status: "planned" }],
    ["another sort", { ...asked, sort: "date" }],
    ["another window", { ...asked, from: "2022" }],
    ["other datasets", { ...asked, dataset: "all" }],
  ])("a cursor of another query is refused: %s", (_, other) => {
    expect(faultsOf({ ...other, cursor })).toEqual([
      "cursor: belongs to other filters or another sort; begin again without it (a filter given again means any of its values: both states are `country.all=KZ,CN`)",
    ]);
  });

  test("a malformed cursor is refused beside every other fault", () => {
    expect(faultsOf({ cursor: `${cursor}A`, limit: "0" })).toEqual([
      'limit: cannot be "0"; write a whole number from 1 to 200',
      "cursor: is not a cursor that this server gave; take it from `links.next`",
    ]);
  });
});

describe("every fault is reported at once", () => {
  test("faults of single parameters and of their combinations", () => {
    const query = { contry: "KZ", type: "vist", rank: "", from: "2024", to: "2023", limit: "1e2", sort: "title" };
    const more = { ids: "A", fields: "titel.en,date.x", include: "venue", cameo: "4", country: "ZZZ", cursor: "?" };
    const faults = faultsOf({ ...query, ...more });
    for (const name of [...Object.keys(query), ...Object.keys(more)].filter((one) => one !== "to")) {
      expect(faults.filter((fault) => fault.startsWith(`${name}: `)).length, name).toBeGreaterThan(0);
    }
    expect(faults).toContain("contry: is not a parameter here; did you mean `country`?");
    expect(faults).toContain("from: begins after `to` ends");
    expect(faults.find((fault) => fault.startsWith("type"))).toContain("did you mean `visit`?");
    expect(faults.find((fault) => fault.startsWith("include"))).toContain("did you mean `venues`?");
    expect(faults.filter((fault) => fault.startsWith("fields"))).toHaveLength(2);
  });

  test.each(filtersOf("figures").map(({ name }) => name))("ids and %s exclude each other", (name) => {
    const value = filtersOf("figures").find((filter) => filter.name === name)?.example ?? "";
    expect(faultsOf({ ids: "a", [name]: value }, "figures")).toContain(
      `${name}: cannot be given together with \`ids\``,
    );
  });

  test.each(["sort=id", "limit=5", "count=none", "dataset=all", "certainty=certain"])(
    "ids and %s exclude each other too",
    (pair) => {
      const [name = "", value = ""] = pair.split("=");
      expect(faultsOf({ ids: "a", [name]: value })).toEqual([`${name}: cannot be given together with \`ids\``]);
    },
  );
});

describe("values of figures of different kinds are not compared", () => {
  const fault = "needs one of `kind`, `unit` or `currency`: numbers of different kinds do not compare";

  test.each(["min", "max"])("%s needs `kind`, `unit` or `currency`", (name) => {
    expect(faultsOf({ [name]: "5" }, "figures")).toEqual([`${name}: ${fault}`]);
    for (const measure of [{ kind: "count" }, { unit: "project" }, { currency: "USD" }]) {
      expect(faultsOf({ [name]: "5", ...measure }, "figures")).toEqual([]);
    }
  });

  test.each(["value", "-value"])("sort=%s needs `kind`, `unit` or `currency`", (sort) => {
    expect(faultsOf({ sort }, "figures")).toEqual([`sort: ${fault}`]);
    expect(faultsOf({ sort, unit: "year" }, "figures")).toEqual([]);
  });

  test("min is at most max, compared as numbers", () => {
    expect(faultsOf({ unit: "year", min: "9", max: "10" }, "figures")).toEqual([]);
    expect(faultsOf({ unit: "year", min: "-9", max: "-10" }, "figures")).toEqual(["min: is greater than `max`"]);
    expect(faultsOf({ unit: "year", min: "1.0", max: "1" }, "figures")).toEqual([]);
  });
});

describe("invalid values", () => {
  test.each<[string, Query]>([
    ["dataset", { dataset: "all,curated" }],
    ["dataset", { dataset: "!all" }],
    ["dataset", { dataset: ["all", "!gdelt"] }],
    ["dataset", { dataset: "Curated" }],
    ...["0", "00", "01", "201", "1000", "-1", "+1", " 1", "1 ", "1e2", "0x1", "1.0", "", "１"].map(
      (limit): [string, Query] => ["limit", { limit }],
    ),
    ["limit", { limit: ["1", "1"] }],
    ["sort", { sort: "date,id" }],
    ["sort", { sort: "+date" }],
    ["from", { from: "2023-02-29" }],
    ["to", { to: "2023-W01" }],
    ["from", { from: ["2022", "2023"] }],
    ["updatedSince", { updatedSince: "2023" }],
    ["updatedSince", { updatedSince: "2023-02-30" }],
    ["updatedSince", { updatedSince: "0000-01-01" }],
    ["type", { type: ["visit", "!talks"] }],
    ["country.all", { "country.all": "!KZ" }],
    ["country.all", { "country.all": "KZ,null" }],
    ["type", { type: "VISIT" }],
    ["type", { type: "visit\0" }],
    ["type", { type: "\ud800" }],
    ["venue", { venue: "Beijing" }],
    ["venue", { venue: "a_b" }],
    ["ids", { ids: "" }],
    ["ids", { ids: "a,,b" }],
    ["ids", { ids: Array.from({ length: 101 }, (_, at) => `a${at}`).join(",") }],
    ["ids", { ids: "a".repeat(129) }],
    ["fields", { fields: "title.*" }],
    ["fields", { fields: "__proto__" }],
    ["include", { include: "" }],
    ["count", { count: "fast" }],
    ["certainty", { certainty: "maybe" }],
  ])("%s is refused in %j", (name, query) => {
    const faults = faultsOf(query);
    expect(faults.length).toBeGreaterThan(0);
    for (const fault of faults) expect(fault.startsWith(`${name}: `), fault).toBe(true);
  });

  test("unknown parameters are refused, those of Object.prototype too", () => {
    const keys = ["__proto__", "constructor", "prototype", "hasOwnProperty", "valueOf", "limit[]", "type[$ne]", "Type"];
    for (const key of keys) {
      const query = Object.create(null);
      Object.defineProperty(query, key, { value: "1", enumerable: true });
      const result = schemas.events?.safeParse(query);
      expect(result?.error?.issues[0], key).toMatchObject({ code: "unrecognized_keys", keys: [key] });
    }
    expect(faultsOf(JSON.parse('{"__proto__":{"limit":"5"}}'))).toEqual(["__proto__: is not a parameter here"]);
  });

  test.each(["participants", "venues", "sources"] as const)(
    "a time window is refused for collections without dates: %s",
    (collection) => {
      for (const name of ["from", "to", "certainty"]) {
        expect(faultsOf({ [name]: "2023" }, collection)[0]).toMatch(/is not a parameter here/);
      }
    },
  );
});

test.each([
  ["from", "October 2023", 'did you mean "2023-10"? Else '],
  ["to", "26.04.2019", 'did you mean "2019-04-26"? Else '],
  ["to", "04/05/2019", 'did you mean "2019-04-05" or "2019-05-04"? Else '],
  ["from", "31.04.2019", ""],
  ["from", "2023-13", ""],
  ["updatedSince", "17 октября 2023", 'did you mean "2023-10-17"? Else '],
  ["updatedSince", "October 2023", ""],
])("%s: the date %s is refused with its EDTF form", (name, text, hint) => {
  const form =
    name === "updatedSince"
      ? "a day that exists: 2023-10-17"
      : "a year, month or day that exists: 2023, 2023-10 or 2023-10-17";
  expect(faultsOf({ [name]: text })).toEqual([`${name}: cannot be "${text}"; ${hint}write ${form}`]);
});
