// Search hits: over several datasets they are what reading every record would find, best first, page by page.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Dataset } from "../../../src/model/bundle.ts";
import { COLLECTIONS, type Collection } from "../../../src/model/ids.ts";
import type { CursorPosition } from "../../../src/query/cursor.ts";
import { readSearch, wholeKeys } from "../../../src/query/search.ts";
import type { Database } from "../../../src/store/engine/database.ts";
import { BOUNDS, type Bounds } from "../../../src/store/plan/access-path.ts";
import { countFound, findHits, type Hit, type SearchScope } from "../../../src/store/search/hits.ts";
import { load } from "../../../src/store/write/load.ts";
import { freshDatabase, runs } from "../../support/databases.ts";
import { EMPTY, importing, keptOf } from "../bulk.ts";
import { dataset, event, figure, participant, quote, source, venue } from "../small.ts";

/** Words that are their own stems and stand in no label of a vocabulary. */
const WORDS = ["alfa", "bravo", "tango"] as const;
const DATES = ["2023-10-17", "2023-10-18", "../2023-10-17", "0001", "9999-12-31"];
const BOUNDED: readonly Bounds[] = [BOUNDS, { maxScan: 0, maxProbe: 0 }];

/** A record as a search sees it: its names, and what else it says. */
interface Seen {
  readonly collection: Collection;
  readonly id: string;
  readonly date: string | null;
  readonly names: readonly string[];
  readonly body: string;
}

const words = (most: number, least = 0) =>
  fc.array(fc.constantFrom(...WORDS), { minLength: least, maxLength: most }).map((list) => list.join(" "));
const seen = fc.record({
  collection: fc.constantFrom(...COLLECTIONS),
  date: fc.constantFrom(null, ...DATES),
  title: words(2, 1),
  body: words(2),
});
type Some = typeof seen extends fc.Arbitrary<infer T> ? T : never;

/** A dataset of such records; the first of each collection have the same ids, so that days and ids meet. */
function made(name: string, list: readonly Some[], kind: "curated" | "bulk"): { dataset: Dataset; seen: Seen[] } {
  const places = new Map<Collection, number>();
  const all = list.map((one) => {
    const at = places.get(one.collection) ?? 0;
    places.set(one.collection, at + 1);
    return { ...one, id: `${["b", "a", "c"][at % 3]}${at}-${name}` };
  });
  const of = (collection: Collection) => all.filter((one) => one.collection === collection);
  const text = (title: string) => ({ en: title, ru: title });
  const summary = (body: string) => (body === "" ? null : text(body));
  const records = {
    events: of("events").map(({ id, date, title, body }) =>
      event(id, { date, title: text(title), summary: summary(body) }),
    ),
    participants: of("participants").map(({ id, title }) => participant(id, { names: text(title) })),
    venues: of("venues").map(({ id, title }) => venue(id, { names: text(title) })),
    quotes: of("quotes").map(({ id, date, title }) => quote(id, { date, text: title })),
    figures: of("figures").map(({ id, date, title, body }) =>
      figure(id, { asOf: date, measure: text(title), subject: text(title), raw: body === "" ? "nothing" : body }),
    ),
    sources: of("sources").map(({ id, title }) => source(id, { headline: title })),
  };
  const hasDate = ["events", "quotes", "figures"];
  const hasBody = ["events", "figures"];
  return {
    dataset: dataset(name, records, kind),
    seen: all.map(({ collection, id, date, title, body }) => ({
      ...{ collection, id },
      date:
        !hasDate.includes(collection) || date === null || date.startsWith("..")
          ? null
          : date === "0001"
            ? "0001-01-01"
            : date,
      names: collection === "quotes" ? [] : [title],
      body: collection === "quotes" ? title : hasBody.includes(collection) ? body : "",
    })),
  };
}

/** What a search finds in records, told without SQL; every word of `query` is one of `WORDS`, `-` before it is not. */
function ranked(query: string, records: readonly Seen[]): Hit[] {
  const given = query.split(" ").filter((word) => word !== "");
  const wanted = given.filter((word) => !word.startsWith("-"));
  const unwanted = given.filter((word) => word.startsWith("-")).map((word) => word.slice(1));
  const whole = given.map((word) => word.replace("-", "")).join(" ");
  const hits = records.flatMap(({ collection, id, date, names, body }): Hit[] => {
    const inNames = names.flatMap((name) => name.split(" "));
    const everywhere = [...inNames, ...body.split(" ")];
    if (!wanted.every((word) => everywhere.includes(word))) return [];
    if (unwanted.some((word) => everywhere.includes(word))) return [];
    const named = wanted.length > 0 && wanted.every((word) => inNames.includes(word));
    return [{ collection, id, date, tier: names.includes(whole) ? 3 : named ? 2 : 1 }];
  });
  return hits.sort(
    (a, b) =>
      b.tier - a.tier ||
      (b.date ?? "").localeCompare(a.date ?? "") ||
      (a.id === b.id ? (a.collection < b.collection ? -1 : 1) : a.id < b.id ? -1 : 1),
  );
}

async function paged(
  database: Database,
  query: string,
  scope: SearchScope,
  limit: number,
  bounds: Bounds,
): Promise<Hit[]> {
  const all: Hit[] = [];
  let after: CursorPosition | null = null;
  do {
    const page: Awaited<ReturnType<typeof findHits>> = await findHits(
      ...([database, readSearch(query), wholeKeys(query), scope, limit, after, bounds] as const),
    );
    all.push(...page.hits);
    after = page.next;
    if (all.length > 500) throw new Error("no end");
  } while (after !== null);
  return all;
}

const lists = fc.array(seen, { maxLength: 12, size: "max" });
const queries = fc.array(
  fc
    .uniqueArray(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 })
    .chain((all) => fc.tuple(...all.map((word) => fc.constantFrom(word, word, word, `-${word}`))))
    .map((all) => all.join(" ")),
  { minLength: 1, maxLength: 4 },
);

describe("search hits", () => {
  test("hits are those that every record read gives, in order, and pages join without gaps or repeats", async () => {
    await fc.assert(
      fc.asyncProperty(lists, lists, lists, queries, async (one, two, three, asked) => {
        const database = await freshDatabase();
        const all = [made("one", one, "curated"), made("two", two, "curated"), made("bulk", three, "bulk")];
        for (const { dataset } of all) await load(database, dataset);
        const records = all.map(({ seen }) => seen);
        for (const query of asked) {
          for (const [datasets, held] of [
            ["all", records.flat()],
            ["curated", records.slice(0, 2).flat()],
            [[{ not: true, values: ["one"] }], records.slice(1).flat()],
          ] as const) {
            const scope = { collections: COLLECTIONS, datasets };
            const right = ranked(query, held);
            for (const bounds of BOUNDED) {
              for (const limit of [1, 3, 100]) {
                const found = await paged(database, query, scope, limit, bounds);
                expect([query, limit, found]).toEqual([query, limit, right]);
              }
              expect(await countFound(database, readSearch(query), scope, bounds)).toEqual({
                total: right.length,
                lowerBound: false,
              });
            }
          }
        }
        await database.close();
      }),
      { numRuns: runs(20) },
    );
  });

  test("hits are of the collections asked for", async () => {
    const database = await freshDatabase();
    const one = made(
      "one",
      COLLECTIONS.map((collection) => ({ collection, date: null, title: "alfa", body: "" })),
      "curated",
    );
    await load(database, one.dataset);
    for (const collection of COLLECTIONS) {
      const found = await paged(database, "alfa", { collections: [collection], datasets: "all" }, 2, BOUNDS);
      expect(found).toEqual(
        ranked(
          "alfa",
          one.seen.filter((each) => each.collection === collection),
        ),
      );
    }
    await database.close();
  });

  test("hits in composed titles of bulk rows rank below hits in names", async () => {
    const database = await freshDatabase();
    const named = made("one", [{ collection: "events", date: "2020-01-01", title: "alfa", body: "" }], "curated");
    await load(database, named.dataset);
    const days = ["2023-01-01", "2024-01-01", "2023-01-01"];
    await importing(
      database,
      days.map((day, at) => keptOf({ ...EMPTY, number: at + 9, day, text: "alfa bravo" })),
    );
    for (const bounds of BOUNDED) {
      const found = await paged(database, "alfa", { collections: COLLECTIONS, datasets: "all" }, 1, bounds);
      expect(found.map(({ id, tier }) => [id, tier])).toEqual([
        ["b0-one", 3],
        ["gdelt-10", 1],
        ["gdelt-11", 1],
        ["gdelt-9", 1],
      ]);
    }
    await database.close();
  });

  test("an empty search has no hits, and a forged cursor position gives no error", async () => {
    const database = await freshDatabase();
    const one = made("one", [{ collection: "events", date: "2020-01-01", title: "alfa", body: "" }], "curated");
    await load(database, one.dataset);
    const scope = { collections: COLLECTIONS, datasets: "all" } as const;
    expect(await paged(database, "…", scope, 5, BOUNDS)).toEqual([]);
    for (const value of [
      null,
      "",
      "|",
      "x|y|z",
      "3|9999-99-99|events",
      "1|2020-02-31|quotes",
      "9|2020-01-01|nothing",
    ]) {
      for (const id of ["", "alfa", "b0-one", "\0", "é"]) {
        const { hits } = await findHits(database, readSearch("alfa"), wholeKeys("alfa"), scope, 5, { value, id });
        expect(hits.length).toBeLessThanOrEqual(1);
      }
    }
    await database.close();
  });
});
