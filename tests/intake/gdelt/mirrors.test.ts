// GDELT mirrors: which rows of a file tell one visit from both sides.
import { describe, expect, test } from "vitest";
import { eventOf, kept, read, row, type Values } from "./rows.ts";

const URL = "https://news.example/visit";
const KZ: Values = { code1: "KAZGOV", name1: "KAZAKHSTAN", country1: "KAZ" };
const visit = (id: string, more: Values = {}): Values => ({ id, cameo: "042", url: URL, ...KZ, ...more });
const host = (id: string, more: Values = {}): Values => ({
  ...{ id, cameo: "043", url: URL, code1: "CHN", name1: "BEIJING", country1: "CHN" },
  ...{ code2: "KAZGOV", name2: "KAZAKHSTAN", country2: "KAZ" },
  ...more,
});

/** The rows that are linked, and to which. */
async function linked(rows: readonly Values[]): Promise<Record<string, string>> {
  const events = kept(await read(rows.map((values) => row(values)))).map(eventOf);
  return Object.fromEntries(events.flatMap(({ id, relations }) => relations.map(({ event }) => [id, event])));
}

describe("rows 042 and 043 of one visit", () => {
  test("the later row is linked to the earlier one by same-as, whichever side it tells", async () => {
    expect(await linked([visit("1"), host("2")])).toEqual({ "gdelt-2": "gdelt-1" });
    expect(await linked([host("1"), visit("2")])).toEqual({ "gdelt-2": "gdelt-1" });
    const [, second] = kept(await read([row(visit("1")), row(host("2"))])).map(eventOf);
    expect(second?.relations).toEqual([{ type: "same-as", event: "gdelt-1" }]);
  });

  test("each row is linked to one other at most", async () => {
    const rows = [visit("1"), visit("2"), host("3"), host("4"), host("5"), visit("6")];
    expect(await linked(rows)).toEqual({ "gdelt-3": "gdelt-1", "gdelt-4": "gdelt-2", "gdelt-6": "gdelt-5" });
  });

  test("a row that comes again keeps its link", async () => {
    expect(await linked([visit("1"), host("2"), host("2"), visit("1"), host("3")])).toEqual({ "gdelt-2": "gdelt-1" });
  });

  test.each<[string, Values]>([
    ["another article", host("2", { url: "https://news.example/other" })],
    ["no address", host("2", { url: "" })],
    ["another day", host("2", { day: "20190303" })],
    ["another actor", host("2", { code2: "KAZBUS", name2: "ASTANA" })],
    ["actors that are not exchanged", host("2", { ...KZ, code2: "CHN", name2: "BEIJING", country2: "CHN" })],
    ["another act", host("2", { cameo: "046" })],
  ])("%s: the rows are not linked", async (_, other) => {
    expect(await linked([visit("1"), other])).toEqual({});
  });

  test("an actor that is not named is nobody in both rows", async () => {
    const nobody: Values = { code2: "", name2: "", country2: "" };
    const unnamed = host("2", { code1: "", name1: "", country1: "" });
    expect(await linked([visit("1", nobody), unnamed])).toEqual({ "gdelt-2": "gdelt-1" });
    expect(await linked([visit("1"), unnamed])).toEqual({});
  });
});
