// Identifiers: which texts can name a record, and which days there are.
import { describe, expect, test } from "vitest";
import { COLLECTIONS, Day, Id, idOf, SLUG } from "../../src/model/ids.ts";

describe("ids of records", () => {
  test.each(["kz", "2023-10-17-tokayev-xi-talks", "a", "0", "a-0", "null", "all", "constructor", "a".repeat(128)])(
    "an id can be %s",
    (text) => expect(Id.safeParse(text).success).toBe(true),
  );

  test.each([
    "",
    "-",
    "a-",
    "-a",
    "a--b",
    "A",
    "a_b",
    "a.b",
    "a b",
    "a/b",
    "a%20b",
    "..",
    "a\n",
    "a\0",
    "ё",
    "é",
    "__proto__",
    "!a",
    "a,b",
    "a".repeat(129),
  ])("an id cannot be %j", (text) => expect(Id.safeParse(text).success).toBe(false));

  test("a reference describes the collection that it is of", () => {
    for (const collection of COLLECTIONS) expect(idOf(collection).meta()?.description).toContain(`\`${collection}\``);
    expect(idOf("events", "talks").meta()).toMatchObject({ examples: ["talks"] });
  });

  test("the pattern is anchored and has no flags, so it can stand in any JSON Schema", () => {
    expect(SLUG.source).toMatch(/^\^.*\$$/);
    expect(SLUG.flags).toBe("");
  });
});

describe("days (YYYY-MM-DD)", () => {
  test.each(["2023-10-17", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"])("%s is a day", (text) => {
    expect(Day.safeParse(text).success).toBe(true);
  });
  test.each(["2023-02-29", "1900-02-29", "2023-04-31", "2023-13-01", "2023-1-1", "2023-10", "2023-10-17T00:00", ""])(
    "%j is no day",
    (text) => expect(Day.safeParse(text).success).toBe(false),
  );
});
