// Query plans: what runs in process searches an index or walks a sort, and reads no more rows than stated (R6).

import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { beforeAll, describe, expect, test } from "vitest";
import { COLLECTIONS } from "../../src/model/ids.ts";
import { dimensionsOf } from "../../src/query/count-query.ts";
import { withPair } from "../../src/query/dyad-query.ts";
import { SORTS } from "../../src/query/filters.ts";
import type { Criteria, ListPlan } from "../../src/query/plan.ts";
import { readSearch, wholeKeys } from "../../src/query/search.ts";
import { SUGGESTED } from "../../src/store/catalog/fulltext.ts";
import { type Bounds, BOUNDS as USUAL } from "../../src/store/plan/access-path.ts";
import { exportAll } from "../../src/store/read/exports.ts";
import { byId, recordOf } from "../../src/store/read/records.ts";
import { countFound, findHits } from "../../src/store/search/hits.ts";
import { candidates } from "../../src/store/search/suggestions.ts";
import { dyadOf, grouped, groups, page, pairs, total, undated } from "../store/asked.ts";
import { planOf } from "../store/asking.ts";
import { CLASSES } from "../store/classes.ts";
import type { Query } from "../store/oracle.ts";
import { type Forms, fill, formsOf } from "./large.ts";
import { counting, faultsOf, type Watched, watch } from "./watched.ts";

/** The curated records are small by these, all other datasets large. */
const BOUNDS: Bounds = { maxScan: 100, maxProbe: 200 };
let folder = "";
let file = "";
let forms: ReadonlyMap<string, Forms>;
let watched: Watched;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "communique-plans-"));
  file = join(folder, "large.db");
  await fill(file);
  forms = await formsOf(file);
  watched = watch(file);
  return async () => {
    watched.close();
    await rm(folder, { recursive: true });
  };
});

/** Faults of all that was asked since the last call, each once. */
function faults(bounds = BOUNDS, of = watched): string[] {
  return [...new Set(of.take().flatMap((one) => faultsOf(one, bounds)))];
}

const lists = (query: Query, dataset = "gdelt"): ListPlan => planOf("events", [["dataset", dataset], ...query]);

async function paged(plan: ListPlan, bounds = BOUNDS, of = watched): Promise<void> {
  await page(of.database, plan, bounds);
}

/** Places where a page may end: at a record, at one that has gone, and at one without a day. */
const ENDS = (key: string): NonNullable<ListPlan["after"]>[] => [
  { value: key === "id" ? null : key === "updated" ? "2015-10-27" : "2015-10-28", id: "gdelt-480000000" },
  { value: key === "updated" ? "2016-01-01" : null, id: "visits-9" },
];

/** Every filter in every way. */
const singles = () =>
  [...forms].flatMap(([name, ways]) => Object.entries(ways).map(([way, query]) => ({ name, way, query })));

describe("in process, no table is scanned and no more rows are read than stated", () => {
  test("one filter, in every form, by every sort and after every cursor", async () => {
    const found = [];
    for (const { name, way, query } of singles()) {
      for (const sort of SORTS.events) {
        const plan = lists([["sort", sort], ...query]);
        await paged(plan);
        await paged({ ...plan, criteria: { ...plan.criteria, datasets: "all" } });
        for (const after of ENDS(plan.sort.key)) await paged({ ...plan, after });
        found.push(...faults().map((fault) => [name, way, sort, fault]));
      }
    }
    expect(found).toEqual([]);
  });

  test("two filters, by every sort", async () => {
    const found = [];
    const list = [...forms];
    for (const [at, [name, ways]] of list.entries()) {
      for (const [other, more] of list.slice(at + 1)) {
        // A window is the other two.
        if (other === "window" && ["from", "to"].includes(name)) continue;
        for (const [one, two] of [
          ["one", "one"],
          ["one", "negated"],
          ["negated", "one"],
          ["known", "null"],
        ] as const) {
          const [first, second] = [ways[one], more[two]];
          if (first === undefined || second === undefined) continue;
          for (const sort of SORTS.events) {
            await paged(lists([["sort", sort], ...first, ...second]));
            found.push(...faults().map((fault) => [name, one, other, two, sort, fault]));
          }
        }
      }
    }
    expect(found).toEqual([]);
  });

  test("counts, samples and groups by every field", async () => {
    const found = [];
    for (const { name, way, query } of singles()) {
      const plan = lists([["sample", "20"], ...query], "all");
      await paged(plan);
      for (const mode of ["exact", "bounded"] as const) await total(watched.database, plan.criteria, mode, BOUNDS);
      await grouped(watched.database, plan.criteria, ["country"], BOUNDS);
      await undated(watched.database, plan.criteria, BOUNDS);
      found.push(...faults().map((fault) => [name, way, fault]));
      if (!["one", "rare"].includes(way)) continue;
      for (const { name: by } of dimensionsOf("events")) {
        for (const fields of [[by], [by, by === "country" ? "role" : "country"]] as const) {
          await groups(watched.database, plan.criteria, fields, { sort: "key", limit: 50 }, BOUNDS);
          found.push(...faults().map((fault) => [name, way, fields, fault]));
        }
      }
    }
    expect(found).toEqual([]);
  });

  test.each<[string, () => Query]>([
    ["a state and a type", () => queryOf("country one, type one")],
    ["a CAMEO code that is a root", () => [["cameo", "04"]]],
  ])("%s, in a window too: read from one covering index, without a reader", async (_, query) => {
    for (const window of [[], queryOf("window one")]) {
      const plan = lists([...query(), ...window, ["distinct", "false"]]);
      watched.take();
      await paged(plan);
      await paged({ ...plan, after: ENDS("date")[0] ?? null });
      await total(watched.database, plan.criteria, "bounded", BOUNDS);
      const asked = watched.take();
      expect(asked.filter(({ where }) => where === "reader")).toEqual([]);
      expect(asked.flatMap((one) => faultsOf(one, BOUNDS))).toEqual([]);
    }
  });

  test("dyads, the list and one pair", async () => {
    const { database } = watched;
    for (const dataset of ["gdelt", "visits", "curated", "all"]) {
      for (const query of [[], [["type", "visit"]], [["from", "2016"]]] as const) {
        const { criteria } = lists(query, dataset);
        for (const after of [null, { value: "3", id: "cn us" }]) {
          await pairs(database, { criteria, sides: [], limit: 20, after, question: "", labels: null }, BOUNDS);
        }
        const pair = withPair(criteria, ["kz", "us"]);
        for (const bounds of [BOUNDS, USUAL]) {
          await dyadOf(database, pair, ["kz", "us"], bounds);
          expect(faults(bounds)).toEqual([]);
        }
      }
    }
  });

  test("a search for one word reads one list of the full-text index, however many parts it was written in", () => {
    const database = new DatabaseSync(file, { readOnly: true });
    const row = database.prepare("SELECT count(DISTINCT segid) AS parts FROM events_terms_idx").get();
    database.close();
    expect(row?.parts).toBe(1);
  });

  test("searches, suggestions, records by id and exports", async () => {
    const { database } = watched;
    for (const datasets of ["all", "curated", [{ not: false, values: ["gdelt"] }]] as const) {
      const scope = { collections: COLLECTIONS, datasets };
      for (const text of ["president", "refusal", "president refusal", "-president", '"president 9"']) {
        for (const after of [null, { value: "1|2019-01-21|events", id: "gdelt-480000000" }]) {
          await findHits(database, readSearch(text), wholeKeys(text), scope, 20, after, BOUNDS);
        }
        await countFound(database, readSearch(text), scope, BOUNDS);
        await candidates(database, text.split(" "), wholeKeys(text), SUGGESTED, datasets, BOUNDS);
      }
      expect(faults()).toEqual([]);
    }
    await byId(database, "events", ["gdelt-480000000", "visits-9", "nobody"]);
    for (const id of ["gdelt-480000000", "nobody"]) await recordOf(database, "events", id);
    expect(faults()).toEqual([]);
    for (const sort of SORTS.events) {
      const { docs } = await exportAll(
        database,
        lists([
          ["sort", sort],
          ["country", "US"],
        ]),
      );
      for await (const _ of docs);
    }
    expect(faults(USUAL)).toEqual([]);
  });
});

/** The ways to ask, in the order of the columns above. */
const WAYS: readonly ((query: Query) => Promise<unknown>)[] = [
  ...SORTS.events.map((sort) => (query: Query) => paged(lists([["sort", sort], ...query]))),
  (query) => paged({ ...lists(query), after: ENDS("date")[0] ?? null }),
  (query) => paged(lists([["sample", "20"], ...query])),
  (query) => total(watched.database, lists(query).criteria, "bounded", BOUNDS),
  (query) => total(watched.database, lists(query).criteria, "exact", BOUNDS),
  (query) => groups(watched.database, lists(query).criteria, ["type"], { sort: "key", limit: 9 }, BOUNDS),
  (query) => groups(watched.database, lists(query).criteria, ["venue"], { sort: "key", limit: 9 }, BOUNDS),
];

/** `type one, country rare`: a filter and the way it is asked for. */
function queryOf(text: string): Query {
  if (text === "everything") return [];
  return text.split(", ").flatMap((part) => {
    const [name = "", way = ""] = part.split(" ");
    const query = forms.get(name)?.[way];
    if (query === undefined) throw new Error(`nothing asks for ${part}`);
    return query;
  });
}

test("which queries need a reader process is what tests/store/classes.ts says", async () => {
  const rows = [];
  for (const row of CLASSES.trim().split("\n")) {
    const text = row.slice(0, 28).trim();
    const classes = [];
    for (const ask of WAYS) {
      watched.take();
      await ask(queryOf(text));
      classes.push(watched.take().some(({ where }) => where === "reader") ? "r" : "p");
    }
    rows.push(`${text.padEnd(28)}${classes.join(" ")}`);
  }
  expect(rows).toEqual(CLASSES.trim().split("\n"));
});

describe("the check of query plans notices", () => {
  async function mutant(change: string, run: (of: Watched) => Promise<void>): Promise<string[]> {
    const copy = join(folder, "mutant.db");
    await copyFile(file, copy);
    const database = new DatabaseSync(copy);
    if (change !== "") database.exec(change);
    database.close();
    const other = watch(copy);
    await run(other);
    const found = faults(BOUNDS, other);
    other.close();
    return found;
  }
  const common = () => lists(queryOf("type one"));

  test("nothing where nothing is wrong", async () => {
    expect(await mutant("", (of) => paged(common(), BOUNDS, of))).toEqual([]);
  });

  test("a missing index of a filter", async () => {
    await expect(mutant("DROP INDEX events_by_type", (of) => paged(common(), BOUNDS, of))).rejects.toThrow(
      /no such index/,
    );
  });

  test("a table scanned for each record of another, for want of an index", async () => {
    const plan = lists(queryOf("relatedTo absent"));
    const found = await mutant("DROP INDEX event_relations_by_value", (of) => paged(plan, BOUNDS, of));
    expect(found.join()).toMatch(/SCAN j/);
  });

  test.each([
    ["a large dataset that is walked as if it were small", { maxScan: 1e9, maxProbe: 200 }],
    ["more rows that are looked at than may be", { maxScan: 0, maxProbe: 1e9 }],
  ])("a plan that reads too much: %s", async (_, bounds) => {
    const plan = lists([["sort", "date"], ...queryOf("country one, status one")]);
    expect((await mutant("", (of) => paged(plan, bounds, of))).join()).toMatch(/may look at \d{4,} records by size/);
  });

  test("a sort that walks the whole dataset in process", async () => {
    const found = await mutant("", async (of) => {
      const criteria: Criteria = { ...lists(queryOf("updatedSince absent")).criteria };
      const wrong = { ...of.database, queryLong: of.database.query };
      await page(wrong, { ...lists([["sort", "-updated"]]), criteria }, BOUNDS);
      await total(wrong, criteria, "exact", BOUNDS);
    });
    expect(found.join()).toMatch(/looks at \d{4,} rows/);
  });

  test("every row read by nested loops", () => {
    expect(counting("SELECT 1 FROM events r WHERE r.n > ?")).toContain("WHERE likelihood(seen(r.n), 1.0) AND r.n > ?");
    const nested = "SELECT 1 FROM (SELECT n FROM event_x j WHERE j.n > ?) i CROSS JOIN events r ON r.n = i.n WHERE a";
    expect(counting(nested).match(/seen\(\w+\.n\)/g)).toEqual(["seen(j.n)"]);
    const found = "SELECT t.rowid FROM events_terms t WHERE t.events_terms MATCH ?";
    expect(counting(found)).toContain("seen(t.rowid)");
  });
});
