// Tables: every filter and every sort has its column, and each column that a filter asks has an index.
import { describe, expect, test } from "vitest";
import { COLLECTIONS } from "../../../src/model/ids.ts";
import { filtersOf, SORTS } from "../../../src/query/filters.ts";
import { isDateOrdered, tableOf } from "../../../src/store/catalog/tables.ts";
import { indexedIn } from "../../support/inside.ts";
import { page, total } from "../asked.ts";
import { planOf } from "../asking.ts";
import { temporaryDatabase } from "../small.ts";

describe.each(COLLECTIONS)("the tables of %s", (collection) => {
  const table = tableOf(collection);
  const words = filtersOf(collection).filter(({ kind }) => ["term", "id", "code", "flag"].includes(kind));

  test("every filter, alone and negated, and every sort is answered", async () => {
    const { database } = await temporaryDatabase();
    const signs = (kind: string) => (kind === "flag" ? [""] : ["", "!"]);
    const asked = words.flatMap(({ name, kind, example }) =>
      signs(kind).map((sign) => [name, sign + example] as const),
    );
    for (const pair of asked) {
      const { criteria } = planOf(collection, [pair]);
      expect([pair, await total(database, criteria, "exact")]).toEqual([pair, { total: 0, lowerBound: false }]);
    }
    for (const sort of SORTS[collection]) {
      const measured = sort.endsWith("value") ? ([["unit", "year"]] as const) : [];
      expect(await page(database, planOf(collection, [["sort", sort], ...measured]))).toEqual({ docs: [], next: null });
    }
  });

  test("a filter of one value is a column, one of several values a join table", () => {
    for (const { name, single } of words) {
      const columns = table.columns.filter(({ filter }) => filter === name).length;
      const joins = table.joins.filter(({ filters }) => filters[name] !== undefined).length;
      expect([name, columns, joins]).toEqual([name, single ? 1 : 0, single ? 0 : 1]);
    }
  });

  test("every column that a filter asks is indexed, but for those that the rowid says", () => {
    const asked = table.columns.filter(({ filter }) => filter !== undefined);
    const plain = asked.filter(({ indexed }) => !indexed).map(({ name }) => name);
    expect(plain).toEqual(isDateOrdered(collection) ? ["year", "month"] : []);
  });

  test("each column that a filter asks is the first of an index", async () => {
    const { database } = await temporaryDatabase();
    const asked = [
      ...table.columns.flatMap(({ name, indexed }) => (indexed ? [[table.name, name]] : [])),
      ...table.joins.flatMap((join) => Object.values(join.filters).map((name) => [join.name, name])),
    ];
    for (const [name = "", column = ""] of asked) {
      expect([name, await indexedIn(database, name)]).toEqual([name, expect.arrayContaining([column])]);
    }
  });
});
