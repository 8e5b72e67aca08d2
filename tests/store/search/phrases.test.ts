// Phrases: found wherever they stand in a text of whatever length, the same on both engines; too long a text is kept and told.
import sql from "sql-template-tag";
import { describe, expect, test } from "vitest";
import type { Search } from "../../../src/query/search.ts";
import { readSearch } from "../../../src/query/search.ts";
import type { Database } from "../../../src/store/engine/database.ts";
import { countFound, findHits } from "../../../src/store/search/hits.ts";
import { load } from "../../../src/store/write/load.ts";
import { freshDatabase } from "../../support/databases.ts";
import { dataset, quote } from "../small.ts";

const SCOPE = { collections: ["quotes"], datasets: "all" } as const;
const words = (count: number, of = "word") => Array.from({ length: count }, (_, at) => `${of}${at}`).join(" ");

async function holding(...texts: readonly string[]): Promise<{ database: Database; cut: string[] }> {
  const database = await freshDatabase();
  const cut: string[] = [];
  const quotes = texts.map((text, at) => quote(`q${at}`, { text, language: "en" }));
  await load(database, dataset("curated", { quotes }), (record) => cut.push(record));
  return { database, cut };
}

async function found(database: Database, text: string): Promise<string[]> {
  const search: Search = readSearch(text);
  const { hits } = await findHits(database, search, [], SCOPE, 100, null);
  expect((await countFound(database, search, SCOPE)).total).toBe(hits.length);
  return hits.map(({ id }) => id);
}

describe("a phrase in a long text", () => {
  test("it is found behind 300 positions of one of its words", async () => {
    const { database } = await holding(`${"the law ".repeat(300)} the commission`, "the law of a commission");
    expect(await found(database, '"the commission"')).toEqual(["q0"]);
    expect(await found(database, '"the law the"')).toEqual(["q0"]);
    expect(await found(database, '"commission the"')).toEqual([]);
    expect(await found(database, 'law -"the commission"')).toEqual(["q1"]);
    await database.close();
  });

  test("it is found behind 20,000 words, and across two segments of the index", async () => {
    const { database } = await holding(
      `${words(20_000)} joint statement ${words(20_000, "other")}`,
      "joint other statement",
    );
    expect(await found(database, '"joint statement"')).toEqual(["q0"]);
    expect(await found(database, '"word19999 joint statement other0"')).toEqual(["q0"]);
    for (const at of [16_381, 16_382, 16_383, 16_384, 16_255, 32_600]) {
      const [one, two] = at < 20_000 ? [`word${at}`, `word${at + 1}`] : [`other${at - 20_000}`, `other${at - 19_999}`];
      expect([at, await found(database, `"${one} ${two}"`)]).toEqual([at, ["q0"]]);
    }
    expect(await found(database, '"statement joint"')).toEqual([]);
    await database.close();
  });

  test("it does not match across two texts", async () => {
    const { database } = await holding(`${"the law ".repeat(300)} alfa`, "bravo");
    expect(await found(database, '"alfa bravo"')).toEqual([]);
    await database.close();
  });
});

test("a text with more different words than the index holds is kept, reported, and found by the first of them", async () => {
  const { database, cut } = await holding(words(150_000), "short");
  expect(cut).toEqual(["quotes/q0"]);
  expect(await found(database, "word0")).toEqual(["q0"]);
  expect(await found(database, '"word149998 word149999"')).toEqual([]);
  const rows = await database.query<{ length: number }>(sql`SELECT length(doc) AS length FROM quotes_docs ORDER BY n`);
  expect(Number(rows[0]?.length)).toBeGreaterThan(1_000_000);
  await database.close();
});
