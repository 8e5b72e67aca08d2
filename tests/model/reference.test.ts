// Reference tables: which codes and ids name which states; present states come first, shared codes name both.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Country, type HistoricState, stateIndex } from "../../src/model/reference.ts";

const table = (name: string) => JSON.parse(readFileSync(`data/reference/${name}.json`, "utf8"));
const countries: Country[] = table("countries").countries;
const historicStates: HistoricState[] = table("historic-states").states;
const index = stateIndex({ countries, historicStates, cameo: [] });

describe("the tables of data/reference", () => {
  test.each([
    ["KZ", ["kz"]],
    ["KAZ", ["kz"]],
    ["CN", ["cn"]],
    ["GB", ["gb"]],
    ["SU", ["soviet-union"]],
    ["SUN", ["soviet-union"]],
    ["YU", ["federal-republic-of-yugoslavia", "yugoslavia"]],
    ["DD", ["german-democratic-republic"]],
    ["DDR", ["german-democratic-republic"]],
    ["CS", ["czechoslovakia", "serbia-and-montenegro"]],
    ["CSK", ["czechoslovakia"]],
    ["SCG", ["serbia-and-montenegro"]],
    ["SOVIET-UNION", ["soviet-union"]],
  ])("the code %s names %j", (word, ids) => expect([...(index.get(word) ?? [])].sort()).toEqual(ids));

  test("every present state is found by its codes and its id, in upper case only", () => {
    for (const { id, alpha2, alpha3 } of countries) {
      for (const word of [alpha2, alpha3, id.toUpperCase()]) expect(index.get(word), word).toEqual([id]);
    }
    for (const word of index.keys()) expect(word).toBe(word.toUpperCase());
  });

  test("every former state is found by its id", () => {
    for (const { id } of historicStates) expect(index.get(id.toUpperCase()), id).toContain(id);
  });

  test.each(["", "NULL", "ALL", "XX", "CHI", "UK", "__PROTO__"])("nothing is found by %j", (word) => {
    expect(index.get(word)).toBe(undefined);
  });
});

describe("invented tables", () => {
  const country = (id: string, alpha2: string, alpha3: string) => ({ id, alpha2, alpha3 }) as Country;
  const former = (id: string, alpha2: string | null, alpha3: string | null) =>
    ({ id, alpha2, alpha3 }) as HistoricState;
  const made = stateIndex({
    countries: [country("aa", "AA", "AAA"), country("bb", "BB", "BBB")],
    historicStates: [
      former("old-a", "AA", "OAA"),
      former("old-c", "CC", "CCC"),
      former("older-c", "CC", null),
      former("nameless", null, null),
    ],
    cameo: [],
  });

  test.each([
    ["AA", ["aa"]],
    ["OAA", ["old-a"]],
    ["CC", ["old-c", "older-c"]],
    ["CCC", ["old-c"]],
    ["OLDER-C", ["older-c"]],
    ["NAMELESS", ["nameless"]],
    ["NULL", undefined],
  ])("the code %s names %j", (word, ids) => expect(made.get(word)).toEqual(ids));
});
