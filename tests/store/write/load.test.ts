// Loading: all of a dataset or nothing of it, its own records only, and no write where nothing changed.

import sql, { raw } from "sql-template-tag";
import { describe, expect, test } from "vitest";
import { COLLECTIONS, type Collection } from "../../../src/model/ids.ts";
import { datasets } from "../../../src/store/catalog/datasets.ts";
import { tableOf } from "../../../src/store/catalog/tables.ts";
import type { Database } from "../../../src/store/engine/database.ts";
import { load } from "../../../src/store/write/load.ts";
import { damage, everything, watchChanges } from "../../support/inside.ts";
import { country, dataset, entry, event, figure, quote, source, temporaryDatabase, venue } from "../small.ts";

const people = [country("kz"), country("cn")];
const places = [venue("china", { country: "cn" }), venue("beijing", { within: "china" })];
const visit = event("visit", {
  date: "2022-09",
  venue: "beijing",
  participants: [entry("kz", "visitor"), entry("cn", "host")],
  relations: [{ type: "precedes", event: "talks" }],
  topics: ["trade"],
});
const talks = event("talks", { date: "[..2023-10-17]", participants: [entry("cn", "host")] });
const first = dataset("curated", {
  events: [visit, talks],
  participants: people,
  venues: places,
  quotes: [quote("words", { event: "talks", addressees: ["kz"] })],
  figures: [figure("number", { value: "52" })],
  sources: [source("source")],
});
const other = dataset("bulk", { events: [event("bulk-1", { topics: ["sport"] })] }, "bulk");

/** Every record that the database holds, as it goes on the wire. */
async function held(database: Database): Promise<Record<Collection, string[]>> {
  const lists: [Collection, string[]][] = [];
  for (const collection of COLLECTIONS) {
    const rows = await database.query<{ doc: string }>(
      sql`SELECT doc FROM ${raw(tableOf(collection).name)} JOIN ${raw(`${tableOf(collection).name}_docs`)} USING (n) ORDER BY ds, id`,
    );
    lists.push([collection, rows.map(({ doc }) => doc)]);
  }
  return Object.fromEntries(lists) as Record<Collection, string[]>;
}

const docs = (records: readonly { readonly id: string }[]) =>
  [...records].sort((a, b) => (a.id < b.id ? -1 : 1)).map((record) => JSON.stringify(record));

describe("loading a dataset", () => {
  test("every record is stored as it is", async () => {
    const { database } = await temporaryDatabase();
    expect(await load(database, first)).toBe("loaded");
    const there = await held(database);
    for (const collection of COLLECTIONS) expect(there[collection]).toEqual(docs(first.records[collection]));
    expect(await datasets(database)).toMatchObject([first.info]);
    expect(await damage(database)).toEqual([]);
  });

  test("loading the same version again writes nothing", async () => {
    const { database, url } = await temporaryDatabase();
    await load(database, first);
    const changes = await watchChanges(url);
    const before = [await everything(database), await changes()];
    expect(await load(database, first)).toBe("unchanged");
    expect(await load(database, structuredClone(first))).toBe("unchanged");
    expect([await everything(database), await changes()]).toEqual(before);
  });

  test("another version replaces the old one whole", async () => {
    const { database } = await temporaryDatabase();
    await load(database, first);
    const second = dataset("curated", { events: [{ ...talks, topics: ["tourism"] }], participants: people });
    expect(await load(database, second)).toBe("loaded");
    const there = await held(database);
    for (const collection of COLLECTIONS) expect(there[collection]).toEqual(docs(second.records[collection]));
    expect(await datasets(database)).toMatchObject([second.info]);
    expect(await damage(database)).toEqual([]);
  });

  test("another licence alone is loaded too", async () => {
    const { database } = await temporaryDatabase();
    await load(database, first);
    const renamed = { ...first, info: { ...first.info, licence: "CC0" } };
    expect(await load(database, renamed)).toBe("loaded");
    expect(await datasets(database)).toMatchObject([renamed.info]);
  });

  test("other datasets are left as they are", async () => {
    const { database } = await temporaryDatabase();
    await load(database, other);
    await load(database, first);
    await load(database, dataset("curated", {}));
    const there = await held(database);
    expect(there.events).toEqual(docs(other.records.events));
    expect((await datasets(database)).map(({ id }) => id)).toEqual(["bulk", "curated"]);
    expect(await damage(database)).toEqual([]);
  });
});

describe("a load that fails leaves all data as it was", () => {
  const sound = (id: string) => Array.from({ length: 20 }, (_, at) => event(`${id}-${at}`, { topics: ["trade"] }));
  const unwritable = Object.defineProperty({ ...event("last") }, "summary", {
    enumerable: true,
    get: () => {
      throw new Error("cannot be read");
    },
  });

  test.each<[string, ReturnType<typeof event>]>([
    ["by an id that is there twice", { ...event("new-0"), dataset: "curated" }],
    ["by an id of another dataset", { ...event("bulk-1"), dataset: "curated" }],
    ["by a record that says it is of no dataset there is", { ...event("last"), dataset: "nobody" }],
    ["by a record that cannot be written", unwritable],
  ])("a dataset spoilt %s changes nothing", async (_, last) => {
    const { database, url } = await temporaryDatabase();
    await load(database, other);
    await load(database, first);
    const changes = await watchChanges(url);
    const before = [await everything(database), await changes()];
    const { info, records } = dataset("curated", { events: sound("new"), participants: people });
    await expect(
      load(database, { info, records: { ...records, events: [...records.events, last] } }),
    ).rejects.toThrow();
    expect([await everything(database), await changes()]).toEqual(before);
    expect(await load(database, first)).toBe("unchanged");
    expect(await load(database, dataset("curated", { events: sound("next") }))).toBe("loaded");
    expect(await damage(database)).toEqual([]);
  });
});
