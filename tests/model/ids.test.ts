// Identifiers: which texts can name a record, and which days there are.
import { describe, expect, test } from "vitest";
import { COLLECTIONS, Day, Id, idOf, SLUG } from "../../src/model/ids.ts";

describe("an id", () => {
  test.each(["kz", "2023-10-17-tokayev-xi-talks", "a", "0", "a-0", "null", "all", "constructor", "a".repeat(128)])(
    "can be %s",
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
  ])("cannot be %j", (text) => expect(Id.safeParse(text).success).toBe(false));

  test("names the collection that it refers to", () => {
    for (const collection of COLLECTIONS) expect(idOf(collection).meta()?.description).toContain(`\`${collection}\``);
    expect(idOf("events", "talks").meta()).toMatchObject({ examples: ["talks"] });
  });

  test("has a pattern that stands for itself anywhere: anchored and without flags", () => {
    expect(SLUG.source).toMatch(/^\^.*\$$/);
    expect(SLUG.flags).toBe("");
  });
});

describe("a day", () => {
  test.each(["2023-10-17", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"])("%s", (text) => {
    expect(Day.safeParse(text).success).toBe(true);
  });
  test.each(["2023-02-29", "1900-02-29", "2023-04-31", "2023-13-01", "2023-1-1", "2023-10", "2023-10-17T00:00", ""])(
    "not %j",
    (text) => expect(Day.safeParse(text).success).toBe(false),
  );
});
